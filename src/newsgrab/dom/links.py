"""The links of a page: what leads from a section page to its stories, and to its feeds."""

from typing import Final, NamedTuple

from newsgrab.dom.tree import Node, Tree
from newsgrab.text import clean

_MOST: Final = 20_000
"""Anchors looked at; the front page with the most of those seen has 2,100."""

_CLIMBED: Final = 12
"""Ancestors looked at: enough to leave a card of nested boxes."""

_LONGEST: Final = 1_000
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FURNITURE: Final = frozenset({"nav", "header", "footer", "aside", "menu"})
_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "menu", "menubar"})
_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)


class Anchor(NamedTuple):
    """A link in a page: where it leads, its text (or that of its picture), and where it stands."""

    href: str
    text: str
    is_heading: bool
    is_furniture: bool


def anchors(tree: Tree) -> tuple[Anchor, ...]:
    """The links of a page in its order."""
    found = []
    for node in tree.css("a[href]")[:_MOST]:
        href = node.attributes.get("href")
        if href and (href := href.strip()) and not href.startswith("#"):
            heading, furniture = _place(node)
            found.append(Anchor(href, _text(node), heading, furniture))
    return tuple(found)


def feeds(tree: Tree) -> tuple[str, ...]:
    """What the page declares as its feeds, verbatim.

    Source: https://html.spec.whatwg.org/multipage/links.html#rel-alternate.
    """
    found = []
    for node in tree.css("link[rel][href]")[:_MOST]:
        told = node.attributes
        kind = (told.get("type") or "").partition(";")[0].strip().lower()
        rels = (told.get("rel") or "").lower().split()
        if ("alternate" in rels and kind in _FEED_TYPES) or "feed" in rels:
            found.append((told.get("href") or "").strip())
    return tuple(href for href in dict.fromkeys(found) if href)


def base(tree: Tree) -> str | None:
    """What the page declares its links to be relative to, verbatim."""
    node = tree.css_first("base[href]")
    return None if node is None else node.attributes.get("href")


def _place(node: Node) -> tuple[bool, bool]:
    """Whether a link is (in or around) a heading, and whether it stands in the furniture of the page."""
    heading = node.css_first("h1,h2,h3,h4,h5,h6") is not None
    furniture = False
    above = node.parent
    for _ in range(_CLIMBED):
        if above is None or above.tag in ("article", "main", "body"):
            break
        heading = heading or above.tag in _HEADINGS
        furniture = furniture or above.tag in _FURNITURE or above.attributes.get("role") in _ROLES
        above = above.parent
    return heading, furniture


def _text(node: Node) -> str:
    text = clean((node.text(separator=" ") or "")[:_LONGEST])
    if text:
        return text
    picture = node.css_first("img[alt]")
    return "" if picture is None else clean((picture.attributes.get("alt") or "")[:_LONGEST])
