"""Times as machines write them: ISO 8601, RFC 3339 and their sloppy relatives."""

import datetime as dt
import re
from contextlib import suppress
from typing import Final

from newsgrab.model import Moment
from newsgrab.patterns import regex

_ISO: Final = regex(
    r"(?P<date>(\d{4})(?:-(\d\d?)-(\d\d?)|(\d\d)(\d\d)))"
    r"(?:(?:[T ,]\s*|(?<=^\d{8})(?=\d{6}$))(\d\d?)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/+-]*\])?)?",
    re.ASCII | re.IGNORECASE,
)
_EPOCH: Final = regex(r"1\d{9}(?:\d{3})?", re.ASCII)
_QUARTER: Final = dt.timedelta(minutes=15)
_LAST_OFFSET: Final = dt.timedelta(hours=14)


def machine_time(text: str) -> Moment | None:
    """The moment a machine wrote (``2024-03-12T10:20:00+03:00``), ``None`` for anything else.

    With or without ``T``, dashes, colons, seconds, fraction and offset; nothing may stand around it. A
    fraction of a second is dropped, and so is an offset that no place on earth has.

    Source: ISO 8601, RFC 3339.
    """
    if text[13:14] == ":":
        with suppress(ValueError):  # the common case at a fifth of the time
            at = dt.datetime.fromisoformat(text)
            return Moment(at.date(), dt.time(at.hour, at.minute, at.second), _real(at.utcoffset()))
    found = _ISO.fullmatch(text)
    return _sloppy(found) if found else None


def epoch_time(text: str) -> Moment | None:
    """The moment that a count of seconds or milliseconds since 1970 gives; only those from 2001 to 2033."""
    if not _EPOCH.fullmatch(text):
        return None
    at = dt.datetime.fromtimestamp(int(text[:10]), dt.UTC)
    return Moment(at.date(), at.time(), dt.timedelta(0))


def _sloppy(found: re.Match[str]) -> Moment | None:
    _, year, month, day, month2, day2, hour, minute, second, zone, *_ = found.groups()
    try:
        date = dt.date(int(year), int(month or month2), int(day or day2))
        if hour is None:
            return Moment(date)
        time = dt.time(int(hour), int(minute or 0), min(int(second or 0), 59))
    except ValueError:
        return None
    return Moment(date, time, offset_of(zone) if zone else None)


def offset_of(zone: str) -> dt.timedelta | None:
    """The offset that ``Z``, ``UTC``, ``+0300``, ``+03:00`` or ``-03`` stands for."""
    if not zone[-1].isdigit():
        return dt.timedelta(0)
    digits = zone[1:].replace(":", "")
    offset = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return _real(-offset if zone[0] == "-" else offset)


def _real(offset: dt.timedelta | None) -> dt.timedelta | None:
    """The offset, unless no place on earth has it."""
    return None if offset is None or abs(offset) > _LAST_OFFSET or offset % _QUARTER else offset
