"""A printed date as a row of items, each with a sign for what it may be in a date.

The signs of a text make a string in which the shapes of dates are found by short regular expressions::

    "Published on 12 March 2024 at 10:20"  ->  "x x n M Y t n:n"
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final
from unicodedata import numeric

from newsgrab.dates.words import INTERNET, TOKEN, DateWords, Phrase, plain
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex

LONGEST: Final = 200
"""Characters; a longer text is no date."""

_SEPARATORS: Final = frozenset("/-.,:+()|'")
_MARK_SIGNS: Final = {"year": "y", "month": "q", "day": "j", "hour": "h", "minute": "i", "second": "k"}
_NUMBER_SIGNS: Final = {1: "n", 2: "n", 4: "Y"}
_NUMBERS: Final = frozenset("nYN")
_INNER: Final = "'-\""
"""Signs that may stand inside of a phrase."""

_TEN: Final = 10
_YEAR_DIGITS: Final = 4
_LONGEST_JOINED: Final = 16
_ENDING: Final = 3  # letters, as in "12th", "1er"
_IDEOGRAPHIC: Final = regex("[\u2e80-\ud7ff\uf900-\ufaff]")
"""Ideographs, kana, Hangul: words stand together and short known words are cut out of them."""

_UNSPACED: Final = regex("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese, Khmer: words stand together, and a letter may be a known abbreviation, so that only
rows of nothing but known words are cut."""


class Item(NamedTuple):
    """A part of the text: ``sign`` says what it may be in a date, ``value`` what it means then.

    Signs: ``n`` number of one or two digits, ``Y`` of four, ``N`` another; ``M`` month, ``L`` link, ``o``
    short ending of a number ("12th"), ``y q j h i k`` marks for year, month, day, hour, minute, second; ``E``
    era, ``a`` half of the day, ``t`` clock word, ``Z`` time zone, ``R`` ago, ``u`` unit, ``w`` number word,
    ``D`` today and before, ``W`` weekday; separators stand for themselves, a space for white space, ``x`` for
    other words, ``X`` for Latin letters glued to a number behind them, ``p`` for other signs. ``senses`` are
    all the meanings of a known phrase.
    """

    sign: str
    value: Any
    senses: Mapping[str, Any]


_Raw = tuple[str, str]  # kind and text
_Phrases = tuple[int, Mapping[Phrase, Mapping[str, Any]]]  # words of the longest, phrase -> senses by sign
_Lexicon = Mapping[str, _Phrases]  # by the first word
_NO_SENSES: Final[Mapping[str, Any]] = {}
_TOKENS: Final = regex(re.sub(r"\?P<\w+>", "?:", TOKEN.pattern))
_DURATION_SIGNS: Final = "uRDw"


def items_of(text: str, words: Sequence[DateWords]) -> list[Item]:
    """Reads a text with the words of some languages, those of the first winning over those of the next."""
    lexicon = _lexicon((*words, INTERNET))
    text = plain(text)
    raw = list(map(_token, _TOKENS.findall(text)))
    if not text.isascii():
        raw = list(_cut(raw, lexicon))
    items: list[Item] = []
    at, end = 0, len(raw)
    while at < end:
        kind, text = raw[at]
        if text in lexicon:
            item, at = _known(raw, at, lexicon[text], items)
        elif kind == "word":
            item, at = _item(_unknown(raw, at, items), text), _behind_point(raw, at + 1)
        else:
            item, at = _item(kind, text), at + 1
        items.append(item)
    return items


def durations(items: Sequence[Item]) -> list[Item]:
    """The same items, known phrases read as parts of durations wherever they can be."""
    return [
        Item(sign, item.senses[sign], item.senses)
        if (sign := next((sign for sign in _DURATION_SIGNS if sign in item.senses), ""))
        else item
        for item in items
    ]


@cache
def _lexicon(words: tuple[DateWords, ...]) -> _Lexicon:
    """Senses are in the order in which they are preferred."""
    lexicon: dict[str, dict[Phrase, dict[str, Any]]] = {}
    for each in reversed(words):
        own: dict[Phrase, dict[str, Any]] = {}
        for sign, meanings in _meanings(each):
            for phrase, value in meanings.items():
                own.setdefault(phrase, {})[sign] = value
        for phrase, senses in own.items():
            lexicon.setdefault(phrase[0], {})[phrase] = senses
    return {first: (max(map(len, phrases)), phrases) for first, phrases in lexicon.items()}


def _meanings(words: DateWords) -> Iterator[tuple[str, Mapping[Phrase, Any]]]:
    yield "M", words.months
    yield "a", words.halves
    for mark, sign in _MARK_SIGNS.items():
        yield sign, {phrase: (mark, None) for phrase, meaning in words.marks.items() if meaning == mark}
    yield "E", words.eras
    yield "Z", words.zones
    yield "L", dict.fromkeys(words.links)
    yield "t", dict.fromkeys(words.clock)
    yield "D", words.days
    yield "R", dict.fromkeys(words.ago)
    yield "w", words.numbers
    yield "u", words.units
    yield "W", words.weekdays


@lru_cache(maxsize=4096)
def _token(text: str) -> _Raw:
    """A token with its kind; remembered, for months, numbers and signs are in most lines with a date."""
    found = TOKEN.match(text)
    return (found.lastgroup if found else None) or "sign", text


def _cut(raw: Iterable[_Raw], lexicon: _Lexicon) -> Iterator[_Raw]:
    """The same tokens, words of scripts without spaces cut at those that are known."""
    for kind, text in raw:
        if kind == "word" and _IDEOGRAPHIC.match(text):
            yield from _split(text, lexicon)
        elif kind == "word" and _UNSPACED.match(text):
            pieces = list(_split(text, lexicon))
            known = all(piece in lexicon for _, piece in pieces)
            yield from pieces if known else [(kind, text)]
        else:
            yield kind, text


def _split(word: str, lexicon: _Lexicon) -> Iterator[_Raw]:
    """Cuts words that are written without spaces at those that are known, longest first."""
    at = 0
    while at < len(word):
        for end in range(min(len(word), at + _LONGEST_JOINED), at, -1):
            piece = word[at:end]
            if piece in lexicon:
                yield "word", piece
                break
            if number := _ideographic(piece):
                yield "number", number
                break
        else:
            end = at + 1
            yield "word", word[at]
        at = end


def _ideographic(piece: str) -> str | None:
    """The digits of an ideographic number: up to 99, or written digit by digit."""
    values = [int(numeric(char, -1)) for char in piece]
    if not 0 <= min(values) <= max(values) <= _TEN or len(values) > _YEAR_DIGITS:
        return None
    if _TEN not in values:
        return "".join(map(str, values))
    tens, ones = values[: values.index(_TEN)], values[values.index(_TEN) + 1 :]
    if len(tens) > 1 or len(ones) > 1 or _TEN in ones:
        return None
    return str(sum(tens or [1]) * _TEN + sum(ones))


@lru_cache(maxsize=4096)
def _item(kind: str, text: str) -> Item:
    """White space, a sign or a number; a word with its sign for a kind."""
    if kind == "number":
        return Item(_NUMBER_SIGNS.get(len(text), "N"), text, _NO_SENSES)
    if kind == "space":
        return Item(" ", text, _NO_SENSES)
    if kind == "sign":
        return Item(text if text in _SEPARATORS else "p", text, _NO_SENSES)
    return Item(kind, text, _NO_SENSES)


def _known(raw: Sequence[_Raw], at: int, known: _Phrases, before: Sequence[Item]) -> tuple[Item, int]:
    """What begins at a place with the first word of known phrases, and where the next one begins."""
    kind, text = raw[at]
    senses, end = _longest(raw, at, known)
    if senses and not (len(text) == 1 and _glued(raw, at)):
        sign = _preferred(senses, before)
        return Item(sign, senses[sign], senses), end
    if kind == "number":
        return _item(kind, text), at + 1
    return _item(_unknown(raw, at, before), text), _behind_point(raw, at + 1)


def _longest(raw: Sequence[_Raw], at: int, known: _Phrases) -> tuple[Mapping[str, Any] | None, int]:
    """The senses of the longest known phrase at a place, and its end."""
    longest, phrases = known
    parts: list[str] = []
    found: tuple[Mapping[str, Any] | None, int] = (None, at)
    while at < len(raw) and len(parts) < longest and (raw[at][0] != "sign" or raw[at][1] in _INNER):
        kind, text = raw[at]
        at += 1
        if kind in {"word", "number"}:
            parts.append(text)
            at = _behind_point(raw, at) if kind == "word" else at
            if senses := phrases.get(tuple(parts)):
                found = (senses, at)
    return found


def _behind_point(raw: Sequence[_Raw], at: int) -> int:
    """Past the point of an abbreviation."""
    return at + 1 if at < len(raw) and raw[at][1] == "." else at


def _preferred(senses: Mapping[str, Any], before: Sequence[Item]) -> str:
    """The sense of a phrase that has several: at a year an era, elsewhere anything else."""
    if len(senses) > 1 and "E" in senses:
        last = next((item.sign for item in reversed(before) if item.sign != " "), "")
        return "E" if last == "Y" else next(sign for sign in senses if sign != "E")
    return next(iter(senses))


def _unknown(raw: Sequence[_Raw], at: int, before: Sequence[Item]) -> str:
    """The sign of a word nobody knows."""
    if len(raw[at][1]) <= _ENDING and before:
        last = before[-1].sign
        if last in _NUMBERS or (last == "-" and len(before) > 1 and before[-2].sign == "n"):
            return "o"
    return "X" if _glued(raw, at) else "x"


def _glued(raw: Sequence[_Raw], at: int) -> bool:
    """Whether Latin letters stand right before a number, and not behind one as in ``14h30``."""
    behind_number = at > 0 and raw[at - 1][0] == "number"
    before_number = at + 1 < len(raw) and raw[at + 1][0] == "number"
    return before_number and not behind_number and raw[at][0] == "word" and raw[at][1].isascii()
