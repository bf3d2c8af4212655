"""The time of day that stands with a date, and its zone."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from newsgrab.dates.iso import offset_of
from newsgrab.dates.lexing import Item
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex

_ZONE: Final = (
    r"(?:(?P<zulu>o)(?! ?[n:])"
    r"|(?: ?[(,|-])? ?(?P<zone>Z)(?: ?(?P<sign>[+-]) ?(?P<away>Y|n(?::n)?))?"
    r"| ?\(?(?P<plus>\+) ?(?P<ahead>Y|n(?::n)?)"
    r"| -(?P<behind>Y))?"
)
_HALF: Final = r"(?:(?P<half>a) ?)?"
_SECOND: Final = r"(?: ?: ?(?P<second>n)(?:[.,][nYN])?)?"
_CLOCKS: Final = tuple(
    (frozenset(needed), regex(clock))
    for needed, clock in (
        # 14:30, 2:30 pm, 14:30:05.123, pm 2:30
        (":", rf"{_HALF}(?P<hour>n) ?: ?(?P<minute>n){_SECOND}(?![:.]?n)(?: ?(?P<half2>a))?(?: ?h)?{_ZONE}"),
        # 14h30, 14 Uhr, 15時30分, 오후 3시 30분
        ("h", rf"{_HALF}(?P<hour>n) ?h(?: ?(?P<minute>n)(?: ?i)?)?(?: ?(?P<half2>a))?{_ZONE}"),
        # kl. 14.30, 14.30 Uhr
        (
            "th",
            rf"(?:t ?(?P<hour>n)\.(?P<minute>n)(?: ?(?P<half2>a))?|(?P<hour2>n)\.(?P<minute2>n) ?h){_ZONE}",
        ),
        # 10 am, am 10
        ("a", rf"(?P<hour>n) ?(?P<half>a){_ZONE}"),
    )
)
"""Each with the signs of which it has one."""

_INSIDE: Final = regex(r"(?P<hour>n):(?P<minute>n)(?::(?P<second>n))?(?: (?P<zone>Z))?")
"""Mar 12 10:20:30 UTC 2024."""

_BARE: Final = regex(rf"[ ,|p(-]{{1,3}}(?P<hour>n)\.(?P<minute>n)(?!\.?[nNY]){_ZONE}")
"""14.30, right behind a date."""

_TIMELY: Final = frozenset(":.hta")
"""Of these each of them has one."""

_NEAR: Final = 14
"""Signs that may stand between a date and its time."""

_LONGEST_CLOCK: Final = 20
_NOON: Final = 12


class Clock(NamedTuple):
    """A time of day, and its distance from UTC where the page says so."""

    time: dt.time
    offset: dt.timedelta | None


def clock_at(items: Sequence[Item], signs: str, start: int, end: int) -> Clock | None:
    """The time that stands with the date at a place: in it, else behind it, else before it."""
    if _TIMELY.isdisjoint(signs):
        return None
    if (found := _INSIDE.search(signs, start, end)) and (clock := _read(found, items)):
        return clock
    if (found := _BARE.match(signs, end)) and (clock := _read(found, items)):
        return clock
    behind = _first(items, signs, end, end + _NEAR + _LONGEST_CLOCK, end + _NEAR)
    return behind or _first(items, signs, max(0, start - _NEAR), start, start)


def _first(items: Sequence[Item], signs: str, start: int, stop: int, latest: int) -> Clock | None:
    matches = [
        found
        for needed, clock in _CLOCKS
        if not needed.isdisjoint(signs)
        and (found := clock.search(signs, start, stop))
        and found.start() <= latest
    ]
    for found in sorted(matches, key=lambda found: (found.start(), -found.end())):
        if clock := _read(found, items):
            return clock
    return None


def _read(found: re.Match[str], items: Sequence[Item]) -> Clock | None:
    values = {name: items[found.start(name)].value for name in found.re.groupindex if found[name] is not None}
    hour = int(values.get("hour") or values["hour2"])
    minute = int(values.get("minute") or values.get("minute2") or 0)
    half = values.get("half") or values.get("half2")
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    try:
        time = dt.time(hour, minute, min(int(values.get("second") or 0), 59))
    except ValueError:
        return None
    return Clock(time, _offset(found, items, values))


def _offset(found: re.Match[str], items: Sequence[Item], values: dict[str, object]) -> dt.timedelta | None:
    if "zulu" in values:
        return dt.timedelta(0) if values["zulu"] == "z" else None
    if "zone" in values and "away" not in values:
        return dt.timedelta(minutes=int(str(values["zone"])))
    for sign, name in (("sign", "away"), ("plus", "ahead"), (None, "behind")):
        if name in values:
            digits = "".join(str(items[at].value) for at in range(found.start(name), found.end(name)))
            hours, colon, minutes = digits.partition(":")
            text = f"{hours:0>2}{minutes}" if colon or len(hours) < 3 else hours  # noqa: PLR2004 - "0330"
            return offset_of((found[sign] if sign else "-") + text)
    return None
