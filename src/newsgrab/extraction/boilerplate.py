"""What is body and what is not, each removal under the name of its rule.

Two learned passes score every run (``judge``); then rules that a reader would give as reasons: a
label over links, the headline once more, a caption, a heading over nothing, a text said twice.
"""

import math
from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.judge import judge
from newsgrab.text import fold

Label = Literal[
    "body", "headline", "byline", "notice", "related", "promo", "share", "comment", "navigation", "caption", "ad"
]

_LABELS: Final[dict[str, Label]] = {
    "latest": "related", "related": "related", "readalso": "related", "mostread": "related", "share": "share",
    "tags": "navigation", "comments": "comment", "newsletter": "promo", "subscribe": "promo", "follow": "share",
    "ad": "ad", "advert": "ad", "credit": "caption",
}  # fmt: skip
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SHORTEST_REPEAT: Final = 40


class Judgement(NamedTuple):
    """The decision about one run.

    Attributes:
        label: What the run is; ``body`` is kept.
        rule: What decided.
        score: The judge's score: above 0 the cues speak for the body.
    """

    label: Label
    rule: str
    score: float


def scored(evidence: Evidence) -> list[float]:
    """The judge's score of each run."""
    the_judge = judge()
    alone = the_judge.alone(evidence.survey, evidence.layout, evidence.cues)
    return the_judge.together(evidence.survey, evidence.layout, evidence.cues, alone)


def judged(evidence: Evidence) -> list[Judgement]:
    """The decision about each run, in document order."""
    judgements = [
        Judgement("body", "score", score) if score > 0
        else Judgement(_LABELS.get(label, "navigation"), f"label:{label}" if label else "links" if gist == "m" else "score", score)
        for score, label, gist in zip(scored(evidence), evidence.labels, evidence.cues.gists, strict=True)
    ]  # fmt: skip
    for rule in RULES:
        rule(evidence, judgements)
    return judgements


def confidence(evidence: Evidence, judgements: Sequence[Judgement]) -> float:
    """From 0 to 1: how sure the judge is of what it kept, and how much that is."""
    size = sure = 0.0
    for run, judgement in zip(evidence.survey.runs, judgements, strict=True):
        if judgement.label == "body":
            chars = len(run.text)
            size += chars
            sure += chars / (1 + math.exp(-judgement.score))
    if not size:
        return 0.0
    return round(sure / size * (1 - math.exp(-size / 400)), 3)


def _drop(judgements: list[Judgement], number: int, label: Label, rule: str) -> None:
    judgements[number] = Judgement(label, rule, judgements[number].score)


def kept(judgements: Sequence[Judgement]) -> list[int]:
    """Indexes of the runs that are body."""
    return [number for number, judgement in enumerate(judgements) if judgement.label == "body"]


def _labels_go(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A block that is nothing but a label of furniture is never body, wherever it stands."""
    for number in kept(judgements):
        if (label := evidence.labels[number]) in _LABELS:
            _drop(judgements, number, _LABELS[label], f"label:{label}")


def _headline_once(evidence: Evidence, judgements: list[Judgement]) -> None:
    """The headline is a field of its own; the body does not open with it again."""
    if evidence.headline is None:
        return
    if (number := evidence.headline.run) is not None:
        _drop(judgements, number, "headline", "headline")
    wanted = fold(evidence.headline.text)
    for number in kept(judgements):
        text = evidence.survey.runs[number].text
        if len(text) <= 2 * len(wanted) and fold(text) == wanted:
            _drop(judgements, number, "headline", "headline_again")


def _captions_go(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A caption belongs to its picture."""
    zones = evidence.survey.zones
    for number in kept(judgements):
        run = evidence.survey.runs[number]
        if run.tag == "figcaption" or zones.tags[run.zone] == "figcaption":
            _drop(judgements, number, "caption", "figcaption")


def _said_once(evidence: Evidence, judgements: list[Judgement]) -> None:
    """Of two equal texts the one the judge is surer of stays: teasers and print views repeat the lead."""
    first: dict[str, int] = {}
    for number in kept(judgements):
        text = evidence.survey.runs[number].text
        if len(text) < _SHORTEST_REPEAT:
            continue
        if text in first:
            earlier = first[text]
            worse = number if judgements[earlier].score >= judgements[number].score else earlier
            _drop(judgements, worse, "related", "repeated")
            first[text] = earlier if worse == number else number
        else:
            first[text] = number


def _heading_over_nothing(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A heading at the end of the body heads what was stripped."""
    for number in reversed(kept(judgements)):
        if evidence.survey.runs[number].tag not in _HEADINGS:
            break
        _drop(judgements, number, "navigation", "heading_over_nothing")


RULES: Final[tuple[Callable[[Evidence, list[Judgement]], None], ...]] = (
    _labels_go,
    _headline_once,
    _captions_go,
    _said_once,
    _heading_over_nothing,
)
"""The rules of the last pass, in order; each replaces the judgements it changes."""
