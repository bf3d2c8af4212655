"""Fits the weights of ``extraction.confidence`` on the corpus, and prints how well they hold.

    NEWSGRAB_CORPUS=.../corpus python tests/benchmarks/calibrate.py            # fit, validate, write, print
    NEWSGRAB_CORPUS=.../corpus python tests/benchmarks/calibrate.py --dry-run  # print only

A page is right if it is an article and the words of its body agree with gold by an F1 of 0.8 or more. All of
it is site-disjoint twice over: the judge that scores a page has learned from other sites only, and so have
the weights that turn its scores into the confidence of that page. Run it again when the judge is trained
again. Needs numpy, scipy and lightgbm (``pip install newsgrab[train]``).
"""

import argparse
import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import corpus
import gold
import numpy as np
import samples
import train
from scipy.optimize import minimize

from newsgrab import charset
from newsgrab.errors import ExtractError
from newsgrab.extraction import boilerplate, composition, notices
from newsgrab.extraction.confidence import Measures, measures
from newsgrab.extraction.evidence import Evidence, gather
from newsgrab.extraction.judge import Judge, read
from newsgrab.extraction.judgement import kept

DATA = Path(__file__).resolve().parents[2] / "src/newsgrab/data/confidence.json"
RIGHT = 0.8
PENALTY = 1.0
NO_ARTICLES = ("listing", "collection")
"""Kinds of pages that are no article, whatever is kept of them."""

TABLE = "| confidence | pages | mean confidence | mean F1 of the body | share with F1 of .8 or more |"


class Case(NamedTuple):
    """One page: which fifth its site is in, how it was judged, and how well.

    Attributes:
        fold: Its fifth.
        values: Its measures, ``None`` where nothing was kept.
        f1: Agreement of the body with the gold.
        right: Whether it is an article and the body is right.
    """

    fold: int
    values: Measures | None
    f1: float
    right: bool


def cases() -> list[Case]:
    """All pages with a gold body, each judged by a judge that has not seen its site."""
    pages = samples.load()
    fold_of = {sample.site: fold for sample, fold in zip(pages, samples.folds(pages), strict=True)}
    known = {(sample.set, sample.id): sample.evidence for sample in pages}
    _, _, weights = train.cross_validate(pages)
    by_fold = [Judge(read(found_weights)) for found_weights in weights]
    found = []
    for name in samples.SETS:
        for record in corpus.records(corpus.required(), name):
            is_article = record.kind == "article"
            if not record.gold.get("body") or not (is_article or record.kind in NO_ARTICLES):
                continue
            evidence = known.get((record.set, record.id)) or _read(record)
            if evidence is not None:
                fold = fold_of.get(corpus.site_of(record), 0)
                values, f1 = _judged(evidence, by_fold[fold], record)
                found.append(Case(fold, values, f1, is_article and f1 >= RIGHT))
    return found


def _read(record: corpus.Record) -> Evidence | None:
    try:
        return gather(charset.utf8(record.path.read_bytes())[0], record.url)
    except ExtractError:
        return None


def _judged(evidence: Evidence, judge: Judge, record: corpus.Record) -> tuple[Measures | None, float]:
    alone = judge.alone(evidence.survey, evidence.layout, evidence.cues)
    scores = judge.together(evidence.survey, evidence.layout, evidence.cues, alone)
    judgements, _ = notices.part(evidence, boilerplate.decided(evidence, scores))
    body = composition.compose(evidence, kept(judgements), record.url).text
    optional = {" ".join(t.split()) for t in record.gold.get("optional") or () if isinstance(t, str)}
    shown = " ".join([part for part in body.split("\n\n") if " ".join(part.split()) not in optional])
    return measures(evidence, judgements), agreement(shown, record.gold["body"])


def agreement(body: str, wanted: str) -> float:
    """F1 of the words of two texts."""
    ours, theirs = Counter(gold.words(body)), Counter(gold.words(wanted))
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def fit(found: Sequence[Case]) -> np.ndarray:
    """Logistic regression of ``right`` on the measures, the bias last."""
    known = [case for case in found if case.values is not None]
    values = np.array([case.values for case in known])
    sign = np.array([1.0 if case.right else -1.0 for case in known])
    mean, spread = values.mean(0), values.std(0) + 1e-9
    design = np.c_[(values - mean) / spread, np.ones(len(values))]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (design @ w)
        slope = np.r_[w[:-1], 0.0]
        cost = np.logaddexp(0, -margin).sum() + PENALTY / 2 * (slope @ slope)
        return cost, PENALTY * slope - design.T @ (sign / (1 + np.exp(margin)))

    best = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x
    weights = best[:-1] / spread
    found_weights: np.ndarray = np.r_[weights, best[-1] - weights @ mean]
    return found_weights


def confidences(found: Sequence[Case]) -> np.ndarray:
    """For each page the confidence by weights that have not seen its site."""
    result = np.zeros(len(found))
    for n in range(samples.FOLDS):
        weights = fit([case for case in found if case.fold != n])
        for i, case in enumerate(found):
            if case.fold == n and case.values is not None:
                result[i] = 1 / (1 + np.exp(-(np.array([*case.values, 1.0]) @ weights)))
    return result


def table(found: Sequence[Case], sure: np.ndarray) -> list[str]:
    """The calibration in tenths, as Markdown."""
    f1, right = np.array([case.f1 for case in found]), np.array([case.right for case in found])
    lines = [TABLE, "|---|--:|--:|--:|--:|"]
    for step in range(10):
        inside = (sure >= step / 10) & ((sure < (step + 1) / 10) | (step == 9))
        if inside.any():
            shown = [f"{values[inside].mean():.3f}" for values in (sure, f1, right)]
            lines.append(f"| {step / 10:.1f}-{(step + 1) / 10:.1f} | {inside.sum()} | {' | '.join(shown)} |")
    return lines


def ranking(sure: np.ndarray, right: np.ndarray) -> float:
    """How often a page that is right has the higher confidence than one that is not."""
    good, bad = np.sort(sure[right]), np.sort(sure[~right])
    below = np.searchsorted(good, bad, "left").sum() + np.searchsorted(good, bad, "right").sum()
    return float(1 - below / (2 * len(good) * len(bad)))


def main() -> None:
    """Fits, prints the table, writes the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    found = cases()
    sure = confidences(found)
    right = np.array([case.right for case in found])
    off = float(np.mean((sure - right) ** 2))
    print(
        f"{len(found)} pages, {right.sum()} right; ranked right {ranking(sure, right):.3f}, Brier {off:.4f}\n"
    )
    print("\n".join(table(found, sure)))
    weights = dict(zip((*Measures._fields, "bias"), np.round(fit(found), 3).tolist(), strict=True))
    print(f"\n{weights}")
    if options.dry_run:
        return
    stored: dict[str, Any] = {
        "about": {
            "made_by": "tests/benchmarks/calibrate.py",
            "made_on": dt.datetime.now(tz=dt.UTC).date().isoformat(),
            "pages": len(found),
            "corpus": corpus.digest(samples.SETS),
            "brier": round(off, 4),
        },
        "bias": weights.pop("bias"),
        "weights": weights,
    }
    DATA.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
