"""HTTP/2: spoken where a server does and it is asked for; what it is off for is R52."""

import contextlib
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from command import FAST, Done, environment, newsgrab, story
from loopback import Loopback, page, self_signed

pytest.importorskip("h2", reason="needs the package h2")
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
HUNDRED_FIELDS = b"\x88" + b"".join(b"\x00\x05x-%03d\x01a" % number for number in range(100))


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """A frame (RFC 9113 section 4.1)."""
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


class Http2:
    """A server that speaks HTTP/2 only; each request is answered by ``reply(connection, socket, stream)``."""

    def __init__(self, context: ssl.SSLContext) -> None:
        context.set_alpn_protocols(["h2"])
        self.context = context
        self.seen: list[dict[bytes, bytes]] = []
        self.replies: dict[bytes, Callable[[H2Connection, ssl.SSLSocket, int], None]] = {}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path: str) -> str:
        return f"https://127.0.0.1:{self.port}{path}"

    def good(self, path: str, body: bytes) -> None:
        def reply(connection: H2Connection, _client: ssl.SSLSocket, stream: int) -> None:
            connection.send_headers(stream, [(":status", "200"), ("content-type", "text/html")])
            connection.send_data(stream, body, end_stream=True)

        self.replies[path.encode()] = reply

    def bad(self, path: str, *frames: Callable[[int], bytes], again: int = 1) -> None:
        def reply(connection: H2Connection, client: ssl.SSLSocket, stream: int) -> None:
            client.sendall(connection.data_to_send())
            data = b"".join(make(stream) for make in frames)
            for _ in range(again):
                client.sendall(data)
            time.sleep(0.3)
            raise OSError

        self.replies[path.encode()] = reply

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, raw: socket.socket) -> None:
        with contextlib.suppress(OSError), self.context.wrap_socket(raw, server_side=True) as client:
            connection = H2Connection(H2Configuration(client_side=False))
            connection.initiate_connection()
            client.sendall(connection.data_to_send())
            while client.selected_alpn_protocol() == "h2" and (data := client.recv(65536)):
                for event in connection.receive_data(data):
                    if isinstance(event, RequestReceived):
                        fields = dict(event.headers)
                        self.seen.append(fields)
                        self._answer(connection, client, event.stream_id, fields[b":path"])
                client.sendall(connection.data_to_send())

    def _answer(self, connection: H2Connection, client: ssl.SSLSocket, stream: int, path: bytes) -> None:
        if path in self.replies:
            self.replies[path](connection, client, stream)
        else:
            connection.send_headers(stream, [(":status", "404")], end_stream=True)


@pytest.fixture
def made(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    found = self_signed(tmp_path)
    if found is None:
        pytest.skip("needs openssl")
    return found


@pytest.fixture
def server(made: tuple[ssl.SSLContext, Path]) -> Iterator[Http2]:
    running = Http2(made[0])
    yield running
    running.listener.close()


def got(server: Http2, made: tuple[ssl.SSLContext, Path], *paths: str) -> Done:
    flags = ("--http2", "--cacert", made[1], "--timeout", "5s", "--ordered", *FAST)
    return newsgrab("get", *map(server.url, paths), *flags)


def test_it_is_spoken_where_it_is_asked_for(server: Http2, made: tuple[ssl.SSLContext, Path]) -> None:
    server.good("/a", story("The new bridge").encode())
    done = got(server, made, "/a?1", "/a")
    assert done.status == 3
    assert [article["headline"] for article in done.articles] == ["The new bridge"]
    assert [fields[b":path"] for fields in server.seen] == [b"/robots.txt", b"/a?1", b"/a"]
    assert server.seen[-1][b"user-agent"].startswith(b"newsgrab/")
    assert server.connections <= 2


def test_it_is_off_by_default(server: Http2, made: tuple[ssl.SSLContext, Path]) -> None:
    server.good("/a", story().encode())
    done = newsgrab("get", server.url("/a"), "--cacert", made[1], *FAST)
    assert done.status == 4
    assert server.seen == []


def test_a_server_without_it_is_asked_in_http_1(made: tuple[ssl.SSLContext, Path]) -> None:
    with Loopback(tls=made[0]) as old, Loopback() as plain:
        old["/a"] = plain["/a"] = page(story())
        done = newsgrab("get", old.url("/a"), plain.url("/a"), "--http2", "--cacert", made[1], *FAST)
        assert done.status == 0
        assert old.paths() == plain.paths() == ["/robots.txt", "/a"]


def test_without_its_package_it_is_one_line() -> None:
    code = "import sys; sys.modules['h2'] = None; from newsgrab.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "get", "http://127.0.0.1:9/", "--http2"]
    ended = subprocess.run(command, capture_output=True, env=environment(), text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "newsgrab: HTTP/2 needs the package h2: pip install 'newsgrab[http2]'\n"
