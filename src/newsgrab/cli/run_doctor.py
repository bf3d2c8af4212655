"""The work of ``newsgrab doctor``."""

import asyncio
import datetime as dt
import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from importlib import metadata
from pathlib import Path
from typing import Final, Literal

from newsgrab.cli.place import place_of_config
from newsgrab.cli.remembering import place_of_state
from newsgrab.cli.streams import write_out
from newsgrab.config import read_config
from newsgrab.durable import probe
from newsgrab.errors import ExitStatus, NewsgrabError
from newsgrab.model import Exchange, Page
from newsgrab.records import dataclass
from newsgrab.report import Colour, wants_colour
from newsgrab.text import for_screen, shown_age
from newsgrab.version import VERSION

Verdict = Literal["ok", "note", "wrong"]

_COLOURS: Final[dict[Verdict, str]] = {"ok": "32", "note": "33", "wrong": "31"}  # ECMA-48: green, yellow, red
_FOR_MAKERS: Final = ("test", "lint", "train")
_REQUIREMENT: Final = re.compile(r"([\w.-]+)[^;]*(?:;.*extra == ['\"]([\w-]+)['\"])?")
_IN_STEP_S: Final = 60
"""Seconds; a Date is whole ones, and an answer takes some to come."""

_UNASKED: Final = ("brotli", "backports.zstd", "socksio")
"""Used where they are installed, without an extra (see ``CONTRIBUTING.md``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorFlags:
    """The flags of ``newsgrab doctor``, named as its parameters."""

    url: str
    network: bool
    allow_private: bool
    state: str | None
    no_state: bool
    color: Colour
    version: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        verdict: ``ok``; ``note`` for what may be meant so; ``wrong`` for what will fail.
        what: Its name.
        says: What was found, and where it is wrong, what to do.
    """

    verdict: Verdict
    what: str
    says: str


def run_doctor(flags: DoctorFlags) -> int:
    """Writes what it finds, a line each, and returns the exit status.

    Raises:
        ReaderGone, OutputError: As ``write_out``.
    """
    colour = wants_colour(flags.color, sys.stdout)
    is_wrong = False
    for finding in _findings(flags):
        is_wrong = is_wrong or finding.verdict == "wrong"
        verdict = f"{finding.verdict:<5}"
        shown = f"\x1b[{_COLOURS[finding.verdict]}m{verdict}\x1b[0m" if colour else verdict
        write_out(f"{shown} {finding.what:<14} {for_screen(finding.says)}\n")
    return ExitStatus.FINDINGS if is_wrong else ExitStatus.OK


def _findings(flags: DoctorFlags) -> Iterator[Finding]:
    yield Finding("ok", "newsgrab", f"{VERSION}, {Path(__file__).parents[1]}")
    yield Finding("ok", "python", f"{platform.python_version()}, {platform.platform()}, {sys.executable}")
    yield from _packages()
    yield _config()
    yield Finding("note", "state", "not wanted") if flags.no_state else _state(flags.state)
    yield _scratch()
    yield _clock()
    yield _screen()
    if flags.network:
        yield from _network(flags)
    else:
        yield Finding("note", "network", "not asked; --network fetches a page")


def _packages() -> Iterator[Finding]:
    extras: dict[str, list[str]] = {}
    for text in metadata.requires("newsgrab") or ():
        if (found := _REQUIREMENT.match(text)) is None:
            continue
        name, extra = found[1], found[2]
        if extra is None:
            version = _version(name)
            told = version or "missing: install newsgrab again"
            yield Finding("ok" if version else "wrong", name, told)
        elif extra not in _FOR_MAKERS:
            extras.setdefault(extra, []).append(name)
    for extra, names in extras.items():
        missing = [name for name in names if _version(name) is None]
        told = (
            f"pip install 'newsgrab[{extra}]' to have it"
            if missing
            else ", ".join(f"{name} {_version(name)}" for name in names)
        )
        yield Finding("note" if missing else "ok", f"[{extra}]", told)
    for name in _UNASKED:
        version = _version(name)
        yield Finding("ok" if version else "note", name, version or "not installed; it is used where it is")


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _config() -> Finding:
    path = place_of_config()
    if path is None or not path.exists():
        return Finding("ok", "config", f"none; {path} would be read" if path else "none: there is no home")
    try:
        config = read_config(path)
    except NewsgrabError as error:
        return Finding("wrong", "config", str(error))
    return Finding("ok", "config", f"{path}, {len(config.sources)} sources")


def _state(named: str | None) -> Finding:
    path = place_of_state(named)
    if path is None:
        return Finding("note", "state", "none: there is no home; --state names a file")
    if not path.exists():
        return Finding("ok", "state", f"none yet; {path} will be made")
    from newsgrab.state import State  # noqa: PLC0415 - loads SQLite

    try:
        State(path).close()
    except NewsgrabError as error:
        return Finding("wrong", "state", f"{error}; move it away to begin anew")
    return Finding("ok", "state", f"{path}, {path.stat().st_size:,} bytes")


def _scratch() -> Finding:
    folder = Path(tempfile.gettempdir())
    try:
        probe(folder)
    except NewsgrabError as error:
        return Finding("wrong", "scratch", f"{error}; set TMPDIR")
    return Finding("ok", "scratch", str(folder))


def _clock() -> Finding:
    """Certificates, ``--since`` and pauses asked for by servers need a clock that is about right."""
    now = dt.datetime.now().astimezone()
    installed = dt.datetime.fromtimestamp(Path(__file__).stat().st_mtime, now.tzinfo)
    told = f"{now.isoformat(timespec='seconds')} ({now.tzname()})"
    if now < installed - dt.timedelta(days=1):
        return Finding("wrong", "clock", f"{told} is before newsgrab was installed: set the clock")
    return Finding("ok", "clock", told)


def _screen() -> Finding:
    told = "in colour" if wants_colour("auto", sys.stdout) else "without colour"
    terminal = os.environ.get("TERM", "none")
    return Finding("ok", "terminal", f"{terminal}, {told}, pager {os.environ.get('PAGER', 'less') or 'none'}")


class _Times:
    """Takes from answers what time their servers have, against this machine's.

    Attributes:
        skew: How far this machine is ahead, by the answer that is nearest; ``None`` if none says.
    """

    def __init__(self) -> None:
        self.skew: dt.timedelta | None = None

    def add(self, exchange: Exchange) -> None:
        """Reads the Date of an answer; a cache says how long ago that was (RFC 9111 section 5.1)."""
        fields = {name.lower(): value.decode("latin-1") for name, value in exchange.answered}
        try:
            at = parsedate_to_datetime(fields[b"date"])
            age = dt.timedelta(seconds=int(fields.get(b"age", "0")))
            skew = dt.datetime.now(dt.UTC) - (at if at.tzinfo else at.replace(tzinfo=dt.UTC)) - age
        except (KeyError, ValueError, OverflowError):
            return
        self.skew = skew if self.skew is None else min(self.skew, skew, key=abs)


def _network(flags: DoctorFlags) -> Iterator[Finding]:
    from newsgrab.fetching import Fetcher, FetchOptions  # noqa: PLC0415 - loads the HTTP client

    options = FetchOptions(allow_private=flags.allow_private, retries=0, total_timeout_s=20.0)
    times = _Times()

    async def fetched() -> Page:
        async with Fetcher(options, None, times) as fetcher:
            return await fetcher.fetch(flags.url)

    try:
        page = asyncio.run(fetched())
    except NewsgrabError as error:
        yield Finding("wrong", "network", f"{error} ({error.code}); proxies: --proxy, HTTPS_PROXY")
    else:
        told = f"{page.final_url} answered {page.fetched.status}, {len(page.body):,} bytes"
        yield Finding("ok", "network", f"{told} in {page.fetched.elapsed_s or 0:.1f} s")
    if times.skew is not None:
        yield _skew(times.skew)


def _skew(skew: dt.timedelta) -> Finding:
    seconds = round(abs(skew.total_seconds()))
    way = "ahead of" if skew > dt.timedelta() else "behind"
    if seconds <= _IN_STEP_S:
        return Finding("ok", "server-clock", "the same, within a minute")
    return Finding("wrong", "server-clock", f"this machine is {shown_age(seconds)} {way} it: set the clock")
