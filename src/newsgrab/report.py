"""What became of the inputs: for a person on standard error, for a machine as JSON lines.

Everything here that came from outside goes through ``text.for_screen`` before it reaches a terminal.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, Self, TextIO

from newsgrab.errors import ExitStatus, Filtered
from newsgrab.model import Outcome
from newsgrab.progress import Bar, pace
from newsgrab.records import dataclass
from newsgrab.text import for_screen
from newsgrab.urls import redact

if TYPE_CHECKING:
    from newsgrab.journal import Journal

Colour = Literal["auto", "always", "never"]
Choice = Literal["auto", "never"]

_RED: Final = "\x1b[31m{}\x1b[0m"  # ECMA-48, "select graphic rendition"
_LONGEST: Final = 600  # characters of a message: some lines of a terminal, whatever a page put into it
_VERDICTS: Final = ("saved", "unchanged", "skipped", "filtered", "failed")


def wants_colour(choice: Colour, stream: TextIO | None = None) -> bool:
    """Whether a stream is to be coloured.

    ``NO_COLOR`` (no-color.org), ``CLICOLOR_FORCE`` (bixense.com/clicolors) and ``TERM=dumb`` decide
    where the user did not.

    Args:
        choice: What the user said.
        stream: The stream; standard error where none is named.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return is_terminal(stream or sys.stderr) and os.environ.get("TERM") != "dumb"


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person reads it; false for a closed stream."""
    return stream is not None and not stream.closed and stream.isatty()


def say(message: str, *, colour: bool = False) -> None:
    """One line on standard error, ``newsgrab: message``; nothing if that is closed or nobody reads it."""
    name = _RED.format("newsgrab:") if colour else "newsgrab:"
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{name} {_line(message)}\n")
        sys.stderr.flush()


def may_show_bar(choice: Choice, *, quiet: bool) -> bool:
    """Whether standard error has a place for a bar, and its reader wants one.

    Args:
        choice: What the user said.
        quiet: Whether errors alone are told.
    """
    return choice == "auto" and not quiet and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


def _line(message: str) -> str:
    line = for_screen(message)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How much is said.

    Attributes:
        quiet: Errors only.
        verbose: Also what went well.
        colour: Whether lines are coloured.
        progress: Whether a bar may be shown.
    """

    quiet: bool = False
    verbose: bool = False
    colour: bool = False
    progress: bool = False


class Report:
    """Takes outcomes as they come, tells them, and knows the exit status in the end."""

    def __init__(
        self,
        voice: Voice,
        errors: "ErrorFile | None",
        total: int | None,
        journal: "Journal | None" = None,
    ) -> None:
        """Starts the clock, and the bar if there is to be one.

        Args:
            voice: How much is said.
            errors: Where failures are written as JSON lines.
            total: How many inputs there are, ``None`` if nobody knows yet.
            journal: Where everything is written.
        """
        self._journal = journal
        self._voice = voice
        self._errors = errors
        self._many = total != 1
        self._counts: Counter[str] = Counter()
        self._statuses: set[int] = set()
        self._started = time.monotonic()
        self._bar = Bar(total) if voice.progress and self._many else None

    def add(self, outcome: Outcome) -> None:
        """Counts an outcome and tells what has to be told.

        Raises:
            OutputError: The file for errors, or that of everything, cannot be written.
        """
        if self._journal is not None:
            self._journal.add(outcome)
        if outcome.code == Filtered.code:
            self._leave_out(outcome)
        elif outcome.verdict == "failed":
            self._counts["failed"] += 1
            self._statuses.add(outcome.status)
            name = _name(outcome)
            self._say(f"{name}: {_reason(outcome, name)} ({outcome.code})")
            if self._errors is not None:
                self._errors.add(outcome)
        else:
            self._counts[outcome.verdict] += 1
            if self._cares(alone=outcome.verdict in ("skipped", "unchanged")):
                done = " ".join((outcome.reason or outcome.verdict, *outcome.paths))
                self._say(f"{_name(outcome)}: {done} ({outcome.elapsed_s:.1f} s)")
        if self._bar is not None:
            self._bar.advance(_line(pace(self._counts, self._started, outcome.url)))

    def _leave_out(self, outcome: Outcome) -> None:
        """What the user's own filters leave out is no failure, and nothing to try again."""
        self._counts["filtered"] += 1
        if self._cares(alone=True):
            name = _name(outcome)
            self._say(f"{name}: {_reason(outcome, name)} ({outcome.code})")

    def _cares(self, *, alone: bool) -> bool:
        """Whether to tell what became of an input that has not failed; ``alone``: of a single one, too."""
        return self._voice.verbose or (alone and not self._many and not self._voice.quiet)

    @property
    def saved(self) -> int:
        """How many articles were written."""
        return self._counts["saved"]

    def note(self, message: str) -> None:
        """Tells what is no failure and yet worth knowing."""
        if not self._voice.quiet:
            self._say(message)

    @property
    def inputs(self) -> int:
        """How many outcomes there were."""
        return self._counts.total()

    @property
    def status(self) -> ExitStatus:
        """The exit status: the cause if all failed alike, 4 if all failed but not alike, 3 if a part did.

        What was filtered out was not wanted and does not count, unless there was nothing else.
        """
        failed, wanted = self._counts["failed"], self._counts.total() - self._counts["filtered"]
        if not failed:
            return ExitStatus.POLICY if self._counts["filtered"] and not wanted else ExitStatus.OK
        if failed < wanted:
            return ExitStatus.PARTIAL
        return ExitStatus(self._statuses.copy().pop()) if len(self._statuses) == 1 else ExitStatus.FETCH

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Removes the bar, and says the sum unless something else has to be said."""
        if self._bar is not None:
            self._bar.close()
        if error is None:
            self._sum_up()

    def _sum_up(self) -> None:
        """The sum is for several inputs, and for a person or a log with failures in it."""
        cares = is_terminal(sys.stderr) or self._counts["failed"]
        counts = ", ".join(
            f"{self._counts[verdict]} {verdict}" for verdict in _VERDICTS if self._counts[verdict]
        )
        told = f"{counts or 'no input'} in {time.monotonic() - self._started:.1f} s"
        if self._journal is not None:
            self._journal.note(told)
        is_sum = self._many and self._counts.total() > 1  # one has told of itself
        if is_sum and cares and not self._voice.quiet:
            say(told)

    def _say(self, message: str) -> None:
        if self._bar is not None:
            self._bar.say(_line(message), colour=self._voice.colour)
        else:
            say(message, colour=self._voice.colour)


def _reason(outcome: Outcome, name: str) -> str:
    """Many a message begins with the address it is about; a file may be called ``a``, as others begin."""
    if "://" not in name:
        return outcome.reason
    return outcome.reason.removeprefix(f"{name} ").removeprefix(f"{name}: ")


def _name(outcome: Outcome) -> str:
    return "standard input" if outcome.url == "-" else redact(outcome.url)


class ErrorFile:
    """Failures as JSON lines that ``-i`` takes: ``{url, code, status, message, attempts}``.

    Fields that an input brought along stay with it.

    They are written beside the file and take its place at the end, so that the file a run reads its
    inputs from can be the one it writes its errors to.
    """

    def __init__(self, path: str) -> None:
        """Opens it.

        Raises:
            OutputError: It cannot be written; known before anything is fetched.
        """
        self._path = Path(path)
        # A pipe or a device (/dev/stderr) cannot be replaced, only written.
        in_place = self._path.exists() and not self._path.is_file()
        self._written = self._path if in_place else self._path.with_name(f".{self._path.name}.part")
        with self._named():
            self._file = self._written.open("w", encoding="utf-8", newline="\n")

    def add(self, outcome: Outcome) -> None:
        """One line, flushed.

        Raises:
            OutputError: It cannot be written.
        """
        carried = json.loads(outcome.extra) if outcome.extra else {}
        row = carried | {
            "url": outcome.url,
            "code": outcome.code,
            "status": outcome.status,
            "message": for_screen(outcome.reason),
            "attempts": outcome.attempts,
        }
        with self._named():
            self._file.write(json.dumps(row) + "\n")  # ASCII: an address may hold half a character
            self._file.flush()

    def close(self) -> None:
        """Puts it in its place.

        Raises:
            OutputError: It cannot be written.
        """
        with self._named():
            self._file.close()
            if self._written != self._path:
                self._written.replace(self._path)

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            from newsgrab.durable import as_output_error  # noqa: PLC0415 - start light

            raise as_output_error(self._path, error) from error
