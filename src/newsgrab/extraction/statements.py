"""What every source of a page says about each field, whether it won or not. For explanations only."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from newsgrab.dom import Mention, Survey
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.linked_data import addresses, types_of
from newsgrab.extraction.names import name_words
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.vocabulary import classes, keys

MOST: Final = 30
"""Statements told of one field; a page may have hundreds of ``<time>``."""

_LONGEST: Final = 300
_MODIFIED: Final = classes("modified")
_PRINTED_HEADLINES: Final = frozenset({"h1"})

_PROPERTIES: Final[Mapping[str, tuple[str, ...]]] = {
    "headline": ("headline", "name"),
    "published": ("datePublished", "dateCreated", "uploadDate"),
    "modified": ("dateModified",),
    "description": ("description",),
    "site_name": ("publisher",),
    "sections": ("articleSection",),
    "tags": ("keywords",),
    "language": ("inLanguage",),
    "access": ("isAccessibleForFree",),
}
_METAS: Final[Mapping[str, tuple[str, ...]]] = {
    "headline": keys("title"),
    "authors": (*keys("author"), *keys("weak_author")),
    "published": (*keys("published"), *keys("weak_published")),
    "modified": keys("modified"),
    "canonical_url": ("og:url",),
    "description": keys("description"),
    "site_name": keys("site"),
    "sections": keys("section"),
    "tags": (*keys("tag"), *keys("weak_tag")),
    "image": keys("image"),
    "language": ("content-language", "og:locale"),
    "type": ("og:type",),
    "access": ("article:content_tier",),
}
_MICRODATA: Final[Mapping[str, frozenset[str]]] = {
    "headline": frozenset({"headline"}),
    "authors": frozenset({"author", "creator"}),
    "published": frozenset({"datePublished", "dateCreated", "uploadDate"}),
    "modified": frozenset({"dateModified"}),
}


def statements(evidence: Evidence, name: str) -> tuple[Claim, ...]:
    """What all sources say about one field, each once.

    Args:
        evidence: The page.
        name: The field's name in the article.
    """
    return tuple(islice(dict.fromkeys(each_statement(evidence, name)), MOST))


def each_statement(evidence: Evidence, name: str) -> Iterator[Claim]:
    """The same one by one, the most trusted first.

    Args:
        evidence: The page.
        name: The field's name in the article.
    """
    claims = evidence.claims
    yield from _linked(claims, name)
    yield from claims.meta(_METAS.get(name, ()))
    yield from _declared(evidence.survey, name)
    yield from _printed(evidence.survey, name)


def _linked(claims: Claims, name: str) -> Iterator[Claim]:
    """JSON-LD."""
    for path in _PROPERTIES.get(name, ()):
        yield from claims.property(path)
    if name == "authors":
        yield from _authors(claims, "author")
        yield from _authors(claims, "creator")
    elif name == "type":
        yield from (Claim(kind, "json-ld", "@type", kind) for kind in types_of(claims.article))
    elif name == "image":
        found = addresses(claims.article.get("image"))
        yield from (Claim(url, "json-ld", "image", url) for url in found)


def _authors(claims: Claims, path: str) -> Iterator[Claim]:
    """The names of the authors, also of those that stand elsewhere in the graph."""
    yield from claims.property(path)
    value: Any = claims.article.get(path)
    for item in value if isinstance(value, list) else [value]:
        key = item.get("@id") if isinstance(item, dict) and "name" not in item else None
        named = claims.linked.by_id.get(key, {}).get("name") if isinstance(key, str) else None
        if isinstance(named, str) and named.strip():
            yield Claim(named.strip(), "json-ld", path, named)


def _declared(survey: Survey, name: str) -> Iterator[Claim]:
    """The elements of the head, and the attributes of the root."""
    if name == "headline" and survey.title:
        yield Claim(survey.title, "markup", "title", survey.title)
    elif name == "canonical_url":
        for rel, href, _ in survey.links:
            if "canonical" in rel.split():
                yield Claim(href, "markup", "link rel=canonical", href)
    elif name == "language" and survey.language:
        yield Claim(survey.language, "markup", "html lang", survey.language)
    elif name == "direction" and survey.direction:
        yield Claim(survey.direction, "markup", "html dir", survey.direction)


def _printed(survey: Survey, name: str) -> Iterator[Claim]:
    """Microdata, ``<time>`` and headings."""
    wanted = _MICRODATA.get(name, frozenset())
    for mention in survey.mentions if wanted else ():
        if mention.kind in wanted:
            yield from _first(mention, "microdata")
        elif mention.kind == "time" and name == ("modified" if _says_changed(mention) else "published"):
            yield from _first(mention, "markup")
    if name == "headline":
        for run in survey.runs:
            if run.tag in _PRINTED_HEADLINES and len(run.text) <= _LONGEST:
                yield Claim(run.text, "markup", run.tag, run.text)


def _first(mention: Mention, source: Any) -> Iterator[Claim]:  # noqa: ANN401 - a Source, which a caller's literal is
    attributes = mention.node.attributes
    said: Iterable[str | None] = (attributes.get("datetime"), attributes.get("content"), mention.node.text())
    for raw in said:
        if raw and (value := " ".join(raw.split())) and len(raw) <= _LONGEST:
            yield Claim(value, source, mention.kind, raw)
            return


def _says_changed(mention: Mention) -> bool:
    return not _MODIFIED.isdisjoint(name_words(mention.node.attributes.get("class") or ""))
