r"""Templates for lines of one's own: ``{published:%Y-%m-%d} {headline|untitled:.40}\n``."""

import datetime as dt
import re
import string
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from newsgrab.errors import UsageError
from newsgrab.model.paths import is_there, text_of, value_at
from newsgrab.model.schema import Kind, NoSuchField, kind_at
from newsgrab.patterns import regex
from newsgrab.records import dataclass
from newsgrab.text import for_stream

_ESCAPE: Final = regex(r"\\([nt\\])")
_ESCAPED: Final = {"n": "\n", "t": "\t", "\\": "\\"}
_SAMPLES: Final[Mapping[Kind, Any]] = {
    "moment": dt.datetime(2000, 1, 1, tzinfo=dt.UTC),
    "integer": 1,
    "number": 0.5,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Literal text, then perhaps a field.

    Attributes:
        literal: The text.
        path: The field; ``""`` is none.
        default: What stands for it where the page does not say.
        spec: How it is formatted.
        kind: What it holds.
    """

    literal: str
    path: str = ""
    default: str = ""
    spec: str = ""
    kind: Kind = "text"


@lru_cache(maxsize=8)
def parse(text: str) -> tuple[Piece, ...]:
    r"""The pieces of a template: ``{field}``, ``{field:spec}``, ``{field|default:spec}``.

    Specs are Python's, of times ``strftime``'s. ``\n``, ``\t`` and ``\\`` stand for what they do in C;
    ``{{`` is a brace.

    Raises:
        UsageError: A brace that is not closed, an unknown field, a spec that does not fit its field.
    """
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError as error:
        raise UsageError(f"the template {text!r} is broken: {error}") from None
    return tuple(_piece(*part) for part in parsed)


def filled(pieces: tuple[Piece, ...], shown: Mapping[str, Any], *, raw: bool) -> str:
    """The template with the values of an article.

    Args:
        pieces: As ``parse`` gives them.
        shown: The article's JSON.
        raw: Whether values keep characters that could drive a terminal.
    """
    return "".join(
        piece.literal + (_value(piece, value_at(shown, piece.path), raw=raw) if piece.path else "")
        for piece in pieces
    )


def check_field(path: str) -> Kind:
    """What kind of value a field holds.

    Raises:
        UsageError: There is none of that name; the message names one that is like it.
    """
    try:
        return kind_at(path)
    except NoSuchField as error:
        hint = f"did you mean {error.near[0]}?" if error.near else "newsgrab schema lists the fields"
        raise UsageError(f"an article has no field {path!r}; {hint}") from None


def _piece(literal: str, field: str | None, spec: str | None, conversion: str | None) -> Piece:
    literal = _ESCAPE.sub(lambda found: _ESCAPED[found[1]], literal)
    if field is None:
        return Piece(literal)
    if conversion:
        raise UsageError(f"templates have no conversions: {{{field}!{conversion}}}")
    path, _, default = field.partition("|")
    piece = Piece(literal, path, default, spec or "", check_field(path))
    try:
        format(_SAMPLES.get(piece.kind, "x"), piece.spec)
    except ValueError as error:
        raise UsageError(f"the template's {{{field}:{spec}}} does not work: {error}") from None
    return piece


def _value(piece: Piece, value: Any, *, raw: bool) -> str:  # noqa: ANN401 - whatever JSON may hold
    if not is_there(value):
        return _padded(piece)
    if piece.kind == "moment" and piece.spec:
        return format(dt.datetime.fromisoformat(value), piece.spec)
    if piece.kind in ("integer", "number"):
        return format(value, piece.spec)
    text = text_of(value)
    return format(text if raw else for_stream(text), piece.spec)


def _padded(piece: Piece) -> str:
    """The default, in as many columns as the value would have."""
    width = re.fullmatch(r"[<>^]?(\d+)(?:\.\d+)?[a-z]?", piece.spec) if piece.kind != "moment" else None
    return format(piece.default, f"{width[1]}") if width else piece.default
