"""The work of ``newsgrab discover``."""

import datetime as dt
import json
from contextlib import aclosing
from typing import Literal

from newsgrab.cli.expressions import patterns
from newsgrab.cli.inputs import source_of
from newsgrab.cli.network import NetworkFlags, fetch_options
from newsgrab.cli.opening import show_log
from newsgrab.cli.streams import write_out
from newsgrab.errors import UsageError
from newsgrab.model import Link
from newsgrab.pipeline import Network
from newsgrab.records import dataclass
from newsgrab.report import Colour, Report, Voice, wants_colour
from newsgrab.urls import redact


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverFlags(NetworkFlags):
    """The flags of ``newsgrab discover``, named as its parameters."""

    words: list[str] | None
    form: Literal["text", "jsonl"]
    kind: Literal["auto", "feed", "sitemap", "section"]
    since: dt.datetime | None
    until: dt.datetime | None
    match: list[str] | None
    reject: list[str] | None
    limit: int | None
    jobs: int
    state: str | None
    no_state: bool
    color: Colour
    quiet: bool
    verbose: bool
    version: bool


def run_discover(flags: DiscoverFlags) -> int:
    """Writes the addresses as they are found, and returns the exit status.

    Raises:
        NewsgrabError: What concerns the run and not one source.
        KeyboardInterrupt: Ctrl-C.
        Terminated: SIGTERM.
        ReaderGone: Nobody reads standard output any more.
    """
    if flags.verbose:
        show_log()
    addresses = _addresses(flags.words or [])
    if flags.since and flags.until and flags.since > flags.until:
        raise UsageError("nothing is both so new and so old: --since is after --until")
    options = fetch_options(flags, max_bytes=1)  # listings have a bound of their own
    from newsgrab.cli.online import drive  # noqa: PLC0415 - loads asyncio
    from newsgrab.cli.remembering import remembering  # noqa: PLC0415 - as above

    voice = Voice(quiet=flags.quiet, verbose=flags.verbose, colour=wants_colour(flags.color))
    with (
        remembering(flags.state, without=flags.no_state) as state,
        Report(voice, errors=None, total=1) as report,
    ):
        network = Network(options=options, jobs=flags.jobs, state=state)
        drive(lambda: _discover(flags, addresses, network, report))
    return report.status


def _addresses(words: list[str]) -> list[str]:
    if not words:
        raise UsageError("no source: name the address of a site, a section page, a feed or a sitemap")
    for word in words:
        if source_of(word).kind != "url":
            raise UsageError(f"discover reads what stands at addresses, like https://example.com, not {word}")
    return list(dict.fromkeys(words))


async def _discover(flags: DiscoverFlags, addresses: list[str], network: Network, report: Report) -> None:
    from newsgrab.pipeline.discovering import discover  # noqa: PLC0415 - loads asyncio
    from newsgrab.pipeline.searching import Search, Wanted  # noqa: PLC0415 - with it

    wanted = Wanted(
        since=flags.since,
        until=flags.until,
        match=patterns("--match", flags.match),
        reject=patterns("--reject", flags.reject),
    )
    searches = [Search(url=url, kind=flags.kind, wanted=wanted, limit=flags.limit) for url in addresses]
    left = flags.limit
    async with aclosing(discover(searches, network)) as found:
        async for one in found:
            if not isinstance(one, Link):
                for note in one.notes:
                    report.note(f"{redact(one.search.url)}: {note}")
                report.add(one.outcome)
            elif left != 0:
                write_out(_line(one, flags.form))
                left = None if left is None else left - 1
            if left == 0 and len(addresses) > 1:
                return


def _line(link: Link, form: Literal["text", "jsonl"]) -> str:
    if form == "text":
        return f"{link.url}\n"
    row = {
        "url": link.url,
        "title": link.title,
        "published": None if link.published is None else str(link.published),
        "modified": None if link.modified is None else str(link.modified),
        "kind": link.kind,
        "found_in": link.found_in,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"
