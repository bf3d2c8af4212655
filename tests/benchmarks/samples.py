"""The pages the judge is trained on: their evidence, and for each run whether it is the article's."""

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

import corpus
import gold

from newsgrab import charset
from newsgrab.dom import Run
from newsgrab.extraction.evidence import Evidence, gather

SETS = ("rtl", "fundus_pub", "newspaper4k", "wcxb", "daniel", "newspaper_tests")
"""Those with a gold body."""

SNIPPETS = ("trafilatura_eval",)
"""Those with some words that are the article's and some that are not."""

FOLDS = 5
_DOUBT = range(30, 70)
"""Per cent of a run's words in the gold between which its label is doubtful."""


class Target(NamedTuple):
    """What is wanted of a run: whether it is the article's, and its words; none where nobody knows."""

    kept: bool
    words: int
    sure: bool = True


class Sample(NamedTuple):
    """One page.

    Attributes:
        set: Its set.
        id: Its id there.
        site: Its site.
        evidence: What is known of it before it is judged.
        labels: Each run aligned with the gold text; none where there are snippets only.
        targets: What is wanted of each run; ``None`` where it teaches nothing.
        words: How many words the gold text has.
    """

    set: str
    id: str
    site: str
    evidence: Evidence
    labels: list[gold.Label]
    targets: list[Target | None]
    words: int


def load() -> list[Sample]:
    """All pages that can teach."""
    folder = corpus.required()
    found = []
    for name in (*SETS, *SNIPPETS):
        for record in corpus.records(folder, name):
            text = record.gold.get("body") if name in SETS else None
            if (name in SETS and not text) or (name == "wcxb" and record.kind != "article"):
                continue
            html, _, _ = charset.utf8(record.path.read_bytes())
            evidence = gather(html, record.url)
            runs = evidence.survey.runs
            labels = gold.labels(runs, text) if text else []
            targets = _of_labels(runs, labels, record.gold) if text else _of_snippets(runs, record.gold)
            site = corpus.site_of(record)
            count = len(gold.words(text)) if text else 0
            found.append(Sample(name, record.id, site, evidence, labels, targets, count))
    return found


def _of_labels(
    runs: Sequence[Run], labels: Sequence[gold.Label], known: dict[str, Any]
) -> list[Target | None]:
    optional = {_spaced(text) for text in known.get("optional") or () if isinstance(text, str)}
    return [
        None
        if optional and _spaced(run.text) in optional
        else Target(label.share >= 0.5, label.words, round(label.share * 100) not in _DOUBT)
        for run, label in zip(runs, labels, strict=True)
    ]


def _of_snippets(runs: Sequence[Run], known: dict[str, Any]) -> list[Target | None]:
    """A run with a wanted snippet is kept, one with an unwanted is not; both, or none, teach nothing."""
    wanted = [_spaced(text) for text in known.get("with") or () if text.strip()]
    unwanted = [_spaced(text) for text in known.get("without") or () if text.strip()]
    targets: list[Target | None] = []
    for run in runs:
        kept, stripped = (any(text in run.text for text in texts) for texts in (wanted, unwanted))
        targets.append(Target(kept, len(gold.words(run.text))) if kept != stripped else None)
    return targets


def _spaced(text: str) -> str:
    return " ".join(text.split())


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
