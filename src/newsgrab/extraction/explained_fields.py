"""The fields of an article with their sources, and what other sources say about them."""

from newsgrab.extraction.agreement import agrees
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.sources import FIELDS, values_of
from newsgrab.extraction.statements import statements
from newsgrab.extraction.structured import Claim
from newsgrab.model import ExplainedField, Metadata, Provenance, Statement


def fields(evidence: Evidence, metadata: Metadata) -> tuple[ExplainedField, ...]:
    """All fields, also those the page says nothing about.

    Args:
        evidence: The page.
        metadata: What was made of it.
    """
    sources = dict(metadata.provenance)
    return tuple(_field(evidence, name, values_of(metadata, name), sources.get(name)) for name in FIELDS)


def _field(
    evidence: Evidence, name: str, values: tuple[str, ...], source: Provenance | None
) -> ExplainedField:
    said = statements(evidence, name)
    told = [(claim, agrees(name, claim.value, values, evidence.claims)) for claim in said]
    winner = None if source is None else (source.source, source.path)
    others = (
        Statement(source=claim.source, path=claim.path, value=claim.value, agrees=same)
        for claim, same in told
        if not ((claim.source, claim.path) == winner and (same or _is_source(claim, source)))
    )
    return ExplainedField(name=name, values=values, source=source, others=tuple(dict.fromkeys(others)))


def _is_source(claim: Claim, source: Provenance | None) -> bool:
    return source is not None and source.raw.strip() in (claim.raw.strip(), claim.value)
