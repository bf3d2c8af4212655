"""A page written out again as HTML that does nothing: no scripts, no frames, no forms that send.

What stays is what can be seen: elements, styles, pictures. Whoever writes it can put markup around each
of its text nodes, without the tree being changed.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from newsgrab.dom.places import steps
from newsgrab.dom.tree import TEXT, Attributes, Node, Tree, parse
from newsgrab.named_tuples import NamedTuple

Wrap = Callable[[int, str], str]
"""What is written for a text node: from its number, as ``places`` counts them, and its escaped text."""

OURS: Final = "newsgrab-"
"""What the names of elements begin with that no page may have."""

_DROPPED: Final = frozenset({
    "script", "noscript", "template", "iframe", "frame", "frameset", "object", "embed", "applet", "base",
    "meta", "title", "noframes", "noembed", "portal", "fencedframe", "annotation-xml", "foreignobject",
})  # fmt: skip
_VOID: Final = frozenset({
    "area", "br", "col", "hr", "img", "input", "link", "source", "track", "wbr", "param", "keygen",
})  # fmt: skip
_NO_ELEMENTS_IN: Final = frozenset({
    "svg", "math", "option", "select", "textarea", "style", "datalist", "audio", "video", "canvas",
})  # fmt: skip
_RAW_TEXT: Final = {"xmp": "pre", "listing": "pre", "plaintext": "pre"}
_EATS_LINE_END: Final = frozenset({"pre", "textarea"})
"""A line end right behind their start tag is none of the text (HTML Standard, section 13.1.2.1)."""

_LINKS: Final = frozenset({"stylesheet", "icon"})
_SILENCED: Final = frozenset({
    "srcdoc", "ping", "action", "formaction", "autofocus", "autoplay", "integrity", "crossorigin", "nonce",
    "http-equiv", "manifest", "attributionsrc", "is", "slot",
})  # fmt: skip
_NAME: Final = re.compile(r"[a-z][a-z0-9._-]*", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"[a-z_][a-z0-9_:.-]*", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"[\x00-\x20\x7f-\x9f]+")
_CODE: Final = re.compile(r"(?:javascript|vbscript|livescript|mocha):", re.IGNORECASE)


class Markup(NamedTuple):
    """A page that does nothing, in parts, so that others can be put between them.

    Attributes:
        is_modern: Whether it has a doctype; without one, browsers lay it out as in the 1990s.
        base: What its ``<base>`` says.
        root: Attributes of its root element, each with a blank before it.
        head: Its styles.
        attributes: Attributes of its body, likewise.
        body: What stands in its body.
    """

    is_modern: bool
    base: str | None
    root: str
    head: str
    attributes: str
    body: str


def inert(html: bytes, wrap: Wrap) -> Markup:
    """Writes a page out again; it is parsed anew, as the same bytes always are.

    Args:
        html: The page in UTF-8.
        wrap: What is written for a text node; asked only where elements may stand in its place.
    """
    tree = parse(html)
    root, head, body = tree.root, tree.head, tree.body
    return Markup(
        is_modern=b"<!doctype" in html[:1024].lower(),
        base=_base(tree),
        root="" if root is None else "".join(_attributes(root.attributes)),
        head="" if head is None else "".join(_styles(head)),
        attributes="" if body is None else "".join(_attributes(body.attributes)),
        body="" if body is None else "".join(_Writer(wrap).written(body)),
    )


def _base(tree: Tree) -> str | None:
    for node in tree.css("base[href]"):
        return node.attributes.get("href")
    return None


def _styles(head: Node) -> Iterator[str]:
    for node, opens in steps(head):
        if opens and node.tag == "style" and node.parent is not None and node.parent.mem_id == head.mem_id:
            yield f"<style{''.join(_attributes(node.attributes))}>{_css(node)}</style>\n"
        elif opens and node.tag == "link" and _is_seen(node.attributes):
            yield f"<link{''.join(_attributes(node.attributes))}>\n"


def _css(node: Node) -> str:
    """The text of a style sheet; the parser ended it where it ended, and nothing in it may end it earlier."""
    return (node.text() or "").replace("</", "<\\/")


def _is_seen(attributes: Attributes) -> bool:
    return not _LINKS.isdisjoint((attributes.get("rel") or "").lower().split())


def _attributes(attributes: Attributes) -> Iterator[str]:
    """Those that make nothing happen, each with a blank before it."""
    for name, value in attributes.items():
        lower = name.lower()
        if lower.startswith(("on", OURS)) or lower in _SILENCED or not _ATTRIBUTE.fullmatch(name):
            continue
        if value is None:
            yield f" {name}"
        elif not _CODE.match(_UNSEEN.sub("", value)):
            yield f' {name}="{escape(value)}"'


class _Writer:
    """The state of one writing: where something is left out, and where no element may be put."""

    def __init__(self, wrap: Wrap) -> None:
        self._wrap = wrap
        self._count = 0
        self._dropped: int | None = None
        self._plain: int | None = None

    def written(self, body: Node) -> Iterator[str]:
        for node, opens in steps(body):
            if node.tag_id == TEXT:
                yield self._text(node)
            elif node.is_element_node and node.mem_id != body.mem_id:
                yield self._opened(node) if opens else self._closed(node)

    def _text(self, node: Node) -> str:
        number, self._count = self._count, self._count + 1
        if self._dropped is not None:
            return ""
        text = escape(node.text_content or "", quote=False)
        return text if self._plain is not None or not text.strip() else self._wrap(number, text)

    def _opened(self, node: Node) -> str:
        tag = node.tag or ""
        if self._dropped is not None:
            return ""
        if self._is_left_out(node, tag):
            self._dropped = node.mem_id  # its text nodes are counted as they go by
            return self._style(node) if tag == "style" else ""
        if self._plain is None and tag in _NO_ELEMENTS_IN:
            self._plain = node.mem_id
        name = _name(tag)
        line_end = "\n" if name in _EATS_LINE_END else ""
        return f"<{name}{''.join(_attributes(node.attributes))}>{line_end}"

    def _style(self, node: Node) -> str:
        """A style sheet; in SVG its text would be read as markup, and none is written."""
        if self._plain is not None:
            return ""
        return f"<style{''.join(_attributes(node.attributes))}>{_css(node)}</style>"

    def _is_left_out(self, node: Node, tag: str) -> bool:
        if tag == "link":
            return not _is_seen(node.attributes)
        return tag in _DROPPED or tag == "style"

    def _closed(self, node: Node) -> str:
        tag, name = node.tag or "", node.mem_id
        if self._dropped is not None:
            if self._dropped != name:
                return ""
            self._dropped = None
            return ""
        if self._plain == name:
            self._plain = None
        return "" if tag in _VOID else f"</{_name(tag)}>"


def _name(tag: str) -> str:
    """What an element is called; where its name cannot be one, or is one of ours, ``span``."""
    if not _NAME.fullmatch(tag) or tag.startswith(OURS):
        return "span"
    return _RAW_TEXT.get(tag, tag)
