"""Whether robots.txt allows an address: fetched once per origin, and kept.

RFC 9309: a site that has no such file allows everything, one that cannot say forbids everything.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from newsgrab.errors import BadEncoding, BlockedByRobots, HttpStatus, NewsgrabError, TooManyRedirects
from newsgrab.fetching.errand import Errand
from newsgrab.fetching.failures import Closed, NoFiles
from newsgrab.model import HostMemory
from newsgrab.records import dataclass
from newsgrab.robots import ALLOW_ALL, DENY_ALL, Rules, by_status
from newsgrab.urls import host_of, origin_of

_KEPT_S: Final = 86_400.0  # RFC 9309 section 2.4: not longer than 24 hours
_FAILURE_KEPT_S: Final = 60.0
_TIMEOUT_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class _Known:
    rules: Rules | None
    error: NewsgrabError | None
    spent_s: float
    until: float


class Permissions:
    """The robots.txt of all origins asked so far."""

    def __init__(
        self,
        read: Callable[[str, Errand], Awaitable[tuple[int, bytes]]],
        *,
        total_timeout_s: float,
        retries: int,
        memory: HostMemory | None = None,
    ) -> None:
        """Knows none yet.

        Args:
            read: Gives status and beginning of the robots.txt at an address, after redirects.
            total_timeout_s: Most seconds for one file; 20 at most.
            retries: Further attempts after a failure that may pass.
            memory: What earlier runs were told, and where what this one is told goes.
        """
        self._memory = memory
        self._read = read
        self._budget_s = min(total_timeout_s, _TIMEOUT_S)
        self._retries = retries
        self._known: dict[str, _Known] = {}
        self._loading: dict[str, asyncio.Task[_Known]] = {}

    async def rules_for(self, url: str, errand: Errand) -> Rules:
        """The rules of the origin of an address.

        Args:
            url: The address.
            errand: Whose time it takes, if the file is not there yet.

        Raises:
            Closed: The file could not be had: the host is dead, or answers with an error of its own.
        """
        origin = origin_of(url)
        known = self._known.get(origin) or self._remembered(origin)
        if known is None or known.until < time.monotonic():
            known = await self._loaded(origin)
            errand.spent_s += known.spent_s
        if known.rules is None:
            assert known.error is not None  # noqa: S101 - for the type checker: one of the two is there
            raise Closed(known.error)
        return known.rules

    def _remembered(self, origin: str) -> _Known | None:
        """What an earlier run was told, while it is not older than it may be."""
        told = None if self._memory is None else self._memory.robots(origin)
        if told is None or told.age_s >= _KEPT_S:
            return None
        until = time.monotonic() + _KEPT_S - told.age_s
        self._known[origin] = _Known(by_status(told.status, told.body), None, 0.0, until)
        return self._known[origin]

    async def _loaded(self, origin: str) -> _Known:
        """Waits for the file; all who ask meanwhile wait for the same request."""
        task = self._loading.get(origin)
        if task is None:
            task = asyncio.create_task(self._load(origin))
            self._loading[origin] = task
            task.add_done_callback(lambda _: self._loading.pop(origin, None))
        return await asyncio.shield(task)  # one of those who wait may be cancelled without the others

    async def _load(self, origin: str) -> _Known:
        errand = Errand(self._budget_s, self._retries)
        rules: Rules | None = None
        failure: NewsgrabError | None = None
        try:
            status, body = await errand.persist(lambda: self._read(f"{origin}/robots.txt", errand))
            rules = by_status(status, body)
            if self._memory is not None:
                self._memory.keep_robots(origin, status, body)
        except TooManyRedirects:
            rules = ALLOW_ALL  # RFC 9309 section 2.3.1.2: as if there were none
        except HttpStatus as error:
            # 429, once coming back later did not help, is like any other 4xx.
            rules = None if by_status(error.http_status, b"") is DENY_ALL else ALLOW_ALL
            failure = _unreadable(origin, f"is answered with {error.http_status}")
        except BadEncoding:
            failure = _unreadable(origin, "cannot be decoded")
        except NewsgrabError as error:
            failure = error
        kept_s = 0.0 if isinstance(failure, NoFiles) else _FAILURE_KEPT_S if rules is None else _KEPT_S
        known = _Known(rules, failure, errand.spent_s, time.monotonic() + kept_s)
        self._known[origin] = known
        return known

    async def aclose(self) -> None:
        """Ends what is still being loaded."""
        for task in (tasks := list(self._loading.values())):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def forbidden(url: str) -> BlockedByRobots:
    """The error for an address that the rules forbid."""
    path = url[len(origin_of(url)) :]
    shown = path if len(path) <= 80 else path[:79] + "…"  # noqa: PLR2004 - about a line
    return BlockedByRobots(
        f"robots.txt of {host_of(url)} forbids {shown}; --robots ignore to fetch it anyway"
    )


def _unreadable(origin: str, why: str) -> BlockedByRobots:
    return BlockedByRobots(
        f"robots.txt of {host_of(origin)} {why}, which forbids everything until it can be read;"
        " --robots ignore to fetch it anyway"
    )
