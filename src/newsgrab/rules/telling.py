"""The words that give a notice away: what settles nearly all blocks of a page at once, unfolded.

A page has ten blocks that might be notices by their place and two thirds of pages have none that is.
Whether a token holds a telling word is remembered, for most tokens of a page have been seen before.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from newsgrab.rules.languages import LanguagePack, NoticePattern
from newsgrab.text import fold

BEGINNING: Final = 10
"""Characters of a block that show whether it may open with a notice, signs and vowel points among them."""

_TELLING: Final = 4  # characters; shorter words are in every sentence
_REMEMBERED: Final = 20_000  # tokens; about 2 MB
_LONG: Final = 24  # characters; longer tokens are addresses, or sentences of scripts without spaces
_OPENING: Final = 6  # characters, folded; fewer than "the headline" shares with common prose
_ONE_MORE: Final = 1_000  # characters that no word has
_COMMON: Final = 20  # times as frequent as other words of their length are stopwords


@cache  # English goes with every other language, and each is asked for twice
def words_of(pattern: NoticePattern, stopwords: frozenset[str]) -> tuple[str, ...]:
    """A few words of which any block that fits the pattern has one; ``""`` where only signs tell."""
    covers = [_cover(group, stopwords) for group in pattern.groups]
    return min(covers, key=lambda words: sum(_frequency(word, stopwords) for word in words))


def _frequency(word: str, stopwords: frozenset[str]) -> float:
    """About how much of a text's words hold this one: long ones are rare."""
    if not word:
        return float("inf")
    return (_COMMON if word in stopwords else 1) / len(word) ** 2


def _cover(phrases: tuple[str, ...], stopwords: frozenset[str]) -> tuple[str, ...]:
    """Few words, and no stopwords where it can be helped, such that each phrase holds one of them."""
    choices = {phrase: _choices(phrase, stopwords) for phrase in phrases}
    ranks: dict[str, int] = {}  # how many phrases have a word, then its length
    for word in chain.from_iterable(choices.values()):
        ranks[word] = ranks.get(word, len(word)) + _ONE_MORE
    cover = []
    while choices:
        best = max(ranks, key=ranks.__getitem__)
        cover.append(best)
        for phrase in [phrase for phrase in choices if best in phrase]:
            for word in choices.pop(phrase):
                ranks[word] -= _ONE_MORE
    return tuple(cover)


def _choices(phrase: str, stopwords: frozenset[str]) -> list[str]:
    # Without the signs at their ends, as tokens are folded; the phrase is.
    words = [word if word.isalnum() else fold(word) for word in phrase.split()]
    good = [word for word in words if len(word) >= _TELLING and word not in stopwords]
    return good or [max(words, key=len, default="")]


class _Telling:
    """The telling words of some packs, and the tokens seen, sorted by whether they hold one."""

    def __init__(self, packs: tuple[LanguagePack, ...]) -> None:
        words = [words_of(pattern, pack.stopwords) for pack in packs for pattern in pack.notices]
        self._words = tuple(dict.fromkeys(chain.from_iterable(words)))
        self._innocent: set[str] = set()
        self._telling: set[str] = set()

    def __call__(self, text: str) -> bool:
        tokens = text.split()
        if self._innocent.issuperset(tokens):
            return False
        new = set(tokens).difference(self._innocent)
        if not self._telling.isdisjoint(new):
            return True
        told = [token for token in new if self._in(token)] if self._in(" ".join(new)) else []
        self._remember(self._telling, told)
        self._remember(self._innocent, new.difference(told))
        return bool(told)

    def _in(self, text: str) -> bool:
        # filter() with a C function, for any() with a generator takes three times as long.
        return next(filter(fold(text).__contains__, self._words), None) is not None

    @staticmethod
    def _remember(seen: set[str], tokens: Iterable[str]) -> None:
        if len(seen) > _REMEMBERED:
            seen.clear()
        seen.update(token for token in tokens if len(token) <= _LONG)


_of: Final = lru_cache(maxsize=64)(_Telling)


@lru_cache(maxsize=64)
def _openings(packs: tuple[LanguagePack, ...]) -> tuple[frozenset[str], tuple[int, ...]]:
    """How notices that open a block begin, and the lengths of these beginnings."""
    patterns = [pattern for pack in packs for pattern in pack.notices if pattern.start]
    found = frozenset(phrase[:_OPENING] for pattern in patterns for phrase in pattern.groups[0])
    return found, tuple({len(opening) for opening in found})


def is_telling(text: str, packs: tuple[LanguagePack, ...]) -> bool:
    """Whether a text holds a word without which it fits no notice (`newsgrab.rules.notice_of`).

    Args:
        text: A block as it stands on the page, not folded.
        packs: The page's own language first.
    """
    return _of(packs)(text)


@lru_cache(maxsize=8192)
def may_open_with_notice(beginning: str, packs: tuple[LanguagePack, ...]) -> bool:
    """Whether a block begins like a notice that is told by its beginning, "Correction:" for one.

    Args:
        beginning: Its first `BEGINNING` characters as they stand on the page, not folded.
        packs: The page's own language first.
    """
    folded = fold(beginning)[:_OPENING]
    openings, lengths = _openings(packs)
    return not openings.isdisjoint([folded[:length] for length in lengths])
