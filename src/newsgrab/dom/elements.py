"""HTML elements by the part they play in a text."""

from collections.abc import Callable
from typing import Final, TypeAlias

from newsgrab.dom.records import MARK_CODE, MARK_EMPHASIS, MARK_STRONG
from newsgrab.dom.tree import Attributes

SKIPPED: Final = (
    "style", "noscript", "template", "svg", "math", "select", "datalist", "textarea", "button",
    "canvas", "input", "map", "progress", "meter", "dialog", "noframes", "rp", "rt", "area",
)  # fmt: skip
"""Their text is no text of the page."""

BLOCKS: Final = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "caption", "summary", "legend",
    "pre", "address",
)  # fmt: skip
"""They hold one run of text."""

ZONES: Final = (
    "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "li", "dl", "dd", "table",
    "tbody", "tr", "td", "th", "blockquote", "figure", "form", "fieldset", "center", "details", "body",
)  # fmt: skip
"""They group blocks."""

INLINE: Final = (
    "bdi", "bdo", "big", "cite", "data", "del", "dfn", "font", "ins", "kbd", "mark", "nobr",
    "picture", "q", "rb", "ruby", "s", "samp", "small", "strike", "sub", "sup", "tt", "u", "var",
    "wbr", "acronym", "label", "blink",
)  # fmt: skip
"""They break no line."""

MEDIA: Final = ("img", "iframe", "video", "audio", "embed", "object")
"""Pictures, players and foreign frames."""

PARAGRAPH: Final = 80
"""Characters from which a line that ends like a sentence is a paragraph; lines of verse are shorter."""

SENTENCE_ENDS: Final = frozenset('.!?:؟۔।。！？…”»"')

MARKS: Final = {
    "b": MARK_STRONG, "strong": MARK_STRONG, "i": MARK_EMPHASIS, "em": MARK_EMPHASIS, "code": MARK_CODE,
}  # fmt: skip
"""They mark some words, and how."""

Furniture: TypeAlias = Callable[[str], bool]
"""Whether an element with these names (class, id, role) is never part of an article."""


def nothing_is_furniture(names: str) -> bool:  # noqa: ARG001 - one signature for all
    """For a walk that leaves nothing out."""
    return False


def is_paragraph(line: str) -> bool:
    """Whether a line that ends at a ``<br>`` is a paragraph: long, and ending like a sentence."""
    return len(line) >= PARAGRAPH and line[-1] in SENTENCE_ENDS


def is_hidden(attributes: Attributes) -> bool:
    """Whether an element says that it is not shown."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = (attributes.get("style") or "").lower().replace(" ", "")
    return "display:none" in style or "visibility:hidden" in style
