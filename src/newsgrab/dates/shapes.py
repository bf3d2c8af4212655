"""The shapes dates have, as regular expressions over the signs of ``lexing``."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from newsgrab.dates.calendars import Calendar, day_of
from newsgrab.dates.lexing import Item
from newsgrab.dates.words import DateWords, Order
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex

_ALONE: Final = r"(?<![nNYX])(?:(?<=n:n/)|(?<![nNY][./:+-]))(?:(?<=n:n [/-] )|(?<![nNY] [./-]))"
"""No number before; a time of day may stand there: 16:30/28.11.2011."""

_ENDS: Final = r"(?![nNY])(?![/-][nNY](?!:))(?!\.[nNY](?!n?[.:]n))"
_LAST: Final = _ENDS + r"(?! ?:)"
_MONTH: Final = r"(?P<month>M)(?: ?[/(|-] ?(?P<twin>M) ?\)?)?"
_MARK: Final = r" ?(?P<mark>[/.-]) ?"
_SAME: Final = r" ?(?P=mark) ?"
_GAP: Final = r"[ .,/L-]{0,6}"
_YEAR: Final = rf"(?:E ?)?(?P<year>Y){_ENDS}(?: ?(?P<era>E))?"
_SHORT_YEAR: Final = rf"[ '-]{{1,2}}(?:(?:(?<=-)|(?<='))(?P<short>n){_ENDS}|(?P<short2>n)(?= n:n))"

_SHAPES: Final = tuple(
    (frozenset(needed), regex(shape))
    for needed, shape in (
        # 12 March 2024, 12. března 2024, 12-Mar-24, 12 Mar 24 10:20, 11 شباط/ فبراير 2024
        ("M", rf"{_ALONE}(?P<day>n)(?:[oj]|-o)?{_GAP}{_MONTH}(?:{_GAP}{_YEAR}|{_SHORT_YEAR})"),
        # March 12, 2024; Mar 12 10:20:30 2024
        ("M", rf"{_MONTH}[ ./-]{{0,2}}(?P<day>n)(?:o|-o)?(?: n:n(?::n)?(?: Z)?)?[ .,/L-]{{1,6}}{_YEAR}"),
        # 2024. március 12.
        ("M", rf"{_ALONE}(?P<year>Y)[.yE]?{_GAP}{_MONTH}{_GAP}(?P<day>n){_LAST}"),
        # 2024年3月12日, 令和6年3月12日
        ("q", r"(?:(?P<era>E) ?)?(?P<year>[YnN]) ?y ?(?P<month>n) ?q ?(?P<day>n)(?: ?j)?"),
        # 2024-03-12, 2024. 3. 12.
        ("/.-", rf"{_ALONE}(?P<year>Y){_MARK}(?P<month>n){_SAME}(?P<day>n){_LAST}(?: ?(?P<era>E))?"),
        # 12/03/2024, 12. 3. 2024, 12/03/24
        ("/.-", rf"{_ALONE}(?P<first>n){_MARK}(?P<second>n){_SAME}(?:{_YEAR}|(?P<short>n){_LAST})"),
    )
)
"""Each with the signs of which it has one: most texts lack those of most shapes."""

_BESIDE: Final = regex("W")
_REACH: Final = 4
"""Signs between a date and its weekday."""

_OLDEST: Final = 1990
"""Pages are not older, but dates in machines' junk are."""

_YEARS: Final[Mapping[Calendar, range]] = {
    "gregorian": range(1900, 2200),
    "jalali": range(1300, 1500),
    "hijri": range(1400, 1501),
    "buddhist": range(2500, 2700),
}
"""Which numbers may be years of which calendar."""

_OUR_YEARS: Final = _YEARS["gregorian"]
_LAST_SHORT_YEAR: Final = 69
_MONTHS: Final = 12


class Dated(NamedTuple):
    """A date and where its signs stand."""

    date: dt.date
    ours: bool
    start: int
    end: int


def dates_in(items: Sequence[Item], signs: str, words: Sequence[DateWords]) -> list[Dated]:
    """The dates of a text in order, none inside of another; what is no date of any calendar is left out."""
    found = list(_all(items, signs, words))
    if len(found) > 1:
        found.sort(key=lambda dated: (dated.start, -dated.end))
    kept: list[Dated] = []
    for dated in found:
        if not kept or dated.start >= kept[-1].end:
            kept.append(dated)
    return kept


def _all(items: Sequence[Item], signs: str, words: Sequence[DateWords]) -> Iterator[Dated]:
    for needed, shape in _SHAPES:
        for found in () if needed.isdisjoint(signs) else shape.finditer(signs):
            at = {
                name: items[found.start(name)] for name, sign in found.groupdict().items() if sign is not None
            }
            if weekday := _BESIDE.search(signs, max(0, found.start() - _REACH), found.end() + _REACH):
                at["weekday"] = items[weekday.start()]
            try:
                read = _numeric(at, words) if "first" in at else _named(at, words)
            except ValueError:
                continue
            if read and read[0].year >= _OLDEST:
                yield Dated(*read, found.start(), found.end())


def _named(at: dict[str, Item], words: Sequence[DateWords]) -> tuple[dt.date, bool] | None:
    """A date whose parts are known for what they are."""
    day, month = int(at["day"].value), at["month"].value
    calendar, number = month if at["month"].sign == "M" else (None, int(month))
    if "twin" in at and at["twin"].value != month:
        return None
    return _date(calendar, _year(at), (number, day), words)


def _numeric(at: dict[str, Item], words: Sequence[DateWords]) -> tuple[dt.date, bool] | None:
    """A date of three numbers, the year last; ``None`` where either of the first two may be the day."""
    first, second = int(at["first"].value), int(at["second"].value)
    order = next((each.order for each in words), None)
    known: Order | None = order if order != "ymd" else None
    if known is None and "short" in at and second > _MONTHS >= first:
        known = "mdy"  # two digits of a year may stand first, but never in the middle
    if known is None or ("short" not in at and max(first, second) > _MONTHS):
        return _only(at, {(first, second), (second, first)}, words)
    return _date(None, _year(at), (second, first) if known == "dmy" else (first, second), words)


def _only(
    at: dict[str, Item], readings: set[tuple[int, int]], words: Sequence[DateWords]
) -> tuple[dt.date, bool] | None:
    """The one reading as month and day that there can be, or that falls on the weekday beside it."""
    dates = []
    for month_and_day in readings:
        try:
            dates.append(_date(None, _year(at), month_and_day, words))
        except ValueError:
            continue
    if len(dates) > 1 and "weekday" in at:
        dates = [date for date in dates if date and date[0].weekday() == at["weekday"].value]
    return dates[0] if len(dates) == 1 and ("short" not in at or "weekday" in at) else None


def _year(at: dict[str, Item]) -> tuple[int, Calendar | None]:
    """The year, and the calendar that its era says."""
    if short_year := at.get("short") or at.get("short2"):
        short = int(short_year.value)
        return (2000 if short <= _LAST_SHORT_YEAR else 1900) + short, "gregorian"
    year = int(at["year"].value)
    era = at["era"].value if "era" in at else None
    if isinstance(era, int):
        return era + year, "gregorian"
    return year, era


def _date(
    calendar: Calendar | None,
    year: tuple[int, Calendar | None],
    month_and_day: tuple[int, int],
    words: Sequence[DateWords],
) -> tuple[dt.date, bool] | None:
    """The day, and whether it was given in our own calendar; ``calendar`` is what the month's name says."""
    number, era = year
    if calendar is None and number not in _OUR_YEARS:
        candidates = (era, *(each.calendar for each in words))
        calendar = next((each for each in candidates if each and number in _YEARS[each]), None)
    elif calendar == "gregorian" and number in _YEARS["buddhist"]:
        calendar = "buddhist"  # the months are the same
    calendar = calendar or "gregorian"
    if number not in _YEARS[calendar]:
        return None
    return day_of(calendar, number, *month_and_day), calendar == "gregorian"
