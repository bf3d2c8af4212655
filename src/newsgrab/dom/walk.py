"""One walk over the tree.

Text gathers until a block boundary; there it becomes a run. So text in bare nodes, ``<br>`` runs,
nested ``<div>``s and layout tables are read the same way as ``<p>``.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from newsgrab.dom.records import Mark, Media, Mention, Run, Skipped, Survey, Zones
from newsgrab.dom.tree import COMMENT, TEXT, Node, Tree, tag_ids

DEEPEST: Final = 200
"""Zones nested deeper are read as one run; the deepest of 2,189 real pages has 56 elements."""

_HIDDEN: Final = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")

LINKED: Final = 0.85
"""Share of link text from which a list item counts as a link."""

_BLANK: Final = frozenset({TEXT, COMMENT})
(_ITEM,) = tag_ids("li")
(_LINK,) = tag_ids("a")

_TELLING: Final = frozenset({"itemprop", "role", "style", "hidden", "aria-hidden"})

Holder: TypeAlias = tuple[str, str, Node]
"""The element that holds text directly: its tag, its names, itself."""

Attributes: TypeAlias = dict[str, str | None]

Furniture: TypeAlias = Callable[[str], bool]
"""Whether an element with these names (class, id, role) is never part of an article."""

_SKIPPED: Final = (
    "style", "noscript", "template", "svg", "math", "select", "datalist", "textarea", "button",
    "canvas", "input", "map", "progress", "meter", "dialog", "noframes", "rp", "rt", "area", "base",
)  # fmt: skip
_BLOCKS: Final = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "caption", "summary", "legend",
    "pre", "address",
)  # fmt: skip
_ZONES: Final = (
    "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "li", "dl", "dd", "table", "tbody",
    "tr", "td", "th", "blockquote", "figure", "form", "fieldset", "center", "details", "body",
)  # fmt: skip
_INLINE: Final = (
    "abbr", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "font", "ins", "kbd", "mark", "nobr",
    "picture", "q", "rb", "ruby", "s", "samp", "small", "strike", "sub", "sup", "tt", "u", "var",
    "wbr", "acronym", "label", "blink",
)  # fmt: skip
_MEDIA: Final = ("img", "iframe", "video", "audio", "embed", "object")


class _Walker:
    """The state of one walk; its methods are one for each kind of element."""

    __slots__ = (
        "blank_from", "depth", "furniture", "in_link", "link_chars", "link_count", "links", "marks", "media", "mentions",
        "metas", "parts", "runs", "scripts", "skipped", "title", "zones",
    )  # fmt: skip

    def __init__(self, furniture: Furniture) -> None:
        self.furniture = furniture
        self.parts: list[str] = []
        self.marks: list[Mark] = []
        self.link_chars = self.link_count = self.in_link = 0
        self.blank_from = -1
        self.runs: list[Run] = []
        self.zones = Zones()
        self.depth = 0
        self.skipped: list[Skipped] = []
        self.media: list[Media] = []
        self.mentions: list[Mention] = []
        self.metas: list[tuple[str, str]] = []
        self.links: list[tuple[str, str, str]] = []
        self.scripts: list[str] = []
        self.title: str | None = None

    def children(self, child: Node | None, zone: int, holder: Holder) -> None:
        """Visits a node and those after it; white space at the start of a run is not gathered."""
        parts = self.parts
        while child is not None:
            tag = child.tag_id
            if tag == TEXT:
                if parts or not child.is_empty_text_node:
                    parts.append(child.text_content or "")
            else:
                VISITS.get(tag, _zone)(self, child, zone, holder)
            child = child.next

    def flush(self, zone: int, holder: Holder) -> None:
        """A block boundary: what gathered becomes a run. Called only when something has."""
        parts = self.parts
        text = " ".join("".join(parts).split())
        if text:
            tag, names, node = holder
            chars = len(text) if self.in_link else self.link_chars
            if self.marks:
                run = Run(text, tag, names, zone, min(chars, len(text)), self.link_count, tuple(parts), tuple(self.marks), node)
                self.marks.clear()
            else:
                run = Run(text, tag, names, zone, chars, 0, (), (), node)
            self.runs.append(run)
        parts.clear()
        self.link_chars = self.link_count = 0
        self.blank_from = -1

    def zone(self, node: Node, outer: int, holder: Holder) -> None:
        if self.parts:
            self.flush(outer, holder)
        child = node.first_child
        if child is None:
            return
        attributes = node.attributes
        hidden = False
        names = attributes.get("class") or ""
        if "id" in attributes:
            names = f"{names} {attributes['id']}"
        if not _TELLING.isdisjoint(attributes):
            names, hidden = self.telling(node, attributes, outer)
        tag = _TAGS.get(node.tag_id) or node.tag or ""
        if names and outer >= 0 and self.furniture(names):
            self.skipped.append(Skipped(tag, names, outer, len(self.runs), node))
            return
        zones = self.zones
        index = len(zones.parents)
        zones.parents.append(outer)
        zones.tags.append(tag)
        zones.names.append(names)
        zones.runs.append(len(self.runs))
        zones.nodes.append(node)
        if hidden:
            zones.hidden.add(index)
        here = (tag, names, node)
        self.depth += 1
        if self.depth < DEEPEST:
            self.children(child, index, here)
        else:
            self.parts.append(node.text(separator=" ") or "")
        self.depth -= 1
        if self.parts:
            self.flush(index, here)

    def telling(self, node: Node, attributes: Attributes, zone: int) -> tuple[str, bool]:
        """Class, id, role and itemprop of an element that has more than a class; whether it is hidden."""
        if prop := attributes.get("itemprop"):
            self.mentions.append(Mention(prop, node.tag or "", zone, len(self.runs), node))
        found = [attributes.get(key) for key in ("class", "id", "itemprop", "role")]
        hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
        if style := attributes.get("style"):
            hidden = hidden or any(word in style.lower() for word in _HIDDEN)
        return " ".join(filter(None, found)), hidden

    def block(self, node: Node, zone: int, holder: Holder) -> None:
        if self.parts:
            self.flush(zone, holder)
        child = node.first_child
        if child is None:
            return
        names = ""
        if attributes := node.attributes:
            names = attributes.get("class") or ""
            if "id" in attributes:
                names = f"{names} {attributes['id']}"
            if not _TELLING.isdisjoint(attributes):
                names, _ = self.telling(node, attributes, zone)
        tag = _TAGS.get(node.tag_id) or ""
        if child.tag_id == TEXT and child.next is None:
            text = " ".join((child.text_content or "").split())
            if text:
                chars = len(text) if self.in_link else 0
                self.runs.append(Run(text, tag, names, zone, chars, 0, (), (), node))
            return
        here = (tag, names, node)
        self.children(child, zone, here)
        if self.parts:
            self.flush(zone, here)

    def inline(self, node: Node, zone: int, holder: Holder) -> None:
        self.children(node.first_child, zone, holder)

    def span(self, node: Node, zone: int, holder: Holder) -> None:
        child = node.first_child
        if child is None:
            return
        attributes = node.attributes
        if attributes and not _TELLING.isdisjoint(attributes) and self.telling(node, attributes, zone)[1]:
            return
        self.children(child, zone, holder)

    def time(self, node: Node, zone: int, holder: Holder) -> None:
        self.mentions.append(Mention("time", "time", zone, len(self.runs), node))
        self.children(node.first_child, zone, holder)

    def link_list(self, node: Node, zone: int, holder: Holder) -> None:
        """A list that is nothing but links is one run: menus are half of all text blocks of a page."""
        first, last = node.first_child, node.last_child
        while first is not None and first.tag_id in _BLANK:
            first = first.next
        while last is not None and last.tag_id in _BLANK:
            last = last.prev
        if first is None or last is None:
            return
        if first.tag_id == _ITEM and _is_link(first) and (last.mem_id == first.mem_id or _is_link(last)):
            self.menu(node, zone, holder)
        else:
            self.zone(node, zone, holder)

    def menu(self, node: Node, zone: int, holder: Holder) -> None:
        if self.parts:
            self.flush(zone, holder)
        text = " ".join(node.text(separator=" ").split())
        if text:
            names = node.attributes.get("class") or ""
            self.runs.append(Run(text, node.tag or "", names, zone, len(text), 2, (), (), node))

    def link(self, node: Node, zone: int, holder: Holder) -> None:
        child = node.first_child
        if child is None:
            return
        parts = self.parts
        start = len(parts)
        if child.tag_id == TEXT and child.next is None:
            parts.append(child.text_content or "")
        else:
            runs = len(self.runs)
            self.in_link += 1
            self.children(child, zone, holder)
            self.in_link -= 1
            if len(self.runs) != runs:
                if parts:
                    self.link_chars += len("".join(parts))
                    self.flush(zone, holder)
                return
        self.link_chars += len("".join(parts[start:]).strip())
        self.link_count += 1
        self.marks.append(Mark("a", start, len(parts), node))

    def strong(self, node: Node, zone: int, holder: Holder) -> None:
        self.marked("strong", node, zone, holder)

    def emphasis(self, node: Node, zone: int, holder: Holder) -> None:
        self.marked("em", node, zone, holder)

    def code(self, node: Node, zone: int, holder: Holder) -> None:
        self.marked("code", node, zone, holder)

    def marked(self, kind: str, node: Node, zone: int, holder: Holder) -> None:
        start, runs = len(self.parts), len(self.runs)
        self.children(node.first_child, zone, holder)
        if len(self.runs) == runs and len(self.parts) > start:
            self.marks.append(Mark(kind, start, len(self.parts), node))

    def line_break(self, node: Node, zone: int, holder: Holder) -> None:
        """One ``<br>`` breaks a line, two with nothing between them a paragraph."""
        parts, blank = self.parts, self.blank_from
        if 0 <= blank <= len(parts) and not "".join(parts[blank:]).strip():
            if parts:
                self.flush(zone, holder)
            return
        if not parts:
            return
        parts.append("\n")
        self.blank_from = len(parts)
        self.marks.append(Mark("br", len(parts) - 1, len(parts), node))

    def rule(self, node: Node, zone: int, holder: Holder) -> None:  # noqa: ARG002 - one signature for all visits
        if self.parts:
            self.flush(zone, holder)

    def medium(self, node: Node, zone: int, holder: Holder) -> None:
        self.media.append(Media(node.tag or "", zone, len(self.runs), node))

    def script(self, node: Node, zone: int, holder: Holder) -> None:  # noqa: ARG002 - one signature for all visits
        kind = node.attributes.get("type")
        if kind and "ld+json" in kind:
            self.scripts.append(node.text_content or "")

    def meta(self, node: Node, zone: int, holder: Holder) -> None:  # noqa: ARG002 - one signature for all visits
        attributes = node.attributes
        content = attributes.get("content")
        key = (
            attributes.get("property")
            or attributes.get("name")
            or attributes.get("itemprop")
            or attributes.get("http-equiv")
        )
        if key and content:
            self.metas.append((key.strip().lower(), content))

    def link_element(self, node: Node, zone: int, holder: Holder) -> None:  # noqa: ARG002 - one signature for all visits
        attributes = node.attributes
        rel, href = attributes.get("rel"), attributes.get("href")
        if rel and href:
            self.links.append((rel.lower(), href, attributes.get("type") or ""))

    def title_element(self, node: Node, zone: int, holder: Holder) -> None:  # noqa: ARG002 - one signature for all visits
        if self.title is None:
            self.title = " ".join((node.text_content or "").split()) or None

    def skip(self, node: Node, zone: int, holder: Holder) -> None:
        """Text of these is no text of the page."""


def _is_link(item: Node) -> bool:
    """Whether all text of a list item is one link's."""
    node = item
    while True:
        child = node.first_child
        while child is not None and child.tag_id in _BLANK:
            child = child.next
        if child is None:
            return False
        if child.tag_id == _LINK:
            return len(child.text().strip()) >= LINKED * len(item.text().strip())
        node = child


Visit: TypeAlias = Callable[[_Walker, Node, int, Holder], None]


def _visits() -> dict[int, Visit]:
    table: dict[int, Visit] = {COMMENT: _Walker.skip}
    for names, visit in (
        (_SKIPPED, _Walker.skip),
        (_BLOCKS, _Walker.block),
        (("ul", "ol"), _Walker.link_list),
        (("nav", "menu"), _Walker.menu),
        (_INLINE, _Walker.inline),
        (_MEDIA, _Walker.medium),
        (("span",), _Walker.span),
        (("time",), _Walker.time),
        (("a",), _Walker.link),
        (("b", "strong"), _Walker.strong),
        (("i", "em"), _Walker.emphasis),
        (("code",), _Walker.code),
        (("br",), _Walker.line_break),
        (("hr",), _Walker.rule),
        (("script",), _Walker.script),
        (("meta",), _Walker.meta),
        (("link",), _Walker.link_element),
        (("title",), _Walker.title_element),
    ):
        table |= dict.fromkeys(tag_ids(*names), visit)
    return table


VISITS: Final = _visits()
_TAGS: Final = {number: name for name in (*_BLOCKS, *_ZONES) for number in tag_ids(name)}
_zone: Final = _Walker.zone


def nothing_is_furniture(names: str) -> bool:  # noqa: ARG001 - one signature for all
    """For a walk that leaves nothing out."""
    return False


def walk(tree: Tree, furniture: Furniture = nothing_is_furniture) -> Survey:
    """Everything the page says, in document order.

    Args:
        tree: A parsed page.
        furniture: Which elements are not walked but only noted, by their names. Half of a page is
            menus, footers and pop-ups; not walking them halves the time.
    """
    walker = _Walker(furniture)
    root = tree.root
    attributes = root.attributes if root is not None else {}
    if tree.head is not None:
        walker.children(tree.head.first_child, -1, ("", "", tree.head))
    walker.parts.clear()
    walker.runs.clear()
    walker.zones = Zones()
    if tree.body is not None:
        walker.zone(tree.body, -1, ("", "", tree.body))
    return Survey(
        attributes.get("lang") or attributes.get("xml:lang"),
        attributes.get("dir"),
        walker.title,
        tuple(walker.metas),
        tuple(walker.links),
        tuple(walker.scripts),
        tuple(walker.runs),
        walker.zones,
        tuple(walker.media),
        tuple(walker.mentions),
        tuple(walker.skipped),
    )
