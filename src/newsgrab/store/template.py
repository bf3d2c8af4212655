"""Paths of articles: ``{published:%Y/%m}/{host}/{slug}.{ext}`` and an article make a relative path."""

import datetime as dt
import string
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from newsgrab.errors import UsageError
from newsgrab.model import Card
from newsgrab.records import dataclass, replace
from newsgrab.store.styles import Style, component, styled
from newsgrab.text import for_filename

DEFAULT_NAME: Final = "{published:%Y/%m}/{host}/{published:%Y-%m-%d}-{slug}-{id:.6}.{ext}"
"""What ``-o DIR/`` means inside the folder."""

LIMIT_BYTES: Final = 200
"""Longest name of a file or folder; file systems allow 255 bytes, the rest is for suffixes."""

Value = str | dt.datetime | None

# A field's value, and what stands for it where the page does not say.
_FIELDS: Final[Mapping[str, tuple[Callable[[Card], Value], str]]] = {
    "published": (lambda card: card.published, "undated"),
    "modified": (lambda card: card.modified or card.published, "undated"),
    "fetched": (lambda card: card.fetched_at, "undated"),
    "host": (lambda card: card.host, "unknown-host"),
    "site": (lambda card: card.site_name or card.host, "unknown-site"),
    "slug": (lambda card: slug_of(card), "untitled"),  # noqa: PLW0108 - defined further down
    "headline": (lambda card: card.headline, "untitled"),
    "author": (lambda card: card.author, "unsigned"),
    "section": (lambda card: card.section, "unsorted"),
    "language": (lambda card: card.language, "und"),  # BCP 47's word for "undetermined"
    "type": (lambda card: card.type, "unknown"),
    "id": (lambda card: card.id, "0"),
}
FIELDS: Final = (*_FIELDS, "ext")
"""The fields a template may name."""

_UNCUTTABLE: Final = ("id", "ext")  # what tells two articles and two formats apart


def _hyphenated(text: str) -> str:
    """Letters, digits and their marks in lower case; every run of anything else is one hyphen."""
    kept = [char if unicodedata.category(char)[0] in "LNM" else " " for char in text.lower()]
    return "-".join("".join(kept).split())


def slug_of(card: Card) -> str | None:
    """The headline as part of a file name; where there is none, the last part of the URL's path."""
    path = card.url.partition("//")[2].partition("?")[0].partition("/")[2]
    last = unquote(path.rstrip("/").rpartition("/")[2]).rpartition(".")
    for text in (card.headline or "", last[0] or last[2]):
        # The sanitiser first: it takes out the points and joiners that would part words here.
        if slug := _hyphenated(for_filename(text, 4 * LIMIT_BYTES)):
            return slug
    return None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Literal text, then perhaps a field."""

    literal: str
    field: str | None
    spec: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A piece made text; only what comes from a page may be shortened."""

    text: str
    cuttable: bool


@dataclass(frozen=True, slots=True)
class Template:
    """How files are named.

    Attributes:
        base: The folder that the template names literally; everything is written inside it.
        pieces: The rest, in order.
        style: What names are made of.
        text: The template as it was given.
    """

    base: Path
    pieces: tuple[_Piece, ...]
    style: Style = "unicode"
    text: str = ""

    @classmethod
    def parse(cls, text: str, style: Style = "unicode") -> "Template":
        """Reads ``{field:spec}`` as Python does, but without attributes, indexes and conversions.

        ``{field|default}`` and ``{field|default:spec}`` say what stands there where the page does not say.

        Args:
            text: The template; it ends on ``/`` or names an existing folder to mean ``DEFAULT_NAME`` in it.
            style: What names are made of.

        Raises:
            UsageError: It is empty; an unknown field (the message names the known ones), a broken brace,
                a spec that does not fit its field, ``..`` after the first field.
        """
        if not text:
            raise UsageError("an empty output is no place; is a variable unset?")
        if "{" not in text and (text.endswith("/") or Path(text).is_dir()):
            return cls(Path(text), _pieces(DEFAULT_NAME), style, text)
        pieces = _pieces(text)
        folder, slash, rest = pieces[0].literal.rpartition("/")
        inside = (replace(pieces[0], literal=rest), *pieces[1:])
        if any(".." in piece.literal.split("/") for piece in inside):
            raise UsageError(f"no '..' behind the first field of an output template: {text}")
        return cls(Path(folder + slash or "."), inside, style, text)

    @property
    def fields(self) -> frozenset[str]:
        """The fields it names."""
        return frozenset(piece.field for piece in self.pieces if piece.field)

    @property
    def parts_formats(self) -> bool:
        """Whether two formats of one article may be in two folders."""
        after = False
        for piece in self.pieces:
            if after and "/" in piece.literal:
                return True
            after = after or piece.field == "ext"
        return False

    @property
    def literal(self) -> str:
        """What it says besides its fields."""
        return "".join(piece.literal for piece in self.pieces)

    def place(self, extension: str) -> Path:
        """The path of a file that is not one article's: the template has no field but ``ext``."""
        shown = (piece.literal + (extension if piece.field else "") for piece in self.pieces)
        return self.base / "".join(shown)

    @property
    def suffix(self) -> str:
        """The extension it ends on literally, without the dot; ``""`` where a field decides."""
        last = self.pieces[-1]
        name = last.literal.rpartition("/")[2]
        return "" if last.field else name.rpartition(".")[2] if "." in name else ""

    def path(self, card: Card, extension: str) -> str:
        """The article's path relative to ``base``, parts joined by ``/``; not checked against the disk."""
        card = styled(card, self.style)
        shown = [part for piece in self.pieces for part in _shown(piece, card, extension)]
        # NFC again: a mark at the start of one part may join the letter at the end of another.
        names = [unicodedata.normalize("NFC", _fitting(part)) for part in _components(shown)]
        portable = [component(_portable(name), self.style) for name in names if name not in ("", ".")]
        return "/".join(name or "0" for name in portable)


def _pieces(text: str) -> tuple[_Piece, ...]:
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError as error:
        raise UsageError(f"the output template {text!r} is broken: {error}") from None
    pieces = []
    for literal, field, spec, conversion in parsed:
        name, _, default = (field or "").partition("|")
        if field is not None:
            _check_field(name, spec or "", conversion)
        if "\0" in literal + default:
            raise UsageError("no NUL in an output template")
        pieces.append(_Piece(literal, None if field is None else name, spec or "", default))
    if not pieces:
        raise UsageError("the output template is empty")
    return tuple(pieces)


def _check_field(field: str, spec: str, conversion: str | None) -> None:
    if field not in FIELDS or conversion:
        raise UsageError(
            f"no field {{{field}{'!' + conversion if conversion else ''}}} for output names;"
            f" there are {', '.join(FIELDS)}"
        )
    is_date = field in ("published", "modified", "fetched")
    sample: Value = dt.datetime(2000, 1, 1) if is_date else "x"  # noqa: DTZ001 - a local time, to try the spec
    try:
        format(sample, spec)
    except ValueError as error:
        raise UsageError(f"the output template's {{{field}:{spec}}} does not work: {error}") from None


def _shown(piece: _Piece, card: Card, extension: str) -> Iterable[_Shown]:
    yield _Shown(piece.literal, cuttable=False)
    if piece.field == "ext":
        yield _Shown(format(extension, piece.spec), cuttable=False)
    elif piece.field:
        read, default = _FIELDS[piece.field]
        value = read(card)
        if isinstance(value, dt.datetime):
            # The slashes of "%Y/%m" are the user's and make folders; the rest is digits and month names.
            yield _Shown(format(value, piece.spec or "%Y-%m-%d"), cuttable=False)
        else:
            default = for_filename(piece.default, LIMIT_BYTES) or default
            yield _Shown(_safe(value or "", piece.spec) or default, piece.field not in _UNCUTTABLE)


def _safe(value: str, spec: str) -> str:
    # Before and after the spec: it may fill with any character and cut anywhere.
    bare = for_filename(value, 4 * LIMIT_BYTES)
    return for_filename(format(bare, spec), 4 * LIMIT_BYTES) if bare else ""


def _components(shown: Iterable[_Shown]) -> list[list[_Shown]]:
    components: list[list[_Shown]] = [[]]
    for part in shown:
        first, *others = part.text.split("/")
        components[-1].append(_Shown(first, part.cuttable))
        components.extend([_Shown(other, part.cuttable)] for other in others)
    return components


def _fitting(component: list[_Shown]) -> str:
    """The component's text, its longest page-given part shortened until all fit ``LIMIT_BYTES``."""
    texts = [part.text for part in component]
    while (over := _size("".join(texts)) - LIMIT_BYTES) > 0:
        cuttable = [number for number, part in enumerate(component) if part.cuttable and texts[number]]
        if not cuttable:
            return cut_name("".join(texts), LIMIT_BYTES)
        longest = max(cuttable, key=lambda number: _size(texts[number]))
        texts[longest] = for_filename(texts[longest], _size(texts[longest]) - over)
    return "".join(texts)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))


def cut_name(name: str, limit_bytes: int) -> str:
    """A file's name cut before its extension so that it has at most so many bytes."""
    stem, dot, extension = name.rpartition(".")
    if not stem:
        stem, dot, extension = name, "", ""
    room = limit_bytes - _size(dot + extension)
    return (for_filename(stem, room) + dot + extension) if _size(stem) > room else name


def _portable(name: str) -> str:
    """A name Windows reserves although each of its parts was harmless gets an underscore."""
    safe = for_filename(name, LIMIT_BYTES)
    stem = name.partition(".")[0]
    return name.replace(stem, f"{stem}_", 1) if stem and safe.startswith(f"{stem}_") else name
