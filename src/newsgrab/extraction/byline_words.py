"""The words that stand in bylines, of some languages together, as the parser of names needs them."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import Final, TypeAlias

from newsgrab import rules
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.records import dataclass
from newsgrab.tables import table
from newsgrab.text import fold

_LONGEST_PHRASE: Final = 5
_UNSPACED: Final = regex(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

Piece: TypeAlias = list[tuple[str, str]]
"""Words of a line, each as it is and folded."""


class Phrases(NamedTuple):
    """Phrases to be met at the start of a piece.

    Attributes:
        all: The phrases, folded.
        firsts: Their first words: few pieces begin with one, so most are known not to match at once.
    """

    all: frozenset[str]
    firsts: frozenset[str]

    def opening(self, piece: Piece) -> int:
        """How many words at the start of a piece make the longest of the phrases; 0 if none do."""
        if not piece or piece[0][1] not in self.firsts:
            return 0
        for many in range(min(_LONGEST_PHRASE, len(piece)), 0, -1):
            if folded(piece[:many]) in self.all:
                return many
        return 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # made once for each language
class Words:
    """The words of some languages that stand in bylines, folded.

    Attributes:
        prefixes: What opens a byline.
        openings: The same by their first letters, as tuples for `str.startswith`.
        unspaced: Those of scripts that do not part words, longest first.
        ands: What stands between two names.
        roles: Job titles.
        lasts: The last words of job titles.
        others: What opens a part that names no writer: a date, somebody who only took the pictures.
        credits: The same without dates; and what labels pictures.
        labels: Whole blocks that are labels and buttons.
        stopwords: Function words: a name ends before one.
        special: Every word that may mean something in a byline: a line without any is a name.
    """

    prefixes: Phrases
    openings: Mapping[str, tuple[str, ...]]
    unspaced: tuple[str, ...]
    ands: frozenset[str]
    roles: Phrases
    lasts: frozenset[str]
    others: Phrases
    credits: frozenset[str]
    labels: frozenset[str]
    stopwords: frozenset[str]
    special: frozenset[str]


@cache
def lists() -> dict[str, frozenset[str]]:
    """The lists of ``data/names.toml``, folded."""
    return {key: frozenset(map(fold, values)) for key, values in table("names").items()}


@lru_cache(maxsize=64)
def words_of(*codes: str) -> Words:
    """The byline words of some language packs together.

    Args:
        codes: BCP 47 primary tags; unknown ones add nothing.
    """
    packs = [rules.pack(code) for code in dict.fromkeys(codes)]
    prefixes = frozenset(phrase for pack in packs for phrase in pack.byline_prefixes)
    roles = frozenset(role for pack in packs for role in pack.roles)
    ands = frozenset(word for pack in packs for word in pack.byline_ands) | {"&", "+"}
    others = lists()["others"].union(*(pack.date_prefixes for pack in packs))
    pictured = frozenset(word for pack in packs for word in pack.caption_prefixes) - prefixes
    labels = frozenset(label for pack in packs for label in (*pack.labels, *pack.weak_labels))
    stopwords = frozenset(word for pack in packs for word in pack.stopwords)
    phrases = (prefixes, roles, ands, others, pictured, labels, stopwords, *lists().values())
    return Words(
        prefixes=_phrases(prefixes),
        openings=_by_initial(prefixes),
        unspaced=tuple(sorted(filter(_is_unspaced, prefixes), key=len, reverse=True)),
        ands=ands,
        roles=_phrases(roles),
        lasts=frozenset(role.rpartition(" ")[2] for role in roles),
        others=_phrases(others),
        credits=pictured | lists()["others"],
        labels=labels,
        stopwords=stopwords - lists()["particles"],
        special=frozenset(" ".join(chain.from_iterable(phrases)).split()),
    )


def _is_unspaced(phrase: str) -> bool:
    # The first condition spares compiling the second, 2 ms, where it cannot hold.
    return max(phrase) >= "\u3040" and _UNSPACED.search(phrase) is not None


def _by_initial(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for phrase in sorted(phrases):
        found.setdefault(phrase[0], []).append(phrase)
    return {initial: tuple(several) for initial, several in found.items()}


def _phrases(phrases: Iterable[str]) -> Phrases:
    known = frozenset(phrases)
    return Phrases(known, frozenset(phrase.partition(" ")[0] for phrase in known))


def folded(piece: Piece) -> str:
    """A piece in the form in which it is compared."""
    return " ".join([word for _, word in piece if word])


def shown(piece: Piece) -> str:
    """A piece as it is."""
    return " ".join([word for word, _ in piece])


def piece_of(text: str) -> Piece:
    """The words of a text."""
    return [
        (word, word.lower() if word.isascii() and word.isalnum() else folded_word(word))
        for word in text.split()
    ]


@lru_cache(maxsize=20_000)
def folded_word(word: str) -> str:
    """One word folded; remembered, for bylines and dates are written with few words besides names."""
    return fold(word)
