"""Pictures by their first bytes: what a server calls them is not to be trusted in a file's name."""

from typing import Final

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_ISO_BRANDS: Final = {b"avif": "avif", b"avis": "avif"}


def picture_kind(start: bytes) -> str | None:
    """The extension that a picture of these bytes has, ``None`` if it is none that every browser shows.

    SVG is not among them: it is a document, and may hold scripts.
    """
    for signature, extension in _SIGNATURES:
        if start.startswith(signature):
            return extension
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "webp"
    return _ISO_BRANDS.get(start[8:12]) if start[4:8] == b"ftyp" else None
