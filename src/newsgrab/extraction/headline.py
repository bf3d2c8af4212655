"""The title printed on the story.

The metadata decide which printed text it is, and the printed text, not theirs, is the headline:
``<title>`` has the site's name, ``og:title`` is often another headline, made for being shared.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from newsgrab import text
from newsgrab.dom import Run, Survey
from newsgrab.extraction.headings import (
    AGREES,
    HEADINGS,
    MOST,
    SENTENCES,
    above_prose,
    alike,
    beside,
    by_name,
    elsewhere,
    first_headings,
)
from newsgrab.extraction.kickers import parted
from newsgrab.extraction.site_name import Names, squeezed, without_tail
from newsgrab.extraction.structured import Claims, Source
from newsgrab.extraction.titles import LONGEST, Wanted, agreement, said
from newsgrab.named_tuples import NamedTuple

_SEAMS: Final = " :|·•/-–—〉"


class Headline(NamedTuple):
    """The headline, and where it was found.

    Attributes:
        text: The headline, without kicker and site name.
        source: ``markup`` where the page prints it.
        path: The element, meta key or property.
        raw: Verbatim.
        run: Index of the run that prints it, or stands in its place, if one does.
        kicker: What stands before it in the same element.
    """

    text: str
    source: Source
    path: str
    raw: str
    run: int | None = None
    kicker: str | None = None


def headline(survey: Survey, claims: Claims) -> Headline | None:
    """The headline without the site's name; ``None`` where the page has none.

    Args:
        survey: The page.
        claims: Its own statements.
    """
    names = claims.names
    firsts = first_headings(survey)
    wanted: Wanted = {}
    claimed = said(survey, claims, firsts)
    index = None
    for title, claim in claimed:
        wanted.setdefault(title, claim)
        if title in firsts:
            index = beside(survey, firsts[title], wanted, claimed, exact=True)
            break
    else:
        index = alike(firsts, wanted, names)
        if index is not None:
            index = beside(survey, index, wanted, claimed, exact=False)
    if index is None:
        index = elsewhere(survey, wanted)
    if index is None:
        index = by_name(survey, firsts)
        if index is not None and wanted and len(survey.runs[index].text) > SENTENCES:
            told = next(iter(wanted.values()))
            return Headline(without_tail(told.value), told.source, told.path, told.raw, index)
    if index is None:
        index = above_prose(survey, firsts, wanted, names)
    if index is None:
        return _unprinted(survey, firsts, wanted, names)
    return _printed(survey.runs[index], index, wanted, names)


def _unprinted(survey: Survey, firsts: dict[str, int], wanted: Wanted, names: Names) -> Headline | None:
    """The headline where no run prints it."""
    for shown in islice(_skipped(survey), MOST):
        bare = squeezed(shown)
        if any(agreement(bare, title) > AGREES for title in wanted):
            return Headline(names.without_site(shown), "markup", "h1", shown)
    for claim in wanted.values():
        return Headline(without_tail(claim.value), claim.source, claim.path, claim.raw)
    for n in firsts.values():
        if not names.is_site(survey.runs[n].text):
            return _printed(survey.runs[n], n, wanted, names)
    return None


def _skipped(survey: Survey) -> Iterator[str]:
    """The first headings in what was not walked: some pages print theirs in an element named like a menu."""
    for skipped in survey.skipped:
        for node in [skipped.node] if skipped.tag == "h1" else skipped.node.css("h1"):
            shown = text.clean(node.text(separator=" ") or "")
            if len(shown) <= LONGEST:
                yield shown


def _printed(run: Run, index: int, wanted: Wanted, names: Names) -> Headline:
    """The headline a run prints, parted from the kicker in the same element."""
    kicker, shown = parted(run, wanted) if run.tag in HEADINGS else (None, None)
    if shown is None:
        shown = names.without_site(text.clean(run.text))
    return Headline(shown.strip(_SEAMS) or run.text, "markup", run.tag, run.text, index, kicker)
