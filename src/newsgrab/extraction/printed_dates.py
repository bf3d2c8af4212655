"""Dates printed around the headline, and whether they say "published" or "updated"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from newsgrab.dates import DateWords, parse
from newsgrab.dom import Run, Survey
from newsgrab.extraction.byline_marks import apart
from newsgrab.extraction.byline_reading import Span
from newsgrab.extraction.byline_words import folded_word
from newsgrab.extraction.names import name_words
from newsgrab.extraction.vocabulary import classes
from newsgrab.model import Moment
from newsgrab.rules import LanguagePack, Stamp
from newsgrab.text import clean

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


class _Words(NamedTuple):
    """How some languages write dates, and what stands before them: the phrases and their first words."""

    dates: tuple[DateWords, ...]
    stamps: Mapping[str, Stamp]
    firsts: frozenset[str]


@lru_cache(maxsize=64)
def _words_of(packs: tuple[LanguagePack, ...]) -> _Words:
    stamps: dict[str, Stamp] = {}
    for pack in reversed(packs):
        stamps.update(pack.date_prefixes)
    firsts = frozenset(phrase.partition(" ")[0] for phrase in stamps)
    return _Words(tuple(pack.dates for pack in packs), stamps, firsts)


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
    runs, words = survey.runs, _words_of(tuple(packs))
    above = runs[max(span.headline - BEFORE, 0) : max(span.headline, 0)][::-1]
    after = runs[span.last + 1 : span.last + BEYOND]
    found: list[Stamped] = []
    for places in (
        (runs[n] for n in _places(span, len(runs))),
        (run for run in (*above, *after) if _says_date(run, words)),
        iter(above),
    ):
        found += _until_published(places, words)
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


def _until_published(found: Iterator[Run], words: _Words) -> list[Stamped]:
    """The dates of some runs up to the one that has the day of publication, and of the run after it."""
    dates: list[Stamped] = []
    for run in found:
        if len(run.text) <= _LONGEST and _DATELIKE.search(run.text):
            known = bool(dates)
            dates += _dates_of(run, words)
            if known or any(dated.stamp == "published" for dated in dates):
                break
        elif dates:
            break
    return dates


def _says_date(run: Run, words: _Words) -> bool:
    if len(run.text) > _LONGEST or not _DATELIKE.search(run.text):
        return False
    return _says(run.names)[0] or _stamp(run.text, words) is not None


@lru_cache(maxsize=20_000)
def _says(names: str) -> tuple[bool, bool]:
    """Whether class and id say "date", and whether they say "updated"."""
    own = name_words(names)
    return not _DATES.isdisjoint(own), not _MODIFIED.isdisjoint(own)


def _dates_of(run: Run, words: _Words) -> Iterator[Stamped]:
    """The dates in a short run; in an element that is not named so only where they are most of a part."""
    named, changed = _says(run.names)
    before = ""
    for part in filter(None, map(clean, _PARTS.split(apart(run)))):
        if not _DATELIKE.search(part):
            before = part
            continue
        stamp = _stamp(part, words) or (_stamp(before, words) if before else None)
        told = named or stamp is not None or len(part.split()) <= _MOST_WORDS
        moment = parse(part, words.dates) if told else None
        if moment is not None:
            shown = stamp or ("modified" if changed else "published")
            yield Stamped(moment, shown, part, "date" if named else run.tag)
            before = ""


def _stamp(text: str, words: _Words) -> Stamp | None:
    """Which date it is, by the words a text begins with; what follows a date belongs to the next one."""
    tokens = [folded_word(token) for token in text.split(None, _MOST_TOKENS)[:_MOST_TOKENS]]
    if words.firsts.isdisjoint(tokens):
        return None
    for start in range(len(tokens)):
        for end in range(min(len(tokens), start + _LONGEST_STAMP), start, -1):
            if (stamp := words.stamps.get(" ".join(tokens[start:end]))) is not None:
                return stamp
    return None
