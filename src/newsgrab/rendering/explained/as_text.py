"""An explanation as lines: a block a line, then the fields with what lost against them.

Text stands last on its line and is never padded: in right-to-left scripts, padding lands anywhere.
"""

from collections.abc import Iterator, Sequence
from typing import Final
from unicodedata import east_asian_width

from newsgrab.model import ExplainedBlock, ExplainedField, Explanation
from newsgrab.model.explanation import Fate
from newsgrab.rendering.explained.options import ExplainOptions
from newsgrab.rendering.formats import encodable
from newsgrab.text import for_screen

_SIGNS: Final[dict[Fate, str]] = {"kept": "+", "field": "=", "stripped": "-"}
# ECMA-48, "select graphic rendition": green, cyan, red.
_COLOURS: Final[dict[Fate, str]] = {
    "kept": "32",
    "field": "36",
    "stripped": "31",
}
_LEFT_OUT: Final = 120
"""Characters shown of an element that was left out: a menu has hundreds."""

_ELEMENT: Final = 24
_LONGEST_RULE: Final = 24
_NAME: Final = 13
_NARROW: Final = 40
"""Columns below which a terminal is not believed to be one."""

_EMPTY: Final = "\u2014"


def render(explanation: Explanation, options: ExplainOptions) -> str:
    """All of it, ended by a line feed."""
    lines: list[tuple[Fate | None, str]] = [(None, line) for line in (*_head(explanation), "")]
    lines += _blocks(explanation.blocks)
    lines += [(None, line) for line in ("", *_fields(explanation))]
    return "".join(f"{_shown(encodable(line), fate, options)}\n" for fate, line in lines)


def _shown(line: str, fate: Fate | None, options: ExplainOptions) -> str:
    if options.width is not None:
        line = _cut(line, max(options.width, _NARROW))
    return f"\x1b[{_COLOURS[fate]}m{line}\x1b[0m" if options.colour and fate else line


def _head(explanation: Explanation) -> Iterator[str]:
    counts = {fate: sum(block.fate == fate for block in explanation.blocks) for fate in _SIGNS}
    if explanation.url:
        yield for_screen(explanation.url)
    if (refusal := explanation.refusal) is not None:
        reason = for_screen(refusal.reason)
        yield f"refused: {reason}; newsgrab get ends with status {refusal.status} ({refusal.code})"
    else:
        yield f"an article, confidence {explanation.confidence:.2f}"
    yield (
        f"+ {counts['kept']} kept in the body, = {counts['field']} in fields of their own,"
        f" - {counts['stripped']} stripped"
    )


def _blocks(blocks: Sequence[ExplainedBlock]) -> Iterator[tuple[Fate, str]]:
    rules = min(max((len(block.rule) for block in blocks), default=0), _LONGEST_RULE)
    for block in blocks:
        score = "" if block.score is None else f"{block.score:.2f}"
        text = for_screen(block.text)
        if block.score is None and len(text) > _LEFT_OUT:
            text = f"{text[: _LEFT_OUT - 1]}…"
        told = f"{_SIGNS[block.fate]} {score:>6} {block.rule:<{rules}} {_element(block):<{_ELEMENT}}"
        yield block.fate, f"{told} {text}"


def _element(block: ExplainedBlock) -> str:
    """The element as a selector would name it; not more of it than there is room for."""
    shown = ".".join((for_screen(block.element), *for_screen(block.names).split()))
    return shown if len(shown) <= _ELEMENT else f"{shown[: _ELEMENT - 1]}…"


def _fields(explanation: Explanation) -> Iterator[str]:
    for field in explanation.fields:
        yield from _field(field)
    for notice in explanation.notices:
        yield f"{'notice':<{_NAME}} {notice.kind} of the {notice.scope}: {for_screen(notice.text)}"


def _field(field: ExplainedField) -> Iterator[str]:
    values = " | ".join(map(for_screen, field.values)) or _EMPTY
    yield f"{field.name:<{_NAME}} {values}"
    if (source := field.source) is not None:
        yield f"{'':<{_NAME}} from {for_screen(f'{source.source} {source.path}')}"
    for other in field.others:
        place = for_screen(f"{other.source} {other.path}")
        said = f"also {place}" if other.agrees else f"not  {place}: {for_screen(other.value)}"
        yield f"{'':<{_NAME}} {said}"


def _cut(line: str, columns: int) -> str:
    """A line that fits into so many columns; wide letters take two."""
    if len(line) * 2 <= columns:
        return line
    used = 0
    for number, char in enumerate(line):
        used += 2 if east_asian_width(char) in "WF" else 1
        if used > columns:
            return f"{line[: number - 1]}…"
    return line
