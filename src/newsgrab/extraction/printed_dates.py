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

BELOW: Final = 12
"""Runs below the headline."""

AROUND: Final = 4
"""Runs before and after the first of the body."""

BEYOND: Final = 6
"""Runs after the last of the body; only those named like dates, or that say "published"."""

_LONGEST: Final = 140
_OPENING: Final = 45
_LONGEST_STAMP: Final = 4
_MOST_TOKENS: Final = 4
_MOST_WORDS: Final = 8
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
    above = runs[max(span.headline - BEFORE, 0) : max(span.headline, 0)][::-1]
    after = runs[span.last + 1 : span.last + BEYOND]
    found: list[Stamped] = []
    for places in (
        (runs[n] for n in _places(span, len(runs))),
        (run for run in (*above, *after) if _says_date(run, packs)),
        iter(above),
    ):
        found += _until_published(places, packs)
        if any(dated.stamp == "published" for dated in found):
            break
    return found


def opening(survey: Survey, span: Span, packs: Sequence[LanguagePack]) -> Stamped | None:
    """The date with which lead or headline begin, as those of press releases do.

    Args:
        survey: The page.
        span: Where headline and body stand.
        packs: Of the page's languages, its own first.
    """
    for n in (span.first, span.headline):
        if not 0 <= n < len(survey.runs):
            continue
        start = _PARTS.split(survey.runs[n].text[:_OPENING], maxsplit=1)[0]
        if start[:1].isdigit() or start != survey.runs[n].text[:_OPENING]:
            moment = parse(start, [pack.dates for pack in packs]) if _DATELIKE.search(start) else None
            if moment is not None:
                return Stamped(moment, "published", start, "opening")
    return None


def _places(span: Span, many: int) -> Iterator[int]:
    """The runs below the headline, and around the start of the body."""
    end = min(span.headline + 1 + BELOW, many)
    yield from range(span.headline + 1, end)
    yield from range(max(end, span.first - AROUND), min(span.first + AROUND, many))


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
    """Which date it is, by the words a text begins with; what follows a date belongs to the next one."""
    tokens = [fold(token) for token in text.split(None, _MOST_TOKENS)[:_MOST_TOKENS]]
    for start in range(len(tokens)):
        for end in range(min(len(tokens), start + _LONGEST_STAMP), start, -1):
            phrase = " ".join(tokens[start:end])
            for pack in packs:
                if (stamp := pack.date_prefixes.get(phrase)) is not None:
                    return stamp
    return None
