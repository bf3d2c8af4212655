"""The links of a page: what leads from a section page to its stories, and to its feeds."""

from typing import Final

from newsgrab.dom.tree import TEXT, Node, Tree
from newsgrab.named_tuples import NamedTuple
from newsgrab.text import clean

_MOST: Final = 20_000
"""Anchors looked at; the front page with the most of those seen has 2,100."""

_CLIMBED: Final = 12
"""Ancestors looked at: enough to leave a card of nested boxes."""

_LONGEST: Final = 1_000
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HEADING: Final = "h1,h2,h3,h4,h5,h6"
_HIDDEN: Final = frozenset({"style", "script", "noscript", "template"})
_NO_TEXT: Final = ",".join(sorted(_HIDDEN))
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
            inner = node.css_first(_HEADING)
            is_under_heading, is_furniture = _place(node)
            found.append(
                Anchor(href, _text(inner or node), inner is not None or is_under_heading, is_furniture)
            )
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
    """Whether a link stands in a heading, and whether in the furniture of the page."""
    heading = furniture = False
    above = node.parent
    for _ in range(_CLIMBED):
        if above is None or above.tag in ("article", "main", "body"):
            break
        heading = heading or above.tag in _HEADINGS
        furniture = furniture or above.tag in _FURNITURE or above.attributes.get("role") in _ROLES
        above = above.parent
    return heading, furniture


def _text(node: Node) -> str:
    if node.css_first(_NO_TEXT) is None:
        text = node.text(separator=" ") or ""
    else:
        parts = (part for part in node.traverse(include_text=True) if part.tag_id == TEXT)
        text = " ".join(part.text_content or "" for part in parts if not _is_hidden(part, node))
    if text := clean(text[:_LONGEST]):
        return text
    picture = node.css_first("img[alt]")
    return "" if picture is None else clean((picture.attributes.get("alt") or "")[:_LONGEST])


def _is_hidden(text: Node, link: Node) -> bool:
    """Whether a text of a link is a style, a script or the like."""
    above = text.parent
    while above is not None and above.mem_id != link.mem_id:
        if above.tag in _HIDDEN:
            return True
        above = above.parent
    return False
