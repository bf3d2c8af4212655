"""Small web archives, written here by hand so that they can be wrong in every way."""

import gzip
from collections.abc import Iterable
from zlib import crc32


def http(body: bytes, status: str = "200 OK", **fields: str) -> bytes:
    """An HTTP answer; ``content_type=...`` becomes ``Content-Type: ...``."""
    given = {"content_type": "text/html; charset=utf-8"} | fields
    lines = [f"{name.replace('_', '-').title()}: {value}" for name, value in given.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def record(
    block: bytes, url: str | None = None, kind: str = "response", length: int | None = None, **fields: str
) -> bytes:
    """A record; ``warc_truncated=...`` becomes ``WARC-Truncated: ...``."""
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{crc32(block):012d}>",
        "WARC-Date": "2024-02-09T08:00:00Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    }
    if url is not None:
        named["WARC-Target-URI"] = url
    named |= {
        name.replace("_", "-").replace("warc", "WARC").title().replace("Warc", "WARC"): value
        for name, value in fields.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def archive(records: Iterable[bytes], *, packed: bool = True) -> bytes:
    """The bytes of a file: each record a gzip member of its own, or none packed."""
    return b"".join(gzip.compress(each, mtime=0) if packed else each for each in records)
