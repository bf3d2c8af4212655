"""The parts of fetching that can be judged alone: decoders, choice of addresses, content types."""

import asyncio
import contextlib
import gzip
import socket
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrab.errors import BadEncoding
from newsgrab.fetching.content import bytes_refusal, type_refusal
from newsgrab.fetching.decoding import Overflow, decoder_for
from newsgrab.fetching.network import GuardedNetwork, _by_turns

CODINGS = {
    "": lambda data: data,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
}
ROOM = 5000


def pieces(data: bytes, sizes: list[int]) -> list[bytes]:
    """The data cut at these sizes, over and over."""
    cut, at, turn = [], 0, 0
    while at < len(data):
        size = sizes[turn % len(sizes)] if sizes else len(data)
        cut.append(data[at : at + size])
        at, turn = at + size, turn + 1
    return cut


def decoded(coding: str, parts: list[bytes], room: int = ROOM) -> tuple[bytes, bool]:
    decoder, made = decoder_for(coding), b""
    for part in parts:
        made += decoder.decode(part, room - len(made))
    return made, decoder.is_complete()


@given(st.sampled_from(list(CODINGS)), st.binary(max_size=ROOM), st.lists(st.integers(1, 300), max_size=5))
def test_however_it_is_cut_a_stream_decodes_to_what_it_was_made_of(
    coding: str, data: bytes, sizes: list[int]
) -> None:
    assert decoded(coding, pieces(CODINGS[coding](data), sizes)) == (data, True)


@given(st.binary(max_size=2000), st.lists(st.integers(1, 50), max_size=5))
def test_raw_deflate_and_many_gzip_members_too(data: bytes, sizes: list[int]) -> None:
    assert decoded("deflate", pieces(zlib.compress(data, wbits=-15), sizes)) == (data, True)
    members = gzip.compress(data) + gzip.compress(b"") + gzip.compress(data)
    assert decoded("gzip", pieces(members, sizes)) == (data + data, True)


@given(st.sampled_from(["gzip", "deflate"]), st.binary(min_size=1, max_size=500), st.data())
def test_a_stream_that_lacks_its_end_is_never_complete(coding: str, data: bytes, draw: st.DataObject) -> None:
    whole = CODINGS[coding](data)
    short = whole[: draw.draw(st.integers(1, len(whole) - 1))]
    assert not decoded(coding, [short])[1]


@given(st.sampled_from(["", "gzip", "deflate", "br", "zstd"]), st.binary(max_size=300), st.integers(0, 100))
def test_any_bytes_decode_within_the_limit_or_are_refused(coding: str, data: bytes, room: int) -> None:
    made = b""
    try:
        made = decoder_for(coding).decode(data, room)
    except Overflow as overflow:
        made = overflow.kept
    except BadEncoding:
        pass
    assert len(made) <= room


@pytest.mark.parametrize("coding", [*CODINGS, "br", "zstd"])
def test_an_overflow_keeps_what_fits(coding: str) -> None:
    data = bytes(range(256)) * 100
    if coding == "br":
        packed = pytest.importorskip("brotli").compress(data)
    elif coding == "zstd":
        packed = pytest.importorskip("backports.zstd").compress(data)
    else:
        packed = CODINGS[coding](data)
    with pytest.raises(Overflow) as caught:
        decoder_for(coding).decode(packed, 1000)
    assert caught.value.kept == data[:1000]


@pytest.mark.parametrize(
    ("content_type", "refusal"),
    [
        (None, None),
        ("", None),
        ("text/html; charset=utf-8", None),
        ("TEXT/HTML", None),
        ("text/plain", None),
        ("application/xhtml+xml", None),
        ("application/rss+xml", None),
        ("application/json", None),
        ("application/octet-stream", None),
        ("image/svg+xml", "image/svg+xml"),
        ("IMAGE/PNG; q=1", "image/png"),
        ("application/pdf", "application/pdf"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxml",
        ),
        ("video/\x1b[2Jmp4", "video/[2jmp4"),
    ],
)
def test_a_type_that_is_no_page(content_type: str | None, refusal: str | None) -> None:
    refused = type_refusal(content_type)
    assert (refused is None) if refusal is None else (refused or "").startswith(refusal)


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"<!doctype html><p>a</p>",
        b"\xef\xbb\xbf<p>a</p>",
        b"\xff\xfe<\0p\0>\0",
        b"<p>a\0b</p>",
        b"BM is not a bitmap here",
        b"PK is a name",
        b"MZ too",
    ],
)
def test_bytes_that_may_be_a_page(start: bytes) -> None:
    assert bytes_refusal(start, "text/html") is None


def test_of_several_addresses_the_public_ones_are_used() -> None:
    guard = GuardedNetwork(allow_private=False)
    assert guard._public("news.example", ["127.0.0.1", "1.1.1.1", "::1", "fd00::1"]) == ["1.1.1.1"]
    trusting = GuardedNetwork(allow_private=True)
    assert trusting._public("news.example", ["127.0.0.1", "1.1.1.1"]) == ["127.0.0.1", "1.1.1.1"]


def test_the_families_of_addresses_take_turns() -> None:
    answers = [(6, ("::1", 80)), (6, ("::2", 80)), (6, ("::1", 80)), (4, ("1.1.1.1", 80))]
    assert _by_turns(answers) == ["::1", "1.1.1.1", "::2"]


def test_a_dead_address_does_not_hold_up_a_living_one() -> None:
    async def run(port: int) -> float:
        network = GuardedNetwork(allow_private=True)
        started = time.monotonic()
        stream = await network._first_of(["127.0.0.9", "127.0.0.8", "127.0.0.1"], port, "news.example")
        elapsed = time.monotonic() - started
        assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
        await stream.aclose()
        return elapsed

    with contextlib.ExitStack() as stack:
        living = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = living.getsockname()[1]
        # At 127.0.0.9 nobody listens. At 127.0.0.8 the queue is full, and the system answers no more.
        stack.enter_context(socket.create_server(("127.0.0.8", port), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.8", port))
        assert 0.2 < asyncio.run(run(port)) < 2
