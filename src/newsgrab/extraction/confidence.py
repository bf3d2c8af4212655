"""How sure newsgrab is of what it found: a logistic function of a few measures of the judge's work.

The measures do not know what the judge looks at, only how it came out: the odds it gives what was kept,
what it nearly kept, what rules took against it, and what the page's own make says. The weights are data:
``data/confidence.json``, made by ``tests/benchmarks/calibrate.py``; ``docs/confidence.md`` says how well
they hold on sites they have not seen.
"""

from collections.abc import Sequence
from functools import cache
from math import exp, log
from typing import Final

from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.judgement import Judgement
from newsgrab.named_tuples import NamedTuple
from newsgrab.tables import json_of

_CLOSE: Final = -6.0
"""Score down to which a stripped run may have been text."""

_SOME: Final = 20.0
"""Characters of doubt and of certainty granted to every page: one short line is never quite sure."""

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5"})
_LINKED: Final = 0.8
_SHORTEST_TITLE: Final = 15
_LONGEST_TITLE: Final = 200
"""Characters of the headline of another story, as it stands in teasers."""


class Measures(NamedTuple):
    """What the confidence is made of.

    Attributes:
        odds: Logarithm of the text that is right by the judge's own odds to the text that is wrong or lost.
        overruled: Share of what the judge would have kept that rules took away.
        share: Logarithm of what is kept to all prose of the page.
        teasers: Logarithm of the headings that are links to other stories.
        declared: Whether the page calls itself an article.
        titled: Whether the page prints its headline.
    """

    odds: float
    overruled: float
    share: float
    teasers: float
    declared: float
    titled: float


def confidence(evidence: Evidence, judgements: Sequence[Judgement]) -> float:
    """From 0 to 1: how likely this is an article and what is kept its body; 0 where nothing is kept."""
    found = measures(evidence, judgements)
    if found is None:
        return 0.0
    bias, weights = _weights()
    score = bias + sum([weight * value for weight, value in zip(weights, found, strict=True)])
    return round(1 / (1 + exp(-score)), 3)


def measures(evidence: Evidence, judgements: Sequence[Judgement]) -> Measures | None:
    """The measures of a page, ``None`` where nothing is kept."""
    size = sure = lost = overruled = 0.0
    for chars, (label, rule, score) in zip(evidence.layout.sizes, judgements, strict=True):
        if label == "body":
            size += chars
            sure += chars / (1 + exp(-score))
        elif score > _CLOSE:
            likely = chars / (1 + exp(-score))
            if rule == "score":
                lost += likely
            elif rule != "headline":
                overruled += likely
    if not size:
        return None
    return Measures(
        odds=log((sure + _SOME) / (size - sure + lost + _SOME)),
        overruled=overruled / (overruled + size),
        share=log((size + _SOME) / (evidence.layout.total + _SOME)),
        teasers=log(1 + teasers(evidence)),
        declared=float(is_declared(evidence)),
        titled=float(evidence.headline is not None and evidence.headline.run is not None),
    )


def teasers(evidence: Evidence) -> int:
    """How many headings are links to other stories."""
    found = 0
    for run in evidence.survey.runs:
        if run[1] in _HEADINGS and _SHORTEST_TITLE <= len(run.text) <= _LONGEST_TITLE:
            found += run.link_chars >= _LINKED * len(run.text)
    return found


def is_declared(evidence: Evidence) -> bool:
    """Whether the page calls itself an article, in JSON-LD or by ``og:type``."""
    said = evidence.claims
    return said.declared or any(kind.lower().startswith("article") for kind in said.metas.get("og:type", ()))


@cache
def _weights() -> tuple[float, tuple[float, ...]]:
    """The bias, and the weight of each measure."""
    parts = json_of("confidence.json")
    return parts["bias"], tuple([parts["weights"][name] for name in Measures._fields])
