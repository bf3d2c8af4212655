"""The work of ``newsgrab get``."""

import sys
from dataclasses import dataclass

from newsgrab.cli.inputs import source_of
from newsgrab.cli.network import NetworkFlags, fetch_options
from newsgrab.cli.opening import PageFlags, work_offline
from newsgrab.errors import UsageError
from newsgrab.pipeline import Network
from newsgrab.report import is_terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class GetFlags(PageFlags, NetworkFlags):
    """The flags of ``newsgrab get``, named as its parameters."""

    input_files: list[str] | None
    null: bool
    jobs: int
    ordered: bool
    state: str | None
    no_state: bool
    refresh: bool
    new_only: bool
    max_age: float
    offline: bool


def run_get(flags: GetFlags) -> int:
    """Fetches, extracts, writes, and returns the exit status.

    Raises:
        NewsgrabError: What concerns the run and not one input.
        KeyboardInterrupt: Ctrl-C; what was being written is written.
        Terminated: SIGTERM, likewise.
        ReaderGone: Nobody reads standard output any more.
    """
    words, lists = flags.words or [], flags.input_files or []
    if not words and not lists:
        hint = "" if is_terminal(sys.stdin) else "; to read a page from standard input: newsgrab extract"
        raise UsageError(f"no input: name an address or a file, or a list of addresses with -i{hint}")
    if [*words, *lists].count("-") > 1 and "-" in lists:
        raise UsageError("standard input is either a page or a list of addresses, and only once")
    if flags.offline and flags.refresh:
        raise UsageError("--refresh asks for everything anew and --offline asks nobody")
    if flags.new_only and (flags.refresh or flags.no_state):
        other = "--refresh" if flags.refresh else "--no-state"
        raise UsageError(f"--new-only goes by what the state knows, and {other} by nothing of it")
    options = fetch_options(flags, flags.max_size)
    given = [source_of(word) for word in words]
    if not lists and all(source.kind != "url" for source in given):
        return work_offline(flags, given)
    from newsgrab.cli.online import Inputs, work_online  # noqa: PLC0415 - loads asyncio
    from newsgrab.cli.remembering import remembering  # noqa: PLC0415 - as above

    with remembering(flags.state, without=flags.no_state) as state:
        network = Network(
            options=options,
            jobs=min(flags.jobs, flags.limit or flags.jobs),
            ordered=flags.ordered,
            state=state,
            refresh=flags.refresh,
            new_only=flags.new_only,
            max_age_s=flags.max_age,
            offline=flags.offline,
        )
        return work_online(flags, Inputs(tuple(given), tuple(lists), flags.null), network)
