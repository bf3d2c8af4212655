"""What only the body can tell of an article: its language and direction."""

from newsgrab.model import Metadata
from newsgrab.records import replace
from newsgrab.text import direction_of


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
