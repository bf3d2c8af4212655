"""Dates as pages print them, in thirty languages, and what must not be taken for one."""

import datetime as dt
import time
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrab import dates
from newsgrab.dates.calendars import Calendar, day_of
from newsgrab.dates.mail import mail_time
from newsgrab.model import Moment

NOW = dt.datetime(2024, 3, 15, 12, tzinfo=dt.UTC)
TABLE = tomllib.loads((Path(__file__).parent / "data" / "dates.toml").read_text(encoding="utf-8"))
PACKS = Path(dates.__file__).parent.parent / "data" / "languages"


@cache
def words(code: str) -> dates.DateWords:
    """The words of a language."""
    if code in TABLE["words"]:
        return dates.date_words(TABLE["words"][code])
    pack = tomllib.loads((PACKS / f"{code}.toml").read_text(encoding="utf-8"))
    return dates.date_words(pack["dates"])


LANGUAGES = [code for code in TABLE if code not in {"machine", "none", "words"}]
PRINTED = [(code, text, expected) for code in LANGUAGES for text, expected in TABLE[code].items()]


@pytest.mark.parametrize(("code", "text", "expected"), PRINTED, ids=[f"{c}: {t}" for c, t, _ in PRINTED])
def test_a_printed_date_means(code: str, text: str, expected: str) -> None:
    assert str(dates.parse(text, (words(code), words("en")), NOW) or "") == expected


@pytest.mark.parametrize(("text", "expected"), TABLE["machine"].items())
def test_a_machines_date_needs_no_language(text: str, expected: str) -> None:
    assert str(dates.parse(text) or "") == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_no_date_is_none_in_any_language(code: str) -> None:
    taken = {
        text: str(found)
        for text in TABLE["none"]["texts"]
        if (found := dates.parse(text, (words(code),), NOW))
    }
    assert taken == {}


def test_there_is_enough_to_test() -> None:
    assert len(LANGUAGES) >= 30
    assert len(PRINTED) >= 300
    assert len(TABLE["none"]["texts"]) >= 50


def test_the_order_of_numbers_is_never_guessed() -> None:
    day_first, month_first, year_first = (dates.DateWords(order=order) for order in ("dmy", "mdy", "ymd"))
    assert str(dates.parse("03/04/2023", (day_first,))) == "2023-04-03"
    assert str(dates.parse("03/04/2023", (month_first,))) == "2023-03-04"
    for unknown in ((), (dates.DateWords(),), (year_first,), (dates.DateWords(), day_first)):
        assert dates.parse("03/04/2023", unknown) is None
        assert dates.parse("03/04/23", unknown) is None
        assert dates.parse("13/04/23", unknown) is None
        assert str(dates.parse("13/04/2023", unknown)) == "2023-04-13"
        assert str(dates.parse("04/13/2023", unknown)) == "2023-04-13"
    assert str(dates.parse("04/13/2023", (day_first,))) == "2023-04-13"
    assert dates.parse("04/13/23", (day_first,)) is None


def test_the_upper_bound_is_tomorrow_and_only_where_now_is_known() -> None:
    assert dates.parse("2024-03-16", (), NOW)
    assert dates.parse("2024-03-17", (), NOW) is None
    assert dates.parse("2031-03-17")


@pytest.mark.parametrize(
    "never", ["9999-12-31T23:59:59-99:99", "Fri, 31 Dec 9999 23:59:59 GMT", "2200-01-01"]
)
def test_what_stands_for_never_is_no_date(never: str) -> None:
    assert dates.parse(never) is None


def test_times_told_from_now_need_now() -> None:
    assert dates.parse("2 hours ago", (words("en"),)) is None
    assert dates.parse("yesterday", (words("en"),)) is None


def test_the_first_date_counts_but_our_own_calendar_goes_first() -> None:
    arabic = (words("ar"),)
    assert str(dates.parse("12 مارس 2023 - 14 مارس 2023", arabic)) == "2023-03-12"
    assert str(dates.parse("1 رمضان 1445 - 11 مارس 2024", arabic)) == "2024-03-11"


def test_only_what_is_given_is_returned() -> None:
    assert dates.parse("2024-03-12") == Moment(dt.date(2024, 3, 12))
    assert dates.parse("2024-03-12 10:20") == Moment(dt.date(2024, 3, 12), dt.time(10, 20))
    zone = dt.timedelta(hours=3)
    assert dates.parse("2024-03-12 10:20+03:00") == Moment(dt.date(2024, 3, 12), dt.time(10, 20), zone)


DAYS: list[tuple[Calendar, tuple[int, int, int], str]] = [
    ("jalali", (1399, 1, 1), "2020-03-20"),
    ("jalali", (1399, 12, 30), "2021-03-20"),
    ("jalali", (1400, 1, 1), "2021-03-21"),
    ("jalali", (1403, 1, 1), "2024-03-20"),
    ("jalali", (1403, 12, 30), "2025-03-20"),
    ("jalali", (1404, 1, 1), "2025-03-21"),
    ("jalali", (1357, 11, 22), "1979-02-11"),
    ("jalali", (1402, 6, 31), "2023-09-22"),
    ("jalali", (1408, 12, 30), "2030-03-20"),
    ("hijri", (1410, 1, 1), "1989-08-02"),
    ("hijri", (1421, 1, 1), "2000-04-06"),
    ("hijri", (1444, 9, 1), "2023-03-23"),
    ("hijri", (1445, 1, 1), "2023-07-19"),
    ("hijri", (1445, 9, 1), "2024-03-11"),
    ("hijri", (1445, 10, 1), "2024-04-10"),
    ("hijri", (1445, 12, 10), "2024-06-16"),
    ("hijri", (1446, 1, 1), "2024-07-07"),
    ("buddhist", (2567, 3, 12), "2024-03-12"),
    ("gregorian", (2024, 2, 29), "2024-02-29"),
]


@pytest.mark.parametrize(("calendar", "day", "expected"), DAYS)
def test_days_of_other_calendars(calendar: Calendar, day: tuple[int, int, int], expected: str) -> None:
    assert day_of(calendar, *day).isoformat() == expected


@pytest.mark.parametrize(
    ("calendar", "day"),
    [
        *(("jalali", (1400, 12, 30)), ("jalali", (1400, 7, 31)), ("gregorian", (2023, 2, 29))),
        *(
            ("hijri", (1446, 9, 30)),
            ("hijri", (1300, 1, 1)),
            ("hijri", (1445, 13, 1)),
            ("buddhist", (2566, 2, 29)),
        ),
    ],
)
def test_days_that_do_not_exist(calendar: Calendar, day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kind of error is the contract
        day_of(calendar, *day)


def test_each_day_of_a_calendar_follows_the_one_before() -> None:
    for calendar, years in (("jalali", range(1370, 1450)), ("hijri", range(1411, 1500))):
        days = [
            found
            for year in years
            for month in range(1, 13)
            for day in range(1, 32)
            if (found := exists(calendar, year, month, day))  # type: ignore[arg-type]  # a Literal's members
        ]
        assert [day.toordinal() - days[0].toordinal() for day in days] == list(range(len(days)))


def exists(calendar: Calendar, year: int, month: int, day: int) -> dt.date | None:
    """The day, or nothing."""
    try:
        return day_of(calendar, year, month, day)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"mouths": []}, "dates.mouths: unknown key"),
        ({"order": "ydm"}, "dates.order: one of dmy"),
        ({"gregorian": ["January"]}, "dates.gregorian: a list of 12"),
        ({"links": ["of"]}, "dates.links: a string"),
        ({"links": "of / !"}, "dates.links: '!' has no word"),
        ({"halves": {"noon": "noon"}}, "dates.halves.noon: one of am, pm"),
        ({"zones": {"x": "GMT"}}, "dates.zones.x: a number"),
        ({"eras": {"stone": "age"}}, "dates.eras.stone: a calendar or a year"),
        ({"units": "hours"}, "dates.units: a table"),
    ],
)
def test_a_slip_in_a_table_is_named(table: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        dates.date_words(table)


@given(st.text(max_size=220))
def test_no_text_raises(text: str) -> None:
    dates.parse(text, (words("ar"), words("en")), NOW)


PARTS = [
    *(
        "0",
        "1",
        "12",
        "31",
        "99",
        "2024",
        "march",
        "مارس",
        "年",
        "月",
        "日",
        "am",
        "pm",
        "ago",
        "hours",
        "t",
        "z",
    ),
    *("/", "-", ".", ":", ",", "+", "(", ")", "'", "GMT"),
]


@given(st.lists(st.sampled_from(PARTS)))
def test_no_heap_of_dates_parts_raises(parts: list[str]) -> None:
    for glue in ("", " "):
        dates.parse(glue.join(parts), (words("zh"), words("en")), NOW)


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1/", "12 march ", "march ", "年", "1年", "a", "-", ":", "1:", " ", "2024-"]
)
def test_no_text_takes_long(piece: str) -> None:
    for length in (200, 100_000):
        text = (piece * length)[:length]
        start = time.process_time()
        dates.parse(text, (words("zh"), words("en")), NOW)
        assert time.process_time() - start < 0.05


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 12 Mar 2024 10:20:30 -0500", "2024-03-12T10:20:30-05:00"),
        ("12 Sept 24 10:20 PDT", "2024-09-12T10:20:00-07:00"),
        ("Tuesday, 12-March-2024", "2024-03-12"),
        ("12 Mar 99 10:20 Z", "1999-03-12T10:20:00+00:00"),
        ("12 marraskuu 2024", "None"),
        ("12 mars 2024", "None"),
        ("12 May 24", "None"),
        ("31 Feb 2024 10:20", "None"),
    ],
)
def test_the_date_of_a_mail_needs_no_words(text: str, expected: str) -> None:
    assert str(mail_time(text)) == expected
