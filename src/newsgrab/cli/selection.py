"""Flags that say which of many addresses are wanted, and how times are written in them."""

import datetime as dt
import re
from typing import Annotated, Final

import typer

from newsgrab.cli.flag_values import duration
from newsgrab.cli.flags import flag

_DAYS_AGO: Final = {"today": 0, "yesterday": 1}
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def beginning(text: str) -> dt.datetime:
    """The moment that ``2024-03-12``, ``2024-03-12T10:20``, ``2d`` (ago), ``today`` or ``yesterday`` begins.

    Times without an offset are those of this machine.

    Raises:
        typer.BadParameter: It is none of these.
    """
    return _moment(text, dt.time.min)


def end(text: str) -> dt.datetime:
    """As ``beginning``, but a day is meant with all its hours.

    Raises:
        typer.BadParameter: It is no time.
    """
    return _moment(text, dt.time.max)


def _moment(text: str, of_day: dt.time) -> dt.datetime:
    word = str(text).strip()
    now = dt.datetime.now().astimezone()
    try:
        if (days := _DAYS_AGO.get(word.lower())) is not None:
            return dt.datetime.combine((now - dt.timedelta(days=days)).date(), of_day).astimezone()
        if _DAY.fullmatch(word):
            return dt.datetime.combine(dt.date.fromisoformat(word), of_day).astimezone()
        if "-" in word or word.isdecimal():  # "2025" is no length of time, whatever else it may be
            return dt.datetime.fromisoformat(word).astimezone()
        return now - dt.timedelta(seconds=duration(word))
    except (ValueError, OverflowError, typer.BadParameter):
        told = f"{text!r} is no time like 2024-03-12, 2024-03-12T10:20, 2d, today or yesterday"
        raise typer.BadParameter(told) from None


Since = Annotated[
    dt.datetime | None,
    flag(
        "--since",
        metavar="TIME",
        parser=beginning,
        says="Published then or later: 2024-03-12, 2d, yesterday. What has no date stays.",
    ),
]
Until = Annotated[
    dt.datetime | None,
    flag("--until", metavar="TIME", parser=end, says="Published then or earlier, likewise."),
]
Match = Annotated[
    list[str] | None,
    flag(
        "--match",
        metavar="REGEX",
        envvar=None,
        says="Only addresses (of files: names) in which it is found; repeatable.",
    ),
]
Reject = Annotated[
    list[str] | None,
    flag("--reject", metavar="REGEX", envvar=None, says="No addresses in which it is found; repeatable."),
]
Limit = Annotated[int | None, flag("--limit", metavar="N", min=1, says="Stop after so many.")]
