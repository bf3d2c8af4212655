"""How much of the article the page shows."""

from dataclasses import replace
from typing import Final

from newsgrab.model import Access, Metadata
from newsgrab.model.article import Observed

_TEASER: Final = 1_200
"""Characters of body up to which a page that calls itself not free is believed to show a teaser only."""

_CUT: Final = ("…", "...", "[…]", "[...]")


def observed(metadata: Metadata, body: str) -> Metadata:
    """The metadata with what was seen of the article: all of it, or a teaser.

    A page that declares itself not free and shows little, or breaks off, is truncated; one that
    declares nothing and breaks off in the middle of a sentence is unknown.
    """
    free = metadata.access.declared_free
    seen: Observed = "full"
    if free is False and (len(body) < _TEASER or body.endswith(_CUT)):
        seen = "truncated"
    elif body.endswith(_CUT) and len(body) < _TEASER:
        seen = "unknown"
    return replace(metadata, access=Access(declared_free=free, observed=seen))
