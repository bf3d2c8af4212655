"""The learned judge of runs: look-ups in tables of weights, first run by run, then by neighbours.

Both passes are logistic regressions; a score is the logarithm of the odds that a run is part of the
article, so above 0 means "more likely than not". The weights are data: ``data/model.json``, made by
``tests/benchmarks/train.py``.
"""

import json
from bisect import bisect
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple

from newsgrab.dom import Survey
from newsgrab.extraction.body import Layout
from newsgrab.extraction.cues import DENSE, GISTS, IS_HEADING, KIND_OF, SPARSE, Cues, Key
from newsgrab.extraction.names import name_words

HOPELESS: Final = -4.0
"""Score of the first pass below which the second is not asked: it keeps one such run in 2,000."""

LINKS_ONLY: Final = -6.0
"""Score of a run that is all links: not one in 200 of them is in a gold text, so they are not weighed."""

_FINE: Final = (-4.0, -2.0, -0.7, 0.0, 0.7, 2.0, 4.0)
_COARSE: Final = (-2.0, -0.3, 0.3, 2.0)
_ABOVE: Final = (0.0001, 0.1, 0.5, 0.9, 0.9999)
_LENGTHS: Final = (25, 80, 200)
_OWN: Final = len(_FINE) + 1
_NEAR: Final = len(_COARSE) + 2
_OUTSIDE: Final = _NEAR - 1
"""What stands before the first run and behind the last."""

SECOND: Final[Mapping[str, int]] = {
    "kind": len(IS_HEADING) * _OWN,
    "next": _NEAR * _NEAR * _OWN,
    "beyond": _NEAR * _NEAR * _OWN,
    "zone": _OWN * _OWN,
    "within": _NEAR * _NEAR * _OWN,
    "share": (len(_ABOVE) + 1) * _OWN,
    "length": (len(_LENGTHS) + 1) * 2 * _OWN,
    "joined": 4 * _OWN,
    "gists": len(GISTS) * _NEAR * _NEAR,
}
"""The tables of the second pass and how many cells each has, in the order of ``second_columns``."""


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
        second: For each of ``SECOND`` the weight of each cell.
    """

    bias: float
    dense: tuple[Sequence[float], ...]
    sparse: tuple[Mapping[Key, float], ...]
    own: Mapping[str, float]
    zone: Mapping[str, float]
    branch: Mapping[str, float]
    second_bias: float
    second: tuple[Sequence[float], ...]


@cache
def model() -> Model:
    """The shipped weights."""
    return read(json.loads(files("newsgrab.data").joinpath("model.json").read_text("utf-8")))


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
        tuple(_filled(parts["second"].get(name, ()), size) for name, size in SECOND.items()),
    )


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

    def together(self, layout: Layout, found: Cues, scores: Sequence[float]) -> list[float]:
        """Second pass: each run by its score and those around it."""
        start = [self.weights.second_bias] * len(scores)
        final = _sums(start, self.weights.second, second_columns(layout, found, scores))
        return [before if before < HOPELESS else score for before, score in zip(scores, final, strict=True)]


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


def second_columns(layout: Layout, found: Cues, scores: Sequence[float]) -> tuple[list[int], ...]:
    """For each table of ``SECOND`` the cell of each run."""
    homes, sizes = layout.homes, layout.sizes
    own = [bisect(_FINE, score) for score in scores]
    coarse = [_OUTSIDE, _OUTSIDE, _OUTSIDE, *[bisect(_COARSE, score) for score in scores], *[_OUTSIDE] * 3]
    inside = [0 if step == _OUTSIDE else step for step in coarse]
    best = list(map(max, inside, inside[1:], inside[2:]))
    kinds = [KIND_OF[shape] for shape in found.shapes]
    joined = [0, *[int(one == other) for one, other in pairwise(homes)], 0]
    means = _means(layout, scores)
    next_to = [before * _NEAR + after for before, after in zip(coarse[2:], coarse[4:], strict=False)]
    return (
        [kind * _OWN + step for kind, step in zip(kinds, own, strict=True)],
        [pair * _OWN + step for pair, step in zip(next_to, own, strict=False)],
        [
            (before * _NEAR + after) * _OWN + step
            for before, after, step in zip(coarse[1:], coarse[5:], own, strict=False)
        ],
        [means[home] * _OWN + step for home, step in zip(homes, own, strict=True)],
        [
            (before * _NEAR + after) * _OWN + step
            for before, after, step in zip(best, best[4:], own, strict=False)
        ],
        [share * _OWN + step for share, step in zip(_shares(sizes, scores), own, strict=True)],
        [
            (bisect(_LENGTHS, size) * 2 + IS_HEADING[kind]) * _OWN + step
            for size, kind, step in zip(sizes, kinds, own, strict=True)
        ],
        [
            (before * 2 + after) * _OWN + step
            for before, after, step in zip(joined, joined[1:], own, strict=False)
        ],
        [GISTS.index(gist) * _NEAR * _NEAR + pair for gist, pair in zip(found.gists, next_to, strict=False)],
    )


def _shares(sizes: Sequence[int], scores: Sequence[float]) -> list[int]:
    """For each run how much of what the first pass keeps stands above it, in steps."""
    kept = [size if score > 0 else 0 for size, score in zip(sizes, scores, strict=True)]
    steps = [share * (sum(kept) or 1) for share in _ABOVE]
    return [bisect(steps, above) for above in accumulate(kept[:-1], initial=0)] if kept else []


def _means(layout: Layout, scores: Sequence[float]) -> dict[int, int]:
    """For each home the step of its runs' mean score, weighted by their length."""
    total: dict[int, float] = {}
    weight: dict[int, int] = {}
    for home, size, score in zip(layout.homes, layout.sizes, scores, strict=True):
        total[home] = total.get(home, 0.0) + score * (size + 8)
        weight[home] = weight.get(home, 0) + size + 8
    return {home: bisect(_FINE, total[home] / weight[home]) for home in total}
