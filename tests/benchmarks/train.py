"""Trains the judge of blocks on the corpus and writes ``src/newsgrab/data/model.json``.

    NEWSGRAB_CORPUS=.../corpus python tests/benchmarks/train.py            # train, validate, write
    NEWSGRAB_CORPUS=.../corpus python tests/benchmarks/train.py --dry-run  # figures only

Figures are site-disjoint: the pages of a site are all in the same fifth, and each fifth is judged by
weights that were trained on the other four. The first line counts words kept and lost by the judge alone;
the table after it has the metrics of ``accuracy.py`` for whole articles, rules and all. Needs numpy, scipy
and lightgbm (``pip install newsgrab[train]``).
"""

import argparse
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import accuracy
import corpus
import first_pass
import numpy as np
import samples
import scores as metrics
import second_pass
from samples import FOLDS, SETS, SNIPPETS, Sample

from newsgrab.extraction import boilerplate
from newsgrab.extraction.judge import Judge, Model, read

TARGET = Path(__file__).resolve().parents[2] / "src/newsgrab/data/model.json"
_NO_SECOND: dict[str, Any] = {"second_bias": 0.0, "second": []}


def alone(model: Model, pages: Sequence[Sample]) -> list[list[float]]:
    """Scores of the first pass, by the code that runs in the field."""
    judge = Judge(model)
    return [judge.alone(p.evidence.survey, p.evidence.layout, p.evidence.cues) for p in pages]


def together(model: Model, pages: Sequence[Sample], scores: Sequence[list[float]]) -> list[list[float]]:
    """Scores of both passes."""
    judge = Judge(model)
    return [
        judge.together(p.evidence.survey, p.evidence.layout, p.evidence.cues, page)
        for p, page in zip(pages, scores, strict=True)
    ]


def report(title: str, pages: Sequence[Sample], scores: Sequence[Sequence[float]]) -> dict[str, float]:
    """Mean F1 by set."""
    by_set: dict[str, list[float]] = defaultdict(list)
    for sample, page in zip(pages, scores, strict=True):
        if sample.set in SETS:
            by_set[sample.set].append(samples.page_f(sample, page))
            by_set["all"].append(by_set[sample.set][-1])
    figures = {name: round(float(np.mean(values)), 4) for name, values in by_set.items()}
    print(title, " ".join(f"{name} {value:.4f}" for name, value in figures.items()), flush=True)
    return figures


def cross_validate(pages: list[Sample]) -> tuple[dict[str, float], list[list[float]], list[dict[str, Any]]]:
    """Site-disjoint figures, first scores by weights that never saw a run's site, the fifths' weights."""
    fold = samples.folds(pages)
    rows = [first_pass.features(sample) for sample in pages]
    scores: list[list[float]] = [[] for _ in pages]
    weights = []
    for n in range(FOLDS):
        known = [i for i, f in enumerate(fold) if f != n]
        rest = [i for i, f in enumerate(fold) if f == n]
        found = first_pass.fit([pages[i] for i in known], [rows[i] for i in known])
        weights.append(first_pass.stored(found))
        model = read(weights[n] | _NO_SECOND)
        for i, page in zip(rest, alone(model, [pages[i] for i in rest]), strict=True):
            scores[i] = page
    report("first pass ", pages, scores)
    final: list[list[float]] = [[] for _ in pages]
    for n in range(FOLDS):
        known = [i for i, f in enumerate(fold) if f != n]
        rest = [i for i, f in enumerate(fold) if f == n]
        weights[n] |= second_pass.fit([pages[i] for i in known], [scores[i] for i in known])
        found_scores = together(read(weights[n]), [pages[i] for i in rest], [scores[i] for i in rest])
        for i, page in zip(rest, found_scores, strict=True):
            final[i] = page
    return report("both passes", pages, final), scores, weights


def whole_articles(pages: Sequence[Sample], weights: Sequence[dict[str, Any]]) -> None:
    """Prints the metrics of whole articles, each page judged by weights that never saw its site."""
    fold_of = dict(zip([sample.site for sample in pages], samples.folds(pages), strict=True))
    judges = [Judge(read(found)) for found in weights]
    accuracy.print_head()
    for name in corpus.sets(corpus.required()):
        found = []
        for record in accuracy.pages_of(name):
            judge = judges[fold_of.get(corpus.site_of(record), 0)]
            with patch.object(boilerplate, "judge", lambda judge=judge: judge):
                found.append(accuracy.scored("newsgrab", record))
        accuracy.print_row(name, "cross-validated", metrics.summed(found))


def main() -> None:
    """Trains, prints figures, writes the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    pages = samples.load()
    print(f"{len(pages)} pages, {sum(len(s.targets) for s in pages)} runs", flush=True)
    figures, scores, weights = cross_validate(pages)
    first = first_pass.stored(first_pass.fit(pages, [first_pass.features(sample) for sample in pages]))
    parts = first | second_pass.fit(pages, scores)
    model = read(parts)
    report("trained on  ", pages, together(model, pages, alone(model, pages)))
    if not options.dry_run:
        about = {
            "made_by": "tests/benchmarks/train.py",
            "made_on": dt.datetime.now(tz=dt.UTC).date().isoformat(),
            "sets": [*SETS, *SNIPPETS],
            "pages": len(pages),
            "corpus": corpus.digest((*SETS, *SNIPPETS)),
            "cross_validated_f1": figures,
        }
        text = json.dumps({"about": about, **parts}, ensure_ascii=False, separators=(",", ":"))
        TARGET.write_text(text + "\n", "utf-8")
        print(f"{TARGET.name}: {TARGET.stat().st_size // 1024} KB", flush=True)
    whole_articles(pages, weights)


if __name__ == "__main__":
    main()
