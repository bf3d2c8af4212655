"""A guess at the charset of a page that declares none: which reading looks most like a language.

Each candidate is a charset with a language usually written in it. The page's bytes beyond ASCII are scored
by how likely that language's letters, in the order of their frequency, would give them. The tables are
data/charsets.toml.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from math import exp, log
from typing import Any, Final

from newsgrab.charset.labels import decode
from newsgrab.tables import table

_SAMPLE: Final = 65_536
_ASCII: Final = bytes(range(0x80))
_HIGH: Final = bytes(range(0x80, 0x100))

_LANGUAGE_BONUS: Final = 6.0
"""Nats for the language the page declares: outweighs one or two letters, not a line, for ``lang`` lies on
a quarter of the pages."""

_WESTERN_BONUS: Final = 3.0
"""Nats for windows-1252, the charset browsers assume where nothing is known."""

_TAIL: Final = 0.02
"""How rare the last letter of a language's list is against the first; those between decay evenly."""

_CAPITALS: Final = 0.1
_MARKS_SHARE: Final = 0.04
_STRANGE: Final = 2e-5
_IMPOSSIBLE: Final = 1e-8
"""Probabilities of a byte or character: capital letters and punctuation together, one outside of a language's
alphabet, and one that no text has (holes, C1 controls)."""

_LISTED_SHARE: Final = 0.6
_COMMON_PLANE: Final = 1e-4
"""A character in the list of common ones, and one outside of it that is a letter of the right kind."""


def detect(body: bytes, lang: str | None = None) -> str:
    """The lower-case WHATWG name of the likeliest charset; never one of the UTFs.

    Args:
        body: A page that is not UTF-8: it has bytes beyond ASCII.
        lang: Primary subtag of the language the page declares.
    """
    if b"\x1b$" in body and body.isascii():
        return "iso-2022-jp"
    first = re.search(rb"[\x80-\xff]", body)
    sample = body[first.start() if first else 0 :][:_SAMPLE]
    scores = dict(_single_byte_scores(sample, lang))
    scores |= dict(_multi_byte_scores(sample, lang))
    return max(scores, key=lambda candidate: scores[candidate])[0]


@cache
def _tables() -> Mapping[str, Any]:
    return table("charsets")


def _bonus(name: str, language: str, lang: str | None) -> float:
    western = _WESTERN_BONUS if name == "windows-1252" else 0.0
    return western + (_LANGUAGE_BONUS if language == lang else 0.0)


def _runs(sample: bytes) -> tuple[int, int]:
    """How many bytes beyond ASCII follow another such byte, and how many do not."""
    runs = len(re.findall(rb"[\x80-\xff]+", sample))
    return len(sample.translate(None, _ASCII)) - runs, runs


def _single_byte_scores(sample: bytes, lang: str | None) -> Iterable[tuple[tuple[str, str], float]]:
    counts = Counter(sample.translate(None, _ASCII))
    inside, starts = _runs(sample)
    tables = _tables()
    for name, languages in tables["alphabets"].items():
        readings = decode(_HIGH, name)
        for language in languages:
            letters = tables["letters"][language]
            weights = _letter_weights(letters)
            score = sum(
                count * log(weights.get(readings[byte - 0x80]) or _odd(readings[byte - 0x80]))
                for byte, count in counts.items()
            )
            joined = tables["latin_joined" if letters[0] in tables["latin"] else "other_joined"]
            score += inside * log(joined) + starts * log(1 - joined)
            yield (name, language), score + _bonus(name, language, lang)


@cache
def _letter_weights(letters: str) -> Mapping[str, float]:
    """The probability of each character among those beyond ASCII, from letters ordered by frequency."""
    tables = _tables()
    decay = log(_TAIL) / max(len(letters) - 1, 1)
    raw = {letter: exp(decay * rank) for rank, letter in enumerate(letters)}
    whole = sum(raw.values()) / (1 - _MARKS_SHARE - _CAPITALS)
    weights = dict.fromkeys(tables["marks"], _MARKS_SHARE / len(tables["marks"]))
    for letter, weight in raw.items():
        if letter.upper() not in raw:
            weights[letter.upper()] = weight / whole * _CAPITALS
    return weights | {letter: weight / whole for letter, weight in raw.items()}


def _odd(character: str) -> float:
    return _IMPOSSIBLE if character < "\xa0" or character == "\ufffd" else _STRANGE


def _multi_byte_scores(sample: bytes, lang: str | None) -> Iterable[tuple[tuple[str, str], float]]:
    inside, starts = _runs(sample)
    joined = _tables()["other_joined"]
    base = inside * log(joined) + starts * log(1 - joined)
    for name, languages in _tables()["ideographs"].items():
        counts = Counter(re.sub(r"[\0-\x7f]+", "", decode(sample, name)))
        for language in languages:
            weights = _character_weights(_tables()["characters"][language])
            score = sum(count * log(weights.get(char) or _rare(char)) for char, count in counts.items())
            yield (name, language), base + score + _bonus(name, language, lang)


@cache
def _character_weights(characters: str) -> Mapping[str, float]:
    marks = _tables()["wide_marks"]
    decay = log(_TAIL) / len(characters)
    raw = {char: exp(decay * rank) for rank, char in enumerate(characters)}
    whole = sum(raw.values()) / _LISTED_SHARE
    weights = dict.fromkeys(marks, _MARKS_SHARE / len(marks))
    return weights | {char: weight / whole for char, weight in raw.items()}


def _rare(character: str) -> float:
    """Ideographs, kana and Hangul outside of the list are likely, all else is not; U+FFFD is two bytes."""
    if character == "\ufffd":
        return _IMPOSSIBLE**2
    wide = "\u3040" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3"
    return _COMMON_PLANE if wide else _STRANGE**2
