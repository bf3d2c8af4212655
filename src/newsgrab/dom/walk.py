"""One walk over the tree.

Text gathers until a block boundary; there it becomes a run. So text in bare nodes, ``<br>`` runs,
nested ``<div>``s and layout tables are read the same way as ``<p>``.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from newsgrab.dom import elements
from newsgrab.dom.declarations import DECLARING, Declarations
from newsgrab.dom.elements import Furniture
from newsgrab.dom.menus import is_link_list
from newsgrab.dom.records import Holder, Mark, Media, Mention, Run, Skipped, Survey, Zones
from newsgrab.dom.tree import COMMENT, TEXT, Attributes, Node, Tree, tag_ids

DEEPEST: Final = 200
"""Zones nested deeper are read as one run; the deepest of 2,189 real pages has 56 elements."""

_says_nothing: Final = frozenset({"itemprop", "role", "style", "hidden", "aria-hidden"}).isdisjoint
_new: Final = tuple.__new__
"""Makes a record from its tuple in a third of the time that the record's own ``__new__`` takes."""


class _Walker(Declarations):
    """The state of one walk; its methods are one for each kind of element."""

    __slots__ = (
        "blank_from", "depth", "furniture", "in_link", "lines_of", "link_chars", "link_count", "marks",
        "media", "mentions", "parts", "runs", "skipped", "zones",
    )  # fmt: skip

    def __init__(self, furniture: Furniture) -> None:
        super().__init__()
        self.furniture = furniture
        self.parts: list[str] = []
        self.marks: list[Mark] = []
        self.link_chars = self.link_count = self.in_link = self.depth = 0
        self.blank_from = -1
        self.lines_of: Node | None = None
        self.runs: list[Run] = []
        self.zones = Zones()
        self.skipped: list[Skipped] = []
        self.media: list[Media] = []
        self.mentions: list[Mention] = []

    def children(self, child: Node | None, zone: int, holder: Holder) -> None:
        """Visits a node and those after it; white space at the start of a run is not gathered."""
        parts = self.parts
        while child is not None:
            number = child.tag_id
            if number == TEXT:
                if parts or not child.is_empty_text_node:
                    parts.append(child.text_content or "")
            else:
                visit, tag = VISITS[number] if number < _KNOWN else _UNKNOWN
                if visit is not None:
                    visit(self, child, tag, zone, holder)
            child = child.next

    def flush(self, zone: int, holder: Holder) -> None:
        """A block boundary: what gathered becomes a run. Called only when something has."""
        parts, marks = self.parts, self.marks
        text = _single_spaced("".join(parts) if len(parts) > 1 else parts[0])
        if text:
            chars = len(text) if self.in_link else self.link_chars
            tag, names, node = holder
            if marks:
                chars = min(chars, len(text))
                run = (text, tag, names, zone, chars, self.link_count, tuple(parts), tuple(marks), node)
            else:
                run = (text, tag, names, zone, chars, 0, (), (), node)
            self.runs.append(_new(Run, run))
        marks.clear()
        parts.clear()
        self.link_chars = self.link_count = 0
        self.blank_from = -1

    def zone(self, node: Node, tag: str, outer: int, holder: Holder) -> None:
        if self.parts:
            self.flush(outer, holder)
        child = node.first_child
        if child is None:
            return
        tag, names, hidden = tag or node.tag or "", "", False
        if attributes := node.attributes:
            names = attributes.get("class") or ""
            if "id" in attributes:
                names = f"{names} {attributes['id']}"
            if not _says_nothing(attributes):
                names, hidden = self.telling(node, attributes, outer)
            if names and outer >= 0 and self.furniture(names):
                self.skipped.append(Skipped(tag, names, outer, len(self.runs), node))
                return
        zones, index = self.zones, len(self.zones.parents)
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
        told = attributes.get
        if prop := told("itemprop"):
            self.mentions.append(Mention(prop, node.tag or "", zone, len(self.runs), node))
        names = [name for name in (told("class"), told("id"), prop, told("role")) if name]
        return " ".join(names), elements.is_hidden(attributes)

    def block(self, node: Node, tag: str, zone: int, holder: Holder) -> None:
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
            if not _says_nothing(attributes):
                names, _ = self.telling(node, attributes, zone)
        if child.tag_id == TEXT and child.next is None:
            if text := _single_spaced(child.text_content or ""):
                chars = len(text) if self.in_link else 0
                self.runs.append(_new(Run, (text, tag, names, zone, chars, 0, (), (), node)))
            return
        here = (tag, names, node)
        self.children(child, zone, here)
        if self.parts:
            self.flush(zone, here)

    def inline(self, node: Node, tag: str, zone: int, holder: Holder) -> None:  # noqa: ARG002 - one signature for all visits
        self.children(node.first_child, zone, holder)

    def span(self, node: Node, tag: str, zone: int, holder: Holder) -> None:  # noqa: ARG002 - as above
        child = node.first_child
        if child is None:
            return
        attributes = node.attributes
        if attributes and not _says_nothing(attributes) and self.telling(node, attributes, zone)[1]:
            return
        self.children(child, zone, holder)

    def time(self, node: Node, tag: str, zone: int, holder: Holder) -> None:
        self.mentions.append(Mention(tag, tag, zone, len(self.runs), node))
        self.children(node.first_child, zone, holder)

    def link_list(self, node: Node, tag: str, zone: int, holder: Holder) -> None:
        """A list that is nothing but links is one run: menus are half of all text blocks of a page."""
        (self.menu if is_link_list(node) else self.zone)(node, tag, zone, holder)

    def menu(self, node: Node, tag: str, zone: int, holder: Holder) -> None:
        if self.parts:
            self.flush(zone, holder)
        text = _single_spaced(node.text(separator=" ", skip_empty=True))
        if text:
            names = node.attributes.get("class") or ""
            self.runs.append(_new(Run, (text, tag, names, zone, len(text), 2, (), (), node)))

    def anchor(self, node: Node, tag: str, zone: int, holder: Holder) -> None:
        child = node.first_child
        if child is None:
            return
        parts, start = self.parts, len(self.parts)
        if child.tag_id == TEXT and child.next is None:
            text = child.text_content or ""
            parts.append(text)
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
            text = "".join(parts[start:])
        self.link_chars += len(text.strip())
        self.link_count += 1
        self.marks.append(_new(Mark, (tag, start, len(parts), node)))

    def marked(self, node: Node, kind: str, zone: int, holder: Holder) -> None:
        start, runs = len(self.parts), len(self.runs)
        self.children(node.first_child, zone, holder)
        if len(self.runs) == runs and len(self.parts) > start:
            self.marks.append(_new(Mark, (kind, start, len(self.parts), node)))

    def line_break(self, node: Node, tag: str, zone: int, holder: Holder) -> None:
        """One ``<br>`` breaks a line, two with nothing between them a paragraph.

        So does one behind a long line that ends like a sentence; from there on each line of the
        element is a paragraph.
        """
        parts = self.parts
        line = "".join(parts[max(self.blank_from, 0) :]).strip()
        if not line or self.lines_of is holder[2] or elements.is_paragraph(line):
            self.lines_of = holder[2] if line else self.lines_of
            if parts:
                self.flush(zone, holder)
            return
        parts.append("\n")
        self.blank_from = len(parts)
        self.marks.append(_new(Mark, (tag, len(parts) - 1, len(parts), node)))

    def rule(self, node: Node, tag: str, zone: int, holder: Holder) -> None:  # noqa: ARG002 - as above
        if self.parts:
            self.flush(zone, holder)

    def medium(self, node: Node, tag: str, zone: int, holder: Holder) -> None:  # noqa: ARG002 - as above
        self.media.append(Media(tag, zone, len(self.runs), node))


def _single_spaced(text: str) -> str:
    """White space as single blanks; a printable text has no other, and to see that costs little."""
    text = text.strip()
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


Visit: TypeAlias = Callable[[_Walker, Node, str, int, Holder], None]
"""What is done with an element: the walk, the element, its tag, the zone and the element around it."""


def _visits() -> list[tuple[Visit | None, str]]:
    """For each element what is done with it, and as what; the text of those left alone is not the page's."""
    table: dict[int, tuple[Visit | None, str]] = {COMMENT: (None, "")}
    for names, visit in (
        (elements.SKIPPED, None),
        (elements.BLOCKS, _Walker.block),
        (elements.ZONES, _Walker.zone),
        (("ul", "ol"), _Walker.link_list),
        (("nav", "menu"), _Walker.menu),
        (elements.INLINE, _Walker.inline),
        (elements.MEDIA, _Walker.medium),
        (("span",), _Walker.span),
        (("time", "abbr"), _Walker.time),
        (("a",), _Walker.anchor),
        (elements.MARKS, _Walker.marked),
        (("br",), _Walker.line_break),
        (("hr",), _Walker.rule),
        *DECLARING,
    ):
        table |= {
            number: (visit, elements.MARKS.get(name, name)) for name in names for number in tag_ids(name)
        }
    return [table.get(number, _UNKNOWN) for number in range(max(table) + 1)]  # half the time of a dict


_UNKNOWN: Final = (_Walker.zone, "")
VISITS: Final = _visits()
_KNOWN: Final = len(VISITS)


def walk(tree: Tree, furniture: Furniture = elements.nothing_is_furniture) -> Survey:
    """Everything the page says, in document order.

    Args:
        tree: A parsed page.
        furniture: Which elements are not walked but only noted, by their names. Half of a page is
            menus, footers and pop-ups; not walking them halves the time.
    """
    walker = _Walker(furniture)
    attributes = tree.root.attributes if tree.root is not None else {}
    if tree.head is not None:
        walker.children(tree.head.first_child, -1, ("", "", tree.head))
    walker.parts.clear()
    walker.runs.clear()
    walker.zones = Zones()
    if tree.body is not None:
        walker.zone(tree.body, "body", -1, ("", "", tree.body))
    return Survey(
        attributes.get("lang") or attributes.get("xml:lang"),
        attributes.get("dir"),
        walker.base,
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
