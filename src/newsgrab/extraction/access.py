"""Whether an article is free: by the page's own word, and by what is seen of it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.names import is_wall
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.vocabulary import keys
from newsgrab.extraction.walls import phrases_of
from newsgrab.model.article import Observed
from newsgrab.named_tuples import NamedTuple
from newsgrab.text import fold

TIER_KEYS: Final = keys("tier")
WORDS: Final = dict.fromkeys(("true", "yes", "1", "free"), True) | dict.fromkeys(
    ("false", "no", "0", "locked"), False
)
"""What schema.org's ``isAccessibleForFree`` and Facebook's ``content_tier`` say; "metered" is neither."""

_PROPERTY: Final = "isAccessibleForFree"
_MOST_PARTS: Final = 20

_TEASER: Final = 1_200
"""Characters of body up to which a page that calls itself not free is believed to show a teaser only."""

_CUT: Final = ("…", "...", "[…]", "[...]")

_AFTER: Final = 8
"""Runs after the body that are looked at for the words of a wall, and how many characters of each."""

_LONGEST: Final = 300


class Declared(NamedTuple):
    """What the page says.

    Attributes:
        free: Whether the article is free, ``None`` where it does not say.
        claim: Where it says so.
    """

    free: bool | None
    claim: Claim | None


def declared(claims: Claims) -> Declared:
    """Whether the article is free by the page's own word.

    Args:
        claims: The page's statements.
    """
    for claim in (*_linked(claims), *claims.meta(TIER_KEYS)):
        free = WORDS.get(claim.value.rpartition("/")[2].lower())
        if free is not None:
            return Declared(free, claim)
    return Declared(None, None)


def _linked(claims: Claims) -> Iterator[Claim]:
    """JSON-LD: of the article, of its parts where it is silent itself, of the page."""
    yield from claims.property(_PROPERTY)
    parts: Any = claims.article.get("hasPart")
    for part in (parts if isinstance(parts, list) else [parts])[:_MOST_PARTS]:
        if isinstance(part, dict) and isinstance(part.get(_PROPERTY), str | bool):
            said = str(part[_PROPERTY])
            yield Claim(said, "json-ld", f"hasPart.{_PROPERTY}", said)
    for page in claims.linked.pages:
        if page is not claims.article and isinstance(page.get(_PROPERTY), str | bool):
            said = str(page[_PROPERTY])
            yield Claim(said, "json-ld", f"WebPage.{_PROPERTY}", said)


def observed(free: bool | None, body: str, walled: Callable[[], bool]) -> Observed:  # noqa: FBT001 - a value of the article
    """How much of the article is shown.

    A page that calls itself not free and shows little, or breaks off, shows a teaser; so does one that is
    silent, where a wall follows on little.

    Args:
        free: Whether it is free by the page's own word.
        body: Its text.
        walled: Tells whether a wall follows on the body; asked only where that may be.
    """
    breaks_off = body.endswith(_CUT)
    short = len(body) < _TEASER
    if (short or breaks_off) and free is not True and walled():
        return "wall"
    if free is False and (short or breaks_off):
        return "truncated"
    return "unknown" if breaks_off and short else "full"


def has_wall(evidence: Evidence, kept: Sequence[int]) -> bool:
    """Whether a box or line that asks to subscribe stands right after the body, for all to see.

    Args:
        evidence: The page.
        kept: Indexes of the runs that are body, in order.
    """
    runs, zones = evidence.survey.runs, evidence.survey.zones
    phrases = phrases_of(evidence, "paywall")
    after = kept[-1] + 1 if kept else 0
    around = {zone for number in kept for zone in zones.upwards(runs[number].zone)}
    for run in runs[after : after + _AFTER]:
        path = list(zones.upwards(run.zone))
        if not zones.hidden.isdisjoint(path):
            continue
        if any(zone not in around and is_wall(zones.names[zone]) for zone in path):
            return True
        folded = fold(run.text[:_LONGEST])
        if any(phrase in folded for phrase in phrases):
            return True
    return False
