"""Reads a page tag by tag and refuses it when the parser's work on it would get out of hand.

Only the work is added up here; what the tags do to the tree is in ``builder``.
"""

from typing import Final

from newsgrab.errors import TooComplex
from newsgrab.guard.builder import Builder
from newsgrab.guard.tokens import Tokens, attribute_count

_DEPTH: Final = 512
"""The deepest page of 2,189 has 56 levels."""

_ATTRIBUTES: Final = 1_000
_PAIRS: Final = 1e8
_UNCOUNTED: Final = 400
"""Attributes of one tag; pairs of attributes that the parser compares, at 2 ns each; and the bytes of
attributes that are not worth counting."""

_OFTEN: Final = 64
"""After so many tags the sums are looked at."""

_TAGS: Final = 500_000
"""About 200 MB of tree; the largest page of the corpus has 23,000."""

_REMEMBERED: Final = 200
_CLONED: Final = 5e7
_MOVES: Final = 1e6
"""Formatting elements open or to be opened again, bytes of elements that the parser adds on its own, and
steps of the adoption agency algorithm, 0.2 us each: the corpus has no more than 17, 0.9 million and 1,750."""

_LEVELS: Final = 3e7
"""Tags times open elements, at 3 to 20 ns: some tags make the parser walk through all that is open. The
corpus has no more than 0.6 million."""

_OPTIONS: Final = 12_000
"""The parser goes through all options for each new one: 12,000 take 0.5 s."""


def refuse_if_complex(html: bytes) -> None:
    """Raises ``TooComplex`` for a page that the parser would take too long or too much memory for."""
    tokens, builder = Tokens(html), Builder()
    take, levels, pairs = builder.take, 0, 0
    for number, tag in enumerate(tokens):
        depth = take(tag)
        levels += depth
        if len(tag[2]) > _UNCOUNTED:
            pairs += _compared(tag[2])
        if depth > _DEPTH or not number % _OFTEN or pairs > _PAIRS:
            _refuse(builder, depth)
            _refuse_many(number, levels, pairs)
        tokens.raw = not builder.raw_is_markup
    _refuse(builder, 0)


def _refuse(builder: Builder, depth: int) -> None:
    if depth > _DEPTH:
        raise TooComplex(f"nested more than {_DEPTH} deep")
    if builder.cloned > _CLONED or builder.moves > _MOVES or builder.remembered > _REMEMBERED:
        raise TooComplex("too many formatting elements left open or closed in the wrong place")
    if builder.options > _OPTIONS:
        raise TooComplex(f"more than {_OPTIONS:,} options")


def _refuse_many(tags: int, levels: int, pairs: float) -> None:
    if tags > _TAGS:
        raise TooComplex(f"more than {_TAGS:,} tags")
    if levels > _LEVELS:
        raise TooComplex("too many tags at great depth")
    if pairs > _PAIRS:
        raise TooComplex("too many tags with very many attributes")


def _compared(attributes: bytes) -> int:
    """An upper bound of the pairs of attributes in a tag; exact where there may be many."""
    count = len(attributes) // 2
    if count > _ATTRIBUTES:
        count = attribute_count(attributes)
    if count > _ATTRIBUTES:
        raise TooComplex(f"a tag with more than {_ATTRIBUTES:,} attributes")
    return count * count // 2
