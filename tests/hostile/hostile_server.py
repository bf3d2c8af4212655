"""The server of the suite: that of all tests, and what it does not do: misbehave below HTTP.

Replies with a name say what they do; those of ``loopback`` (``drip``, ``endless``, ``reset`` ...) are the
rest of the repertoire.
"""

import random
import socket
import struct
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from loopback import Exchange, Loopback, Reply, head

OnConnect = Callable[[socket.socket, Callable[[float], None]], bool]
"""What is done with a connection at once; with true it goes on as HTTP. The second argument waits."""


class HostileServer(Loopback):
    """A ``Loopback`` whose hosts may turn nasty before a request is read."""

    def __init__(self, hosts: Sequence[str]) -> None:
        """As ``Loopback``, on one port for all hosts."""
        self.on_connect: dict[str, OnConnect] = {}
        self.knocks: Counter[str] = Counter()
        super().__init__(hosts)

    def _serve(self, client: socket.socket, number: int) -> None:
        host = client.getsockname()[0]
        self.knocks[host] += 1
        nasty = self.on_connect.get(host)
        try:
            goes_on = nasty is None or nasty(client, self._wait)
        except OSError:
            goes_on = False
        if goes_on:
            super()._serve(client, number)
        else:
            client.close()

    def _wait(self, seconds: float) -> None:
        if self._closing.wait(seconds):
            raise OSError("the server is closing")


def is_silent(client: socket.socket, wait: Callable[[float], None]) -> bool:
    """Takes the connection and says nothing."""
    wait(30)
    return bool(client) and False


def greets_slowly(client: socket.socket, wait: Callable[[float], None]) -> bool:
    """Answers a TLS handshake with a record (RFC 8446 section 5.1) of which a byte comes each half second."""
    client.sendall(b"\x16\x03\x03\x40\x00\x02")
    for _ in range(60):
        wait(0.5)
        client.sendall(b"\0")
    return False


def resets(client: socket.socket, _wait: Callable[[float], None]) -> bool:
    """Ends the connection with a RST as soon as it stands."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def hangs_up(_client: socket.socket, _wait: Callable[[float], None]) -> bool:
    """Ends the connection in order, as soon as it stands."""
    return False


def greets(client: socket.socket, wait: Callable[[float], None]) -> bool:
    """Is a server of another kind."""
    client.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
    client.recv(65536)
    wait(0.1)
    client.sendall(b"Invalid SSH identification string.")
    return False


def chunked(*parts: bytes, extension: bytes = b"") -> bytes:
    """A chunked body (RFC 9112 section 7.1)."""
    pieces = [b"%x%s\r\n%s\r\n" % (len(part), extension, part) for part in parts]
    return b"".join(pieces) + b"0\r\n\r\n"


def interim_forever(every_s: float) -> Reply:
    """103 Early Hints (RFC 8297) again and again, and never an answer."""

    def reply(exchange: Exchange) -> None:
        while True:
            exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
            exchange.pause(every_s)

    return reply


def many_headers(count: int, size: int) -> Reply:
    """So many fields of so many bytes, then a page."""

    def reply(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        for number in range(count):
            exchange.send(b"X-%d: %s\r\n" % (number, b"a" * size))
        exchange.send(b"Content-Length: 2\r\n\r\nok")

    return reply


def in_pieces(data: bytes, seed: int) -> Reply:
    """The bytes, cut anywhere."""

    def reply(exchange: Exchange) -> None:
        cut, start = random.Random(seed), 0  # noqa: S311 - to be repeated, not to be secret
        while start < len(data):
            size = cut.randint(1, 1 + len(data) // 4)
            exchange.send(data[start : start + size])
            start += size

    return reply


def in_step(piece: bytes, after: bytes, limit: int) -> Reply:
    """As ``loopback.endless``, but a piece goes out only when the other side's process has read all before.

    So nothing lies in the buffers of the system, which hold some MiB, and ``sent`` is what was taken.
    """

    def reply(exchange: Exchange) -> None:
        exchange.send(after)
        while exchange.request.sent < limit:
            while unread(exchange.socket):
                exchange.pause(0.001)
            exchange.send(piece)

    return reply


def unread(mine: socket.socket) -> int:
    """How many bytes of what was sent the process at the other end has not read; Linux alone tells it."""
    ends = [f"{int.from_bytes(socket.inet_aton(host), sys.byteorder):08X}:{port:04X}" for host, port in
            (mine.getpeername(), mine.getsockname())]  # fmt: skip
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines():
        fields = line.split()
        if fields[1:3] in (ends, ends[::-1]):
            sending, receiving = fields[4].split(":")
            queue = receiving if fields[1:3] == ends else sending
            if int(queue, 16):
                return int(queue, 16)
    return 0


def once_then(first: Reply, then: Reply) -> Reply:
    """One reply the first time, another from then on."""
    seen: list[Exchange] = []

    def reply(exchange: Exchange) -> None:
        seen.append(exchange)
        (first if len(seen) == 1 else then)(exchange)

    return reply


def close_delimited(body: bytes, **headers: str) -> bytes:
    """An answer that ends with its connection."""
    return head(200, content_type="text/html", connection="close", **headers) + body
