"""The parent's side: a few children, each with a page in hand and one waiting, and a clock."""

import asyncio
import os
import signal
import sys
from collections import deque
from collections.abc import Mapping
from contextlib import ExitStack, nullcontext
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from newsgrab.errors import NewsgrabError, ParseTimeout, WorkerCrash
from newsgrab.model import Fates, Listing, Page
from newsgrab.records import dataclass
from newsgrab.worker import frames
from newsgrab.worker.making import Job, Made

if TYPE_CHECKING:
    from newsgrab.worker.telling import Setting, Telling, Told

_DEPTH: Final = 2
"""Questions a child has at a time: the next one lies in its pipe when it is done with the first."""
_START_S: Final = 60.0
"""Most time a child may take to load; on a machine that swaps it is many seconds."""
_END_S: Final = 1.0
_BUFFER: Final = 1 << 20
_LARGE: Final = 4 << 20
"""Listings of so many bytes go one at a time: on the way to a child there are several copies of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one child may take.

    Attributes:
        memory: Bytes of address space. A page of 10 MiB takes about 140 MB, one of many small
            paragraphs up to 14 times its size.
        seconds: For one page; the slowest real pages of thousands take a quarter of one.
    """

    memory: int = 1 << 30
    seconds: float = 10.0


class _Innocent(Exception):
    """The child died over another page."""


class _Child:
    """One process, and the questions it has not answered yet."""

    def __init__(self, limits: Limits) -> None:
        """Starts nothing yet."""
        self.pending: deque[asyncio.Future[tuple[bytes, bytes]]] = deque()
        self.dead = False
        self._limits = limits
        self._late = False
        self._clock: asyncio.TimerHandle | None = None
        self._process: asyncio.subprocess.Process
        self._questions: asyncio.StreamWriter
        self._answers: asyncio.StreamReader
        self._reading: asyncio.Task[None]

    async def start(self) -> None:
        """Starts the process and waits until it has loaded everything.

        Raises:
            NewsgrabError: It does not come up.
        """
        # -P: a folder named newsgrab where we stand is not ours. A session of its own: Ctrl-C is the
        # parent's to answer.
        words = ["-P", "-m", "newsgrab.worker", str(self._limits.memory), str(self._limits.seconds)]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_BUFFER,
            start_new_session=True,
        )
        # What was asked for as a pipe is one; the types do not know.
        self._questions = cast("asyncio.StreamWriter", self._process.stdin)
        self._answers = cast("asyncio.StreamReader", self._process.stdout)
        with ExitStack() as until_ready:
            until_ready.callback(self.kill)  # whatever comes between, Ctrl-C too
            try:
                async with asyncio.timeout(_START_S):
                    await self._answers.readexactly(len(frames.READY))
            except (TimeoutError, EOFError) as error:
                status = await self._ended()
                raise NewsgrabError(f"no process for extraction comes up ({_cause(status)})") from error
            until_ready.pop_all()
        self._reading = asyncio.create_task(self._read())

    async def ask(self, question: bytes) -> tuple[bytes, bytes]:
        """The answer to a question.

        Raises:
            ParseTimeout: It took too long.
            WorkerCrash: The process died over it.
            _Innocent: The process died over the one before.
        """
        future: asyncio.Future[tuple[bytes, bytes]] = asyncio.get_running_loop().create_future()
        self.pending.append(future)
        if len(self.pending) == 1:
            self._start_clock()
        self._questions.write(question)
        return await future

    async def end(self) -> None:
        """Lets it end where it has nothing to do, else ends it."""
        self.dead = True
        if self.pending:
            self.kill()
        self._questions.close()
        await self._ended()
        self._reading.cancel()

    async def _ended(self) -> int:
        """Its status; it is ended if it does not end. To kill what is dead already would lose its status."""
        try:
            async with asyncio.timeout(_END_S):
                return await self._process.wait()
        except TimeoutError:
            self.kill()
            return await self._process.wait()

    def kill(self) -> None:
        """Ends it now."""
        self.dead = True
        if self._process.returncode is None:
            self._process.kill()

    async def _read(self) -> None:
        try:
            while True:
                lengths = frames.LENGTHS.unpack(await self._answers.readexactly(frames.LENGTHS.size))
                if sum(lengths) > frames.MOST_BYTES:
                    raise EOFError  # noqa: TRY301 - as if it had died
                head, body = [await self._answers.readexactly(size) for size in lengths]
                future = self.pending.popleft()
                self._start_clock()
                if not future.done():
                    future.set_result((head, body))
        except (EOFError, OSError, IndexError):
            await self._bury()

    async def _bury(self) -> None:
        self.dead = True
        self._stop_clock()
        status = await self._ended()
        error: Exception = WorkerCrash(f"the process that extracts died over this page ({_cause(status)})")
        if status == 0:  # it has answered, and ended because its memory was used up
            error = _Innocent()
        if self._late:
            error = ParseTimeout(f"extraction took more than {self._limits.seconds:g} s")
        while self.pending:
            future = self.pending.popleft()
            if not future.done():
                future.set_exception(error)
            error = _Innocent()  # only the first was in its hands, cancelled meanwhile or not

    def _start_clock(self) -> None:
        self._stop_clock()
        if self.pending:
            loop = asyncio.get_running_loop()
            self._clock = loop.call_later(self._limits.seconds, self._too_late)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _too_late(self) -> None:
        self._late = True
        self.kill()


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
        self._children: list[_Child] = []
        self._room = asyncio.Semaphore(self._most * _DEPTH)
        self._starting = asyncio.Lock()
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

    async def _answer(self, question: bytes) -> tuple[bytes, bytes]:
        async with self._room:
            while True:
                child = await self._free()
                try:
                    return await child.ask(question)
                except _Innocent:
                    continue

    async def aclose(self) -> None:
        """Ends the children."""
        children, self._children = self._children, []
        await asyncio.gather(*(child.end() for child in children))

    async def _free(self) -> _Child:
        """A child with the least to do, a new one where all have something and there may be more."""
        async with self._starting:
            self._children = [child for child in self._children if not child.dead]
            best = min(self._children, key=_load, default=None)
            if best is not None and (not best.pending or len(self._children) >= self._most):
                return best
            child = _Child(self._limits)
            await child.start()
            self._children.append(child)
            return child


def _load(child: _Child) -> int:
    return len(child.pending)


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def _cause(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"
