"""A page that may be no article, as the tests for walls and listings see it."""

from collections.abc import Sequence
from typing import Final

from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.judgement import Judgement, kept
from newsgrab.model import Article
from newsgrab.named_tuples import NamedTuple

_DENSE: Final = frozenset({"Hans", "Hant", "Jpan"})
"""Scripts that say in one character what others say in two or three."""

_DENSITY: Final = 2.5


class Suspect(NamedTuple):
    """What was found, and what it was found in.

    Attributes:
        article: What was extracted.
        evidence: The page.
        judgements: The decision about each of its runs.
        kept: Indexes of the runs that are body.
        html: The page's source.
        declared: Whether it calls itself an article, a video, a gallery.
        scale: By how much a character of its script counts for more than a Latin one.
    """

    article: Article
    evidence: Evidence
    judgements: Sequence[Judgement]
    kept: Sequence[int]
    html: bytes
    declared: bool
    scale: float

    def size(self, number: int) -> float:
        """How much one run says, in characters of a Latin text."""
        return self.evidence.layout.sizes[number] * self.scale

    @property
    def titled(self) -> bool:
        """Whether the page prints its headline."""
        return self.evidence.headline is not None and self.evidence.headline.run is not None


def suspect(article: Article, evidence: Evidence, judgements: Sequence[Judgement], html: bytes) -> Suspect:
    """Puts together what the tests need."""
    dense = bool(evidence.packs) and evidence.packs[0].script in _DENSE
    return Suspect(
        article=article,
        evidence=evidence,
        judgements=judgements,
        kept=kept(judgements),
        html=html,
        declared=article.metadata.type != "unknown",
        scale=_DENSITY if dense else 1.0,
    )
