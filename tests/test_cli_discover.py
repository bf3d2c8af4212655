"""``newsgrab discover`` as a process, against a server on loopback."""

import gzip
import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import listings
from command import FAST, Done, environment, newsgrab, started, story
from loopback import Loopback, Reply, bomb, endless, head, page, raw, redirect, robots, status

XML = "application/xml"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(("127.0.0.1", "127.0.0.2")) as server:
        yield server


def xml(body: bytes) -> Reply:
    return page(body, content_type=XML)


def stories(server: Loopback, count: int, first: int = 0) -> list[str]:
    numbers = range(first, first + count)
    return [server.url(f"/news/2024/03/12/story-number-{number}-of-the-harbour") for number in numbers]


def feed(server: Loopback, count: int, more: str = "") -> bytes:
    return listings.rss(
        *(f"<title>Story {n}</title><link>{url}</link>{more}" for n, url in enumerate(stories(server, count)))
    )


def discover(*words: str) -> Done:
    return newsgrab("discover", "--no-state", *FAST, *words)


def lines(done: Done) -> list[str]:
    return done.out.decode().splitlines()


# ------------------------------------------------------------------------------------------ output


def test_a_feed_as_text(server: Loopback) -> None:
    server["/feed"] = xml(feed(server, 3))
    done = discover(server.url("/feed"))
    assert (done.status, lines(done), done.err) == (0, stories(server, 3), "")


def test_a_feed_as_json_lines(server: Loopback) -> None:
    server["/feed"] = xml(feed(server, 1, "<pubDate>Tue, 12 Mar 2024 10:20:00 +0300</pubDate>"))
    done = discover(server.url("/feed"), "-f", "jsonl")
    assert done.articles == [
        {
            "url": stories(server, 1)[0],
            "title": "Story 0",
            "published": "2024-03-12T10:20:00+03:00",
            "modified": None,
            "kind": "article",
            "found_in": server.url("/feed"),
        }
    ]


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_get_takes_what_discover_gives(server: Loopback, form: str) -> None:
    server["/feed"] = xml(feed(server, 3))
    for number, url in enumerate(stories(server, 3)):
        server[url.removeprefix(server.url(""))] = page(story(f"Story {number}", f"It is number {number}."))
    found = discover(server.url("/feed"), "-f", form)
    done = newsgrab("get", "-i", "-", *FAST, stdin=found.out)
    assert sorted(article["headline"] for article in done.articles) == ["Story 0", "Story 1", "Story 2"]


def test_what_is_found_is_written_at_once(server: Loopback) -> None:
    server["/index"] = xml(listings.index([server.url("/one.xml"), server.url("/two.xml")]))
    server["/one.xml"] = xml(listings.urlset(stories(server, 1)))
    server["/two.xml"] = raw(head(content_length=9), hang_s=30)
    with started("discover", "--no-state", *FAST, server.url("/index")) as process:
        assert process.stdout is not None
        assert process.stdout.readline().decode().strip() == stories(server, 1)[0]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 143


def test_the_reader_may_stop(server: Loopback) -> None:
    server["/feed"] = xml(feed(server, 20_000))
    with started("discover", "--no-state", *FAST, server.url("/feed")) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(20) == 141
        assert process.stderr is not None
        assert process.stderr.read() == b""


# ------------------------------------------------------------------------------------- which sources


def test_a_front_page_gives_what_its_feed_says_first_and_then_its_own_links(server: Loopback) -> None:
    old = ("/2024/03/10/an-old-story-of-fog", "An old story of fog on the pier")
    server["/"] = page(listings.front_page([old], feed="/feed"))
    server["/feed"] = xml(feed(server, 2))
    done = discover(server.url("/"))
    assert lines(done) == [*stories(server, 2), server.url(old[0])]


def test_the_kind_says_what_is_read_of_a_page(server: Loopback) -> None:
    own = ("/2024/03/10/an-old-story-of-fog", "An old story of fog on the pier")
    server["/"] = page(listings.front_page([own], feed="/feed"))
    server["/feed"] = xml(feed(server, 1))
    server["/robots.txt"] = robots(f"Sitemap: {server.url('/map.xml')}")
    server["/map.xml"] = xml(listings.urlset(stories(server, 1, first=7)))
    assert lines(discover(server.url("/"), "--kind", "section")) == [server.url(own[0])]
    assert lines(discover(server.url("/"), "--kind", "feed")) == stories(server, 1)
    assert lines(discover(server.url("/"), "--kind", "sitemap")) == stories(server, 1, first=7)


def test_a_page_that_names_nothing_has_its_sitemaps_asked(server: Loopback) -> None:
    server["/"] = page("<p>Everything here is drawn by a script.</p>")
    server["/sitemap.xml"] = xml(listings.urlset(stories(server, 2)))
    done = discover(server.url("/"))
    assert (done.status, lines(done)) == (0, stories(server, 2))


def test_a_robots_txt_that_is_not_obeyed_is_not_needed_either(server: Loopback) -> None:
    server["/robots.txt"] = status(500)
    server["/"] = page("<p>Everything here is drawn by a script.</p>")
    server["/sitemap.xml"] = xml(listings.urlset(stories(server, 2)))
    assert lines(discover(server.url("/"), "--robots", "ignore")) == stories(server, 2)


def test_a_site_that_has_moved_is_searched_where_it_is(server: Loopback) -> None:
    server["/"] = redirect(server.url("/", "127.0.0.2"))
    server["127.0.0.2", "/"] = page(listings.front_page([], feed="/feed"))
    server["127.0.0.2", "/feed"] = xml(feed(server, 1))
    server["127.0.0.2", "/sitemap.xml"] = xml(listings.urlset(stories(server, 1, first=5)))
    assert lines(discover(server.url("/"))) == stories(server, 1)
    assert lines(discover(server.url("/"), "--kind", "sitemap")) == stories(server, 1, first=5)


def test_a_sitemap_on_another_host_counts_if_robots_txt_names_it(server: Loopback) -> None:
    server["/"] = page("<p>Everything here is drawn by a script.</p>")
    server["/robots.txt"] = robots(f"Sitemap: {server.url('/map.xml', '127.0.0.2')}")
    server["127.0.0.2", "/robots.txt"] = status(404)
    server["127.0.0.2", "/map.xml"] = xml(listings.urlset(stories(server, 1)))
    assert lines(discover(server.url("/"))) == stories(server, 1)


def test_packed_sitemaps(server: Loopback) -> None:
    server["/index"] = xml(listings.index([server.url("/a.xml.gz"), server.url("/b.xml.gz")]))
    packed = gzip.compress(listings.urlset(stories(server, 2)))
    server["/a.xml.gz"] = page(packed, content_type="application/x-gzip")
    twice = gzip.compress(gzip.compress(listings.urlset(stories(server, 1, first=2)))[:0] + packed)
    server["/b.xml.gz"] = page(twice, content_type=XML, content_encoding="gzip")
    done = discover(server.url("/index"))
    assert (done.status, lines(done), done.err) == (0, stories(server, 2), "")


def test_each_page_once_however_many_sources_name_it(server: Loopback) -> None:
    server["/one"] = xml(feed(server, 2))
    server["/two"] = xml(listings.urlset(stories(server, 3)))
    done = discover(server.url("/one"), server.url("/two"), server.url("/one"))
    assert sorted(lines(done)) == stories(server, 3)
    assert server.paths().count("/one") == 1


def test_a_redirected_feed_is_read_where_it_is(server: Loopback) -> None:
    server["/old"] = redirect("/new/feed")
    server["/new/feed"] = xml(listings.rss("<link>story-of-the-mill</link>"))
    assert lines(discover(server.url("/old"))) == [server.url("/new/story-of-the-mill")]


# ------------------------------------------------------------------------------------------ experience


def test_what_get_could_not_use_is_not_taken_for_stories_again(server: Loopback, tmp_path: Path) -> None:
    wares = [(f"/window/a-long-name-of-a-thing-{n}", f"A thing with the number {n}") for n in range(6)]
    server["/"] = page(listings.front_page(wares))
    for url, _ in wares:
        server[url] = page("<title>A thing</title><p>Buy it.</p>")
    state: dict[str, str | None] = {"NEWSGRAB_NO_STATE": None, "NEWSGRAB_STATE": str(tmp_path / "state")}
    found = newsgrab("discover", *FAST, server.url("/"), env=state)
    assert len(lines(found)) == 6
    newsgrab("get", *FAST, "-i", "-", stdin=found.out, env=state)
    again = newsgrab("discover", *FAST, server.url("/"), env=state)
    assert (again.status, lines(again)) == (5, [])
    assert len(lines(newsgrab("discover", *FAST, "--no-state", server.url("/")))) == 6


# ------------------------------------------------------------------------------------------ selection

DATED = ("2024-03-10", "2024-03-12T23:00:00Z", "2024-03-14", "")


@pytest.fixture
def dated(server: Loopback) -> Loopback:
    server["/map.xml"] = xml(listings.urlset(stories(server, 4), lambda number: DATED[number]))
    items = (f"<link>{url}</link><pubDate>{DATED[n]}</pubDate>" for n, url in enumerate(stories(server, 4)))
    server["/feed"] = xml(listings.rss(*items))
    return server


def numbers(done: Done) -> list[int]:
    assert done.status == 0, done.err
    return sorted(int(re.findall(r"number-(\d+)", line)[0]) for line in lines(done))


def test_since_leaves_out_what_is_surely_older(dated: Loopback) -> None:
    assert numbers(discover(dated.url("/feed"), "--since", "2024-03-13")) == [2, 3]
    assert numbers(discover(dated.url("/map.xml"), "--since", "2024-03-13T00:00Z")) == [2, 3]


def test_until_leaves_out_what_was_surely_published_later(dated: Loopback) -> None:
    assert numbers(discover(dated.url("/feed"), "--until", "2024-03-12")) == [0, 1, 3]
    assert numbers(discover(dated.url("/map.xml"), "--until", "2024-03-12")) == [0, 1, 2, 3]


@pytest.mark.parametrize(("since", "expected"), [("10000d", [0, 1, 2, 3]), ("1h", [3]), ("yesterday", [3])])
def test_since_may_be_a_while_ago(dated: Loopback, since: str, expected: list[int]) -> None:
    assert numbers(discover(dated.url("/feed"), "--since", since)) == expected


def test_match_and_reject(dated: Loopback) -> None:
    assert numbers(discover(dated.url("/feed"), "--match", "number-[12]", "--match", "number-3")) == [1, 2, 3]
    assert numbers(discover(dated.url("/feed"), "--match", "number-[12]", "--reject", "-2-")) == [1]


def test_the_limit_takes_the_newest_of_a_sitemap_and_the_first_of_a_feed(dated: Loopback) -> None:
    assert numbers(discover(dated.url("/map.xml"), "--limit", "1")) == [2]
    assert numbers(discover(dated.url("/feed"), "--limit", "1")) == [0]
    assert len(numbers(discover(dated.url("/feed"), dated.url("/map.xml"), "--limit", "3"))) == 3


def test_the_limit_saves_requests(server: Loopback) -> None:
    server["/index"] = xml(listings.index([server.url(f"/{number}.xml") for number in range(50)]))
    for number in range(50):
        server[f"/{number}.xml"] = xml(listings.urlset(stories(server, 2, first=2 * number)))
    assert len(lines(discover(server.url("/index"), "--limit", "3"))) == 3
    assert len(server.log) == 4  # robots.txt, the index, two sitemaps


def test_sitemaps_that_have_not_changed_since_are_not_asked_for(server: Loopback) -> None:
    old = f"<sitemap><loc>{server.url('/old.xml')}</loc><lastmod>2023-01-01</lastmod></sitemap>"
    new = f"<sitemap><loc>{server.url('/new.xml')}</loc><lastmod>2024-03-12</lastmod></sitemap>"
    server["/index"] = xml(f"<sitemapindex>{old}{new}</sitemapindex>".encode())
    server["/new.xml"] = xml(listings.urlset(stories(server, 1)))
    assert lines(discover(server.url("/index"), "--since", "2024-01-01")) == stories(server, 1)
    assert "/old.xml" not in server.paths()


@pytest.mark.parametrize("name", ["SINCE", "MATCH", "REJECT", "LIMIT", "KIND", "DISCOVER_FORMAT"])
def test_flags_from_the_environment(dated: Loopback, name: str) -> None:
    values = {"SINCE": "1h", "MATCH": "-3-\nx y", "REJECT": "-[012]-", "LIMIT": "1", "KIND": "feed"}
    value = values.get(name, "jsonl")
    done = newsgrab("discover", *FAST, "--no-state", dated.url("/feed"), env={f"NEWSGRAB_{name}": value})
    assert done.status == 0
    wanted = {"SINCE": 1, "MATCH": 1, "REJECT": 1, "LIMIT": 1}.get(name, 4)
    assert len(lines(done)) == wanted
    assert (name == "DISCOVER_FORMAT") == lines(done)[0].startswith("{")


# ------------------------------------------------------------------------------------------ statuses


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "no source: name the address of a site, a section page, a feed or a sitemap"),
        (
            ["feed.xml.html"],
            "discover reads what stands at addresses, like https://example.com, not feed.xml.html",
        ),
        (["-"], "discover reads what stands at addresses, like https://example.com, not -"),
        (["--since", "soon", "https://a.example"], None),
        (["--match", "(", "https://a.example"], None),
        (
            ["--since", "1d", "--until", "2d", "https://a.example"],
            "nothing is both so new and so old: --since is after --until",
        ),
        (["--limit", "0", "https://a.example"], None),
        (["--kind", "feeds", "https://a.example"], None),
        (["-f", "json", "https://a.example"], None),
    ],
)
def test_wrong_usage_is_one_line_and_2(words: list[str], complaint: str | None) -> None:
    done = newsgrab("discover", *words)
    assert done.status == 2
    assert done.complaint == (complaint or done.complaint)


STATUSES = {
    "/gone": (status(410), 4, "http_410"),
    "/empty": (page(""), 5, "empty"),
    "/picture": (page(b"\x89PNG\r\n\x1a\n", content_type="image/png"), 6, "not_html"),
    "/about": (page("<p>About us.</p>"), 5, "no_content"),
    "/laughs": (xml(b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><item/></rss>'), 5, "bad_xml"),
    "/deep": (page("<div>" * 100_000), 5, "too_complex"),
    "/forbidden": (page("x"), 6, "blocked_by_robots"),
}


@pytest.mark.parametrize("path", STATUSES)
def test_what_cannot_be_read_has_its_status_and_code(server: Loopback, path: str) -> None:
    reply, expected, code = STATUSES[path]
    server["/robots.txt"] = robots("User-agent: *\nDisallow: /forbidden")
    server[path] = reply
    done = discover(server.url(path))
    assert done.status == expected, done.err
    assert done.complaint.startswith(server.url(path))
    assert done.complaint.endswith(f"({code})")


def test_one_bad_source_of_two_is_3(server: Loopback) -> None:
    server["/feed"] = xml(feed(server, 1))
    done = discover(server.url("/feed"), server.url("/nowhere"))
    assert (done.status, lines(done)) == (3, stories(server, 1))
    assert done.complaint.endswith("(http_404)")


def test_an_empty_feed_is_no_failure(server: Loopback) -> None:
    server["/feed"] = xml(listings.rss())
    done = discover(server.url("/feed"))
    assert (done.status, done.out, done.err) == (0, b"", "")


def test_part_of_a_source_that_fails_is_told_and_the_rest_is_given(server: Loopback) -> None:
    server["/index"] = xml(listings.index([server.url("/none.xml"), server.url("/some.xml")]))
    server["/some.xml"] = xml(listings.urlset(stories(server, 1)))
    done = discover(server.url("/index"))
    assert (done.status, lines(done)) == (0, stories(server, 1))
    assert "/none.xml" in done.complaint
    assert done.complaint.endswith("(http_404)")
    assert newsgrab("discover", "-q", "--no-state", *FAST, server.url("/index")).err == ""


def test_an_index_of_which_nothing_can_be_had_has_failed(server: Loopback) -> None:
    server["/index"] = xml(listings.index([server.url("/none.xml")]))
    done = discover(server.url("/index"))
    assert (done.status, done.out) == (4, b"")


# ------------------------------------------------------------------------------------ sitemaps (R53)


def test_an_index_of_itself_ends(server: Loopback) -> None:
    server["/index"] = xml(listings.index([server.url("/index"), server.url("/index?utm_source=x#a")]))
    assert discover(server.url("/index")).status == 0
    assert server.paths() == ["/robots.txt", "/index"]


def test_two_indexes_of_each_other_end(server: Loopback) -> None:
    server["/a"] = xml(listings.index([server.url("/b")]))
    server["/b"] = xml(listings.index([server.url("/a"), server.url("/map.xml")]))
    server["/map.xml"] = xml(listings.urlset(stories(server, 1)))
    assert lines(discover(server.url("/a"))) == stories(server, 1)
    assert server.paths() == ["/robots.txt", "/a", "/b", "/map.xml"]


def test_indexes_are_followed_three_deep_and_the_rest_is_told(server: Loopback) -> None:
    for depth in range(50):
        server[f"/{depth}"] = xml(listings.index([server.url(f"/{depth + 1}")]))
    done = discover(server.url("/0"))
    assert server.paths() == ["/robots.txt", "/0", "/1", "/2", "/3"]
    assert "more than 3 deep" in done.complaint


def test_sitemaps_on_strange_hosts_are_left_out_and_that_is_told(server: Loopback) -> None:
    strange = server.url("/map.xml", "127.0.0.2")
    server["/index"] = xml(listings.index([strange, server.url("/map.xml")]))
    server["/map.xml"] = xml(listings.urlset(stories(server, 1)))
    done = discover(server.url("/index"))
    assert lines(done) == stories(server, 1)
    assert server.paths("127.0.0.2") == []
    assert "1 sitemaps on other sites" in done.complaint


def test_a_hundred_thousand_sitemaps_cost_a_thousand_requests_and_that_is_told(server: Loopback) -> None:
    server["/index"] = xml(listings.index([server.url(f"/map-{number}.xml") for number in range(100_000)]))
    done = newsgrab("discover", "--no-state", *FAST, server.url("/index"), timeout_s=120)
    assert len(server.log) <= 1_001
    assert "are left out" in done.err
    assert len(done.err.splitlines()) < 30
    assert done.status == 4  # there was none of them


def test_a_loop_of_redirects_ends(server: Loopback) -> None:
    server["/a"] = redirect("/b")
    server["/b"] = redirect("/a")
    done = discover(server.url("/a"))
    assert (done.status, len(server.log)) == (4, 3)


# ------------------------------------------------------------------------- places and sizes (R30)

PLACES = (
    "http://127.0.0.1:{port}/x", "http://0x7f000001:{port}/x", "http://2130706433:{port}/x", "http://127.1:{port}/x",
    "http://0177.0.0.1:{port}/x", "http://0:{port}/x", "http://[::1]:{port}/x", "http://[::ffff:127.0.0.1]:{port}/x",
    "http://[64:ff9b::7f00:1]:{port}/x", "http://[2002:7f00:1::]:{port}/x", "http://100.64.0.1:{port}/x",
    "http://[fd00::1]:{port}/x", "http://169.254.169.254/x", "http://localhost:{port}/x", "http://localhost.:{port}/x",
    "http://127.0.0.1.:{port}/x", "http://user@127.0.0.1:{port}/x",
)  # fmt: skip


def test_private_places_that_a_feed_names_are_not_fetched(server: Loopback) -> None:
    places = [place.format(port=server.port) for place in PLACES]
    server["/feed"] = xml(listings.rss(*(f"<link>{place}</link>" for place in places)))
    found = discover(server.url("/feed"), "-f", "jsonl")
    seen = len(server.log)
    done = newsgrab("get", "-i", "-", "--no-state", "--retries", "0", "--delay", "0", stdin=found.out)
    assert (done.status, len(server.log)) == (6, seen)
    codes = {line.rpartition(" ")[2] for line in done.err.splitlines() if line.endswith(")")}
    assert codes == {"(blocked_address)"}


@pytest.mark.parametrize("source", PLACES)
def test_a_private_source_is_refused_with_a_hint(server: Loopback, source: str) -> None:
    done = newsgrab("discover", "--no-state", "--retries", "0", source.format(port=server.port))
    assert (done.status, server.log) == (6, [])
    assert "--allow-private" in done.complaint


def test_a_sitemap_that_robots_txt_names_is_no_way_in(server: Loopback) -> None:
    server["/"] = page("<p>Everything here is drawn by a script.</p>")
    server["/robots.txt"] = robots("Sitemap: file:///etc/passwd\nSitemap: javascript:x\nSitemap: gopher://a/")
    assert discover(server.url("/")).status == 5


def test_a_packed_bomb_is_read_to_its_bound(server: Loopback) -> None:
    server["/map.xml.gz"] = page(bomb("gzip", 1 << 30), content_type="application/gzip")
    done = discover(server.url("/map.xml.gz"))
    assert done.status == 5


def test_a_feed_without_end_is_read_to_its_bound_and_that_is_told(server: Loopback) -> None:
    start = b"<rss><channel>" + feed(server, 2).partition(b"</title>\n")[2].partition(b"</channel>")[0]
    server["/feed"] = endless(b"<!-- nothing -->" * 4096, after=head(content_type=XML) + start)
    done = discover(server.url("/feed"))
    assert (done.status, lines(done)) == (0, stories(server, 2))
    assert "more than is read" in done.err
    assert server.log[-1].sent < 80 << 20


def test_outside_entities_are_asked_for_by_nobody(server: Loopback) -> None:
    outside = f'<!DOCTYPE rss SYSTEM "{server.url("/a.dtd")}">'
    server["/feed"] = xml(outside.encode() + listings.rss("<title>&x;</title><link>/a-b</link>"))
    server["/own"] = xml(f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{server.url("/x")}">]><rss>&x;</rss>'.encode())
    assert lines(discover(server.url("/feed"))) == [server.url("/a-b")]
    assert discover(server.url("/own")).status == 5
    assert set(server.paths()) == {"/robots.txt", "/feed", "/own"}


def test_robots_txt_is_obeyed_on_the_way(server: Loopback) -> None:
    server["/robots.txt"] = robots("User-agent: *\nDisallow: /private")
    server["/index"] = xml(listings.index([server.url("/private/map.xml"), server.url("/map.xml")]))
    server["/map.xml"] = xml(listings.urlset(stories(server, 1)))
    done = discover(server.url("/index"))
    assert lines(done) == stories(server, 1)
    assert "/private/map.xml" not in server.paths()
    assert done.complaint.endswith("(blocked_by_robots)")


def test_the_terminal_is_safe_from_what_is_found(server: Loopback) -> None:
    server["/feed"] = xml(listings.rss("<title>a&#x9b;31m&#x202e;b</title><link>/a&#x202e;b</link>"))
    done = discover(server.url("/feed"), "-f", "jsonl")
    assert json.loads(done.out)["title"] == "a31mb"
    assert json.loads(done.out)["url"].isascii()


def test_it_works_without_a_home(server: Loopback) -> None:
    server["/feed"] = xml(feed(server, 1))
    bare = dict.fromkeys(environment()) | {"PATH": "/usr/bin:/bin", "LANG": "C"}
    assert newsgrab("discover", *FAST, server.url("/feed"), env=bare).out.decode().split() == stories(
        server, 1
    )
