"""What speaks for and against each run being part of the article.

Most cues join several facts (what kind of element, how long, how much of it links, how it ends) into one
small number: a weight for each combination says more than the sum of single weights, and costs one look-up
in a list. The trainer reads the same numbers.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate, count
from math import ceil
from typing import Final

from newsgrab.dom import Run, Survey
from newsgrab.extraction.body import Layout
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex

Key = tuple[object, ...]

KINDS: Final = ("div", "p", "h1", "h", "li", "td", "q", "menu", "cap", "dt", "pre")
_TAGS: Final[Mapping[str, int]] = {
    tag: KINDS.index(kind)
    for tag, kind in {
        "p": "p", "h1": "h1", "h2": "h", "h3": "h", "h4": "h", "h5": "h", "h6": "h", "li": "li", "td": "td",
        "th": "td", "blockquote": "q", "nav": "menu", "ul": "menu", "ol": "menu", "menu": "menu",
        "figcaption": "cap", "caption": "cap", "dt": "dt", "dd": "dt", "pre": "pre", "figure": "cap",
        "legend": "dt", "summary": "dt", "address": "dt",
    }.items()
}  # fmt: skip
_ZONES: Final = ("", "li", "td", "blockquote", "figure", "aside", "footer", "header", "form", "dd")
_ZONE_CODES: Final = {tag: code for code, tag in enumerate(_ZONES)}
_LONGEST: Final = 400
_LENGTHS: Final = tuple(bisect((12, 25, 45, 80, 130, 220, _LONGEST), size) for size in range(_LONGEST + 1))
_STEPS: Final = 8
_ENDS: Final = "a.0:"
_ENDINGS: Final = (
    dict.fromkeys(".!?؟۔।。！？…”»\"'’)）」』", _ENDS.index("."))
    | dict.fromkeys("0123456789", _ENDS.index("0"))
    | dict.fromkeys(":：", _ENDS.index(":"))
)
_LINKED: Final = (0.25, 0.6, 0.95)
_ALL, _MOST = 4, 3
"""The last two steps of the share of links: all of it, and most of it."""

_DENSE: Final = regex("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FIRST_DENSE: Final = "\u3040"
"""Latin letters are lower, and then the expression need not be compiled, which takes 2 ms."""

_BEGINNING: Final = 20
"""Characters that tell whether a text is in a script whose letters say twice as much."""

_SIGNS: Final = regex(
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

GISTS: Final = "LmhkstTdD"
"""What a run is at a glance: label, links only, heading, mostly links, short, and text that ends like a
sentence or does not, long or very long."""

_EDGE: Final = len(GISTS)
_BY_LENGTH: Final = ("ssstt" + "T" * 3, "sssdd" + "D" * 3)
"""Of text that ends like a sentence, and of the rest."""


def _gist(kind: str, length: int, linked: int, ending: str) -> str:
    if kind == "menu" or linked == _ALL:
        return "m"
    if kind in {"h", "h1"}:
        return "h"
    if linked == _MOST:
        return "k"
    return _BY_LENGTH[ending != "."][length]


_GIST_OF: Final = tuple(
    GISTS.index(_gist(kind, length, linked, ending))
    for kind in KINDS
    for length in range(_STEPS)
    for linked in range(_ALL + 1)
    for ending in _ENDS
)
"""The gist of each shape."""


_OF_LINKS: Final = tuple(step * len(_ENDS) for step in range(1, _ALL + 1))
_OF_LENGTH: Final = tuple(step * (_ALL + 1) * len(_ENDS) for step in _LENGTHS)
_OF_TAG: Final = {tag: kind * _STEPS * (_ALL + 1) * len(_ENDS) for tag, kind in _TAGS.items()}
"""What the parts of a shape add to its number (``parts_of`` takes it apart); endings add their own."""


def parts_of(shape: int) -> tuple[int, int, int, str]:
    """Kind of element, step of the length, step of the share of links, and ending of a shape."""
    rest, ending = divmod(shape, len(_ENDS))
    rest, linked = divmod(rest, _ALL + 1)
    return *divmod(rest, _STEPS), linked, _ENDS[ending]


KIND_OF: Final = tuple(kind for kind in range(len(KINDS)) for _ in range(len(_GIST_OF) // len(KINDS)))
"""The kind of element of each shape: an index of ``KINDS``."""

_MANY: Final = len(GISTS)

DENSE: Final[Mapping[str, int]] = {
    "shape": len(_GIST_OF),
    "place": 3 * (_STEPS_UP + 1) * (_STEPS_DOWN + 1) * _MANY,
    "near": (_MANY + 1) * (_MANY + 1) * _MANY,
    "share": (len(_ABOVE) + 1) * 3 * _MANY,
    "zone": len(_ZONES) * 5 * 5 * 4 * 2,
    "headline": (_BENEATH[-1] + 4) * _MANY,
    "twins": 6 * _MANY,
}
"""The tables in which every run has a cell, and how many cells each has, in the order of ``Cues.columns``."""

SPARSE: Final = ("label", "section", "signs")
"""The tables in which few runs have a key, in the order of ``Cues.keys``."""


class Cues(NamedTuple):
    """The evidence on one page.

    Attributes:
        columns: For each table of ``DENSE`` the cell of each run.
        keys: For each table of ``SPARSE`` the keys of the runs that have one, by index.
        gists: For each run one letter of ``GISTS``.
        shapes: For each run its cell in the table of shapes.
        looks: For each run a number that runs of the same tag and names in zones of the same names share.
    """

    columns: tuple[Sequence[int], ...]
    keys: tuple[Mapping[int, Key], ...]
    gists: str
    shapes: list[int]
    looks: list[int]


def _shapes(runs: Sequence[Run], sizes: Sequence[int]) -> list[int]:
    """For each run kind of element, length, share of links and ending in one number."""
    tags, endings, lengths = _OF_TAG.get, _ENDINGS.get, sizes
    beginnings = "".join([run[0][:_BEGINNING] for run in runs])
    if max(beginnings, default="") >= _FIRST_DENSE and _DENSE.search(beginnings):
        lengths = [
            2 * size if _DENSE.search(run[0][:_BEGINNING]) else size
            for run, size in zip(runs, sizes, strict=True)
        ]
    return [
        tags(run[1], 0)
        + _OF_LENGTH[length if length < _LONGEST else _LONGEST]  # noqa: FURB136 - min() takes four times as long
        + (_OF_LINKS[bisect(_LINKED, run[4] / size)] if run[4] else 0)
        + endings(run[0][-1], 0)
        for run, size, length in zip(runs, sizes, lengths, strict=True)
    ]


def _zone_cells(survey: Survey, layout: Layout) -> list[int]:
    """For each run how much its home holds, how much of that links, how long its runs are."""
    homes: dict[int, list[int]] = {}
    for run, home, size in zip(survey.runs, layout.homes, layout.sizes, strict=True):
        if home not in homes:
            homes[home] = [1, size, run[4]]
        else:
            sums = homes[home]
            sums[0] += 1
            sums[1] += size
            sums[2] += run[4]
    tags, hidden, code = survey.zones.tags, survey.zones.hidden, _ZONE_CODES.get
    cells: dict[int, int] = {}
    for home, (many, chars, linked) in homes.items():
        share = bisect((0.05, 0.2, 0.5, 0.9), linked / (chars or 1))
        mean = bisect((20, 50, 100, 200), chars / many)
        number = (code(tags[home], 0) * 5 + share) * 5 + mean
        cells[home] = (number * 4 + min(many, 3)) * 2 + (home in hidden)
    return [cells[home] for home in layout.homes]


def _twins(survey: Survey, layout: Layout) -> list[int]:
    """How much of the page's prose stands in elements of the same tag and names as each run's."""
    signatures = [run[1:3] for run in survey.runs]
    mass: dict[tuple[str, str], int] = {}
    for signature, weight in zip(signatures, layout.mass, strict=True):
        if weight:
            mass[signature] = mass.get(signature, 0) + weight
    total = layout.total or 1
    steps = {
        signature: bisect((0.001, 0.03, 0.1, 0.3, 0.6), weight / total) for signature, weight in mass.items()
    }
    return [steps.get(signature, 0) for signature in signatures]


def _looks(survey: Survey, homes: Sequence[int]) -> list[int]:
    """Numbers for what runs look like; to tell such numbers apart takes a third of the time."""
    names = survey.zones.names
    numbers: defaultdict[Key, int] = defaultdict(count().__next__)
    return [numbers[run[1], run[2], names[home]] for run, home in zip(survey.runs, homes, strict=True)]


_ALONE: Final = frozenset({"ad", "credit", "share"})
"""Kinds of labels that head nothing: behind "Advertisement" the article goes on."""


def _sections(labels: Sequence[str], homes: Sequence[int]) -> dict[int, Key]:
    """The label each run stands under, how far beneath it, and whether in the same zone."""
    keys: dict[int, Key] = {}
    starts = [number for number, label in enumerate(labels) if label and label not in _ALONE]
    for start, end in zip(starts, [*starts[1:], len(labels) - 1], strict=False):
        label, home = labels[start], homes[start]
        for number in range(start + 1, min(end + 1, start + _UNDER)):
            keys[number] = (label, min(number - start, 5), homes[number] == home)
    return keys


def _signs(runs: Sequence[Run], sizes: Sequence[int], gists: str, shapes: Sequence[int]) -> dict[int, Key]:
    """Signs that seldom stand in prose, each kind once, with the step of the text's length."""
    keys: dict[int, Key] = {}
    for number, (run, size, gist) in enumerate(zip(runs, sizes, gists, strict=True)):
        if size < _SIGNED and gist != "m" and (found := _SIGNS.findall(run[0])):
            kinds = {"9" if sign[0].isdigit() else "h" if sign == ":" else sign for sign in found}
            keys[number] = ("".join(sorted(kinds)), parts_of(shapes[number])[1])
    return keys


def _from_headline(size: int, headline: int) -> list[int]:
    """For each run how far it stands beneath the headline, in steps."""
    if headline < 0:
        return [0] * size
    beneath = [*_BENEATH[1 : size - headline], *[_BENEATH[-1]] * (size - headline - len(_BENEATH))]
    return [*[1] * headline, 2, *[step + 3 for step in beneath]]


def cues(survey: Survey, layout: Layout, headline: int, labels: Sequence[str]) -> Cues:
    """The evidence for each run: one column a table.

    Args:
        survey: The page.
        layout: Its core, and where all zones stand to it.
        headline: Index of the run that prints the headline, -1 if none does.
        labels: For each run the kind of label its text is, ``""`` if none.
    """
    runs, homes, sizes, size = survey.runs, layout.homes, layout.sizes, len(survey.runs)
    shapes = _shapes(runs, sizes)
    codes = [0 if label else _GIST_OF[shape] for shape, label in zip(shapes, labels, strict=True)]
    gists = "".join([GISTS[code] for code in codes])
    sides = [0] * layout.first + [1] * (layout.last + 1 - layout.first) + [2] * (size - 1 - layout.last)
    places = {
        home: min(layout.up[home], _STEPS_UP) * 4 + min(layout.down[home], _STEPS_DOWN) for home in set(homes)
    }
    steps = [ceil(share * (layout.total or 1)) for share in _ABOVE]
    above = [bisect(steps, mass) for mass in accumulate(layout.mass, initial=0)]
    columns = (
        shapes,
        [
            (side * 24 + places[home]) * _MANY + code
            for side, home, code in zip(sides, homes, codes, strict=True)
        ],
        [
            (before * (_MANY + 1) + after) * _MANY + code
            for before, code, after in zip([_EDGE, *codes], codes, [*codes[1:], _EDGE], strict=False)
        ],
        [(step * 3 + side) * _MANY + code for step, side, code in zip(above, sides, codes, strict=False)],
        _zone_cells(survey, layout),
        [step * _MANY + code for step, code in zip(_from_headline(size, headline), codes, strict=True)],
        [step * _MANY + code for step, code in zip(_twins(survey, layout), codes, strict=True)],
    )
    keys = (
        {number: (label,) for number, label in enumerate(labels) if label},
        _sections(labels, homes),
        _signs(runs, sizes, gists, shapes),
    )
    return Cues(columns, keys, gists, shapes, _looks(survey, homes))
