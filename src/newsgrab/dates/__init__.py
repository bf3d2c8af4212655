"""Printed and tagged dates as moments: what the page gives, and nothing rather than a guess."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from newsgrab.dates.clock import clock_at
from newsgrab.dates.iso import epoch_time, machine_time
from newsgrab.dates.lexing import LONGEST, items_of
from newsgrab.dates.mail import mail_time
from newsgrab.dates.relative import moment_before
from newsgrab.dates.shapes import dates_in
from newsgrab.dates.words import DateWords, date_words
from newsgrab.model import Moment
from newsgrab.patterns import regex

__all__ = ["DateWords", "date_words", "epoch_time", "parse"]

_OLDEST: Final = dt.date(1990, 1, 1)
_LATEST: Final = dt.date(2199, 12, 31)
"""Later ones mean "never" to the systems that write them, whenever the page was had."""

_NUMBER: Final = regex(r"[\d\u2e80-\u9fff]")
"""Digits, and ideographs, which may be digits."""


def parse(text: str, words: Sequence[DateWords] = (), now: dt.datetime | None = None) -> Moment | None:
    """The moment a text gives, in the local time of the page.

    Machines' formats first, then printed dates: the first in the text, the one in our own calendar where it
    is given in two. Numbers like ``03/04/2024`` count only where the order is known or cannot be otherwise.

    Args:
        text: A date as tagged or printed; words around it do not matter. More than 200 characters are none.
        words: How the page's languages write dates, its own first. Formats of the internet need none.
        now: The latest moment there can be, give or take a day; times told from now ("2 hours ago") are read
            only where it is given.

    Returns:
        The moment as far as the text gives it, ``None`` for none, for a day that does not exist and for one
        before 1990, after 2199 or after tomorrow.
    """
    text = text.strip()
    if len(text) > LONGEST:
        return None
    moment = machine_time(text) or mail_time(text)
    if moment is None and not text.isdigit() and (now or _NUMBER.search(text)):
        moment = _printed(text, tuple(words), now) if now else _remembered(text, tuple(words))
    if moment is None or not _OLDEST <= moment.date <= _LATEST:
        return None
    if now is not None and moment.date > (now + dt.timedelta(days=1)).date():
        return None
    return moment


@lru_cache(maxsize=4096)
def _remembered(text: str, words: tuple[DateWords, ...]) -> Moment | None:
    """A printed date; remembered, for pages print theirs twice, and those of one day the same."""
    return _printed(text, words, None)


def _printed(text: str, words: tuple[DateWords, ...], now: dt.datetime | None) -> Moment | None:
    items = items_of(text, words)
    signs = "".join([item.sign for item in items])
    dates = dates_in(items, signs, words)
    if not dates:
        return moment_before(now, items) if now else None
    best = next((dated for dated in dates if dated.ours), dates[0])
    clock = clock_at(items, signs, best.start, best.end)
    return Moment(best.date, clock.time, clock.offset) if clock else Moment(best.date)
