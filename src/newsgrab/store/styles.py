"""What names of files are made of: every script, ASCII alone, or what Windows takes everywhere."""

import re
import unicodedata
from typing import Final, Literal
from urllib.parse import unquote

from newsgrab.model import Card
from newsgrab.records import replace
from newsgrab.text import for_filename

Style = Literal["unicode", "ascii", "windows"]
"""``unicode`` keeps letters of every script; ``ascii`` has letters, digits and ``. _ - + = @`` alone, for
shells and old archives; ``windows`` is ``unicode``, shorter, and with the template's own words made safe."""

_WINDOWS_BYTES: Final = 120
"""Two such names stay below MAX_PATH, 260 (learn.microsoft.com, "Maximum Path Length Limitation")."""

# Letters that Unicode does not decompose, as passports write them (ICAO Doc 9303, part 3, section 6).
_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "oe", "Ø": "OE", "þ": "th",
        "Þ": "TH", "ð": "d", "Ð": "D", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H", "ı": "i",
        "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "‘": "'", "’": "'", "–": "-", "—": "-",
    }
)  # fmt: skip
_SHELL_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._+=@-]+")


def styled(card: Card, style: Style) -> Card:
    """The card with the texts that names are made of; what ASCII cannot say is left out."""
    if style != "ascii":
        return card
    return replace(
        card,
        url=_ascii(unquote(card.url)),
        headline=_ascii(card.headline),
        site_name=_ascii(card.site_name),
        author=_ascii(card.author),
        section=_ascii(card.section),
        host=_ascii(card.host),
    )


def component(name: str, style: Style) -> str:
    """One part of a path as the style has it.

    Args:
        name: A name that is safe here, made of a template that may say anything else.
        style: The style.
    """
    if style == "windows":
        stem, dot, extension = name.rpartition(".")
        room = _WINDOWS_BYTES - len((dot + extension).encode())
        return f"{for_filename(stem, room)}{dot}{extension}" if stem else for_filename(name, _WINDOWS_BYTES)
    if style == "ascii":
        return _SHELL_UNSAFE.sub("-", _ascii(name)).strip("-")
    return name


def _ascii(text: str | None) -> str:
    """Its ASCII letters; accents and other marks go, and whole words of other scripts."""
    if text is None or text.isascii():
        return text or ""
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return " ".join(bare.split()) if any(char.isalnum() for char in bare) else ""
