"""The fields of an article with their sources, and what other sources say about them."""

from collections.abc import Iterator
from typing import Final

from newsgrab.extraction.agreement import agrees
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.statements import statements
from newsgrab.extraction.structured import Claim
from newsgrab.model import ExplainedField, Metadata, Provenance, Statement
from newsgrab.text import clean

FIELDS: Final = (
    "headline", "kicker", "dek", "authors", "byline", "dateline", "published", "modified", "canonical_url",
    "site_name", "type", "sections", "tags", "language", "direction", "description", "image", "access",
)  # fmt: skip
"""The fields that are explained, in this order."""

_PRINTED: Final = frozenset({"kicker", "dek", "byline", "dateline"})


def fields(evidence: Evidence, metadata: Metadata) -> tuple[ExplainedField, ...]:
    """All fields, also those the page says nothing about.

    Args:
        evidence: The page.
        metadata: What was made of it.
    """
    sources = dict(metadata.provenance)
    return tuple(_field(evidence, name, _values(metadata, name), sources.get(name)) for name in FIELDS)


def _values(metadata: Metadata, name: str) -> tuple[str, ...]:
    value = getattr(metadata, name)
    if name == "authors":
        return tuple(author.name for author in metadata.authors)
    if name == "access":
        free = metadata.access.declared_free
        return () if free is None else (str(free).lower(),)
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return () if value is None else (str(value),)


def _field(
    evidence: Evidence, name: str, values: tuple[str, ...], source: Provenance | None
) -> ExplainedField:
    said = statements(evidence, name)
    told = [(claim, agrees(name, claim.value, values, evidence.claims)) for claim in said]
    if source is None:
        source = next((claim.provenance for claim, same in told if same), None)
    if source is None and name in _PRINTED:
        source = next(_prints(evidence, values), None)
    winner = None if source is None else (source.source, source.path)
    others = (
        Statement(source=claim.source, path=claim.path, value=claim.value, agrees=same)
        for claim, same in told
        if not ((claim.source, claim.path) == winner and (same or _is_source(claim, source)))
    )
    return ExplainedField(name=name, values=values, source=source, others=tuple(dict.fromkeys(others)))


def _is_source(claim: Claim, source: Provenance | None) -> bool:
    return source is not None and source.raw.strip() in (claim.raw.strip(), claim.value)


def _prints(evidence: Evidence, values: tuple[str, ...]) -> Iterator[Provenance]:
    """Where the page prints the text of a field: the run that has it, and little else."""
    for value in values:
        for run in evidence.survey.runs:
            if value in run.text or (len(run.text) < 2 * len(value) and value in clean(run.text)):
                yield Provenance(source="markup", path=run.tag, raw=run.text)
