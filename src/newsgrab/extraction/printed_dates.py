"""Dates printed around the headline, and whether they say "published" or "updated"."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

from newsgrab.dom import Run, Survey
from newsgrab.extraction.byline_marks import apart
from newsgrab.extraction.byline_reading import Span
from newsgrab.extraction.date_reader import DATELIKE, DateReader
from newsgrab.extraction.names import name_words
from newsgrab.extraction.vocabulary import classes
from newsgrab.model import Moment
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.rules import Stamp
from newsgrab.text import clean

BEFORE: Final = 3
"""Runs above the headline that may print its date; farther above stands the day of the visit."""

HIGHER: Final = 6
"""Those named like dates."""

BELOW: Final = 12
"""Runs below the headline."""

AROUND: Final = 4
"""Runs before and after the first of the body."""

BEYOND: Final = 6
"""Runs after the last of the body; only those named like dates, or that say "published"."""

FAR: Final = 40
"""Runs after the last of the body among which a label says "published", with the date below it."""

_LONGEST: Final = 140
_AROUND: Final = 3
_LONGEST_LABEL: Final = 30
_MOST_WORDS: Final = 8
_OF_PEOPLE: Final = frozenset({"dd", "td"})
"""Forums print beside a post since when its writer has been a member."""

PARTS: Final = regex(r"[|•·\n]|\s[-–—/]\s")
_TIME: Final = regex(r"\d")
_NUMBER: Final = regex(r"\d+")
_DATES: Final = classes("date")
_MODIFIED: Final = classes("modified")
_VISIT: Final = classes("visit")


class Stamped(NamedTuple):
    """A printed date."""

    moment: Moment
    stamp: Stamp
    raw: str
    path: str


def stamped(survey: Survey, span: Span, reader: DateReader) -> list[Stamped]:
    """The dates printed around the headline, in document order; failing that those printed elsewhere.

    Args:
        survey: The page.
        span: Where headline and body stand.
        reader: Of the page.
    """
    runs = survey.runs
    near = runs[max(span.headline - HIGHER, 0) : max(span.headline, 0)][::-1]
    above = [run for run in near[:BEFORE] if not _is_of_visit(run, survey)]
    higher = [run for run in near[BEFORE:] if not _is_of_visit(run, survey)]
    after = runs[span.last + 1 : span.last + BEYOND]
    found: list[Stamped] = []
    for places in (
        (runs[n] for n in _places(span, len(runs))),
        (run for run in (*above, *after) if _says_date(run, reader)),
        above,
        (run for run in higher if _says_date(run, reader)),
    ):
        found += _until_published(places, reader)
        if any(dated.stamp == "published" for dated in found):
            return found
    return [*found, *_labelled(survey, span, reader)]


def in_header(survey: Survey, span: Span, reader: DateReader, known: date) -> Stamped | None:
    """The day of publication printed between headline and body, where it may be another than the known one.

    Args:
        survey: The page.
        span: Where headline and body stand.
        reader: Of the page.
        known: The day of publication as the metadata have it; a line with its numbers is not read.
    """
    start = span.headline + 1
    if start <= 0:
        return None
    header = [run for run in survey.runs[start : min(span.first, start + BELOW)] if _may_date(run)]
    day, year = {str(known.day), f"{known.day:02}"}, str(known.year)
    if not header or (year in header[0].text and not day.isdisjoint(_NUMBER.findall(header[0].text))):
        return None
    found = _until_published((run for run in header if run.tag not in _OF_PEOPLE), reader)
    return next((dated for dated in found if dated.stamp == "published"), None)


def _labelled(survey: Survey, span: Span, reader: DateReader) -> Iterator[Stamped]:
    """Dates that say "published", far above the headline or in a table of particulars below the body."""
    runs = survey.runs
    for run in runs[: max(span.headline - BEFORE, 0)]:
        if _may_date(run) and reader.stamp(run.text) == "published":
            yield from dates_of(run, reader)
    for label, run in pairwise(runs[span.last + 1 : span.last + FAR]):
        if len(label.text) <= _LONGEST_LABEL and _may_date(run) and not DATELIKE.search(label.text):
            stamp = reader.stamp(label.text)
            if stamp is not None:
                yield from (dated._replace(stamp=stamp) for dated in dates_of(run, reader))


def _places(span: Span, many: int) -> Iterator[int]:
    """The runs below the headline, and around the start of the body."""
    end = min(span.headline + 1 + BELOW, many)
    yield from range(span.headline + 1, end)
    yield from range(max(end, span.first - AROUND), min(span.first + AROUND, many))


def _until_published(found: Iterable[Run], reader: DateReader) -> list[Stamped]:
    """The dates of some runs up to the one that has the day of publication, and of the run after it."""
    dates: list[Stamped] = []
    for run in found:
        if _may_date(run):
            known = bool(dates)
            dates += dates_of(run, reader)
            if known or any(dated.stamp == "published" for dated in dates):
                break
        elif dates:
            break
    return dates


def _may_date(run: Run) -> bool:
    return len(run.text) <= _LONGEST and DATELIKE.search(run.text) is not None


def _is_of_visit(run: Run, survey: Survey) -> bool:
    """Whether a run, or one of the two elements around it, is named like a clock or the head of the site."""
    names, parents = survey.zones.names, survey.zones.parents
    said, zone = [run.names], run.zone
    while zone >= 0 and len(said) < _AROUND:
        said.append(names[zone])
        zone = parents[zone]
    return any(not _VISIT.isdisjoint(name_words(each)) for each in said)


def _says_date(run: Run, reader: DateReader) -> bool:
    return _may_date(run) and (_says(run.names)[0] or reader.stamp(run.text) is not None)


@lru_cache(maxsize=20_000)
def _says(names: str) -> tuple[bool, bool]:
    """Whether class and id say "date", and whether they say "updated"."""
    own = name_words(names)
    return not _DATES.isdisjoint(own), not _MODIFIED.isdisjoint(own)


def dates_of(run: Run, reader: DateReader) -> list[Stamped]:
    """The dates in a short run; in an element that is not named so only where they are most of a part.

    A part without a date may say which one the next is, or the time of the one before.
    """
    text = apart(run)
    return _in(text, run, reader) or (_in(run.text, run, reader) if text != run.text else [])


def _in(text: str, run: Run, reader: DateReader) -> list[Stamped]:
    """The dates in the text of a run."""
    named, changed = _says(run.names)
    parts = [piece for part in map(clean, PARTS.split(text)) if part for piece in reader.cut(part)]
    found: list[Stamped] = []
    before = ""
    for part, after in pairwise((*parts, "")):
        if not DATELIKE.search(part):
            before = part
            continue
        stamp = reader.stamp(part) or (reader.stamp(before) if before else None)
        told = named or stamp is not None or len(part.split()) <= _MOST_WORDS
        moment = reader.moment(part) if told else None
        if moment is not None:
            moment, raw = _with_time(moment, part, after, reader)
            shown = stamp or ("modified" if changed else "published")
            found.append(Stamped(moment, shown, raw, "date" if named else run.tag))
            before = ""
    return found


def _with_time(moment: Moment, part: str, after: str, reader: DateReader) -> tuple[Moment, str]:
    """A date with the time that stands behind it in the next part."""
    if moment.time is None and _TIME.search(after) and not DATELIKE.search(after):
        whole = f"{part} - {after}"
        timed = reader.moment(whole)
        if timed is not None and timed.time is not None and timed.date == moment.date:
            return timed, whole
    return moment, part
