"""Connections that check where they go, after resolving and before connecting.

Checking the URL would not do: a name can point anywhere, and to somewhere else a moment later
(DNS rebinding). So a name is resolved once per connection, every address is judged, and the
connection goes to one that was judged.
"""

import asyncio
import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, Final

import httpcore

from newsgrab.errors import BlockedAddress, DnsError
from newsgrab.fetching.addresses import literal, why_not_public
from newsgrab.fetching.failures import NoConnection
from newsgrab.fetching.wire_errors import explain

_HEAD_START_S: Final = 0.25
"""How long one address is tried before the next one joins in (RFC 8305 section 5)."""

_USUAL_PORTS: Final = {80, 443}

_LOOKUPS: Final = 32
"""Names resolved at once; each takes a thread."""

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Opens connections to public addresses only, unless told otherwise."""

    def __init__(self, *, allow_private: bool) -> None:
        """With ``allow_private`` every address will do."""
        self._allow_private = allow_private
        self._plain = httpcore.AnyIOBackend()
        self._lookups = asyncio.Semaphore(_LOOKUPS)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,  # noqa: ARG002 - never set here
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.AsyncNetworkStream:
        """Resolves, judges, connects.

        Raises:
            DnsError: The name has no address, or no name server says so in time.
            BlockedAddress: None of its addresses is public.
            NoConnection: The time is over.
            FetchError: Nobody listens there, or nobody can be reached.
        """
        place = host if port in _USUAL_PORTS else f"{host}:{port}"
        addresses: list[str] = []
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
                return _Stream(await self._first_of(self._public(host, addresses), port, place))
        except TimeoutError as error:
            if not addresses:
                why = f"no name server answers within {timeout:g} s"
                raise DnsError(f"{host}: the name has no address ({why})") from error
            raise NoConnection(f"{place}: no connection within {timeout:g} s") from error

    async def sleep(self, seconds: float) -> None:
        """Waits; httpcore calls it between its own retries, which are off."""
        await asyncio.sleep(seconds)

    async def _resolve(self, host: str, port: int) -> list[str]:
        own = literal(host)
        if own is not None:
            return [own]
        async with self._lookups:
            try:
                return await _look_up(host, port)
            except (OSError, UnicodeError) as error:
                why = getattr(error, "strerror", None) or "no valid name"
                raise DnsError(f"{host}: the name has no address ({why})") from error

    def _public(self, host: str, addresses: list[str]) -> list[str]:
        if self._allow_private:
            return addresses
        refusals = {address: why_not_public(address) for address in addresses}
        public = [address for address, why in refusals.items() if why is None]
        if not public:
            address, why = next(iter(refusals.items()))
            where = f"{host} is" if literal(host) == address else f"{host} is at {address},"
            raise BlockedAddress(f"{where} {why}; --allow-private to fetch it anyway")
        return public

    async def _first_of(self, addresses: list[str], port: int, place: str) -> httpcore.AsyncNetworkStream:
        """The first connection that stands, in the manner of RFC 8305; the others are given up."""
        racing: set[asyncio.Task[httpcore.AsyncNetworkStream]] = set()
        try:
            for number, address in enumerate(addresses, 1):
                racing.add(asyncio.create_task(self._plain.connect_tcp(address, port)))
                patience = _HEAD_START_S if number < len(addresses) else None
                while racing:
                    done, racing = await asyncio.wait(
                        racing, timeout=patience, return_when=asyncio.FIRST_COMPLETED
                    )
                    failures = [task.exception() for task in done]
                    for task, failure in zip(done, failures, strict=True):
                        if failure is None:
                            racing |= done - {task}
                            return task.result()
                    if patience is not None:
                        break
            # Explained here and not where the others are: httpcore's pool takes the cause off its errors.
            raise explain(failures[0] or httpcore.ConnectError(), place) from failures[0]
        finally:
            await _abandon(racing)


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that can be asked cheaply whether there is something to read.

    httpcore asks every connection it keeps, at each request and once more after it, whether its server has
    closed it. The library below finds out everything else about the socket first: 0.1 ms a page.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._socket = stream.get_extra_info("socket")

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - as above
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as above
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - as above
    ) -> httpcore.AsyncNetworkStream:
        """The same with TLS."""
        return _Stream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - what it is depends on what is asked
        """As httpcore's own streams."""
        if info == "is_readable" and self._socket is not None:
            return _is_readable(self._socket)
        return self._stream.get_extra_info(info)


def _is_readable(sock: Any) -> bool:  # noqa: ANN401 - a socket, or what asyncio shows of one
    """Whether there is something to read, or the end, or the socket is closed."""
    number = sock.fileno()
    if number < 0:
        return True
    if not hasattr(select, "poll"):  # Windows, where select() takes any socket
        return bool(select.select([number], [], [], 0)[0])
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))


async def _abandon(tasks: set[asyncio.Task[httpcore.AsyncNetworkStream]]) -> None:
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, httpcore.AsyncNetworkStream):
            await outcome.aclose()


async def _look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, the families by turns.

    In a thread of its own and not in the loop's pool: a resolver can take half a minute to give up,
    nobody can interrupt it, and the loop waits for its pool before it ends, a daemon thread for nobody.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def deliver(addresses: list[str], error: Exception | None) -> None:
        if not found.done():
            if error is None:
                found.set_result(addresses)
            else:
                found.set_exception(error)

    def ask() -> None:
        addresses: list[str] = []
        failure: Exception | None = None
        try:
            addresses = _by_turns(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(deliver, addresses, failure)

    threading.Thread(target=ask, name=f"look-up {host}", daemon=True).start()
    return await found


def _by_turns(answers: Iterable[tuple[Any, ...]]) -> list[str]:
    """The addresses, without doubles; where a family does not work the other one is second, not tenth."""
    families: dict[int, dict[str, None]] = {}
    for family, *_, place in answers:
        families.setdefault(family, {})[str(place[0])] = None
    return [address for row in zip_longest(*families.values()) for address in row if address]
