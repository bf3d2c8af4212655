"""One request over httpx, and its answer as it comes.

httpx is kept to what it is good at: a transport is asked, and not its client, which has nothing left to
do. Nothing is decoded (its own decoders know no bound) or followed, no cookie is kept, and no environment
read; ``transport.py`` says how.

One small client per host instead of a big shared one, which gets slower with every request under way,
because its pool is scanned for each (1.5 ms a request alone, 8 ms with 64 of them).
"""

import datetime as dt
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import httpx

from newsgrab.errors import DnsError
from newsgrab.fetching.addresses import literal
from newsgrab.fetching.recording import SECRET, Tape, open_answer, open_request
from newsgrab.fetching.transport import GuardedTransport, Wire
from newsgrab.fetching.wire_errors import WIRE_ERRORS, explain
from newsgrab.model import Cut, Exchange
from newsgrab.records import dataclass

_WITHOUT_BODY: Final = (204, 304)  # RFC 9110 section 6.4.1

_FRAMED: Final = frozenset({"content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose body has not been read yet; ``open_ended`` as in ``Fetched``."""

    status: int
    headers: Mapping[str, str]
    pieces: AsyncIterator[bytes]
    set_cookies: tuple[str, ...] = ()
    open_ended: bool = False


class HostClient:
    """The client of one host."""

    def __init__(self, wire: Wire) -> None:
        """Opens nothing yet."""
        self._recorder = wire.recorder
        self._secret = SECRET | {name.lower() for name, _ in wire.options.headers}
        silence_s = wire.options.read_timeout_s
        self._transport = GuardedTransport(wire)
        self._timeouts = httpx.Timeout(
            connect=wire.options.connect_timeout_s, read=silence_s, write=silence_s, pool=None
        ).as_dict()

    @asynccontextmanager
    async def ask(
        self, url: str, headers: Mapping[str, str], *, fresh: bool = False
    ) -> AsyncIterator[Answer]:
        """Sends a GET request; leaving the block ends the answer, read or not.

        Args:
            url: An address as ``urls.check`` gives it, without a login.
            headers: All header fields but ``Host``.
            fresh: Over a new connection.

        Raises:
            NewsgrabError: Whatever goes wrong on the wire.
            Stale: A kept connection was none any more.
        """
        request = _request(url, headers)
        request.extensions |= {"timeout": self._timeouts, "fresh": fresh}
        started = dt.datetime.now(dt.UTC)
        try:
            async with (
                aclosing(await self._transport.handle_async_request(request)) as response,
                aclosing(response.extensions["pieces"]) as pieces,
            ):
                raw = response.extensions["fields"]
                set_cookies = tuple(_decoded(value) for name, value in raw if name.lower() == b"set-cookie")
                fields = _fields(raw)
                open_ended = response.http_version != "HTTP/2" and not _FRAMED & fields.keys()
                if self._recorder is None:
                    yield Answer(response.status_code, fields, pieces, set_cookies, open_ended)
                    return
                tape = Tape(pieces)
                response.request = request
                with self._recording(url, started, response, tape):
                    yield Answer(response.status_code, fields, tape, set_cookies, open_ended)
        except WIRE_ERRORS as error:
            raise explain(error, url) from error

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._transport.aclose()

    @contextmanager
    def _recording(
        self, url: str, started: dt.datetime, response: httpx.Response, tape: Tape
    ) -> Iterator[None]:
        """Tells the recorder what was asked and answered, however the block ends."""
        error: BaseException | None = None
        try:
            yield
        except BaseException as raised:
            error = explain(raised, url) if isinstance(raised, WIRE_ERRORS) else raised
            raise
        finally:
            declared = _fields(response.extensions["fields"]).get("content-length")
            cut = None if response.status_code in _WITHOUT_BODY else tape.cut(error, declared)
            assert self._recorder is not None  # noqa: S101 - for the type checker: else there is no tape
            self._recorder.add(self._exchange(url, started, response, (bytes(tape.body), cut)))

    def _exchange(
        self, url: str, started: dt.datetime, response: httpx.Response, got: tuple[bytes, Cut | None]
    ) -> Exchange:
        more = response.extensions
        stream = more.get("network_stream")
        server = stream.get_extra_info("server_addr") if stream is not None and more["direct"] else None
        body, cut = got
        return Exchange(
            url=url,
            at=started,
            target=response.request.extensions["target"].decode("ascii"),
            asked=open_request(response.request.headers.raw, self._secret),
            version=more.get("http_version", b"HTTP/1.1").decode("latin-1"),
            status=response.status_code,
            reason=more.get("reason_phrase", b"").decode("latin-1"),
            answered=open_answer(more["fields"]),
            body=body,
            cut=cut,
            address=str(server[0]) if server else None,
        )


def _request(url: str, headers: Mapping[str, str]) -> httpx.Request:
    """The request with these fields and no others.

    Raises:
        DnsError: The host is a number that is no address.
    """
    parts = urlsplit(url)
    fields = [(b"Host", parts.netloc.encode())]
    fields += [(name.title().encode(), value.encode()) for name, value in headers.items()]
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    # Sent as it is: httpx would encode "[", "]" and "|", which some servers expect bare.
    extensions = {"target": (target or "/").encode("ascii")}
    return httpx.Request("GET", _place(parts.scheme, parts.netloc), headers=fields, extensions=extensions)


@lru_cache(maxsize=1024)
def _place(scheme: str, netloc: str) -> httpx.URL:
    """Where to ask; httpx takes no number as a host that is not four decimal ones of 0 to 255."""
    try:
        return httpx.URL(f"{scheme}://{netloc}/")
    except httpx.InvalidURL as error:
        host, colon, port = netloc.partition(":")
        address = literal(host)  # as the C library reads 0177.0.0.1
        if address is None:
            raise DnsError(f"{host}: the name has no address (no valid name)") from error
        return httpx.URL(f"{scheme}://{address}{colon}{port}/")


def _fields(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The header fields by name in lower case; those that occur twice are joined (RFC 9110 section 5.3)."""
    fields: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), _decoded(value)
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return fields


def _decoded(value: bytes) -> str:
    """A field value; browsers send UTF-8 in Location, RFC 9110 section 5.5 knows Latin-1 too."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
