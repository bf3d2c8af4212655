"""The learned judge of runs: look-ups in tables of weights, first run by run, then by neighbours.

Both passes are logistic regressions; a score is the logarithm of the odds that a run is part of the
article, so above 0 means "more likely than not". The weights are data: ``data/model.json``, made by
``tests/benchmarks/train.py``.
"""

import json
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from newsgrab.dom import Survey
from newsgrab.extraction.body import Layout
from newsgrab.extraction.cues import TABLES, Cues, Key
from newsgrab.extraction.names import name_words

SECOND_TABLES: Final = ("kind", "next", "beyond", "zone", "within", "share", "length", "joined", "gists")
"""The tables of the second pass, in the order of the keys that ``second_keys`` gives for each run."""

HOPELESS: Final = -4.0
"""Score of the first pass below which the second is not asked: it keeps one such run in 2,000."""

LINKS_ONLY: Final = -6.0
"""Score of a run that is all links: not one in 200 of them is in a gold text, so they are not weighed."""

_FINE: Final = (-4.0, -2.0, -0.7, 0.0, 0.7, 2.0, 4.0)
_COARSE: Final = (-2.0, -0.3, 0.3, 2.0)
_ABOVE: Final = (0.0001, 0.1, 0.5, 0.9, 0.9999)
_LENGTHS: Final = (25, 80, 200)
_OUTSIDE: Final = 9
_NOBODY: Final = (_OUTSIDE,) * 3
"""Neighbours of the first and the last run."""


_NOTHING: Final = (0.0,) * max(len(TABLES), len(SECOND_TABLES))
"""What keys weigh that are in no table."""

Table = dict[Key, float]


class Model(NamedTuple):
    """The weights.

    Attributes:
        bias: Score of a run without any cue.
        tables: For each of ``cues.TABLES`` the weight of each key.
        own: Weight of each word in the names of a run's own element.
        zone: Weight of each word in the names of its home.
        branch: Weight of each word in the names of the zones that part it from the core.
        second_bias: As ``bias``, for the second pass.
        second: For each of ``SECOND_TABLES`` the weight of each key.
    """

    bias: float
    tables: tuple[Table, ...]
    own: Mapping[str, float]
    zone: Mapping[str, float]
    branch: Mapping[str, float]
    second_bias: float
    second: tuple[Table, ...]


@cache
def model() -> Model:
    """The shipped weights."""
    return read(json.loads(files("newsgrab.data").joinpath("model.json").read_text("utf-8")))


def read(parts: Mapping[str, Any]) -> Model:
    """The weights from their JSON: a table is a list of rows, each a key's parts and its weight."""
    return Model(
        parts["bias"],
        tuple({tuple(row[:-1]): row[-1] for row in parts["tables"].get(name, ())} for name in TABLES),
        parts["words"]["own"],
        parts["words"]["zone"],
        parts["words"]["branch"],
        parts["second_bias"],
        tuple({tuple(row[:-1]): row[-1] for row in parts["second"].get(name, ())} for name in SECOND_TABLES),
    )


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
        names, branches = survey.zones.names, self._branches(survey, layout)
        own, zone, bias, tables = self.own, self.zone, self.weights.bias, self.weights.tables
        scores: list[float] = []
        for run, home, gist, keys in zip(survey.runs, layout.homes, found.gists, found.keys, strict=True):
            if gist == "m":
                scores.append(LINKS_ONLY)
            else:
                start = bias + branches[home] + own[run[2]] + zone[names[home]]
                scores.append(sum(map(dict.get, tables, keys, _NOTHING), start))
        return scores

    def _branches(self, survey: Survey, layout: Layout) -> list[float]:
        """For each zone the weight of all names between it and the zone it shares with the core."""
        zones, branch = survey.zones, self.branch
        sums: list[float] = []
        for parent, tag, names, down in zip(zones.parents, zones.tags, zones.names, layout.down, strict=True):
            if not down:
                sums.append(0.0)
                continue
            weight = sums[parent] + branch[names] if names else sums[parent]
            sums.append(weight if tag == "div" else weight + branch[tag])
        return sums

    def together(self, survey: Survey, layout: Layout, found: Cues, scores: Sequence[float]) -> list[float]:
        """Second pass: each run by its score and those around it."""
        bias, tables = self.weights.second_bias, self.weights.second
        final = list(scores)
        for number, keys in second_keys(survey, layout, found, scores):
            final[number] = sum(map(dict.get, tables, keys, _NOTHING), bias)
        return final


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


def second_keys(
    survey: Survey, layout: Layout, found: Cues, scores: Sequence[float]
) -> Iterator[tuple[int, tuple[Key, ...]]]:
    """For each run that is not hopeless its index and its keys into ``SECOND_TABLES``."""
    homes, sizes, gists = layout.homes, layout.sizes, found.gists
    means = _means(survey, layout, scores)
    coarse = [*_NOBODY, *[bisect(_COARSE, score) for score in scores], *_NOBODY]
    inside = [0 if step == _OUTSIDE else step for step in coarse]
    best = list(map(max, inside, inside[1:], inside[2:]))
    total = sum([size for size, score in zip(sizes, scores, strict=True) if score > 0]) or 1
    last, above = len(homes) - 1, 0
    for n, score in enumerate(scores):
        if score < HOPELESS:
            continue
        own, home, size, kind = bisect(_FINE, score), homes[n], sizes[n], found.shapes[n][0]
        two_before, before, _, after, two_after = coarse[n + 1 : n + 6]
        share = bisect(_ABOVE, above / total)
        if score > 0:
            above += size
        keys: tuple[Key, ...] = (
            (own, kind),
            (own, before, after),
            (own, two_before, two_after),
            (own, means[home]),
            (own, best[n], best[n + 4]),
            (own, share),
            (own, bisect(_LENGTHS, size), kind[0] == "h"),
            (own, n > 0 and homes[n - 1] == home, n < last and homes[n + 1] == home),
            (gists[n], before, after),
        )
        yield n, keys


def _means(survey: Survey, layout: Layout, scores: Sequence[float]) -> dict[int, int]:
    """For each home the step of its runs' mean score, weighted by their length."""
    total, weight = [0.0] * len(survey.zones), [0] * len(survey.zones)
    for home, size, score in zip(layout.homes, layout.sizes, scores, strict=True):
        total[home] += score * (size + 8)
        weight[home] += size + 8
    return {home: bisect(_FINE, total[home] / weight[home]) for home in set(layout.homes)}
