"""The learned judge of runs: look-ups in tables of weights, first run by run, then by neighbours.

The first pass is a logistic regression; the second, asked about doubtful runs only, is boosted trees written
out as tables, each over three features. A score is the logarithm of the odds that a run is part of the
article, so above 0 means "more likely than not". The weights are data: ``data/model.json``, made by
``tests/benchmarks/train.py``.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from newsgrab.dom import Survey
from newsgrab.extraction.body import Layout
from newsgrab.extraction.context import CELLS, doubts
from newsgrab.extraction.cues import DENSE, SPARSE, Cues, Key
from newsgrab.extraction.names import name_words
from newsgrab.named_tuples import NamedTuple
from newsgrab.tables import json_of

LINKS_ONLY: Final = -6.0
"""Score of a run that is all links: not one in 200 of them is in a gold text, so they are not weighed."""

PARTS: Final = 50
"""The weights of the second pass are whole numbers, this many to 1: they are read three times as fast."""


class Model(NamedTuple):
    """The weights.

    Attributes:
        bias: Score of a run without any cue.
        dense: For each of ``cues.DENSE`` the weight of each cell.
        sparse: For each of ``cues.SPARSE`` the weight of each key.
        own: Weight of each word in the names of a run's own element.
        zone: Weight of each word in the names of its home.
        branch: Weight of each word in the names of the zones that part it from the core.
        second_bias: As ``bias``, for the second pass.
        second: For each of ``context.GROUPS`` the weight of each cell, in ``PARTS``.
    """

    bias: float
    dense: tuple[Sequence[float], ...]
    sparse: tuple[Mapping[Key, float], ...]
    own: Mapping[str, float]
    zone: Mapping[str, float]
    branch: Mapping[str, float]
    second_bias: float
    second: tuple[Sequence[int], ...]


@cache
def model() -> Model:
    """The shipped weights."""
    return read(json_of("model.json"))


def read(parts: Mapping[str, Any]) -> Model:
    """The weights from their JSON: lists of cells with their weights, of keys with theirs."""
    return Model(
        parts["bias"],
        tuple(_filled(parts["dense"].get(name, ()), size) for name, size in DENSE.items()),
        tuple({tuple(row[:-1]): row[-1] for row in parts["sparse"].get(name, ())} for name in SPARSE),
        parts["words"]["own"],
        parts["words"]["zone"],
        parts["words"]["branch"],
        parts["second_bias"],
        tuple(map(whole_numbers, parts["second"])),
    )


def whole_numbers(hexadecimal: str) -> list[int]:
    """A table of the second pass: numbers from -128 to 127, two digits each, as they are read fastest."""
    return memoryview(bytes.fromhex(hexadecimal)).cast("b").tolist()


def _filled(rows: Sequence[tuple[int, float]], size: int) -> list[float]:
    weights = [0.0] * size
    for cell, weight in rows:
        weights[cell] = weight
    return weights


def _sums(
    start: list[float], tables: Sequence[Sequence[float]], columns: Sequence[Sequence[int]]
) -> list[float]:
    """For each run the sum of what its cells weigh."""
    for table, column in zip(tables, columns, strict=True):
        start = [score + table[cell] for score, cell in zip(start, column, strict=True)]
    return start


class Judge:
    """The weights, with what the names of elements weigh remembered."""

    def __init__(self, weights: Model) -> None:
        """Takes the weights."""
        self.weights = weights
        self.own = _Remembered(weights.own)
        self.zone = _Remembered(weights.zone)
        self.branch = _Remembered(weights.branch)
        self.second = [
            [
                (_rows(table, step, cells), cells[1][0], cells[2][0])
                for table, cells in zip(weights.second, CELLS, strict=False)
            ]
            for step in range(CELLS[0][0][1])
        ]

    def alone(self, survey: Survey, layout: Layout, found: Cues) -> list[float]:
        """First pass: each run by its own cues."""
        names, own, zone, bias = survey.zones.names, self.own, self.zone, self.weights.bias
        homes = {
            home: bias + zone[names[home]] + self._branch(survey, layout, home) for home in set(layout.homes)
        }
        start = [homes[home] + own[run[2]] for run, home in zip(survey.runs, layout.homes, strict=True)]
        scores = _sums(start, self.weights.dense, found.columns)
        for table, keys in zip(self.weights.sparse, found.keys, strict=True):
            for number, key in keys.items():
                scores[number] += table.get(key, 0.0)
        return [LINKS_ONLY if gist == "m" else score for score, gist in zip(scores, found.gists, strict=True)]

    def _branch(self, survey: Survey, layout: Layout, zone: int) -> float:
        """The weight of all names between a zone and the one it shares with the core."""
        zones, down, branch = survey.zones, layout.down, self.branch
        weight = 0.0
        while down[zone]:
            weight += branch[zones.names[zone]]
            if zones.tags[zone] != "div":
                weight += branch[zones.tags[zone]]
            zone = zones.parents[zone]
        return weight

    def together(self, survey: Survey, layout: Layout, found: Cues, scores: Sequence[float]) -> list[float]:
        """Second pass: the doubtful runs by what is known of the others."""
        final = list(scores)
        for number, steps in doubts(survey, layout, found, scores):
            tables = self.second[steps[0]]
            total = sum([rows[steps[middle]][steps[last]] for rows, middle, last in tables])
            final[number] = self.weights.second_bias + total / PARTS
        return final


def _rows(table: Sequence[int], step: int, cells: Sequence[tuple[int, int]]) -> list[Sequence[int]]:
    """The part of a table that is for one step of its first feature, as rows."""
    _, (_, width), (_, depth) = cells
    start = step * width * depth
    return [table[at : at + depth] for at in range(start, start + width * depth, depth)]


class _Remembered(dict[str, float]):
    """Names of an element -> the sum of what their words weigh."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self.weights = weights

    def __missing__(self, names: str) -> float:
        if len(self) > 20_000:  # noqa: PLR2004 - some megabytes
            self.clear()
        get = self.weights.get
        weight = self[names] = sum([get(word, 0.0) for word in name_words(names)])
        return weight


@cache
def judge() -> Judge:
    """The judge with the shipped weights."""
    return Judge(model())
