"""The form in which phrases are compared."""

import re
from bisect import bisect
from typing import Final
from unicodedata import category, is_normalized, normalize

from newsgrab.patterns import regex

# After NFKC and casefold(). Hamza carriers, the dotless and the Persian yeh, the Persian kaf, the hehs
# of Urdu and Kurdish; the two Romanian s and t; Russian io; the dotless i of Turkish; Greek tonos and
# dialytika, which capitals lack; typographic apostrophes and dashes.
_ONE_SPELLING: Final = dict(
    zip(
        "\u0622\u0623\u0625\u0671\u0629\u06c0\u06c1\u06c2\u06c3\u06d5\u0649\u0626\u06cc\u0624\u06a9\u06d3"
        "\u015f\u0163\u0451\u0131\u03ac\u03ad\u03ae\u03af\u03ca\u0390\u03cc\u03cd\u03cb\u03b0\u03ce"
        "\u2018\u2019\u02bc\u02b9`\u05f3\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
        "\u0627\u0627\u0627\u0627\u0647\u0647\u0647\u0647\u0647\u0647\u064a\u064a\u064a\u0648\u0643\u06d2"
        "\u0219\u021b\u0435i\u03b1\u03b5\u03b7\u03b9\u03b9\u03b9\u03bf\u03c5\u03c5\u03c5\u03c9"
        "''''''-------",
        strict=True,
    )
)
_POINTS: Final = "\u0640\u0670\ufe0e\ufe0f" + "".join(map(chr, range(0x64B, 0x660)))
"""Tatweel, Arabic points and the selectors of emoji: not compared."""

# Not compared either: the dot casefold() leaves of a Turkish capital I.
_VARIANTS: Final = _ONE_SPELLING | dict.fromkeys(f"{_POINTS}\u0307", "")
_VARIANT: Final = regex(f"[{''.join(_VARIANTS)}]")

# What casefold() alone makes comparable, whatever stands beside it: no variants, no compatibility forms,
# nothing that is composed with a character before it or could be reordered. Latin, Greek, Cyrillic,
# Armenian, Hebrew, Arabic, Devanagari, Georgian, punctuation, kana, Han, Hangul, emoji.
_SIMPLE: Final = (
    "\0-_a-\x7f\xa1-\xa7\xa9\xab\xac\xae\xb0\xb1\xb5-\xb7\xbb\xbf-\u012f\u0134-\u013e\u0141-\u0148\u014a-\u015d"
    "\u0160\u0161\u0164-\u017e\u01f4-\u024f\u1e00-\u1e95\u1e9e-\u1eff\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9"
    "\u0400\u0402-\u0450\u0452-\u0482\u048a-\u052f\u0531-\u0556\u0559-\u058a\u05be\u05d0-\u05ea"
    "\u060c\u061b\u061f\u0621\u0627\u0628\u062a-\u063f\u0641-\u0648\u064a\u0660-\u066d\u0672-\u0674"
    "\u0679-\u06a8\u06aa-\u06bf\u06c4-\u06cb\u06cd-\u06d2\u06d4\u06f0-\u06f9\u0900-\u093b\u093d-\u0950\u0960-\u0970"
    "\u10d0-\u10fa\u2016\u201a-\u2023\u2030-\u2032\u2039-\u203b\u20a0-\u20a7\u20a9-\u20bf\u2190-\u21ff\u25a0-\u27bf"
    "\u3001-\u3029\u3041-\u3096\u30a0-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U0001f300-\U0001f5ff\U0001f600-\U0001f64f"
)
_NOT_SIMPLE: Final = regex(f"[^{_SIMPLE}]")
_OFTEN: Final = 5_000


class _Simple:
    """Tells the simple characters of a text from others: first by what it has met, then by an expression.

    The expression is twice as fast, but takes 4 ms to compile, and one page needs it a thousand times only.
    """

    def __init__(self) -> None:
        parts = sorted(re.findall(r"(.)(?:-(.))?", _SIMPLE, re.DOTALL))
        self._starts = [start for start, _ in parts]
        self._ends = [end or start for start, end in parts]
        self._simple: set[str] = set()
        self._others: set[str] = set()
        self._texts = 0

    def others_in(self, text: str) -> set[str]:
        """The characters of a text that are not simple."""
        if self._texts > _OFTEN:
            return set(_NOT_SIMPLE.findall(text))
        self._texts += 1
        unknown = set(text).difference(self._simple)
        if not unknown <= self._others:
            for char in unknown - self._others:
                is_simple = char <= self._ends[bisect(self._starts, char) - 1]
                (self._simple if is_simple else self._others).add(char)
            unknown -= self._simple
        return unknown


_simple: Final = _Simple()
# What is simple to replace before casefold(), whatever stands beside it: the variants and their capitals,
# full-width forms, common compatibility characters, and what is invisible.
_REPLACED: Final = (
    {char.upper(): spelling for char, spelling in _ONE_SPELLING.items() if char.upper().casefold() == char}
    | _ONE_SPELLING
    | {chr(0xFEE0 + code): _ONE_SPELLING.get(chr(code), chr(code)) for code in range(0x21, 0x7F)}
    | dict.fromkeys(f"{_POINTS}\xad\u200b-\u200f\u2060\ufeff", "")
    | dict.fromkeys("\xa0\u2009\u202f\u3000", " ")
    | dict(zip("\u0130\xaa\xba\xb2\xb3\xb9", "iao231", strict=True))
    | {"\u2026": "...", "\u2122": "tm"}
)
_ASCII_EDGES: Final = "".join(char for char in map(chr, range(128)) if not char.isalnum())


def fold(text: str) -> str:
    """The form in which phrases are compared; never for output.

    Compatibility forms, case, Arabic vowel points, invisible characters and variants of spelling are
    gone, spaces are single, and what is no letter, digit or mark is stripped from both ends. Idempotent.
    """
    if text.isascii():
        text = text.lower()
    elif simple := _simply_spelt(text):
        text = simple.casefold()
    else:
        return _folded_by_the_book(text)
    if "  " in text or not text.isprintable():
        text = " ".join(text.split())
    text = text.strip(_ASCII_EDGES)
    return text if text.isascii() or (text[0].isalnum() and text[-1].isalnum()) else _inner(text)


def _simply_spelt(text: str) -> str | None:
    """The text with one spelling for each variant, if nothing is in it that takes more."""
    # 19 of 20 texts that are not ASCII; 1 us where NFKC twice and the rest take 6.
    for char in _simple.others_in(text):
        spelling = _REPLACED.get(char)
        if spelling is None:
            return None
        text = text.replace(char, spelling)
    return text


def _folded_by_the_book(text: str) -> str:
    text = " ".join(text.split())
    if not text.isprintable():
        text = "".join(char for char in text if category(char) != "Cf")
    text = normalize("NFKC", normalize("NFKC", text).casefold())
    for variant in set(_VARIANT.findall(text)):
        text = text.replace(variant, _VARIANTS[variant])
    if not is_normalized("NFKC", text):  # a further accent took the place of the one dropped
        return _folded_by_the_book(normalize("NFKC", text))
    return _inner(" ".join(text.split()))


def _inner(text: str) -> str:
    # From the first to the last letter, digit or mark (Thai words end on marks).
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or category(text[start])[0] == "M"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or category(text[end - 1])[0] == "M"):
        end -= 1
    return text[start:end]
