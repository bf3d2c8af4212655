"""Training of the judge's second pass: boosted trees each path of which stays within one group of features.

So the trees can be written out as tables, one a group: the sum of their leaves is that of the tables' cells.
"""

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np
from samples import Sample

from newsgrab.extraction.context import CATEGORIES, CELLS, EDGES, doubts
from newsgrab.extraction.judge import PARTS

ROUNDS = 120
SETTINGS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.1, "num_leaves": 6, "min_data_in_leaf": 30,
    "feature_fraction": 0.6, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "cat_smooth": 20,
    "cat_l2": 20, "max_cat_to_onehot": 4, "max_bin": 63, "min_data_in_bin": 1, "num_threads": 1,
    "verbosity": -1, "seed": 1, "deterministic": True,
    "interaction_constraints": [[column for column, _ in cells] for cells in CELLS],
}  # fmt: skip

MOST_WORDS = 120
POWER = 0.75
SCALE = 0.25
DOUBTFUL = 0.3
WORDLESS = 0.3
"""A run weighs a power of its words nearer to 1 than in the first pass: these are the runs that are wrong."""

_STEPS = [len(edges) + 1 for edges in EDGES.values()]


def fit(samples: Sequence[Sample], scores: Sequence[Sequence[float]]) -> dict[str, Any]:
    """The weights as ``judge.read`` takes them, by scores of weights that never saw a page's site."""
    rows, wanted, weights = [], [], []
    for sample, page in zip(samples, scores, strict=True):
        e = sample.evidence
        for number, steps in doubts(e.survey, e.layout, e.cues, page):
            if (target := sample.targets[number]) is not None:
                weight = SCALE * min(target.words, MOST_WORDS) ** POWER if target.words else WORDLESS
                rows.append(steps)
                wanted.append(float(target.kept))
                weights.append(weight if target.sure else DOUBTFUL * weight)
    categories = [column for column, name in enumerate(EDGES) if name in CATEGORIES]
    data = lightgbm.Dataset(
        np.array(rows, dtype=np.float32),
        label=np.array(wanted),
        weight=np.array(weights),
        categorical_feature=categories,
    )
    bias, tables = _tables(lightgbm.train(SETTINGS, data, ROUNDS))
    whole = [np.round(table * PARTS).clip(-128, 127).astype(np.int8).tobytes().hex() for table in tables]
    return {"second_bias": round(bias, 3), "second": whole}


def _tables(model: lightgbm.Booster) -> tuple[float, list[np.ndarray]]:
    """Every leaf added to the cells of the first table that has all features on its path."""
    tables = [np.zeros([steps for _, steps in cells]) for cells in CELLS]
    bias = 0.0
    stack: list[tuple[dict[str, Any], dict[int, np.ndarray]]] = [
        (tree["tree_structure"], {}) for tree in model.dump_model()["tree_info"]
    ]
    while stack:
        node, path = stack.pop()
        if "leaf_value" in node:
            if not path:
                bias += node["leaf_value"]
                continue
            number = next(n for n, cells in enumerate(CELLS) if set(path) <= {column for column, _ in cells})
            steps = [path.get(column, np.ones(size, bool)) for column, size in CELLS[number]]
            tables[number][np.ix_(*map(np.flatnonzero, steps))] += node["leaf_value"]
            continue
        column = node["split_feature"]
        left = _left(node, np.arange(_STEPS[column]))
        before = path.get(column, np.ones(_STEPS[column], bool))
        stack.append((node["left_child"], path | {column: before & left}))
        stack.append((node["right_child"], path | {column: before & ~left}))
    return bias, tables


def _left(node: dict[str, Any], steps: np.ndarray) -> np.ndarray:
    """Which steps of a feature go to the left of a node."""
    threshold = node["threshold"]
    found: np.ndarray
    if node["decision_type"] == "==":
        found = np.isin(steps, [int(step) for step in str(threshold).split("||")])
    else:
        found = steps <= float(threshold)
    return found
