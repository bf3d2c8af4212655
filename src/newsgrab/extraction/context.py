"""What the page tells about the runs that are still doubtful once every run has its score.

Which runs look alike and how they fare, what their zone holds, what label stands above and below, how far the
last sure prose is: each in a few steps. Only doubtful runs are asked, one in five.
"""

from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final, get_args

from newsgrab.dom import Survey
from newsgrab.extraction.body import Layout
from newsgrab.extraction.cues import KIND_OF, KINDS, Cues
from newsgrab.named_tuples import NamedTuple
from newsgrab.rules import LabelKind

DOUBTFUL: Final = (-2.5, 2.0)
"""Scores between which a run is asked once more. Asking all changes nothing for the better: site-disjoint F1
is .9369 with all runs asked and .9375 with these, which are 21 of a page's 92."""

_SURE: Final = 1.5
_PROSE: Final = 80
"""Score and characters of prose that is surely the article's."""

_HEAVY: Final = 300
_LIGHT: Final = 8
"""Characters from which a run weighs no more in a mean, and what it weighs at least."""

_AROUND: Final = 6
_NOBODY: Final = -15.0
_NONE: Final = 99

EDGES: Final[Mapping[str, tuple[float, ...]]] = {
    "score": (-2, -1.3, -0.7, -0.3, 0, 0.3, 0.7, 1.3),
    "alike": (-5, -3, -2, -1, -0.4, 0.2, 0.8, 1.5, 2.5),  # mean score of the runs that look like it
    "many_alike": (2, 3, 4, 6, 9, 14, 25),
    "prose_alike": (0.0001, 0.02, 0.06, 0.15, 0.3, 0.5, 0.7, 0.9),  # their share of the page's prose
    "zone_mean": (-6, -4, -2.5, -1.5, -0.7, 0, 0.7, 1.5, 2.5),
    "zone_best": (-4, -2, -1, 0, 0.7, 1.5, 2.5, 3.5, 5),
    "best_above": (-2, -0.7, 0, 0.7, 2, 3.5),  # among the six runs before
    "best_below": (-2, -0.7, 0, 0.7, 2, 3.5),
    "copies": (2, 3),
    "label_above": tuple(range(1, len(get_args(LabelKind)) + 1)),  # a category, at any distance
    "label_below": tuple(range(1, len(get_args(LabelKind)) + 1)),
    "to_label": (2, 3, 5, 8, 14, 25, 50),  # runs down to the next label
    "runs": (15, 25, 40, 60, 90, 130, 200, 350),
    "prose": (300, 700, 1200, 2000, 3500, 6000, 10000),
    "above": (0.0001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.9999),  # share of what is kept so far
    "below": (1, 150, 500, 1500, 4000),  # characters of it
    "past_sure": (-30, -12, -5, -2, -1, 0, 1, 2, 4, 8, 20),  # runs since the last sure prose
    "kind": tuple(range(1, len(KINDS))),  # a category
    "size": (12, 25, 45, 80, 130, 220, 400, 700),
}
"""The features in the order of their columns, each with the values from which its next step begins."""

CATEGORIES: Final = frozenset({"label_above", "label_below", "kind"})
"""Those whose steps have no order."""

GROUPS: Final = (
    ("score", "alike", "copies"),
    ("score", "label_above", "label_below"),
    ("score", "many_alike", "prose_alike"),
    ("score", "alike", "many_alike"),
    ("score", "alike", "runs"),
    ("score", "alike", "below"),
    ("score", "alike", "past_sure"),
    ("score", "runs", "prose"),
    ("score", "copies", "above"),
    ("score", "alike", "label_below"),
    ("score", "alike", "label_above"),
    ("score", "best_above", "best_below"),
    ("score", "zone_mean", "zone_best"),
    ("score", "past_sure", "below"),
    ("score", "kind", "size"),
    ("score", "alike", "kind"),
    ("score", "label_below", "to_label"),
)
"""The tables: each weighs three features together. Pairs of features with the score lost less on other sites
than more features together, and more tables won nothing."""

_LABELS: Final = {kind: code for code, kind in enumerate(get_args(LabelKind), 1)}
_COLUMNS: Final = {name: column for column, name in enumerate(EDGES)}
_STEPS: Final = tuple(len(edges) + 1 for edges in EDGES.values())
_BINNED: Final = tuple(
    tuple(map(float, edges)) if any(isinstance(edge, float) for edge in edges) else edges
    for edges in EDGES.values()
)
"""Floats among floats: to compare one with a whole number takes twice as long."""

_new: Final = tuple.__new__

CELLS: Final = tuple(tuple((_COLUMNS[name], _STEPS[_COLUMNS[name]]) for name in group) for group in GROUPS)
"""For each table the columns of its features, and how many steps each has."""


class Doubt(NamedTuple):
    """A doubtful run: its index, and its step in each feature."""

    run: int
    steps: list[int]


def doubts(survey: Survey, layout: Layout, found: Cues, scores: Sequence[float]) -> list[Doubt]:
    """The doubtful runs of a page.

    Args:
        survey: The page.
        layout: Its core.
        found: The cues of its runs.
        scores: Their scores.
    """
    low, high = DOUBTFUL
    asked = [number for number, score in enumerate(scores) if low < score < high]
    if not asked:
        return []
    columns = zip(
        *_company(layout, found.looks, scores, asked),
        _labels(found, asked),
        _kept(layout, scores, asked),
        strict=True,
    )
    copies = Counter([run[0] for run in survey.runs])
    page = len(scores), layout.total
    found_doubts = []
    around = [_NOBODY] * _AROUND
    padded = [*around, *scores, *around]
    for number, (alike, zone, labels, kept) in zip(asked, columns, strict=True):
        values = (
            scores[number],
            *alike,
            *zone,
            max(padded[number : number + _AROUND]),
            max(padded[number + _AROUND + 1 : number + 2 * _AROUND + 1]),
            copies[survey.runs[number][0]],
            *labels,
            *page,
            *kept,
            KIND_OF[found.shapes[number]],
            layout.sizes[number],
        )
        found_doubts.append(_new(Doubt, (number, list(map(bisect, _BINNED, values)))))
    return found_doubts


def _company(
    layout: Layout, looks: Sequence[int], scores: Sequence[float], asked: Sequence[int]
) -> tuple[list[tuple[float, int, float]], list[tuple[float, float]]]:
    """Of runs that look alike mean score, number, share of prose; of those in one home mean and best."""
    homes = layout.homes
    alike = {looks[number]: [0.0, 0, 0, 0] for number in asked}
    together = {homes[number]: [0.0, 0, _NOBODY] for number in asked}
    for look, home, score, size, mass in zip(looks, homes, scores, layout.sizes, layout.mass, strict=True):
        weight = size + _LIGHT if size < _HEAVY else _HEAVY + _LIGHT
        if look in alike:
            mine = alike[look]
            mine[0] += score * weight
            mine[1] += weight
            mine[2] += 1
            mine[3] += mass
        if home in together:
            mine = together[home]
            mine[0] += score * weight
            mine[1] += weight
            mine[2] = max(mine[2], score)
    total = layout.total or 1
    told = {
        look: (mean / weight, int(many), mass / total) for look, (mean, weight, many, mass) in alike.items()
    }
    zones = {home: (mean / weight, best) for home, (mean, weight, best) in together.items()}
    return [told[looks[number]] for number in asked], [zones[homes[number]] for number in asked]


def _labels(found: Cues, asked: Sequence[int]) -> list[tuple[int, int, int]]:
    """The kind of the nearest label above and below, and how far below; a run's own label does not count."""
    labels = found.keys[0]
    places = sorted(labels)
    codes = [_LABELS.get(str(labels[place][0]), 0) for place in places]
    told = []
    for number in asked:
        at = bisect_left(places, number)
        below = at + 1 if at < len(places) and places[at] == number else at
        beneath = (codes[below], min(places[below] - number, _NONE)) if below < len(places) else (0, _NONE)
        told.append((codes[at - 1] if at else 0, *beneath))
    return told


def _kept(layout: Layout, scores: Sequence[float], asked: Sequence[int]) -> list[tuple[float, int, int]]:
    """Of what is kept so far: the share above, the characters below, the runs since the last sure prose."""
    sizes = layout.sizes
    kept = [size if score > 0 else 0 for size, score in zip(sizes, scores, strict=True)]
    above = list(accumulate(kept, initial=0))
    sure = [n for n, score in enumerate(scores) if score > _SURE and sizes[n] > _PROSE]
    last = sure[-1] if sure else len(scores) - 1
    total = above[-1] or 1
    return [(above[n] / total, above[-1] - above[n + 1], n - last) for n in asked]
