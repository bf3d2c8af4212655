"""What ``--since`` and ``--until`` may say: a time, a day, a month, a year, so long ago, yesterday."""

import datetime as dt
import re
from typing import Final

from newsgrab.errors import UsageError

_AGO: Final = re.compile(r"(\d{1,5})\s*(m|min|h|d|w)", re.IGNORECASE)
_UNITS: Final = {
    "m": dt.timedelta(minutes=1),
    "min": dt.timedelta(minutes=1),
    "h": dt.timedelta(hours=1),
    "d": dt.timedelta(days=1),
    "w": dt.timedelta(weeks=1),
}
_DAYS: Final = {"today": 0, "yesterday": 1}
_PART: Final = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
_LAST_MOMENT: Final = dt.timedelta(microseconds=1)


def moment_of(text: str, now: dt.datetime, *, end: bool) -> dt.datetime:
    """The moment that a text means, aware; a time without offset is in the zone of ``now``.

    Args:
        text: ISO 8601, also a year or a month; ``2d``, ``36h``, ``90m`` or ``1w`` ago; ``now``, ``today``,
            ``yesterday``.
        now: The present, aware.
        end: Whether the last moment of a day, month or year is meant instead of its first.

    Raises:
        UsageError: It is none of these.
    """
    text = text.strip()
    if text.lower() == "now":
        return now
    if found := _AGO.fullmatch(text):
        return now - int(found[1]) * _UNITS[found[2].lower()]
    try:
        first, after = _span(text, now)
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is no time like 2026-03-01, 2026-03-01T12:00, 2d or yesterday") from None
    return after - _LAST_MOMENT if end and after > first else first


def _span(text: str, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The first moment, and the first one after; the same for a moment."""
    if (ago := _DAYS.get(text.lower())) is not None:
        day = now.date() - dt.timedelta(days=ago)
        return _midnight(day, now), _midnight(day + dt.timedelta(days=1), now)
    if found := _PART.fullmatch(text):
        year, month = int(found[1]), int(found[2] or 1)
        months = year * 12 + month - 1 + (1 if found[2] else 12)
        return _midnight(dt.date(year, month, 1), now), _midnight(
            dt.date(months // 12, months % 12 + 1, 1), now
        )
    at = dt.datetime.fromisoformat(text)
    at = at if at.tzinfo is not None else at.replace(tzinfo=now.tzinfo)
    is_day = not re.search(r"[T ]", text)
    return at, at + dt.timedelta(days=1) if is_day else at


def _midnight(day: dt.date, now: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, now.tzinfo)
