"""A line of a page: its style, and where it stands in a script's direction."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal

from newsgrab.model.article import Direction
from newsgrab.records import dataclass
from newsgrab.rendering.typeset.columns import width_of
from newsgrab.rendering.typeset.visual import reordered

Bidi = Literal["terminal", "visual", "none"]
"""Who puts right-to-left letters in order: a terminal that can, and is told where lines begin; we, for one
that cannot; or a terminal that is told nothing."""

Style = Literal["headline", "heading", "faint", "emphasis", "plain"]

# ECMA-48, "select graphic rendition": bold, faint, italic.
_CODES: Final[Mapping[Style, str]] = {"headline": "1", "heading": "1", "faint": "2", "emphasis": "3"}
_ISOLATE: Final = "\u2067{}\u2069"  # RLI, PDI (UAX #9)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesetOptions:
    """How a page is set.

    Attributes:
        width: Columns of a line, at least 20.
        colour: Whether styles are used.
        bidi: Who orders right-to-left letters.
    """

    width: int = 80
    colour: bool = False
    bidi: Bidi = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One line in the order of reading, not yet placed."""

    text: str = ""
    style: Style = "plain"
    direction: Direction = "ltr"


def placed(line: Line, options: TypesetOptions) -> str:
    """The line as it is written; one in a right-to-left script stands at the right edge."""
    text = line.text.rstrip()
    if line.direction == "rtl" and text:
        margin = " " * max(options.width - width_of(text), 0)
        text = margin + _ORDER[options.bidi](text)
    code = _CODES.get(line.style)
    return f"\x1b[{code}m{text}\x1b[0m" if options.colour and code and text else text


_ORDER: Final[Mapping[Bidi, Callable[[str], str]]] = {
    "terminal": _ISOLATE.format,
    "visual": reordered,
    "none": str,
}


def behind(mark: str, lines: Iterable[Line], *, hang: str | None = None) -> list[Line]:
    """Lines behind a mark like that of a list.

    Args:
        mark: Stands before the first.
        lines: They have to be so much shorter.
        hang: Stands before the others; by default as many spaces.
    """
    rest = " " * width_of(mark) if hang is None else hang
    return [
        Line(f"{rest if number else mark}{line.text}", line.style, line.direction)
        for number, line in enumerate(lines)
    ]
