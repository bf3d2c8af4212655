"""One queue per host: who may ask now, and over which connections.

A host is ``newsgrab.urls.host_of``: ``www.example.com``, ``example.com`` and every port of it are one,
because behind them is usually one machine, and one person who minds.
"""

import asyncio
import random
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from newsgrab.errors import Challenge, ConnectionRefused, DnsError, HttpStatus, NewsgrabError
from newsgrab.fetching.failures import Closed, NoConnection
from newsgrab.model import HostMemory
from newsgrab.urls import host_of, origin_of

if TYPE_CHECKING:
    from newsgrab.fetching.client import HostClient

MAX_ASKED_WAIT_S: Final = 300.0
"""Longest ``Retry-After`` that is waited for, in seconds; a longer one closes the host for this run."""

_LATER: Final = frozenset(
    {429, 503}
)  # where Retry-After speaks of the host, not of one page (RFC 9110, 6585)
_TOO_MANY: Final = 429
_IDLE_CLIENTS: Final = 16  # open connections kept for hosts that nobody is asking now
_DEAD_FOR_S: Final = 60.0
_CHALLENGED_S: Final = 600.0
_CLOSED_AT_MOST_S: Final = 86_400.0
_JITTER: Final = 0.1  # of the delay, always on top: many runs started by one cron tick drift apart


class _Host:
    """What is remembered of a host; times are ``time.monotonic()`` seconds."""

    def __init__(self, width: int) -> None:
        self.free = asyncio.Semaphore(width)
        self.alone = asyncio.Lock()
        self.client: HostClient | None = None
        self.users = 0
        self.last_end = float("-inf")
        self.rest_until = float("-inf")
        self.failures: dict[str, int] = {}  # by origin, connections that failed in a row
        self.closed: dict[str, tuple[float, NewsgrabError]] = {}  # by origin; "" for all of them

    def refuse(self, origin: str) -> None:
        """Raises what this origin was closed with, while that lasts."""
        for key in (origin, ""):
            until, error = self.closed.get(key, (0.0, None))
            if error is not None and time.monotonic() < until:
                raise Closed(error)
            self.closed.pop(key, None)

    async def rest(self, delay_s: float) -> None:
        """Waits until the last request is long enough ago and the host wants to be asked again."""
        jitter = delay_s * random.uniform(0, _JITTER)  # noqa: S311 - spreads load, hides nothing
        while True:
            ready = max(self.last_end + delay_s + jitter, self.rest_until)
            left = ready - time.monotonic()
            if left <= 0:
                return
            await asyncio.sleep(left)


class Hosts:
    """The queues of all hosts, and the clients of those in use."""

    def __init__(
        self,
        open_client: Callable[[], "HostClient"],
        *,
        width: int,
        patience: int,
        memory: HostMemory | None = None,
    ) -> None:
        """Knows no host yet.

        Args:
            open_client: Makes a client.
            width: Requests to one host that may be under way at once.
            patience: Connections to an origin that may fail in a row before it is closed for a minute.
            memory: Which hosts wanted to be left alone in earlier runs, and where this run's are noted.
        """
        self._memory = memory
        self._open_client = open_client
        self._width = width
        self._patience = patience
        self._hosts: dict[str, _Host] = {}
        self._idle: OrderedDict[str, _Host] = OrderedDict()

    @asynccontextmanager
    async def turn(self, url: str, delay_s: float) -> "AsyncIterator[HostClient]":
        """Waits for its turn to ask the host of the address; the block is the request.

        Args:
            url: What is to be asked for.
            delay_s: Seconds since the end of the host's last request.

        Raises:
            Closed: The origin has failed too often, or wants to be left alone.
        """
        name, origin = host_of(url), origin_of(url)
        host = self._hosts.get(name) or self._met(name)
        host.users += 1
        self._idle.pop(name, None)
        try:
            async with host.free:
                if delay_s > 0:
                    async with host.alone:
                        await host.rest(delay_s)
                        async with self._request(host, origin) as client:
                            yield client
                else:
                    await host.rest(0)
                    async with self._request(host, origin) as client:
                        yield client
        finally:
            host.users -= 1
            if not host.users:
                self._idle[name] = host
                await self._shed(_IDLE_CLIENTS)

    def _met(self, name: str) -> _Host:
        """A host new to this run; an earlier one may have been asked to leave it alone."""
        host = self._hosts[name] = _Host(self._width)
        rest_s = 0.0 if self._memory is None else self._memory.rest_s(name)
        if rest_s > MAX_ASKED_WAIT_S:
            asked = f"{name} is left alone for {rest_s / 60:.0f} more minutes, for what it answered before"
            host.closed[""] = (time.monotonic() + rest_s, HttpStatus(asked, _TOO_MANY, rest_s))
        elif rest_s:
            host.rest_until = time.monotonic() + rest_s
        return host

    @asynccontextmanager
    async def _request(self, host: _Host, origin: str) -> "AsyncIterator[HostClient]":
        host.refuse(origin)
        if host.client is None:
            host.client = self._open_client()
        try:
            yield host.client
            host.failures.pop(origin, None)
        except NewsgrabError as error:
            self._learn(host, origin, error)
            raise
        finally:
            host.last_end = time.monotonic()

    def _learn(self, host: _Host, origin: str, error: NewsgrabError) -> None:
        """Leaves a host alone that is dead or says so: for all addresses, not only the present one."""
        now = time.monotonic()
        if isinstance(error, (ConnectionRefused, NoConnection, DnsError)):
            host.failures[origin] = host.failures.get(origin, 0) + 1
            if isinstance(error, DnsError) or host.failures[origin] > self._patience:
                host.closed[origin] = (now + _DEAD_FOR_S, error)
            return
        host.failures.pop(origin, None)
        if isinstance(error, Challenge):
            self.leave(origin)
        if isinstance(error, HttpStatus) and error.retry_after_s and error.http_status in _LATER:
            if error.retry_after_s > MAX_ASKED_WAIT_S:
                host.closed[""] = (now + min(error.retry_after_s, _CLOSED_AT_MOST_S), error)
            else:
                host.rest_until = max(host.rest_until, now + error.retry_after_s)
            if self._memory is not None:
                self._memory.keep_rest(host_of(origin), min(error.retry_after_s, _CLOSED_AT_MOST_S))

    def leave(self, url: str) -> None:
        """Closes the host of an address for some minutes, in the next runs too: it wants no robots."""
        name = host_of(url)
        minutes = f"left alone for {_CHALLENGED_S / 60:.0f} minutes"
        error = Challenge(f"{name} met another page with a bot challenge, and is {minutes}")
        host = self._hosts.get(name) or self._met(name)
        host.closed[""] = (time.monotonic() + _CHALLENGED_S, error)
        if self._memory is not None:
            self._memory.keep_rest(name, _CHALLENGED_S)

    async def _shed(self, most: int) -> None:
        """Closes the clients of the hosts idle longest, and forgets hosts with nothing to remember."""
        while len(self._idle) > most:
            name, host = self._idle.popitem(last=False)
            client, host.client = host.client, None
            quiet = time.monotonic() - host.last_end > MAX_ASKED_WAIT_S
            if quiet and not host.closed and host.rest_until < time.monotonic():
                self._hosts.pop(name, None)
            if client is not None:
                await client.aclose()

    async def aclose(self) -> None:
        """Closes all clients."""
        for host in self._hosts.values():
            client, host.client = host.client, None
            if client is not None:
                await client.aclose()
        self._hosts.clear()
        self._idle.clear()
