"""Where requests go: redirects, secrets, private addresses, proxies."""

import base64
from typing import Any

import pytest

from disguises import DISGUISES
from loopback import Loopback, head, page, raw, redirect, robots, self_signed
from newsgrab.errors import (
    BadRedirect,
    BlockedAddress,
    FetchError,
    NewsgrabError,
    TooManyRedirects,
    UsageError,
)
from newsgrab.fetching import FetchOptions, fetch
from newsgrab.fetching.addresses import literal, why_not_public
from newsgrab.fetching.proxies import proxy_for
from newsgrab.fetching.redirects import next_address

LOCAL: dict[str, Any] = {"allow_private": True, "delay_s": 0, "retries": 0, "proxy": ""}
STORY = b"<p>The library stays open at night.</p>"
A, B = "127.0.0.1", "127.0.0.2"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_told(code: int) -> None:
    with Loopback((A, B)) as server:
        server[A, "/1"] = redirect("2?x", code)
        server[A, "/2?x"] = redirect(f"//{B}:{server.port}/3", code)
        server[B, "/3"] = page(STORY)
        got = fetch(server.url("/1"), FetchOptions(**LOCAL))
        assert got.body == STORY
        assert got.url == server.url("/1")
        assert got.final_url == server.url("/3", B)
        assert got.fetched.redirects == (server.url("/1"), server.url("/2?x"))


def test_a_redirect_may_lead_to_a_path_in_utf_8() -> None:
    with Loopback() as server:
        server["/old"] = redirect("/خبر")
        server["/%D8%AE%D8%A8%D8%B1"] = page(STORY)
        assert fetch(server.url("/old"), FetchOptions(**LOCAL)).body == STORY


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("", "without saying where to"),
        ("file:///etc/hostname", "to file:///etc/hostname, which is no http"),
        ("ftp://127.0.0.1/", "no http"),
        ("gopher://127.0.0.1/", "no http"),
        ("data:text/html,x", "no http"),
        ("javascript:alert(1)", "no http"),
        ("http:///x", "no http"),
        ("http://[::1", "no http"),
        ("http://127.0.0.1:99999/", "no http"),
        ("/" + "a" * 9000, "no http"),
        ("file:///\x1b[2Jx", r"to file:///\[2Jx, which"),
    ],
)
def test_a_redirect_to_what_is_no_web_address_is_not_followed(location: str, message: str) -> None:
    with Loopback() as server:
        server["/old"] = redirect(location)
        with pytest.raises(BadRedirect, match=message):
            fetch(server.url("/old"), FetchOptions(**LOCAL))


def test_a_redirect_without_a_location_is_a_bad_one() -> None:
    with Loopback() as server:
        server["/old"] = page("", 302)
        with pytest.raises(BadRedirect, match="redirects without saying where to"):
            fetch(server.url("/old"), FetchOptions(**LOCAL))


def test_a_folded_location_puts_nothing_into_the_next_request() -> None:
    with Loopback() as server:
        server["/old"] = raw(
            b"HTTP/1.1 302 Found\r\nLocation: /a\r\n X-Injected: 1\r\nContent-Length: 0\r\n\r\n"
        )
        server["/a%20X-Injected:%201"] = page(STORY)
        assert fetch(server.url("/old"), FetchOptions(**LOCAL)).body == STORY
        assert all("x-injected" not in seen.headers for seen in server.log)


def test_circles_and_endless_chains_end() -> None:
    with Loopback() as server:
        server["/self"] = redirect("/self")
        server["/a"], server["/b"] = redirect("/b"), redirect("/a")
        for n in range(20):
            server[f"/{n}"] = redirect(f"/{n + 1}")
        for path, asked in (("/self", 1), ("/a", 2)):
            with pytest.raises(TooManyRedirects, match="redirects in a circle"):
                fetch(server.url(path), FetchOptions(**LOCAL))
            assert len([seen for seen in server.log if seen.path != "/robots.txt"]) == asked
            server.log.clear()
        with pytest.raises(TooManyRedirects, match=r"/0 redirects more than 5 times"):
            fetch(server.url("/0"), FetchOptions(**LOCAL))
        assert server.paths() == ["/robots.txt", "/0", "/1", "/2", "/3", "/4", "/5"]
        server["/3"] = page(STORY)
        assert fetch(server.url("/0"), FetchOptions(**LOCAL, max_redirects=3)).body == STORY
        with pytest.raises(TooManyRedirects):
            fetch(server.url("/0"), FetchOptions(**LOCAL, max_redirects=2))


def test_https_leads_to_http_only_if_allowed(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = self_signed(tmp_path_factory.mktemp("tls"))
    if made is None:
        pytest.skip("no openssl command here")
    with Loopback(tls=made[0]) as secure, Loopback() as plain:
        secure["/old"] = redirect(plain.url("/new"))
        plain["/new"] = page(STORY)
        plain["/up"] = redirect(secure.url("/story"))
        secure["/story"] = page(STORY)
        with pytest.raises(BadRedirect, match=r"from https to http .*--allow-downgrade"):
            fetch(secure.url("/old"), FetchOptions(**LOCAL, insecure=True))
        assert plain.paths() == []
        allowed = FetchOptions(**LOCAL, insecure=True, allow_downgrade=True)
        assert fetch(secure.url("/old"), allowed).body == STORY
        assert fetch(plain.url("/up"), FetchOptions(**LOCAL, insecure=True)).body == STORY


def secret_bearers(server: Loopback) -> set[tuple[str, str]]:
    secrets = ("x-api-key", "authorization", "cookie")
    return {(seen.host, seen.path) for seen in server.log if any(name in seen.headers for name in secrets)}


def test_headers_and_login_go_to_the_origin_first_asked_and_no_other() -> None:
    headers = (("X-Api-Key", "k"), ("Cookie", "id=1"), ("User-Agent", "Own/1"))
    with Loopback((A, B)) as server, Loopback() as other_port:
        server[A, "/1"] = redirect(server.url("/2", B))
        server[B, "/2"] = redirect(other_port.url("/3"))
        other_port["/3"] = redirect(server.url("/4"))
        server[A, "/4"] = page(STORY)
        address = server.url("/1").replace("//", "//me:p%40ss@")
        got = fetch(address, FetchOptions(**LOCAL, headers=headers))
        assert got.body == STORY
        assert secret_bearers(server) == {(A, "/1"), (A, "/4")}
        assert secret_bearers(other_port) == set()
        first = next(seen for seen in server.log if seen.path == "/1")
        assert base64.b64decode(first.headers["authorization"].split()[1]) == b"me:p@ss"
        assert first.headers["user-agent"] == "Own/1"
        assert "p%40ss" not in repr(got)


def test_no_message_tells_a_password() -> None:
    with Loopback() as server:
        server["/r"] = redirect("http://me:secret@[::1")
        for path in ("/r", "/404"):
            with pytest.raises(NewsgrabError) as caught:
                fetch(server.url(path).replace("//", "//me:secret@"), FetchOptions(**LOCAL))
            assert "secret" not in str(caught.value)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_addresses_that_are_not_public_are_refused_in_every_disguise(disguise: str) -> None:
    with Loopback() as server:
        with pytest.raises(BlockedAddress, match=r"address|service") as caught:
            fetch(f"http://{disguise}:{server.port}/", FetchOptions(delay_s=0, proxy=""))
        assert "--allow-private" in str(caught.value)
        assert server.connections == 0


def test_a_redirect_does_not_lead_inside_either() -> None:
    # What is public cannot be had in a test, so the inside is another kind of private: the first hop
    # is allowed by going through a proxy, which may stand anywhere.
    with Loopback() as proxy, Loopback() as inside:
        outside = "http://news.example/old"
        proxy["http://news.example/robots.txt"] = robots("")
        proxy[outside] = redirect(inside.url("/secret"))
        with pytest.raises(BlockedAddress, match=r"127\.0\.0\.1 is a loopback address"):
            fetch(outside, FetchOptions(delay_s=0, retries=0, proxy=proxy.url("")))
        assert proxy.paths() == ["http://news.example/robots.txt", outside]
        assert inside.connections == 0


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert why_not_public(address) is None


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("[::1]", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("example.com", None),
        ("256.1.1.1.1", None),
        ("1.1.1.1 x", None),
        ("", None),
    ],
)
def test_addresses_are_recognised_as_the_system_reads_them(host: str, address: str | None) -> None:
    assert literal(host) == address


def test_pages_come_through_a_proxy_which_is_told_its_password() -> None:
    with Loopback() as proxy:
        proxy["http://news.example/robots.txt"] = robots("")
        proxy["http://news.example/story"] = page(STORY)
        address = proxy.url("").replace("//", "//me:secret@")
        got = fetch("http://news.example/story", FetchOptions(delay_s=0, retries=0, proxy=address))
        assert got.body == STORY
        assert base64.b64decode(proxy.log[0].headers["proxy-authorization"].split()[1]) == b"me:secret"


def test_a_proxy_that_refuses_or_is_none_is_told_clearly() -> None:
    with Loopback() as proxy:
        proxy["news.example:443"] = raw(head(403, content_length=0))
        with pytest.raises(FetchError, match="the proxy refuses") as caught:
            fetch("https://news.example/", FetchOptions(delay_s=0, retries=0, proxy=proxy.url("")))
        assert caught.value.code == "fetch_failed"
    for wrong in ("ftp://127.0.0.1", "http://", "http://127.0.0.1:x"):
        with pytest.raises(UsageError, match="no proxy that can be used"):
            fetch("http://news.example/", FetchOptions(delay_s=0, retries=0, proxy=wrong))


@pytest.mark.parametrize("host", ["127.0.0.1", "0x7f.1", "localhost", "a.localhost", "[::1]", "10.0.0.1"])
def test_behind_a_proxy_too_private_addresses_are_refused(host: str) -> None:
    with Loopback() as proxy:
        with pytest.raises(BlockedAddress, match="--allow-private"):
            fetch(f"http://{host}/", FetchOptions(delay_s=0, retries=0, proxy=proxy.url("")))
        assert proxy.connections == 0


PLAIN, TLS = "http://news.example/", "https://www.news.example/"


@pytest.mark.parametrize(
    ("url", "chosen", "environ", "proxy"),
    [
        (PLAIN, None, {}, None),
        (PLAIN, "proxy.example:3128", {}, "http://proxy.example:3128"),
        (PLAIN, "", {"http_proxy": "http://p.example"}, None),
        (PLAIN, None, {"http_proxy": "http://p.example"}, "http://p.example"),
        (PLAIN, None, {"HTTP_PROXY": "http://p.example"}, None),
        (TLS, None, {"HTTPS_PROXY": "p.example"}, "http://p.example"),
        (TLS, None, {"all_proxy": "socks5://p.example"}, "socks5://p.example"),
        (TLS, None, {"https_proxy": "p.example", "no_proxy": "news.example"}, None),
        (TLS, None, {"https_proxy": "p.example", "NO_PROXY": "x.example, .example"}, None),
        (TLS, None, {"https_proxy": "p.example", "no_proxy": "*"}, None),
        (TLS, None, {"https_proxy": "p.example", "no_proxy": "ws.example"}, "http://p.example"),
        ("http://10.1.2.3/", None, {"http_proxy": "p.example", "no_proxy": "10.0.0.0/8"}, None),
    ],
)
def test_the_proxy_is_the_users_or_the_environments(
    url: str, chosen: str | None, environ: dict[str, str], proxy: str | None
) -> None:
    assert proxy_for(url, chosen, environ) == proxy


def test_a_redirect_keeps_no_fragment_and_no_login() -> None:
    here = ["https://news.example/a"]
    assert next_address(here, "https://me:pw@other.example/b#c", most=5, downgrade=False) == (
        "https://other.example/b"
    )
