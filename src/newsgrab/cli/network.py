"""The flags of all commands that fetch, and what they come to."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from newsgrab.errors import MissingFile, UsageError
from newsgrab.fetching import FetchOptions
from newsgrab.fetching.cookies import read_cookies
from newsgrab.fetching.netrc import place_of_netrc, read_logins
from newsgrab.records import dataclass


@dataclass(frozen=True, kw_only=True)
class NetworkFlags:
    """The flags of the network, named as the parameters of the commands.

    Without slots, so that a command's flags can be these and others.
    """

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
    cookies: str | None
    netrc: bool
    http2: bool


def fetch_options(flags: NetworkFlags, max_bytes: int) -> FetchOptions:
    """How pages are fetched.

    Args:
        flags: The flags.
        max_bytes: The largest page.

    Raises:
        UsageError: Something is no header, a file that is named cannot be read or is broken, or a package
            is not there.
    """
    if flags.cacert is not None and not os.access(flags.cacert, os.R_OK):
        raise MissingFile(f"{flags.cacert}: no file of certificates that can be read")
    return FetchOptions(
        total_timeout_s=flags.timeout,
        connect_timeout_s=flags.connect_timeout,
        max_bytes=max_bytes,
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
        headers=header_fields(flags.headers or os.environ.get("NEWSGRAB_HEADER", "").splitlines()),
        user_agent=flags.user_agent or FetchOptions().user_agent,
        cookies=None if flags.cookies is None else read_cookies(flags.cookies),
        logins=read_logins(place_of_netrc()) if flags.netrc else (),
        http2=flags.http2,
    )


def header_fields(given: Iterable[str]) -> tuple[tuple[str, str], ...]:
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
        raise MissingFile(
            f"the file of headers {name} cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error
