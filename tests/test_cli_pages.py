"""``--pages all``: an article that is spread over several pages, as one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, newsgrab
from loopback import Loopback, page, robots, status

_WHAT = ("the northern pier", "the southern pier", "the lamps", "the railing", "the road", "the toll")
DEK = "The bridge over the river is the oldest in the country, and this week it has its hundredth birthday."


def part(number: int, count: int) -> str:
    """One page of the story, with a dek that each of them has, a picture of its own and a pager."""
    told = "".join(
        f"<p>On page {number} we tell what became of {what} in the year that the flood came through town, and"
        " what the engineers of the county made of it when they had looked at every stone.</p>\n"
        for what in _WHAT
    )
    links = "".join(f"<a href='/story{f'/{n}' if n > 1 else ''}'>{n}</a> " for n in range(1, count + 1))
    return (
        "<!doctype html><html lang=en><head><title>A hundred years of the bridge</title>"
        '<meta property="og:type" content="article"></head><body><main><article>'
        f"<h1>A hundred years of the bridge</h1><p>{DEK}</p>{told}"
        f"<figure><img src=/{number}.jpg width=800 height=600><figcaption>No. {number}</figcaption></figure>"
        f"</article><div class=pagination>{links}</div></main></body></html>"
    )


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        for number in (1, 2, 3):
            server[f"/story/{number}" if number > 1 else "/story"] = page(part(number, 3))
        yield server


def fetched(server: Loopback) -> list[str]:
    return [path for path in server.paths() if path != "/robots.txt"]


def test_they_are_one_article(server: Loopback) -> None:
    (article,) = newsgrab("get", "--pages", "all", server.url("/story"), *FAST).articles
    assert fetched(server) == ["/story", "/story/2", "/story/3"]
    assert article["pages"] == [server.url(path) for path in fetched(server)]
    assert article["url"] == server.url("/story")
    paragraphs = article["body"].split("\n\n")
    assert [text for text in paragraphs if text == DEK] == [DEK]
    told = [text.split()[2] for text in paragraphs if text.startswith("On page")]
    assert told == ["1"] * 6 + ["2"] * 6 + ["3"] * 6
    assert [block["text"] for block in article["blocks"] if block["type"] == "paragraph"] == paragraphs
    assert "more_pages" not in article["extraction"]["warnings"]
    pictures = [article["images"][block["index"]] for block in article["blocks"] if block["type"] == "image"]
    assert [picture["url"] for picture in pictures] == [server.url(f"/{n}.jpg") for n in (1, 2, 3)]
    (first,) = newsgrab("get", server.url("/story"), *FAST).articles
    assert article["word_count"] > 2.5 * first["word_count"]
    assert article["id"] == first["id"]
    assert article["fingerprint"] != first["fingerprint"]


@pytest.mark.parametrize("words", [(), ("--pages", "first")])
def test_by_default_it_is_the_page_that_was_asked_for(server: Loopback, words: tuple[str, ...]) -> None:
    (article,) = newsgrab("get", server.url("/story"), *words, *FAST).articles
    assert fetched(server) == ["/story"]
    assert "more_pages" in article["extraction"]["warnings"]
    assert len(article["parts"]) == 3


def test_in_the_order_of_reading_whichever_was_asked_for(server: Loopback) -> None:
    for number in (1, 2, 3):
        server[f"/story/{number}"] = page(part(number, 3).replace("href='/story'", "href='/story/1'"))
    (article,) = newsgrab("get", "--pages", "all", server.url("/story/2"), *FAST).articles
    assert article["pages"] == [server.url(f"/story/{number}") for number in (1, 2, 3)]
    assert article["requested_url"] == server.url("/story/2")


def test_pages_that_only_later_ones_name(server: Loopback) -> None:
    server["/story"] = page(part(1, 2))
    (article,) = newsgrab("get", "--pages", "all", server.url("/story"), *FAST).articles
    assert len(article["pages"]) == 3


def test_another_address_of_the_first_page_adds_nothing(server: Loopback) -> None:
    for number in (2, 3):
        server[f"/story/{number}"] = page(part(number, 3).replace("href='/story'", "href='/story/1'"))
    server["/story/1"] = page(part(1, 3))
    (article,) = newsgrab("get", "--pages", "all", server.url("/story"), *FAST).articles
    assert article["pages"] == [server.url(path) for path in ("/story", "/story/2", "/story/3")]


@pytest.mark.parametrize("fault", ["missing", "forbidden", "no article"])
def test_where_one_cannot_be_had_what_stands_before_it_is_there(server: Loopback, fault: str) -> None:
    if fault == "missing":
        server["/story/2"] = status(404)
    elif fault == "forbidden":
        server["/robots.txt"] = robots("User-agent: *\nDisallow: /story/2\n")
    else:
        server["/story/2"] = page("<p>none</p>")
    done = newsgrab("get", "--pages", "all", server.url("/story"), "-v", *FAST)
    (article,) = done.articles
    assert (done.status, article["pages"]) == (0, [server.url("/story")])
    assert "more_pages" in article["extraction"]["warnings"]
    assert f"page 2 of {server.url('/story')}: " in done.err
    assert "/story/3" not in server.paths()


def test_what_is_wanted_is_asked_of_the_whole(server: Loopback, tmp_path: Path) -> None:
    words = ("get", "--pages", "all", server.url("/story"), "--min-words", "400", *FAST)
    assert newsgrab(*words, "-o", tmp_path / "a.csv").status == 0
    assert (tmp_path / "a.csv").read_text().count("On page 3") == 6
    assert newsgrab(*words, "--pages", "first").status == 6
    (found,) = newsgrab(*words, "--drop", "images", "--provenance").articles
    assert (found["images"], "headline" in found["provenance"]) == ([], True)


def test_a_chain_without_end_is_cut(server: Loopback) -> None:
    for number in range(2, 40):
        server[f"/story/{number}"] = page(part(number, 39))
    server["/story"] = page(part(1, 39))
    (article,) = newsgrab("get", "--pages", "all", server.url("/story"), *FAST).articles
    assert len(article["pages"]) == len(fetched(server)) == 20
    assert "more_pages" in article["extraction"]["warnings"]


def test_an_article_on_one_page_is_as_it_was(server: Loopback) -> None:
    server["/story"] = page(part(1, 1))
    one, other = (
        newsgrab("get", server.url("/story"), "--pages", pages, *FAST).articles[0]
        for pages in ("all", "first")
    )
    assert json.dumps(one | {"fetch": 0}) == json.dumps(other | {"fetch": 0})


def test_other_values_are_a_usage_error() -> None:
    done = newsgrab("get", "--pages", "2", "https://news.example/a")
    assert (done.status, done.out) == (2, b"")
    assert done.complaint
