"""Who wrote the article: what the metadata claim, weighed against what the page prints.

On the corpus JSON-LD names the writers rightly on 95 of 100 pages where it names a person at all,
``<meta>`` on 91, a printed byline on 88; each of them is missing on a third to a half of the pages.
"""

from collections.abc import Iterator
from typing import Any, Final

from newsgrab import urls
from newsgrab.dom import Survey
from newsgrab.extraction.authors import people
from newsgrab.extraction.byline_reading import Byline, Search, Span
from newsgrab.extraction.byline_words import Words
from newsgrab.extraction.bylines import naming, printed, search_in
from newsgrab.extraction.linked_data import MAX_NODES, Thing, addresses, text, texts, types_of
from newsgrab.extraction.person_names import is_name, is_persons, is_sites, is_team
from newsgrab.extraction.site_name import Names
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.vocabulary import keys
from newsgrab.model import Author
from newsgrab.named_tuples import NamedTuple
from newsgrab.records import replace
from newsgrab.text import fold

_WEAK_KEYS: Final = keys("weak_author")
AUTHOR_KEYS: Final = (*keys("author"), *_WEAK_KEYS)
_CERTAIN: Final = 4
_WEAK: Final = frozenset(_WEAK_KEYS)


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
    best, others = _claimed(claims, words)
    byline = _byline(search_in(survey, span, words, claims.names), best)
    shown = byline.text if byline else None
    if byline is not None and byline.authors and _beats(byline, best):
        claim = Claim(byline.text, "markup", byline.path, byline.text)
        return Writers(_absolute(byline.authors, claims.relative_to), shown, claim)
    chosen = best or others
    if chosen is None:
        return Writers((), shown, None)
    return Writers(_absolute(chosen.authors, claims.relative_to), shown, chosen.claim)


def _claimed(claims: Claims, words: Words) -> tuple[_Said | None, _Said | None]:
    """The most reliable metadata that name a person, and the most reliable that name an organisation."""
    others = None
    for said in _said(claims, words, claims.names):
        if _persons(said.authors):
            return said, others
        others = others or said
    return None, others


def _byline(search: Search, best: _Said | None) -> Byline | None:
    """The printed line: the one that names whom the metadata name, or what looks most like a byline."""
    if best is not None:
        named = naming(search, best.authors[0].name, len(best.authors))
        if named is not None or not (best.claim.path in _WEAK or _accounts(best)):
            return named
    return printed(search)


def _persons(authors: tuple[Author, ...]) -> set[str]:
    return {fold(author.name) for author in authors if author.type == "person"}


def _beats(byline: Byline, said: _Said | None) -> bool:
    """Whether a byline says more than the metadata.

    It does where they are unreliable, where it links all whom they name and others, and where it has
    the name of somebody of whom they have the account.
    """
    if said is None or said.claim.path in _WEAK:
        return True
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
        if key not in claims.metas:
            continue
        found: dict[str, Author] = {}
        raw = ""
        for claim in claims.meta((key,)):
            if "://" in claim.value[:12] or _is_sites(claim.value, names):
                continue
            for author in people(_turned(key, claim.value), words, names, claimed=True):
                found.setdefault(fold(author.name), author)
                raw = raw or claim.raw
        if found:
            yield _Said(tuple(found.values()), Claim(raw, "meta", key, raw))


def _is_sites(value: str, names: Names) -> bool:
    return names.names_site(value) and not is_persons(value) and (names.is_site(value) or not is_team(value))


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
        several = thing.get("name")
        things = [{**thing, "name": one} for one in texts(several)] if isinstance(several, list) else [thing]
        for author in [author for one in things for author in _described(one, words, names)]:
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
    if not name or is_sites(name, names):
        return
    kinds = types_of(thing)
    if kinds and "person" not in kinds:
        if is_name(name, words, names) and not _is_sites(name, names):
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
    return tuple(
        replace(author, url=urls.join(base, author.url)) if author.url else author for author in authors
    )
