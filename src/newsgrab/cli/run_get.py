"""The work of ``newsgrab get``."""

import sys

from newsgrab.cli.inputs import source_of
from newsgrab.cli.network import NetworkFlags, fetch_options
from newsgrab.cli.opening import PageFlags, work_offline
from newsgrab.errors import UsageError
from newsgrab.pipeline import Network
from newsgrab.records import dataclass
from newsgrab.report import is_terminal
from newsgrab.store import Template


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
    warc: str | None
    dry_run: bool


def run_get(flags: GetFlags) -> int:
    """Fetches, extracts, writes, and returns the exit status.

    Raises:
        NewsgrabError: What concerns the run and not one input.
        KeyboardInterrupt: Ctrl-C; what was being written is written.
        Terminated: SIGTERM, likewise.
        ReaderGone: Nobody reads standard output any more.
    """
    words, lists = flags.words or [], flags.input_files or []
    _check(flags, words, lists)
    options = fetch_options(flags, flags.max_size)
    given = [source_of(word) for word in words]
    fetches_nothing = all(source.kind not in ("url", "archive") for source in given)
    if fetches_nothing and not lists and not flags.save_images and not flags.dry_run:
        return work_offline(flags, given)
    from newsgrab.cli.online import Inputs, work_online  # noqa: PLC0415 - loads asyncio
    from newsgrab.cli.recording import recording  # noqa: PLC0415 - as above
    from newsgrab.cli.remembering import remembering  # noqa: PLC0415 - as above

    archive = None if flags.dry_run else flags.warc
    with remembering(flags.state, without=flags.no_state) as state, recording(archive) as recorder:
        network = Network(
            options=options,
            jobs=min(flags.jobs, flags.limit or flags.jobs),
            ordered=flags.ordered,
            state=state,
            refresh=flags.refresh,
            new_only=flags.new_only,
            max_age_s=flags.max_age,
            offline=flags.offline,
            recorder=recorder,
        )
        inputs = Inputs(tuple(given), tuple(lists), flags.null)
        if flags.dry_run:
            from newsgrab.cli.previewing import preview  # noqa: PLC0415 - seldom wanted

            return preview(flags, inputs, network)
        return work_online(flags, inputs, network)


def _check(flags: GetFlags, words: list[str], lists: list[str]) -> None:
    """Refuses flags that do not go together.

    Raises:
        UsageError: They do not.
    """
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
    if flags.save_images:
        _check_place(flags)


def _check_place(flags: GetFlags) -> None:
    """Refuses pictures where there is no one place for them.

    Raises:
        UsageError: There is none.
    """
    if flags.output is None or not flags.writes_files:
        raise UsageError("--save-images keeps pictures beside their article: -o DIR/ says where")
    if Template.parse(flags.output).parts_formats:
        raise UsageError(f"--save-images: {{ext}} in {flags.output!r} may be in the file's name only")
