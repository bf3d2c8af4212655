"""What a text is like: how long, in which script, in which direction."""

from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from typing import Final, Literal
from unicodedata import bidirectional

from newsgrab.patterns import regex

# Letters of the scripts without spaces (Thai, Lao, Burmese, Khmer, kana, Han), and the marks on them.
_UNSPACED: Final = regex(
    "[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3\u17d7\u3005-\u3007\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
    "\U00020000-\U0003fffd]"
    "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3]*"
)
_SPACED: Final = bytes(set(range(256)) - {0xE0, 0xE1, *range(0xE3, 0xEA), 0xEF, 0xF0})
"""All bytes but those that their UTF-8 begins with."""

# Words are counted on UTF-8, five times as fast as with `re`, by the first byte of each character: C2,
# E2, E3, EF and F0 begin punctuation, symbols and emoji.
_LETTERS: Final = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    + bytes([*range(0xC3, 0xE2), *range(0xEA, 0xEE)])
)
_AS_LETTERS: Final = bytes(b" x"[byte in _LETTERS] for byte in range(256))
_NO_LETTERS: Final = b".,:'" + bytes(range(0x80, 0xC0))  # the first four stand inside names and numbers
_INSIDE_WORDS: Final = "\u2019\u200c\u200d\xad"
_BETWEEN_WORDS: Final = "\u060c\u061b\u061f\u06d4\u05be\u0964"  # punctuation with the bytes of letters


def word_count(text: str) -> int:
    """How many words; in Chinese, Japanese kana, Thai, Lao, Khmer and Burmese how many letters.

    As in UAX #29, an apostrophe or a point inside does not part words, a hyphen does.
    """
    # replace() looks for nothing ten times as long as ``in`` does.
    if not text.isascii():
        for char in _INSIDE_WORDS:
            if char in text:
                text = text.replace(char, "")
        for char in _BETWEEN_WORDS:
            if char in text:
                text = text.replace(char, " ")
    data, letters = text.encode(errors="replace"), 0
    if data.translate(None, _SPACED):
        text, letters = _UNSPACED.subn(" ", text)
        data = text.encode(errors="replace")
    data = data.translate(_AS_LETTERS, _NO_LETTERS)
    return letters + data.count(b" x") + data.startswith(b"x")


_SAMPLE: Final = 600  # characters, spread over the text: enough to outweigh a foreign quotation


def _sample(text: str) -> str:
    return text[:: len(text) // _SAMPLE + 1]


# By the first byte of its UTF-8, what a character cannot be. Punctuation (E2) holds marks of direction.
_LATIN: Final = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NEVER_RTL: Final = bytes(set(range(256)) - {*range(0xD6, 0xE1), 0xE2, 0xEF, 0xF0})
_NO_OTHER_SCRIPT: Final = bytes([*range(0xCA), *range(0xF8, 0x100)])


def _latin_outweighs(sample: str, no_others: bytes) -> bool:
    """Whether there are twice as many basic Latin letters as characters not of these first bytes."""
    # 2 us; to look each of 600 characters up takes 20.
    data = sample.encode(errors="replace")
    letters = len(data) - len(data.translate(None, _LATIN))
    return letters > 2 * len(data.translate(None, no_others))


def direction_of(text: str) -> Literal["ltr", "rtl"] | None:
    """The direction most of the letters are written in; ``None`` where there are no letters.

    Two fifths of right-to-left letters are enough: names and quotations in Latin letters are common
    in Arabic and Hebrew text, the reverse is rare.
    """
    sample = _sample(text)
    if _latin_outweighs(sample, _NEVER_RTL):
        return "ltr"
    sides: Counter[str] = Counter()
    for char, times in Counter(sample).items():
        sides[bidirectional(char)] += times
    rtl, ltr = sides["R"] + sides["AL"], sides["L"]
    if rtl + ltr == 0:
        return None
    return "rtl" if rtl * 3 >= ltr * 2 else "ltr"


# First code point of a block and ISO 15924 code of its script (Unicode's Blocks.txt, rare scripts left out).
_BLOCKS: Final = (  # noqa: SIM905 - a table is easier to read than a hundred quoted words
    "0000 Latn 0370 Grek 0400 Cyrl 0530 Armn 0590 Hebr 0600 Arab 0700 Syrc 0750 Arab 0780 Thaa 07c0 Zyyy "
    "0870 Arab 0900 Deva 0980 Beng 0a00 Guru 0a80 Gujr 0b00 Orya 0b80 Taml 0c00 Telu 0c80 Knda 0d00 Mlym "
    "0d80 Sinh 0e00 Thai 0e80 Laoo 0f00 Tibt 1000 Mymr 10a0 Geor 1100 Kore 1200 Ethi 13a0 Zyyy 1780 Khmr "
    "1800 Mong 18b0 Zyyy 1d00 Latn 1f00 Grek 2000 Zyyy 2c60 Latn 2c80 Zyyy 3005 Hani 3041 Jpan 3100 Zyyy "
    "3130 Kore 3190 Zyyy 3400 Hani a000 Zyyy a720 Latn a800 Zyyy ac00 Kore d7b0 Zyyy f900 Hani fb00 Latn "
    "fb1d Hebr fb50 Arab fe00 Zyyy fe70 Arab feff Zyyy ff21 Latn ff66 Jpan ffa0 Kore ffe0 Zyyy 20000 Hani"
).split()
_STARTS: Final = [int(start, 16) for start in _BLOCKS[::2]]
# Of the commonest characters, those that only one of the two ways of writing Chinese has.
_SIMPLIFIED: Final = "这个们来说时为会对国发学过还经动实现开关长车门问间东书见进给让"
_TRADITIONAL: Final = "這個們來說時為會對國發學過還經動實現開關長車門問間東書見進給讓"


@lru_cache(maxsize=4096)
def _script_of(char: str) -> str:
    return _BLOCKS[2 * bisect_right(_STARTS, ord(char)) - 1] if char.isalpha() else ""


def script_of(text: str) -> str:
    """The script most of the letters are in, as ISO 15924 code; ``Zyyy`` where there are no letters.

    Chinese is ``Hans`` or ``Hant`` where characters tell, else ``Hani``. Japanese is ``Jpan``: one
    kana in ten is enough. Korean is ``Kore``.
    """
    letters = _sample(text)
    if _latin_outweighs(letters, _NO_OTHER_SCRIPT):
        return "Latn"
    sample, scripts = Counter(letters), Counter[str]()
    for char, times in sample.items():
        if script := _script_of(char):
            scripts[script] += times
    if not scripts:
        return "Zyyy"
    if scripts["Hani"] and scripts["Jpan"] * 10 >= scripts["Hani"]:
        scripts["Jpan"] += scripts.pop("Hani")
    script = scripts.most_common(1)[0][0]
    if script != "Hani":
        return script
    lead = sum(sample[char] for char in _SIMPLIFIED) - sum(sample[char] for char in _TRADITIONAL)
    return "Hans" if lead > 0 else "Hant" if lead < 0 else script


def shown_size(count: int) -> str:
    """A number of bytes for a person.

    Args:
        count: The bytes.
    """
    return f"{count / 2**20:g} MiB" if count >= 2**20 else f"{count} bytes"


def shown_age(seconds: float) -> str:
    """A length of time for a person, in the largest unit of which there are two or more.

    Args:
        seconds: The length.
    """
    for unit, length in (("days", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
