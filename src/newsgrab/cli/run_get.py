"""The work of ``newsgrab get``."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsgrab.cli.inputs import source_of
from newsgrab.cli.opening import PageFlags, work_offline
from newsgrab.errors import MissingFile, UsageError
from newsgrab.fetching import FetchOptions
from newsgrab.pipeline import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class GetFlags(PageFlags):
    """The flags of ``newsgrab get``, named as its parameters."""

    input_files: list[str] | None
    null: bool
    jobs: int
    ordered: bool
    delay: float
    timeout: float
    connect_timeout: float
    retries: int
    max_redirects: int
    user_agent: str | None
    contact: str | None
    headers: list[str] | None
    robots: Literal["respect", "ignore"]
    allow_private: bool
    allow_downgrade: bool
    insecure: bool
    cacert: str | None
    proxy: str | None


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
        raise UsageError("no input: name an address or a file, or a list of addresses with -i")
    if [*words, *lists].count("-") > 1 and "-" in lists:
        raise UsageError("standard input is either a page or a list of addresses, and only once")
    network = Network(options=_options(flags), jobs=flags.jobs, ordered=flags.ordered)
    given = [source_of(word) for word in words]
    if not lists and all(source.kind != "url" for source in given):
        return work_offline(flags, given)
    from newsgrab.cli.online import Inputs, work_online  # noqa: PLC0415 - loads asyncio

    return work_online(flags, Inputs(tuple(given), tuple(lists), flags.null), network)


def _options(flags: GetFlags) -> FetchOptions:
    if flags.cacert is not None and not os.access(flags.cacert, os.R_OK):
        raise MissingFile(f"{flags.cacert}: no file of certificates that can be read")
    return FetchOptions(
        total_timeout_s=flags.timeout,
        connect_timeout_s=flags.connect_timeout,
        max_bytes=flags.max_size,
        max_redirects=flags.max_redirects,
        retries=flags.retries,
        delay_s=flags.delay,
        contact=flags.contact,
        allow_private=flags.allow_private,
        allow_downgrade=flags.allow_downgrade,
        robots=flags.robots,
        insecure=flags.insecure,
        cacert=flags.cacert,
        proxy=flags.proxy,
        headers=_headers(flags.headers or os.environ.get("NEWSGRAB_HEADER", "").splitlines()),
        user_agent=flags.user_agent or FetchOptions().user_agent,
    )


def _headers(given: list[str]) -> tuple[tuple[str, str], ...]:
    """``Name: value``, or ``@FILE`` with one a line: an argument can be seen by every user of the machine.

    Raises:
        UsageError: Something is no header.
        MissingFile: The file cannot be read.
    """
    lines: list[str] = []
    for text in given:
        lines.extend(_header_file(text[1:]) if text.startswith("@") else [text])
    headers = []
    for line in lines:
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise UsageError(f"a header is 'Name: value', not {name.split(' ')[0]!r}")
        headers.append((name.strip(), value.strip()))
    return tuple(headers)


def _header_file(name: str) -> list[str]:
    try:
        return Path(name).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MissingFile(f"the file of headers {name} cannot be read: {error}") from error
