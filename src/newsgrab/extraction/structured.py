"""What the page says about itself: JSON-LD, OpenGraph and other meta tags, microdata."""

from dataclasses import dataclass

from newsgrab.dom import Survey


@dataclass(frozen=True, slots=True)
class Claims:
    """The page's own statements."""

    base: str


def claims(survey: Survey, base: str) -> Claims:
    """Gathers the statements of a page."""
    del survey
    return Claims(base)
