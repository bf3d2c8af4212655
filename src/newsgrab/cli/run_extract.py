"""The work of ``newsgrab extract``. Nothing here may load the HTTP client, and only archives asyncio."""

import sys

from newsgrab.cli.inputs import source_of
from newsgrab.cli.opening import PageFlags, work_offline
from newsgrab.errors import UsageError
from newsgrab.pipeline import Network, Source
from newsgrab.records import dataclass
from newsgrab.report import is_terminal
from newsgrab.urls import check


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractFlags(PageFlags):
    """The flags of ``newsgrab extract``, named as its parameters."""

    url: str | None


def run_extract(flags: ExtractFlags) -> int:
    """Extracts, and returns the exit status.

    Raises:
        NewsgrabError: What concerns the run and not one input.
    """
    sources = _sources(flags)
    if flags.url is not None:
        check(flags.url)
        if len(sources) > 1:
            raise UsageError(f"--url is the address of one page, and there are {len(sources)} files")
        if sources[0].kind == "archive":
            raise UsageError("--url is the address of one page, and an archive says those of its own")
    if any(source.kind == "archive" for source in sources):
        return _work_archives(flags, sources)
    return work_offline(flags, sources, flags.url)


def _work_archives(flags: ExtractFlags, sources: list[Source]) -> int:
    """They come from strangers, so their pages are read in processes that can be ended."""
    from newsgrab.cli.online import Inputs, work_online  # noqa: PLC0415 - loads asyncio
    from newsgrab.fetching import FetchOptions  # noqa: PLC0415 - as above

    return work_online(flags, Inputs(tuple(sources), (), null=False), Network(options=FetchOptions()))


def _sources(flags: ExtractFlags) -> list[Source]:
    if not flags.words and is_terminal(sys.stdin):
        raise UsageError("no input: name HTML files, or pipe HTML in")
    sources = [source_of(word) for word in flags.words or ["-"]]
    for source in sources:
        if source.kind == "url":
            raise UsageError(f"extract reads files and fetches nothing: newsgrab get {source.shown}")
    return sources
