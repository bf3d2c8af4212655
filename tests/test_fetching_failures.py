"""What can go wrong on the wire, each with its own error, one line, and what to do about it."""

import asyncio
import json
import socket
import subprocess
import sys
import time
from typing import Any

import pytest

from loopback import Exchange, Loopback, Reply, drip, head, page, raw, reset, sequence, status, unheard_port
from newsgrab.errors import (
    ConnectionRefused,
    ConnectionReset,
    DnsError,
    FetchError,
    HttpStatus,
    NewsgrabError,
    TlsError,
    Truncated,
)
from newsgrab.fetching import Fetcher, FetchOptions, fetch

LOCAL: dict[str, Any] = {"allow_private": True, "delay_s": 0, "retries": 0, "proxy": ""}
STORY = b"<p>Nobody was hurt.</p>"
START = head(200, content_length=1000)


def failure(url: str, **options: object) -> NewsgrabError:
    with pytest.raises(NewsgrabError) as caught:
        fetch(url, FetchOptions(**(LOCAL | options)))
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 500
    return caught.value


WRONG: dict[str, tuple[Reply, type[NewsgrabError], str]] = {
    "reset at once": (reset(), ConnectionReset, "the connection broke"),
    "reset in the body": (reset(START + b"abc"), ConnectionReset, "the connection broke"),
    "closed without an answer": (raw(), ConnectionReset, "hung up without an answer"),
    "closed in the headers": (raw(b"HTTP/1.1 200 OK\r\nContent"), ConnectionReset, "hung up"),
    "fewer bytes than declared": (raw(START + b"abc"), Truncated, "ended before its declared end"),
    "cut in a chunk": (
        raw(head(200, transfer_encoding="chunked") + b"64\r\nabc"),
        Truncated,
        "ended before its declared end",
    ),
    "no last chunk": (
        raw(head(200, transfer_encoding="chunked") + b"3\r\nabc\r\n"),
        Truncated,
        "ended before its declared end",
    ),
    "a chunk without a size": (
        raw(head(200, transfer_encoding="chunked") + b"zz\r\nabc\r\n"),
        FetchError,
        "not valid HTTP",
    ),
    "another protocol": (raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), FetchError, "not valid HTTP"),
    "HTTP 0.9": (raw(b"<p>An old server.</p>\r\n\r\n"), FetchError, "not valid HTTP"),
    "two lengths": (
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
        FetchError,
        "not valid HTTP",
    ),
    "300 KB of headers": (raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000), FetchError, "not valid HTTP"),
    "10,000 headers": (raw(b"HTTP/1.1 200 OK\r\n" + b"X-Y: 1234567\r\n" * 10_000), FetchError, "not valid"),
    "an escape sequence": (raw(b"HTTP/1.1 \x1b[2J OK\r\n\r\n"), FetchError, "not valid HTTP"),
}


@pytest.mark.parametrize(("reply", "error", "message"), WRONG.values(), ids=WRONG)
def test_a_broken_answer(reply: Reply, error: type[NewsgrabError], message: str) -> None:
    with Loopback() as server:
        server["/"] = reply
        caught = failure(server.url())
    assert type(caught) is error
    assert message in str(caught)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451, 500, 503, 304, 206, 300, 999])
def test_a_status_that_is_no_success(code: int) -> None:
    with Loopback() as server:
        server["/x"] = page("", 304, None) if code == 304 else status(code)  # a 304 has no body
        caught = failure(server.url("/x"))
    assert isinstance(caught, HttpStatus)
    assert (caught.http_status, caught.code, caught.retry_after_s) == (code, f"http_{code}", None)
    assert str(caught).startswith(f"{server.url('/x')} answered {code}")


def test_a_name_without_an_address() -> None:
    started = time.monotonic()
    caught = failure("https://news.invalid/story", retries=2)
    assert type(caught) is DnsError
    assert str(caught).startswith("news.invalid: the name has no address (")
    assert time.monotonic() - started < 5  # the system has asked already; it is not asked again
    assert type(failure(f"http://{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 50}.invalid/")) is DnsError


def test_nobody_listens() -> None:
    with unheard_port() as port:
        caught = failure(f"http://127.0.0.1:{port}/")
    assert type(caught) is ConnectionRefused
    assert str(caught) == f"127.0.0.1:{port}: nobody listens there (connection refused)"


def test_https_where_only_http_is_spoken() -> None:
    with Loopback() as server:
        caught = failure(server.url().replace("http:", "https:"))
    assert type(caught) is TlsError
    assert "no TLS connection" in str(caught)


def test_a_handshake_that_never_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # the system accepts, nobody speaks
        started = time.monotonic()
        caught = failure(f"https://127.0.0.1:{deaf.getsockname()[1]}/", connect_timeout_s=0.5)
        assert caught.code == "timeout"
        assert "no connection in time" in str(caught)
        assert time.monotonic() - started < 2


TRANSIENT: dict[str, Reply] = {
    "500": status(500),
    "502": status(502),
    "503": status(503),
    "504": status(504),
    "429": status(429),
    "reset": reset(),
    "closed without an answer": raw(),
    "cut": raw(START + b"abc"),
}


@pytest.mark.parametrize("reply", TRANSIENT.values(), ids=TRANSIENT)
def test_what_may_pass_is_tried_again_after_half_a_second(reply: Reply) -> None:
    with Loopback() as server:
        server["/robots.txt"] = raw(head(404, connection="close"))
        server["/"] = sequence(reply, page(STORY))
        got = fetch(server.url(), FetchOptions(**LOCAL | {"retries": 1}))
        assert got.body == STORY
        first, second = (seen for seen in server.log if seen.path == "/")
        assert 0.5 <= second.started - first.ended < 2
        assert got.fetched.elapsed_s is not None
        assert got.fetched.elapsed_s >= 0.5


@pytest.mark.parametrize("hang_up", [raw(), reset()], ids=["closed", "reset"])
def test_a_kept_connection_that_is_closed_meanwhile_is_no_failure(hang_up: Reply) -> None:
    def once_per_connection(exchange: Exchange) -> None:
        used = [seen for seen in server.log if seen.connection == exchange.request.connection]
        (hang_up if len(used) > 1 else page(STORY))(exchange)

    with Loopback() as server:
        server["/"] = once_per_connection
        started = time.monotonic()
        assert fetch(server.url(), FetchOptions(**LOCAL)).body == STORY
        assert time.monotonic() - started < 0.5
        assert server.paths() == ["/robots.txt", "/", "/"]


LASTING = {
    **{str(code): status(code) for code in (400, 401, 403, 404, 410, 451, 501)},
    "not HTTP": raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "unknown coding": page(STORY, content_encoding="odd"),
    "a PDF": page(b"%PDF-1.7"),
}


@pytest.mark.parametrize("reply", LASTING.values(), ids=LASTING)
def test_what_lasts_is_not_tried_again(reply: Reply) -> None:
    with Loopback() as server:
        server["/"] = reply
        failure(server.url(), retries=5)
        assert server.paths() == ["/robots.txt", "/"]


def test_attempts_have_an_end_and_ever_longer_pauses() -> None:
    with Loopback() as server:
        server["/"] = status(500)
        assert failure(server.url(), retries=2).code == "http_500"
        times = [(seen.started, seen.ended) for seen in server.log if seen.path == "/"]
    assert len(times) == 3
    assert times[1][0] - times[0][1] >= 0.5
    assert times[2][0] - times[1][1] >= 1.0


def test_a_dead_server_is_asked_a_few_times_and_not_again_for_each_of_its_pages() -> None:
    async def run(port: int) -> set[str]:
        async with Fetcher(FetchOptions(**LOCAL | {"retries": 1, "robots": "ignore"})) as fetcher:
            addresses = [f"http://127.0.0.1:{port}/{n}" for n in range(100)]
            results = await asyncio.gather(*map(fetcher.fetch, addresses), return_exceptions=True)
        return {getattr(result, "code", "?") for result in results}

    with unheard_port() as port:
        started = time.monotonic()
        assert asyncio.run(run(port)) == {"refused"}
        assert time.monotonic() - started < 3


def test_one_host_failing_harms_no_other_and_no_later_page() -> None:
    async def run(server: Loopback) -> list[bytes]:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            for path in ("/cut", "/reset", "/404"):
                with pytest.raises(NewsgrabError):
                    await fetcher.fetch(server.url(path))
            with pytest.raises(DnsError):
                await fetcher.fetch("http://news.invalid/")
            return [(await fetcher.fetch(server.url("/ok"))).body for _ in range(2)]

    with Loopback() as server:
        server["/cut"], server["/reset"], server["/ok"] = raw(START + b"abc"), reset(START), page(STORY)
        assert asyncio.run(run(server)) == [STORY, STORY]


def test_a_cancelled_fetch_leaves_the_others_and_the_host_usable() -> None:
    async def run(server: Loopback) -> bytes:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            hung = [asyncio.create_task(fetcher.fetch(server.url("/hang"))) for _ in range(4)]
            await asyncio.sleep(0.2)
            for task in hung:
                task.cancel()
            await asyncio.gather(*hung, return_exceptions=True)
            return (await fetcher.fetch(server.url("/ok"))).body

    with Loopback() as server:
        server["/hang"], server["/ok"] = raw(START, hang_s=30), page(STORY)
        assert asyncio.run(run(server)) == STORY


CROWD = """
import asyncio, json, resource, sys
from newsgrab.fetching import Fetcher, FetchOptions

async def main(addresses):
    options = FetchOptions(allow_private=True, delay_s=0, retries=0, proxy="")
    async with Fetcher(options) as fetcher:
        await fetcher.fetch(addresses[0])
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
        at_once = await asyncio.gather(*map(fetcher.fetch, addresses), return_exceptions=True)
        in_turn = [(await fetcher.fetch(address)).fetched.status for address in addresses]
    print(json.dumps([sorted({str(getattr(got, "code", 200)) for got in at_once}), in_turn]))

asyncio.run(main(sys.argv[1:]))
"""


def test_too_many_open_files_are_not_held_against_the_hosts() -> None:
    hosts = [f"127.0.2.{n}" for n in range(1, 61)]
    with Loopback(hosts) as server:
        server["/"] = page(STORY)
        run = [sys.executable, "-c", CROWD, *(server.url("/", host) for host in hosts)]
        shown = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(shown.stdout) == [["200", "fetch_failed"], [200] * 60]


def test_others_still_get_the_robots_txt_that_a_cancelled_fetch_had_asked_for() -> None:
    async def run(server: Loopback) -> bytes:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            first = asyncio.create_task(fetcher.fetch(server.url("/ok")))
            await asyncio.sleep(0.1)
            second = asyncio.create_task(fetcher.fetch(server.url("/ok")))
            await asyncio.sleep(0.1)
            first.cancel()
            return (await second).body

    with Loopback() as server:
        server["/robots.txt"] = drip(head(200, content_length=0, connection="close"), 0.4, size=1000)
        server["/ok"] = page(STORY)
        assert asyncio.run(run(server)) == STORY
        assert server.paths() == ["/robots.txt", "/ok"]


def test_leaving_while_much_is_under_way_ends_it_all() -> None:
    async def run(server: Loopback) -> None:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            tasks = [asyncio.create_task(fetcher.fetch(server.url(path))) for path in ("/a", "/b")]
            await asyncio.sleep(0.2)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    with Loopback() as server:
        server["/robots.txt"] = raw(hang_s=30)
        started = time.monotonic()
        asyncio.run(run(server))
        assert time.monotonic() - started < 2
        time.sleep(0.1)
        assert server.open_connections <= 1
