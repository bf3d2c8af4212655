"""The one module that knows the HTTP library.

One small client per host instead of a big shared one, which gets slower with every request under
way, because the pool is scanned for each (1.5 ms a request alone, 8 ms with 64 of them).
"""

import importlib.util
import ssl
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpcore
import httpx

from newsgrab.errors import BlockedAddress, MissingFile, UsageError
from newsgrab.fetching.addresses import is_local_name, literal, why_not_public
from newsgrab.fetching.network import GuardedNetwork
from newsgrab.fetching.options import FetchOptions
from newsgrab.fetching.proxies import proxy_for
from newsgrab.fetching.wire_errors import WIRE_ERRORS, explain
from newsgrab.urls import redact

if "sniffio" not in sys.modules and importlib.util.find_spec("sniffio") is None:
    # httpcore asks for sniffio at every lock, and a failing import searches the whole path each time:
    # 2.1 ms CPU a request against 1.3 ms. This entry makes it fail at once, and changes nothing else.
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # typeshed knows no None here

_CONNECTIONS: Final = 2
_KEEP_S: Final = 60.0
"""How long an idle connection is kept, in seconds: longer than the longest crawl delay obeyed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose body has not been read yet."""

    status: int
    headers: Mapping[str, str]
    pieces: AsyncIterator[bytes]


class Wire:
    """What all clients share: certificates, guard, proxies."""

    def __init__(self, options: FetchOptions) -> None:
        """Opens nothing yet."""
        self.options = options
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


class HostClient:
    """The connections to one host."""

    def __init__(self, wire: Wire) -> None:
        """Opens nothing yet."""
        options = wire.options
        self._transport = _Transport(wire)
        self._client = httpx.AsyncClient(
            transport=self._transport,
            timeout=httpx.Timeout(options.read_timeout_s, connect=options.connect_timeout_s, pool=None),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # takes none, sends none
            trust_env=False,
        )

    @asynccontextmanager
    async def ask(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[Answer]:
        """Sends a GET request; leaving the block ends the answer, read or not.

        Raises:
            NewsgrabError: Whatever goes wrong on the wire.
        """
        try:
            async with self._client.stream("GET", url, headers=headers, follow_redirects=False) as response:
                fields: dict[str, str] = {}
                for name, value in response.headers.raw:
                    key, text = name.decode("latin-1").lower(), _decoded(value)
                    fields[key] = f"{fields[key]}, {text}" if key in fields else text
                yield Answer(response.status_code, fields, response.aiter_raw())
        except WIRE_ERRORS as error:
            raise explain(error, url) from error

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.aclose()


def _decoded(value: bytes) -> str:
    """A field value; browsers send UTF-8 in Location, RFC 9110 section 5.5 knows Latin-1 too."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._response.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._response.aclose()


class _Transport(httpx.AsyncBaseTransport):
    """httpcore's pools under httpx's client: only httpcore takes a network of one's own."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._pools: dict[tuple[str | None, bool], httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        proxy = proxy_for(str(url), self._wire.options.proxy)
        if proxy is not None and not self._wire.options.allow_private:
            _refuse_local(url.host)
        sent = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        response = await self._pool(proxy, tls=url.scheme == "https").handle_async_request(sent)
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=dict(response.extensions),
        )

    def _pool(self, proxy: str | None, *, tls: bool) -> httpcore.AsyncConnectionPool:
        pool = self._pools.get((proxy, tls))
        if pool is None:
            try:
                pool = self._open(proxy, tls=tls)
            except (ValueError, TypeError, httpx.InvalidURL) as error:
                raise UsageError(f"no proxy that can be used: {redact(proxy or '')} ({error})") from error
            self._pools[proxy, tls] = pool
        return pool

    def _open(self, proxy: str | None, *, tls: bool) -> httpcore.AsyncConnectionPool:
        chosen = None
        if proxy is not None:
            place = httpx.URL(proxy)
            if place.scheme not in ("http", "https", "socks5", "socks5h") or not place.host:
                raise ValueError("http://, https:// or socks5:// and a host")
            auth = (place.username, place.password) if place.userinfo else None
            bare = httpcore.URL(scheme=place.raw_scheme, host=place.raw_host, port=place.port, target=b"/")
            chosen = httpcore.Proxy(bare, auth=auth)
        return httpcore.AsyncConnectionPool(
            ssl_context=self._wire.tls if tls else None,
            proxy=chosen,
            max_connections=_CONNECTIONS,
            keepalive_expiry=_KEEP_S,
            network_backend=self._wire.guarded if proxy is None else self._wire.unguarded,
        )

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()


def _refuse_local(host: str) -> None:
    """Behind a proxy only what the URL itself says can be judged: the proxy resolves the name."""
    address = literal(host)
    why = why_not_public(address) if address else "this machine" if is_local_name(host) else None
    if why is not None:
        raise BlockedAddress(f"{host} is {why}; --allow-private to fetch it anyway")
