"""The decision about one run, and how decisions are changed."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

Label = Literal[
    "body",
    "headline",
    "byline",
    "notice",
    "related",
    "promo",
    "share",
    "comment",
    "navigation",
    "caption",
    "ad",
]

LABELS: Final[dict[str, Label]] = {
    "latest": "related", "related": "related", "readalso": "related", "mostread": "related", "share": "share",
    "tags": "navigation", "comments": "comment", "newsletter": "promo", "subscribe": "promo",
    "follow": "share", "ad": "ad", "credit": "caption",
}  # fmt: skip
"""What a run is that is a label of some kind (``rules.LabelKind``)."""


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


def kept(judgements: Sequence[Judgement]) -> list[int]:
    """Indexes of the runs that are body."""
    return [number for number, (label, _, _) in enumerate(judgements) if label == "body"]


def change(judgements: list[Judgement], number: int, label: Label, rule: str) -> None:
    """Decides anew about a run; the score stays, for the record."""
    judgements[number] = Judgement(label, rule, judgements[number].score)
