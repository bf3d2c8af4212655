"""Where each field came from, also those that were made without noting a source."""

from collections.abc import Iterator
from typing import Final

from newsgrab.extraction.agreement import agrees
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.statements import each_statement
from newsgrab.model import Metadata, Provenance
from newsgrab.records import replace
from newsgrab.text import clean

FIELDS: Final = (
    "headline", "kicker", "dek", "authors", "byline", "dateline", "published", "modified", "canonical_url",
    "site_name", "type", "sections", "tags", "language", "direction", "description", "image", "access",
)  # fmt: skip
"""The fields that have a source, in this order."""

_PRINTED: Final = frozenset({"kicker", "dek", "byline", "dateline"})
_BY_ITS_LETTERS: Final = frozenset({"language", "direction"})


def sourced(metadata: Metadata, evidence: Evidence) -> Metadata:
    """The metadata with a source for each field that has a value.

    Those that noted none take the first source that says the same.

    Args:
        metadata: The metadata.
        evidence: The page.
    """
    known = dict(metadata.provenance)
    found = []
    for name in FIELDS:
        if name in known:
            found.append((name, known[name]))
        elif name != "type" and (values := values_of(metadata, name)):  # a type that is known has a claim
            found.append((name, _source(evidence, name, values)))
    return replace(metadata, provenance=tuple(found))


def values_of(metadata: Metadata, name: str) -> tuple[str, ...]:
    """What a field has, as texts; ``()`` where the page says nothing.

    Args:
        metadata: The metadata.
        name: The field's name.
    """
    value = getattr(metadata, name)
    if name == "authors":
        return tuple(author.name for author in metadata.authors)
    if name == "access":
        free = metadata.access.declared_free
        return () if free is None else (str(free).lower(),)
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return () if value is None else (str(value),)


def _source(evidence: Evidence, name: str, values: tuple[str, ...]) -> Provenance:
    claims = evidence.claims
    said = () if name in _PRINTED else each_statement(evidence, name)
    for claim in said:
        if agrees(name, claim.value, values, claims):
            return claim.provenance
    printed = next(_prints(evidence, values), None) if name in _PRINTED else None
    if printed is not None:
        return printed
    if name == "site_name":
        title = evidence.survey.title or ""
        return (
            Provenance(source="markup", path="title", raw=title)
            if values[0] in title
            else Provenance(source="url", path="host", raw=claims.base)
        )
    if name == "tags":
        return Provenance(source="markup", path="a rel=tag", raw=", ".join(values))
    path = "letters of the body" if name in _BY_ITS_LETTERS else "text"
    return Provenance(source="markup", path=path, raw=", ".join(values))


def _prints(evidence: Evidence, values: tuple[str, ...]) -> Iterator[Provenance]:
    """Where the page prints the text of a field: the run that has it, and little else."""
    for value in values:
        for run in evidence.survey.runs:
            if value in run.text or (len(run.text) < 2 * len(value) and value in clean(run.text)):
                yield Provenance(source="markup", path=run.tag, raw=run.text)
