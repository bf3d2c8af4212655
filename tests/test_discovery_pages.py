"""Section pages: stories told from navigation; and what an address says of what stands there."""

import datetime as dt

import pytest

from listings import HOST, front_page
from newsgrab.discovery import family_of, is_same_site, lacks_stories, page_key, read_listing
from newsgrab.discovery.shapes import day_in, is_feed_of, is_navigation, story_score
from newsgrab.discovery.twins import unwrapped
from newsgrab.errors import TooComplex, TooLarge
from newsgrab.model import Fates, Listing, Page

NOW = dt.datetime(2024, 3, 12, 12, 0, tzinfo=dt.UTC)

STORIES = [
    ("/2024/03/12/the-bridge-is-closed", "The bridge is closed for a month"),
    ("/2024/03/12/ferry", "Ferry"),
    ("/2024/03/11/rents", "Rents rise in every street of the old town, says the council"),
    ("/2024/03/10/fog", "Fog"),
]
BY_NUMBER = [
    (f"/news/article.php?id={number}", f"Headline number {number} of the day") for number in range(7001, 7009)
]
BY_NAME = [
    ("/politics/council-votes-against-the-new-harbour", "Council votes against the new harbour"),
    ("/sport/rowers-win-the-cup", "Rowers win the cup after a long and cold night on the river"),
    ("/culture/what-the-mill-remembers", "What the mill remembers"),
    ("/politics/two-seats-one-chair", "Two seats, one chair"),
]
ARABIC = [
    ("/article/88231", "إغلاق الجسر القديم لمدة شهر بعد الفيضان"),
    ("/article/88232", "ارتفاع الإيجارات في كل شوارع المدينة القديمة"),
    ("/article/88233", "الضباب"),
    ("/article/88234", "بيع المنارة في مزاد علني بعد مئة عام"),
]
CHINESE = [
    (f"/a/2024031{number}/c{number}8812.html", "老桥因洪水关闭一个月居民需绕行") for number in range(4)
]


def read(html: str | bytes, url: str = f"{HOST}/") -> Listing:
    body = html.encode() if isinstance(html, str) else html
    return read_listing(Page(url=url, final_url=url, body=body), NOW)


def paths(listing: Listing, kind: str = "article") -> list[str]:
    return [link.url.removeprefix(HOST) for link in listing.links if link.kind == kind]


@pytest.mark.parametrize("stories", [STORIES, BY_NUMBER, BY_NAME, ARABIC, CHINESE])
def test_the_stories_of_a_front_page_and_nothing_else(stories: list[tuple[str, str]]) -> None:
    assert paths(read(front_page(stories))) == [url for url, _ in stories]


def test_a_link_knows_its_headline_its_day_and_its_page() -> None:
    link = read(front_page(STORIES)).links[0]
    assert (link.title, str(link.published), link.found_in) == (STORIES[0][1], "2024-03-12", f"{HOST}/")


def test_the_feeds_of_a_page_come_last() -> None:
    listing = read(front_page(STORIES, feed="/feed.xml"))
    assert paths(listing, "feed") == ["/feed.xml"]
    assert listing.links[-1].kind == "feed"


def test_links_are_relative_to_what_the_page_says() -> None:
    html = '<base href="/archive/"><a href="2024/03/12/a-story-of-old">A story of old that is long enough</a>'
    assert paths(read(html)) == ["/archive/2024/03/12/a-story-of-old"]


def test_stories_on_hosts_of_the_same_site_count() -> None:
    html = "".join(
        f'<h2><a href="https://{host}/2024/03/12/a-story-with-a-name">A story with a name on {host}</a></h2>'
        for host in (
            "sport.harbour.example",
            "harbour.example",
            "harbour.example.org",
            "otherharbour.example",
        )
    )
    assert [link.url.split("/")[2] for link in read(html).links] == [
        "sport.harbour.example",
        "harbour.example",
    ]


def test_the_text_of_a_link_is_its_heading_and_no_style_or_script() -> None:
    html = (
        '<a href="/2024/03/12/a-b-c-d"><style>.x{color:red}</style><span>Opinion</span>'
        '<h3>The bridge is closed</h3></a><a href="/2024/03/12/e-f-g-h"><noscript><img src="x"></noscript>'
        "<script>track()</script>The ferry is late</a>"
    )
    assert [link.title for link in read(html).links] == ["The bridge is closed", "The ferry is late"]


def test_a_button_is_no_headline() -> None:
    html = "".join(f'<div><a href="/x{number}">Read the whole story</a></div>' for number in range(9))
    assert not read(html).links


def test_what_became_of_such_addresses_before_counts_more_than_their_looks() -> None:
    wares = [f"/window/a-long-name-of-a-thing-{number}" for number in range(6)]
    columns = [f"/w{number}" for number in range(6)]
    html = front_page([(url, "A thing that is sold in the shop") for url in wares]) + "".join(
        f'<p><a href="{url}">A column by Ada {number}</a></p>' for number, url in enumerate(columns)
    )
    assert paths(read(html)) == wares
    fates = {family_of(HOST + wares[0]): Fates(0, 5), family_of(HOST + columns[0]): Fates(9, 1)}
    page = Page(url=f"{HOST}/", final_url=f"{HOST}/", body=html.encode())
    assert paths(read_listing(page, NOW, fates)) == columns
    mixed = {family: Fates(3, 3) for family in fates} | {"of/9.nobody": Fates(9, 9)}
    assert paths(read_listing(page, NOW, mixed)) == wares
    few = dict.fromkeys(fates, Fates(0, 4))
    assert paths(read_listing(page, NOW, few)) == wares


def test_a_page_without_links_names_nothing() -> None:
    assert not read("<p>Nothing here.</p>").links


def test_a_page_that_would_blow_the_parser_up_is_refused() -> None:
    with pytest.raises(TooComplex):
        read(b"<div>" * 100_000)


def test_a_page_is_not_to_be_larger_than_pages_are() -> None:
    with pytest.raises(TooLarge):
        read(b"<p>" + b"x" * (10 << 20))


NAVIGATION = [
    "/", "", "/tag/rents", "/en/tag/rents", "/author/imogen-stath", "/category/sport/page/3", "/about",
    "/news/reporters/imogen-stath", "/author/imogen-stath/9347686",
    "/company/contact.html", "/search?q=mill", "/news/page/12", "/2024/annual-report.pdf", "/feed/", "/login",
    "/impressum", "/?lang=en", "/?page=2", "/about-us/", "/wp-json/wp/v2/posts/12345.json",
]  # fmt: skip
NO_NAVIGATION = [
    "/2024/03/12/the-bridge", "/news/the-bridge-is-closed", "/?p=1234", "/topics/politics/2024/03/12/a-vote",
    "/a", "/news", "/author/imogen-stath/what-the-old-mill-remembers-of-us", "/about-the-bridge",
    "/section/12345678",
]  # fmt: skip


@pytest.mark.parametrize("path", NAVIGATION)
def test_addresses_that_are_surely_no_stories(path: str) -> None:
    assert is_navigation(HOST + path)
    assert story_score(HOST + path) < 0


@pytest.mark.parametrize("path", NO_NAVIGATION)
def test_addresses_that_may_be_stories(path: str) -> None:
    assert not is_navigation(HOST + path)


def test_a_day_in_an_address() -> None:
    assert str(day_in(f"{HOST}/2024/03/12/x")) == str(day_in(f"{HOST}/x-20240312.html")) == "2024-03-12"
    assert day_in(f"{HOST}/2024/02/31/x") is None
    assert day_in(f"{HOST}/1202403123/x") is None


def test_sitemaps_whose_names_say_that_they_have_no_stories() -> None:
    without = (
        "post_tag-sitemap.xml",
        "category-sitemap2.xml",
        "sitemap-images-1.xml.gz",
        "author-sitemap.xml",
    )
    assert all(lacks_stories(f"{HOST}/{name}") for name in without)
    others = (
        "post-sitemap.xml",
        "sitemap-news.xml",
        "sitemap.xml",
        "sitemap-2024-03.xml.gz",
        "tagesschau.xml",
    )
    assert not any(lacks_stories(f"{HOST}/{name}") for name in others)


def test_feeds_of_a_front_page_and_of_a_section() -> None:
    assert is_feed_of(f"{HOST}/feed/", f"{HOST}/", every=True)
    assert not is_feed_of(f"{HOST}/comments/feed/", f"{HOST}/", every=True)
    assert is_feed_of(f"{HOST}/rss/sport.xml", f"{HOST}/sport/", every=False)
    assert not is_feed_of(f"{HOST}/rss/all.xml", f"{HOST}/sport/", every=False)


def test_a_site_is_its_host_those_below_and_the_one_above() -> None:
    assert is_same_site("https://www.harbour.example/a", "https://maps.harbour.example/b")
    assert not is_same_site("https://a.harbour.example/", "https://b.harbour.example/")
    assert not is_same_site("https://notharbour.example/", "https://harbour.example/")


def test_keys_are_the_same_twice() -> None:
    for url in (
        "https://m.harbour.example/a/amp/?amp=1&x=2",
        "http://www.harbour.example/",
        "https://amp.co/amp",
    ):
        assert page_key("https://" + page_key(url)) == page_key(url)


def test_only_googles_amp_viewer_is_unwrapped() -> None:
    assert unwrapped("https://www.google.com/amp/s/a.example/x") == "https://a.example/x"
    assert unwrapped("https://www.google.com/ampersand/s") == "https://www.google.com/ampersand/s"
