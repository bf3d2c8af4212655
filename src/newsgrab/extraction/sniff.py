"""Whether bytes are a page at all (after the MIME Sniffing Standard, https://mimesniff.spec.whatwg.org/)."""

from typing import Final

from newsgrab.errors import EmptyPage, NotHtml
from newsgrab.patterns import regex

_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"BM", "a bitmap image"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"(\xb5/\xfd", "zstd data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "an executable"),
    (b"MZ", "an executable"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
_SIGNATURES: Final = tuple(magic for magic, _ in _MAGIC)
_CERTAIN: Final = 4
"""Shorter signatures, like ``BM`` and ``MZ``, count only where binary bytes follow."""

_SAMPLE: Final = 1024
_BINARY: Final = bytes({*range(9), 11, *range(14, 27), *range(28, 32)})
"""Binary data bytes of the standard (section 3)."""

_MOST: Final = 0.02
"""Share of binary bytes from which they are no strays."""

_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_WIDE_TAG: Final = regex(rb"<\0[!/?A-Za-z]\0|\0<\0[!/?A-Za-z]")
"""The beginning of a tag in UTF-16; in 300 kB of random bytes there is a chance of 1 in 100 to meet one."""

_JSON: Final = regex(rb'(?:\xef\xbb\xbf)?\[?\s*\{\s*"[^"<\n]{1,80}"\s*:')


def require_html(body: bytes) -> None:
    """Refuses bytes that cannot be a page.

    Args:
        body: The first bytes are enough.

    Raises:
        EmptyPage: There is nothing in it.
        NotHtml: They are a PDF, an image, an archive or other binary data.
    """
    head = body[:_SAMPLE].lstrip()
    if not head and not body.strip():
        raise EmptyPage("the page is empty")
    if _JSON.match(head):
        raise NotHtml("not an HTML page but JSON (newsgrab convert takes articles that were saved so)")
    binary = len(head) - len(head.translate(None, _BINARY))
    for magic, what in _MAGIC if head.startswith(_SIGNATURES) else ():
        if head.startswith(magic) and (len(magic) >= _CERTAIN or binary):
            raise NotHtml(f"not an HTML page but {what}")
    # A page may hold stray control bytes, but more tags than those; random bytes have 27 for each "<".
    if binary > _MOST * len(head) and binary > head.count(b"<") and not _is_wide(head):
        raise NotHtml("not an HTML page but binary data")


def _is_wide(head: bytes) -> bool:
    """Whether it may be UTF-16, which is full of bytes that mean something else in text."""
    return head.startswith(_WIDE_MARKS) or _WIDE_TAG.search(head) is not None
