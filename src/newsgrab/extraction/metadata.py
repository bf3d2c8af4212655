"""Everything about the article that is not its body."""

from bisect import bisect_right
from datetime import datetime
from functools import lru_cache

from newsgrab.dom import Survey
from newsgrab.extraction import about, deck
from newsgrab.extraction.access import declared
from newsgrab.extraction.address import canonical_url
from newsgrab.extraction.byline_reading import Span
from newsgrab.extraction.byline_words import Words, words_of
from newsgrab.extraction.date_reader import reader
from newsgrab.extraction.headline import Headline
from newsgrab.extraction.lead_image import image
from newsgrab.extraction.story_type import story_type
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.when import when
from newsgrab.extraction.writers import writers
from newsgrab.model import Access, Metadata, Provenance
from newsgrab.records import dataclass
from newsgrab.rules import LanguagePack, pack


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known once the body is found.

    Attributes:
        survey: The page.
        claims: Its own statements.
        headline: The headline, if it has one.
        kept: Indexes of the runs of the body.
        body: The body's text.
        language: BCP 47 primary tag.
        at: When the page was had, ``None`` where nobody knows.
    """

    survey: Survey
    claims: Claims
    headline: Headline | None
    kept: tuple[int, ...]
    body: str
    language: str | None
    at: datetime | None = None


def assemble(facts: Facts) -> Metadata:
    """The metadata of an article.

    Args:
        facts: What is known of the page.
    """
    survey, claims, title = facts.survey, facts.claims, facts.headline
    span = _span(facts)
    words, packs = _language(facts.language or "en")
    found = writers(survey, claims, span, words)
    times = when(survey, claims, span, reader(packs, survey.language, facts.at))
    address, picture = canonical_url(survey, claims), image(claims)
    summary, sections = about.description(claims), about.sections(claims)
    kind, free = story_type(claims, sections), declared(claims)
    said = Claim(title.text, title.source, title.path, title.raw) if title else None
    return Metadata(
        canonical_url=address.value if address else None,
        site_name=about.site_name(survey, claims),
        type=kind.type,
        headline=title.text if title else None,
        kicker=deck.kicker(survey, title),
        dek=deck.dek(survey, claims, span, frozenset(facts.kept)),
        description=summary.value if summary else None,
        authors=found.authors,
        byline=found.byline,
        dateline=deck.dateline(facts.body),
        published=times.published,
        modified=times.modified,
        published_raw=times.published_claim.raw if times.published_claim else None,
        modified_raw=times.modified_claim.raw if times.modified_claim else None,
        sections=sections,
        tags=about.tags(survey, claims, span.last),
        image=picture.value if picture else None,
        access=Access(declared_free=free.free),
        provenance=_provenance(
            headline=said, authors=found.claim, published=times.published_claim, image=picture,
            modified=times.modified_claim, canonical_url=address, description=summary,
            type=kind.claim, access=free.claim,
        ),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _language(code: str) -> tuple[Words, tuple[LanguagePack, ...]]:
    """What a language and English, which stands on pages of every language, write bylines and dates with."""
    codes = dict.fromkeys((code, "en"))
    return words_of(*codes), tuple(map(pack, codes))


def _span(facts: Facts) -> Span:
    """Where headline and body stand; without a body the page's end is its start."""
    kept = facts.kept or (len(facts.survey.runs),)
    run = facts.headline.run if facts.headline and facts.headline.run is not None else -1
    below = bisect_right(kept, run)
    return Span(run, kept[below if below < len(kept) else 0], kept[-1])


def _provenance(**claims: Claim | None) -> tuple[tuple[str, Provenance], ...]:
    return tuple([(name, claim.provenance) for name, claim in claims.items() if claim is not None])
