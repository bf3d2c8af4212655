"""The time and the attempts that one address may cost."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from newsgrab.errors import (
    ConnectionRefused,
    ConnectionReset,
    FetchTimeout,
    HttpStatus,
    NewsgrabError,
    Truncated,
)
from newsgrab.fetching.failures import Closed, NoFiles
from newsgrab.fetching.hosts import MAX_ASKED_WAIT_S
from newsgrab.urls import redact

_T = TypeVar("_T")

_FIRST_PAUSE_S: Final = 0.5
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
# A name without an address is not asked for again: the system's resolver has tried for seconds.
_PASSING: Final = (ConnectionRefused, ConnectionReset, FetchTimeout, NoFiles, Truncated)


class Errand:
    """One address to fetch, with all its redirects and attempts.

    Attributes:
        spent_s: Seconds used so far: requests, answers and pauses before another attempt, but no
            waiting for politeness.
        attempts: How many there were, the present one included.
    """

    def __init__(self, budget_s: float, retries: int) -> None:
        """Nothing is spent yet."""
        self.spent_s = 0.0
        self._budget_s = budget_s
        self._retries = retries
        self.attempts = 1
        self._asked_s = 0.0

    @asynccontextmanager
    async def clock(self, url: str) -> AsyncIterator[None]:
        """Counts the time of the block, and ends it when the budget is used up.

        Raises:
            FetchTimeout: It is.
        """
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._budget_s - self.spent_s) as limit:
                yield
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise FetchTimeout(
                f"{redact(url)}: not complete within {self._budget_s:g} s; --timeout to wait longer"
            ) from error
        finally:
            self.spent_s += time.monotonic() - started

    async def persist(self, attempt: Callable[[], Awaitable[_T]]) -> _T:
        """The result of the first attempt that succeeds.

        Raises:
            NewsgrabError: What the last one failed with; its ``attempts`` says how many there were.
        """
        made = 0
        while True:
            made += 1
            try:
                return await attempt()
            except Closed as closed:
                # One error may be raised for thousands of addresses: it is not to collect their frames.
                raise closed.error.with_traceback(None) from None
            except NewsgrabError as error:
                pause = self._pause_after(error)
                if pause is None:
                    setattr(error, "attempts", made)  # noqa: B010 - not every error has it
                    raise
            await asyncio.sleep(pause)

    def note_repeat(self) -> None:
        """A request had to be repeated: that is one of the attempts, and allowed after the last one too."""
        self.attempts += 1

    def _pause_after(self, error: NewsgrabError) -> float | None:
        """Seconds to wait before another attempt, ``None`` if there is none."""
        again = isinstance(error, _PASSING) or (isinstance(error, HttpStatus) and error.http_status in _AGAIN)
        if not again or self.attempts > self._retries:
            return None
        asked = error.retry_after_s if isinstance(error, HttpStatus) else None
        if asked is not None:
            # The wait itself is the host's: its queue stands still for everybody (hosts.py).
            self._asked_s += asked
            self.attempts += 1
            return 0.0 if self._asked_s <= MAX_ASKED_WAIT_S else None
        pause = _FIRST_PAUSE_S * 2 ** (self.attempts - 1) * random.uniform(1, 1.5)  # noqa: S311 - no secret
        self.spent_s += pause
        self.attempts += 1
        return pause if self.spent_s < self._budget_s else None
