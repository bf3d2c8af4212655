"""Failures that fetching itself decides about, and what servers say about coming back."""

import datetime as dt
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from newsgrab.errors import FetchError, FetchTimeout, HttpStatus, NewsgrabError
from newsgrab.urls import redact

_SECONDS = re.compile(r"[0-9]+")
_FOREVER_S: Final = 1e9


class NoConnection(FetchTimeout):
    """No connection in time: the host is dead, not the page slow."""


class NoFiles(FetchError):
    """Too many files are open here: nothing is said about the host."""

    transient = True


class Closed(Exception):
    """No use in asking again: this origin has failed or refused before. Never leaves the package.

    Attributes:
        error: What to tell the user.
    """

    def __init__(self, error: NewsgrabError) -> None:
        """Carries the error."""
        super().__init__(str(error))
        self.error = error


class Stale(Exception):
    """A kept connection turned out to be closed: nothing is said about the host. Never leaves the package."""


def status_error(url: str, status: int, headers: Mapping[str, str]) -> HttpStatus:
    """The error for an answer that is neither a page nor a redirect.

    Args:
        url: What was asked for.
        status: What the server answered (RFC 9110 section 15).
        headers: The answer's headers, names in lower case.
    """
    try:
        words = f" ({HTTPStatus(status).phrase})"
    except ValueError:
        words = ""
    now = _http_date(headers.get("date", "")) or dt.datetime.now(dt.UTC)
    later = retry_after_s(headers.get("retry-after", ""), now)
    asks = "" if later is None else f"; it asks to come back in {later:.0f} s"
    return HttpStatus(f"{redact(url)} answered {status}{words}{asks}", status, later)


def retry_after_s(value: str, now: dt.datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks for (RFC 9110 section 10.2.3).

    Args:
        value: The header; anything but digits and a date is passed over.
        now: The time a date is counted from: the server's own, if it says it.

    Returns:
        Seconds, more than 0; ``None`` for junk, zero and dates that have passed.
    """
    text = value.strip()
    if _SECONDS.fullmatch(text):
        seconds = float(text) if len(text) < 10 else _FOREVER_S  # noqa: PLR2004 - 1e9 s are 30 years
        return seconds or None
    then = _http_date(text)
    if then is None:
        return None
    seconds = (then - now).total_seconds()
    return seconds if seconds > 0 else None


def _http_date(text: str) -> dt.datetime | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - 10 ms, and rare

    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year of twenty digits
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)
