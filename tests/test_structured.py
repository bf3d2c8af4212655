"""What a page says about itself: JSON-LD read tolerantly and within bounds, meta tags, names of the site."""

import json
import time

import pytest

from newsgrab import dom
from newsgrab.extraction.linked_data import addresses, linked, plain, text, texts
from newsgrab.extraction.structured import Claims, claims

URL = "https://harbourpost.example/city/bridge-opens"


def read(html: str, base: str = URL) -> Claims:
    return claims(dom.walk(dom.parse(html.encode())), base)


def of_script(*scripts: str, base: str = URL, title: str | None = None) -> Claims:
    survey = dom.walk(dom.parse(b"<p>x"))
    return claims(survey._replace(scripts=scripts, title=title), base)


def article(**more: object) -> str:
    return json.dumps({"@type": "NewsArticle", "headline": "Bridge opens", **more})


SHAPES = {
    "bare": article(),
    "a list": f"[{article()}]",
    "a list in a list": f"[[{article()}]]",
    "a graph": f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite"}}, {article()}]}}',
    "the main entity of a page": f'{{"@type": "WebPage", "mainEntity": {article()}}}',
    "a type as address": article(**{"@type": "https://schema.org/NewsArticle"}),
    "several types": article(**{"@type": ["NewsArticle", "Thing"]}),
    "another case": article(**{"@type": "newsarticle"}),
    "a comment around it": f"<!--\n{article()}\n-->",
    "CDATA around it": f"<![CDATA[{article()}]]>",
    "CDATA behind slashes": f"//<![CDATA[\n{article()}\n//]]>",
    "a semicolon after it": f"{article()};",
    "blanks around it": f"\n\n  {article()}  \n",
    "two objects": f'{{"@type": "Organization"}}{article()}',
    "two objects and a comma": f'{{"@type": "Organization"}},{article()}',
    "a trailing comma": '{"@type": "NewsArticle", "headline": "Bridge opens", "keywords": ["a", "b",],}',
    "comments in it": '{"@type": "NewsArticle", // what it is\n "headline": "Bridge opens"}',
    "a line end in a string": '{"@type": "NewsArticle", "headline": "Bridge\nopens"}',
    "a control character": '{"@type": "NewsArticle", "headline": "Bridge\x01 opens"}',
    "raw quotation marks in another string": (
        '{"@type": "NewsArticle", "image": {"url": "<img width="300">"}, "headline": "Bridge opens"}'
    ),
    "NaN and huge numbers": article()[:-1] + f', "a": NaN, "b": -Infinity, "c": {"9" * 5000}}}',
    "keys given twice": '{"@type": "x", "headline": "x", "@type": "NewsArticle", "headline": "Bridge opens"}',
    "character references": article(headline="Bridge &quot;opens&quot;").replace('\\"', ""),
    "tags in the value": article(headline="<b>Bridge</b> opens"),
    "a headline in a list": article(headline=["Bridge opens", "Other"]),
    "a headline as object": article(headline={"@value": "Bridge opens"}),
}


@pytest.mark.parametrize("script", SHAPES.values(), ids=SHAPES)
def test_json_ld_is_read_in_every_shape(script: str) -> None:
    found = of_script(script)
    assert found.declared
    said = next(found.property("headline")).value
    assert " ".join("".join(c for c in said if c.isalpha() or c == " ").split()) == "Bridge opens"


@pytest.mark.parametrize(
    "script",
    [
        "",
        "   ",
        "null",
        "3",
        '"text"',
        "[]",
        "{}",
        "not json",
        "{" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"headline": ' + "[" * 100_000,
        '{"@graph":' * 50_000,
        '{"@type": 3, "headline": {"name": {"name": {"name": 1}}}}',
        '{"@type": {"@type": "x"}}',
        '"\\ud800"',
    ],
)
def test_what_is_no_article_says_nothing(script: str) -> None:
    found = of_script(script)
    assert not found.declared
    assert list(found.property("headline")) == []


def test_a_script_of_50_mb_is_left_alone() -> None:
    start = time.process_time()
    assert not of_script('{"@type": "NewsArticle", "headline": "' + "x" * 50_000_000 + '"}').declared
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "script",
    [
        '"headline": "' * 20_000,
        '"headline"' + " " * 200_000,
        '"author": {' * 20_000,
        "<!--" * 50_000,
        "{" + ",]" * 50_000,
        "//" * 100_000,
        '{"@type": "NewsArticle", "headline": "' + "&lt;" * 100_000 + '"}',
        '{"@type": "NewsArticle", "headline": "' + "<" * 200_000 + '"}',
        "[" + '{"@type":"Person","@id":"a"},' * 20_000 + '{"@type":"Person"}]',
    ],
    ids=lambda script: script[:24],
)
def test_no_script_takes_long(script: str) -> None:
    start = time.process_time()
    of_script(script)
    assert time.process_time() - start < 0.5


def test_title_and_scripts_of_a_page_reach_the_claims() -> None:
    html = f'<title>Bridge opens</title><script type="application/ld+json">{article()}</script><p>Text.'
    found = dom.walk(dom.parse(html.encode()))
    assert found.title == "Bridge opens"
    assert claims(found, URL).article["headline"] == "Bridge opens"


def test_of_several_articles_the_one_with_the_page_s_address_counts() -> None:
    other = article(headline="Other", url="https://harbourpost.example/other")
    own = article(headline="Own", mainEntityOfPage={"@id": URL + "?utm_source=x"})
    assert of_script(other, own).article["headline"] == "Own"


def test_of_several_articles_the_one_with_the_page_s_title_counts() -> None:
    found = of_script(
        article(headline="Ferry sinks"), article(), title="Bridge opens | The Harbour Post", base=""
    )
    assert found.article["headline"] == "Bridge opens"


def test_an_article_counts_more_than_the_page_it_is_on() -> None:
    found = of_script('{"@type": "WebPage", "name": "Page"}', article())
    assert found.article["headline"] == "Bridge opens"


def test_meta_tags_are_kept_in_order_and_read_by_order_of_trust() -> None:
    found = read(
        '<meta name="title" content="Weak"><meta property="OG:Title" content="First">'
        '<meta property="og:title" content="Second"><meta name="empty" content=" ">'
    )
    assert [claim.value for claim in found.meta(("og:title", "title"))] == ["First", "Second", "Weak"]
    assert list(found.meta(("empty", "absent"))) == []


def test_a_claim_keeps_what_stood_there() -> None:
    claim = next(read('<meta name="description" content="A&amp;amp;B ">').meta(("description",)))
    assert (claim.value, claim.source, claim.path, claim.raw) == ("A&B", "meta", "description", "A&amp;B ")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (" a \n b ", "a b"),
        ("Q&amp;A", "Q&A"),
        ("Q&amp;amp;A", "Q&A"),
        ("<b>bold</b>", "bold"),
        ("5 < 6", "5 < 6"),
        ("x" * 9_000, "x" * 5_000),
    ],
)
def test_values_are_plain_text(value: str, shown: str) -> None:
    assert plain(value) == shown


def test_texts_of_a_property_of_any_shape() -> None:
    assert list(texts(["a", {"name": "b"}, {"@value": "c"}, ["d", None, 3], True, {"x": 1}])) == [
        "a",
        "b",
        "c",
        "d",
        "True",
    ]
    assert text({"name": ["x", "y"]}) == "x"
    assert text(None) is None


def test_addresses_of_a_property_of_any_shape() -> None:
    value = [
        "https://a.example/1",
        {"url": "https://a.example/2"},
        {"@id": "#3"},
        {"contentUrl": ["https://a.example/4"]},
    ]
    assert list(addresses(value)) == [
        "https://a.example/1",
        "https://a.example/2",
        "#3",
        "https://a.example/4",
    ]


def test_a_list_that_holds_itself_a_thousand_deep_ends() -> None:
    deep: list[object] = ["end"]
    for _ in range(900):
        deep = [deep]
    assert list(texts(deep)) == ["end"]


def test_references_are_found_in_the_graph() -> None:
    graph = {
        "@graph": [
            {"@type": "Person", "@id": "#nora", "name": "Nora Whitfield"},
            {"@id": "#nora", "name": "Other"},
        ]
    }
    assert linked((json.dumps(graph),)).by_id["#nora"]["name"] == "Nora Whitfield"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<meta property="og:site_name" content="The Harbour Post">', ("The Harbour Post",)),
        ('<meta name="application-name" content="Harbour Post">', ("Harbour Post",)),
        ('<meta property="og:site_name" content="' + "Bridge opens " * 9 + '">', ()),
        ("<p>nothing", ()),
    ],
)
def test_names_of_the_site(html: str, shown: tuple[str, ...]) -> None:
    assert read(html).names.shown == shown


def test_the_publisher_names_the_site_even_by_reference() -> None:
    graph = {
        "@graph": [
            json.loads(article(publisher={"@id": "#us"})),
            {"@type": "Organization", "@id": "#us", "name": "The Harbour Post"},
        ]
    }
    assert of_script(json.dumps(graph)).names.shown == ("The Harbour Post",)


@pytest.mark.parametrize(
    ("base", "label"),
    [
        ("https://harbourpost.example/x", "harbourpost"),
        ("https://www.harbourpost.co.uk/x", "harbourpost"),
        ("https://news.harbour-post.com.br/", "harbourpost"),
        ("", ""),
        ("http://localhost/", ""),
    ],
)
def test_the_host_names_the_site(base: str, label: str) -> None:
    assert read("<p>x", base).names.label == label
