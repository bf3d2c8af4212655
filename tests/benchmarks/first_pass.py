"""Training of the judge's first pass: a logistic regression over cells, keys and words of names."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from samples import Sample
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from newsgrab.extraction.cues import DENSE, SPARSE
from newsgrab.extraction.names import name_words

FEWEST_SITES = 10
"""Sites a cell or word has to stand on; with 6 the words of single publishers were learned."""

PENALTY = 12.0
WORD_PENALTY = 40.0
"""Strength of the L2 penalty. Names of elements are a publisher's own: with 3 for all, figures were .949 on
the pages trained on and .925 on other sites, with these .932 on other sites."""

MOST_WORDS = 60
DOUBTFUL = 0.3
WORDLESS = 0.3
"""A run weighs the root of its words, but no more than of so many; a doubtful label a third of that."""

Feature = tuple[Any, ...]


class Fit(NamedTuple):
    """Weights of each feature; the last value is the bias."""

    columns: dict[Feature, int]
    values: np.ndarray


def features(sample: Sample) -> list[list[Feature]]:
    """For each run its cells, keys and words."""
    survey, layout, found = sample.evidence.survey, sample.evidence.layout, sample.evidence.cues
    zones = survey.zones
    branches: list[tuple[str, ...]] = []
    for parent, tag, names, down in zip(zones.parents, zones.tags, zones.names, layout.down, strict=True):
        own = name_words(names) + (() if tag == "div" else (tag,))
        branches.append(branches[parent] + own if down else ())
    rows: list[list[Feature]] = []
    for number, (run, home, *cells) in enumerate(zip(survey.runs, layout.homes, *found.columns, strict=True)):
        row: list[Feature] = list(zip(DENSE, cells, strict=True))
        row += [
            (name, *keys[number]) for name, keys in zip(SPARSE, found.keys, strict=True) if number in keys
        ]
        row += [("own*", word) for word in name_words(run.names)]
        row += [("zone*", word) for word in name_words(zones.names[home])]
        row += [("branch*", word) for word in branches[home]]
        rows.append(row)
    return rows


def fit(samples: Sequence[Sample], rows: Sequence[list[list[Feature]]]) -> Fit:
    """Logistic regression with an L2 penalty on the features that stand on enough sites."""
    sites: dict[Feature, set[str]] = defaultdict(set)
    for sample, page in zip(samples, rows, strict=True):
        for row in page:
            for key in row:
                sites[key].add(sample.site)
    columns = {key: n for n, key in enumerate(k for k, s in sites.items() if len(s) >= FEWEST_SITES)}
    matrix = _design(rows, columns)
    wanted, weights = _targets(samples)
    taught = np.flatnonzero(weights)
    matrix, wanted, weights = matrix[taught], wanted[taught], weights[taught]
    back = matrix.T.tocsr()
    size = matrix.shape[1]
    penalty = np.array([WORD_PENALTY if str(key[0]).endswith("*") else PENALTY for key in columns])

    def loss(v: np.ndarray) -> tuple[float, np.ndarray]:
        z = np.clip(matrix @ v[:size] + v[size], -30, 30)
        p = 1 / (1 + np.exp(-z))
        cost = -(weights * (wanted * np.log(p + 1e-12) + (1 - wanted) * np.log(1 - p + 1e-12))).sum()
        slope = weights * (p - wanted)
        gradient = np.concatenate([back @ slope + penalty * v[:size], [slope.sum()]])
        return cost + (penalty / 2) @ (v[:size] * v[:size]), gradient

    best = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B", options={"maxiter": 80})
    return Fit(columns, best.x)


def _targets(samples: Sequence[Sample]) -> tuple[np.ndarray, np.ndarray]:
    """Labels and weights; one that is all links, and not judged, weighs nothing."""
    wanted, weights = [], []
    for sample in samples:
        for target, gist in zip(sample.targets, sample.evidence.cues.gists, strict=True):
            wanted.append(float(target is not None and target.kept))
            if target is None or gist == "m":
                weights.append(0.0)
            else:
                weight = min(target.words, MOST_WORDS) ** 0.5 if target.words else WORDLESS
                weights.append(weight if target.sure else DOUBTFUL * weight)
    return np.array(wanted), np.array(weights)


def _design(rows: Sequence[list[list[Feature]]], columns: dict[Feature, int]) -> csr_matrix:
    """One line a run, one column a feature."""
    indices: list[int] = []
    ends = [0]
    for page in rows:
        for row in page:
            indices += [columns[key] for key in row if key in columns]
            ends.append(len(indices))
    return csr_matrix(
        (np.ones(len(indices)), np.array(indices), np.array(ends)), shape=(len(ends) - 1, len(columns))
    )


def stored(found: Fit) -> dict[str, Any]:
    """The weights as ``judge.read`` takes them."""
    dense: dict[str, list[list[Any]]] = {name: [] for name in DENSE}
    sparse: dict[str, list[list[Any]]] = {name: [] for name in SPARSE}
    words: dict[str, dict[str, float]] = {"own": {}, "zone": {}, "branch": {}}
    for key, column in found.columns.items():
        value = round(float(found.values[column]), 2)
        if abs(value) >= 0.02:
            table, *parts = key
            if table.endswith("*"):
                words[table[:-1]][parts[0]] = value
            else:
                (dense if table in dense else sparse)[table].append([*parts, value])
    return {"bias": round(float(found.values[-1]), 3), "dense": dense, "sparse": sparse, "words": words}
