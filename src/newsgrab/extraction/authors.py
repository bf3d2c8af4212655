"""Names in bylines: parted, and freed of what is no name.

What a line may hold besides names: "By", job titles, cities, dates, times, e-mail addresses, accounts,
buttons. Words of human languages come from the language packs and from ``data/names.toml``.
"""

import re
import tomllib
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from newsgrab import rules
from newsgrab.extraction.site_name import Names
from newsgrab.model import Author
from newsgrab.text import clean, fold

LONGEST: Final = 300
"""Characters of a byline that are read; 12 names with titles have fewer."""

MOST: Final = 24
"""Names taken from one line."""

_LONGEST_NAME: Final = 60
_LONGEST_PREFIX: Final = 4
_LONGEST_ROLE: Final = 5
_MOST_WORDS: Final = 6
_DATA: Final = Path(__file__).parent.parent / "data" / "names.toml"

_CONTACTS: Final = re.compile(
    r"[\w.+-]{1,64}@[\w.-]{1,80}|https?://\S{1,300}|www\.\S{1,200}|(?<![\w.])@\w{1,40}", re.IGNORECASE
)
_ASIDES: Final = re.compile(r"[(\[（【][^()\[\]（）【】]{0,80}[)\]）】]")
_PARTS: Final = re.compile(
    r"[|•·;\n\t\u060c\u061b、，；／｜●▪►»«<>,]|(?<=\s)[-–—~:](?=\s)|[-–—]{2,}|(?<!\d)/|/(?!\d)"
)
_EDGES: Final = " .,:;-–—_/|\\*'‘’\"“”#+&()[]\u200e\u200f،؛"
_CASED: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LABELLED: Final = re.compile(r"([^:：]{1,30})[:：]\s{0,3}(?=\S)")
_NUMERIC: Final = re.compile(r"\d+[./:\u5e74-]\d*")
_JOINTS: Final = frozenset("'’-")
_WAW: Final = "\u0648"
_DEGREE: Final = 5

Kind = Literal["person", "organization"]


class Words(NamedTuple):
    """The words of some languages that stand in bylines, folded.

    Attributes:
        prefixes: What opens a byline.
        openings: The same as a tuple, for `str.startswith`.
        unspaced: Those of scripts that do not part words, longest first.
        ands: What stands between two names.
        roles: Job titles.
        stamps: What stands before a date.
        labels: Whole blocks that are labels and buttons.
        stopwords: Function words: a name ends before one.
    """

    prefixes: frozenset[str]
    openings: tuple[str, ...]
    unspaced: tuple[str, ...]
    ands: frozenset[str]
    roles: frozenset[str]
    stamps: frozenset[str]
    labels: frozenset[str]
    stopwords: frozenset[str]


@cache
def lists() -> dict[str, frozenset[str]]:
    """The lists of ``data/names.toml``, folded."""
    table = tomllib.loads(_DATA.read_text("utf-8"))
    return {key: frozenset(map(fold, values)) for key, values in table.items()}


@lru_cache(maxsize=64)
def words_of(*codes: str) -> Words:
    """The byline words of some language packs together.

    Args:
        codes: BCP 47 primary tags; unknown ones add nothing.
    """
    packs = [rules.pack(code) for code in dict.fromkeys(codes)]
    prefixes = frozenset(phrase for pack in packs for phrase in pack.byline_prefixes)
    return Words(
        prefixes=prefixes,
        openings=tuple(prefixes),
        unspaced=tuple(sorted(filter(_UNSPACED.search, prefixes), key=len, reverse=True)),
        ands=frozenset(word for pack in packs for word in pack.byline_ands),
        roles=frozenset(role for pack in packs for role in pack.roles),
        stamps=frozenset(stamp for pack in packs for stamp in pack.date_prefixes),
        labels=frozenset(label for pack in packs for label in pack.labels),
        stopwords=frozenset(word for pack in packs for word in pack.stopwords) - lists()["particles"],
    )


def people(line: str, words: Words, names: Names, *, claimed: bool = False) -> tuple[Author, ...]:
    """The writers a line names, in its order; none where it names nobody.

    Args:
        line: A byline as printed, its elements parted by line ends, or a name as metadata give it.
        words: Of the page's languages.
        names: Of the site, which is no author.
        claimed: Whether metadata say that it is a name: then one word may be one, and small letters.
    """
    found: list[Author] = []
    opened = False
    for part in _parts(line):
        tokens = without_prefix(_dated_off(part.split(), words), words)
        if len(" ".join(tokens)) < len(part):
            if not opened:
                found.clear()
            opened = True
        if _is_other(tokens, words):
            if found:
                break
            continue
        pieces = _parted(tokens, words)
        for n, piece in enumerate(pieces):
            if len(piece) == 1 and n == 0 and found and _CASED.match(piece[0]) and len(pieces) == 1:
                piece = _known(piece)
            if piece and _add(found, piece, words, names, claimed=claimed or opened):
                break
        if len(found) >= MOST:
            break
    return tuple(found)


def _known(piece: list[str]) -> list[str]:
    """A single word after a comma is a category, a city or a button, unless it is an agency or a generation."""
    folded = fold(piece[0])
    return piece if folded in lists()["agencies"] or folded in lists()["generations"] else []


def _dated_off(tokens: list[str], words: Words) -> list[str]:
    """A part from the byline's prefix on, where a date stands before it: "2023 By Jane Roe"."""
    for n in range(1, len(tokens) - 1):
        if any(map(str.isdigit, tokens[n - 1])) and without_prefix(tokens[n : n + 3], words) != tokens[n : n + 3]:
            return tokens[n:]
    return tokens


def _parts(line: str) -> list[str]:
    """A line cut at commas, bars, bullets and what cannot be in a name."""
    text = clean(line[:LONGEST].replace("\n", " | "))
    text = _ASIDES.sub(" ", _CONTACTS.sub(" | ", text) if "@" in text or "." in text else text)
    return [bare for part in _PARTS.split(text) if (bare := part.strip(_EDGES))]


def _is_other(tokens: list[str], words: Words) -> bool:
    """Whether a part is a button, a label, a date with its label, or names people who did not write."""
    folded = fold(" ".join(tokens))
    if folded in words.labels or (tokens and all(fold(token) in lists()["buttons"] for token in tokens)):
        return True
    opening = {fold(" ".join(tokens[:many])) for many in range(1, min(3, len(tokens)) + 1)}
    return not (opening.isdisjoint(words.stamps) and opening.isdisjoint(lists()["others"]))


def without_prefix(tokens: list[str], words: Words) -> list[str]:
    """The words after "By" and its like, which may stand there twice.

    Args:
        tokens: Words of a line.
        words: Of the page's languages.
    """
    while tokens:
        for many in range(min(_LONGEST_PREFIX, len(tokens)), 0, -1):
            if fold(" ".join(tokens[:many])) in words.prefixes:
                rest = tokens[many:]
                break
        else:
            rest = _unglued(tokens, words)
            if rest == tokens:
                return tokens
        tokens = rest
    return tokens


def _unglued(tokens: list[str], words: Words) -> list[str]:
    """The words after a prefix that is written together with the name, as in Chinese or before a colon."""
    head = " ".join(tokens)
    if (label := _LABELLED.match(head)) and fold(label[1]) in words.prefixes:
        return head[label.end() :].split()
    if words.unspaced:
        folded = fold(tokens[0])
        for prefix in words.unspaced:
            ends = len(prefix) > 1 or tokens[0][len(prefix) : len(prefix) + 1] in ":：/／"
            if ends and folded.startswith(prefix) and len(folded) > len(prefix) + 1:
                return [tokens[0][len(prefix) :].lstrip(_EDGES), *tokens[1:]]
    return tokens


def _parted(tokens: list[str], words: Words) -> list[list[str]]:
    """Words parted at "and"; in Arabic "and" is the first letter of the next name."""
    pieces: list[list[str]] = [[]]
    for n, token in enumerate(tokens):
        if token in ("&", "+") or fold(token) in words.ands:
            pieces.append([])
        elif token.startswith(_WAW) and _opens_second(pieces[-1], tokens[n:]):
            pieces.append([token[1:]])
        else:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def _opens_second(before: list[str], rest: list[str]) -> bool:
    """Whether a word that begins with waw is "and" with a name: both names have two words or more."""
    both = len(before) > 1 and len(rest) > 1
    return both and len(rest[0]) > 3 and fold(rest[0]) not in lists()["waw_names"]  # noqa: PLR2004 - no name of two letters


def _add(found: list[Author], tokens: list[str], words: Words, names: Names, *, claimed: bool) -> bool:
    """Adds the name a piece is, or gives its job title to the name before; says whether the line ends there."""
    tokens = _undated(tokens)
    whole = " ".join(tokens).strip(_EDGES)
    if not whole:
        return False
    if found and fold(whole) in lists()["generations"]:
        found[-1] = replace(found[-1], name=f"{found[-1].name} {whole}")
        return False
    kind = kind_of(whole)
    if (kind == "person" or found) and _is_role(tokens, words, after=bool(found), claimed=claimed):
        if found and found[-1].role is None and found[-1].type == "person":
            found[-1] = replace(found[-1], role=whole)
        return False
    name, role, cut = whole, None, False
    if kind == "person":
        tokens, role = _without_role(tokens, words)
        kept = _cut(tokens, words, claimed=claimed)
        cut = len(kept) < len(tokens)
        name = _trimmed(kept)
    if is_name(name, words, names, after=bool(found)) and all(fold(name) != fold(author.name) for author in found):
        found.append(Author(name=name, type=kind, role=role))
    return cut


def _trimmed(tokens: list[str]) -> str:
    """A name without punctuation around it; an initial at its end keeps its point."""
    name = " ".join(tokens).lstrip(_EDGES)
    initial = len(name) > 2 and name[-1] == "." and name[-2].isupper() and not name[-3].isalpha()  # noqa: PLR2004 - "C."
    return name if initial else name.rstrip(_EDGES)


def _undated(tokens: list[str]) -> list[str]:
    """A piece up to its first number, without the month before a lone number: "Jane Roe May 3", "Jane Roe 3 May"."""
    for n, token in enumerate(tokens):
        if any(map(str.isdigit, token)):
            after = tokens[n + 1] if n + 1 < len(tokens) else ""
            day_first = after[:1].isalpha() or _NUMERIC.match(token) is not None
            return tokens[:n] if day_first else tokens[: max(n - 1, 0)]
    return tokens


def _is_role(tokens: list[str], words: Words, *, after: bool, claimed: bool) -> bool:
    """Whether a piece is a job title: a known one, or one that ends in a known one and leaves no name."""
    if fold(" ".join(tokens)) in words.roles:
        return True
    if tokens[0][0].islower() and _CASED.match(tokens[0]) and not (claimed and not after):
        return len(tokens) > 1 and fold(tokens[0]) not in lists()["particles"]
    if after and not lists()["titles"].isdisjoint(map(fold, tokens)):
        return True
    rest, role = _without_role(tokens, words)
    return role is not None and (after or len(rest) <= 1)


def _without_role(tokens: list[str], words: Words) -> tuple[list[str], str | None]:
    """A piece without the job title before or after the name in it, and that title."""
    for many in range(min(_LONGEST_ROLE, len(tokens) - 1), 0, -1):
        if fold(" ".join(tokens[-many:])) in words.roles:
            return tokens[:-many], " ".join(tokens[-many:])
        if fold(" ".join(tokens[:many])) in words.roles:
            return tokens[many:], " ".join(tokens[:many])
    return tokens, None


def _cut(tokens: list[str], words: Words, *, claimed: bool) -> list[str]:
    """A name up to the first word that is none: a function word, or one without a capital ("in Berlin")."""
    particles = lists()["particles"]
    for n, token in enumerate(tokens):
        if n == 0 or not _CASED.match(token):
            continue
        folded = fold(token)
        if folded in words.stopwords and not (len(token) == 2 and token.endswith(".")):  # noqa: PLR2004 - an initial
            return tokens[:n]
        small = token[0].islower() and tokens[0][0].isupper() and not claimed
        if small and folded not in particles and not _JOINTS & set(token):
            return tokens[:n]
    return tokens


def is_name(name: str, words: Words, names: Names, *, after: bool = False) -> bool:
    """Whether a text can be somebody's name.

    Args:
        name: The text, freed of prefix and title.
        words: Of the page's languages.
        names: Of the site.
        after: Whether another name stands before it, as before a degree.
    """
    known = lists()
    folded = fold(name)
    letters = sum(map(str.isalpha, name))
    if letters < 2 or len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS or name[-1] in "!?":  # noqa: PLR2004
        return False
    if folded in known["agencies"]:
        return not names.is_site(name)
    if any(folded in group for group in (known["accounts"], known["credentials"], words.labels, words.stopwords)):
        return False
    if names.is_site(name) or (" " not in name and names.names_site(name)):
        return False
    return not (after and len(name) <= _DEGREE and name.isascii() and name.isupper())


def kind_of(name: str) -> Kind:
    """Whether a name is a person's or an organisation's, by its words."""
    known = lists()
    folded = fold(name)
    if folded in known["agencies"] or not known["organisations"].isdisjoint(folded.split()):
        return "organization"
    return "person"
