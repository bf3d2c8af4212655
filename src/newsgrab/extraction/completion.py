"""What only the body can tell of an article: its language, its direction, how much of it is shown."""

from dataclasses import replace
from typing import Final

from newsgrab.model import Access, Metadata
from newsgrab.model.article import Observed
from newsgrab.text import direction_of

_TEASER: Final = 1_200
"""Characters of body up to which a page that calls itself not free is believed to show a teaser only."""

_CUT: Final = ("…", "...", "[…]", "[...]")


def completed(metadata: Metadata, body: str, language: str | None, declared: str | None) -> Metadata:
    """The metadata with what the body tells.

    Args:
        metadata: As the page's own statements have it.
        body: The article's text.
        language: Primary tag of the language the words are in (BCP 47), ``None`` if unknown.
        declared: The ``lang`` of the page; its region is kept where it agrees.
    """
    return replace(
        metadata,
        language=_tag(language, declared),
        direction=direction_of(body),
        access=Access(declared_free=metadata.access.declared_free, observed=_observed(metadata, body)),
    )


def _tag(language: str | None, declared: str | None) -> str | None:
    """The declared tag where it only adds a region or script to the language found: ``pt-BR``."""
    if not language or not declared:
        return language
    parts = declared.strip().replace("_", "-").split("-")
    if parts[0].lower() != language or not all(part.isalnum() and len(part) <= 8 for part in parts):  # noqa: PLR2004 - BCP 47
        return language
    tail = [part.upper() if len(part) == 2 else part.title() for part in parts[1:3]]  # noqa: PLR2004 - RFC 5646 section 2.1.1
    return "-".join([language, *tail])


def _observed(metadata: Metadata, body: str) -> Observed:
    """A page that calls itself not free and shows little, or breaks off, is a teaser."""
    breaks_off = body.endswith(_CUT)
    if metadata.access.declared_free is False and (len(body) < _TEASER or breaks_off):
        return "truncated"
    return "unknown" if breaks_off and len(body) < _TEASER else "full"
