"""What the metadata call the headline, and how far a printed text agrees with it."""

from collections.abc import Container, Iterator
from itertools import pairwise
from typing import Final, TypeAlias

from newsgrab import text
from newsgrab.dom import Survey
from newsgrab.extraction.site_name import segments, squeezed
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.vocabulary import keys

TITLE_KEYS: Final = keys("title")

LONGEST: Final = 400
"""Characters; the longest headline of the corpus has 250."""

Wanted: TypeAlias = dict[str, Claim]
"""What the metadata call the headline, by squeezed title, the most trusted first."""

Claimed: TypeAlias = Iterator[tuple[str, Claim]]
"""The same, one after the other, as far as they are asked for."""

_SHORTEST: Final = 2
_MOST_SEGMENTS: Final = 8


def said(survey: Survey, claims: Claims, printed: Container[str]) -> Claimed:
    """What the metadata call the headline, squeezed and as it stands there, the most trusted first.

    The site's name is taken off.

    Args:
        survey: The page.
        claims: Its own statements.
        printed: Squeezed headings; what is printed word for word has no site's name to be taken off.
    """
    names = claims.names
    seen: set[str] = set()
    verbatim: set[str] = set()
    for claim in _sources(survey, claims):
        if claim.value in verbatim:
            continue
        verbatim.add(claim.value)
        value = text.clean(claim.value[:LONGEST])
        bare = squeezed(value)
        if bare in seen:
            continue
        seen.add(bare)
        if bare not in printed:
            shorter = names.without_site(value)
            if shorter != value:
                value, bare = shorter, squeezed(shorter)
        if len(value) >= _SHORTEST and not names.is_squeezed_site(bare):
            yield bare, (claim if value == claim.value else Claim(value, *claim[1:]))


def _sources(survey: Survey, claims: Claims) -> Iterator[Claim]:
    if claims.declared:
        yield from claims.property("headline")
    yield from claims.meta(TITLE_KEYS)
    if survey.title:
        yield Claim(survey.title, "markup", "title", survey.title)
    if not claims.declared:
        yield from claims.property("headline")
        yield from claims.property("name")


def parts(title: str, *, colons: bool = False) -> set[str]:
    """The squeezed parts of a title between its bars and dashes, neighbours joined, too.

    Args:
        title: What the metadata say.
        colons: Whether a colon parts it, too.
    """
    bare = [segment for segment in map(squeezed, segments(title, colons=colons)) if segment]
    bare = bare[:_MOST_SEGMENTS]
    return {"".join(bare[start:end]) for end in range(1, len(bare) + 1) for start in range(end)}


def agreement(one: str, other: str) -> float:
    """How much of two squeezed titles is the same, 0 to 1."""
    return 1.0 if one == other else likeness(set(pairwise(one)), set(pairwise(other)))


def likeness(first: set[tuple[str, str]], second: set[tuple[str, str]]) -> float:
    """The same of their pairs of letters (Dice's coefficient)."""
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))
