"""Times told from now ("2 hours ago") in the article's own header."""

from collections.abc import Iterator
from typing import Final

from newsgrab.dom import Survey
from newsgrab.extraction.byline_marks import apart
from newsgrab.extraction.byline_reading import Span
from newsgrab.extraction.date_reader import DateReader
from newsgrab.extraction.printed_dates import PARTS, Stamped
from newsgrab.text import clean

BELOW: Final = 8
"""Runs below the headline; what stands farther below is of other articles."""

_LONGEST: Final = 80
_MOST_WORDS: Final = 6


def told_from_now(survey: Survey, span: Span, reader: DateReader) -> Iterator[Stamped]:
    """The times told from now between headline and body, where it is known when the page was had.

    Args:
        survey: The page.
        span: Where headline and body stand.
        reader: Of the page.
    """
    if reader.now is None or span.headline < 0:
        return
    for run in survey.runs[span.headline + 1 : min(span.headline + BELOW, span.first)]:
        if len(run.text) > _LONGEST:
            continue
        for part in map(clean, PARTS.split(apart(run))):
            if part and len(part.split()) <= _MOST_WORDS and (moment := reader.told_from_now(part)):
                yield Stamped(moment, reader.stamp(part) or "published", part, run.tag)
