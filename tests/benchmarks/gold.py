"""Which runs of a page belong to the article, by the gold text: the labels the judge is trained on."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from newsgrab.dom import Run

_WORD: Final = re.compile(r"[぀-ヿ㐀-鿿가-힯฀-๿]|[^\W_぀-ヿ㐀-鿿가-힯฀-๿]+")
_GRAM: Final = 4


class Label(NamedTuple):
    """Whether a run is in the gold text.

    Attributes:
        share: Share of its words found there, in order.
        words: How many words it has.
        first: Position of its first word in the gold text, -1 if it is not there.
        last: Position after its last.
    """

    share: float
    words: int
    first: int
    last: int


def words(text: str) -> list[str]:
    """Words in lower case; characters in scripts that do not part words."""
    return _WORD.findall(text.lower())


def labels(runs: Sequence[Run], gold: str) -> list[Label]:
    """Aligns runs with the gold text: long ones by four-word grams, short ones between their neighbours."""
    target = words(gold)
    index: dict[tuple[str, ...], list[int]] = {}
    for position in range(len(target) - _GRAM + 1):
        index.setdefault(tuple(target[position : position + _GRAM]), []).append(position)
    found = [_long(words(run.text), index) for run in runs]
    _drop_out_of_order(found)
    return [
        _short(number, runs, found, target) if label.words <= _GRAM else label
        for number, label in enumerate(found)
    ]


def _long(tokens: list[str], index: dict[tuple[str, ...], list[int]]) -> Label:
    size = len(tokens)
    if size <= _GRAM:
        return Label(0.0, size, -1, -1)
    covered, positions = [False] * size, []
    for start in range(size - _GRAM + 1):
        if at := index.get(tuple(tokens[start : start + _GRAM])):
            covered[start : start + _GRAM] = [True] * _GRAM
            positions.append(at[0])
    if not positions:
        return Label(0.0, size, -1, -1)
    middle = sorted(positions)[len(positions) // 2]
    near = [p for p in positions if abs(p - middle) <= 2 * size]
    return Label(sum(covered) / size, size, min(near), max(near) + _GRAM)


def _drop_out_of_order(found: list[Label]) -> None:
    """Of two runs with the same gold text only the one nearer to its neighbours is the article's."""
    seen: dict[int, int] = {}
    for number, label in enumerate(found):
        if label.share < 0.5:
            continue
        twin = seen.get(label.first)
        if twin is not None and abs(found[twin].words - label.words) <= 2:
            keep, drop = (number, twin) if _company(number, found) > _company(twin, found) else (twin, number)
            found[drop] = Label(0.0, found[drop].words, -1, -1)
            seen[label.first] = keep
        else:
            seen[label.first] = number


def _company(number: int, found: list[Label]) -> int:
    around = found[max(0, number - 4) : number] + found[number + 1 : number + 5]
    at = found[number].first
    return sum(label.share >= 0.5 and abs(label.first - at) < 400 for label in around)


def _short(number: int, runs: Sequence[Run], found: list[Label], target: list[str]) -> Label:
    tokens = words(runs[number].text)
    size = len(tokens)
    if not size:
        return Label(0.0, 0, -1, -1)
    low = next(
        (label.last for label in reversed(found[max(0, number - 12) : number]) if label.share >= 0.5), None
    )
    high = next((label.first for label in found[number + 1 : number + 13] if label.share >= 0.5), None)
    if low is None and high is None:
        return Label(0.0, size, -1, -1)
    start = low - 1 if low is not None else max(0, (high or 0) - 15)
    stop = high + 1 if high is not None else (low or 0) + 15
    if stop - start > 60:
        stop = start + 60
    for position in range(max(0, start), min(stop, len(target)) - size + 1):
        if target[position : position + size] == tokens:
            return Label(1.0, size, position, position + size)
    return Label(0.0, size, -1, -1)
