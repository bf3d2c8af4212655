"""Everything about the article that is not its body."""

from dataclasses import dataclass

from newsgrab.dom import Survey
from newsgrab.extraction.headline import Headline
from newsgrab.extraction.structured import Claims
from newsgrab.model import Metadata


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known once the body is found."""

    survey: Survey
    claims: Claims
    headline: Headline | None
    kept: tuple[int, ...]
    body: str
    language: str | None


def assemble(facts: Facts) -> Metadata:
    """The metadata of an article."""
    return Metadata(headline=facts.headline.text if facts.headline else None)
