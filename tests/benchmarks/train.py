"""Trains the judge of blocks on the corpus and writes ``src/newsgrab/data/model.json``.

    NEWSGRAB_CORPUS=.../corpus python tests/benchmarks/train.py            # train, validate, write
    NEWSGRAB_CORPUS=.../corpus python tests/benchmarks/train.py --dry-run  # figures only

Figures are site-disjoint: the pages of a site are all in the same fifth, and each fifth is judged by
weights that were trained on the other four. Needs numpy and scipy (``pip install newsgrab[train]``).
"""

import argparse
import datetime as dt
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import corpus
import gold
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from newsgrab import charset
from newsgrab.extraction.cues import DENSE, SPARSE
from newsgrab.extraction.evidence import Evidence, gather
from newsgrab.extraction.judge import HOPELESS, SECOND, Judge, Model, read, second_columns
from newsgrab.extraction.names import name_words

TARGET = Path(__file__).resolve().parents[2] / "src/newsgrab/data/model.json"
SETS = ("rtl", "fundus_pub", "newspaper4k", "wcxb", "daniel", "newspaper_tests")
FOLDS = 5
FEWEST_SITES = 10
"""Sites a cell or word has to stand on; with 6 the words of single publishers were learned."""

PENALTY = 12.0
WORD_PENALTY = 40.0
"""Strength of the L2 penalty. Names of elements are a publisher's own: with 3 for all, figures were .949 on
the pages trained on and .925 on other sites, with these .932 on other sites."""


Feature = tuple[Any, ...]


class Sample(NamedTuple):
    """One page: its evidence, the label of each run, its set, its site, words of the gold text."""

    set: str
    id: str
    site: str
    evidence: Evidence
    labels: list[gold.Label]
    words: int
    optional: frozenset[str]


def load() -> list[Sample]:
    """All pages with a gold body."""
    folder = corpus.required()
    found = []
    for name in SETS:
        for record in corpus.records(folder, name):
            text = record.gold.get("body")
            if not text or (name == "wcxb" and record.kind != "article"):
                continue
            html, _, _ = charset.utf8(record.path.read_bytes())
            evidence = gather(html, record.url)
            optional = frozenset(
                " ".join(t.split()) for t in record.gold.get("optional") or () if isinstance(t, str)
            )
            found.append(
                Sample(
                    name,
                    record.id,
                    corpus.site_of(record),
                    evidence,
                    gold.labels(evidence.survey.runs, text),
                    len(gold.words(text)),
                    optional,
                )
            )
    return found


def first_features(sample: Sample) -> list[list[Feature]]:
    """For each run its keys of the first pass."""
    survey, layout = sample.evidence.survey, sample.evidence.layout
    zones = survey.zones
    branches: list[tuple[str, ...]] = []
    for parent, tag, names, down in zip(zones.parents, zones.tags, zones.names, layout.down, strict=True):
        own = name_words(names) + (() if tag == "div" else (tag,))
        branches.append(branches[parent] + own if down else ())
    found = sample.evidence.cues
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


def second_features(sample: Sample, scores: Sequence[float]) -> list[list[Feature]]:
    """For each run its cells of the second pass; none where that is not asked."""
    columns = second_columns(sample.evidence.layout, sample.evidence.cues, list(scores))
    return [
        [] if score < HOPELESS else list(zip(SECOND, cells, strict=True))
        for score, *cells in zip(scores, *columns, strict=True)
    ]


def targets(samples: Sequence[Sample], rows: Sequence[list[list[Feature]]]) -> tuple[np.ndarray, np.ndarray]:
    """Labels and weights; a long run counts for more, a doubtful one less, one not judged nothing."""
    wanted, weights = [], []
    for sample, page in zip(samples, rows, strict=True):
        e = sample.evidence
        for run, label, gist, row in zip(e.survey.runs, sample.labels, e.cues.gists, page, strict=True):
            wanted.append(float(label.share >= 0.5))
            weight = min(label.words, 60) ** 0.5 if label.words else 0.3
            if 0.3 < label.share < 0.7:
                weight *= 0.3
            if gist == "m" or not row or (sample.optional and " ".join(run.text.split()) in sample.optional):
                weight = 0.0
            weights.append(weight)
    return np.array(wanted), np.array(weights)


class Fit(NamedTuple):
    """Weights of one pass."""

    columns: dict[Feature, int]
    values: np.ndarray


def fit(samples: Sequence[Sample], rows: Sequence[list[list[Feature]]]) -> Fit:
    """Logistic regression with an L2 penalty on the keys that stand on enough sites."""
    sites: dict[Feature, set[str]] = defaultdict(set)
    for sample, page in zip(samples, rows, strict=True):
        for row in page:
            for key in row:
                sites[key].add(sample.site)
    columns = {key: n for n, key in enumerate(k for k, s in sites.items() if len(s) >= FEWEST_SITES)}
    matrix = design(rows, columns)
    wanted, weights = targets(samples, rows)
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

    best = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B", options={"maxiter": 120})
    return Fit(columns, best.x)


def design(rows: Sequence[list[list[Feature]]], columns: dict[Feature, int]) -> csr_matrix:
    """One line a run, one column a key."""
    indices: list[int] = []
    ends = [0]
    for page in rows:
        for row in page:
            indices += [columns[key] for key in row if key in columns]
            ends.append(len(indices))
    return csr_matrix(
        (np.ones(len(indices)), np.array(indices), np.array(ends)), shape=(len(ends) - 1, len(columns))
    )


def stored(first: Fit, second: Fit | None) -> dict[str, Any]:
    """The weights as ``judge.read`` takes them."""
    dense: dict[str, list[list[Any]]] = {name: [] for name in DENSE}
    sparse: dict[str, list[list[Any]]] = {name: [] for name in SPARSE}
    words: dict[str, dict[str, float]] = {"own": {}, "zone": {}, "branch": {}}
    for key, column in first.columns.items():
        value = round(float(first.values[column]), 2)
        if abs(value) >= 0.02:
            table, *parts = key
            if table.endswith("*"):
                words[table[:-1]][parts[0]] = value
            else:
                (dense if table in dense else sparse)[table].append([*parts, value])
    third: dict[str, list[list[Any]]] = {name: [] for name in SECOND}
    if second is not None:
        for key, column in second.columns.items():
            table, *parts = key
            third[table].append([*parts, round(float(second.values[column]), 2)])
    return {
        "bias": round(float(first.values[-1]), 3),
        "dense": dense,
        "sparse": sparse,
        "words": words,
        "second_bias": round(float(second.values[-1]), 3) if second is not None else 0.0,
        "second": third,
    }


def judged(model: Model, samples: Sequence[Sample], *, first_only: bool = False) -> list[list[float]]:
    """Scores of all runs, by the code that runs in the field."""
    judge = Judge(model)
    scores = []
    for sample in samples:
        e = sample.evidence
        alone = judge.alone(e.survey, e.layout, e.cues)
        scores.append(alone if first_only else judge.together(e.layout, e.cues, alone))
    return scores


def folds(samples: Sequence[Sample]) -> list[int]:
    """The fifth each page is in, by its site."""
    sites = sorted({sample.site for sample in samples})
    random.Random(0).shuffle(sites)  # noqa: S311 - the same parting in every run, no secret
    fold = {site: n % FOLDS for n, site in enumerate(sites)}
    return [fold[sample.site] for sample in samples]


def page_f(sample: Sample, scores: Sequence[float]) -> float:
    """F1 of words kept against words of the gold text."""
    kept = [label for label, score in zip(sample.labels, scores, strict=True) if score > 0]
    taken, right = sum(label.words for label in kept), sum(label.words * label.share for label in kept)
    return 2 * min(right, sample.words) / (taken + sample.words) if taken + sample.words else 1.0


def report(title: str, samples: Sequence[Sample], scores: Sequence[Sequence[float]]) -> dict[str, float]:
    """Mean F1 by set."""
    by_set: dict[str, list[float]] = defaultdict(list)
    for sample, page in zip(samples, scores, strict=True):
        by_set[sample.set].append(page_f(sample, page))
        by_set["all"].append(by_set[sample.set][-1])
    figures = {name: round(float(np.mean(values)), 4) for name, values in by_set.items()}
    print(title, " ".join(f"{name} {value:.4f}" for name, value in figures.items()), flush=True)
    return figures


def cross_validate(samples: list[Sample]) -> tuple[dict[str, float], list[list[float]]]:
    """Site-disjoint figures, and for each run the score of weights that never saw its site."""
    fold = folds(samples)
    first = [first_features(sample) for sample in samples]
    scores: list[list[float]] = [[] for _ in samples]
    fits = []
    for n in range(FOLDS):
        known = [i for i, f in enumerate(fold) if f != n]
        fits.append(fit([samples[i] for i in known], [first[i] for i in known]))
        rest = [i for i, f in enumerate(fold) if f == n]
        model = read(stored(fits[n], None))
        for i, page in zip(rest, judged(model, [samples[i] for i in rest], first_only=True), strict=True):
            scores[i] = page
    report("first pass ", samples, scores)
    second = [second_features(sample, page) for sample, page in zip(samples, scores, strict=True)]
    final: list[list[float]] = [[] for _ in samples]
    for n in range(FOLDS):
        known = [i for i, f in enumerate(fold) if f != n]
        rest = [i for i, f in enumerate(fold) if f == n]
        model = read(stored(fits[n], fit([samples[i] for i in known], [second[i] for i in known])))
        for i, page in zip(rest, judged(model, [samples[i] for i in rest]), strict=True):
            final[i] = page
    return report("both passes", samples, final), scores


def main() -> None:
    """Trains, prints figures, writes the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    samples = load()
    print(f"{len(samples)} pages, {sum(len(s.labels) for s in samples)} runs", flush=True)
    figures, scores = cross_validate(samples)
    first = fit(samples, [first_features(sample) for sample in samples])
    second = fit(samples, [second_features(s, page) for s, page in zip(samples, scores, strict=True)])
    model = stored(first, second)
    report("trained on  ", samples, judged(read(model), samples))
    if options.dry_run:
        return
    about = {
        "made_by": "tests/benchmarks/train.py",
        "made_on": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "sets": list(SETS),
        "pages": len(samples),
        "corpus": corpus.digest(SETS),
        "cross_validated_f1": figures,
    }
    TARGET.write_text(
        json.dumps({"about": about, **model}, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
    )
    print(f"{TARGET.name}: {TARGET.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
