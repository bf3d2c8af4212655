"""Dates printed around the headline, and whether they say "published" or "updated"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from newsgrab.dates import parse
from newsgrab.dom import Run, Survey
from newsgrab.extraction.byline_marks import apart
from newsgrab.extraction.bylines import Span
from newsgrab.extraction.names import name_words
from newsgrab.extraction.vocabulary import classes
from newsgrab.model import Moment
from newsgrab.rules import LanguagePack, Stamp
from newsgrab.text import clean, fold

BEFORE: Final = 3
"""Runs above the headline that may print its date; farther above stands the day of the visit."""

AFTER: Final = 4
"""Runs after the first of the body."""

BEYOND: Final = 6
"""Runs after the last of the body; only those named like dates, or that say "published"."""

FARTHEST: Final = 15
"""Runs after the headline, at most."""

_LONGEST: Final = 140
_BARE: Final = 40
_LONGEST_STAMP: Final = 4
_MOST_WORDS: Final = 10
_DATELIKE: Final = re.compile(r"\d{4}|\d[./-]\d{1,2}[./-]\d{2}")
"""A year, or three numbers: no day is printed without."""

_PARTS: Final = re.compile(r"[|•·\n]|\s[-–—/]\s")
_DATES: Final = classes("date")
_MODIFIED: Final = classes("modified")


class Stamped(NamedTuple):
    """A printed date."""

    moment: Moment
    stamp: Stamp
    raw: str
    path: str


def stamped(survey: Survey, span: Span, packs: Sequence[LanguagePack]) -> list[Stamped]:
    """The dates printed around the headline, in document order; failing that those printed after the body.

    Args:
        survey: The page.
        span: Where headline and body stand.
        packs: Of the page's languages, its own first.
    """
    runs = survey.runs
    end = min(span.first + AFTER, max(span.headline, 0) + FARTHEST, len(runs))
    below = _until_published((runs[n] for n in range(span.headline + 1, end)), packs)
    if below:
        return below
    above = runs[max(span.headline - BEFORE, 0) : max(span.headline, 0)][::-1]
    after = runs[max(end, span.last + 1) : span.last + BEYOND]
    named = _until_published((run for run in (*above, *after) if _says_date(run, packs)), packs)
    return named or _until_published((run for run in above if len(run.text) <= _BARE), packs)


def _until_published(found: Iterator[Run], packs: Sequence[LanguagePack]) -> list[Stamped]:
    """The dates of some runs up to the one that has the day of publication, and of the run after it."""
    dates: list[Stamped] = []
    for run in found:
        known = bool(dates)
        dates += _dates_of(run, packs)
        if known or any(dated.stamp == "published" for dated in dates):
            break
    return dates


def _says_date(run: Run, packs: Sequence[LanguagePack]) -> bool:
    if len(run.text) > _LONGEST or not _DATELIKE.search(run.text):
        return False
    return not _DATES.isdisjoint(name_words(run.names)) or _stamp(run.text, packs) is not None


def _dates_of(run: Run, packs: Sequence[LanguagePack]) -> Iterator[Stamped]:
    """The dates in a short run; in an element that is not named so only where they are most of a part."""
    if len(run.text) > _LONGEST or not _DATELIKE.search(run.text):
        return
    words = [pack.dates for pack in packs]
    own = name_words(run.names)
    named, changed = not _DATES.isdisjoint(own), not _MODIFIED.isdisjoint(own)
    before = ""
    for part in filter(None, map(clean, _PARTS.split(apart(run)))):
        if not _DATELIKE.search(part):
            before = part
            continue
        stamp = _stamp(part, packs) or _stamp(before, packs)
        told = named or stamp is not None or len(part.split()) <= _MOST_WORDS
        moment = parse(part, words) if told else None
        if moment is not None:
            shown = stamp or ("modified" if changed else "published")
            yield Stamped(moment, shown, part, "date" if named else run.tag)
            before = ""


def _stamp(text: str, packs: Sequence[LanguagePack]) -> Stamp | None:
    """Which date it is, by the words near its beginning."""
    tokens = [fold(token) for token in text.split(None, _LONGEST_STAMP)[:_LONGEST_STAMP]]
    for start in range(len(tokens)):
        for end in range(len(tokens), start, -1):
            phrase = " ".join(tokens[start:end])
            for pack in packs:
                if (stamp := pack.date_prefixes.get(phrase)) is not None:
                    return stamp
    return None
