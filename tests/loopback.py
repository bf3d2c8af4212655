"""A small real server on loopback, for tests: any bytes, at any pace, cut anywhere.

    with Loopback() as server:
        server["/story"] = page("<p>A story.</p>")
        assert server.paths() == ["/robots.txt", "/story"]

Each connection has a thread, each request an entry in ``server.log`` with the server's times. What has no
reply is answered 404. Several hosts are several addresses of 127.0.0.0/8 (Linux has them all).
"""

import contextlib
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self


@dataclass
class Request:
    """One request as the server saw it; times are ``time.monotonic()`` seconds."""

    host: str
    path: str
    headers: Mapping[str, str]
    connection: int
    started: float
    ended: float = 0.0
    sent: int = 0
    raw: bytes = b""


@dataclass
class Exchange:
    """What a reply works with: the request, and the socket to answer on."""

    request: Request
    socket: socket.socket
    closing: threading.Event
    keep: bool = field(default=False)

    def send(self, data: bytes) -> None:
        """Sends all of it, counted in ``request.sent``."""
        view = memoryview(data)
        while view:
            done = self.socket.send(view[:65536])
            self.request.sent += done
            view = view[done:]

    def pause(self, seconds: float) -> None:
        """Waits, but not past the end of the server."""
        if self.closing.wait(seconds):
            raise OSError("the server is closing")

    def reset(self) -> None:
        """Ends the connection with a RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.keep = False


Reply = Callable[[Exchange], None]


def head(status: int = 200, **headers: str | int) -> bytes:
    """A status line and headers; ``content_type=...`` becomes ``Content-Type: ...``."""
    lines = [f"HTTP/1.1 {status} Status"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def page(
    body: str | bytes = "", status: int = 200, content_type: str | None = "text/html", **headers: str
) -> Reply:
    """A complete answer with its length; the connection is kept."""
    content = body.encode() if isinstance(body, str) else body

    def reply(exchange: Exchange) -> None:
        fields: dict[str, str | int] = {**headers}
        if content_type is not None:
            fields["content_type"] = content_type
        exchange.send(head(status, **fields, content_length=len(content)) + content)
        exchange.keep = True

    return reply


def status(code: int, **headers: str) -> Reply:
    """An answer with that status and a short body."""
    return page(f"<p>status {code}</p>", code, **headers)


def redirect(to: str, code: int = 302, body: bytes = b"", **headers: str) -> Reply:
    """A redirect; ``to`` goes into ``Location`` as it is."""
    return page(body, code, location=to, **headers)


def raw(*parts: bytes, hang_s: float = 0.0) -> Reply:
    """Exactly these bytes, then perhaps silence, then the end of the connection."""

    def reply(exchange: Exchange) -> None:
        for part in parts:
            exchange.send(part)
        if hang_s:
            exchange.pause(hang_s)

    return reply


def drip(data: bytes, every_s: float, *, size: int = 1, after: bytes = b"") -> Reply:
    """``after`` at once, then ``data`` in pieces of ``size`` bytes with a pause before each."""

    def reply(exchange: Exchange) -> None:
        exchange.send(after)
        for start in range(0, len(data), size):
            exchange.pause(every_s)
            exchange.send(data[start : start + size])

    return reply


def endless(piece: bytes, after: bytes = b"", limit: int = 1 << 40) -> Reply:
    """``after``, then ``piece`` again and again until the other side hangs up or ``limit`` is sent."""

    def reply(exchange: Exchange) -> None:
        exchange.send(after)
        while exchange.request.sent < limit and not exchange.closing.is_set():
            exchange.send(piece)

    return reply


def reset(*parts: bytes) -> Reply:
    """These bytes, then a RST."""

    def reply(exchange: Exchange) -> None:
        for part in parts:
            exchange.send(part)
        time.sleep(0.05)  # lets the bytes be read: a RST throws away what is still in the pipe
        exchange.reset()

    return reply


def sequence(*replies: Reply) -> Reply:
    """A reply for each request in turn; the last one stays."""
    left = list(replies)

    def reply(exchange: Exchange) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(exchange)

    return reply


def robots(text: str | bytes, status: int = 200) -> Reply:
    """A robots.txt."""
    return page(text, status, "text/plain")


def bomb(coding: str, decoded_bytes: int) -> bytes:
    """That many zero bytes, compressed as ``gzip``, ``deflate`` or ``raw`` deflate, without an end."""
    packer = zlib.compressobj(9, zlib.DEFLATED, {"gzip": 31, "deflate": 15, "raw": -15}[coding])
    piece = bytes(1 << 20)
    start = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + again * ((decoded_bytes >> 20) - 1)


class Loopback:
    """The server; ``server[path] = reply`` or ``server[host, path] = reply`` says what to answer."""

    def __init__(
        self, hosts: Sequence[str] = ("127.0.0.1",), tls: ssl.SSLContext | None = None, port: int = 0
    ) -> None:
        """Listens at once, on one port for all hosts."""
        self.replies: dict[str | tuple[str, str], Reply] = {}
        self.log: list[Request] = []
        self.hosts = tuple(hosts)
        self.port = port
        self.connections = 0
        self._tls = tls
        self._closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._listeners = [self._listen(host) for host in self.hosts]

    def __setitem__(self, place: str | tuple[str, str], reply: Reply) -> None:
        """Answers that path (on that host) so."""
        self.replies[place] = reply

    def url(self, path: str = "/", host: str | None = None) -> str:
        """The address of a path."""
        return f"{'https' if self._tls else 'http'}://{host or self.hosts[0]}:{self.port}{path}"

    @property
    def open_connections(self) -> int:
        """How many connections the other side has not closed yet."""
        return len(self._open)

    def paths(self, host: str | None = None) -> list[str]:
        """What was asked for, in order."""
        return [seen.path for seen in self.log if host is None or seen.host == host]

    def __enter__(self) -> Self:
        """Starts answering."""
        for listener in self._listeners:
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops, and closes every connection."""
        self._closing.set()
        for each in [*self._listeners, *self._open]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _listen(self, host: str) -> socket.socket:
        listener = socket.create_server((host, self.port), backlog=512)
        self.port = listener.getsockname()[1]
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while not self._closing.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client, self.connections), daemon=True).start()

    def _serve(self, client: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError, ssl.SSLError):
            if self._tls:
                client = self._tls.wrap_socket(client, server_side=True)
            self._open.add(client)
            host = client.getsockname()[0]
            while not self._closing.is_set():
                request = _read(client, host, number)
                if request is None or not self._answer(client, request):
                    break
        self._open.discard(client)
        with contextlib.suppress(OSError):
            client.close()

    def _answer(self, client: socket.socket, request: Request) -> bool:
        self.log.append(request)
        reply = self.replies.get((request.host, request.path)) or self.replies.get(request.path)
        exchange = Exchange(request, client, self._closing)
        try:
            (reply or status(404))(exchange)
        finally:
            request.ended = time.monotonic()
        return exchange.keep


def _read(client: socket.socket, host: str, number: int) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        received = client.recv(65536)
        if not received:
            return None
        data += received
        if data[:1] == b"\x16":  # a TLS handshake, where clear text is spoken
            client.sendall(head(400, content_length=0))
            return None
    first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(host, first.split(" ")[1], headers, number, time.monotonic(), raw=data)


@contextlib.contextmanager
def unheard_port() -> Iterator[int]:
    """A port nobody listens on, kept from others meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def self_signed(folder: Path, name: str = "127.0.0.1") -> tuple[ssl.SSLContext, Path] | None:
    """A server context and its own certificate for that IP address; ``None`` without ``openssl``."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    named = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=IP:{name}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *kind, *named, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate
