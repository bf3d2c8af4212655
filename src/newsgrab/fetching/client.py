"""The one module that knows the HTTP library: httpcore, the engine of httpx.

Not httpx itself, because all it adds had to be fought: its client parses ``Location`` and raises on a
bad one even when it is told not to follow, keeps cookies, decodes without bound and offers no place for
the guard; and it takes 115 ms CPU to import, twice as long as everything else here.

One small pool per host instead of a big shared one, which gets slower with every request under way,
because it is scanned for each (1.5 ms a request alone, 8 ms with 64 of them).
"""

import importlib.util
import ssl
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urlsplit

import httpcore

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

_PROXY_SCHEMES: Final = ("http", "https", "socks5", "socks5h")
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
        self._wire = wire
        self._pools: dict[tuple[str | None, bool], httpcore.AsyncConnectionPool] = {}
        options = wire.options
        silence_s = options.read_timeout_s
        self._timeouts = {"connect": options.connect_timeout_s, "read": silence_s, "write": silence_s}

    @asynccontextmanager
    async def ask(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[Answer]:
        """Sends a GET request; leaving the block ends the answer, read or not.

        Args:
            url: An address as ``urls.check`` gives it, without a login.
            headers: All header fields but ``Host``.

        Raises:
            NewsgrabError: Whatever goes wrong on the wire.
        """
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        place = httpcore.URL(
            scheme=parts.scheme, host=parts.hostname or "", port=parts.port, target=target or "/"
        )
        fields = [(b"Host", parts.netloc.encode())]
        fields += [(name.title().encode(), value.encode()) for name, value in headers.items()]
        pool = self._pool(url)
        try:
            async with (
                pool.stream("GET", place, headers=fields, extensions={"timeout": self._timeouts}) as response,
                aclosing(response.aiter_stream()) as pieces,  # type: ignore[type-var]  # it is a generator
            ):
                yield Answer(response.status, _fields(response.headers), pieces)
        except WIRE_ERRORS as error:
            raise explain(error, url) from error

    def _pool(self, url: str) -> httpcore.AsyncConnectionPool:
        proxy, tls = proxy_for(url, self._wire.options.proxy), url.startswith("https:")
        if proxy is not None and not self._wire.options.allow_private:
            _refuse_local(urlsplit(url).hostname or "")
        pool = self._pools.get((proxy, tls))
        if pool is None:
            pool = self._pools[proxy, tls] = httpcore.AsyncConnectionPool(
                ssl_context=self._wire.tls if tls else None,
                proxy=None if proxy is None else _proxy(proxy),
                max_connections=_CONNECTIONS,
                keepalive_expiry=_KEEP_S,
                network_backend=self._wire.guarded if proxy is None else self._wire.unguarded,
            )
        return pool

    async def aclose(self) -> None:
        """Closes the connections."""
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()


def _fields(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
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
