"""Addresses: what is asked for, how two links are known to be one, what may be shown."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrab import urls
from newsgrab.errors import BadUrl

REQUESTABLE = [
    ("https://example.com", "https://example.com/"),
    ("  https://example.com/a\n", "https://example.com/a"),
    ("HTTPS://EXAMPLE.COM:443/A", "https://example.com/A"),
    ("http://example.com:80/", "http://example.com/"),
    ("http://example.com:443/", "http://example.com:443/"),
    ("http://example.com:/a", "http://example.com/a"),
    ("https://example.com./a", "https://example.com/a"),
    ("https://example.com/a b/ü?q=ü 1#part", "https://example.com/a%20b/%C3%BC?q=%C3%BC%201"),
    ("https://example.com/خبر", "https://example.com/%D8%AE%D8%A8%D8%B1"),
    ("https://example.com/%D8%AE%d8%ae", "https://example.com/%D8%AE%d8%ae"),
    ("https://example.com/100%-sure", "https://example.com/100%25-sure"),
    ('https://example.com/"<>`{}^', "https://example.com/%22%3C%3E%60%7B%7D%5E"),
    ("https://example.com/a/./b/../c", "https://example.com/a/c"),
    ("https://example.com/../..", "https://example.com/"),
    ("https://example.com?", "https://example.com/"),
    ("https://example.com?a=1", "https://example.com/?a=1"),
    ("https:\\\\example.com\\a", "https://example.com/a"),
    ("http://bücher.example/", "http://xn--bcher-kva.example/"),
    ("http://b%C3%BCcher.example/", "http://xn--bcher-kva.example/"),
    ("http://ｅxample.com/", "http://example.com/"),
    ("http://my_host.example/", "http://my_host.example/"),
    ("http://[0:0:0::1]:8080/", "http://[::1]:8080/"),
    ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
    ("http://user:p%40ss@example.com/", "http://user:p%40ss@example.com/"),
    ("http://example.com/\udcff", "http://example.com/%FF"),
]

REFUSED = [
    ("", "the address is empty"),
    ("example.com/x", "no scheme: did you mean https://example.com/x?"),
    ("www.example.com", "no scheme: did you mean https://www.example.com?"),
    ("//example.com/x", "no scheme: did you mean https://example.com/x?"),
    ("localhost:8000/x", "no scheme: did you mean https://localhost:8000/x?"),
    ("//user:secret@example.com/x", "no scheme: did you mean https://example.com/x?"),
    ("ftp://example.com/x", "only http: and https: addresses can be fetched, not ftp:"),
    ("file:///etc/passwd", "only http: and https: addresses can be fetched, not file:"),
    ("javascript:alert(1)", "only http: and https: addresses can be fetched, not javascript:"),
    ("mailto:desk@example.com", "only http: and https: addresses can be fetched, not mailto:"),
    ("http://", "no host: http://"),
    ("http:///x", "no host: http:///x"),
    ("https:example.com", "no web address: did you mean https://example.com?"),
    ("https:/example.com/x", "no web address: did you mean https://example.com/x?"),
    ("https//example.com/x", "no scheme: did you mean https://example.com/x?"),
    ("htp://example.com/x", "no web address: did you mean http://example.com/x?"),
    ("htps://user:secret@example.com/x", "no web address: did you mean https://example.com/x?"),
    ("http://:80/", "no host: http://:80/"),
    ("http://[::1", "no valid host and port: http://[::1"),
    ("http://[1.2.3.4]/", "no valid IPv6 address: [1.2.3.4]"),
    ("http://example.com:99999/", "no valid host and port: http://example.com:99999/"),
    ("http://example.com:x/", "no valid host and port: http://example.com:x/"),
    ("http://a b/", "no valid host name: a b"),
    ("http://a..b/", "no valid host name: a..b"),
    ("http://a%2fb/", "no valid host name: a%2fb"),
    (f"http://{'a' * 64}.example/", f"no valid host name: {'a' * 64}.example"),
    ("http://example.com/a\r\nX: 1", "a line break or control character inside the address: "),
    ("http://example.com/\x00a", "a line break or control character inside the address: "),
    ("http://example.com/\ud800", "half a character in the address: "),
    ("http://example.com/" + "a" * 8200, "the address is longer than 8192 bytes"),
]


@pytest.mark.parametrize(("given_url", "expected"), REQUESTABLE)
def test_an_address_is_made_requestable(given_url: str, expected: str) -> None:
    assert urls.check(given_url) == expected
    assert urls.check(expected) == expected


@pytest.mark.parametrize(("given_url", "message"), REFUSED)
def test_what_is_no_web_address_is_refused_in_one_line(given_url: str, message: str) -> None:
    with pytest.raises(BadUrl) as caught:
        urls.check(given_url)
    assert str(caught.value).startswith(message)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Example.com:8080/a", "example.com"),
        ("http://user:pw@news.example.com", "news.example.com"),
        ("//example.com/a", "example.com"),
        ("https://example.com./", "example.com"),
        ("https://example.com?x=http://other.example", "example.com"),
        ("https://example.com\\@other.example/", "example.com"),
        ("http://[::1]:80/", "[::1]"),
        ("https://www.bücher.example/", "xn--bcher-kva.example"),
        ("https://wwwx.example/", "wwwx.example"),
        ("page.html", ""),
        ("", ""),
        ("mailto:a@b.example", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert urls.host_of(url) == host


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com", "HTTPS://Example.com:443/#top"),
        ("https://example.com/a?id=3", "https://example.com/a?utm_source=x&id=3&FBCLID=1&&"),
        ("https://example.com/a", "https://example.com/a?utm_medium=mail&gclid=2"),
        ("https://example.com/%C3%BC", "https://example.com/ü"),
        ("https://example.com/%c3%bc", "https://example.com/ü"),
        ("https://example.com/a", "https://user:pw@example.com/b/../a"),
    ],
)
def test_two_links_to_one_page_are_known_to_be_the_same(one: str, other: str) -> None:
    assert urls.normalise(one) == urls.normalise(other)
    assert urls.article_id(one) == urls.article_id(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a", "https://example.com/A"),
        ("https://example.com/a", "http://example.com/a"),
        ("https://example.com/a", "https://example.com/a/"),
        ("https://example.com/?id=1", "https://example.com/?id=2"),
        ("https://example.com/?a=1&b=2", "https://example.com/?b=2&a=1"),
        ("https://example.com/", "https://www.example.com/"),
        ("https://example.com/?ref=1", "https://example.com/"),
    ],
)
def test_what_may_be_two_pages_stays_two(one: str, other: str) -> None:
    assert urls.normalise(one) != urls.normalise(other)
    assert urls.article_id(one) != urls.article_id(other)


def test_an_article_id_is_16_hex_digits_and_stable() -> None:
    assert urls.article_id("https://example.com/a?utm_source=x") == "2dce0a4c50441bfc"
    assert len(urls.article_id("no address at all \ud800")) == 16


PAGE = "https://example.com/world/story.html?x=1"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("https://other.example/a#b", "https://other.example/a#b"),
        ("http://other.example", "http://other.example"),
        ("HTTP://Other.Example/A", "http://other.example/A"),
        ("/a", "https://example.com/a"),
        ("/a/../b", "https://example.com/b"),
        ("/خبر?س#ص", "https://example.com/%D8%AE%D8%A8%D8%B1?%D8%B3#%D8%B5"),
        ("a/b", "https://example.com/world/a/b"),
        ("../b", "https://example.com/b"),
        ("../../b-c/d.html?e=f&g#h", "https://example.com/b-c/d.html?e=f&g#h"),
        ("./a/./b/../c", "https://example.com/world/a/c"),
        ("a//b?", "https://example.com/world/a/b"),
        ("a" * 8180, None),
        ("?y=2", "https://example.com/world/story.html?y=2"),
        ("#top", "https://example.com/world/story.html?x=1#top"),
        ("", "https://example.com/world/story.html?x=1"),
        ("//other.example/a", "https://other.example/a"),
        ("\\\\other.example\\a", "https://other.example/a"),
        ("\n /a\tb \r\n", "https://example.com/ab"),
        ("/a b", "https://example.com/a%20b"),
        ("https://user:pw@other.example/", "https://other.example/"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("data:text/html,x", None),
        ("ftp://example.com/", None),
        ("http://", None),
        ("https:///x", None),
        ("http://[::1", None),
        ("http://exa[mple/", None),
        ("/" + "a" * 8192, None),
        ("https://example.com/" + "a" * 8192, None),
        ("/\ud800", None),
    ],
)
def test_a_link_is_made_absolute_or_is_none(reference: str, expected: str | None) -> None:
    assert urls.join(PAGE, reference) == expected


def test_without_a_page_only_absolute_links_lead_anywhere() -> None:
    assert urls.join("", "https://example.com/a") == "https://example.com/a"
    assert urls.join("", "/a") is None
    assert urls.join("", "a") is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pw@example.com/@you", "https://example.com/@you"),
        ("https://example.com/@you", "https://example.com/@you"),
        ("https://example.com/\x1b[2J\u202ea\nb", "https://example.com/[2Jab"),
    ],
)
def test_a_shown_address_has_no_secret_and_no_control_character(url: str, shown: str) -> None:
    assert urls.redact(url) == shown


def test_a_shown_address_has_an_end() -> None:
    assert len(urls.redact("https://example.com/" + "a" * 5000)) == 300


def test_an_origin_is_scheme_host_and_unusual_port() -> None:
    assert urls.origin_of("https://user@Example.com:443/a") == "https://example.com"
    assert urls.origin_of("http://example.com:8080/a") == "http://example.com:8080"


any_url = st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://", "https://", "HTTPS://WWW.", "http://u:p@", "//", ""]),
    st.sampled_from(["example.com", "bücher.example", "[::1]", "1.2.3.4:8080", "EXAMPLE.com.:80", ""]),
    st.text(max_size=60),
)


@given(any_url)
def test_checking_and_normalising_are_idempotent_and_keep_the_host(url: str) -> None:
    assert urls.normalise(urls.normalise(url)) == urls.normalise(url)
    try:
        checked = urls.check(url)
    except BadUrl:
        return
    assert urls.check(checked) == checked
    assert checked.isascii()
    assert urls.host_of(checked) == urls.host_of(urls.normalise(checked))


@given(any_url, st.one_of(st.text(max_size=60), any_url))
def test_a_joined_link_is_an_http_address_or_none(base: str, reference: str) -> None:
    joined = urls.join(base, reference)
    assert joined is None or (joined.startswith(("http://", "https://")) and joined.isascii())
    assert joined is None or urls.check(joined)


def test_addresses_load_no_network_library() -> None:
    heavy = "{'idna', 'tomllib', 'ssl', 'socket', 'hashlib', 'httpcore'}"
    code = (
        f"import sys; had = set(sys.modules); import newsgrab.urls; print(*{heavy} & set(sys.modules) - had)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "\n"
