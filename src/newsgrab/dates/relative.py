"""Times told from now: "2 hours ago", "yesterday at 10:20"."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from newsgrab.dates.clock import clock_at
from newsgrab.dates.lexing import Item, durations
from newsgrab.model import Moment

_UNIT: Final = r"(?P<unit>[uyjhik])"  # marks are units too
_COUNT: Final = r"(?P<count>[nw])"
_AGO: Final = tuple(
    re.compile(shape) for shape in (rf"R ?(?:{_COUNT} ?)?{_UNIT}", rf"(?:{_COUNT} ?)?{_UNIT} ?R")
)

_VAGUE: Final = frozenset({"week", "month", "year"})
"""Units that tell no day: "3 weeks ago" may be any of seven."""


def moment_before(now: dt.datetime, items: Sequence[Item]) -> Moment | None:
    """The moment, as far as the words tell it: a minute for minutes, else a day; nothing from weeks on."""
    read = durations(items)
    signs = "".join(item.sign for item in read)
    for shape in _AGO:
        if found := shape.search(signs):
            return _ago(now, found, read)
    at = signs.find("D")
    if at < 0:
        return None
    date = (now - dt.timedelta(days=read[at].value)).date()
    clock = clock_at(items, "".join(item.sign for item in items), at, at + 1)
    return Moment(date, clock.time, clock.offset) if clock else Moment(date)


def _ago(now: dt.datetime, found: re.Match[str], items: Sequence[Item]) -> Moment | None:
    unit, two = items[found.start("unit")].value
    count = int(items[found.start("count")].value) if found["count"] else two or 1
    if unit in _VAGUE:
        return None
    at = now - dt.timedelta(**{f"{unit}s": count})
    if unit in {"minute", "second"}:
        return Moment(at.date(), at.time().replace(second=0, microsecond=0), at.utcoffset())
    return Moment(at.date())
