r"""Strings made comparable, presentable, safe for screens and file names, and measured.

Pure and total: any ``str`` goes in, lone surrogates included, and nothing raises. Code points are
escapes because most of them cannot be seen. Categories and properties are Unicode's (UAX #44).
"""

import re
from bisect import bisect_right
from collections import Counter
from typing import Final, Literal
from unicodedata import bidirectional, category, is_normalized, normalize

_ZWNJ: Final = "\u200c"
_BIDI_MARKS: Final = "\u061c\u200e\u200f"  # ALM, LRM, RLM
_EMBEDDINGS: Final = "\u202a-\u202e\u2066-\u2069"  # change the direction of all that follows them
_CONTROLS: Final = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0, DEL, C1 without those str.split() takes
_NONCHARACTERS: Final = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane | 0xFFFE)}-{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
_JUNK: Final = rf"{_CONTROLS}\ud800-\udfff{_NONCHARACTERS}{_EMBEDDINGS}\u200b\u2060\u206a-\u206f\ufeff\xad"

# After NFKC and casefold(). Hamza carriers, the dotless and the Persian yeh, the Persian kaf, the hehs
# of Urdu and Kurdish; the two Romanian s and t; Russian io; the dotless i of Turkish; Greek tonos and
# dialytika, which capitals lack; typographic apostrophes and dashes.
_ONE_SPELLING: Final = str.maketrans(
    "\u0622\u0623\u0625\u0671\u0629\u06c0\u06c1\u06c2\u06c3\u06d5\u0649\u0626\u06cc\u0624\u06a9\u06d3"
    "\u015f\u0163\u0451\u0131\u03ac\u03ad\u03ae\u03af\u03ca\u0390\u03cc\u03cd\u03cb\u03b0\u03ce"
    "\u2018\u2019\u02bc\u02b9`\u05f3\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    "\u0627\u0627\u0627\u0627\u0647\u0647\u0647\u0647\u0647\u0647\u064a\u064a\u064a\u0648\u0643\u06d2"
    "\u0219\u021b\u0435i\u03b1\u03b5\u03b7\u03b9\u03b9\u03b9\u03bf\u03c5\u03c5\u03c5\u03c9"
    "''''''-------",
)
# Tatweel and Arabic points; the dot casefold() leaves of a Turkish capital I; selectors of emoji.
_UNWRITTEN: Final = "\u0640\u0670\u0307\ufe0e\ufe0f" + "".join(map(chr, range(0x64B, 0x660)))
_VARIANTS: Final = _ONE_SPELLING | str.maketrans("", "", _UNWRITTEN)
_REPLACEMENTS: Final = tuple((chr(a), chr(b) if b else "") for a, b in _VARIANTS.items())
_ASCII_EDGES: Final = "".join(char for char in map(chr, range(128)) if not char.isalnum())
_SHORT: Final = 60  # characters; up to about here translate() is quicker than 70 times replace()


def _inner(text: str) -> str:
    # From the first to the last letter, digit or mark (Thai words end on marks).
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or category(text[start])[0] == "M"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or category(text[end - 1])[0] == "M"):
        end -= 1
    return text[start:end]


def _single_spaced(text: str) -> str:
    # isprintable() is false for every white space but " "; it costs a fifth of split() and join().
    if "  " not in text and text.replace(_ZWNJ, "").isprintable():
        return text.strip(" ")
    return " ".join(text.split())


def _one_spelling(text: str) -> str:
    if len(text) <= _SHORT:
        return text.translate(_VARIANTS)
    for variant, spelling in _REPLACEMENTS:
        if variant in text:
            text = text.replace(variant, spelling)
    return text


def fold(text: str) -> str:
    """The form in which phrases are compared; never for output.

    Compatibility forms, case, Arabic vowel points, invisible characters and variants of spelling are
    gone, spaces are single, and what is no letter, digit or mark is stripped from both ends. Idempotent.
    """
    if text.isascii():
        return _single_spaced(text.lower()).strip(_ASCII_EDGES)
    text = _single_spaced(text).replace(_ZWNJ, "")
    if not text.isprintable():
        text = "".join(char for char in text if category(char) != "Cf")
    text = _one_spelling(normalize("NFKC", normalize("NFKC", text).casefold()))
    if not is_normalized("NFKC", text):  # a further accent took the place of the one dropped
        return fold(normalize("NFKC", text))
    return _inner(_single_spaced(text))


# Shapes of Arabic letters; U+FD3E-FD4F and U+FDF0-FDFF are signs (brackets, honorifics) and stay.
_SHAPES: Final = re.compile("[\ufb50-\ufd3d\ufd50-\ufdce\ufe70-\ufefc]")
_DROPPED: Final = re.compile(f"[{_JUNK}]")
_LOOSE_ZWNJ: Final = re.compile(f"{_ZWNJ}[ {_ZWNJ}]| {_ZWNJ}")
_EDGES: Final = f" {_ZWNJ}{_BIDI_MARKS}"


def _letters_of_shape(match: re.Match[str]) -> str:
    # The isolated vowel points decompose into a space and the point; the space is not text.
    return normalize("NFKC", match.group()).replace(" ", "")


def _without_junk(text: str) -> str:
    return normalize("NFC", _SHAPES.sub(_letters_of_shape, _DROPPED.sub("", text)))


def _joined_words(text: str) -> str:
    """Zero-width non-joiners stay inside words only, one at a time."""
    if _LOOSE_ZWNJ.search(f" {text} "):
        words = (word.strip(_ZWNJ) for word in re.sub(f"{_ZWNJ}+", _ZWNJ, text).split())
        text = " ".join(word for word in words if word)
    return text


def clean(text: str) -> str:
    """Text of one block for output: one line, NFC, without what cannot be seen.

    Goes: control characters, bidi embeddings and isolates, zero-width spaces, soft hyphens, lone
    surrogates, noncharacters; direction marks at the edges. Stays: the zero-width non-joiner inside
    words, the joiner, tatweel, vowel points. Every run of white space, no-break ones too, is one
    space; Arabic presentation forms are letters. Idempotent.
    """
    text = _single_spaced(text)
    # NFKC implies NFC and no presentation forms; printable implies no junk.
    if text.isprintable() and is_normalized("NFKC", text):
        return text
    if _ZWNJ in text:
        bare = text.replace(_ZWNJ, "")
        if bare.isprintable() and is_normalized("NFKC", bare):
            return _joined_words(text)
    return _joined_words(_single_spaced(_without_junk(text))).strip(_EDGES)


_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ODD_SPACES: Final = re.compile("[\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def clean_code(text: str) -> str:
    r"""Like `clean` for preformatted text: lines (ended by ``\n``), indentation and inner spaces stay.

    Blank lines at the start and end and spaces at the ends of lines go. Idempotent.
    """
    text = _ODD_SPACES.sub(" ", _without_junk(_LINE_ENDS.sub("\n", text)))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


_UNSAFE: Final = re.compile(f"[{_JUNK}{_BIDI_MARKS}]")


def for_screen(text: str) -> str:
    """One line that is safe on a terminal, in a log and in front matter (R20, R27).

    Without C0, DEL, C1, bidi controls, surrogates and noncharacters; line ends, tabs, U+0085, U+2028
    and U+2029 are spaces, and spaces are single. Letters are not changed.
    """
    line = _single_spaced(text)
    return line if line.replace(_ZWNJ, "").isprintable() else _single_spaced(_UNSAFE.sub("", line))


_SEPARATORS: Final = re.compile(r"[/\\:|]+")
_SPACED_SEPARATORS: Final = re.compile(r"\s+[/\\:|]+\s*|[/\\:|]+\s+")
_FORBIDDEN: Final = re.compile(r'["*?<>]')  # by Windows, besides the separators
# learn.microsoft.com, "Naming Files, Paths, and Namespaces": reserved with any extension, in any case.
_RESERVED: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\xb9\xb2\xb3])(?=\s*(?:\.|$))", re.IGNORECASE
)


def _drops(char: str) -> bool:
    """Invisible characters, tatweel, and the points Arabic and Hebrew are printed without."""
    if category(char) == "Mn":
        return 0x0591 <= ord(char) <= 0x08FF or 0xFE00 <= ord(char) <= 0xFE0F  # noqa: PLR2004 - code points
    return category(char) == "Cf" or char == "\u0640"


_FLAG_HALVES: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def _extends(before: str, char: str) -> bool:
    """Whether ``char`` belongs to the grapheme of ``before`` (UAX #29, without the rare rules)."""
    if char in _FLAG_HALVES:  # pairs are counted from the start of the run
        return (len(before) - len(before.rstrip(_FLAG_HALVES))) % 2 == 1
    return category(char)[0] == "M" or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones


def _cut(text: str, limit_bytes: int) -> str:
    """The longest start of ``text`` of so many UTF-8 bytes that ends with a whole grapheme."""
    kept = text.encode()[: max(limit_bytes, 0)].decode(errors="ignore")
    while kept and len(kept) < len(text) and _extends(kept, text[len(kept)]):
        kept = kept[:-1]
    return kept.rstrip(" .-")


def for_filename(text: str, limit_bytes: int = 200) -> str:
    """One path component made of ``text``, safe on every file system (R22-R24); ``""`` if nothing is left.

    Letters of every script and spaces stay; NFC; no vowel points of Arabic and Hebrew, no invisible
    characters, no separators, no leading dot, dash or tilde, no trailing dot or space, no name Windows
    reserves. Cut between graphemes. Two texts may give one name.

    Args:
        text: Any text; a slug percent-decoded.
        limit_bytes: The most UTF-8 bytes the name may have; Linux allows 255 with the extension.
    """
    text = "".join(char for char in _without_junk(_single_spaced(text)) if not _drops(char))
    text = _SEPARATORS.sub("-", _SPACED_SEPARATORS.sub(" - ", _FORBIDDEN.sub("", text)))
    text = normalize("NFC", " ".join(text.split()))
    name = _cut(text.lstrip(" .-~"), limit_bytes)
    if _RESERVED.match(name):
        return _RESERVED.sub(r"\1_", _cut(name, limit_bytes - 1), count=1)
    return name


# Letters of the scripts without spaces (Thai, Lao, Burmese, Khmer, kana, Han), and the marks on them.
_UNSPACED: Final = re.compile(
    "[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3\u17d7\u3005-\u3007\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
    "\U00020000-\U0003fffd]"
    "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3]*"
)
_MAYBE_UNSPACED: Final = re.compile(rb"[\xe0\xe1\xe3-\xe9\xef\xf0]")  # how their UTF-8 begins
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
    for char in _INSIDE_WORDS:
        text = text.replace(char, "")
    for char in _BETWEEN_WORDS:
        text = text.replace(char, " ")
    data, letters = text.encode(errors="replace"), 0
    if _MAYBE_UNSPACED.search(data):
        text, letters = _UNSPACED.subn(" ", text)
        data = text.encode(errors="replace")
    return letters + len(data.translate(_AS_LETTERS, _NO_LETTERS).split())


_SAMPLE: Final = 600  # characters, spread over the text: enough to outweigh a foreign quotation


def _sample(text: str) -> Counter[str]:
    return Counter(text[:: len(text) // _SAMPLE + 1])


def direction_of(text: str) -> Literal["ltr", "rtl"] | None:
    """The direction most of the letters are written in; ``None`` where there are no letters.

    Two fifths of right-to-left letters are enough: names and quotations in Latin letters are common
    in Arabic and Hebrew text, the reverse is rare.
    """
    sides: Counter[str] = Counter()
    for char, times in _sample(text).items():
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


def script_of(text: str) -> str:
    """The script most of the letters are in, as ISO 15924 code; ``Zyyy`` where there are no letters.

    Chinese is ``Hans`` or ``Hant`` where characters tell, else ``Hani``. Japanese is ``Jpan``: one
    kana in ten is enough. Korean is ``Kore``.
    """
    sample = _sample(text)
    scripts: Counter[str] = Counter()
    for char, times in sample.items():
        if char.isalpha():
            scripts[_BLOCKS[2 * bisect_right(_STARTS, ord(char)) - 1]] += times
    if not scripts:
        return "Zyyy"
    if scripts["Hani"] and scripts["Jpan"] * 10 >= scripts["Hani"]:
        scripts["Jpan"] += scripts.pop("Hani")
    script = scripts.most_common(1)[0][0]
    if script != "Hani":
        return script
    lead = sum(sample[char] for char in _SIMPLIFIED) - sum(sample[char] for char in _TRADITIONAL)
    return "Hans" if lead > 0 else "Hant" if lead < 0 else script
