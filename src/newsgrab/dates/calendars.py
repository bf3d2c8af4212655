"""Days of other calendars as days of ours, by arithmetic."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from itertools import accumulate
from typing import Final, Literal

Calendar = Literal["gregorian", "hijri", "jalali", "buddhist"]

_FARVARDIN_1_YEAR_1: Final = dt.date(622, 3, 21).toordinal()
"""Counted back by the rule below from 1 Farvardin 1400, which was 21 March 2021."""

_LEAPS_IN_33: Final = (1, 5, 9, 13, 17, 22, 26, 30)
"""Remainders by 33 of the Jalali leap years; this rule agrees with the official, astronomical calendar from
1244 to 1472 (1865 to 2093)."""

_FIRST_HIJRI_YEAR: Final = 1410
_FIRST_HIJRI_DAY: Final = dt.date(1989, 8, 2).toordinal()
_LONG_MONTHS: Final = (
    "ba95b49ba4db25d52daa5ad4aea56d4bd23d91da95b4ab5a56d2b693b49b6556a9754b6a56caad555b29b92ba95d"
    "4ada55aaab595749764baa5b52b6a56d2ae9572a75535a95d49ba4dd26d535aaaad4b6a57527a95b4ab5536c9ae4"
    "b6a96b4ada55d25d92dc96d4ad6556d2b693749b64d72ab54b6a5752b6956b2ad94dc95d4aea56caad5556c97"
)
"""Which months have 30 days, three hex digits a year from 1410 to 1500, the first month in the highest bit:
the Umm al-Qura calendar of Saudi Arabia. Sightings elsewhere differ by a day; the arithmetical calendar does
so in three months of five."""

_BUDDHIST_ERA: Final = 543


def day_of(calendar: Calendar, year: int, month: int, day: int) -> dt.date:
    """The day in the Gregorian calendar.

    Raises:
        ValueError: There is no such day, or its Hijri year is not from 1410 to 1500.
    """
    return _CALENDARS[calendar](year, month, day)


def _jalali(year: int, month: int, day: int) -> dt.date:
    leap = year % 33 in _LEAPS_IN_33
    lengths = [31] * 6 + [30] * 5 + [30 if leap else 29]
    _check(month, day, lengths)
    before = year - 1
    leaps = before // 33 * 8 + sum(1 for rest in _LEAPS_IN_33 if rest <= before % 33)
    return dt.date.fromordinal(
        _FARVARDIN_1_YEAR_1 + before * 365 + leaps + sum(lengths[: month - 1]) + day - 1
    )


@cache
def _hijri_months() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Lengths of all months known, and the ordinals of their first days."""
    years = [int(_LONG_MONTHS[at : at + 3], 16) for at in range(0, len(_LONG_MONTHS), 3)]
    lengths = [29 + (year >> (11 - month) & 1) for year in years for month in range(12)]
    return tuple(lengths), tuple(accumulate(lengths, initial=_FIRST_HIJRI_DAY))


def _hijri(year: int, month: int, day: int) -> dt.date:
    lengths, starts = _hijri_months()
    number = (year - _FIRST_HIJRI_YEAR) * 12
    if not 0 <= number < len(lengths):
        raise ValueError(f"no table for the Hijri year {year}")
    _check(month, day, list(lengths[number : number + 12]))
    return dt.date.fromordinal(starts[number + month - 1] + day - 1)


def _check(month: int, day: int, lengths: list[int]) -> None:
    if not (1 <= month <= len(lengths) and 1 <= day <= lengths[month - 1]):
        raise ValueError(f"no day {day} in month {month}")


def _buddhist(year: int, month: int, day: int) -> dt.date:
    return dt.date(year - _BUDDHIST_ERA, month, day)


_CALENDARS: Final[Mapping[Calendar, Callable[[int, int, int], dt.date]]] = {
    "gregorian": dt.date,
    "hijri": _hijri,
    "jalali": _jalali,
    "buddhist": _buddhist,
}
