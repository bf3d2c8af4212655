"""What speaks for and against each run being part of the article.

Every cue is a key into one table of weights, and most keys join several facts (what kind of element,
how long, how much of it links, how it ends): a weight for each combination says more than the sum of
single weights, and costs one look-up. The trainer reads the same keys.
"""

import re
from bisect import bisect
from collections.abc import Mapping
from itertools import accumulate
from typing import Final, NamedTuple

from newsgrab.dom import Survey
from newsgrab.extraction.body import Layout

Key = tuple[object, ...]

TABLES: Final = ("shape", "place", "near", "share", "zone", "headline", "twins", "label", "section", "signs")
"""The tables, in the order of the keys that ``cues`` gives for each run."""

_KINDS: Final[Mapping[str, str]] = {
    "p": "p", "h1": "h1", "h2": "h", "h3": "h", "h4": "h", "h5": "h", "h6": "h", "li": "li", "td": "td",
    "th": "td", "blockquote": "q", "nav": "menu", "ul": "menu", "ol": "menu", "menu": "menu",
    "figcaption": "cap", "caption": "cap", "dt": "dt", "dd": "dt", "pre": "pre", "figure": "cap",
    "legend": "dt", "summary": "dt", "address": "dt",
}  # fmt: skip
_ZONES: Final = frozenset({"li", "td", "blockquote", "figure", "aside", "footer", "header", "form", "dd"})
_LONGEST: Final = 400
_LENGTHS: Final = tuple(bisect((12, 25, 45, 80, 130, 220, _LONGEST), size) for size in range(_LONGEST + 1))
_ENDINGS: Final = (
    dict.fromkeys(".!?؟۔।。！？…”»\"'’)）」』", ".")
    | dict.fromkeys("0123456789", "0")
    | {":": ":", "：": ":"}
)
_LINKED: Final = (0.25, 0.6, 0.95)
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BEGINNING: Final = 20
"""Characters that tell whether a text is in a script whose letters say twice as much."""

_SIGNS: Final = re.compile(
    r"[©®|@•·→»›<>:\d]"  # one set in front of all lets the search jump: a fifth of the time
    r"(?:(?<=[©®|@•·→»›<>])|(?<=http:)|(?<=https:)|(?<=\d)(?:\d{3}|\d?[:./]\d{1,2}))"
)

_SIGNED: Final = 120
"""Characters up to which a text is looked through for signs."""

_ABOVE: Final = (0.0001, 0.05, 0.3, 0.7, 0.9, 0.97, 0.9999)
_BENEATH: Final = tuple(bisect((2, 3, 5, 9, 17, 33, 65), distance) for distance in range(66))
_STEPS_UP, _STEPS_DOWN = 5, 3
_UNDER: Final = 12
"""Runs after a label that still stand under it."""

_GISTS: Final = ("s", "s", "s", "t", "t", "T", "T", "T")
_LOOSE: Final = ("s", "s", "s", "d", "d", "D", "D", "D")

Shape = tuple[str, int, int, str]
"""A run by itself: kind of element, length, share of links, ending."""


class Cues(NamedTuple):
    """The evidence on one page.

    Attributes:
        keys: For each run its keys into the tables; an empty key has no weight.
        gists: For each run one letter: what it is at a glance.
        shapes: For each run kind, length, share of links, ending.
    """

    keys: list[tuple[Key, ...]]
    gists: list[str]
    shapes: list[Shape]


def _shapes(survey: Survey) -> list[Shape]:
    kinds, endings = _KINDS.get, _ENDINGS.get
    has_dense = _DENSE.search("".join([run[0][:_BEGINNING] for run in survey.runs])) is not None
    shapes: list[Shape] = []
    for text, tag, _, _, link_chars, _, _, _, _ in survey.runs:
        size = length = len(text)
        if has_dense and _DENSE.search(text[:_BEGINNING]):
            length += size
        linked = 1 + bisect(_LINKED, link_chars / size) if link_chars else 0
        step = _LENGTHS[length] if length < _LONGEST else _LENGTHS[_LONGEST]
        shapes.append((kinds(tag, "div"), step, linked, endings(text[-1], "a")))
    return shapes


def _gist(kind: str, length: int, linked: int, ending: str) -> str:
    """One letter of a run, for its neighbours."""
    if kind == "menu" or linked == 4:  # noqa: PLR2004 - the last step of the scale
        return "m"
    if kind in {"h", "h1"}:
        return "h"
    if linked == 3:  # noqa: PLR2004 - the step before
        return "k"
    return (_GISTS if ending == "." else _LOOSE)[length]


def _zone_cells(survey: Survey, layout: Layout) -> list[Key]:
    """For each run how much its home holds, how much of that links, how long its runs are."""
    zones, many = survey.zones, len(survey.zones)
    count, chars, linked = [0] * many, [0] * many, [0] * many
    for run, home, size in zip(survey.runs, layout.homes, layout.sizes, strict=True):
        count[home] += 1
        chars[home] += size
        if size_linked := run[4]:
            linked[home] += size_linked
    cells: dict[int, Key] = {}
    for home in set(layout.homes):
        tag, runs, length = zones.tags[home], count[home], chars[home]
        share = bisect((0.05, 0.2, 0.5, 0.9), linked[home] / (length or 1))
        mean = bisect((20, 50, 100, 200), length / runs)
        cells[home] = (tag if tag in _ZONES else "", share, mean, min(runs, 3), home in zones.hidden)
    return [cells[home] for home in layout.homes]


def _twins(survey: Survey, layout: Layout) -> list[int]:
    """How much of the page's prose stands in elements of the same tag and names as each run's."""
    signatures = [run[1:3] for run in survey.runs]
    mass = dict.fromkeys(signatures, 0)
    for signature, weight in zip(signatures, layout.mass, strict=True):
        if weight:
            mass[signature] += weight
    total = layout.total or 1
    steps = {
        signature: bisect((0.001, 0.03, 0.1, 0.3, 0.6), weight / total) if weight else 0
        for signature, weight in mass.items()
    }
    return [steps[signature] for signature in signatures]


_ALONE: Final = frozenset({"ad", "credit", "share"})
"""Kinds of labels that head nothing: behind "Advertisement" the article goes on."""


def _sections(labels: list[str], homes: list[int]) -> list[Key]:
    """The label each run stands under, how far beneath it, and whether in the same zone."""
    cells: list[Key] = [()] * len(labels)
    starts = [number for number, label in enumerate(labels) if label and label not in _ALONE]
    for start, end in zip(starts, [*starts[1:], len(labels) - 1], strict=False):
        label, home = labels[start], homes[start]
        for number in range(start + 1, min(end + 1, start + _UNDER)):
            cells[number] = (label, min(number - start, 5), homes[number] == home)
    return cells


def _signs(text: str, length: int) -> Key:
    """Signs that seldom stand in prose, each kind once, with the step of the text's length."""
    if not (found := _SIGNS.findall(text)):
        return ()
    kinds = {"9" if sign[0].isdigit() else "h" if sign == ":" else sign for sign in found}
    return ("".join(sorted(kinds)), length)


def _from_headline(size: int, headline: int) -> list[int]:
    """For each run how far it stands beneath the headline, in steps."""
    if headline < 0:
        return [-9] * size
    beneath = [*_BENEATH[1 : size - headline], *[_BENEATH[-1]] * (size - headline - len(_BENEATH))]
    return [*[-1] * headline, -2, *beneath]


def cues(survey: Survey, layout: Layout, headline: int, labels: list[str]) -> Cues:
    """The evidence for each run: one column a table, put together at the end.

    Args:
        survey: The page.
        layout: Its core, and where all zones stand to it.
        headline: Index of the run that prints the headline, -1 if none does.
        labels: For each run the kind of label its text is, ``""`` if none.
    """
    runs, homes, size = survey.runs, layout.homes, len(survey.runs)
    shapes = _shapes(survey)
    gists = ["L" if label else _gist(*form) for form, label in zip(shapes, labels, strict=True)]
    around = ["^", *gists, "$"]
    sides = "<" * layout.first + "=" * (layout.last + 1 - layout.first) + ">" * (size - 1 - layout.last)
    ups = [min(layout.up[home], _STEPS_UP) for home in homes]
    downs = [min(layout.down[home], _STEPS_DOWN) for home in homes]
    total = layout.total or 1
    above = [bisect(_ABOVE, mass / total) for mass in accumulate(layout.mass, initial=0)]
    signs = [
        () if gist == "m" or chars >= _SIGNED else _signs(run[0], form[1])
        for run, chars, gist, form in zip(runs, layout.sizes, gists, shapes, strict=True)
    ]
    columns = (
        shapes,
        zip(sides, ups, downs, gists, strict=True),
        zip(around, gists, around[2:], strict=False),
        zip(above, gists, sides, strict=False),
        _zone_cells(survey, layout),
        zip(_from_headline(size, headline), gists, strict=True),
        zip(_twins(survey, layout), gists, strict=True),
        [(label,) if label else () for label in labels],
        _sections(labels, homes),
        signs,
    )
    return Cues(list(zip(*columns, strict=True)), gists, shapes)
