"""D. HTTP/2 where it is asked for (R52): what a server can do with frames costs one page."""

import ssl
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("h2", reason="needs the package h2")

from command import FAST, story
from loopback import self_signed
from sandbox import Sandbox
from test_http2 import (
    CONTINUATION,
    DATA,
    GOAWAY,
    HEADERS,
    PING,
    RST_STREAM,
    SETTINGS,
    WINDOW_UPDATE,
    Http2,
    frame,
)

ATTACKS: Final[dict[str, tuple[tuple[Callable[[int], bytes], ...], int]]] = {
    "a stream reset": ((lambda s: frame(RST_STREAM, 0, s, struct.pack(">I", 2)),), 1),
    "resets of other streams": ((lambda _: frame(RST_STREAM, 0, 2, struct.pack(">I", 8)),), 100_000),
    "a flood of pings": ((lambda _: frame(PING, 0, 0, bytes(8)) * 1000,), 200),
    "a flood of settings": ((lambda _: frame(SETTINGS, 0, 0) * 1000,), 200),
    "a flood of continuations": (
        (
            lambda s: frame(HEADERS, 0, s, b"\x88"),
            lambda s: frame(CONTINUATION, 0, s, b"\x00\x01a\x01a") * 1000,
        ),
        50,
    ),
    "a window of 4 GiB": ((lambda _: frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 2**31 - 1)) * 2,), 1),
    "a frame larger than agreed": ((lambda s: frame(HEADERS, 4, s, b"\x88" + bytes(70_000)),), 1),
    "headers without end in little": (
        (lambda s: frame(HEADERS, 4, s, b"\x88\x40\x01a\x7f\x81\x1f" + b"x" * 4096 + b"\xbe" * 12_000),),
        1,
    ),
    "a broken table of headers": ((lambda s: frame(HEADERS, 4, s, b"\x88\xff\xff\xff\xff\xff"),), 1),
    "a status that is no number": ((lambda s: frame(HEADERS, 5, s, b"\x08\x03abc"),), 1),
    "no status": ((lambda s: frame(HEADERS, 5, s, b"\x00\x01a\x01b"),), 1),
    "goodbye before the answer": ((lambda _: frame(GOAWAY, 0, 0, struct.pack(">II", 0, 0)),), 1),
    "goodbye in the middle": (
        (
            lambda s: frame(HEADERS, 4, s, b"\x88") + frame(DATA, 0, s, b"<p>half"),
            lambda s: frame(GOAWAY, 0, 0, struct.pack(">II", s, 0)),
        ),
        1,
    ),
    "data before headers": ((lambda s: frame(DATA, 1, s, b"<p>"),), 1),
    "more data than the window": (
        (lambda s: frame(HEADERS, 4, s, b"\x88"), lambda s: frame(DATA, 0, s, bytes(16_384)) * 64),
        40,
    ),
    "no HTTP/2 at all": ((lambda _: b"HTTP/1.1 200 OK\r\n\r\n<p>hello",), 1),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    found = self_signed(tmp_path_factory.mktemp("tls"))
    if found is None:
        pytest.skip("needs openssl")
    return found


@pytest.fixture
def server(made: tuple[ssl.SSLContext, Path]) -> Iterator[Http2]:
    running = Http2(made[0])
    yield running
    running.listener.close()


@pytest.mark.parametrize("attack", ATTACKS)
def test_r52_a_hostile_server_costs_one_page(
    server: Http2, made: tuple[ssl.SSLContext, Path], tmp_path: Path, attack: str
) -> None:
    frames, again = ATTACKS[attack]
    server.bad("/bad", *frames, again=again)
    server.good("/good", story().encode())
    bad, good = server.url("/bad"), server.url("/good")
    flags = ("--http2", "--cacert", str(made[1]), "--timeout", "5s", "--ordered", *FAST)
    ended = Sandbox(tmp_path).run([bad, good], *flags)
    ended.holds(12)
    assert set(ended.articles) == {good}
    assert set(ended.failures) == {bad}


def test_r52_it_is_off_where_nobody_asks_for_it(
    server: Http2, made: tuple[ssl.SSLContext, Path], tmp_path: Path
) -> None:
    server.good("/good", story().encode())
    ended = Sandbox(tmp_path).run([server.url("/good")], "--cacert", str(made[1]), *FAST)
    ended.holds(12)
    assert not ended.articles
    assert not server.seen
