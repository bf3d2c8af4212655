"""Who wrote the article: what the metadata claim, weighed against what the page prints.

On the corpus JSON-LD names the writers rightly on 95 of 100 pages where it names a person at all,
``<meta>`` on 91, a printed byline on 88; each of them is missing on a third to a half of the pages.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from newsgrab import urls
from newsgrab.dom import Survey
from newsgrab.extraction.authors import Words, is_name, people
from newsgrab.extraction.bylines import Byline, Span, line_at, naming, printed
from newsgrab.extraction.linked_data import MAX_NODES, Thing, addresses, text, types_of
from newsgrab.extraction.site_name import Names
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.model import Author
from newsgrab.text import fold

AUTHOR_KEYS: Final = (
    "author", "article:author", "parsely-author", "sailthru.author", "og:article:author", "article:author_name",
    "cxenseparse:author", "byl", "dc.creator", "dcterms.creator", "dc:creator", "articleauthor", "og:author", "creator",
    "citation_author", "bt:author", "author.name", "shareaholic:article_author_name", "dcsext.author", "twitter:data1",
)  # fmt: skip
"""Keys of meta tags that name writers, the most reliable first."""

_LABELLED: Final = {"twitter:data1": "twitter:label1"}
"""Keys that name a writer only if another one says so; here with any byline prefix of the page's languages."""

_CERTAIN: Final = 4
_WEAK: Final = frozenset(AUTHOR_KEYS[8:])


class Writers(NamedTuple):
    """The writers, and where they were found.

    Attributes:
        authors: In the order of their source; empty where the page names nobody.
        byline: The printed line, if there is one.
        claim: Source, path and raw value of what won, ``None`` without authors.
    """

    authors: tuple[Author, ...]
    byline: str | None
    claim: Claim | None


class _Said(NamedTuple):
    authors: tuple[Author, ...]
    claim: Claim


def writers(survey: Survey, claims: Claims, span: Span, words: Words) -> Writers:
    """The article's writers.

    Args:
        survey: The page.
        claims: Its own statements.
        span: Where headline and body stand.
        words: Of the page's languages.
    """
    names = claims.names
    said = _said(claims, words, names)
    best, others = None, []
    for one in said:
        if _persons(one.authors):
            best = one
            break
        others.append(one)
    byline = _byline(survey, best, span, (words, names))
    shown = byline.text if byline else None
    if byline is not None and byline.authors and (best is None or best.claim.path in _WEAK or _completes(byline, best)):
        return Writers(_absolute(byline.authors, claims.base), shown, Claim(byline.text, "markup", byline.path, byline.text))
    chosen = best or next(iter(others), None)
    if chosen is None:
        return Writers((), shown, None)
    return Writers(_absolute(chosen.authors, claims.base), shown, chosen.claim)


def _byline(survey: Survey, best: _Said | None, span: Span, known: tuple[Words, Names]) -> Byline | None:
    """The printed line: the one that names whom the metadata name, or the one that looks most like a byline."""
    if best is not None:
        n = naming(survey, span, best.authors[0].name)
        if n is not None:
            return line_at(survey, n, *known, fewest=len(best.authors))
        if best.claim.path not in _WEAK and not _accounts(best):
            return None
    return printed(survey, span, *known)


def _persons(authors: tuple[Author, ...]) -> set[str]:
    return {fold(author.name) for author in authors if author.type == "person"}


def _completes(byline: Byline, said: _Said) -> bool:
    """Whether a byline says more than the metadata: it links all they name and others, or names an account's owner."""
    shown, claimed = _persons(byline.authors), _persons(said.authors)
    if claimed < shown:
        return all(author.url for author in byline.authors)
    return _accounts(said) and byline.rank <= _CERTAIN and any(" " in name for name in shown)


def _accounts(said: _Said) -> bool:
    """Whether the metadata give accounts instead of names: one word each."""
    return all(" " not in author.name and author.name.isascii() for author in said.authors)


def _said(claims: Claims, words: Words, names: Names) -> Iterator[_Said]:
    if linked := tuple(_linked(claims, words, names)):
        raw = text(claims.article.get("author")) or linked[0].name
        yield _Said(linked, Claim(linked[0].name, "json-ld", "author", raw))
    for key in AUTHOR_KEYS:
        found: dict[str, Author] = {}
        raw = ""
        for claim in claims.meta((key,)):
            if "://" in claim.value[:12] or names.names_site(claim.value):
                continue
            for author in people(_turned(key, claim.value), words, names, claimed=True):
                found.setdefault(fold(author.name), author)
                raw = raw or claim.raw
        if found:
            yield _Said(tuple(found.values()), Claim(raw, "meta", key, raw))


def _turned(key: str, value: str) -> str:
    """Catalogues put the family name first: "Roe, Jane"."""
    family, comma, given = value.partition(",")
    if comma and "," not in given and key.startswith(("citation", "dc")) and " " not in family.strip():
        return f"{given.strip()} {family.strip()}"
    return value


def _linked(claims: Claims, words: Words, names: Names) -> Iterator[Author]:
    """The authors of the JSON-LD article; references are followed into the graph."""
    seen: set[str] = set()
    for value in _each(claims.article.get("author") or claims.article.get("creator")):
        thing: Thing = value if isinstance(value, dict) else {"name": value}
        if "name" not in thing and isinstance(key := thing.get("@id"), str):
            thing = claims.linked.by_id.get(key, thing)
        for author in _described(thing, words, names):
            if fold(author.name) not in seen:
                seen.add(fold(author.name))
                yield author


def _each(value: object) -> Iterator[Any]:
    stack: list[Any] = [value]
    for _ in range(MAX_NODES):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item[:MAX_NODES]))
        elif isinstance(item, (dict, str)):
            yield item


def _described(thing: Thing, words: Words, names: Names) -> Iterator[Author]:
    """The writers one author object names: often several in one name."""
    name = text(thing.get("name"))
    if not name or names.is_site(name):
        return
    kinds = types_of(thing)
    if kinds and "person" not in kinds:
        if is_name(name, words, names) and not names.names_site(name):
            yield Author(name=name, type="organization", url=next(addresses(thing.get("url")), None))
        return
    found = people(name, words, names, claimed=True)
    if len(found) == 1:
        role = found[0].role or text(thing.get("jobTitle"))
        url = next(addresses(thing.get("url")), None)
        yield replace(found[0], role=role, url=url)
    else:
        yield from found


def _absolute(authors: tuple[Author, ...], base: str) -> tuple[Author, ...]:
    return tuple(replace(author, url=urls.join(base, author.url)) if author.url else author for author in authors)
