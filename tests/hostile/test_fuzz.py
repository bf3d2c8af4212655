"""G. Fuzz targets F7-F12: whatever comes in, what comes out is a value or one of newsgrab's own errors."""

import asyncio
import datetime as dt
import gzip
import re
import time
import zlib
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from random import Random
from typing import Any, Final, Self
from urllib.parse import urlsplit

import pytest

from command import story
from fuzz import CI_S, LONG_S, Target, again, hammer, mutated
from hostile_texts import hostile_texts
from loopback import Loopback, head, raw
from newsgrab import dates, robots, urls
from newsgrab.discovery import read_listing
from newsgrab.errors import BadEncoding, BadUrl, NewsgrabError, UsageError
from newsgrab.fetching import Fetcher, FetchOptions
from newsgrab.fetching.decoding import Decoder, Overflow, decoder_for
from newsgrab.fetching.failures import retry_after_s
from newsgrab.model import Fetched, Page
from newsgrab.rules import pack

NOW: Final = dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC)
STORY: Final = story().encode()

# ------------------------------------------------------------------------------------------------- F7

RSS: Final = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b"<channel><title>Quay</title><link>https://quay.example/</link><item><title>A &amp; B</title>"
    b"<link>https://quay.example/news/a</link><guid isPermaLink='false'>1</guid>"
    b"<pubDate>Mon, 01 Jan 2024 10:00:00 GMT</pubDate><dc:creator>Jane Roe</dc:creator></item>"
    b"<item><title><![CDATA[Two]]></title><link>/news/b</link></item></channel></rss>"
)
ATOM: Final = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://quay.example/"><title>Quay</title><entry>'
    b'<title type="html">&lt;b&gt;One&lt;/b&gt;</title><link rel="alternate" href="news/a"/><id>urn:a</id>'
    b"<updated>2024-01-01T10:00:00Z</updated></entry></feed>"
)
SITEMAP: Final = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://quay.example/news/a</loc>'
    b"<lastmod>2024-01-01</lastmod></url></urlset>"
)
INDEX: Final = (
    b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>'
    b"<loc>https://quay.example/s.xml</loc></sitemap></sitemapindex>"
)
JSON_FEED: Final = (
    b'{"version":"https://jsonfeed.org/version/1.1","title":"Quay","items":[{"id":"1","url":"https://quay.'
    b'example/news/a","title":"One","date_published":"2024-01-01T10:00:00Z","authors":[{"name":"Jane"}]}]}'
)
LISTINGS: Final = (
    RSS,
    ATOM,
    SITEMAP,
    INDEX,
    JSON_FEED,
    b"https://quay.example/news/a\nhttps://quay.example/b\n",
    STORY,
)
XML: Final = (
    b"<item>", b"</item>", b"<link>", b"]]>", b"<![CDATA[", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;",
    b"&#0;", b"&#x110000;",
    b"<!--", b"-->", b"<?xml version='1.0' encoding='utf-16'?>", b"\xef\xbb\xbf", b"\xff\xfe", b"\0",
    b"\xed\xa0\x80", b"<a:b>",
    b" xmlns:a=''", b"javascript:a", b"file:///etc/passwd", b"http://[::1", b"{", b"[", b'"', b"\\ud800",
    b"1e999", b"99999999999999",
    b"0000-99-99", b"Mon, 99 Foo 20244 99:99:99 +9999",
)  # fmt: skip


def f7_listings(draw: Random) -> None:
    body = mutated(draw, LISTINGS, XML)
    address = "https://quay.example/feed"
    page = Page(
        url=address,
        final_url=address,
        body=body,
        fetched=Fetched(content_type=draw.choice((None, "text/xml"))),
    )
    started = time.process_time()
    try:
        listing = read_listing(page, NOW)
    except NewsgrabError:
        pass
    else:
        for link in listing.links:
            assert link.url.startswith(("http://", "https://"))
            assert len(link.url) <= urls.MAX_BYTES
    assert time.process_time() - started < 5


# ------------------------------------------------------------------------------------------------- F8

ROBOTS: Final = (
    b"User-agent: *\nDisallow: /private\nAllow: /private/news\nCrawl-delay: 2\n",
    b"User-agent: other\nAllow: /\n\nUser-agent: newsgrab\nDisallow: /a*b$\n",
    b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\nSitemap: https://quay.example/s.xml\r\n",
    b"# comment\nuser-agent : *\nallow:\ndisallow:\n",
    b"<!doctype html><title>Not here</title>",
)
LINES: Final = (
    b"User-agent: *\n", b"User-agent:\n", b"Disallow: /\n", b"Allow: /*\n", b"Crawl-delay: -1\n",
    b"Crawl-delay: nan\n", b"Crawl-delay: 1e309\n",
    b"Request-rate: 1/0\n", b"Visit-time: 9999-x\n", b"*" * 50, b"$", b"%2F%zz%", b"\0", b"\r",
    b"\xff\xfe", b"\x85", b"://", b"https://[", b"?",
)  # fmt: skip


def f8_robots(draw: Random) -> None:
    body = mutated(draw, ROBOTS, LINES)
    rules, agent = robots.parse(body), draw.choice(("newsgrab", "other", ""))
    address = f"https://quay.example{draw.choice(('/', '/private', '/private/news', '/aXb', '/%2F?a=b*$'))}"
    started = time.process_time()
    assert rules.allows(address, agent) in (True, False)
    assert 0 <= rules.delay_s(agent) <= robots.MAX_DELAY_S
    assert time.process_time() - started < 2
    if not body.startswith(b"\xef\xbb\xbf"):
        assert robots.parse(b"\xef\xbb\xbf" + body).allows(address, agent) == rules.allows(address, agent)


def f8_against_the_rfc(draw: Random) -> None:
    """Of the rules that match, the longest decides; of two as long, the one that allows (section 2.2.2)."""
    lines = [
        (draw.choice((True, False)), "/" + "".join(draw.choice("ab/*$") for _ in range(draw.randrange(6))))
        for _ in range(draw.randrange(1, 6))
    ]
    # The end mark counts at the end alone; elsewhere programs differ, and the RFC says nothing.
    lines = [(allow, re.sub(r"\*+", "*", path[:-1].replace("$", "") + path[-1])) for allow, path in lines]
    path = "/" + "".join(draw.choice("ab/") for _ in range(draw.randrange(6)))
    text = "User-agent: *\n" + "".join(
        f"{'Allow' if allow else 'Disallow'}: {rule}\n" for allow, rule in lines
    )
    fitting = [(len(rule), allow) for allow, rule in lines if _matches(rule, path)]
    expected = max(fitting)[1] if fitting else True
    assert robots.parse(text.encode()).allows(f"https://quay.example{path}", "newsgrab") is expected, (
        text,
        path,
    )


def _matches(rule: str, path: str) -> bool:
    ends = rule.endswith("$")
    pattern = ".*".join(map(re.escape, rule.removesuffix("$").split("*")))
    return re.match(pattern + ("$" if ends else ""), path) is not None


# ------------------------------------------------------------------------------------------------- F9

ADDRESSES: Final = tuple(
    address.encode()
    for address in (
        "https://quay.example/news/a?utm_source=x&b=1#c",
        "HTTP://me:word@Quay.Example:80/a/../b/./c//d",
        "http://مثال.example/خبر?q=ä",
        "http://xn--mgbh0fb.example/%D8%AE%zz",
        "http://[2001:db8::1]:8080/[a]|b",
        "http://127.1/",
        "//quay.example/a",
        "javascript:alert(1)",
        "news.example/a b",
    )
)
PARTS: Final = (
    b"/../", b"/./", b"//", b"?", b"#", b"@", b":", b"[", b"]", b"%", b"%00", b"%2e%2E/", b"\\", b"\t",
    b"\n", b" ", b"\0", "。".encode(),
    "１".encode(), "ß".encode(), "\u200d".encode(), "\u202e".encode(), b"xn--", b"www.", b".", b"..",
    b":80", b":443", b":99999", b"0x7f.1",
    b"&utm_medium=a", b"&fbclid=b", b"http://", b"https:", b"\xff", b"\xed\xa0\x80", b"-",
)  # fmt: skip


def f9_addresses(draw: Random) -> None:
    errors = draw.choice(("replace", "surrogateescape"))
    text = mutated(draw, ADDRESSES, PARTS)[:20_000].decode("utf-8", errors)
    normal = urls.normalise(text)
    assert urls.normalise(normal) == normal
    joined = urls.join("https://quay.example/a/b", text)
    assert joined is None or joined.startswith(("http://", "https://"))
    try:
        checked = urls.check(text)
    except BadUrl:
        return
    assert urls.check(checked) == checked
    assert checked.isascii()
    assert "@" not in urlsplit(urls.redact(checked)).netloc
    assert not set(checked) & set(" \t\n\r\0\\")
    assert urls.host_of(checked) == urls.host_of(normal)
    assert urls.normalise(checked) == normal
    assert urls.origin_of(checked) == urls.origin_of(normal)
    assert len(urls.article_id(text)) == 16


# ------------------------------------------------------------------------------------------------ F10

DATES: Final = tuple(
    text.encode()
    for text in (
        "120", "Mon, 01 Jan 2024 12:00:30 GMT", "Monday, 01-Jan-24 12:00:30 GMT",
        "Mon Jan  1 12:00:30 2024", "2024-02-09T10:20:00+03:00",
        "2024-W06-5", "1704106830", "9 février 2024 à 10h20", "٩ فبراير ٢٠٢٤ ١٠:٢٠", "2024年2月9日 10時20分",
        "9. Februar 2024, 10:20 Uhr", "2 hours ago",
        "03/04/2024 5:06 pm", "Updated: Friday, Feb. 9, 2024 at 10:20 a.m. EST",
    )
)  # fmt: skip
CLOCKS: Final = (
    b"-1", b"99999", b"0000", b"29 Feb 2023", b"24:00:00", b"23:59:60", b"+99:99", b"-00:00", b"GMT",
    b"Z", b"  ", b"\0", "٣".encode(), "二〇二四".encode(),
    b"AD", b"am", b"12:60", b"T", b"/", b".", "\u200f".encode(), "\u202e".encode(), b"1e9", b"inf",
    b"nan", b"Jan",
)  # fmt: skip
PACKS: Final = tuple(pack(code).dates for code in ("en", "fr", "ar", "zh", "de", "fa", "ja"))


def f10_dates(draw: Random) -> None:
    text = mutated(draw, DATES, CLOCKS)[:5000].decode("utf-8", "replace")
    seconds = retry_after_s(text, NOW)
    assert seconds is None or 0 < seconds < float("inf")
    started = time.process_time()
    now = draw.choice((None, NOW))
    moment = dates.parse(text, draw.sample(PACKS, draw.randrange(3)), now)
    assert time.process_time() - started < 0.5
    if moment is not None:
        assert dt.date(1990, 1, 1) <= moment.date
        assert now is None or moment.date <= dt.date(2024, 1, 3)


# ------------------------------------------------------------------------------------------------ F11

_TYPE: Final = b"Content-Type: text/html\r\n"
ANSWERS: Final = (
    head(200, content_type="text/html", content_length=len(STORY)) + STORY,
    head(200, content_type="text/html", transfer_encoding="chunked")
    + b"5\r\nhello\r\n0\r\nTrailer: a\r\n\r\n",
    head(200, content_encoding="gzip", content_length=len(gzip.compress(STORY))) + gzip.compress(STORY),
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + head(200, content_length=2) + b"ok",
    head(302, location="/next", set_cookie="a=b; Path=/; Max-Age=9", content_length=0),
    head(403, cf_mitigated="challenge", content_length=9) + b"forbidden",
    head(429, retry_after="1", content_length=0),
    b"HTTP/1.0 200 OK\r\n" + _TYPE + b"\r\n" + STORY,
)
FIELDS: Final = (
    b"\r\n", b"\r", b"\n", b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b"HTTP/2.0 200\r\n",
    b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n",
    b"Content-Encoding: deflate\r\n", b"Content-Encoding: br, gzip\r\n",
    b"Location: file:///a\r\n", b"Location: http://[::1\r\n", b"Location: \xff\xfe\r\n",
    b"Set-Cookie: =;;=;Expires=x\r\n", b"Connection: close\r\n",
    b"Upgrade: h2c\r\n", b"\0", b":", b" ", b"\xff", b"0\r\n\r\n", b"ffffffff\r\n", b"-1\r\n",
    b"1;a=b\r\n", b"100 Continue", b"101", b"999", b"304",
)  # fmt: skip


class Fetching:
    """A server that answers each path with bytes of its own, and a fetcher that asks for it."""

    OPTIONS: Final[dict[str, Any]] = {
        "allow_private": True,
        "delay_s": 0,
        "retries": 0,
        "proxy": "",
        "robots": "ignore",
        "total_timeout_s": 2,
        "max_bytes": 1 << 20,
    }

    def __init__(self) -> None:
        self.server = Loopback()
        self.runner = asyncio.Runner()
        self.number = 0

    def __call__(self, draw: Random) -> None:
        """A dozen answers at once: a round each would wait for the loop most of the time."""
        addresses = []
        for _ in range(12):
            self.number += 1
            path = f"/{self.number}"
            self.server[path] = raw(mutated(draw, ANSWERS, FIELDS))
            addresses.append(self.server.url(path))
        self.runner.run(self._fetch_all(addresses, keep_cookies=draw.random() < 0.5))
        self.server.replies.clear()
        self.server.log.clear()

    async def _fetch_all(self, addresses: list[str], *, keep_cookies: bool) -> None:
        options = FetchOptions(**self.OPTIONS, cookies=() if keep_cookies else None)
        async with Fetcher(options) as fetcher:
            done = await asyncio.gather(*map(fetcher.fetch, addresses), return_exceptions=True)
        for got in done:
            if isinstance(got, BaseException):
                assert isinstance(got, NewsgrabError), repr(got)
                assert not isinstance(got, UsageError), repr(got)
                assert str(got).isprintable()
            else:
                assert len(got.body) <= 1 << 20

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.runner.close()
        self.server.__exit__(None, None, None)


# ------------------------------------------------------------------------------------------------ F12


def _packers() -> dict[str, Callable[[bytes], bytes]]:
    found: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress}
    if find_spec("brotli"):
        found["br"] = import_module("brotli").compress
    if find_spec("backports") and find_spec("backports.zstd"):
        found["zstd"] = import_module("backports.zstd").compress
    return found


PACKERS: Final = _packers()
PLAIN: Final = (b"", b"a", STORY, bytes(100_000), b"ab" * 50_000, bytes(range(256)) * 40)


def f12_decoder(draw: Random) -> None:
    coding = draw.choice((*PACKERS, "identity"))
    plain = draw.choice(PLAIN)[: draw.randrange(1, 100_001)]
    packed = PACKERS[coding](plain) if coding in PACKERS else plain
    is_whole = draw.random() < 0.4
    data = (
        packed
        if is_whole
        else mutated(draw, (packed,), (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\0", b"\xff" * 9))
    )
    room = draw.choice((0, 1, len(plain), len(plain), 1000, 200_000))
    decoder, made = decoder_for(coding), bytearray()
    try:
        _feed(draw, decoder, data, made, room)
    except Overflow as overflow:
        made += overflow.kept
        fits, is_broken = False, False
    except BadEncoding:
        fits, is_broken = True, True
    else:
        fits, is_broken = True, False
    assert len(made) <= room
    if is_whole:
        assert not is_broken
        assert fits is (len(plain) <= room)
        assert not fits or (bytes(made) == plain and decoder.is_complete())


def _feed(draw: Random, decoder: Decoder, data: bytes, made: bytearray, room: int) -> None:
    start = 0
    while start < len(data):
        size = draw.choice((1, 2, 7, 100, 4096, 65536))
        made += decoder.decode(data[start : start + size], room - len(made))
        start += size


TARGETS: Final[dict[str, Target]] = {
    "F7 feeds and sitemaps": f7_listings,
    "F8 robots.txt": f8_robots,
    "F8 robots.txt against the RFC": f8_against_the_rfc,
    "F9 addresses": f9_addresses,
    "F10 Retry-After and dates": f10_dates,
    "F12 bounded decoder": f12_decoder,
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_target(name: str) -> None:
    assert hammer(TARGETS[name], CI_S, seed=1) > 100


def test_f11_raw_answers() -> None:
    with Fetching() as fetching:
        assert hammer(fetching, CI_S, seed=1) > 3


@pytest.mark.long
@pytest.mark.parametrize("name", TARGETS)
def test_a_target_for_long(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    seed = time.time_ns() % 1_000_000
    rounds = hammer(TARGETS[name], LONG_S, seed)
    with capsys.disabled():
        print(f"\n{name}: {rounds} inputs, seed {seed}")  # noqa: T201 - what was tried


@pytest.mark.long
def test_f11_raw_answers_for_long(capsys: pytest.CaptureFixture[str]) -> None:
    seed = time.time_ns() % 1_000_000
    with Fetching() as fetching:
        rounds = hammer(fetching, LONG_S, seed)
    with capsys.disabled():
        print(f"\nF11: {rounds * 12} answers, seed {seed}")  # noqa: T201 - what was tried


def test_texts_made_to_be_slow_are_not() -> None:
    for text in hostile_texts(5000):
        started = time.process_time()
        retry_after_s(text, NOW)
        urls.normalise(f"https://quay.example/{text}")
        robots.parse(text.encode("utf-8", "replace")).allows("https://quay.example/a", "newsgrab")
        assert time.process_time() - started < 0.5, text[:20]


def test_a_round_can_fail_and_says_which() -> None:
    def fails(draw: Random) -> None:
        assert draw.random() < 0.5

    with pytest.raises(AssertionError, match=r"seed 1, round \d+: AssertionError"):
        hammer(fails, 1.0, seed=1)
    again(lambda _: None, 1, 1)
