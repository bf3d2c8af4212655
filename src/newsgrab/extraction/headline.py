"""The title printed on the story."""

from newsgrab.dom import Survey
from newsgrab.extraction.structured import Claims


def headline(survey: Survey, claims: Claims) -> str | None:
    """The headline without the site's name."""
    del claims
    return survey.title
