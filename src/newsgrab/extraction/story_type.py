"""What kind of story it is: by its schema.org type, its section or its address."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, cast
from urllib.parse import unquote

from newsgrab.extraction.linked_data import types_of
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.vocabulary import SCHEMA_TYPES
from newsgrab.model.article import ArticleType
from newsgrab.named_tuples import NamedTuple
from newsgrab.tables import table
from newsgrab.text import fold

_LONGEST: Final = 80
"""Characters of a word of an address that are looked up."""


class Typed(NamedTuple):
    """The kind of a story, and what says so."""

    type: ArticleType
    claim: Claim | None


def story_type(claims: Claims, sections: tuple[str, ...]) -> Typed:
    """What kind of story it is.

    Args:
        claims: The page's own statements.
        sections: The sections it stands in.
    """
    kinds = types_of(claims.article)
    for kind in kinds:
        if kind in SCHEMA_TYPES:
            return Typed(SCHEMA_TYPES[kind], Claim(kind, "json-ld", "@type", kind))
    og = next((claim for claim in claims.meta(("og:type",))), None)
    said = og.value.lower() if og else ""
    if said.startswith("video"):
        return Typed("video", og)
    if not claims.declared and not said.startswith(("article", "news", "blog")):
        return Typed("unknown", None)
    for hinted in _hints_of(claims, sections):
        return hinted
    kind = kinds[0] if kinds else ""
    return Typed("article", Claim(kind, "json-ld", "@type", kind) if claims.declared else og)


def _hints_of(claims: Claims, sections: tuple[str, ...]) -> Iterator[Typed]:
    for word in unquote(claims.base[:2_000].partition("?")[0]).split("/")[3:-1]:
        if hint := _hint(word):
            yield Typed(hint, Claim(word, "url", "path", claims.base))
    for section in sections:
        if hint := _hint(section):
            yield Typed(hint, Claim(section, "markup", "sections", section))


@lru_cache(maxsize=20_000)
def _hint(word: str) -> ArticleType | None:
    """What a section says about its stories; remembered, for a site has few sections."""
    return _hints().get(fold(word)) if len(word) <= _LONGEST else None


@cache
def _hints() -> dict[str, ArticleType]:
    return {
        fold(word): cast("ArticleType", kind)
        for kind, words in table("story_types").items()
        for word in words
    }
