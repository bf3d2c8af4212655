"""One process for extraction, as the parent sees it: its questions, its answers, and its clock."""

import asyncio
import signal
import sys
from collections import deque
from collections.abc import Callable
from typing import Final, cast

from newsgrab.errors import NewsgrabError, ParseTimeout, WorkerCrash
from newsgrab.records import dataclass
from newsgrab.worker import frames

_START_S: Final = 60.0
"""Most time a child may take to load; on a machine that swaps it is many seconds."""
_END_S: Final = 1.0
_BUFFER: Final = 1 << 20


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


class Innocent(Exception):
    """The child died over another page."""


class Child:
    """One process, and the questions it has not answered yet.

    Attributes:
        pending: The questions, the one in its hands first.
        dead: Whether it answers no more.
    """

    def __init__(self, limits: Limits, changed: Callable[[], None]) -> None:
        """Starts nothing yet.

        Args:
            limits: What it may take.
            changed: Is called when it has less to do, or is dead.
        """
        self.pending: deque[asyncio.Future[tuple[bytes, bytes]]] = deque()
        self.dead = False
        self._limits = limits
        self._changed = changed
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
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=_BUFFER,
                start_new_session=True,
            )
        except OSError as error:  # too many processes or open files, too little memory
            raise NewsgrabError(f"no process for extraction comes up ({error.strerror})") from error
        # What was asked for as a pipe is one; the types do not know.
        self._questions = cast("asyncio.StreamWriter", self._process.stdin)
        self._answers = cast("asyncio.StreamReader", self._process.stdout)
        try:
            async with asyncio.timeout(_START_S):
                await self._answers.readexactly(len(frames.READY))
        except (TimeoutError, EOFError) as error:
            status = await self._ended()
            raise NewsgrabError(f"no process for extraction comes up ({_cause(status)})") from error
        except BaseException:  # Ctrl-C, or nobody needs it any more
            self.kill()
            await self._process.wait()  # else asyncio complains of an end that comes after its own
            raise
        self._reading = asyncio.create_task(self._read())

    async def ask(self, question: bytes) -> tuple[bytes, bytes]:
        """The answer to a question.

        Raises:
            ParseTimeout: It took too long.
            WorkerCrash: The process died over it.
            Innocent: The process died over the one before.
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
                self._changed()
        except (EOFError, OSError, IndexError):
            await self._bury()

    async def _bury(self) -> None:
        self.dead = True
        self._stop_clock()
        status = await self._ended()
        error: Exception = WorkerCrash(f"the process that extracts died over this page ({_cause(status)})")
        if status == 0:  # it has answered, and ended because its memory was used up
            error = Innocent()
        if self._late:
            error = ParseTimeout(f"extraction took more than {self._limits.seconds:g} s")
        while self.pending:
            future = self.pending.popleft()
            if not future.done():
                future.set_exception(error)
            error = Innocent()  # only the first was in its hands, cancelled meanwhile or not
        self._changed()

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


def _cause(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"
