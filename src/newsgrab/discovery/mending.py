"""What is no XML, is common in feeds all the same, and can be put right."""

import re
from html import escape
from html.entities import html5
from typing import Final

_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\r")
_BARE: Final = re.compile(rb"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_ENTITY: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")


def mended(body: bytes) -> bytes:
    """Without what is no XML and yet common: control characters, bare ``&``, entities that HTML has."""
    body = _BARE.sub(b"&amp;", body.translate(None, _CONTROLS))
    return _ENTITY.sub(lambda found: _meant(found[1].decode()).encode(), body)


def _meant(name: str) -> str:
    """The character that an entity of HTML stands for; one that nobody knows stands for its own name."""
    return escape(html5.get(f"{name};", f"&{name};"), quote=False)
