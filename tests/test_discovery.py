"""What feeds, sitemaps and lists name: bytes in, links out."""

import datetime as dt
import json

import pytest

import listings
from listings import HOST, item, rss, story_url, urlset
from newsgrab.discovery import read_listing
from newsgrab.discovery.entries import MOST_LINKS
from newsgrab.errors import BadXml, EmptyPage, ExtractError
from newsgrab.model import Fetched, Link, Listing, Page

NOW = dt.datetime(2024, 3, 12, 12, 0, tzinfo=dt.UTC)
FEED = f"{HOST}/feeds/all.xml"


def read(
    body: bytes | str, url: str = FEED, content_type: str | None = None, *, cut: bool = False
) -> Listing:
    data = body.encode() if isinstance(body, str) else body
    page = Page(url=url, final_url=url, body=data, fetched=Fetched(content_type=content_type, cut=cut))
    return read_listing(page, NOW)


def told(listing: Listing) -> list[tuple[str, str | None, str | None]]:
    """Address without the host, title, date of publication."""
    return [
        (link.url.removeprefix(HOST), link.title, None if link.published is None else str(link.published))
        for link in listing.links
    ]


def addresses(listing: Listing) -> list[str]:
    return [link.url for link in listing.links]


# ------------------------------------------------------------------------------------------ formats


def test_rss_091_with_its_document_type_and_its_charset() -> None:
    assert told(read(listings.RSS_091)) == [
        ("/2024/03/12/cafe-on-the-quay", "Café on the quay opens", None),
        ("/2024/03/11/ferry-is-late", "Ferry is late", None),
    ]


def test_rss_2() -> None:
    listing = read(listings.RSS_2)
    assert (listing.kind, listing.notes) == ("feed", ())
    assert told(listing) == [
        ("/2024/03/12/a-baker-speaks", "Bread & butter: a baker speaks", "2024-03-12T10:20:00+03:00"),
        (
            "/2024/03/11/rents-rise-again",
            "Rents rise again, says the council’s report",
            "2024-03-11T08:00:00+00:00",
        ),
    ]
    assert {(link.kind, link.found_in) for link in listing.links} == {("article", FEED)}


def test_rdf() -> None:
    assert told(read(listings.RDF)) == [
        ("/news/17", "The lighthouse is sold", "2024-03-12T10:20:00+03:00"),
        ("/news/18", "Nobody buys the mill", None),
    ]


def test_atom() -> None:
    listing = read(listings.ATOM)
    assert told(listing) == [
        ("/news/fog-and-frost", "Fog & frost", "2024-03-12T10:20:00+03:00"),
        ("/news/snow-on-the-pier", "Snow on the pier", None),
    ]
    assert [str(link.modified) for link in listing.links] == [
        "2024-03-12T12:00:00+03:00",
        "2024-03-11T00:00:00+00:00",
    ]


def test_json_feed() -> None:
    listing = read(listings.JSON_FEED)
    assert (listing.kind, listing.notes) == ("feed", ())
    assert told(listing) == [
        ("/boats/1001", "A boat comes home", "2024-03-12T10:20:00+03:00"),
        ("/boats/1002", None, None),
    ]


def test_a_news_sitemap_newest_first_without_front_page_and_lists_of_tags() -> None:
    listing = read(listings.NEWS_SITEMAP)
    assert listing.kind == "sitemap"
    assert told(listing) == [
        ("/news/new-story-of-the-mill", None, None),
        ("/news/old-story-of-the-mill", "The mill & the river", "2024-03-10"),
    ]


def test_a_sitemap_with_a_prefix_everywhere() -> None:
    assert addresses(read(listings.PREFIXED_SITEMAP)) == [f"{HOST}/news/a-bridge-of-wood"]


def test_an_index_names_sitemaps_newest_first() -> None:
    listing = read(listings.INDEX)
    assert [(link.kind, link.url.removeprefix(HOST)) for link in listing.links] == [
        ("sitemap", "/sitemap-2024.xml.gz"),
        ("sitemap", "/sitemap-2023.xml"),
    ]


def test_a_sitemap_in_lines_of_text() -> None:
    text = f"\ufeff{HOST}/news/one-of-the-stories\r\n\r\nnonsense\n{HOST}/news/two-of-the-stories\n{HOST}/\n"
    listing = read(text, content_type="text/plain")
    assert (listing.kind, addresses(listing)) == (
        "sitemap",
        [f"{HOST}/news/one-of-the-stories", f"{HOST}/news/two-of-the-stories"],
    )


def test_a_title_that_is_a_text_of_its_own_namespace_is_not_taken_for_the_title() -> None:
    body = rss(f"<media:title>A picture</media:title><link>{HOST}/a-b-c</link><title>The story</title>")
    assert told(read(body)) == [("/a-b-c", "The story", None)]


@pytest.mark.parametrize("body", [b"", b" \n\t ", b"\xef\xbb\xbf"])
def test_nothing_is_empty(body: bytes) -> None:
    with pytest.raises(EmptyPage):
        read(body or b" ")


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"items": 3}', b'[{"items": []}]', b"%PDF-1.7", b"http", b"plain words", bytes(range(60)) * 9],
)
def test_what_is_no_listing_says_so(body: bytes) -> None:
    with pytest.raises(ExtractError):
        read(body)


# ---------------------------------------------------------------------------------- broken feeds (R56)

BROKEN = {
    "a bare ampersand": rss(item(1), f"<title>Fish & chips</title><link>{story_url(2)}</link>", item(3)),
    "an entity of HTML": rss(
        item(1), f"<title>Caf&eacute; &hearts;</title><link>{story_url(2)}</link>", item(3)
    ),
    "an entity of nobody": rss(item(1), f"<title>&nobody;</title><link>{story_url(2)}</link>", item(3)),
    "control characters": rss(
        item(1), f"<title>A\x00\x0b\x1b[31mB</title><link>{story_url(2)}</link>", item(3)
    ),
    "HTML in a description": rss(item(1), item(2, "<description>One<br>two</description>"), item(3)),
    "blank lines and a mark": b"\xef\xbb\xbf\n\n  <?xml version='1.0'?>\n" + rss(item(1), item(2), item(3)),
    "a warning before it": b"Notice: undefined variable in feed.php\n" + rss(item(1), item(2), item(3)),
    "a warning in HTML before it": b"<br />\n<b>Warning</b>: undefined in <b>feed.php</b><br />\n"
    + rss(item(1), item(2), item(3)),
    "an unknown charset": b'<?xml version="1.0" encoding="utf-7"?>' + rss(item(1), item(2), item(3)),
    "a wrong charset": b'<?xml version="1.0" encoding="us-ascii"?>'
    + rss(item(1), item(2, "<x>é</x>"), item(3)),
    "UTF-16": b"\xff\xfe" + rss(item(1), item(2), item(3)).decode().encode("utf-16-le"),
    "words after its end": rss(item(1), item(2), item(3)) + b"<!-- 0.1 s --></html>",
    "an unknown prefix": rss(item(1), item(2, "<no:such a:b='1'>x</no:such>"), item(3)),
    "capitals in its root": rss(item(1), item(2), item(3), root="<RSS>").replace(b"</rss>", b"</RSS>"),
    "an attribute twice": rss(item(1), item(2, '<x a="1" a="2"/>'), item(3)),
    "no end": rss(item(1), item(2), item(3)).partition(b"</channel>")[0],
}
HARMLESS_FLAWS = {
    "blank lines and a mark",
    "a warning before it",
    "a warning in HTML before it",
    "an unknown charset",
    "a wrong charset",
    "UTF-16",
    "an unknown prefix",
    "capitals in its root",
    "an entity of HTML",
    "an entity of nobody",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_feed_gives_all_its_items_and_says_so(name: str) -> None:
    listing = read(BROKEN[name])
    assert addresses(listing) == [story_url(1), story_url(2), story_url(3)]
    assert bool(listing.notes) == (name not in HARMLESS_FLAWS), listing.notes


def test_what_was_mended_reads_well() -> None:
    titles = [read(BROKEN[name]).links[1].title for name in BROKEN]
    assert titles[:4] == ["Fish & chips", "Café ♥", "&nobody;", "A[31mB"]


def test_a_feed_that_ends_in_the_middle_of_an_item_gives_what_is_whole_of_it() -> None:
    body = rss(item(1), item(2), item(3))
    for end in range(body.index(b"Story 1"), len(body)):
        listing = read(body[:end])
        whole = [number for number in (1, 2, 3) if f"{story_url(number)}</link>".encode() in body[:end]]
        assert addresses(listing) == [story_url(number) for number in whole]
        assert listing.notes


def test_a_feed_that_breaks_in_every_item_gives_every_item() -> None:
    body = rss(*(item(number, "<description>one<p>two</description>") for number in range(200)))
    assert addresses(read(body)) == [story_url(number) for number in range(200)]


def test_a_json_feed_that_breaks_gives_what_stands_before() -> None:
    body = listings.JSON_FEED
    listing = read(body[: body.index(b'"content_text": "x"')])
    assert addresses(listing) == [f"{HOST}/boats/1001"]
    assert "broken" in listing.notes[0]


@pytest.mark.parametrize(
    "items",
    ['[1, null, "x", [], {"url": 3}, {"url": "/a-b-c"}]', '[{"url":"/a-b-c"}}', '[{"url":"/a-b-c"},]'],
)
def test_junk_in_a_json_feed_is_passed_over(items: str) -> None:
    assert addresses(read(f'{{"items": {items}}}')) == [f"{HOST}/a-b-c"]


def test_a_page_in_place_of_a_feed_is_read_as_a_page() -> None:
    listing = read(
        listings.front_page([("/2024/03/12/the-bridge-is-closed", "The bridge is closed for a month")])
    )
    assert (listing.kind, addresses(listing)) == ("section", [f"{HOST}/2024/03/12/the-bridge-is-closed"])


def test_what_was_cut_off_on_the_way_is_told() -> None:
    assert "more" in read(rss(item(1)), cut=True).notes[0]


# ------------------------------------------------------------------------------------------ dates (R57)

DATES = [
    ("Tue, 12 Mar 2024 10:20:30 +0300", "2024-03-12T10:20:30+03:00"),
    ("12 Mar 24 10:20 EST", "2024-03-12T10:20:00-05:00"),
    ("Tuesday, 12-Mar-24 10:20:30 GMT", "2024-03-12T10:20:30+00:00"),
    ("Tue, 12 Mar 2024 10:20:30 +9999", "2024-03-12T10:20:30"),
    ("Tue, 12 Mar 2024 10:20:30 XYZ", "2024-03-12T10:20:30"),
    ("Tue, 12 Mar 2024", "2024-03-12"),
    ("2024-03-12T10:20:30.123Z", "2024-03-12T10:20:30+00:00"),
    ("2024-03-12 10:20", "2024-03-12T10:20:00"),
    ("2024-03-12T10:20:30+99:99", None),
    ("Tue, 32 Mar 2024 10:20:30 GMT", None),
    ("Mon, 01 Jan 0001 00:00:00 GMT", None),
    ("Fri, 31 Dec 9999 23:59:59 GMT", None),
    ("9999-12-31T23:59:59Z", None),
    ("2034-03-12T10:20:30Z", None),
    ("Thu, 14 Mar 2024 00:00:00 GMT", None),
    ("Wed, 13 Mar 2024 00:00:00 GMT", "2024-03-13T00:00:00+00:00"),
    ("soon", None),
    ("1" * 100_000, None),
    ("0000-00-00 00:00:00", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "moment"), DATES, ids=[text[:40] for text, _ in DATES])
def test_dates(text: str, moment: str | None) -> None:
    (link,) = read(rss(item(1, f"<pubDate>{text}</pubDate>"))).links
    shown = None if link.published is None else str(link.published)
    if text == "2024-03-12T10:20:30+99:99":
        assert shown in (None, "2024-03-12T10:20:30")
    else:
        assert shown == moment


def test_a_date_of_the_future_does_not_stand_before_what_is_new() -> None:
    dates = ("2034-01-01", "2024-03-11", "9999-12-31", "2024-03-12", "")
    listing = read(urlset([story_url(number) for number in range(5)], lambda number: dates[number]))
    assert addresses(listing) == [story_url(number) for number in (3, 1, 0, 2, 4)]


def test_offsets_count_when_sitemaps_are_sorted() -> None:
    dates = ("2024-03-12T10:00:00+03:00", "2024-03-12T08:00:00Z", "2024-03-11T23:30:00-09:00")
    listing = read(urlset([story_url(number) for number in range(3)], lambda number: dates[number]))
    assert addresses(listing) == [story_url(number) for number in (2, 1, 0)]


# ------------------------------------------------------------------------------------------ links (R58)


@pytest.mark.parametrize(
    "reference",
    [
        "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://harbour.example/", "mailto:",
        "http://", "https:///x", "http://[::1", "//", "", "  ", "tag:harbour.example,2024:1", "http://a b/",
        f"{HOST}/{'x' * 100_000}", f"{HOST}/{'é' * 3_000}", "http://x.example:99999/", "/", HOST, FEED, "#a",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_left_out(reference: str) -> None:
    listing = read(rss(f"<title>x</title><link>{reference}</link>", item(2)))
    assert addresses(listing) == [story_url(2)]


LINKS = {
    "/news/a": f"{HOST}/news/a",
    "../news/b": f"{HOST}/news/b",
    "//www.harbour.example/c": f"{HOST}/c",
    f"\n  {HOST}/d\t": f"{HOST}/d",
    f"{HOST}/with space": f"{HOST}/with%20space",
    f"{HOST}/مرفأ": f"{HOST}/%D9%85%D8%B1%D9%81%D8%A3",
    "https://bücher.example/x": "https://xn--bcher-kva.example/x",
    f"{HOST}/e?a=1&amp;amp;b=2": f"{HOST}/e?a=1&b=2",
    f"{HOST}/f?utm_source=x&amp;fbclid=y&amp;id=3#top": f"{HOST}/f?id=3",
    "https://user:secret@www.harbour.example/g": f"{HOST}/g",
    "https://www.google.com/amp/s/www.harbour.example/h": f"{HOST}/h",
    "https://www-harbour-example.cdn.ampproject.org/c/s/www.harbour.example/i": f"{HOST}/i",
}


@pytest.mark.parametrize("reference", LINKS)
def test_links_are_normalised(reference: str) -> None:
    assert addresses(read(rss(f"<link>{reference}</link>"))) == [LINKS[reference]]


TWINS = [
    ("/news/a-story", "/news/a-story?utm_source=feed", "/news/a-story#comments", "/news/a-story/"),
    ("/news/%c3%a9t%c3%a9", "/news/%C3%A9t%C3%A9", "/news/été"),
    (
        "https://www.harbour.example/s",
        "HTTPS://WWW.HARBOUR.EXAMPLE/s",
        "https://harbour.example:443/s",
        "http://harbour.example/s",
    ),
    ("https://www.harbour.example/s-1", "https://m.harbour.example/s-1", "https://amp.harbour.example/s-1"),
    ("/s-2", "/amp/s-2", "/s-2/amp", "/s-2/amp/", "/s-2?amp=1", "/s-2?outputType=amp", "/s-2.amp"),
    ("/s-3.html", "/s-3.amp.html"),
]


@pytest.mark.parametrize("twins", TWINS)
def test_twins_are_one_and_the_plain_address_is_taken(twins: tuple[str, ...]) -> None:
    (plain,) = addresses(read(rss(f"<link>{twins[0]}</link>")))
    both = read(rss(*(f"<link>{twin}</link>" for twin in (*twins[1:], *twins))))
    assert len(both.links) == 1
    is_dressed = any(mark in twins[-1] for mark in ("amp", "m."))
    assert not is_dressed or addresses(both) == [plain]


def test_addresses_that_differ_in_what_counts_are_two() -> None:
    different = (
        "/a/Story",
        "/a/story",
        "/a/story?id=1",
        "/a/story?id=2",
        "/a/amplifier",
        "/m/story",
        "/story.html",
    )
    assert len(read(rss(*(f"<link>{one}</link>" for one in different))).links) == len(different)


def test_twins_share_what_only_one_of_them_says() -> None:
    body = rss("<link>https://m.harbour.example/s</link><pubDate>2024-03-12</pubDate>",
               f"<link>{HOST}/s</link><title>The story</title>")  # fmt: skip
    assert told(read(body)) == [("/s", "The story", "2024-03-12")]


@pytest.mark.parametrize(
    "title", ["x\x1b]0;owned\x07y", "x\u202ey", "x\u2028y", "<script>x</script>y", "x" * 100_000]
)
def test_titles_are_one_line_that_is_safe(title: str) -> None:
    (link,) = read(rss(f"<title><![CDATA[{title}]]></title><link>/a-b</link>")).links
    assert link.title is not None
    assert link.title.isprintable()
    assert "<" not in link.title
    assert len(link.title) <= 500


# ------------------------------------------------------------------------------------ how many (R55)


def test_of_too_many_the_newest_are_taken_and_the_rest_is_told() -> None:
    count = MOST_LINKS + 3
    listing = read(
        urlset([story_url(number) for number in range(count)], lambda number: f"2024-0{1 + number % 2}-01")
    )
    february = [story_url(number) for number in range(count) if number % 2]
    assert addresses(listing)[: len(february)] == february
    assert len(listing.links) == MOST_LINKS
    assert str(count) in listing.notes[0]


def test_of_too_many_items_the_newest_are_taken_in_their_order() -> None:
    dates = {0: "junk", 1: "Mon, 11 Mar 2024 10:00:00 GMT"}
    items = (
        item(number, f"<pubDate>{dates.get(number, 'Tue, 12 Mar 2024 10:00:00 GMT')}</pubDate>")
        for number in range(MOST_LINKS + 2)
    )
    listing = read(rss(*items))
    assert addresses(listing) == [story_url(number) for number in range(2, MOST_LINKS + 2)]


def test_links_are_values() -> None:
    assert json.dumps([link.url for link in read(listings.RSS_2).links])
    with pytest.raises(AttributeError):
        read(listings.RSS_2).links[0].url = "x"  # type: ignore[misc]  # that is what is tested
    assert isinstance(read(listings.RSS_2).links[0], Link)


# ------------------------------------------------------------------------------ hostile XML (R54)

LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
REFUSED = {
    "billion laughs": f"{LAUGHS}<rss><item><title>&i;</title><link>/a-b</link></item></rss>",
    "quadratic": f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]><rss><item>{"&a;" * 1_000}</item></rss>',
    "a file": '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title></item></rss>',
    "an address": '<!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]><rss><item><title>&a;</title></item></rss>',
    "a parameter": '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1:1/"> %a;]><rss/>',
    "attributes by default": '<!DOCTYPE rss [<!ATTLIST item a CDATA "x">]><rss><item/></rss>',
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_document_type_of_its_own_is_refused(name: str) -> None:
    with pytest.raises(BadXml):
        read(REFUSED[name])


HARMLESS = {
    "deep": "<rss><channel>" + "<a>" * 100_000,
    "deep inside": f"<rss><item>{item(1)}</item><item>" + "<a>" * 100_000,
    "many attributes": f"<rss><item>{item(1)}</item><item "
    + " ".join(f'a{n}=""' for n in range(100_000))
    + "/></rss>",
    "a long attribute": f'<rss><item>{item(1)}</item><item a="{"x" * 5_000_000}"/></rss>',
    "many instructions": f"<rss><item>{item(1)}</item>" + "<?a b?>" * 300_000,
    "many comments": f"<rss><item>{item(1)}</item>" + "<!---->" * 300_000,
    "many names": f"<rss><item>{item(1)}</item>" + "".join(f"<n{n}/>" for n in range(100_000)),
    "left open": f"<rss><item>{item(1)}</item>" + "<item><![CDATA[" * 100_000,
    "a long text": f"<rss><item>{item(1)}</item><item><title>" + "x" * 3_000_000,
    "an author": f"<rss><item>{item(1)}</item><item><author>a@{'a.' * 100_000}!</author></item></rss>",
    "tags in a title": f"<rss><item>{item(1)}</item><item><title>{'&lt;a' * 50_000}</title></item></rss>",
    "comments left open": f"<rss><item>{item(1)}</item>" + "<!--" * 100_000,
    "only comments left open": "<!--" * 100_000,
    "signs": f"<rss><item>{item(1)}</item>" + "<" * 1_000_000,
    "ampersands": f"<rss><item>{item(1)}</item><item><title>" + "&" * 1_000_000,
}


NOTHING_IN_IT = {"deep", "only comments left open"}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_made_to_hang_a_parser_costs_seconds_at_most(name: str) -> None:
    started = dt.datetime.now(dt.UTC)
    try:
        listing = read(HARMLESS[name])
    except BadXml:
        assert name in NOTHING_IN_IT
    else:
        assert name in NOTHING_IN_IT or addresses(listing) == [story_url(1)]
    assert dt.datetime.now(dt.UTC) - started < dt.timedelta(seconds=10)
