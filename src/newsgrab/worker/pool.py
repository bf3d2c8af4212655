"""The parent's side: a few children, each with a page in hand and one waiting."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from newsgrab.errors import NewsgrabError
from newsgrab.model import Fates, Listing, Page
from newsgrab.worker import frames
from newsgrab.worker.child import Child, Innocent, Limits
from newsgrab.worker.making import Job, Made

if TYPE_CHECKING:
    from newsgrab.worker.telling import Setting, Telling, Told

__all__ = ["Limits", "Workers"]

_DEPTH: Final = 2
"""Questions a child has at a time: the next one lies in its pipe when it is done with the first."""
_LARGE: Final = 4 << 20
"""Listings of so many bytes go one at a time: on the way to a child there are several copies of each."""


_PATIENCE_S: Final = (0.1, 0.5, 1.0, 2.0, 4.0)
"""Pauses after attempts to start a process that the system refuses, where there is none."""


class Workers:
    """Children that make pages into articles; as many as there are processors, started as needed."""

    def __init__(self, limits: Limits | None = None, most: int | None = None) -> None:
        """Starts nothing yet.

        Args:
            limits: What each child may take.
            most: How many there may be; by default one for each processor this process may use.
        """
        self._limits = limits or Limits()
        self._most = most or _processors()
        self._children: list[Child] = []
        self._starts: set[asyncio.Task[Child]] = set()
        self._failure: BaseException | None = None
        self._changed = asyncio.Event()
        self._expected = 0
        self._room = asyncio.Semaphore(self._most * _DEPTH)
        self._large = asyncio.Lock()

    async def make(self, page: Page, job: Job) -> Made:
        """What a page gives.

        Raises:
            ExtractError: As ``extraction.extract_page``; ``ParseTimeout`` and ``WorkerCrash`` where the
                child did not live through it.
            Bug: Extraction failed otherwise.
            NewsgrabError: No child comes up.
        """
        return frames.answered(*await self._answer(frames.question(page, job)))

    async def read_listing(
        self, page: Page, now: datetime, fates: Mapping[str, Fates] = MappingProxyType({})
    ) -> Listing:
        """What a feed, a sitemap or a section page names; arguments as of ``discovery.read_listing``.

        Raises:
            ExtractError, PolicyError: As ``discovery.read_listing``; ``ParseTimeout`` and ``WorkerCrash``
                where the child did not live through it.
            Bug: It failed otherwise.
            NewsgrabError: No child comes up.
        """
        async with self._large if len(page.body) > _LARGE else nullcontext():
            question = frames.listing_question(page, frames.Look(now, fates))
            return frames.listing_answered(*await self._answer(question))

    async def tell(self, page: Page, wanted: "Telling | Setting") -> "Told":
        """A page explained, or its article typeset.

        Raises:
            ExtractError: As ``telling.tell``; ``ParseTimeout`` and ``WorkerCrash`` where the child did not
                live through it.
            Bug: It failed otherwise.
            NewsgrabError: No child comes up.
        """
        from newsgrab.worker import telling  # noqa: PLC0415 - articles need none of it

        return telling.answered(*await self._answer(telling.question(page, wanted)))

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """A page is on its way: a child that is still to be started for it loads meanwhile."""
        self._expected += 1
        if self._failure is None and self._count() < min(self._expected, self._most):
            self._begin()
        try:
            yield
        finally:
            self._expected -= 1

    async def _answer(self, question: bytes) -> tuple[bytes, bytes]:
        async with self._room:
            while True:
                child = await self._free()
                try:
                    return await child.ask(question)
                except Innocent:
                    continue

    async def aclose(self) -> None:
        """Ends the children."""
        starts, children = list(self._starts), self._children
        self._children = []
        for start in starts:
            start.cancel()
        outcomes = await asyncio.gather(*starts, return_exceptions=True)
        children += [child for child in outcomes if isinstance(child, Child)]
        await asyncio.gather(*(child.end() for child in children))

    async def _free(self) -> Child:
        """A child with the least to do; where all have something, one more is started if there may be more.

        Raises:
            NewsgrabError: No child comes up, and there is none.
        """
        while True:
            self._changed.clear()
            self._learn()
            count = self._count()
            best = min(self._children, key=_load, default=None)
            if (best is None or best.pending) and count < self._most:
                self._begin()
            if best is not None and (_load(best) < _DEPTH or not self._starts):
                return best
            await self._changed.wait()

    def _learn(self) -> None:
        """Takes note of a start that failed: no further one is tried where there are other children.

        Raises:
            NewsgrabError: There are none.
        """
        failure, self._failure = self._failure, None
        if failure is not None:
            if not self._count():
                raise failure
            self._most = self._count()

    def _count(self) -> int:
        self._children = [child for child in self._children if not child.dead]
        return len(self._children) + len(self._starts)

    def _begin(self) -> None:
        start = asyncio.create_task(self._start())
        self._starts.add(start)
        start.add_done_callback(self._begun)

    async def _start(self) -> Child:
        for pause_s in (*_PATIENCE_S, None):
            child = Child(self._limits, self._changed.set)
            try:
                await child.start()
                break
            except NewsgrabError as error:
                if pause_s is None or self._children or not isinstance(error.__cause__, OSError):
                    raise
                await asyncio.sleep(pause_s)  # what else is under way may give files and processes back
        return child

    def _begun(self, start: "asyncio.Task[Child]") -> None:
        self._starts.discard(start)
        if not start.cancelled():
            self._failure = start.exception()
            if self._failure is None:
                self._children.append(start.result())
        self._changed.set()


def _load(child: Child) -> int:
    return len(child.pending)


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
