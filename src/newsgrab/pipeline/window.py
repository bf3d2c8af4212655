"""So many things at a time out of any number, and only so many of one host.

Without lanes a sorted list would put all jobs in the queue of its first host while the others idle.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterator
from typing import Final, Generic, TypeVar

from newsgrab.records import dataclass

T = TypeVar("T")
R = TypeVar("R")

_LOOKAHEAD: Final = 64
"""Inputs read ahead for each job: as many hosts can be found in a list sorted by host. About 10 KB a job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much at a time.

    Attributes:
        jobs: Most inputs at a time.
        per_lane: Most of one lane.
        ordered: Whether a result waits for those before it.
    """

    jobs: int = 8
    per_lane: int = 1
    ordered: bool = False


async def in_window(
    inputs: AsyncIterator[T],
    work: Callable[[T], Coroutine[None, None, R]],
    lane_of: Callable[[T], str],
    pace: Pace,
) -> AsyncGenerator[R, None]:
    """The results of ``work`` on each input, as they come or in the order of the inputs.

    Inputs are read only so far ahead as the window is wide, so a list without end can be worked. An
    exception of ``work`` or of the inputs ends it; on the way out whatever runs is cancelled.

    Args:
        inputs: What to work on.
        work: Does it.
        lane_of: The lane of an input, its host; ``""`` is no lane.
        pace: How much at a time.
    """
    window = _Window(work, lane_of, pace)
    reading: asyncio.Task[T] | None = asyncio.ensure_future(_next_of(inputs))
    pending: dict[int, R] = {}
    given = 0
    try:
        while reading or window.running:
            room = window.taken - given < pace.jobs * _LOOKAHEAD
            upcoming = {reading} if reading and room else set()
            await asyncio.wait({*window.running, *upcoming}, return_when=asyncio.FIRST_COMPLETED)
            if reading and reading.done():
                reading = _accepted(reading, inputs, window)
            pending.update(window.finished())
            window.start()
            for number in _deliverable(pending, given, ordered=pace.ordered):
                given += 1
                yield pending.pop(number)
    finally:
        await _cancelled({*window.running, *({reading} if reading else ())})


class _Window(Generic[T, R]):
    """What waits and what runs, each with its number in the order of the inputs."""

    def __init__(
        self, work: Callable[[T], Coroutine[None, None, R]], lane_of: Callable[[T], str], pace: Pace
    ) -> None:
        self.running: dict[asyncio.Task[R], tuple[int, str]] = {}
        self.taken = 0
        self._work = work
        self._lane_of = lane_of
        self._pace = pace
        self._waiting: dict[str, deque[tuple[int, T]]] = {}
        self._busy: Counter[str] = Counter()

    def take(self, item: T) -> None:
        """One more input."""
        self._waiting.setdefault(self._lane_of(item), deque()).append((self.taken, item))
        self.taken += 1

    def start(self) -> None:
        """Starts what may start, lanes in the order in which they came to wait."""
        for lane in list(self._waiting):
            queue = self._waiting[lane]
            while queue and len(self.running) < self._pace.jobs and self._is_open(lane):
                number, item = queue.popleft()
                self.running[asyncio.ensure_future(self._work(item))] = (number, lane)
                self._busy[lane] += 1
            if not queue:
                del self._waiting[lane]
            if len(self.running) == self._pace.jobs:
                return

    def finished(self) -> Iterator[tuple[int, R]]:
        """What is done, by number; its lane is free again, behind the others."""
        for task in [task for task in self.running if task.done()]:
            number, lane = self.running.pop(task)
            self._busy[lane] -= 1
            if not self._busy[lane]:
                del self._busy[lane]
            if lane in self._waiting:
                self._waiting[lane] = self._waiting.pop(lane)
            yield number, task.result()

    def _is_open(self, lane: str) -> bool:
        return not lane or self._busy[lane] < self._pace.per_lane


async def _next_of(inputs: AsyncIterator[T]) -> T:
    return await anext(inputs)


def _accepted(
    reading: "asyncio.Task[T]", inputs: AsyncIterator[T], window: _Window[T, R]
) -> "asyncio.Task[T] | None":
    """Takes what was read and starts the next reading; ``None`` at the end of the inputs."""
    try:
        window.take(reading.result())
    except StopAsyncIteration:
        return None
    return asyncio.ensure_future(_next_of(inputs))


def _deliverable(pending: dict[int, R], given: int, *, ordered: bool) -> Iterator[int]:
    if not ordered:
        yield from list(pending)
        return
    while given in pending:
        yield given
        given += 1


async def _cancelled(tasks: "set[asyncio.Task[T] | asyncio.Task[R]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
