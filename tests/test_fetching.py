"""Fetching a page: what comes back, what is sent, what is loaded."""

import asyncio
import datetime as dt
import gzip
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

import newsgrab
from loopback import Loopback, Reply, head, page, raw, redirect, robots, self_signed
from newsgrab.errors import BadUrl, MissingFile, TlsError, UsageError
from newsgrab.fetching import Fetcher, FetchOptions, afetch, fetch
from newsgrab.version import VERSION

LOCAL: dict[str, Any] = {"allow_private": True, "delay_s": 0, "retries": 0, "proxy": ""}
STORY = "<p>The bridge opened on Monday.</p>"
LONG = STORY.encode() * 5000


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data)


def test_a_page_comes_with_how_it_was_had() -> None:
    with Loopback() as server:
        server["/story?a=1"] = page(STORY, etag='W/"1"', last_modified="Mon, 01 Jan 2024 00:00:00 GMT")
        got = fetch(server.url("/story?a=1#part"), FetchOptions(**LOCAL))
        assert got.body == STORY.encode()
        assert got.url == got.final_url == server.url("/story?a=1")
    fetched = got.fetched
    assert (fetched.status, fetched.via, fetched.content_type) == (200, "http", "text/html")
    assert (fetched.validators.etag, fetched.redirects, fetched.robots) == ('W/"1"', (), "allowed")
    assert fetched.validators.last_modified == "Mon, 01 Jan 2024 00:00:00 GMT"
    assert fetched.at is not None
    assert abs(fetched.at - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=10)
    assert fetched.elapsed_s is not None
    assert 0 < fetched.elapsed_s < 10


def test_the_same_inside_a_running_loop_and_from_the_package() -> None:
    with Loopback() as server:
        server["/story"] = page(STORY)
        got = asyncio.run(afetch(server.url("/story"), FetchOptions(**LOCAL)))
        assert newsgrab.fetch(server.url("/story"), FetchOptions(**LOCAL)).body == got.body

        async def wrong() -> None:
            newsgrab.fetch(server.url("/story"), FetchOptions(**LOCAL))

        with pytest.raises(RuntimeError, match=r"await newsgrab\.afetch"):
            asyncio.run(wrong())


def test_what_a_server_is_told() -> None:
    options = FetchOptions(**LOCAL, contact="desk@example.com", headers=(("Accept-Language", "ar"),))
    with Loopback() as server:
        server["/"] = page(STORY)
        fetch(server.url(), options)
        asked = server.log[1].headers
    assert asked["user-agent"] == f"newsgrab/{VERSION} (+desk@example.com)"
    assert asked["accept-encoding"].startswith("gzip, deflate")
    assert asked["accept"].startswith("text/html,")
    assert asked["accept-language"] == "ar"
    assert asked["host"] == f"127.0.0.1:{server.port}"
    assert "cookie" not in asked


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/a b/ü?q=ü&x=%20", "/a%20b/%C3%BC?q=%C3%BC&x=%20"),
        ("/a/../b//c", "/b//c"),
        ("/a|b[c]?d[]=1&e=2;f", "/a|b[c]?d[]=1&e=2;f"),
        ("/%7euser/%e2%82%ac", "/%7euser/%e2%82%ac"),
        ("/a'b(c)*!$&+,;=:@", "/a'b(c)*!$&+,;=:@"),
    ],
)
def test_the_address_arrives_as_checked(path: str, sent: str) -> None:
    with Loopback() as server:
        server[sent] = page(STORY)
        assert fetch(server.url(path), FetchOptions(**LOCAL)).final_url == server.url(sent)


READABLE: dict[str, Reply] = {
    "without a type": page(STORY, content_type=None),
    "typed as plain text": page(STORY, content_type="text/plain"),
    "typed as XML": page(STORY, content_type="application/xhtml+xml; charset=utf-8"),
    "typed as bytes, but text": page(STORY, content_type="application/octet-stream"),
    "in gzip": page(gzip.compress(STORY.encode()), content_encoding="gzip"),
    "in x-gzip": page(gzip.compress(STORY.encode()), content_encoding="X-GZIP"),
    "in two gzip members": page(
        gzip.compress(STORY[:9].encode()) + gzip.compress(STORY[9:].encode()), content_encoding="gzip"
    ),
    "in gzip with junk after it": page(gzip.compress(STORY.encode()) + b"\0\0junk", content_encoding="gzip"),
    "in zlib-wrapped deflate": page(zlib.compress(STORY.encode()), content_encoding="deflate"),
    "in raw deflate": page(zlib.compress(STORY.encode(), wbits=-15), content_encoding="deflate"),
    "in identity": page(STORY, content_encoding="identity"),
    "chunked": raw(head(200, transfer_encoding="chunked") + chunked(STORY.encode())),
    "until the connection closes": raw(head(200) + STORY.encode()),
    "after early hints": raw(head(103, link="</a>") + head(200) + STORY.encode()),
}


@pytest.mark.parametrize("reply", READABLE.values(), ids=READABLE)
def test_a_page_is_read(reply: Reply) -> None:
    with Loopback() as server:
        server["/"] = reply
        assert fetch(server.url(), FetchOptions(**LOCAL)).body == STORY.encode()


@pytest.mark.parametrize("reply", [page(""), page("", 204), page(b"", content_encoding="gzip")])
def test_an_empty_answer_is_an_empty_page(reply: Reply) -> None:
    with Loopback() as server:
        server["/"] = reply
        assert fetch(server.url(), FetchOptions(**LOCAL)).body == b""


def test_the_optional_codings_are_read_where_their_packages_are() -> None:
    brotli = pytest.importorskip("brotli")
    with Loopback() as server:
        server["/"] = page(brotli.compress(LONG), content_encoding="br")
        assert fetch(server.url(), FetchOptions(**LOCAL)).body == LONG
        assert "br" in server.log[-1].headers["accept-encoding"].split(", ")


def test_what_is_no_page_is_had_on_request() -> None:
    async def run(address: str) -> bytes:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            return (await fetcher.fetch(address, accept="any")).body

    feed = gzip.compress(b"<rss/>")
    with Loopback() as server:
        server["/feed.xml.gz"] = page(feed, content_type="application/x-gzip")
        assert asyncio.run(run(server.url("/feed.xml.gz"))) == feed


def test_one_fetcher_serves_many_addresses_at_once() -> None:
    hosts = [f"127.0.0.{n}" for n in range(1, 9)]

    async def run(addresses: list[str]) -> list[bytes]:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            return [got.body for got in await asyncio.gather(*map(fetcher.fetch, addresses))]

    with Loopback(hosts) as server:
        for host in hosts:
            for number in range(5):
                server[host, f"/{number}"] = page(f"<p>{host} {number}</p>")
        bodies = asyncio.run(run([server.url(f"/{n}", host) for n in range(5) for host in hosts]))
        assert bodies == [f"<p>{host} {n}</p>".encode() for n in range(5) for host in hosts]
        assert server.paths().count("/robots.txt") == len(hosts)


def test_connections_are_used_again_also_after_a_redirect() -> None:
    async def run(addresses: list[str]) -> None:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            for address in addresses:
                await fetcher.fetch(address)

    with Loopback() as server:
        server["/robots.txt"] = robots("")
        server["/old"] = redirect("/new", body=b"<p>moved</p>")
        server["/new"] = page(STORY)
        asyncio.run(run([server.url("/old"), server.url("/new")]))
        assert server.paths() == ["/robots.txt", "/old", "/new", "/new"]
        assert server.connections == 1


def test_connections_of_hosts_no_longer_asked_are_closed() -> None:
    hosts = [f"127.0.1.{n}" for n in range(1, 41)]

    async def run(server: Loopback) -> int:
        async with Fetcher(FetchOptions(**LOCAL)) as fetcher:
            for host in hosts:
                await fetcher.fetch(server.url("/", host))
            await asyncio.sleep(0.2)
            return server.open_connections

    with Loopback(hosts) as server:
        server["/"] = page(STORY)
        server["/robots.txt"] = robots("")
        assert asyncio.run(run(server)) <= 20


def test_cookies_are_neither_kept_nor_sent() -> None:
    with Loopback() as server:
        server["/"] = redirect("/story", set_cookie="id=1; Path=/")
        server["/story"] = page(STORY)
        fetch(server.url(), FetchOptions(**LOCAL))
        assert all("cookie" not in seen.headers for seen in server.log)


def test_a_certificate_is_checked_unless_told_otherwise(tmp_path: Path) -> None:
    made = self_signed(tmp_path)
    if made is None:
        pytest.skip("no openssl command here")
    context, certificate = made
    with Loopback(("127.0.0.1", "127.0.0.2"), tls=context) as server:
        server["/"] = page(STORY)
        with pytest.raises(TlsError, match=r"certificate is not trusted .*--insecure"):
            fetch(server.url(), FetchOptions(**LOCAL))
        assert fetch(server.url(), FetchOptions(**LOCAL, insecure=True)).body == STORY.encode()
        trusting = FetchOptions(**LOCAL, cacert=str(certificate))
        assert fetch(server.url(), trusting).body == STORY.encode()
        with pytest.raises(TlsError, match="certificate is not trusted"):
            fetch(server.url(host="127.0.0.2"), trusting)  # the certificate is the other host's
        with pytest.raises(MissingFile, match="no certificates can be read"):
            fetch(server.url(), FetchOptions(**LOCAL, cacert=str(tmp_path / "none.pem")))


def test_an_address_that_is_none_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(BadUrl, match=r"did you mean https://example\.com"):
        fetch("example.com", FetchOptions(**LOCAL))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"total_timeout_s": 0}, "total_timeout_s must be more than 0"),
        ({"max_bytes": -1}, "max_bytes must be more than 0"),
        ({"delay_s": -1}, "delay_s must not be negative"),
        ({"delay_s": float("nan")}, "delay_s must not be negative"),
        ({"robots": "maybe"}, "robots is respect or ignore"),
        ({"headers": (("X\r\nY", "1"),)}, "no valid header"),
        ({"headers": (("X", "1\r\nY: 2"),)}, "no valid header"),
        ({"headers": (("Host", "example.com"),)}, "Host is newsgrab's own"),
        ({"user_agent": "a\nb"}, "no valid header"),
        ({"contact": "a\nb"}, "no valid header"),
    ],
)
def test_options_that_cannot_work_are_refused_at_once(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        FetchOptions(**wrong)


def test_importing_it_loads_neither_the_http_library_nor_asyncio() -> None:
    code = (
        "import sys, newsgrab.fetching, newsgrab.robots;"
        "newsgrab.fetching.FetchOptions();"
        "print(sorted({'httpx', 'httpcore', 'asyncio', 'ssl', 'protego', 'anyio'} & set(sys.modules)));"
        "newsgrab.fetching.Fetcher();"
        "print(sorted({'httpx', 'httpcore', 'protego', 'anyio'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split("\n") == ["[]", "[]", ""]
