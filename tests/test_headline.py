"""The headline is the title printed on the story, without the site's name, kicker or date beside it."""

import json
import time

import pytest

from newsgrab import dom
from newsgrab.extraction.headline import Headline, headline
from newsgrab.extraction.structured import claims

URL = "https://www.harbourpost.example/city/bridge-opens"
TITLE = "Old bridge opens again after nine years"
SITE = '<meta property="og:site_name" content="The Harbour Post">'
BODY = "<p>The mayor cut the ribbon while a brass band played and the ferries out there blew their horns.</p>"


def of(html: str, base: str = URL) -> Headline | None:
    survey = dom.walk(dom.parse(html.encode()))
    return headline(survey, claims(survey, base))


def text_of(html: str, base: str = URL) -> str | None:
    found = of(html, base)
    return found.text if found else None


def page(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{SITE}{head}</head><body>{body}{BODY}</body></html>"


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def ld(title: str) -> str:
    script = json.dumps({"@type": "NewsArticle", "headline": title})
    return f'<script type="application/ld+json">{script}</script>'


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} | The Harbour Post",
        f"{TITLE} - The Harbour Post",
        f"{TITLE} – The Harbour Post",
        f"{TITLE} — The Harbour Post",
        f"{TITLE} » The Harbour Post",
        f"{TITLE} :: The Harbour Post",
        f"{TITLE} • The Harbour Post",
        f"{TITLE} · The Harbour Post",
        f"{TITLE}｜The Harbour Post",
        f"{TITLE} － The Harbour Post",
        f"{TITLE} ـ The Harbour Post",
        f"{TITLE}_The Harbour Post",
        f"{TITLE} | City | The Harbour Post",
        f"{TITLE} | harbourpost.example",
        f"{TITLE} - Harbour Post",
        f"The Harbour Post | {TITLE}",
        f"The Harbour Post - {TITLE}",
    ],
)
def test_the_site_s_name_is_no_part_of_it(title: str) -> None:
    assert text_of(page(title, "")) == TITLE


@pytest.mark.parametrize(
    ("title", "site", "shown"),
    [
        ("افتتاح الجسر القديم بعد تسع سنوات - مرفأ نيوز", "مرفأ نيوز", "افتتاح الجسر القديم بعد تسع سنوات"),
        ("افتتاح الجسر القديم بعد تسع سنوات | مرفأ نيوز", "مرفأ نيوز", "افتتاح الجسر القديم بعد تسع سنوات"),
        ("پل قدیمی دوباره باز شد – بندر خبر", "بندر خبر", "پل قدیمی دوباره باز شد"),
        ("老桥九年后重新开放_港口新闻_港湾网", "港湾网", "老桥九年后重新开放"),
        ("老桥九年后重新开放--港湾网", "港湾网", "老桥九年后重新开放"),
        ("古い橋が九年ぶりに開通｜港湾新聞", "港湾新聞", "古い橋が九年ぶりに開通"),
        ("Старый мост снова открыт — Портовая газета", "Портовая газета", "Старый мост снова открыт"),
    ],
)
def test_in_other_scripts_too(title: str, site: str, shown: str) -> None:
    html = f'<title>{title}</title><meta property="og:site_name" content="{site}">'
    assert text_of(html) == shown


@pytest.mark.parametrize(
    "title",
    [
        "Ferry strike: what travellers need to know",
        "Harbour: a history",
        "The bridge - and what comes after it",
        "“Nobody asked us” – the view from the south bank",
        "»Wir warten seit neun Jahren«: Streit um die Brücke",
        "20-year wait ends",
        "Either/or: the harbour votes",
        "Mayor: ‘The Harbour Post was right’",
    ],
)
def test_a_headline_is_not_cut(title: str) -> None:
    assert text_of(page(f"{title} | The Harbour Post", "")) == title
    assert text_of(page(title, f"<h1>{title}</h1>")) == title


def test_the_printed_form_is_taken() -> None:
    found = of(page(f"{TITLE.upper()} | The Harbour Post", f"<h1>{TITLE}</h1>", og("The bridge is back")))
    assert found is not None
    assert (found.text, found.source, found.path, found.run) == (TITLE, "markup", "h1", 0)


def test_where_several_agree_json_ld_is_asked_first() -> None:
    html = page("News | The Harbour Post", f"<h1>News</h1><h1>{TITLE}</h1>", ld(TITLE))
    assert text_of(html) == TITLE


def test_the_logo_is_not_the_headline() -> None:
    html = page(f"{TITLE} - The Harbour Post", f"<header><h1>The Harbour Post</h1></header><h2>{TITLE}</h2>")
    assert text_of(html) == TITLE


def test_nor_is_the_section_above_it() -> None:
    html = page(
        f"{TITLE} | City | The Harbour Post", f"<h1>City</h1><article><h1>{TITLE}</h1></article>", og(TITLE)
    )
    assert text_of(html) == TITLE


def test_nor_the_title_of_a_box_after_it() -> None:
    html = page(f"{TITLE} | The Harbour Post", f"<h2>{TITLE}</h2>") + "<h1>You may also like</h1>"
    assert text_of(html) == TITLE


def test_a_heading_worded_a_little_differently_is_the_headline() -> None:
    printed = "Old bridge opens again — after nine long years"
    assert text_of(page(f"{TITLE} | The Harbour Post", f"<h1>{printed}</h1>", og(TITLE))) == printed


def test_a_heading_that_says_something_else_is_not() -> None:
    html = page(f"{TITLE} | The Harbour Post", "<h1>Subscribe to our letters from the coast</h1>", og(TITLE))
    assert text_of(html) == TITLE


def test_unless_its_class_says_that_it_is_the_article_s_title() -> None:
    html = page("Ferries, votes and a ribbon", '<h1 class="article__title">The long way over</h1>')
    assert text_of(html) == "The long way over"


def test_it_may_be_printed_in_a_div() -> None:
    found = of(page(f"{TITLE} - City - The Harbour Post", f'<div class="hd">{TITLE}</div>'))
    assert found is not None
    assert (found.text, found.path) == (TITLE, "div")


def test_a_printed_beginning_of_the_title_tells_where_sections_begin() -> None:
    html = page(f"{TITLE} - Transport, harbour and bridges - Regional", f"<h3>{TITLE}</h3>")
    assert text_of(html) == TITLE


@pytest.mark.parametrize(
    ("inside", "kicker"),
    [
        (f"<span>Transport</span> {TITLE}", "Transport"),
        (f"<span>Transport:</span> <span>{TITLE}</span>", "Transport"),
        (f"<span><em>Transport</em></span><br>{TITLE}", "Transport"),
        (f"{TITLE} <small>4 March 2021</small>", None),
        (f"<a href=/x>{TITLE}</a>", None),
        (f"<div><span>{TITLE}</span></div>", None),
    ],
)
def test_the_kicker_in_the_same_heading_is_parted(inside: str, kicker: str | None) -> None:
    found = of(page(f"{TITLE} | The Harbour Post", f"<h1>{inside}</h1>"))
    assert found is not None
    assert (found.text, found.kicker) == (TITLE, kicker)


def test_two_lines_are_joined_as_the_metadata_join_them() -> None:
    joined = "Bridge reopens: a town celebrates"
    html = page(joined, "<h1><span>Bridge reopens</span><span>a town celebrates</span></h1>", og(joined))
    assert text_of(html) == joined


def test_without_metadata_the_first_heading_counts() -> None:
    assert text_of(f"<body><h1>{TITLE}</h1>{BODY}<h1>More</h1>") == TITLE


@pytest.mark.parametrize(
    "html", ["", "<p>Only text.", "<title></title><p>x", "<title>The Harbour Post</title>" + SITE]
)
def test_a_page_without_a_headline_has_none(html: str) -> None:
    assert of(html) is None


def test_the_site_s_name_is_a_headline_where_it_is_part_of_one() -> None:
    title = "The Harbour Post turns one hundred"
    assert text_of(page(f"{title} | The Harbour Post", f"<h1>{title}</h1>")) == title


def test_invisible_characters_and_odd_spaces_go() -> None:
    html = page("", "<h1>Old\u00a0bridge \u200b opens\u00ad again</h1>")
    assert text_of(html) == "Old bridge opens again"


@pytest.mark.parametrize(
    "title",
    [
        "a " * 50_000,
        "| " * 50_000,
        "-" * 100_000,
        " - " * 30_000,
        ": " * 50_000,
        "_" * 100_000,
        "«" * 100_000,
        " " * 100_000,
    ],
    ids=lambda title: repr(title[:4]),
)
def test_no_title_takes_long(title: str) -> None:
    html = page(title, f"<h1>{title}</h1>" * 20, og(title) + ld(title))
    survey = dom.walk(dom.parse(html.encode()))
    said = claims(survey, URL)
    start = time.process_time()
    headline(survey, said)
    assert time.process_time() - start < 0.05
