"""Where httpx meets the wire: the guard below it, and nothing above it that could act on its own.

httpx has no public place for a check of the address that a connection goes to; httpcore, the engine
below it, has one (``network_backend``). So this transport owns httpcore's pools, as httpx's own does.
"""

import importlib.util
import ssl
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property, partial
from typing import Final
from urllib.parse import unquote, urlsplit

import httpcore
import httpx

from newsgrab.errors import BlockedAddress, MissingFile, UsageError
from newsgrab.fetching.addresses import is_local_name, literal, why_not_public
from newsgrab.fetching.failures import Stale
from newsgrab.fetching.network import GuardedNetwork
from newsgrab.fetching.options import FetchOptions
from newsgrab.fetching.proxies import proxy_for
from newsgrab.model import Recorder
from newsgrab.urls import redact

if "sniffio" not in sys.modules and importlib.util.find_spec("sniffio") is None:
    # httpcore asks for sniffio at every lock, and a failing import searches the whole path each time:
    # 2.1 ms CPU a request against 1.3 ms. This entry makes it fail at once, and changes nothing else.
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # typeshed knows no None here

_PROXY_SCHEMES: Final = ("http", "https", "socks5", "socks5h")
_CONNECTIONS: Final = 2
_KEEP_S: Final = 60.0
"""How long an idle connection is kept, in seconds: longer than the longest crawl delay obeyed."""

_UNANSWERED: Final = "without sending a response"
"""How httpcore words a connection that ended cleanly before any answer."""


class Wire:
    """What all clients share: certificates, guard, proxies, the recorder."""

    def __init__(self, options: FetchOptions, recorder: Recorder | None = None) -> None:
        """Opens nothing yet."""
        self.options = options
        self.recorder = recorder
        self.guarded = GuardedNetwork(allow_private=options.allow_private)
        # A proxy was chosen by the user, wherever it stands; what stands behind it cannot be seen.
        self.unguarded = GuardedNetwork(allow_private=True)

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """Made when the first https address is asked for: loading the certificates takes 30 ms."""
        options = self.options
        try:
            context = ssl.create_default_context(cafile=options.cacert)
        except (OSError, ssl.SSLError) as error:
            raise MissingFile(f"no certificates can be read from {options.cacert}: {error}") from error
        if options.cacert is None and not context.cert_store_stats()["x509_ca"]:
            import certifi  # noqa: PLC0415 - only where the system has no certificates of its own

            context.load_verify_locations(certifi.where())
        if options.insecure:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


class GuardedTransport(httpx.AsyncBaseTransport):
    """The connections to one host: direct ones through the guard, and those through its proxy."""

    def __init__(self, wire: Wire) -> None:
        """Opens nothing yet."""
        self._wire = wire
        self._pools: dict[tuple[str | None, bool], httpcore.AsyncConnectionPool] = {}
        self._given_up: list[httpcore.AsyncConnectionPool] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request as it is, and gives the answer as it comes.

        All fields are in ``extensions["fields"]``, the body as it comes from the wire in
        ``extensions["pieces"]``, a generator, undecoded. What goes wrong on the wire is raised in httpcore's
        words (``wire_errors.WIRE_ERRORS``), with its cause, which httpx's words would only repeat. With
        ``extensions["fresh"]`` it goes over a new connection.

        Raises:
            BlockedAddress: What is asked for is not public.
            NewsgrabError: No connection came about.
            Stale: A kept connection was none any more.
        """
        url, extensions = request.url, dict(request.extensions)
        # Not left to httpcore, which would put it in place of the whole address a proxy is to be told.
        target = extensions.pop("target", url.raw_path)
        place = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=target)
        asked = httpcore.Request(request.method, place, headers=request.headers.raw, extensions=extensions)
        while self._given_up:
            await self._given_up.pop().aclose()
        key = self._key(str(url))
        pool = self._pool(key)
        while extensions.get("fresh") and (kept := _kept(pool)):
            await kept[0].aclose()
        watched = partial(self._watched, key)
        with watched():
            answer = await _answer(pool, asked)
        body = _Body(answer, watched if self._wire.options.http2 else None)
        more = {"fields": answer.headers, "pieces": aiter(body), "direct": key[0] is None}
        return httpx.Response(answer.status, stream=body, extensions={**answer.extensions, **more})

    def _key(self, url: str) -> tuple[str | None, bool]:
        """Which pool an address needs: that of its proxy, with TLS or without."""
        proxy = proxy_for(url, self._wire.options.proxy)
        if proxy is not None and not self._wire.options.allow_private:
            _refuse_local(urlsplit(url).hostname or "")
        return proxy, url.startswith("https:")

    def _pool(self, key: tuple[str | None, bool]) -> httpcore.AsyncConnectionPool:
        proxy, tls = key
        pool = self._pools.get(key)
        if pool is None:
            pool = self._pools[key] = httpcore.AsyncConnectionPool(
                ssl_context=self._wire.tls if tls else None,
                proxy=None if proxy is None else _proxy(proxy),
                http2=self._wire.options.http2,
                max_connections=_CONNECTIONS,
                keepalive_expiry=_KEEP_S,
                network_backend=self._wire.guarded if proxy is None else self._wire.unguarded,
            )
        return pool

    @contextmanager
    def _watched(self, key: tuple[str | None, bool]) -> Iterator[None]:
        """Sees to it that a failure in HTTP/2 stays one of its page, and is one of httpcore's.

        httpcore keeps a connection on which frames make no sense or never end, and the next page would
        meet the same fate; what they break in it comes as an error of the HTTP/2 library, or as a bug.
        """
        if not self._wire.options.http2:
            yield
            return
        from h2.exceptions import H2Error  # noqa: PLC0415 - an extra

        whole = False
        try:
            yield
            whole = True
        except (H2Error, LookupError, ValueError) as error:
            raise httpcore.RemoteProtocolError(f"HTTP/2: {error}") from error
        finally:
            if not whole and (pool := self._pools.pop(key, None)) is not None:
                self._given_up.append(pool)

    async def aclose(self) -> None:
        """Closes the connections."""
        for pool in (*self._pools.values(), *self._given_up):
            await pool.aclose()
        self._pools.clear()
        self._given_up.clear()


async def _answer(pool: httpcore.AsyncConnectionPool, request: httpcore.Request) -> httpcore.Response:
    """The answer.

    Raises:
        Stale: A kept connection ended without one. A server may close an idle connection at any moment,
            also while the next request is on its way; that is no failure of the server's (RFC 9112
            section 9.3.1 lets a client repeat what is idempotent).
    """
    kept = _kept(pool)
    try:
        return await pool.handle_async_request(request)
    except (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError) as error:
        garbled = isinstance(error, httpcore.RemoteProtocolError) and _UNANSWERED not in str(error)
        if not kept or garbled:
            raise
        raise Stale from error


def _kept(pool: httpcore.AsyncConnectionPool) -> list[httpcore.AsyncConnectionInterface]:
    """The connections that the next request may go over."""
    return [one for one in pool.connections if one.is_idle() and not one.is_closed()]


class _Body(httpx.AsyncByteStream):
    """The body of an answer."""

    def __init__(
        self, answer: httpcore.Response, watched: Callable[[], AbstractContextManager[None]] | None
    ) -> None:
        self._answer = answer
        self._watched = watched

    def __aiter__(self) -> AsyncGenerator[bytes, None]:
        pieces = self._answer.aiter_stream()
        assert isinstance(pieces, AsyncGenerator)  # noqa: S101 - for the type checker: its body yields
        return pieces if self._watched is None else self._pieces(pieces, self._watched)

    async def _pieces(
        self, pieces: AsyncGenerator[bytes, None], watched: Callable[[], AbstractContextManager[None]]
    ) -> AsyncGenerator[bytes, None]:
        with watched():
            async for piece in pieces:
                yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()


def _proxy(url: str) -> httpcore.Proxy:
    parts = urlsplit(url)
    try:
        port, usable = parts.port, parts.scheme in _PROXY_SCHEMES and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"no proxy that can be used: {redact(url)}; http://HOST:PORT or socks5://HOST:PORT")
    if parts.scheme.startswith("socks5") and importlib.util.find_spec("socksio") is None:
        raise UsageError("a socks5 proxy needs the package socksio: pip install socksio")
    login = None if parts.username is None else (unquote(parts.username), unquote(parts.password or ""))
    port = port or (443 if parts.scheme == "https" else 1080 if parts.scheme != "http" else 80)
    bare = httpcore.URL(scheme=parts.scheme, host=parts.hostname or "", port=port, target="/")
    return httpcore.Proxy(bare, auth=login)


def _refuse_local(host: str) -> None:
    """Behind a proxy only what the URL itself says can be judged: the proxy resolves the name."""
    address = literal(host)
    why = why_not_public(address) if address else "this machine" if is_local_name(host) else None
    if why is not None:
        raise BlockedAddress(f"{host} is {why}; --allow-private to fetch it anyway")
