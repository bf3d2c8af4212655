"""The decision about one run, and how decisions are changed."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from newsgrab.named_tuples import NamedTuple

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


class Judgements(list[Judgement]):
    """The decisions about the runs of a page.

    They remember which runs are body until a decision changes: a dozen rules ask, and few change any.
    """

    __slots__ = ("_body",)

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        """Starts with some decisions."""
        super().__init__(judgements)
        self._body: list[int] | None = None

    def __setitem__(self, number: Any, judgement: Any) -> None:  # noqa: ANN401 - an index or a slice
        """Decides anew."""
        super().__setitem__(number, judgement)
        self._body = None

    @property
    def body(self) -> list[int]:
        """Indexes of the runs that are body."""
        if self._body is None:
            self._body = [number for number, (label, _, _) in enumerate(self) if label == "body"]
        return self._body


def kept(judgements: Sequence[Judgement]) -> Sequence[int]:
    """Indexes of the runs that are body."""
    return (judgements if isinstance(judgements, Judgements) else Judgements(judgements)).body


def change(judgements: list[Judgement], number: int, label: Label, rule: str) -> None:
    """Decides anew about a run; the score stays, for the record."""
    judgements[number] = Judgement(label, rule, judgements[number].score)
