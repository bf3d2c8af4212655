"""What the metadata say besides headline, writers and dates: address, site, sections, tags, image, type."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, cast
from urllib.parse import unquote

from newsgrab import urls
from newsgrab.dom import Survey
from newsgrab.extraction.linked_data import addresses, types_of
from newsgrab.extraction.site_name import endings
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.vocabulary import SCHEMA_TYPES, keys
from newsgrab.model import Access
from newsgrab.model.article import ArticleType
from newsgrab.text import clean, fold

TAG_KEYS: Final = keys("tag")
WEAK_TAG_KEYS: Final = keys("weak_tag")
IMAGE_KEYS: Final = keys("image")
SECTION_KEYS: Final = keys("section")
DESCRIPTION_KEYS: Final = keys("description")

MOST_TAGS: Final = 50
_LONGEST_TAG: Final = 80
_DATA: Final = Path(__file__).parent.parent / "data" / "story_types.toml"

_TRUE: Final = frozenset({"true", "yes", "1"})
_FALSE: Final = frozenset({"false", "no", "0"})


def canonical_url(survey: Survey, claims: Claims) -> Claim | None:
    """The address the page declares for itself, if it can be believed.

    It must be http or https and on a host that looks like the page's own; a home page is not the
    address of an article (RFC 6596 leaves both to the reader).
    """
    for claim in _addresses(survey, claims):
        address = urls.join(claims.base, claim.value)
        if address is None or not _same_site(claims.base, address):
            continue
        if _is_home(address) and not _is_home(claims.base):
            continue
        return claim._replace(value=address.partition("#")[0])
    return None


def _addresses(survey: Survey, claims: Claims) -> Iterator[Claim]:
    for rel, href, _ in survey.links:
        if "canonical" in rel and "canonical" in rel.split():
            yield Claim(href, "markup", "link rel=canonical", href)
    yield from claims.meta(("og:url",))


def _is_home(address: str) -> bool:
    """Whether an address has no path."""
    path = address.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")[2]
    return not path


def _same_site(base: str, address: str) -> bool:
    """Whether two hosts end alike: the last two labels, or the only long one among them."""
    root = base.find("/", len("https://")) + 1
    if not base or (root and address.startswith(base[:root])):
        return True
    one, other = (urls.host_of(url).split(".") for url in (base, address))
    short = len(one[-2:][0]) <= 3 and len(one) > 2  # noqa: PLR2004 - "co.uk", "com.br"
    many = 3 if short else 2
    return one[-many:] == other[-many:]


def site_name(survey: Survey, claims: Claims) -> str | None:
    """The site's name: declared, or what ends the title and fits the host."""
    names = claims.names
    if names.shown:
        return clean(names.shown[0])
    parts = endings(survey.title or "")
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


def image(claims: Claims) -> Claim | None:
    """The lead image, absolute."""
    for claim in _images(claims):
        if address := urls.join(claims.base, claim.value):
            return claim._replace(value=address)
    return None


def _images(claims: Claims) -> Iterator[Claim]:
    yield from claims.meta(IMAGE_KEYS)
    if claims.declared:
        for url in addresses(claims.article.get("image")):
            yield Claim(url, "json-ld", "image", url)


def access(claims: Claims) -> Access:
    """Whether the article is free by the page's own word.

    It says so with schema.org's ``isAccessibleForFree`` or Facebook's ``article:content_tier``.
    """
    for claim in claims.property("isAccessibleForFree"):
        word = claim.value.rpartition("/")[2].lower()
        if word in _TRUE or word in _FALSE:
            return Access(declared_free=word in _TRUE)
    tier = next((claim.value.lower() for claim in claims.meta(("article:content_tier",))), "")
    return Access(declared_free={"free": True, "locked": False}.get(tier))


def type_of(claims: Claims, found: tuple[str, ...]) -> ArticleType:
    """What kind of story it is.

    Args:
        claims: The page's own statements.
        found: The sections it stands in.
    """
    kinds = types_of(claims.article)
    for kind in kinds:
        if kind in SCHEMA_TYPES:
            return SCHEMA_TYPES[kind]
    og = next((claim.value.lower() for claim in claims.meta(("og:type",))), "")
    if og.startswith("video"):
        return "video"
    if not claims.declared and not og.startswith(("article", "news", "blog")):
        return "unknown"
    path = unquote(claims.base.partition("?")[0]).split("/")[3:-1]
    for word in (*path, *found):
        if hint := _hint(word):
            return hint
    return "article"


@lru_cache(maxsize=20_000)
def _hint(word: str) -> ArticleType | None:
    """What a section says about its stories; remembered, for a site has few sections."""
    return _hints().get(fold(word))


@cache
def _hints() -> dict[str, ArticleType]:
    table = tomllib.loads(_DATA.read_text("utf-8"))
    return {fold(word): cast("ArticleType", kind) for kind, words in table.items() for word in words}
