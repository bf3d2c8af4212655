"""Feeds: RSS 0.9 to 2.0, RDF and Atom."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

from newsgrab.discovery.entries import Entry, Newest, Paper, links_of, moment_of
from newsgrab.discovery.records import Field, Record, Wanted, read_records
from newsgrab.errors import BadXml
from newsgrab.model import Listing

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
    kept = Newest()

    def take(record: Record) -> None:
        if entry := _entry(record, paper):
            kept.add(entry)

    course = read_records(paper.body, _WANTED, take)
    if course.root not in ROOTS:
        raise BadXml("it is no feed")
    base = urljoin(paper.url, course.base) if course.base else paper.url
    links = links_of(kept.in_order(), paper, base=base)
    return Listing(kind="feed", links=links, notes=(*course.flaws, *kept.notes))


def _entry(record: Record, paper: Paper) -> Entry | None:
    reference = _reference(record)
    if not reference:
        return None
    texts = {field.name: field.text for field in reversed(record.fields)}  # the first of a name counts
    return Entry(
        reference=reference,
        title=_first(texts, _TITLES),
        published=moment_of(_first(texts, _PUBLISHED), paper.now),
        modified=moment_of(_first(texts, _MODIFIED), paper.now),
    )


def _first(texts: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := texts.get(name, "").strip())), "")


def _reference(record: Record) -> str:
    """Where the article is; ``""`` if the record does not say."""
    by_name: dict[str, str] = {}
    for field in record.fields:
        if field.name in ("link", "atom:link") and "href" in field.attributes:
            rank = _rank(field)
            if rank:
                by_name.setdefault(rank, field.attributes["href"])
        elif field.name in ("link", "feedburner:origLink"):
            by_name.setdefault(field.name, field.text.strip())
        elif field.name == "guid" and field.attributes.get("isPermaLink", "true").strip().lower() != "false":
            by_name.setdefault("guid", field.text.strip())
        elif field.name == "id":
            by_name.setdefault("id", field.text.strip())
    by_name.setdefault("about", record.attributes.get("rdf:about", ""))
    order = ("feedburner:origLink", "page", "link", "alternate", "guid", "about", "id")
    found = (by_name.get(name, "") for name in order)
    return next((reference for reference in found if reference and _may_be_address(reference, by_name)), "")


def _rank(field: Field) -> str:
    """What an Atom link is good for: the page itself, the same in another format, or nothing."""
    if field.attributes.get("rel", "alternate").strip().lower() != "alternate":
        return ""
    return "page" if field.attributes.get("type", "").strip().lower() in _PAGE_TYPES else "alternate"


def _may_be_address(reference: str, by_name: Mapping[str, str]) -> bool:
    """Identifiers are addresses only where they look like it (``tag:example.com,2024:1`` does not)."""
    is_name = reference in (by_name.get("guid"), by_name.get("id"), by_name.get("about"))
    return not is_name or reference.lower().startswith(("http://", "https://"))
