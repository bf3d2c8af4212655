"""Feeds and sitemaps that are broken or mean harm, read by the command itself (E of docs/hostile.md).

What is in them stands in ``tests/test_discovery.py``, where the reading alone is tried on each.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST
from listings import HOST, item, rss, story_url
from loopback import Loopback, page
from sandbox import MOST_MEMORY, Sandbox
from test_discovery import BROKEN, DATES, HARMLESS, LINKS, NOTHING_IN_IT, REFUSED, TWINS

MOST_S = 120.0


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


class Found:
    """What one run found in many listings, each served under its number."""

    def __init__(self, server: Loopback, box: Path, bodies: list[bytes]) -> None:
        for number, body in enumerate(bodies):
            server[f"/{number}"] = page(body, content_type="application/rss+xml")
        sandbox = Sandbox(box)
        urls = [server.url(f"/{number}") for number in range(len(bodies))]
        words = ["discover", "--no-state", "-f", "jsonl", *FAST, *urls]
        self.status, out, self.err, self.seconds, memory, left = sandbox.start(
            words, sandbox.environment(), MOST_S
        )
        assert "Traceback" not in self.err
        assert "internal error" not in self.err
        assert (memory <= MOST_MEMORY, left) == (True, ())
        self.links: list[list[dict[str, str]]] = [[] for _ in bodies]
        for line in out.splitlines():
            link = json.loads(line)
            self.links[int(link["found_in"].rpartition("/")[2])].append(link)

    def urls(self, number: int) -> list[str]:
        return [link["url"] for link in self.links[number]]


def elsewhere(body: bytes | str, number: int) -> bytes:
    """The same listing about another host, since a page is given once however many name it."""
    data = body.encode() if isinstance(body, str) else body
    host, other = HOST.encode(), f"{HOST}".replace("harbour", f"harbour{number:02}").encode()
    wide, other_wide = (name.decode().encode("utf-16-le") for name in (host, other))
    return data.replace(host, other).replace(wide, other_wide)


def at(url: str, number: int) -> str:
    return elsewhere(url, number).decode()


def test_r54_xml_that_means_harm_costs_seconds_and_reads_nothing(server: Loopback, tmp_path: Path) -> None:
    refused = [elsewhere(body, number) for number, body in enumerate(REFUSED.values())]
    harmless = [elsewhere(body, 20 + number) for number, body in enumerate(HARMLESS.values())]
    found = Found(server, tmp_path, refused + harmless)
    assert found.status == 3
    for number in range(len(refused)):
        assert found.urls(number) == []
        assert f"{server.url(f'/{number}')}: " in found.err
    assert found.err.count("(bad_xml)") >= len(refused)
    for number, name in enumerate(HARMLESS):
        expected = [] if name in NOTHING_IN_IT else [at(story_url(1), 20 + number)]
        assert found.urls(len(refused) + number) == expected
    assert "root:" not in found.err  # nothing of /etc/passwd
    # What looks like a page leads to the sitemaps of its host.
    asked = {path for path in server.paths() if path not in ("/robots.txt", "/sitemap.xml")}
    assert asked == {f"/{number}" for number in range(len(refused) + len(harmless))}


def test_r56_broken_feeds_give_what_is_whole_and_say_so(server: Loopback, tmp_path: Path) -> None:
    found = Found(server, tmp_path, [elsewhere(body, number) for number, body in enumerate(BROKEN.values())])
    assert found.status == 0
    for number, name in enumerate(BROKEN):
        assert found.urls(number) == [at(story_url(story), number) for story in (1, 2, 3)], name


def test_r57_dates_of_every_kind_are_read_or_left_out(server: Loopback, tmp_path: Path) -> None:
    items = [item(number, f"<pubDate>{text}</pubDate>") for number, (text, _) in enumerate(DATES)]
    author = f"<author>{'a@a.' * 50_000}!</author>"
    ahead = ("2999-01-01T00:00:00Z", "2024-03-12T10:00:00Z")
    far = [item(number, f"<pubDate>{date}</pubDate>") for number, date in enumerate(ahead)]
    found = Found(
        server, tmp_path, [rss(*items), elsewhere(rss(item(1, author)), 1), elsewhere(rss(*far), 2)]
    )
    assert (found.status, found.seconds < 30) == (0, True)
    assert found.urls(0) == [story_url(number) for number in range(len(DATES))]
    given = [link.get("published") for link in found.links[0]]
    for (text, moment), date in zip(DATES, given, strict=True):
        if not text.startswith(
            ("2034", "Thu, 14 Mar 2024", "2024-03-12T10:20:30+99")
        ):  # by the test's own clock
            assert date == moment, text
    assert found.urls(1) == [at(story_url(1), 1)]
    assert [link.get("published") for link in found.links[2]] == [None, "2024-03-12T10:00:00+00:00"]


def test_r58_links_of_every_kind_are_addresses_of_the_web_and_each_page_is_one(
    server: Loopback, tmp_path: Path
) -> None:
    odd = ["javascript:alert(1)", "file:///etc/passwd", f"{HOST}/{'x' * 100_000}", "http://[::1", "data:,x"]
    listing = rss(*(f"<link>{reference}</link>" for reference in (*odd, *LINKS)))
    twins = [f"<link>{HOST}{twin}</link>" for group in TWINS for twin in group if twin.startswith("/")]
    found = Found(server, tmp_path, [listing, elsewhere(rss(*twins), 1)])
    assert found.status == 0
    here = {f"{HOST}/news/a": server.url("/news/a"), f"{HOST}/news/b": server.url("/news/b")}
    expected = [here.get(url, url) for url in LINKS.values()]
    assert found.urls(0) == [
        url.replace("https:", "http:") if url == f"{HOST}/c" else url for url in expected
    ]
    assert all(len(url) <= 8192 and url.startswith(("http://", "https://")) for url in found.urls(0))
    assert len(found.urls(1)) == sum(group[0].startswith("/") for group in TWINS)
