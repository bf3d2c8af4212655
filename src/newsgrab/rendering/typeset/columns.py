"""How many columns of a terminal a text takes, and where its lines may be broken."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import category, east_asian_width

from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex

# JIS X 4051: what begins no line, what ends none. Only the common ones; the rest may stand anywhere.
_STARTS_NO_LINE: Final = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗〟％ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ〜…‥"
)
_ENDS_NO_LINE: Final = frozenset("‘“（〔［｛〈《「『【〘〖〝＄￥＃")
_IN_NUMBER: Final = regex(r"\d \d{3}\b")
_UNBROKEN: Final = regex(r"(?<=[«‹]) | (?=[»›;:!?](?:\s|$))|(?<=\d) (?=\d{3}\b)")


@lru_cache(maxsize=4096)
def width_of_char(char: str) -> int:
    """0, 1 or 2 columns (UAX #11; marks and what cannot be seen take none)."""
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def width_of(text: str) -> int:
    """The columns of a line."""
    return len(text) if text.isascii() else sum(map(width_of_char, text))


class _Unit(NamedTuple):
    """Letters that stay together, and whether a space stands before them."""

    text: str
    width: int
    spaced: bool


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of so many columns at most.

    Lines are broken at spaces, and between ideographs and kana where Japanese printers would; a word that is
    too long for a line is broken anywhere but before a mark.

    Args:
        text: One paragraph; runs of white space are one space.
        width: Columns, at least 2.
    """
    lines: list[str] = []
    line, used = "", 0
    for unit in _units(text):
        gap = 1 if unit.spaced and line else 0
        if line and used + gap + unit.width > width:
            lines.append(line)
            line, used, gap = "", 0, 0
        *full, rest = _chopped(unit, width)
        lines += full
        line = f"{line}{' ' * gap}{rest}"
        used += gap + (unit.width if not full else width_of(rest))
    return [one.replace("\u00a0", " ") for one in ([*lines, line] if line else lines)]


def _units(text: str) -> Iterator[_Unit]:
    for number, word in enumerate(_glued(text).split(" ")):
        spaced = number > 0
        if word.isascii():
            yield _Unit(word, len(word), spaced)
            continue
        start = 0
        for at in range(1, len(word)):
            if _may_break(word[at - 1], word[at]):
                yield _Unit(word[start:at], width_of(word[start:at]), spaced and start == 0)
                start = at
        yield _Unit(word[start:], width_of(word[start:]), spaced and start == 0)


def _glued(text: str) -> str:
    """With no-break spaces where French puts them and in numbers; ``text.clean`` has made them plain."""
    text = " ".join(text.split())
    return text if text.isascii() and not _IN_NUMBER.search(text) else _UNBROKEN.sub("\u00a0", text)


def _may_break(before: str, after: str) -> bool:
    if after in _STARTS_NO_LINE or before in _ENDS_NO_LINE or not width_of_char(after):
        return False
    return width_of_char(before) == 2 or width_of_char(after) == 2  # noqa: PLR2004 - wide


def _chopped(unit: _Unit, width: int) -> list[str]:
    """A unit in pieces that fit into a line; marks stay with their letter."""
    if unit.width <= width:
        return [unit.text]
    pieces, piece, used = [], "", 0
    for char in unit.text:
        columns = width_of_char(char)
        if used + columns > width and columns:
            pieces.append(piece)
            piece, used = "", 0
        piece += char
        used += columns
    return [*pieces, piece]
