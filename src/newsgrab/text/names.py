"""File names made of titles."""

import re
from typing import Final
from unicodedata import category, normalize

from newsgrab.patterns import regex
from newsgrab.text.cleaning import single_spaced, without_junk

_SEPARATORS: Final = regex(r"[/\\:|]+")
_SPACED_SEPARATORS: Final = regex(r"(?<!\s)\s+[/\\:|]+\s*|(?<![/\\:|])[/\\:|]+\s+")
_FORBIDDEN: Final = regex(r'["*?<>]')  # by Windows, besides the separators
# learn.microsoft.com, "Naming Files, Paths, and Namespaces": reserved with any extension, in any case.
_RESERVED: Final = regex(
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
    text = "".join(char for char in without_junk(single_spaced(text)) if not _drops(char))
    text = _SEPARATORS.sub("-", _SPACED_SEPARATORS.sub(" - ", _FORBIDDEN.sub("", text)))
    text = normalize("NFC", " ".join(text.split()))
    name = _cut(text.lstrip(" .-~"), limit_bytes)
    if _RESERVED.match(name):
        return _RESERVED.sub(r"\1_", _cut(name, limit_bytes - 1), count=1)
    return name
