"""What the metadata say of the site, its sections and keywords, and what they say to search engines."""

from collections.abc import Iterable, Iterator
from typing import Final

from newsgrab.dom import Survey
from newsgrab.extraction.site_name import endings
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.titles import LONGEST
from newsgrab.extraction.vocabulary import keys
from newsgrab.text import clean

TAG_KEYS: Final = keys("tag")
WEAK_TAG_KEYS: Final = keys("weak_tag")
SECTION_KEYS: Final = keys("section")
DESCRIPTION_KEYS: Final = keys("description")

MOST_TAGS: Final = 50
_LONGEST_TAG: Final = 80


def site_name(survey: Survey, claims: Claims) -> str | None:
    """The site's name: declared, or what ends the title and fits the host."""
    names = claims.names
    if names.shown:
        return clean(names.shown[0])
    parts = endings((survey.title or "")[-LONGEST:])
    return next((clean(part) for part in reversed(parts) if names.names_site(part)), None)


def description(claims: Claims) -> Claim | None:
    """The summary made for search engines."""
    return next(claims.meta(DESCRIPTION_KEYS), None) or next(claims.property("description"), None)


def sections(claims: Claims) -> tuple[str, ...]:
    """The sections the article stands in."""
    found = list(claims.property("articleSection")) or list(claims.meta(SECTION_KEYS))
    return _distinct([part for claim in found for part in _listed(claim.value)]) if found else ()


def tags(survey: Survey, claims: Claims, last: int) -> tuple[str, ...]:
    """Keywords of the article, from the first source that has any.

    Args:
        survey: The page.
        claims: Its own statements.
        last: The run the body ends with; links with ``rel=tag`` are looked for around and after it.
    """
    for found in (claims.meta(TAG_KEYS), claims.property("keywords"), claims.meta(WEAK_TAG_KEYS)):
        if listed := _distinct([part for claim in found for part in _listed(claim.value)]):
            return listed
    return _distinct(_tag_links(survey, last))


def _tag_links(survey: Survey, last: int) -> Iterator[str]:
    for run in survey.runs[max(last - 5, 0) : last + 15]:
        for mark in run.marks if run.links else ():
            if mark.kind == "a" and "tag" in (mark.node.attributes.get("rel") or "").split():
                yield mark.node.text() or ""


def _listed(value: str) -> list[str]:
    for comma in (";", "،", "、", ","):
        if comma in value:
            return value.split(comma)
    return [value]


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    shown = [(value if value.isprintable() else clean(value)).strip("# ") for value in values]
    found: dict[str, str] = {}
    for value in shown:
        if value and len(value) <= _LONGEST_TAG:
            found.setdefault(value.casefold(), value)
    return tuple(found.values())[:MOST_TAGS]
