"""What stands around the headline besides the byline: kicker, dek, and the dateline that opens the lead."""

import re
from typing import Final

from newsgrab.dom import Survey
from newsgrab.extraction.byline_reading import Span
from newsgrab.extraction.headline import Headline
from newsgrab.extraction.names import name_words
from newsgrab.extraction.site_name import squeezed
from newsgrab.extraction.structured import Claims
from newsgrab.extraction.vocabulary import classes
from newsgrab.patterns import regex
from newsgrab.text import clean

LONGEST_KICKER: Final = 60
SHORTEST_DEK: Final = 20
LONGEST_DEK: Final = 600
LONGEST_DATELINE: Final = 60

_SAME: Final = 40
"""Letters two texts must begin with alike to be one: metadata cut descriptions."""

_KICKERS: Final = classes("kicker")
_DEKS: Final = classes("dek")
_NOT: Final = classes("beside_dek")

_DASH: Final = r"\s{0,2}(?:[—–]|--|-(?=\s))\s{0,3}(?=\S)"
_ASIDE: Final = regex(r"\s[—–-]\s")
"""A second dash: the first one opened an aside."""

_AGENCY: Final = r"(?:\([^()]{2,30}\))?"
_DAY: Final = r"(?:\w{3,10}\.?[ ]\d{1,2}|\d{1,2}\.?[ ]\w{3,10}\.?)?"
_WITH_CAPITALS: Final = regex(
    rf"((?:[^\W\d_][\w'’.\-]{{0,25}}(?:[ /,]{{1,3}}|$)){{1,5}}{_DAY}\s{{0,2}}{_AGENCY})\.?{_DASH}"
)
_WITHOUT: Final = regex(
    rf"([^\W\d_a-zA-Z]{{2,15}}(?:[ /،]{{1,2}}[^\W\d_a-zA-Z]{{2,15}}){{0,2}}\s?{_AGENCY})"
    r"\s{0,2}[—–-]\s{1,3}"
)
_BRACKETED: Final = regex(
    r"\(([^\W\d_][^\W\d_ ]{1,20}(?: [^\W\d_]{2,20}){0,2})\s?[-–—=]\s?([^\W\d_][^()\d]{1,25})\)\s"
)


def kicker(survey: Survey, headline: Headline | None) -> str | None:
    """The short line above the headline."""
    if headline is None or headline.run is None:
        return None
    if headline.kicker:
        return headline.kicker
    for n in range(headline.run - 1, max(headline.run - 3, -1), -1):
        run = survey.runs[n]
        if len(run.text) <= LONGEST_KICKER and not _KICKERS.isdisjoint(name_words(run.names)):
            return clean(run.text)
    return None


def dek(survey: Survey, claims: Claims, span: Span, kept: frozenset[int]) -> str | None:
    """The line or two printed under the headline, above the text; it may open the body.

    It is known by its class or id, or by saying what the page gives as its description.

    Args:
        survey: The page.
        claims: Its own statements.
        span: Where headline and body stand.
        kept: The runs of the body: one among them that looks like the others is the lead.
    """
    if span.headline < 0:
        return None
    said: list[str] | None = None
    for n in range(span.headline + 1, min(span.first + 1, span.headline + 12, len(survey.runs))):
        run = survey.runs[n]
        if not SHORTEST_DEK <= len(run.text) <= LONGEST_DEK or run.link_chars * 2 > len(run.text):
            continue
        if run.text == survey.runs[span.headline].text:
            continue
        named = name_words(run.names)
        if not _NOT.isdisjoint(named):
            continue
        if not _DEKS.isdisjoint(named):
            return clean(run.text)
        if n in kept and not _stands_apart(survey, n, kept):
            continue
        said = _summaries(claims) if said is None else said
        if squeezed(run.text[: 3 * _SAME]).startswith(tuple(said)):
            return clean(run.text)
    return None


def _stands_apart(survey: Survey, number: int, kept: frozenset[int]) -> bool:
    """Whether the body goes on in another kind of element: a lead looks like the paragraphs below it."""
    run = survey.runs[number]
    below = survey.runs[min((n for n in kept if n > number), default=number)]
    return bool(run.names) and run.names != below.names and run.zone != below.zone


def _summaries(claims: Claims) -> list[str]:
    """How the summaries in the metadata begin."""
    found = [*claims.meta(("description", "og:description")), *claims.property("alternativeHeadline")]
    found += claims.property("description")
    return [start for claim in found if (start := squeezed(claim.value[: 2 * _SAME])[:_SAME])]


def dateline(text: str) -> str | None:
    """Place, and what stands with it, that opens the lead: "PARIS, June 3" of "PARIS, June 3 — The ...".

    In scripts with capitals the place must be in capitals, or an agency follow it in brackets.

    Args:
        text: The first paragraph of the body.
    """
    start = text[: 2 * LONGEST_DATELINE]
    if start[:1] == "(":
        inside = _BRACKETED.match(start)
        lower = inside is not None and (inside[1][0].islower() or inside[2][0].islower())
        return clean(start[: inside.end()]) if inside and not lower else None
    found = _WITHOUT.match(start) or _WITH_CAPITALS.match(start)
    if found is None:
        return None
    line = found[1].strip(" ,")
    rest = start[found.end() :]
    if len(line) > LONGEST_DATELINE or rest[:1].islower() or _ASIDE.search(rest):
        return None
    first = re.split(r"[ ,/(]", line, maxsplit=1)[0]
    cased = first.upper() != first.lower()
    if cased and not (first.isupper() and len(first) > 2) and not line.endswith(")"):  # noqa: PLR2004 - "A", "EU"
        return None
    return clean(line)
