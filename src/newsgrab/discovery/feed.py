"""Feeds: RSS 0.9 to 2.0, RDF and Atom."""

from collections.abc import Mapping
from typing import Final

from newsgrab.discovery.entries import Entry, Newest, Paper, links_of
from newsgrab.discovery.records import Field, Record, Wanted, read_records
from newsgrab.errors import BadXml
from newsgrab.model import Listing
from newsgrab.urls import join

ROOTS: Final = frozenset({"rss", "rdf", "feed", "channel"})
"""What the outermost element of a feed may be called, in lower case."""

_PUBLISHED: Final = (
    "pubDate",
    "published",
    "dc:date",
    "dcterms:issued",
    "issued",
    "dcterms:created",
    "created",
)
_MODIFIED: Final = ("updated", "atom:updated", "dcterms:modified", "modified")
_TITLES: Final = ("title", "media:title", "dc:title")
_LINKS: Final = ("link", "atom:link", "feedburner:origLink", "guid", "id")
_WANTED: Final = Wanted(frozenset({"item", "entry"}), frozenset((*_LINKS, *_PUBLISHED, *_MODIFIED, *_TITLES)))
_PAGE_TYPES: Final = ("", "text/html", "application/xhtml+xml")


def read_feed(paper: Paper) -> Listing:
    """The articles a feed names, in its order.

    Source: RSS 0.91 to 2.0 (rssboard.org), RDF Site Summary 1.0, RFC 4287; Atom 0.3, which some still have.

    Raises:
        BadXml: It is none.
    """
    kept = Newest(paper.now)

    def take(record: Record) -> None:
        if entry := _entry(record):
            kept.add(entry)

    course = read_records(paper.body, _WANTED, take)
    if course.root not in ROOTS:
        raise BadXml("it is no feed")
    base = join(paper.url, course.base or "") or paper.url
    links = links_of(kept.in_order(), paper, base=base)
    return Listing(kind="feed", links=links, notes=(*course.flaws, *kept.notes))


def _entry(record: Record) -> Entry | None:
    texts: dict[str, str] = {}
    pages: dict[bool, str] = {}
    for field in record.fields:
        if "href" in field.attributes:
            if (is_page := _is_page(field)) is not None:
                pages.setdefault(is_page, field.attributes["href"].strip())
        elif field.name not in texts and (text := field.text.strip()):
            texts[field.name] = text
        if field.name == "guid" and field.attributes.get("isPermaLink", "").strip().lower() == "false":
            texts.pop("guid", None)
    reference = (
        texts.get("feedburner:origLink")
        or pages.get(True)
        or texts.get("link")
        or pages.get(False)
        or _identifier(texts, record)
    )
    if not reference:
        return None
    return Entry(reference, _first(texts, _TITLES), _first(texts, _PUBLISHED), _first(texts, _MODIFIED))


def _is_page(link: Field) -> bool | None:
    """Whether an Atom link leads to the page itself, or to it in another format; ``None`` if to neither."""
    if link.attributes.get("rel", "alternate").strip().lower() != "alternate":
        return None
    return link.attributes.get("type", "").strip().lower() in _PAGE_TYPES


def _identifier(texts: Mapping[str, str], record: Record) -> str:
    """An identifier that is an address (``tag:example.com,2024:1`` is none); ``""`` if there is none."""
    for text in (texts.get("guid"), record.attributes.get("rdf:about"), texts.get("id")):
        if text and text.lower().startswith(("http://", "https://")):
            return text
    return ""


def _first(texts: Mapping[str, str], names: tuple[str, ...]) -> str:
    for name in names:
        if name in texts:
            return texts[name]
    return ""
