"""What the page says about itself: JSON-LD, OpenGraph and other meta tags.

Microdata is not gathered here: its elements are ``Survey.mentions``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from newsgrab.dom import Survey
from newsgrab.extraction.base_address import relative_to
from newsgrab.extraction.linked_data import Linked, Thing, linked, plain, text, texts
from newsgrab.extraction.site_name import Names, names_of, squeezed
from newsgrab.model import Provenance
from newsgrab.named_tuples import NamedTuple
from newsgrab.records import dataclass

Source: TypeAlias = Literal["site-rule", "json-ld", "microdata", "meta", "markup", "url"]

_LETTERS: Final = 16
"""Two headlines are compared by their first letters: metadata cut them at different lengths."""


class Claim(NamedTuple):
    """One statement.

    Attributes:
        value: What it says, without character references and needless spaces.
        source: Where it stands.
        path: Which one there: the key of a meta tag, the property of a JSON-LD object, an element.
        raw: The value verbatim.
    """

    value: str
    source: Source
    path: str
    raw: str

    @property
    def provenance(self) -> Provenance:
        """For ``Metadata.provenance``."""
        return Provenance(source=self.source, path=self.path, raw=self.raw)


@dataclass(frozen=True, slots=True)
class Claims:
    """The page's own statements.

    Attributes:
        base: The page's address, ``""`` where unknown.
        relative_to: The address that its relative links start from.
        metas: Contents of the meta tags by key, in document order.
        linked: What the JSON-LD scripts describe.
        article: The object that is this article, or failing that this page.
        declared: Whether ``article`` is an article by its own type.
        names: What the site calls itself.
    """

    base: str
    relative_to: str
    metas: Mapping[str, Sequence[str]]
    linked: Linked
    article: Thing
    declared: bool
    names: Names

    def meta(self, keys: Iterable[str]) -> Iterator[Claim]:
        """What the meta tags of these keys say, the first key's first."""
        metas = self.metas
        for key in keys:
            if key in metas:
                for raw in metas[key]:
                    if value := plain(raw):
                        yield Claim(value, "meta", key, raw)

    def property(self, name: str) -> Iterator[Claim]:
        """What the article's JSON-LD object says in one property."""
        if (raw := self.article.get(name)) is not None:
            for value in texts(raw):
                yield Claim(value, "json-ld", name, raw if isinstance(raw, str) else value)


def claims(survey: Survey, base: str) -> Claims:
    """Gathers the statements of a page.

    Args:
        survey: The page.
        base: Its address, ``""`` where unknown.
    """
    metas: dict[str, list[str]] = {}
    for key, content in survey.metas:
        if key in metas:
            metas[key].append(content)
        else:
            metas[key] = [content]
    found = linked(survey.scripts)
    article = _article(found.articles, [*metas.get("og:title", ()), survey.title or ""], base)
    declared = article is not None
    thing = next(iter(found.others or found.pages), {}) if article is None else article
    return Claims(
        base, relative_to(survey, base), metas, found, thing, declared, names_of(metas, found, thing, base)
    )


def _article(articles: tuple[Thing, ...], titles: list[str], base: str) -> Thing | None:
    """The one of several that is about this page: by its address, by its headline, or the first."""
    if len(articles) <= 1:
        return articles[0] if articles else None
    if address := _address(base):
        for article in articles:
            if address in {_address(url) for url in _own_addresses(article)}:
                return article
    shown = [squeezed(plain(title)) for title in titles]
    for article in articles:
        start = squeezed(text(article.get("headline")) or "")[:_LETTERS]
        if start and any(start in title for title in shown):
            return article
    return articles[0]


def _own_addresses(article: Thing) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = article.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def _address(url: str) -> str:
    """An address without scheme, query and fragment, for comparing."""
    bare = url.partition("#")[0].partition("?")[0]
    return bare.partition("://")[2].removeprefix("www.").rstrip("/") or bare
