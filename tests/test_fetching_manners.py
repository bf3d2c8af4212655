"""Manners: robots.txt first, one at a time, and a pause in between."""

import asyncio
import itertools
from typing import Any

import pytest

from loopback import Loopback, Reply, Request, drip, head, page, raw, redirect, robots, sequence, status
from newsgrab.errors import BlockedByRobots, NewsgrabError
from newsgrab.fetching import Fetcher, FetchOptions, fetch

LOCAL: dict[str, Any] = {"allow_private": True, "delay_s": 0, "retries": 0, "proxy": ""}
STORY = b"<p>Rain is expected.</p>"
A, B = "127.0.0.1", "127.0.0.2"


def gaps(log: list[Request]) -> list[float]:
    """Seconds from the end of each request to the start of the next one."""
    return [after.started - before.ended for before, after in itertools.pairwise(log)]


ALLOWING: dict[str, Reply] = {
    "none": status(404),
    "forbidden itself": status(403),
    "gone": status(410),
    "too many requests": status(429),
    "empty": robots(""),
    "for others": robots("User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private\n"),
    "for us": robots("User-agent: *\nDisallow: /\n\nUser-agent: Newsgrab\nAllow: /\n"),
    "a page instead": page("<!doctype html><p>Not here</p>"),
    "binary": robots(bytes(range(256)) * 10),
    "cut in the middle of a line past 500 KiB": robots(
        "User-agent: *\n" + "#" * (500 * 1024 - 26) + "\nDisallow: /never\n"
    ),
    "six hops away, as if there were none": redirect("/r1"),
}
FORBIDDING: dict[str, Reply] = {
    "all": robots("User-agent: *\nDisallow: /"),
    "us": robots("User-agent: newsgrab\nDisallow: /story\n\nUser-agent: *\nAllow: /\n"),
    "after a byte-order mark": robots("\ufeffUser-agent: *\nDisallow: /"),
    "lines ended by CR": robots("User-agent: *\rDisallow: /\r"),
    "after a redirect": redirect("/r2"),
    "in a first line of 500 KiB": robots("User-agent: *\nDisallow: /story\n" + "# filler\n" * 100_000),
}


@pytest.mark.parametrize("reply", ALLOWING.values(), ids=ALLOWING)
def test_robots_txt_is_asked_first_and_allows(reply: Reply) -> None:
    with Loopback() as server:
        server["/robots.txt"], server["/story"] = reply, page(STORY)
        for n in range(1, 9):
            server[f"/r{n}"] = redirect(f"/r{n + 1}")
        assert fetch(server.url("/story"), FetchOptions(**LOCAL)).fetched.robots == "allowed"
        assert server.paths()[0] == "/robots.txt"
        assert server.paths().count("/story") == 1


@pytest.mark.parametrize("reply", FORBIDDING.values(), ids=FORBIDDING)
def test_what_robots_txt_forbids_is_not_asked_for(reply: Reply) -> None:
    with Loopback() as server:
        server["/robots.txt"], server["/r2"] = reply, robots("User-agent: *\nDisallow: /s")
        with pytest.raises(BlockedByRobots) as caught:
            fetch(server.url("/story"), FetchOptions(**LOCAL))
        assert "/story" not in server.paths()
    expected = "robots.txt of 127.0.0.1 forbids /story; --robots ignore to fetch it anyway"
    assert str(caught.value) == expected


UNREADABLE: dict[str, tuple[Reply, str]] = {
    "500": (status(500), "blocked_by_robots"),
    "503": (status(503), "blocked_by_robots"),
    "unknown coding": (page("", content_encoding="odd"), "blocked_by_robots"),
    "silence": (raw(hang_s=30), "timeout"),
    "by drops": (drip(b"x" * 100, 0.2, after=head(200, content_length=100)), "timeout"),
    "closed": (raw(), "reset"),
}


@pytest.mark.parametrize(("reply", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_where_robots_txt_cannot_be_had_nothing_is_asked_for(reply: Reply, code: str) -> None:
    with Loopback() as server:
        server["/robots.txt"], server["/story"] = reply, page(STORY)
        with pytest.raises(NewsgrabError) as caught:
            fetch(server.url("/story"), FetchOptions(**LOCAL, total_timeout_s=1))
        assert caught.value.code == code
        assert server.paths() == ["/robots.txt"]


def test_a_robots_txt_that_fails_once_is_tried_again() -> None:
    with Loopback() as server:
        server["/robots.txt"], server["/story"] = sequence(status(503), robots("")), page(STORY)
        assert fetch(server.url("/story"), FetchOptions(**LOCAL | {"retries": 1})).body == STORY


def test_a_robots_txt_that_wants_to_be_asked_later_is() -> None:
    with Loopback() as server:
        server["/robots.txt"] = sequence(status(429, retry_after="1"), robots("User-agent: *\nDisallow: /"))
        with pytest.raises(BlockedByRobots):
            fetch(server.url("/story"), FetchOptions(**LOCAL | {"retries": 1}))
        assert server.paths() == ["/robots.txt", "/robots.txt"]
        assert gaps(server.log)[0] >= 0.995


def test_robots_txt_can_be_ignored() -> None:
    with Loopback() as server:
        server["/robots.txt"], server["/story"] = robots("User-agent: *\nDisallow: /"), page(STORY)
        got = fetch(server.url("/story"), FetchOptions(**LOCAL, robots="ignore"))
        assert got.fetched.robots == "ignored"
        assert server.paths() == ["/story"]


def test_a_name_of_ones_own_is_judged_by_its_own_rules() -> None:
    with Loopback() as server:
        server["/robots.txt"] = robots("User-agent: OwnBot\nDisallow: /\n")
        with pytest.raises(BlockedByRobots):
            fetch(server.url("/story"), FetchOptions(**LOCAL, user_agent="OwnBot/2.0 (test)"))


def test_each_hop_is_judged_by_the_rules_of_its_own_host() -> None:
    with Loopback((A, B)) as server:
        server[A, "/old"], server[B, "/story"] = redirect(server.url("/story", B)), page(STORY)
        server[B, "/robots.txt"] = robots("User-agent: *\nDisallow: /story")
        with pytest.raises(BlockedByRobots, match=r"127\.0\.0\.2 forbids /story"):
            fetch(server.url("/old"), FetchOptions(**LOCAL))
        assert server.paths(B) == ["/robots.txt"]


def test_robots_txt_is_fetched_once_for_all_who_ask_at_once() -> None:
    async def run(server: Loopback) -> None:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            await asyncio.gather(*(fetcher.fetch(server.url(f"/{n}")) for n in range(10)))
            await fetcher.fetch(server.url("/0"))

    with Loopback() as server:
        server["/robots.txt"] = drip(head(200, content_length=0, connection="close"), 0.2, size=1000)
        for n in range(10):
            server[f"/{n}"] = page(STORY)
        asyncio.run(run(server))
        assert server.paths().count("/robots.txt") == 1
        assert server.paths()[0] == "/robots.txt"


def test_one_request_at_a_time_to_a_host_and_a_pause_after_each() -> None:
    delay_s = 0.2

    async def run(server: Loopback) -> None:
        options = FetchOptions(allow_private=True, proxy="", delay_s=delay_s, retries=1)
        async with Fetcher(options) as fetcher:
            paths = ["/slow", "/old", "/flaky", "/big"]
            addresses = [server.url(path, host) for path in paths for host in (A, B)]
            await asyncio.gather(*map(fetcher.fetch, addresses), return_exceptions=True)

    with Loopback((A, B)) as server:
        server["/slow"] = drip(head(200, content_length=0, connection="close"), 0.2, size=1000)
        server["/old"], server["/new"] = redirect("/new"), page(STORY)
        server["/flaky"], server["/big"] = status(503), page(b"x" * 300_000)
        asyncio.run(run(server))
        for host in (A, B):
            log = [seen for seen in server.log if seen.host == host]
            assert [seen.path for seen in log].count("/flaky") == 2
            assert len(log) == 7  # robots.txt, the redirect's two and the second attempt count too
            assert min(gaps(log)) >= delay_s - 0.005
        both = [seen.host for seen in sorted(server.log, key=lambda seen: seen.started)]
        assert both != sorted(both)  # the hosts did not wait for each other


@pytest.mark.parametrize(("retries", "asked"), [(0, 2), (2, 3)])
def test_a_kept_connection_that_ends_without_an_answer_is_no_reason_to_hurry(
    retries: int, asked: int
) -> None:
    with Loopback() as server:
        server["/robots.txt"], server["/story"] = robots(""), raw()
        with pytest.raises(NewsgrabError):
            fetch(server.url("/story"), FetchOptions(**LOCAL | {"delay_s": 0.3, "retries": retries}))
        assert server.paths() == ["/robots.txt", *["/story"] * asked]
        assert min(gaps(server.log)) >= 0.295


@pytest.mark.long
def test_a_thousand_hosts_are_asked_politely() -> None:
    hosts = [f"127.1.{n // 250}.{n % 250 + 1}" for n in range(1000)]
    delay_s = 0.5

    async def run(server: Loopback) -> int:
        options = FetchOptions(allow_private=True, proxy="", delay_s=delay_s)
        async with Fetcher(options) as fetcher:
            free = asyncio.Semaphore(64)

            async def one(address: str) -> int:
                async with free:
                    return len((await fetcher.fetch(address)).body)

            return sum(
                await asyncio.gather(*(one(server.url(f"/{n}", host)) for n in range(5) for host in hosts))
            )

    with Loopback(hosts) as server:
        server["/robots.txt"] = robots("User-agent: *\nAllow: /")
        server["/0"], server["/1"] = redirect("/2"), sequence(status(503), page(STORY))
        server["/2"] = server["/3"] = server["/4"] = page(STORY)
        assert asyncio.run(run(server)) == 5000 * len(STORY)
        by_host: dict[str, list[Request]] = {}
        for seen in server.log:
            by_host.setdefault(seen.host, []).append(seen)
        assert all(log[0].path == "/robots.txt" for log in by_host.values())
        assert min(gap for log in by_host.values() for gap in gaps(log)) >= delay_s - 0.005


def test_the_pages_of_www_and_of_all_ports_stand_in_one_queue() -> None:
    async def run(one: Loopback, other: Loopback) -> None:
        options = FetchOptions(allow_private=True, proxy="", delay_s=0.3, robots="ignore")
        async with Fetcher(options) as fetcher:
            await asyncio.gather(fetcher.fetch(one.url()), fetcher.fetch(other.url()))

    with Loopback() as one, Loopback() as other:
        one["/"] = other["/"] = page(STORY)
        asyncio.run(run(one, other))
        log = sorted([*one.log, *other.log], key=lambda seen: seen.started)
        assert gaps(log)[0] >= 0.295


def test_a_crawl_delay_counts_from_robots_txt_on() -> None:
    with Loopback() as server:
        server["/robots.txt"], server["/story"] = robots("User-agent: *\nCrawl-delay: 0.5"), page(STORY)
        got = fetch(server.url("/story"), FetchOptions(**LOCAL))
        assert gaps(server.log)[0] >= 0.495
        assert got.fetched.elapsed_s is not None
        assert got.fetched.elapsed_s < 0.4  # waiting for politeness is not the server's doing


def test_waiting_for_politeness_does_not_count_against_the_deadline() -> None:
    async def run(server: Loopback) -> None:
        options = FetchOptions(allow_private=True, proxy="", delay_s=0.4, total_timeout_s=0.5)
        async with Fetcher(options) as fetcher:
            await asyncio.gather(*(fetcher.fetch(server.url(f"/{n}")) for n in range(3)))

    with Loopback() as server:
        for n in range(3):
            server[f"/{n}"] = page(STORY)
        asyncio.run(run(server))
        assert len(server.log) == 4
