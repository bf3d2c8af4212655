"""Names in bylines: parted, and freed of what is no name.

What a line may hold besides names: "By", job titles, cities, dates, times, e-mail addresses, accounts,
buttons. Words of human languages come from the language packs and from ``data/names.toml``.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from newsgrab import rules
from newsgrab.extraction.site_name import Names
from newsgrab.model import Author
from newsgrab.text import clean, fold

LONGEST: Final = 300
"""Characters of a byline that are read; 12 names with titles have fewer."""

MOST: Final = 24
"""Names taken from one line."""

_LONGEST_NAME: Final = 60
_MOST_WORDS: Final = 6
_DATA: Final = Path(__file__).parent.parent / "data" / "names.toml"

_CONTACTS: Final = re.compile(
    r"[\w.+-]{1,64}@[\w.-]{1,80}|https?://\S{1,300}|www\.\S{1,200}|(?<![\w.])@\w{1,40}", re.IGNORECASE
)
_ASIDES: Final = re.compile(r"[(\[（【][^()\[\]（）【】]{0,80}[)\]）】]")
_PARTS: Final = re.compile(r"[|•·;\n\t\u060c\u061b、，；／｜●▪►»«<>\"“”]|\s[-–—~:]+\s|[-–—]{2,}|(?<!\w)/|/(?!\w)|,|/")
_EDGES: Final = " .,:;-–—_/|\\*'‘’\"“”#+&()[]\u200e\u200f،؛"
_CASED: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
_AND_IN_ONE: Final = "\u0648"


class Words(NamedTuple):
    """The words of some languages that stand in bylines, folded."""

    prefixes: frozenset[str]
    unspaced: tuple[str, ...]
    ands: frozenset[str]
    roles: frozenset[str]
    labels: frozenset[str]


@cache
def _lists() -> dict[str, frozenset[str]]:
    table = tomllib.loads(_DATA.read_text("utf-8"))
    return {key: frozenset(map(fold, values)) for key, values in table.items()}


@lru_cache(maxsize=64)
def words_of(codes: tuple[str, ...]) -> Words:
    """The byline words of some language packs together.

    Args:
        codes: BCP 47 primary tags; unknown ones add nothing.
    """
    packs = [rules.pack(code) for code in codes]
    prefixes = frozenset(phrase for pack in packs for phrase in pack.byline_prefixes)
    return Words(
        prefixes,
        tuple(sorted((phrase for phrase in prefixes if _UNSPACED.search(phrase)), key=len, reverse=True)),
        frozenset(word for pack in packs for word in pack.byline_ands) | {"&", "+"},
        frozenset(role for pack in packs for role in pack.roles),
        frozenset(label for pack in packs for label in pack.labels),
    )


def people(line: str, words: Words, names: Names) -> tuple[Author, ...]:
    """The writers a line names, in its order; none where it names nobody.

    Args:
        line: A byline as printed, or an author's name as metadata give it.
        words: Of the page's languages.
        names: Of the site, which is no author.
    """
    found: list[Author] = []
    opened = False
    for part in _parts(line):
        tokens = part.split()
        bare = _without_prefix(tokens, words)
        if len(bare) < len(tokens) or bare != tokens:
            if not opened:
                found.clear()
            opened = True
        for piece in _parted(bare, words):
            _add(found, piece, words, names)
            if len(found) >= MOST:
                return tuple(found)
    return tuple(found)


def _parts(line: str) -> list[str]:
    """A line cut at commas, bars, bullets and what cannot be in a name."""
    text = _CONTACTS.sub(" | ", clean(line.replace("\n", " | ")[:LONGEST]))
    text = _ASIDES.sub(" ", text)
    return [part.strip(_EDGES) for part in _PARTS.split(text) if part.strip(_EDGES)]


def _without_prefix(tokens: list[str], words: Words) -> list[str]:
    """The words after "By" and its like, which may stand there twice."""
    while tokens:
        for many in range(min(4, len(tokens)), 0, -1):
            if fold(" ".join(tokens[:many])) in words.prefixes:
                tokens = tokens[many:]
                break
        else:
            head = tokens[0]
            folded = fold(head)
            glued = next((p for p in words.unspaced if folded.startswith(p) and len(folded) > len(p)), None)
            colon = re.match(r"[^:：]{1,30}[:：]", head)
            if glued is not None:
                tokens = [head[len(glued) :].lstrip(":：/／"), *tokens[1:]]
            elif colon and len(colon[0]) < len(head) and fold(colon[0]) in words.prefixes:
                tokens = [head[len(colon[0]) :], *tokens[1:]]
            else:
                return tokens
    return tokens


def _parted(tokens: list[str], words: Words) -> list[list[str]]:
    """Words parted at "and"; in Arabic "and" is the first letter of the next name."""
    pieces: list[list[str]] = [[]]
    for n, token in enumerate(tokens):
        if fold(token) in words.ands or token == "&":
            pieces.append([])
        elif token.startswith(_AND_IN_ONE) and _opens_second(pieces[-1], tokens[n:]):
            pieces.append([token[1:]])
        else:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def _opens_second(before: list[str], rest: list[str]) -> bool:
    """Whether a word that begins with waw is "and" with a name: both names have two words or more."""
    bare = rest[0][1:]
    return len(before) > 1 and len(rest) > 1 and len(bare) > 2 and fold(rest[0]) not in _lists()["waw_names"]  # noqa: PLR2004


def _add(found: list[Author], tokens: list[str], words: Words, names: Names) -> None:
    """Adds the name a piece is, or gives its job title to the name before."""
    whole = " ".join(tokens).strip(_EDGES)
    folded = fold(whole)
    if folded in _lists()["generations"] and found:
        found[-1] = _changed(found[-1], f"{found[-1].name} {whole}")
        return
    if _is_role(tokens, folded, words):
        if found and found[-1].role is None and found[-1].type == "person":
            last = found[-1]
            found[-1] = Author(name=last.name, type=last.type, role=whole, url=last.url)
        return
    tokens, role = _without_role(tokens, words)
    tokens = _cut(tokens)
    name = " ".join(tokens).strip(_EDGES)
    if not _is_name(name, words, names, after=bool(found)):
        return
    kind = kind_of(name)
    if all(fold(name) != fold(author.name) for author in found):
        found.append(Author(name=name, type=kind, role=role))


def _changed(author: Author, name: str) -> Author:
    return Author(name=name, type=author.type, role=author.role, url=author.url)


def _is_role(tokens: list[str], folded: str, words: Words) -> bool:
    """Whether a piece is a job title: a known one, or words of which the last is one and no name is left."""
    if folded in words.roles:
        return True
    if not tokens[0][:1].isupper() and _CASED.match(tokens[0]):
        return len(tokens) > 1 and fold(tokens[0]) not in _lists()["particles"]
    rest, role = _without_role(tokens, words)
    return role is not None and len(rest) <= 1


def _without_role(tokens: list[str], words: Words) -> tuple[list[str], str | None]:
    """A piece without the job title before or after the name in it, and that title."""
    for many in range(min(5, len(tokens) - 1), 0, -1):
        if fold(" ".join(tokens[-many:])) in words.roles:
            return tokens[:-many], " ".join(tokens[-many:])
        if fold(" ".join(tokens[:many])) in words.roles:
            return tokens[many:], " ".join(tokens[:many])
    return tokens, None


def _cut(tokens: list[str]) -> list[str]:
    """A name up to the first word that is none: a number, or a word without a capital ("in Berlin")."""
    particles = _lists()["particles"]
    for n, token in enumerate(tokens):
        if any(map(str.isdigit, token)):
            return tokens[:n]
        if n and _CASED.match(token) and token[0].islower() and "-" not in token and "'" not in token:
            small = fold(token)
            if small not in particles or small in ("in",) or n == len(tokens) - 1:
                return tokens[:n]
    return tokens


def _is_name(name: str, words: Words, names: Names, *, after: bool) -> bool:
    """Whether what is left can be somebody's name."""
    lists = _lists()
    folded = fold(name)
    letters = sum(map(str.isalpha, name))
    if letters < 2 or len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS:  # noqa: PLR2004 - no one-letter name
        return False
    if folded in lists["accounts"] or folded in words.labels or folded in words.prefixes or folded in words.roles:
        return False
    if names.is_site(name) or "." in name.strip(".") and names.names_site(name):
        return False
    if folded in lists["agencies"]:
        return True
    if folded.replace("®", "") in lists["credentials"]:
        return False
    return not (after and name.isupper() and " " not in name and len(name) <= 5 and name.isascii())  # noqa: PLR2004 - degrees


def kind_of(name: str) -> str:
    """Whether a name is a person's or an organisation's, by its words."""
    lists = _lists()
    if fold(name) in lists["agencies"] or not lists["organisations"].isdisjoint(map(fold, name.split())):
        return "organization"
    return "person"
