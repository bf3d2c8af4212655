"""The work of ``newsgrab extract``. Nothing here may load the HTTP client or asyncio."""

import sys
from dataclasses import dataclass

from newsgrab.cli.inputs import source_of
from newsgrab.cli.opening import PageFlags, work_offline
from newsgrab.errors import UsageError
from newsgrab.pipeline import Source
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
    return work_offline(flags, sources, flags.url)


def _sources(flags: ExtractFlags) -> list[Source]:
    if not flags.words and is_terminal(sys.stdin):
        raise UsageError("no input: name HTML files, or pipe HTML in")
    sources = [source_of(word) for word in flags.words or ["-"]]
    for source in sources:
        if source.kind == "url":
            raise UsageError(f"extract reads files and fetches nothing: newsgrab get {source.shown}")
    return sources
