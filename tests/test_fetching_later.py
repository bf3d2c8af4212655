"""Coming back when asked to: Retry-After."""

import asyncio
import datetime as dt
import itertools
import time
from email.utils import format_datetime
from typing import Any

import pytest

from loopback import Loopback, Request, page, sequence, status
from newsgrab.errors import HttpStatus
from newsgrab.fetching import Fetcher, FetchOptions, fetch
from newsgrab.fetching.failures import retry_after_s

LOCAL: dict[str, Any] = {"allow_private": True, "delay_s": 0, "retries": 0, "proxy": ""}
STORY = b"<p>Rain is expected.</p>"
NOW = dt.datetime(2024, 1, 1, 12, 0, tzinfo=dt.UTC)


def gaps(log: list[Request]) -> list[float]:
    """Seconds from the end of each request to the start of the next one."""
    return [after.started - before.ended for before, after in itertools.pairwise(log)]


@pytest.mark.parametrize("code", [429, 503])
def test_retry_after_is_honoured(code: int) -> None:
    with Loopback() as server:
        server["/"] = sequence(status(code, retry_after="1"), page(STORY))
        assert fetch(server.url(), FetchOptions(**LOCAL | {"retries": 1})).body == STORY
        assert gaps(server.log)[-1] >= 0.995


def test_retry_after_may_be_a_date_by_the_servers_own_clock() -> None:
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    then = format_datetime(yesterday + dt.timedelta(seconds=1), usegmt=True)
    limited = status(429, date=format_datetime(yesterday, usegmt=True), retry_after=then)
    with Loopback() as server:
        server["/"] = sequence(limited, page(STORY))
        assert fetch(server.url(), FetchOptions(**LOCAL | {"retries": 1})).body == STORY
        assert gaps(server.log)[-1] >= 0.995


def test_retry_after_of_a_page_that_is_gone_is_not_the_hosts() -> None:
    async def run(server: Loopback) -> bytes:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            with pytest.raises(HttpStatus):
                await fetcher.fetch(server.url("/gone"))
            return (await fetcher.fetch(server.url("/story"))).body

    with Loopback() as server:
        server["/gone"], server["/story"] = status(404, retry_after="86400"), page(STORY)
        assert asyncio.run(run(server)) == STORY


def test_all_pages_of_a_host_wait_when_one_was_told_to() -> None:
    async def run(server: Loopback) -> None:
        async with Fetcher(FetchOptions(**LOCAL | {"retries": 1})) as fetcher:
            limited = asyncio.create_task(fetcher.fetch(server.url("/limited")))
            await asyncio.sleep(0.3)
            await asyncio.gather(limited, fetcher.fetch(server.url("/other")))

    with Loopback() as server:
        server["/limited"] = sequence(status(429, retry_after="1"), page(STORY))
        server["/other"] = page(STORY)
        asyncio.run(run(server))
        told = next(seen for seen in server.log if seen.path == "/limited")
        assert all(seen.started - told.ended >= 0.995 for seen in server.log if seen.started > told.ended)


def test_a_host_that_wants_to_be_left_alone_for_longer_than_5_minutes_is() -> None:
    async def run(server: Loopback) -> list[BaseException | Any]:
        async with Fetcher(FetchOptions(**LOCAL | {"retries": 2})) as fetcher:
            first = await asyncio.gather(fetcher.fetch(server.url("/1")), return_exceptions=True)
            second = await asyncio.gather(fetcher.fetch(server.url("/2")), return_exceptions=True)
        return [*first, *second]

    with Loopback() as server:
        server["/1"], server["/2"] = status(429, retry_after="301"), page(STORY)
        started = time.monotonic()
        errors = asyncio.run(run(server))
        assert time.monotonic() - started < 2
        assert server.paths() == ["/robots.txt", "/1"]
    for error in errors:
        assert isinstance(error, HttpStatus)
        assert error.retry_after_s == 301
        assert "asks to come back in 301 s" in str(error)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2", 2.0),
        (" 120 ", 120.0),
        ("0", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("9" * 5000, 1e9),
        ("Mon, 01 Jan 2024 12:00:30 GMT", 30.0),
        ("Monday, 01-Jan-24 12:00:30 GMT", 30.0),
        ("Mon Jan  1 12:00:30 2024", 30.0),
        ("Mon, 01 Jan 2024 14:00:30 +0200", 30.0),
        ("Mon, 01 Jan 2024 11:59:00 GMT", None),
        ("Mon, 99 Jan 2024 12:00:00 GMT", None),
        ("Mon, 01 Jan 99999 12:00:00 GMT", None),
        ("Mon, 01 Jan 99999999999999999999 12:00:00 GMT", None),
        ("\x00\xff", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_junk_is_nothing(value: str, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds
