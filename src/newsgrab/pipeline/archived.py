"""A record of a web archive as a page: whether it is one, and its bytes as a browser would have got them."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from newsgrab import urls
from newsgrab.errors import BadEncoding, BadUrl, NewsgrabError, TooLarge, Truncated
from newsgrab.fetching.decoding import Overflow, decoder_for
from newsgrab.model import Fetched, Page, Validators
from newsgrab.records import dataclass, replace
from newsgrab.text import shown_size
from newsgrab.warc import Record

_HTML: Final = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
_UNSAID: Final = ("", "text/plain", "application/octet-stream", "unknown/unknown")
"""What servers call a page whose type they do not know."""

_LOOKS_LIKE_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,400}?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED: Final = 1024
_MOST_HEAD: Final = 1 << 18
"""Longest HTTP head, in bytes; servers and browsers allow 8 to 256 KiB."""
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_CHUNK: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1024})?\r?\n")
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of an HTTP answer."""

    status: int
    fields: Mapping[str, str]


def address_of(record: Record) -> str | None:
    """The address of a record that may be a page, ``None`` if it is none.

    Requests, notes of the crawler (``metadata``), pages seen before (``revisit``, without a body) and
    robots.txt are none.
    """
    if record.fields.get("warc-type", "").lower() not in ("response", "resource"):
        return None
    try:
        # wget wrote the angle brackets of the grammar, too (ISO 28500:2017 section 4).
        url = urls.check(record.fields.get("warc-target-uri", "").strip("<>"))
    except BadUrl:
        return None
    parts = urlsplit(url)
    if parts.path == "/robots.txt":
        return None
    return urls.origin_of(url) + url.partition(parts.netloc)[2]


def page_of(record: Record, url: str, max_bytes: int) -> Page | None:
    """The page in a record, ``None`` if it is none: an error, a picture, a stylesheet.

    Args:
        record: The present one of its file.
        url: Its address.
        max_bytes: Largest page, in the archive as well as decoded.

    Raises:
        TooLarge: It has more bytes.
        Truncated: The crawler did not take all of it.
        BadEncoding: It is in a coding that nobody knows, or not in the one it claims.
        Damaged: The archive breaks off here.
    """
    pieces = _pieces(record)
    is_response = record.fields["warc-type"].lower() == "response"
    answer = _head(pieces) if is_response else _no_head(record)
    if answer is None:
        return None
    head, begun = answer
    kind = head.fields.get("content-type", "").partition(";")[0].strip().lower()
    if head.status != _OK or kind not in (*_HTML, *_UNSAID):
        return None
    try:
        payload = _taken(pieces, begun, url, max_bytes)
        _require_whole(record, url)
        body = _decoded(_dechunked(payload, head), head, url, max_bytes)
    except (BadEncoding, TooLarge, Truncated):
        if kind in _HTML:
            raise
        return None
    if kind not in _HTML and not _LOOKS_LIKE_HTML.match(body[:_SNIFFED]):
        return None
    fetched = _fetched(record, head)
    if not is_response:
        fetched = replace(fetched, status=None)
    return Page(url=url, final_url=url, body=body, fetched=fetched)


def _fetched(record: Record, head: _Head) -> Fetched:
    return Fetched(
        at=_moment(record.fields.get("warc-date", "")),
        status=head.status,
        via="warc",
        content_type=head.fields.get("content-type") or None,
        validators=Validators(etag=head.fields.get("etag"), last_modified=head.fields.get("last-modified")),
    )


def _no_head(record: Record) -> tuple[_Head, bytes]:
    """What would stand in the head of a ``resource``."""
    return _Head(_OK, {"content-type": record.fields.get("content-type", "")}), b""


def _require_whole(record: Record, url: str) -> None:
    if "warc-truncated" in record.fields:
        raise Truncated(f"{urls.redact(url)}: the archive holds only the beginning of it")


def _pieces(record: Record) -> Iterator[bytes]:
    while piece := record.read():
        yield piece


def _head(pieces: Iterator[bytes]) -> tuple[_Head, bytes] | None:
    """The head, and what has been read of the body; ``None`` if there is no head."""
    got = b""
    for piece in pieces:
        got += piece
        if (end := re.search(rb"\r?\n\r?\n", got)) or len(got) > _MOST_HEAD:
            break
    else:
        end = None
    found = _STATUS.match(got)
    if end is None or found is None:
        return None
    fields: dict[str, str] = {}
    for line in got[: end.start()].splitlines()[1:]:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return _Head(int(found[1]), fields), got[end.end() :]


def _taken(pieces: Iterator[bytes], begun: bytes, url: str, max_bytes: int) -> bytes:
    body = bytearray(begun)
    for piece in pieces:
        body += piece
        if len(body) > max_bytes:
            raise _too_large(url, max_bytes)
    return bytes(body)


def _dechunked(payload: bytes, head: _Head) -> bytes:
    """The payload without its chunks (RFC 9112 section 7.1), where it has any: crawlers often undo them."""
    if "chunked" not in head.fields.get("transfer-encoding", "").lower():
        return payload
    parts: list[bytes] = []
    place = 0
    while (chunk := _CHUNK.match(payload, place)) is not None:
        length = int(chunk[1], 16)
        if not length:
            return b"".join(parts)
        parts.append(payload[chunk.end() : chunk.end() + length])
        place = chunk.end() + length
        place += 2 if payload[place : place + 2] == b"\r\n" else payload[place : place + 1] == b"\n"
    return b"".join(parts) if place == len(payload) and parts else payload


def _decoded(payload: bytes, head: _Head, url: str, max_bytes: int) -> bytes:
    """The payload without its content coding; as it is where it is plainly not in the one that is named.

    That is common: a crawler that undoes the coding may keep the field that names it.
    """
    try:
        decoder = decoder_for(head.fields.get("content-encoding"))
        body = decoder.decode(payload, max_bytes)
    except Overflow:
        raise _too_large(url, max_bytes) from None
    except BadEncoding as error:
        if _LOOKS_LIKE_HTML.match(payload[:_SNIFFED]):
            return payload
        raise BadEncoding(f"{urls.redact(url)}: {error}") from error
    if not decoder.is_complete():
        raise Truncated(f"{urls.redact(url)}: the compressed answer ends in the middle")
    return body


def _too_large(url: str, max_bytes: int) -> NewsgrabError:
    return TooLarge(f"{urls.redact(url)} has more than {shown_size(max_bytes)}; --max-size to allow more")


def _moment(text: str) -> dt.datetime | None:
    """A ``WARC-Date``: W3C date and time, in UTC (ISO 28500:2017 section 5.4)."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
