"""What became of a run: alerts for a person, a summary for a machine, a command for either."""

import datetime as dt
import json
import os
import shlex
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final, Protocol

from newsgrab.durable import make_folder, sweep, write_whole
from newsgrab.errors import ExitStatus, NewsgrabError, OutputError
from newsgrab.model import Outcome
from newsgrab.pipeline.assignments import Tally
from newsgrab.pipeline.round import Round
from newsgrab.report import is_terminal, say, wants_colour
from newsgrab.text import for_screen, shown_age
from newsgrab.urls import redact

SCHEMA: Final = "newsgrab.run/1"
_USUAL_MAX_FAIL: Final = 50.0
_FEW: Final = 10
"""Articles; where nobody has said what is too much, one failure of one is not."""

_HOOK_S: Final = 60.0


class SumFlags(Protocol):
    """The flags that say what counts as trouble, and who is told."""

    @property
    def max_fail(self) -> float | None:
        """Percent of articles that may fail."""

    @property
    def alert_after(self) -> int:
        """Runs in a row in which a source may fail, and one."""

    @property
    def summary_file(self) -> str | None:
        """Where the summary goes."""

    @property
    def on_success(self) -> str | None:
        """What is run when all went well."""

    @property
    def on_failure(self) -> str | None:
        """What is run when it did not."""

    @property
    def quiet(self) -> bool:
        """Whether only alerts are told."""


class Sum:
    """Counts what becomes of articles and sources.

    Attributes:
        rounds: The rounds, once they are there.
        is_cut: Whether the deadline ended the run.
        counts: Articles by what became of them.
    """

    def __init__(self, flags: SumFlags, names: list[str]) -> None:
        """Starts the clock."""
        self.rounds: list[Round] = []
        self.is_cut = False
        self._flags, self._names = flags, names
        self.counts: Counter[str] = Counter()
        self._unwritten: Outcome | None = None
        self._error: NewsgrabError | None = None
        self._started = dt.datetime.now(dt.UTC)
        self._clock = time.monotonic()
        self.left = 0

    def add(self, outcome: Outcome) -> None:
        """One more article."""
        self.counts[outcome.verdict] += 1
        if outcome.status == ExitStatus.OUTPUT and self._unwritten is None:
            self._unwritten = outcome

    def fail(self, error: NewsgrabError) -> None:
        """The run as a whole has failed."""
        self._error = error

    @property
    def tallies(self) -> list[Tally]:
        """How the sources fared."""
        return [tally for one in self.rounds for tally in one.tallies.values()]

    @property
    def status(self) -> ExitStatus:
        """The exit status."""
        if self._error is not None:
            return self._error.status
        if self._unwritten is not None:
            return ExitStatus.OUTPUT
        if self.alerts:
            return ExitStatus.PARTIAL
        return ExitStatus.TRY_LATER if self.is_cut and self.left else ExitStatus.OK

    @property
    def alerts(self) -> list[str]:
        """What a person has to know, a line each."""
        found = [] if self._error is None else [f"{self._error} ({self._error.code})"]
        if self._unwritten is not None:
            found.append(f"{self._unwritten.url}: {self._unwritten.reason} ({self._unwritten.code})")
        for tally in self.tallies:
            name = tally.assignment.name
            if tally.verdict == "failed" and tally.failures >= self._flags.alert_after:
                found.append(
                    f"{name}: failed in {tally.failures} runs in a row: {tally.message} ({tally.code})"
                )
            if tally.stale_s is not None:
                found.append(f"{name}: answers, but has named nothing new for {shown_age(tally.stale_s)}")
        if (share := self._failed_share()) is not None:
            codes = sum((tally.codes for tally in self.tallies), Counter[str]())
            causes = ", ".join(f"{count} {code}" for code, count in codes.most_common(5))
            found.append(f"{share:.0f} % of {self._tried()} articles failed: {causes}")
        return found

    def _tried(self) -> int:
        return self.counts["failed"] + self.counts["saved"] + self.counts["unchanged"]

    def _failed_share(self) -> float | None:
        """Percent of the articles that failed, where that is too much."""
        tried, most = self._tried(), self._flags.max_fail
        share = 100 * self.counts["failed"] / tried if tried else 0.0
        if most is None:
            return share if tried >= _FEW and share > _USUAL_MAX_FAIL else None
        return share if share > most else None

    def summary(self) -> dict[str, Any]:
        """The run as one JSON object."""
        return {
            "schema": SCHEMA,
            "started": f"{self._started:%Y-%m-%dT%H:%M:%SZ}",
            "elapsed_s": round(time.monotonic() - self._clock, 3),
            "status": int(self.status),
            "deadline_reached": self.is_cut,
            "left": self.left,
            **{verdict: self.counts[verdict] for verdict in ("saved", "unchanged", "skipped", "failed")},
            "alerts": self.alerts,
            "sources": [_shown(tally) for tally in self.tallies],
        }

    def sentence(self) -> str:
        """It in a line, for a person who watches."""
        counts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(self.counts.items()))
        took_s = time.monotonic() - self._clock
        return f"{counts or 'nothing new'} from {len(self._names)} sources in {took_s:.1f} s"


def told(total: Sum, flags: SumFlags) -> int:
    """Tells whoever is to know, and returns the exit status."""
    colour = wants_colour("auto")
    for alert in total.alerts:
        say(alert, colour=colour)
    status = total.status
    if status == ExitStatus.OK and not flags.quiet and is_terminal(sys.stderr):
        say(total.sentence(), colour=colour)
    summary = json.dumps(total.summary(), ensure_ascii=False, indent=2) + "\n"
    if flags.summary_file is not None:
        status = _written(Path(flags.summary_file), summary, status)
    command = flags.on_success if status == ExitStatus.OK else flags.on_failure
    if command:
        _run(command, int(status), summary)
    return status


def _written(path: Path, summary: str, status: ExitStatus) -> ExitStatus:
    try:
        make_folder(path.parent)
        sweep(path.parent)
        write_whole(path, summary.encode("utf-8", "backslashreplace"), replace=True)
    except OutputError as error:
        say(f"{error} ({error.code})")
        return error.status if status == ExitStatus.OK else status
    return status


def _run(command: str, status: int, summary: str) -> None:
    """Runs a command of the user's, the summary on its standard input; what goes wrong with it is told."""
    try:
        words = shlex.split(command)
        ended = subprocess.run(  # noqa: S603 - the user's own command, without a shell
            words,
            input=summary.encode("utf-8", "backslashreplace"),
            env={**os.environ, "NEWSGRAB_STATUS": str(status)},
            timeout=_HOOK_S,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        say(f"{for_screen(command)}: {error}")
        return
    if ended.returncode:
        say(f"{for_screen(command)}: ended with status {ended.returncode}")


def _shown(tally: Tally) -> dict[str, Any]:
    return {
        "name": tally.assignment.name,
        "url": redact(tally.assignment.search.url),
        "verdict": tally.verdict,
        "code": tally.code,
        "message": for_screen(tally.message) or None,
        "failures_in_a_row": tally.failures,
        "named": tally.named,
        "new": tally.new,
        **{verdict: tally.counts[verdict] for verdict in ("saved", "unchanged", "skipped", "failed")},
        "codes": dict(tally.codes),
        "notes": [for_screen(note) for note in tally.notes],
    }
