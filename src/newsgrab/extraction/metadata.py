"""Everything about the article that is not its body."""

from dataclasses import dataclass

from newsgrab.dom import Survey
from newsgrab.extraction.authors import words_of
from newsgrab.extraction.bylines import Span
from newsgrab.extraction.headline import Headline
from newsgrab.extraction.site_name import names_of
from newsgrab.extraction.structured import Claims
from newsgrab.extraction.writers import writers
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
    words = words_of(facts.language or "en", "en")
    names = names_of(facts.claims)
    run = facts.headline.run if facts.headline and facts.headline.run is not None else -1
    after = [n for n in facts.kept if n > run] or [len(facts.survey.runs)]
    found = writers(facts.survey, facts.claims, Span(run, after[0], after[-1]), words, names)
    return Metadata(headline=facts.headline.text if facts.headline else None, authors=found.authors, byline=found.byline, provenance=(("authors",found.claim.provenance),) if found.claim else ())
