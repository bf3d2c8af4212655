"""The words that dates are written with: one ``[dates]`` table for each language."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, cast, get_args
from unicodedata import decimal

from newsgrab.dates.calendars import Calendar
from newsgrab.patterns import regex
from newsgrab.records import dataclass, field, replace
from newsgrab.text import fold

Order = Literal["dmy", "mdy", "ymd"]
Phrase = tuple[str, ...]
"""Words and numbers, folded, without the points of abbreviations."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # read once, so identity is equality
class DateWords:
    """How one language writes dates.

    Attributes:
        order: Which number of ``03/04/2024`` is the day; ``None`` where writers of the language differ.
        countries: Codes of countries whose writers agree, folded -> their order.
        calendar: The calendar of years that cannot be ours, like 1403 or 2567.
        months: Names and abbreviations, in all cases, with the calendar they belong to.
        halves: What stands at a time of twelve hours -> ``am`` or ``pm``.
        marks: Signs behind a number that say what it counts -> ``year`` ... ``second``.
        eras: What stands at a year -> its calendar, or the number of the year before the era's first.
        links: What may stand between day, month and year.
        clock: What stands before a time, so that ``14.30`` is one.
        zones: Names of time zones -> minutes from UTC.
        ago: What makes a duration a time in the past, before or after it.
        units: What such durations are counted in -> the unit, and how many where the word says so itself.
        days: Words for today and the days before -> how many days ago.
        numbers: Number words in durations.
        weekdays: Their names, from 0 for Monday; they tell which number is the day where ``order`` does not.
    """

    order: Order | None = None
    countries: Mapping[Phrase, Order] = field(default_factory=dict)
    calendar: Calendar = "gregorian"
    months: Mapping[Phrase, tuple[Calendar, int]] = field(default_factory=dict)
    halves: Mapping[Phrase, str] = field(default_factory=dict)
    marks: Mapping[Phrase, str] = field(default_factory=dict)
    eras: Mapping[Phrase, Calendar | int] = field(default_factory=dict)
    links: frozenset[Phrase] = frozenset()
    clock: frozenset[Phrase] = frozenset()
    zones: Mapping[Phrase, int] = field(default_factory=dict)
    ago: frozenset[Phrase] = frozenset()
    units: Mapping[Phrase, tuple[str, int | None]] = field(default_factory=dict)
    days: Mapping[Phrase, int] = field(default_factory=dict)
    numbers: Mapping[Phrase, int] = field(default_factory=dict)
    weekdays: Mapping[Phrase, int] = field(default_factory=dict)

    def of(self, country: str) -> "DateWords":
        """The same words with the order of a country (ISO 3166 code, lower case), where it has one."""
        order = self.countries.get((country,), self.order)
        return self if order == self.order else replace(self, order=order)


TOKEN: Final = regex(
    r"(?P<number>\d+)|(?P<space>\s+)|(?P<word>[^\s\d\x00-\x40\x5b-\x60\x7b-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf"
    r"\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\u060c\u061b\u061f\u06d4\u0964\u0965]+)|."
)
"""Numbers, white space, words (letters with their marks) and single signs; matched against folded text."""


_SIGNS: Final = str.maketrans("\u060c\u3001\u066b\u2044\u2215", ",,.//")
"""Arabic and ideographic comma, Arabic decimal point, slashes of fractions and division."""


def plain(text: str) -> str:
    """Folded, with the digits of all scripts as ASCII."""
    folded = fold(text)
    if folded.isascii():
        return folded
    folded = folded.translate(_SIGNS)
    return "".join(str(decimal(char)) if char > "\x7f" and char.isdecimal() else char for char in folded)


def _phrase(key: str, text: str) -> Phrase:
    """The words and numbers of a folded phrase, as they are looked up."""
    phrase = tuple(found[0] for found in TOKEN.finditer(text) if found.lastgroup in {"number", "word"})
    if not phrase:
        raise ValueError(f"dates.{key}: {text!r} has no word")
    return phrase


_UNITS: Final = ("second", "minute", "hour", "day", "week", "month", "year")
_MARKS: Final = ("year", "month", "day", "hour", "minute", "second")
_CALENDARS: Final = ("gregorian", "hijri", "jalali")
_KEYS: Final = frozenset({
    "order", "countries", "calendar", "halves", "marks", "eras", "links", "clock", "zones", "ago", "units",
    "twos", "days", "numbers", "weekdays", *_CALENDARS,
})  # fmt: skip
_MONTHS: Final = 12
_WEEKDAYS: Final = 7


def date_words(table: Mapping[str, Any]) -> DateWords:
    """Reads the ``[dates]`` table of a language pack.

    Alternatives are parted by `` / `` in one string. ``gregorian``, ``hijri`` and ``jalali`` list twelve
    months each; ``halves``, ``marks``, ``eras``, ``zones``, ``units``, ``twos`` (units of which the word
    itself says two), ``days`` and ``numbers`` are tables from meaning to words.

    Raises:
        ValueError: A key is unknown or a value has the wrong shape; the message names the key.
    """
    return _Table(table).words()


class _Table:
    """One ``[dates]`` table, read key by key."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        for key in values:
            if key not in _KEYS:
                raise ValueError(f"dates.{key}: unknown key")

    def words(self) -> DateWords:
        """The whole table."""
        calendar: Calendar = self._choice("calendar", get_args(Calendar)) or "gregorian"
        return DateWords(
            order=self._choice("order", get_args(Order)),
            countries=cast("dict[Phrase, Order]", dict(self._meanings("countries", get_args(Order)))),
            calendar=calendar,
            months=dict(self._months()),
            halves=dict(self._meanings("halves", ("am", "pm"))),
            marks=dict(self._meanings("marks", _MARKS)),
            eras={phrase: _era(meaning) for phrase, meaning in self._meanings("eras")},
            links=frozenset(self._phrases("links")),
            clock=frozenset(self._phrases("clock")),
            zones=dict(self._numbers("zones")),
            ago=frozenset(self._phrases("ago")),
            units=dict(self._units()),
            days=dict(self._numbers("days")),
            numbers=dict(self._numbers("numbers")),
            weekdays=dict(self._row("weekdays", _WEEKDAYS)),
        )

    def _choice(self, key: str, allowed: tuple[str, ...]) -> Any:  # noqa: ANN401 - a Literal's member
        value = self._values.get(key)
        if value is not None and value not in allowed:
            raise ValueError(f"dates.{key}: one of {', '.join(allowed)} is expected, not {value!r}")
        return value

    def _phrases(self, key: str, value: object = None) -> Iterator[Phrase]:
        value = self._values.get(key, "") if value is None else value
        if not isinstance(value, str):
            raise ValueError(f"dates.{key}: a string is expected, alternatives parted by ' / '")  # noqa: TRY004 - the message is for who wrote the file
        if value:  # folded at one go, which takes a third of the time; the signs at its ends would be lost
            for text in plain(f"x / {value} / x").split(" / ")[1:-1]:
                yield _phrase(key, text)

    def _months(self) -> Iterator[tuple[Phrase, tuple[Calendar, int]]]:
        for calendar in get_args(Calendar):
            for phrase, number in self._row(calendar, _MONTHS):
                yield phrase, (calendar, number + 1)

    def _row(self, key: str, length: int) -> Iterator[tuple[Phrase, int]]:
        """Phrases of a list of a known length, with their places in it."""
        names = self._values.get(key, [])
        if not isinstance(names, list) or len(names) not in {0, length}:
            raise ValueError(f"dates.{key}: a list of {length} strings is expected")
        for number, alternatives in enumerate(names):
            for phrase in self._phrases(key, alternatives):
                yield phrase, number

    def _meanings(self, key: str, allowed: tuple[str, ...] = ()) -> Iterator[tuple[Phrase, str]]:
        table = self._values.get(key, {})
        if not isinstance(table, dict):
            raise ValueError(f"dates.{key}: a table is expected")  # noqa: TRY004 - as above
        for meaning, alternatives in table.items():
            if allowed and meaning not in allowed:
                raise ValueError(f"dates.{key}.{meaning}: one of {', '.join(allowed)} is expected")
            for phrase in self._phrases(f"{key}.{meaning}", alternatives):
                yield phrase, meaning

    def _numbers(self, key: str) -> Iterator[tuple[Phrase, int]]:
        for phrase, meaning in self._meanings(key):
            try:
                yield phrase, int(meaning)
            except ValueError:
                raise ValueError(f"dates.{key}.{meaning}: a number is expected") from None

    def _units(self) -> Iterator[tuple[Phrase, tuple[str, int | None]]]:
        for key, count in (("units", None), ("twos", 2)):
            for phrase, unit in self._meanings(key, _UNITS):
                yield phrase, (unit, count)


def _era(meaning: str) -> Calendar | int:
    for calendar in get_args(Calendar):
        if meaning == calendar:
            return calendar  # type: ignore[no-any-return]  # a Literal's member
    try:
        return int(meaning)
    except ValueError:
        raise ValueError(f"dates.eras.{meaning}: a calendar or a year is expected") from None


INTERNET: Final = date_words({
    "gregorian": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "zones": {"0": "GMT / UTC"},
})  # fmt: skip
"""What RFC 5322 section 3.3 writes dates with; understood in every language."""
