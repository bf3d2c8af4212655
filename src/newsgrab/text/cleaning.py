"""Text for output: without what cannot be seen or could drive a screen."""

import re
from typing import Final
from unicodedata import is_normalized, normalize

from newsgrab.patterns import regex

_ZWNJ: Final = "\u200c"
_BIDI_MARKS: Final = "\u061c\u200e\u200f"  # ALM, LRM, RLM
_EMBEDDINGS: Final = "\u202a-\u202e\u2066-\u2069"  # change the direction of all that follows them
_CONTROLS: Final = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0, DEL, C1 without those str.split() takes
_NONCHARACTERS: Final = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane | 0xFFFE)}-{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
_JUNK: Final = rf"{_CONTROLS}\ud800-\udfff{_NONCHARACTERS}{_EMBEDDINGS}\u200b\u2060\u206a-\u206f\ufeff\xad"


def single_spaced(text: str) -> str:
    """The text with one space for every run of white space, and none at the ends."""
    # isprintable() is false for every white space but " "; it costs a fifth of split() and join().
    if "  " not in text and text.replace(_ZWNJ, "").isprintable():
        return text.strip(" ")
    return " ".join(text.split())


# Shapes of Arabic letters; U+FD3E-FD4F and U+FDF0-FDFF are signs (brackets, honorifics) and stay.
_SHAPES: Final = regex("[\ufb50-\ufd3d\ufd50-\ufdce\ufe70-\ufefc]")
_DROPPED: Final = regex(f"[{_JUNK}]")
_LOOSE_ZWNJ: Final = regex(f"{_ZWNJ}[ {_ZWNJ}]| {_ZWNJ}")
_EDGES: Final = f" {_ZWNJ}{_BIDI_MARKS}"


def _letters_of_shape(match: re.Match[str]) -> str:
    # The isolated vowel points decompose into a space and the point; the space is not text.
    return normalize("NFKC", match.group()).replace(" ", "")


def without_junk(text: str) -> str:
    """NFC without what cannot be seen, with Arabic letters for their presentation forms."""
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
    printable = text.isprintable()
    if printable and "  " not in text:
        text = text.strip(" ")
    else:
        text = " ".join(text.split())
        printable = printable or text.isprintable()
    # Printable implies no junk; NFKC implies NFC and no presentation forms.
    if printable and (text.isascii() or is_normalized("NFKC", text)):
        return text
    if _ZWNJ in text:
        bare = text.replace(_ZWNJ, "")
        if bare.isprintable() and is_normalized("NFKC", bare):
            return _joined_words(text)
    return _joined_words(single_spaced(without_junk(text))).strip(_EDGES)


_LINE_ENDS: Final = regex("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ODD_SPACES: Final = regex("[\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def clean_code(text: str) -> str:
    r"""Like `clean` for preformatted text: lines (ended by ``\n``), indentation and inner spaces stay.

    Blank lines at the start and end and spaces at the ends of lines go. Idempotent.
    """
    text = _ODD_SPACES.sub(" ", without_junk(_LINE_ENDS.sub("\n", text)))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


_UNSAFE: Final = regex(f"[{_JUNK}{_BIDI_MARKS}]")


def for_screen(text: str) -> str:
    """One line that is safe on a terminal, in a log and in front matter (R20, R27).

    Without C0, DEL, C1, bidi controls, surrogates and noncharacters; line ends, tabs, U+0085, U+2028
    and U+2029 are spaces, and spaces are single. Letters are not changed.
    """
    line = single_spaced(text)
    return line if line.replace(_ZWNJ, "").isprintable() else single_spaced(_UNSAFE.sub("", line))


def for_stream(text: str) -> str:
    r"""Text of any number of lines that is safe on a terminal.

    As ``for_screen``, but lines (ended by ``\n``), tabs, spaces and marks of direction stay as they are.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return _DROPPED.sub("", _LINE_ENDS.sub("\n", text)).replace("\x1f", " ")
