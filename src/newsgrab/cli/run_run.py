"""The work of ``newsgrab run``."""

import asyncio
import sys
from collections.abc import Iterable
from contextlib import ExitStack, aclosing
from pathlib import Path
from typing import Literal

from newsgrab.cli.assigning import Assigner, WorkFlags, chosen_sources, recheck_times, shard_of
from newsgrab.cli.online import drive
from newsgrab.cli.opening import check_encoding, journal_of, show_log
from newsgrab.cli.remembering import place_of_state
from newsgrab.cli.settings import Settings
from newsgrab.cli.streams import write_out
from newsgrab.cli.summing_up import Sum, told
from newsgrab.cli.watching import Watch
from newsgrab.config import SourceConfig
from newsgrab.errors import Busy, ExitStatus, NewsgrabError, UsageError
from newsgrab.fetching import FetchOptions
from newsgrab.journal import Journal
from newsgrab.pipeline import Network
from newsgrab.pipeline.assignments import Assignment, Shard
from newsgrab.pipeline.round import Round
from newsgrab.records import dataclass, replace
from newsgrab.report import Choice, Colour, is_terminal, say, wants_colour
from newsgrab.state import State
from newsgrab.state.lock import run_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFlags(WorkFlags):
    """The flags of ``newsgrab run``, named as its parameters."""

    words: list[str] | None
    dry_run: bool
    errors: str | None
    deadline: float | None
    lock: Literal["fail", "wait"]
    max_fail: float | None
    alert_after: int
    shard: str | None
    summary_file: str | None
    on_success: str | None
    on_failure: str | None
    jobs: int
    state: str | None
    log_file: str | None
    log_format: Literal["text", "json"]
    progress: Choice
    color: Colour
    quiet: bool
    verbose: bool
    version: bool


def run_sources(flags: RunFlags, settings: Settings, chosen: frozenset[str]) -> int:
    """Searches the sources, fetches what is due, and returns the exit status.

    Raises:
        NewsgrabError: What concerns the run as a whole.
        KeyboardInterrupt: Ctrl-C; what was being written is written.
        Terminated: SIGTERM, likewise.
    """
    if flags.verbose:
        show_log()
    check_encoding(flags.encoding)
    recheck_times(flags.recheck)
    shard = shard_of(flags.shard)
    sources = chosen_sources(settings.config, flags.words or [])
    path = place_of_state(flags.state)
    if path is None:
        raise UsageError("no home for a state: name a file with --state")
    total = Sum(flags, [source.name for source in sources])
    with journal_of(flags) as journal:
        return _run(flags, (path, sources, Assigner(flags, chosen), shard), total, journal)


def _run(
    flags: RunFlags,
    wanted: tuple[Path, list[SourceConfig], Assigner, Shard],
    total: Sum,
    journal: Journal | None,
) -> int:
    path, sources, assigner, shard = wanted
    try:
        with ExitStack() as stack:
            stack.enter_context(run_lock(path, wait=flags.lock == "wait"))
            state = stack.enter_context(State(path))
            stack.callback(assigner.close)
            assigned = [assigner.assign(source) for source in sources]
            rounds = _rounds(assigned, Network(options=assigned[0][0], jobs=flags.jobs), state, shard)
            if flags.dry_run:
                return _preview(rounds)
            watch = stack.enter_context(Watch(flags, total, journal))
            _work(rounds, flags, total, watch)
    except Busy as busy:
        if journal is not None:
            journal.note(f"{busy} ({busy.code})")
        if flags.verbose or is_terminal(sys.stderr):
            say(str(busy), colour=wants_colour(flags.color))
        return ExitStatus.TRY_LATER
    except NewsgrabError as error:
        total.fail(error)
    if journal is not None:
        for line in (*total.alerts, f"status {total.status:d}: {total.sentence()}"):
            journal.note(line)
    return told(total, flags)


def _rounds(
    assigned: Iterable[tuple[FetchOptions, Assignment]], network: Network, state: State, shard: Shard
) -> list[Round]:
    """One round for all sources that are fetched in the same manner."""
    groups: dict[FetchOptions, list[Assignment]] = {}
    for options, assignment in assigned:
        groups.setdefault(options, []).append(assignment)
    return [
        Round(group, replace(network, options=options, state=state), state, shard)
        for options, group in groups.items()
    ]


def _preview(rounds: list[Round]) -> int:
    async def run() -> None:
        for one in rounds:
            for named in await one.preview():
                write_out(f"{named.url}\n")

    drive(run)
    failed = [tally for one in rounds for tally in one.tallies.values() if tally.verdict == "failed"]
    for tally in failed:
        say(f"{tally.assignment.name}: {tally.message} ({tally.code})")
    return ExitStatus.PARTIAL if failed else ExitStatus.OK


def _work(rounds: list[Round], flags: RunFlags, total: Sum, watch: Watch) -> None:
    async def run() -> None:
        try:
            async with asyncio.timeout(flags.deadline):
                for one in rounds:
                    async with aclosing(one.work()) as outcomes:
                        async for outcome in outcomes:
                            watch.take(outcome)
        except TimeoutError:
            total.is_cut = True

    total.rounds = rounds
    drive(run)
    total.left = sum(one.left() for one in rounds)
