"""Sitemaps: of addresses, of news, of other sitemaps, and as plain lists."""

from collections.abc import Iterator
from typing import Final

from newsgrab.discovery.entries import Entry, Newest, Paper, links_of, newest_first
from newsgrab.discovery.records import Record, Wanted, read_records
from newsgrab.discovery.shapes import is_navigation
from newsgrab.errors import BadXml
from newsgrab.model import LinkKind, Listing

ROOTS: Final = frozenset({"urlset", "sitemapindex"})
"""What the outermost element of a sitemap may be called."""

_DATE: Final = "news:news/news:publication_date"
_TITLE: Final = "news:news/news:title"
_KINDS: Final[dict[str, LinkKind]] = {"url": "article", "sitemap": "sitemap"}

_WANTED: Final = Wanted(frozenset(_KINDS), frozenset({"loc", "lastmod", _DATE, _TITLE}))


def read_sitemap(paper: Paper) -> Listing:
    """The articles a sitemap names, newest first, and the sitemaps that an index names, likewise.

    An article that a news sitemap does not vouch for is left out where its address is that of a front page
    or of a section.

    Source: sitemaps.org/protocol.html; Google's extension for news.

    Raises:
        BadXml: It is none.
    """
    kept: dict[LinkKind, Newest] = {"article": Newest(paper.now), "sitemap": Newest(paper.now)}

    def take(record: Record) -> None:
        if entry := _entry(record):
            kept[_KINDS[record.name]].add(entry)

    course = read_records(paper.body, _WANTED, take)
    if course.root not in ROOTS:
        raise BadXml("it is no sitemap")
    stories = filter(_may_be_article, kept["article"].in_order())
    links = newest_first(links_of(stories, paper))
    links += newest_first(links_of(kept["sitemap"].in_order(), paper, "sitemap"))
    notes = [note for newest in kept.values() for note in newest.notes]
    return Listing(kind="sitemap", links=tuple(links), notes=(*course.flaws, *notes))


def _entry(record: Record) -> Entry | None:
    texts = {field.name: field.text for field in reversed(record.fields)}  # the first of a name counts
    if not (reference := texts.get("loc", "").strip()):
        return None
    return Entry(
        reference=reference,
        title=texts.get(_TITLE, ""),
        published=texts.get(_DATE, "").strip(),
        modified=texts.get("lastmod", "").strip(),
    )


def _may_be_article(entry: Entry) -> bool:
    return bool(entry.title) or not is_navigation(entry.reference.strip())


def read_text_sitemap(paper: Paper) -> Listing:
    """The addresses of a list, one a line, in its order.

    Source: sitemaps.org/protocol.html, "Text file".

    Raises:
        BadXml: It is none.
    """
    kept = Newest(paper.now)
    for line in _lines(paper.body):
        if line.startswith(("http://", "https://")):
            kept.add(Entry(line))
    links = links_of(filter(_may_be_article, kept.in_order()), paper)
    if not links and paper.body.strip():
        raise BadXml("it is no list of addresses")
    return Listing(kind="sitemap", links=links, notes=tuple(kept.notes))


def _lines(body: bytes) -> Iterator[str]:
    """The lines, one at a time: all at once they take ten times the memory of the file."""
    start, size = 0, len(body)
    while start < size:
        end = body.find(b"\n", start)
        end = size if end < 0 else end
        yield body[start : min(end, start + 10_000)].decode("utf-8", "replace").strip("\ufeff \t\r")
        start = end + 1
