"""Dates as mail writes them, and after it HTTP and RSS: ``Tue, 12 Mar 2024 10:20:00 +0300``."""

import datetime as dt
import re
from typing import Final

from newsgrab.dates.iso import offset_of
from newsgrab.model import Moment
from newsgrab.patterns import regex

_MAIL: Final = regex(
    r"(?:[A-Za-z]{3,9},?\s+)?(?P<day>\d\d?)[\s-](?P<month>[A-Za-z]{3,9})[\s-]"
    r"(?P<year>\d{4}|\d\d(?=\s+\d\d?:))"
    r"(?:\s+(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\s*(?P<zone>[+-]\d\d:?\d\d|[A-Za-z]{1,4}))?)?",
    re.ASCII,
)
_NAMES: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS: Final = {name: number for number, full in enumerate(_NAMES, 1) for name in (full, full[:3])} | {
    "sept": 9
}
_ZONES: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
"""RFC 822 section 5.1; other letters say nothing (RFC 2822 section 4.3)."""

_PIVOT: Final = 50  # RFC 2822 section 4.3: years of two digits up to 49 are of this century


def mail_time(text: str) -> Moment | None:
    """The moment a mail's date gives, ``None`` for anything else; a zone nobody knows is none.

    Source: RFC 822 section 5, RFC 2822 sections 3.3 and 4.3.
    """
    found = _MAIL.fullmatch(text)
    month = _MONTHS.get(found["month"].lower()) if found else None
    if found is None or month is None:
        return None
    year = int(found["year"])
    if len(found["year"]) == 2:  # noqa: PLR2004 - two digits
        year += 2000 if year < _PIVOT else 1900
    try:
        date = dt.date(year, month, int(found["day"]))
        if found["hour"] is None:
            return Moment(date)
        time = dt.time(int(found["hour"]), int(found["minute"]), min(int(found["second"] or 0), 59))
    except ValueError:
        return None
    return Moment(date, time, _offset(found["zone"]))


def _offset(zone: str | None) -> dt.timedelta | None:
    if zone is None:
        return None
    if zone[0] in "+-":
        return offset_of(zone)
    hours = _ZONES.get(zone.lower())
    return None if hours is None else dt.timedelta(hours=hours)
