"""The bytes of a page as UTF-8, by the rules of browsers, which is what the parser reads."""

import codecs
from typing import Final

from newsgrab.charset.labels import MULTIBYTE, decode, name_of
from newsgrab.charset.prescan import from_header, from_page, language
from newsgrab.errors import UsageError

__all__ = ["name_of", "utf8"]

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
"""Byte order marks (https://encoding.spec.whatwg.org/#bom-sniff)."""

_CHUNK: Final = 16_384
"""Bytes decoded at a time. 16 KiB took 48 us a page where one call took 65 (145 kB, 270 of 300 pages
not ASCII): the text fits the allocator's pools, and ASCII is read the fast way wherever it stands."""

_FEW: Final = 6
"""Up to so many bytes beyond ASCII can be valid UTF-8 by chance in a multi-byte charset: three GBK
characters pass with a probability of about 1 in 60. Else pages that declare a legacy charset and are valid
UTF-8 are UTF-8 in fact: 14 of 14 in the corpus, with the words of their gold text wherever it has any."""

_MIXED: Final = 0.2
"""A page that should be UTF-8 may hold this share of bad sequences, like a comment pasted in another
charset, and is still read as such. Seen: 0.01-0.04 on German pages; GBK read as UTF-8 has 0.78, windows-1256
0.99."""

_SURE: Final = 0.02
"""The same where the page declares something else than UTF-8."""

_EVIDENCE: Final = 10
"""Valid sequences that are needed to contradict a declared charset."""

_SNIFFED: Final = 2048
"""Bytes that show whether a page is UTF-16 without a byte order mark: every other byte of markup is NUL."""


_COUNTED: Final = 1_000_000
"""Bytes that say whether a page is UTF-8 with faults; a page of 10 MB that is not took 2 s to count."""

_MEANINGLESS: Final = frozenset({"utf-8", "utf-16le", "utf-16be", "replacement"})
"""What a page may declare that its bytes contradict; the last is the Standard's name for charsets that
browsers show as a single U+FFFD."""


def utf8(
    body: bytes, content_type: str | None = None, encoding: str | None = None
) -> tuple[bytes, str, bool]:
    """A page as UTF-8.

    In this order: the charset the user insists on, byte order mark, bytes that are valid UTF-8 whatever they
    are called, HTTP header, ``<meta>``, a guess by the frequency of letters. NUL bytes are dropped, as the
    parser would make other tag names of them; bytes that cannot be read become U+FFFD.

    Args:
        body: The bytes, content encoding removed.
        content_type: The ``Content-Type`` header, verbatim.
        encoding: A label of the Encoding Standard that beats everything else.

    Returns:
        The page in UTF-8 (``body`` itself where it is that already), the lower-case WHATWG name of the
        charset it was in, and whether that name is a guess.

    Raises:
        UsageError: ``encoding`` is no label of the Encoding Standard.
    """
    if encoding is not None:
        return _insisted(body, encoding)
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _recoded(body[len(mark) :], name), name, False
    if b"\0" in body:
        wide = _unmarked_utf16(body)
        if wide:
            return _recoded(body, wide), wide, False
        body = body.replace(b"\0", b"")
    beyond = _beyond_ascii(body)
    if beyond is None:
        return _legacy(body, content_type)
    if beyond <= _FEW and (beyond or b"\x1b$" in body):
        declared = from_header(content_type) or from_page(body)
        if declared in MULTIBYTE:
            return _recoded(body, declared), declared, False
    return body, "utf-8", False


def _insisted(body: bytes, encoding: str) -> tuple[bytes, str, bool]:
    name = name_of(encoding)
    if name is None or name == "replacement":
        shown = repr(encoding[:40])
        raise UsageError(f"unknown charset {shown}: use a label like utf-8, windows-1256 or gb18030")
    for mark, marked in _MARKS:
        if marked == name and body.startswith(mark):
            body = body[len(mark) :]
    return _recoded(body, name), name, False


def _recoded(body: bytes, name: str) -> bytes:
    return decode(body, name).replace("\0", "").encode("utf-8", "replace")


def _beyond_ascii(body: bytes) -> int | None:
    """How many bytes more than characters valid UTF-8 has, 0 for ASCII; ``None`` for invalid bytes."""
    if body.isascii():
        return 0
    view, size, at, extra = memoryview(body), len(body), 0, 0
    read = codecs.utf_8_decode
    try:
        while at < size:
            text, used = read(view[at : at + _CHUNK], "strict", at + _CHUNK >= size)
            extra += used - len(text)
            at += used
    except UnicodeDecodeError:
        return None
    return extra


def _unmarked_utf16(body: bytes) -> str | None:
    head = body[:_SNIFFED]
    if b"<\0" in head and head[1::2].count(0) * 4 > len(head):
        return "utf-16le"
    return "utf-16be" if b"\0<" in head and head[::2].count(0) * 4 > len(head) else None


def _legacy(body: bytes, content_type: str | None) -> tuple[bytes, str, bool]:
    """Bytes that are not valid UTF-8."""
    declared = from_header(content_type) or from_page(body)
    good, bad = _sequences(body)
    share = bad / (good + bad)
    if declared is None or declared in _MEANINGLESS:
        if share < _MIXED:
            return _recoded(body, "utf-8"), "utf-8", declared != "utf-8"
        from newsgrab.charset.detector import detect  # noqa: PLC0415 - only few pages need its tables

        name = detect(body, language(body))
        return _recoded(body, name), name, True
    if good >= _EVIDENCE and share < _SURE:
        return _recoded(body, "utf-8"), "utf-8", False
    return _recoded(body, declared), declared, False


def _sequences(body: bytes) -> tuple[int, int]:
    """How many multi-byte sequences of UTF-8 are valid, and how many are not, in the first megabyte."""
    text = body[:_COUNTED].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - bad, max(bad, 1)
