"""A table in columns of a terminal: as wide as its cells want, and narrower where it has to be."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from newsgrab.model import Block
from newsgrab.model.article import Direction
from newsgrab.rendering.typeset.columns import width_of, wrapped
from newsgrab.rendering.typeset.lines import Line
from newsgrab.text import direction_of, for_screen

_GAP: Final = " │ "
_CROSSING: Final = "─┼─"
_NARROWEST: Final = 4


def table(block: Block, width: int, direction: Direction) -> list[Line]:
    """The rows, the header above a line; cells that are too long go over several lines.

    Args:
        block: A table.
        width: Columns there are.
        direction: Which way its article reads: the first column stands on that side.
    """
    header = [for_screen(cell) for cell in block.header]
    rows = [[for_screen(cell) for cell in row] for row in block.rows]
    count = max((len(row) for row in (header, *rows)), default=0)
    if not count:
        return []
    way = direction_of(" ".join(cell for row in (header, *rows) for cell in row)) or direction
    room = width - width_of(_GAP) * (count - 1)
    if room < _NARROWEST * count:  # as a list of cells it can still be read
        return [
            Line(line, direction=way) for row in (header, *rows) for line in _one_below_the_other(row, width)
        ]
    widths = _widths([header, *rows], count, room)
    lines = [Line(line, "heading", way) for line in _row(header, widths)] if any(header) else []
    if lines:
        lines.append(Line(_CROSSING.join("─" * columns for columns in widths), "faint", way))
    return lines + [Line(line, direction=way) for row in rows for line in _row(row, widths)]


def _widths(rows: Sequence[Sequence[str]], count: int, room: int) -> list[int]:
    """Columns of each: what its longest cell takes, the widest ones cut down until all fit."""
    widths = [
        max((width_of(row[at]) for row in rows if at < len(row)), default=0) or 1 for at in range(count)
    ]
    while sum(widths) > room:
        widest = max(range(count), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    padded = [*cells, *[""] * (len(widths) - len(cells))]
    columns = [wrapped(cell, max(width, 2)) for cell, width in zip(padded, widths, strict=True)]
    return [
        _GAP.join(_filled(text, width) for text, width in zip(line, widths, strict=True))
        for line in zip_longest(*columns, fillvalue="")
    ]


def _filled(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _one_below_the_other(row: Sequence[str], width: int) -> list[str]:
    return [line for cell in row for line in wrapped(cell, width)]
