"""No answer is too long, too slow or too well compressed: each ends in bounds, with one clear line."""

import gzip
import json
import subprocess
import sys
import time
import zlib
from typing import Any

import pytest

from loopback import Loopback, Reply, bomb, drip, endless, head, page, raw, redirect, robots, sequence, status
from newsgrab.errors import (
    BadEncoding,
    FetchTimeout,
    HttpStatus,
    NewsgrabError,
    TooLarge,
    Truncated,
)
from newsgrab.fetching import FetchOptions, fetch

LOCAL: dict[str, Any] = {"allow_private": True, "delay_s": 0, "retries": 0, "proxy": ""}
STORY = b"<p>The harbour was closed for an hour.</p>"
MIB = 1 << 20

CHILD = """
import json, resource, sys, time
from newsgrab.errors import NewsgrabError
from newsgrab.fetching import FetchOptions, fetch
options = FetchOptions(allow_private=True, proxy="", delay_s=0, retries=0)
fetch(sys.argv[1] + "/small", options)
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
try:
    code = f"read {len(fetch(sys.argv[1] + sys.argv[2], options).body)}"
except NewsgrabError as error:
    code = error.code
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([code, grown / 1024, time.monotonic() - started]))
"""


def zstd_bomb() -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    packer = zstd.ZstdCompressor()
    packed: bytes = b"".join(packer.compress(bytes(MIB)) for _ in range(256)) + packer.flush()
    return packed


def brotli_bomb() -> bytes:
    packer = pytest.importorskip("brotli").Compressor(quality=3)
    packed: bytes = b"".join(packer.process(bytes(MIB)) for _ in range(256)) + packer.finish()
    return packed


BOMBS = {
    "gzip": lambda: bomb("gzip", 1024 * MIB),
    "deflate": lambda: bomb("deflate", 1024 * MIB),
    "deflate, raw": lambda: bomb("raw", 1024 * MIB),
    "br": brotli_bomb,
    "zstd": zstd_bomb,
}


@pytest.mark.parametrize("coding", BOMBS)
def test_a_decompression_bomb_is_too_large_within_2_seconds_and_64_mib(coding: str) -> None:
    packed = BOMBS[coding]()
    assert len(packed) < 2 * MIB
    with Loopback() as server:
        server["/small"] = page(gzip.compress(STORY), content_encoding="gzip")
        server["/bomb"] = page(packed, content_encoding=coding.partition(",")[0])
        run = [sys.executable, "-c", CHILD, server.url(""), "/bomb"]
        shown = subprocess.run(run, capture_output=True, text=True, check=True)
    code, grown_mib, elapsed_s = json.loads(shown.stdout)
    assert code == "too_large"
    assert grown_mib <= 64
    assert elapsed_s <= 2


def test_the_bodies_of_redirects_and_errors_are_not_decoded() -> None:
    packed = bomb("gzip", 64 * MIB)
    with Loopback() as server:
        server["/old"] = redirect("/new", body=packed, content_encoding="gzip")
        server["/odd"] = redirect("/new", body=b"junk", content_encoding="gzip, gzip")
        server["/new"] = page(STORY)
        server["/gone"] = page(packed, 404, content_encoding="gzip")
        assert fetch(server.url("/old"), FetchOptions(**LOCAL, max_bytes=100)).body == STORY
        assert fetch(server.url("/odd"), FetchOptions(**LOCAL, max_bytes=100)).body == STORY
        with pytest.raises(HttpStatus, match=r"answered 404 \(Not Found\)"):
            fetch(server.url("/gone"), FetchOptions(**LOCAL, max_bytes=100))


def test_a_page_without_a_length_is_cut_off_at_the_limit() -> None:
    with Loopback() as server:
        server["/"] = endless(
            b"<p>more</p>" * 6000, after=head(200, content_type="text/html"), limit=100 * MIB
        )
        with pytest.raises(TooLarge, match="has more than 10 MiB; --max-size to allow more"):
            fetch(server.url(), FetchOptions(**LOCAL))
        time.sleep(0.1)
        # What the server counts is what was read and what still lay in the buffers of both ends.
        assert server.log[-1].sent < 20 * MIB


def test_bytes_on_the_wire_count_too_though_they_decode_to_nothing() -> None:
    start = head(200, content_type="text/html", content_encoding="gzip")
    with Loopback() as server:
        server["/"] = endless(gzip.compress(b"") * 3000, after=start, limit=100 * MIB)
        with pytest.raises(TooLarge):
            fetch(server.url(), FetchOptions(**LOCAL, max_bytes=MIB))


def test_a_page_that_declares_too_great_a_length_is_not_read() -> None:
    with Loopback() as server:
        server["/"] = raw(head(200, content_type="text/html", content_length=100 * MIB), hang_s=30)
        started = time.monotonic()
        with pytest.raises(TooLarge):
            fetch(server.url(), FetchOptions(**LOCAL))
        assert time.monotonic() - started < 5  # it did not wait for a body


@pytest.mark.parametrize("size", [1000, 1001])
def test_the_limit_itself_is_allowed(size: int) -> None:
    with Loopback() as server:
        server["/plain"] = page(b"a" * size)
        server["/packed"] = page(gzip.compress(b"a" * size), content_encoding="gzip")
        for path in ("/plain", "/packed"):
            if size <= 1000:
                assert len(fetch(server.url(path), FetchOptions(**LOCAL, max_bytes=1000)).body) == size
            else:
                with pytest.raises(TooLarge, match="has more than 1000 bytes"):
                    fetch(server.url(path), FetchOptions(**LOCAL, max_bytes=1000))


SLOW: dict[str, Reply] = {
    "the body comes by drops": drip(b"x" * 100, 0.2, after=head(200, content_length=100)),
    "the headers come by drops": drip(head(200, content_length=1), 0.2, size=1),
    "one header after the other": drip(b"X-Header: 1\r\n" * 100, 0.2, size=13, after=b"HTTP/1.1 200 OK\r\n"),
    "early hints without end": drip(head(103) * 100, 0.2, size=len(head(103))),
    "chunk extensions by drops": drip(
        b"1;" + b"x" * 100, 0.2, after=head(200, transfer_encoding="chunked"), size=1
    ),
    "silence": raw(hang_s=30),
}


@pytest.mark.parametrize("reply", SLOW.values(), ids=SLOW)
def test_the_total_deadline_ends_everything(reply: Reply) -> None:
    with Loopback() as server:
        server["/"] = reply
        started = time.monotonic()
        with pytest.raises(FetchTimeout, match="not complete within 1 s; --timeout to wait longer"):
            fetch(server.url(), FetchOptions(**LOCAL, total_timeout_s=1))
        assert time.monotonic() - started < 2


def test_the_deadline_holds_for_all_hops_and_attempts_together() -> None:
    slow = drip(head(302, location="/b", content_length=0, connection="close"), 0.5, size=1000)
    with Loopback() as server:
        server["/"] = redirect("/a")
        server["/a"] = slow
        server["/b"] = sequence(
            status(500), drip(head(200, content_length=0, connection="close"), 0.5, size=1000)
        )
        started = time.monotonic()
        with pytest.raises(FetchTimeout, match="not complete within 2 s"):
            fetch(server.url(), FetchOptions(**LOCAL | {"retries": 9}, total_timeout_s=2))
        assert time.monotonic() - started < 3.5


def test_a_silent_server_is_given_up_after_the_read_timeout() -> None:
    with Loopback() as server:
        server["/"] = raw(head(200, content_length=10), b"abc", hang_s=30)
        started = time.monotonic()
        with pytest.raises(FetchTimeout, match="the server went silent"):
            fetch(server.url(), FetchOptions(**LOCAL, read_timeout_s=0.5))
        assert time.monotonic() - started < 2


def test_others_are_not_held_up_by_a_slow_server() -> None:
    with Loopback(("127.0.0.1", "127.0.0.2")) as server:
        server["127.0.0.1", "/robots.txt"] = raw(hang_s=30)
        server["127.0.0.2", "/"] = page(STORY)
        started = time.monotonic()
        assert fetch(server.url(host="127.0.0.2"), FetchOptions(**LOCAL)).body == STORY
        assert time.monotonic() - started < 2


BROKEN: dict[str, tuple[Reply, type[NewsgrabError], str]] = {
    "gzip, cut": (
        page(gzip.compress(STORY * 99)[:-60], content_encoding="gzip"),
        Truncated,
        "ends in the middle",
    ),
    "gzip, checksum cut": (
        page(gzip.compress(STORY)[:-1], content_encoding="gzip"),
        Truncated,
        "in the middle",
    ),
    "deflate, cut": (page(zlib.compress(STORY)[:-6], content_encoding="deflate"), Truncated, "in the middle"),
    "deflate, one byte": (page(b"\x78", content_encoding="deflate"), Truncated, "in the middle"),
    "second gzip member, cut": (
        page(gzip.compress(STORY) + gzip.compress(STORY * 99)[:-30], content_encoding="gzip"),
        Truncated,
        "in the middle",
    ),
    "not gzip at all": (page(STORY, content_encoding="gzip"), BadEncoding, "it does not decompress"),
    "gzip with a wrong checksum": (
        page(gzip.compress(STORY)[:-8] + bytes(8), content_encoding="gzip"),
        BadEncoding,
        "it does not decompress",
    ),
    "gzip twice": (
        page(gzip.compress(gzip.compress(STORY)), content_encoding="gzip, gzip"),
        BadEncoding,
        "2 layers",
    ),
    "gzip ten times": (page(b"", content_encoding=", ".join(["gzip"] * 10)), BadEncoding, "10 layers"),
    "unknown": (page(STORY, content_encoding="x-\x1b[2Jodd"), BadEncoding, "unknown content encoding"),
    "unix compress": (page(STORY, content_encoding="compress"), BadEncoding, "unknown content encoding"),
}


@pytest.mark.parametrize(("reply", "error", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_coding_is_never_half_a_page(reply: Reply, error: type[NewsgrabError], message: str) -> None:
    with Loopback() as server:
        server["/"] = reply
        with pytest.raises(NewsgrabError, match=message) as caught:
            fetch(server.url(), FetchOptions(**LOCAL))
        assert type(caught.value) is error
        assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_a_cut_or_broken_stream_of_an_optional_coding(coding: str) -> None:
    if coding == "br":
        whole = pytest.importorskip("brotli").compress(STORY * 99)
    else:
        whole = pytest.importorskip("backports.zstd").compress(STORY * 99)
    with Loopback() as server:
        server["/whole"] = page(whole, content_encoding=coding)
        server["/cut"] = page(whole[:-4], content_encoding=coding)
        server["/broken"] = page(b"\xff" * 50, content_encoding=coding)
        assert fetch(server.url("/whole"), FetchOptions(**LOCAL)).body == STORY * 99
        with pytest.raises(Truncated):
            fetch(server.url("/cut"), FetchOptions(**LOCAL))
        with pytest.raises(BadEncoding):
            fetch(server.url("/broken"), FetchOptions(**LOCAL))


def test_a_zstd_window_of_more_than_8_mib_is_refused() -> None:
    zstd = pytest.importorskip("backports.zstd")
    wide = zstd.compress(STORY * 99, options={zstd.CompressionParameter.window_log: 27})
    narrow = bytes([*wide[:4], 0x00, (27 - 10) << 3]) + wide[6:]  # RFC 8878 3.1.1.1: window, no content size
    with Loopback() as server:
        server["/"] = page(narrow, content_encoding="zstd")
        with pytest.raises(BadEncoding):
            fetch(server.url(), FetchOptions(**LOCAL))


def test_a_robots_file_without_end_is_read_as_far_as_needed() -> None:
    rules = b"User-agent: *\nDisallow: /private\n" + b"# filler\n" * 100_000
    with Loopback() as server:
        server["/robots.txt"] = endless(rules, after=head(200))
        server["/"] = page(STORY)
        assert fetch(server.url(), FetchOptions(**LOCAL)).body == STORY
        server["/robots.txt"] = robots(bomb("gzip", 256 * MIB))
        assert fetch(server.url(), FetchOptions(**LOCAL)).body == STORY
