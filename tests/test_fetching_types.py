"""What is no page is told by its type or its first bytes, and little of it is read."""

import gzip
import time
from typing import Any

import pytest

from loopback import Loopback, Reply, head, page, raw
from newsgrab.errors import NotHtml
from newsgrab.fetching import FetchOptions, fetch

LOCAL: dict[str, Any] = {"allow_private": True, "delay_s": 0, "retries": 0, "proxy": ""}

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200_000)
NO_PAGES: dict[str, Reply] = {
    "a PDF": page(b"%PDF-1.7 " + bytes(1000), content_type="application/pdf"),
    "a PDF typed as HTML": page(b"%PDF-1.7 " + bytes(1000)),
    "a small PDF typed as HTML": page(b"%PDF-1.7"),
    "a PDF in gzip": page(gzip.compress(b"%PDF-1.7 " + bytes(1000)), content_encoding="gzip"),
    "a PNG": page(PNG, content_type="image/png"),
    "a PNG without a type": page(PNG, content_type=None),
    "a video": page(b"\0\0\0\x18ftypmp42" + bytes(1000), content_type="video/mp4"),
    "a video typed as bytes": page(
        b"\0\0\0\x18ftypmp42" + bytes(1000), content_type="application/octet-stream"
    ),
    "a ZIP typed as text": page(b"PK\x03\x04" + bytes(1000), content_type="text/plain"),
    "bytes with NULs": page(b"\x01\x02\x03\0" * 500, content_type="application/octet-stream"),
    "a sound": page(b"abc", content_type="Audio/MPEG; x=y"),
}


@pytest.mark.parametrize("reply", NO_PAGES.values(), ids=NO_PAGES)
def test_what_is_no_page_is_not_fetched_as_one(reply: Reply) -> None:
    with Loopback() as server:
        server["/"] = reply
        with pytest.raises(NotHtml, match=r"/ is no web page but (a |an |binary|\w+/\w+)"):
            fetch(server.url(), FetchOptions(**LOCAL))


def test_of_what_is_no_page_little_is_read() -> None:
    with Loopback() as server:
        server["/typed"] = raw(head(200, content_type="image/png"), hang_s=30)
        server["/untyped"] = raw(head(200), b"\x89PNG\r\n\x1a\n" + bytes(60_000), hang_s=30)
        started = time.monotonic()
        for path in ("/typed", "/untyped"):
            with pytest.raises(NotHtml):
                fetch(server.url(path), FetchOptions(**LOCAL))
        assert time.monotonic() - started < 5  # decided without waiting for more
