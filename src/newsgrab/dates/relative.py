"""Times told from now: "2 hours ago", "yesterday at 10:20"."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from newsgrab.dates.clock import clock_at
from newsgrab.dates.lexing import Item, durations
from newsgrab.model import Moment
from newsgrab.patterns import regex

_PART: Final = r"(?:(?P<count>[nw]) ?)?(?P<unit>[uyjhik])"  # marks are units too
_PARTS: Final = re.sub(r"\?P<\w+>", "", rf"{_PART}(?:[ ,L]{{1,3}}{_PART}){{0,2}}")
_AGO: Final = (regex(rf"R ?{_PARTS}"), regex(rf"{_PARTS} ?R"))
_EACH: Final = regex(_PART)

_VAGUE: Final = frozenset({"week", "month", "year"})
"""Units that tell no day: "3 weeks ago" may be any of seven."""

_SHORT: Final = frozenset({"minute", "second"})
"""Units that tell the minute."""


def moment_before(now: dt.datetime, items: Sequence[Item]) -> Moment | None:
    """The moment, as far as the words tell it: a minute for minutes, else a day; nothing from weeks on."""
    read = durations(items)
    signs = "".join(item.sign for item in read)
    for shape in _AGO:
        if found := shape.search(signs):
            return _ago(now, found[0], read[found.start() : found.end()])
    at = signs.find("D")
    if at < 0 or "M" in signs:  # "today, 10 April" of some year
        return None
    date = (now - dt.timedelta(days=read[at].value)).date()
    clock = clock_at(items, "".join(item.sign for item in items), at, at + 1)
    if clock:
        return Moment(date, clock.time, clock.offset)
    return None if "x" in signs else Moment(date)  # the word may be a part of a name


def _ago(now: dt.datetime, signs: str, items: Sequence[Item]) -> Moment | None:
    """``signs`` of one duration, like "1 hour 5 minutes ago", and its items."""
    at, smallest = now, ""
    for part in _EACH.finditer(signs):
        smallest, two = items[part.start("unit")].value
        if smallest in _VAGUE:
            return None
        count = int(items[part.start("count")].value) if part["count"] else two or 1
        at -= dt.timedelta(**{f"{smallest}s": count})
    if smallest in _SHORT:
        return Moment(at.date(), at.time().replace(second=0, microsecond=0), at.utcoffset())
    return Moment(at.date())
