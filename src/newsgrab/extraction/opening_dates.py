"""The date with which an article opens, as agencies' stories do: "LONDON, 3 May 2024 - The ..."."""

from collections.abc import Iterator
from typing import Final

from newsgrab.dom import Survey
from newsgrab.extraction.byline_reading import Span
from newsgrab.extraction.byline_words import folded_word
from newsgrab.extraction.date_reader import DateReader
from newsgrab.extraction.printed_dates import Stamped
from newsgrab.patterns import regex

FIRST: Final = 5
"""Runs of the body that may open with the date: a dek, a byline and a sub-heading may stand before."""

_OPENING: Final = 60
_MOST_WORDS: Final = 7
_YEAR: Final = regex(r"(?<!\d)\d{4}(?!\d)年?|(?<=[./-])\d\d(?!\d)")
"""Where a date may end."""

_PARTED: Final = regex(r"\)?[.,:]?\s?(?:[-–—|/:(„“”\"«»•·\n]|\Z)|\)|\.\s|:")
"""What parts the date from the story; a comma or a word goes on with a sentence."""

_STRONG: Final = regex(r"\s?[|•·\n]")
"""Parts it from whatever stands before: "Press release of 3 May 2024 | "."""

_PLACE: Final = regex(r"[,(:/–—-]\s?(?:\w+\.?\s){0,2}\Z")
"""Ends what stands before the first number: a place and a comma, perhaps a weekday or a month."""


def opening(survey: Survey, span: Span, reader: DateReader) -> Iterator[Stamped]:
    """The date with which the headline or one of the first runs of the body begins.

    Args:
        survey: The page.
        span: Where headline and body stand.
        reader: Of the page.
    """
    runs = survey.runs
    for n in (*range(span.first, min(span.first + FIRST, span.last + 1)), span.headline):
        if 0 <= n < len(runs) and (start := _start(runs[n].text[:_OPENING], reader)):
            moment = reader.moment(start)
            if moment is not None:
                yield Stamped(moment, "published", start, "opening")
                return


def _start(text: str, reader: DateReader) -> str:
    """What a text begins with up to the end of a date; nothing where it goes on as a sentence."""
    for found in _YEAR.finditer(text):
        if _PARTED.match(text, found.end()):
            start = text[: found.end()]
            opens = bool(_STRONG.match(text, found.end())) or _may_open(start, reader)
            return start if opens and len(start.split()) <= _MOST_WORDS else ""
    return ""


def _may_open(start: str, reader: DateReader) -> bool:
    """Whether nothing stands before the first number but a place, a weekday or a month."""
    before = start[: next(at for at, char in enumerate(start) if char.isdigit())].strip()
    if not any(map(str.isalpha, before)) or _PLACE.search(f"{before} "):
        return True
    word = (folded_word(before),)
    return any(word in each.months or word in each.weekdays for each in reader.words)
