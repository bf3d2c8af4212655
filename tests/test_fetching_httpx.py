"""httpx asks for what it is told, and does nothing that it is not told."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback import Loopback, page, redirect, status
from newsgrab import urls
from newsgrab.errors import DnsError, NewsgrabError
from newsgrab.fetching import Fetcher, FetchOptions, fetch
from newsgrab.fetching.client import HostClient, _request
from newsgrab.fetching.transport import Wire

LOCAL: dict[str, Any] = {"allow_private": True, "delay_s": 0, "retries": 0, "proxy": ""}
STORY = b"<p>The ferry runs again.</p>"

NAMES = st.from_regex(r"(xn--)?[a-z0-9_-]{1,20}(\.[a-z0-9_-]{1,20}){0,3}\.[a-z]{2,9}", fullmatch=True)
ADDRESSES = st.ip_addresses(v=4).map(str) | st.ip_addresses(v=6).map(lambda ip: f"[{ip}]")
PORTS = st.just("") | st.integers(1, 65535).map(lambda port: f":{port}")


@given(st.sampled_from(["http", "https"]), NAMES | ADDRESSES, PORTS, st.text(max_size=60))
def test_whatever_can_be_asked_for_is_asked_for_as_it_stands(
    scheme: str, host: str, port: str, rest: str
) -> None:
    try:
        url = urls.check(f"{scheme}://{host}{port}/{rest}")
    except NewsgrabError:
        return
    request, parts = _request(url, {"x-one": "1"}), urlsplit(url)
    place = request.url
    assert (place.scheme, place.raw_host.decode(), place.port) == (scheme, parts.hostname, parts.port)
    assert request.extensions["target"].decode() == url.split(parts.netloc, 1)[1]
    assert request.headers.raw == [(b"Host", parts.netloc.encode()), (b"X-One", b"1")]


@pytest.mark.parametrize("host", ["0177.0.0.1", "0x7f.1", "2130706433", "127.1", "00177.0.0.1"])
def test_numbers_that_only_the_system_reads_as_an_address_are_asked(host: str) -> None:
    with Loopback() as server:
        server["/story"] = page(STORY)
        assert fetch(server.url("/story", host), FetchOptions(**LOCAL)).body == STORY
        assert server.log[-1].headers["host"] == f"{host}:{server.port}"


@pytest.mark.parametrize("host", ["256.1.1.1", "1.2.3.4.5", "xn--a.invalid", "a_b.-c-.invalid"])
def test_a_host_that_httpx_may_not_know_is_a_name_without_an_address(host: str) -> None:
    with pytest.raises(DnsError, match=f"{host}: the name has no address"):
        fetch(f"http://{host}/", FetchOptions(**LOCAL))


def test_answers_come_with_all_their_fields_and_leave_nothing_behind() -> None:
    async def run(url: str) -> list[dict[str, str]]:
        client, told = HostClient(Wire(FetchOptions(**LOCAL))), []
        for _ in range(2):
            async with client.ask(url, {}) as answer:
                told.append(dict(answer.headers))
        await client.aclose()
        return told

    with Loopback() as server:
        server["/"] = redirect("http://[::1", set_cookie="id=1; Path=/", vary="Accept\r\nVary: Cookie")
        first, second = asyncio.run(run(server.url()))
    assert first == second
    assert first == {
        "location": "http://[::1",
        "set-cookie": "id=1; Path=/",
        "vary": "Accept, Cookie",
        "content-type": "text/html",
        "content-length": "0",
    }
    assert [set(asked.headers) for asked in server.log] == [{"host"}] * 2


def test_an_answer_left_early_gives_its_connection_up() -> None:
    async def run(server: Loopback) -> int:
        async with Fetcher(FetchOptions(**LOCAL | {"robots": "ignore"})) as fetcher:
            with pytest.raises(NewsgrabError):
                await fetcher.fetch(server.url("/picture"))
            assert (await fetcher.fetch(server.url("/story"))).body == STORY
            await asyncio.sleep(0.1)
            return server.open_connections

    with Loopback() as server:
        server["/picture"] = page(bytes(3_000_000), content_type="image/png")
        server["/story"] = page(STORY)
        assert asyncio.run(run(server)) == 1
        assert server.connections == 2


@pytest.mark.parametrize(("code", "attempts"), [(500, 3), (404, 1)])
def test_a_failure_says_how_often_it_was_tried(code: int, attempts: int) -> None:
    with Loopback() as server:
        server["/x"] = status(code)
        with pytest.raises(NewsgrabError) as caught:
            fetch(server.url("/x"), FetchOptions(**LOCAL | {"retries": 2}))
        assert server.paths().count("/x") == attempts
    assert vars(caught.value)["attempts"] == attempts
