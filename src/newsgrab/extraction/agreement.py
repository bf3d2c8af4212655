"""Whether two sources say the same about a field, in whatever spelling. For explanations only."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from newsgrab import urls
from newsgrab.dates import parse
from newsgrab.extraction.site_name import squeezed
from newsgrab.extraction.structured import Claims
from newsgrab.extraction.vocabulary import SCHEMA_TYPES
from newsgrab.patterns import regex

_PARTS: Final = regex("[;,،、]")
_FREE: Final = dict.fromkeys(("true", "yes", "1", "free"), "true") | dict.fromkeys(
    ("false", "no", "0", "locked"), "false"
)


def agrees(name: str, value: str, values: Sequence[str], claims: Claims) -> bool:
    """Whether what a source says is what the field has.

    Args:
        name: The field.
        value: What the source says.
        values: What the field has.
        claims: The page's statements, for its address and the names of its site.
    """
    same = _SAME.get(name, _same_letters)
    return bool(values) and same(value, values, claims)


def _same_letters(value: str, values: Sequence[str], _claims: Claims) -> bool:
    return squeezed(value) in set(map(squeezed, values))


def _same_headline(value: str, values: Sequence[str], claims: Claims) -> bool:
    """The site's name beside it makes no other headline."""
    return _same_letters(claims.names.without_site(value), values, claims)


def _same_moment(value: str, values: Sequence[str], _claims: Claims) -> bool:
    """The same instant in another zone is no other moment, and nor is its day alone."""
    one, other = parse(value), parse(values[0])
    if one is None or other is None:
        return False
    if one.time is None or other.time is None:
        return one.date == other.date
    if one.offset is None or other.offset is None:
        return (one.date, one.time) == (other.date, other.time)
    return _instant(one.date, one.time) - one.offset == _instant(other.date, other.time) - other.offset


def _instant(date: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(date, time)


def _same_address(value: str, values: Sequence[str], claims: Claims) -> bool:
    address = urls.join(claims.base, value) or value
    return address in values or address.partition("#")[0] in values


def _parts(value: str, values: Sequence[str], _claims: Claims) -> bool:
    """Lists are written in one text, or each part by itself."""
    return {squeezed(part) for part in _PARTS.split(value)} <= set(map(squeezed, values))


def _same_language(value: str, values: Sequence[str], _claims: Claims) -> bool:
    """A tag with a region is no other language than the tag without one (BCP 47)."""
    one, other = value.replace("_", "-").lower() + "-", values[0].lower() + "-"
    return one.startswith(other) or other.startswith(one)


def _same_type(value: str, values: Sequence[str], _claims: Claims) -> bool:
    kind = value.lower()
    return SCHEMA_TYPES.get(kind, "article" if kind.endswith("article") else kind) in values


def _same_access(value: str, values: Sequence[str], _claims: Claims) -> bool:
    word = value.rpartition("/")[2].lower()
    return _FREE.get(word) in values


_SAME: Final[Mapping[str, Callable[[str, Sequence[str], Claims], bool]]] = {
    "headline": _same_headline,
    "published": _same_moment,
    "modified": _same_moment,
    "canonical_url": _same_address,
    "image": _same_address,
    "sections": _parts,
    "tags": _parts,
    "language": _same_language,
    "type": _same_type,
    "access": _same_access,
}
