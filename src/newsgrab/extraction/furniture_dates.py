"""Dates in elements that were not walked: boxes and footers of an article are named like those of a page."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from newsgrab.dom import Node, Skipped, Survey
from newsgrab.extraction.byline_reading import Span
from newsgrab.extraction.date_reader import DATELIKE, DateReader
from newsgrab.extraction.names import name_words
from newsgrab.extraction.printed_dates import Stamped
from newsgrab.extraction.vocabulary import classes
from newsgrab.text import clean

Place: TypeAlias = Literal["above", "headline", "after"]

NEAR: Final = 4
"""Runs between the element and the headline, or the start of the body."""

AFTER: Final = 8
"""Runs between the end of the body and the element."""

_SMALL: Final = 500
_LARGE: Final = 4_000
_LARGEST: Final = 6_000
"""Characters of its text with scripts and white space."""

_LONGEST: Final = 80
_TAGGED: Final = "[itemprop=datePublished], [itemprop=datepublished]"
_TIMES: Final = f"time, {_TAGGED}"
_ELSEWHERE: Final = classes("elsewhere")


def skipped_dates(survey: Survey, span: Span, reader: DateReader) -> Iterator[Stamped]:
    """The dates in elements beside headline and body that were left out, the first first.

    Those that say "published" or are tagged so; where the element is small and stands with the headline
    or below it, any. Above the headline pages print the day of the visit. In an element that gives several
    days of publication, none.

    Args:
        survey: The page.
        span: Where headline and body stand.
        reader: Of the page.
    """
    for skipped in survey.skipped:
        place = _place(skipped, span)
        if place is None or not _ELSEWHERE.isdisjoint(name_words(skipped.names)):
            continue
        text = skipped.node.text(separator="\n") or ""
        dated = DATELIKE.search(text) or skipped.node.css_first(_TIMES) is not None
        if len(text) > _LARGEST or not dated:
            continue
        lines = _lines(text, skipped.node)
        size = sum(map(len, lines))
        if size > _LARGE:
            continue
        bare = place == "headline" and size <= _SMALL
        found = [*_tagged(skipped.node, reader, _TIMES if bare or place == "above" else _TAGGED)]
        found += _printed(lines, reader, bare=bare)
        if len({dated.moment.date for dated in found if dated.stamp == "published"}) == 1:
            yield from found


def _place(skipped: Skipped, span: Span) -> Place | None:
    """Where a skipped element stands, if it is near."""
    if span.last < skipped.run <= span.last + AFTER:
        return "after"
    if span.headline < 0:
        holds = skipped.run <= span.first and skipped.node.css_first("h1") is not None
        return "headline" if holds else None
    if span.headline < skipped.run <= span.first + NEAR:
        return "headline"
    return "above" if span.headline - NEAR <= skipped.run <= span.headline else None


def _lines(text: str, node: Node) -> list[str]:
    """The lines of an element's text that can be seen."""
    unseen = "\n".join(inner.text() or "" for inner in node.css("script, style, template"))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line and line not in unseen]


def _tagged(node: Node, reader: DateReader, selector: str) -> Iterator[Stamped]:
    for tagged in node.css(selector):
        said = (tagged.attributes.get("datetime"), tagged.attributes.get("content"), tagged.text())
        for raw in said:
            if raw and len(raw) <= _LONGEST and (moment := reader.moment(raw)) is not None:
                stamp = reader.stamp(clean(tagged.text())) or "published"
                yield Stamped(moment, stamp, raw, tagged.tag or "")
                break


def _printed(lines: list[str], reader: DateReader, *, bare: bool) -> Iterator[Stamped]:
    """Lines with dates; those that nothing says the meaning of only where ``bare`` ones may be meant."""
    for before, line in pairwise(("", *lines)):
        if len(line) <= _LONGEST and DATELIKE.search(line):
            line = clean(line)  # noqa: PLW2901 - only what is read
            label = None if DATELIKE.search(before) else reader.stamp(before)
            stamp = "modified" if label == "modified" else reader.stamp(line) or label
            moment = reader.moment(line) if stamp or bare else None
            if moment is not None:
                yield Stamped(moment, stamp or "published", line, "text")
