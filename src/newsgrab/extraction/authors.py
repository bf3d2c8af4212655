"""Names in bylines: parted, and freed of what is no name.

What a line may hold besides names: "By", job titles, cities, dates, times, e-mail addresses, accounts,
buttons. Words of human languages come from the language packs and from ``data/names.toml``.
"""

from functools import lru_cache
from typing import Final

from newsgrab.extraction.byline_parts import opened_part, parts_of
from newsgrab.extraction.byline_prefixes import EDGES
from newsgrab.extraction.byline_words import Piece, Words, folded, folded_word, lists, shown
from newsgrab.extraction.person_names import is_name, is_plain_name, is_team, kind_of
from newsgrab.extraction.site_name import Names
from newsgrab.model import Author
from newsgrab.patterns import regex
from newsgrab.records import replace
from newsgrab.text import fold

MOST: Final = 24
"""Names taken from one line."""

_LONGEST_PHRASE: Final = 5
_PLAIN: Final = range(2, 5)
_WITH_TITLE: Final = range(3, 6)

_CASED: Final = regex(r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]")
_SPACED: Final = regex(r"[A-Za-z\u00c0-\u06ff]")
_ONE_WORD: Final = regex(r"[\u3400-\u9fff\uac00-\ud7a3]{2,5}")
_HAN: Final = regex(r"[\u3400-\u9fff\uf900-\ufaff]{2,4}")
_HALF: Final = 2
_INITIAL: Final = regex(r"[^\W\d_]\.|[B-HJ-Z]")
_NUMERIC: Final = regex(r"\d+[./:年-]\d*")
_DIGIT: Final = regex(r"\d")
_JOINTS: Final = frozenset("'’-")
_WAW: Final = "\u0648"


@lru_cache(maxsize=4096)  # a site has few writers: their lines come again and again
def people(line: str, words: Words, names: Names, *, claimed: bool = False) -> tuple[Author, ...]:
    """The writers a line names, in its order; none where it names nobody.

    Args:
        line: A byline as printed, its elements parted by line ends, or a name as metadata give it.
        words: Of the page's languages.
        names: Of the site, which is no author.
        claimed: Whether metadata say that it is a name: then one word may be one, and small letters.
    """
    tokens = line.split(" ")
    if len(tokens) in _PLAIN and _is_plain([(token, folded_word(token)) for token in tokens], words):
        return (Author(name=line),) if is_plain_name(line, names) else ()
    found: list[Author] = []
    opened = fresh = False
    for whole in parts_of(line, words):
        if not whole:
            fresh = False
            continue
        piece = opened_part(whole, words, after=bool(found))
        prefixed = piece is not whole
        if prefixed and not opened:
            found.clear()
        opened = opened or prefixed
        if _is_plain(piece, words):
            fresh = False
            name = shown(piece)
            if is_plain_name(name, names, after=bool(found)):
                _add_name(found, Author(name=name))
            continue
        if _is_other(piece, words):
            if found:
                break
            continue
        alone = not found and (not opened or fresh or prefixed)
        fresh = prefixed and not piece
        _add_all(found, _parted(piece, words, alone=alone), (words, names), claimed=claimed, opened=opened)
        if len(found) >= MOST:
            break
    return tuple(found if len(found) == 1 else [author for author in found if not is_team(author.name)])


def _add_all(
    found: list[Author], pieces: list[Piece], known: tuple[Words, Names], *, claimed: bool, opened: bool
) -> None:
    """Adds the names of a part, up to where the part goes on with something else."""
    for piece in pieces:
        if _add(found, piece, known, claimed=claimed or (opened and len(piece) == 1)):
            break


def _is_plain(piece: Piece, words: Words) -> bool:
    """Whether a part is two to four words with capitals and none that means something else, as most are."""
    if len(piece) not in _PLAIN:
        return False
    special = words.special
    for word, bare in piece:  # all() with a generator takes twice as long
        if bare in special or not word.isalpha() or not word[0].isupper():
            break
    else:
        return True
    return False


def _is_other(piece: Piece, words: Words) -> bool:
    """Whether a part is a button, a label, a date with its label, or names people who did not write."""
    if words.others.opening(piece) or folded(piece) in words.labels or _labelled(piece) in words.credits:
        return True
    return bool(piece) and lists()["buttons"].issuperset([word for _, word in piece])


def _labelled(piece: Piece) -> str:
    """What stands before the colon of a part, folded: "Photo" in any script."""
    label, colon, _ = shown(piece).replace("：", ":").partition(":")
    return fold(label) if colon else ""


def _parted(piece: Piece, words: Words, *, alone: bool) -> list[Piece]:
    """Words parted at "and"; in Arabic "and" is the first letter of the next name.

    A single word after a comma is a category, a city or a button, unless it is an agency or belongs
    to the name before: such a piece is left out.
    """
    pieces: list[Piece] = [[]]
    for n, (word, bare) in enumerate(piece):
        if bare in words.ands or word in words.ands:
            pieces.append([])
        elif word.startswith(_WAW) and _opens_second(pieces[-1], piece[n:]):
            pieces.append([(word[1:], fold(word[1:]))])
        else:
            pieces[-1].append((word, bare))
    if not alone and len(piece) == 1 and _SPACED.match(piece[0][0]):
        known = lists()
        return pieces if piece[0][1] in known["agencies"] | known["generations"] else []
    return [one for several in pieces for one in _unspaced(several) if one]


def _unspaced(piece: Piece) -> list[Piece]:
    """Chinese names parted at blanks; a Japanese name has a blank inside, and each half of it two letters."""
    words = [word for word, _ in piece]
    if len(words) > 1 and all(map(_HAN.fullmatch, words)) and any(len(word) > _HALF for word in words):
        return [[one] for one in piece]
    return [piece]


def _opens_second(before: Piece, rest: Piece) -> bool:
    """Whether a word that begins with waw is "and" with a name: both names have two words or more."""
    both = len(before) > 1 and len(rest) > 1
    return both and len(rest[0][0]) > 3 and rest[0][1] not in lists()["waw_names"]  # noqa: PLR2004 - no name of two letters


def _add(found: list[Author], piece: Piece, known: tuple[Words, Names], *, claimed: bool) -> bool:
    """Adds the name a piece is, or gives its job title to the name before; whether the part ends there."""
    words, names = known
    piece = _undated(piece)
    whole = shown(piece).strip(EDGES)
    if not whole:
        return False
    if _is_other_kind(found, piece, whole, known):
        return False
    if _is_role(piece, words, after=bool(found), claimed=claimed):
        if found and found[-1].role is None and found[-1].type == "person":
            found[-1] = replace(found[-1], role=whole)
        return False
    author, cut = _described(piece, words, claimed=claimed)
    if is_name(author.name, words, names, after=bool(found)):
        _add_name(found, author)
    return cut


def _is_other_kind(found: list[Author], piece: Piece, whole: str, known: tuple[Words, Names]) -> bool:
    """Whether a piece is no person's name; an agency or a team is added, a generation goes to its name."""
    words, names = known
    bare, tables = folded(piece), lists()
    if found and bare in tables["agencies"] and not names.is_site(whole):
        _add_name(found, Author(name=whole, type="organization"))
    elif found and bare in tables["generations"]:
        found[-1] = replace(found[-1], name=f"{found[-1].name} {whole}")
    elif is_team(whole):
        if not found and not names.is_site(whole):
            found.append(Author(name=whole, type="organization"))
    else:  # "in Berlin"
        return bool(found) and len(piece) > 1 and piece[0][1] in words.stopwords and piece[0][0].islower()
    return True


def _add_name(found: list[Author], author: Author) -> None:
    """Adds a writer who is not yet there."""
    if not found or author.name not in [other.name for other in found]:
        found.append(author)


def _described(piece: Piece, words: Words, *, claimed: bool) -> tuple[Author, bool]:
    """Whom a piece names, without job title and what follows the name, and whether something did."""
    rest, role = _without_role(piece, words)
    kept = _cut(rest, words, claimed=claimed)
    several = len(kept) > 1 and (len(kept) < len(piece) or role is not None)
    if kind_of(shown(kept if several else piece)) == "organization":
        return Author(name=shown(piece).strip(EDGES), type="organization"), False
    return Author(name=_trimmed(shown(kept)), role=role), len(kept) < len(rest)


def _trimmed(name: str) -> str:
    """A name without punctuation around it; an initial at its end keeps its point."""
    name = name.lstrip(EDGES)
    initial = len(name) > 2 and name[-1] == "." and name[-2].isupper() and not name[-3].isalpha()  # noqa: PLR2004 - "C."
    return name if initial else name.rstrip(EDGES)


def _undated(piece: Piece) -> Piece:
    """A piece up to its first number, without the month before a lone one: "Jane Roe May 3"."""
    for n, (word, _) in enumerate(piece):
        if not word.isalpha() and _DIGIT.search(word):
            after = piece[n + 1][0] if n + 1 < len(piece) else ""
            day_first = after[:1].isalpha() or _NUMERIC.match(word) is not None
            return piece[:n] if day_first else piece[: max(n - 1, 0)]
    return piece


def _is_role(piece: Piece, words: Words, *, after: bool, claimed: bool) -> bool:
    """Whether a piece is a job title: a known one, or one that ends in a known one and leaves no name."""
    if folded(piece) in words.roles.all:
        return after or kind_of(shown(piece)) == "person"
    first, bare = piece[0]
    if first[0].islower() and _CASED.match(first) and not (claimed and not after):
        return len(piece) > 1 and bare not in lists()["particles"]
    if after and any(word in lists()["titles"] for _, word in piece):
        return True
    rest, role = _without_role(piece, words)
    if _ONE_WORD.fullmatch(rest[0][0]):
        return False  # a whole name, as Korean and Chinese ones are written
    return role is not None and (after or len(rest) <= 1) and kind_of(shown(piece)) == "person"


def _without_role(piece: Piece, words: Words) -> tuple[Piece, str | None]:
    """A piece without the job title before or after the name in it, and that title."""
    many = words.roles.opening(piece)
    if 0 < many < len(piece):
        return piece[many:], shown(piece[:many])
    if len(piece) in _WITH_TITLE and piece[0][1].rpartition("-")[2] in lists()["titles"]:
        return piece[1:], piece[0][0]
    if piece[-1][1] in words.lasts:
        for start in range(max(1, len(piece) - _LONGEST_PHRASE), len(piece)):
            if folded(piece[start:]) in words.roles.all:
                return piece[:start], shown(piece[start:])
    return piece, None


def _cut(piece: Piece, words: Words, *, claimed: bool) -> Piece:
    """A name up to the first word that is none: a function word, or one without a capital ("in Berlin")."""
    particles = lists()["particles"]
    capital = piece[0][0][0].isupper()
    while len(piece) > 1 and piece[-1][1] in particles and piece[-1][0].islower():
        piece = piece[:-1]
    for n, (word, bare) in enumerate(piece):
        if n == 0 or not _CASED.match(word):
            continue
        if bare in words.stopwords and not _INITIAL.fullmatch(word):
            return piece[:n]
        if bare in words.others.firsts and (word[-1] == ":" or words.others.opening(piece[n:]) > 1):
            return piece[:n]
        small = capital and word[0].islower() and not claimed
        if small and bare not in particles and not _JOINTS & set(word):
            return piece[:n]
    return piece
