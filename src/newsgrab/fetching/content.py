"""The body of an answer: whether it can be a page, and its bytes, within bounds."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from newsgrab.errors import BadEncoding, NotHtml, TooLarge, Truncated
from newsgrab.fetching.decoding import Overflow, decoder_for
from newsgrab.fetching.pictures import picture_kind
from newsgrab.text import for_screen, shown_size
from newsgrab.urls import redact

if TYPE_CHECKING:
    from newsgrab.fetching.client import Answer
    from newsgrab.fetching.visit import Kind

_SNIFFED: Final = 512  # bytes looked at; the WHATWG MIME Sniffing standard looks at 1445 for text

LONGEST_LISTING: Final = 50 << 20
"""Bytes that are read of a feed or sitemap: a sitemap may have no more (sitemaps.org), packed or not."""

_GZIP: Final = b"\x1f\x8b\x08"
_PIECE: Final = 65_536
_SKIM_S: Final = 1.0
_SKIMMED: Final = 4096  # bytes; reading more costs more than a new connection

_NO_PAGES: Final = (
    "image/", "video/", "audio/", "font/", "model/", "application/vnd.openxmlformats",
)  # fmt: skip
_NO_PAGE: Final = frozenset(
    f"application/{name}"
    for name in (
        "pdf", "zip", "gzip", "x-gzip", "x-tar", "x-bzip2", "x-7z-compressed", "vnd.rar", "x-rar-compressed",
        "msword", "vnd.ms-excel", "vnd.ms-powerpoint", "epub+zip", "postscript", "rtf", "wasm",
        "java-archive", "vnd.android.package-archive", "x-msdownload", "x-apple-diskimage",
        "x-shockwave-flash", "vnd.apple.mpegurl", "x-mpegurl", "dash+xml", "ogg",
    )
)  # fmt: skip

# WHATWG MIME Sniffing 6 (images, audio, video, fonts, archives), and the magic numbers of file(1).
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF"),
    (b"%!PS-Adobe-", "PostScript"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b\x08", "a gzip file"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"\x1aE\xdf\xa3", "a WebM or Matroska video"),
    (b"OggS\x00", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"fLaC", "a FLAC file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x7fELF", "a program"),
    (b"\x00asm", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
)
_WIDE_TEXT: Final = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 has NULs and yet is text


def type_refusal(content_type: str | None) -> str | None:
    """What a ``Content-Type`` says the answer is, if that is no page; ``None`` if it may be one."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind.startswith(_NO_PAGES) or kind in _NO_PAGE:
        return for_screen(kind)[:80]
    return None


def bytes_refusal(start: bytes, content_type: str | None) -> str | None:
    """What the first bytes are, if that is no page, whatever their type says; else ``None``."""
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            return name
    if start[4:8] == b"ftyp":
        return "an MP4 video"
    if start[:4] == b"RIFF" and start[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "an image, sound or video"
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind == "application/octet-stream" and b"\0" in start and not start.startswith(_WIDE_TEXT):
        return "binary"
    return None


async def read_page(answer: "Answer", url: str, max_bytes: int, *, kind: "Kind") -> bytes:
    """The whole body, content coding undone.

    Args:
        answer: Whose body has not been read yet.
        url: For messages.
        max_bytes: Most bytes, on the wire as well as decoded.
        kind: What it is to be.

    Raises:
        NotHtml: It is a PDF, an image or the like, or no image where one is wanted; at most one piece
            (64 KiB) of it has been read.
        TooLarge: It has more bytes.
        Truncated: It ends before its coding does.
        BadEncoding: Its coding is unknown, layered or broken.
    """
    place, content_type = redact(url), answer.headers.get("content-type")
    _check_declared(answer, place, max_bytes, kind=kind)
    body, wire, sniffed = bytearray(), 0, kind == "any"
    try:
        decoder = decoder_for(answer.headers.get("content-encoding"))
        async for piece in answer.pieces:
            wire += len(piece)
            if wire > max_bytes:
                raise _too_large(place, max_bytes)
            body += decoder.decode(piece, max_bytes - len(body))
            if not sniffed and len(body) >= _SNIFFED:
                _check_bytes(body, content_type, place, kind)
                sniffed = True
    except Overflow:
        raise _too_large(place, max_bytes) from None
    except BadEncoding as error:
        raise BadEncoding(f"{place}: {error}") from error
    if not decoder.is_complete():
        raise Truncated(f"{place}: the compressed answer ends in the middle")
    if not sniffed:
        _check_bytes(body, content_type, place, kind)
    return bytes(body)


async def read_beginning(answer: "Answer", limit: int) -> bytes:
    """The first so many bytes of the body, however long it is and whether or not it has an end.

    Raises:
        BadEncoding: Its coding is unknown, layered or broken.
    """
    decoder = decoder_for(answer.headers.get("content-encoding"))
    body, wire = bytearray(), 0
    async for piece in answer.pieces:
        wire += len(piece)
        try:
            body += decoder.decode(piece, limit - len(body))
        except Overflow as overflow:
            body += overflow.kept
            break
        if wire > limit:
            break
    return bytes(body)


async def read_listing(answer: "Answer") -> tuple[bytes, bool]:
    """The body of a feed or sitemap, unpacked where it is a gzip file, and whether there is more of it.

    What is longer than ``LONGEST_LISTING`` is cut there, and so is what does not unpack to its end: its
    first items are as good as those of another.

    Raises:
        BadEncoding: Its coding is unknown, layered or broken.
    """
    body = await read_beginning(answer, LONGEST_LISTING + 1)
    if not body.startswith(_GZIP):
        return body[:LONGEST_LISTING], len(body) > LONGEST_LISTING
    decoder, made = decoder_for("gzip"), bytearray()
    try:
        for start in range(0, len(body), _PIECE):
            made += decoder.decode(body[start : start + _PIECE], LONGEST_LISTING - len(made))
    except Overflow as overflow:
        return bytes(made + overflow.kept), True
    except BadEncoding:
        if not made:
            raise
    return bytes(made), not decoder.is_complete()


async def skim(answer: "Answer") -> None:
    """Reads past a body that nobody wants if it is short, undecoded.

    Its connection can be used again, and the server is done when the host's pause begins. One that does not
    come soon is left.
    """
    from newsgrab.fetching.wire_errors import WIRE_ERRORS  # noqa: PLC0415 - loads the HTTP library

    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length) <= _SKIMMED:
        with suppress(*WIRE_ERRORS):
            async with asyncio.timeout(_SKIM_S):
                async for _ in answer.pieces:
                    pass


def _check_declared(answer: "Answer", place: str, max_bytes: int, *, kind: "Kind") -> None:
    """Refuses by the headers, before a byte of the body is read."""
    refused = type_refusal(answer.headers.get("content-type")) if kind == "page" else None
    if refused:
        raise NotHtml(f"{place} is no web page but {refused}")
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length) > max_bytes:
        raise _too_large(place, max_bytes)


def _check_bytes(body: bytearray, content_type: str | None, place: str, kind: "Kind") -> None:
    if kind == "image":
        if picture_kind(bytes(body[:_SNIFFED])) is None:
            raise NotHtml(f"{place} is no image of a kind that is kept (JPEG, PNG, GIF, WebP, AVIF)")
        return
    refused = bytes_refusal(bytes(body[:_SNIFFED]), content_type)
    if refused:
        raise NotHtml(f"{place} is no web page but {refused}")


def _too_large(place: str, max_bytes: int) -> TooLarge:
    return TooLarge(f"{place} has more than {shown_size(max_bytes)}; --max-size to allow more")
