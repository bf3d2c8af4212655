"""What a person, or a log, sees of a run while it is at work."""

import time
from contextlib import ExitStack
from types import TracebackType
from typing import Protocol, Self

from newsgrab.cli.summing_up import Sum
from newsgrab.journal import Form, Journal
from newsgrab.model import Outcome
from newsgrab.progress import Bar, pace
from newsgrab.report import Choice, ErrorFile, may_show_bar, say
from newsgrab.text import for_screen


class WatchFlags(Protocol):
    """The flags that say what is seen."""

    @property
    def errors(self) -> str | None:
        """Where failures go as JSON lines."""

    @property
    def log_file(self) -> str | None:
        """Where everything goes as lines."""

    @property
    def log_format(self) -> Form:
        """What these lines are."""

    @property
    def progress(self) -> Choice:
        """Whether there may be a bar."""

    @property
    def quiet(self) -> bool:
        """Whether only alerts are told."""

    @property
    def verbose(self) -> bool:
        """Whether there is a line for each article."""


class Watch:
    """Takes what becomes of articles."""

    def __init__(self, flags: WatchFlags, total: Sum, journal: Journal | None) -> None:
        """Opens what there is to be.

        Raises:
            OutputError: The file of errors cannot be written.
        """
        self._total, self._journal = total, journal
        self._is_verbose = flags.verbose
        self._started = time.monotonic()
        self._errors = ErrorFile(flags.errors) if flags.errors else None
        self._bar = Bar(None) if may_show_bar(flags.progress, quiet=flags.quiet) else None

    def take(self, outcome: Outcome) -> None:
        """One more article.

        Raises:
            OutputError: A file for it cannot be written.
        """
        self._total.add(outcome)
        if outcome.verdict == "failed" and self._errors is not None:
            self._errors.add(outcome)
        if self._journal is not None:
            self._journal.add(outcome)
        if self._is_verbose:
            what = f"{outcome.reason} ({outcome.code})" if outcome.code else outcome.reason or outcome.verdict
            self._say(" ".join((f"{outcome.url}: {what}", *outcome.paths)))
        if self._bar is not None:
            self._bar.advance(for_screen(pace(self._total.counts, self._started, outcome.url)))

    def _say(self, message: str) -> None:
        if self._bar is None:
            say(message)
        else:
            self._bar.say(for_screen(message), colour=False)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Removes the bar, and puts the file of errors in its place."""
        with ExitStack() as stack:
            if self._errors is not None:
                stack.callback(self._errors.close)
            if self._bar is not None:
                self._bar.close()
