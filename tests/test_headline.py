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
    ("title", "first"),
    [
        (f"{TITLE} | Harbour and coast", "Harbour and coast"),
        (f"{TITLE} : Harbour and coast", "Harbour and coast"),
        (f"Our blog » Archive » {TITLE}", "Our blog"),
        (f"Harbour club - News » {TITLE}", "News"),
    ],
)
def test_a_first_heading_that_is_a_smaller_part_of_the_title_is_the_site_or_a_section(
    title: str, first: str
) -> None:
    assert text_of(page(title, f"<h1>{first}</h1><h2>{TITLE}</h2>", head="")) == TITLE


def test_a_first_heading_named_as_breadcrumb_is_none() -> None:
    crumb = "Harbour traffic: how the old bridge opened"
    body = (
        f'<h1 class="breadcrumb__headline">{crumb}</h1><h2><span>Transport</span> <span>{TITLE}</span></h2>'
    )
    found = of(page(f"{crumb} | The Harbour Post", body, og(TITLE) + ld(crumb)))
    assert found is not None
    assert (found.text, found.kicker, found.path) == (TITLE, "Transport", "h2")


def test_unless_there_is_no_other() -> None:
    assert text_of(page(TITLE, f'<h1 class="logo">{TITLE}</h1>')) == TITLE


def test_the_heading_below_that_prints_the_shared_title_is_the_headline() -> None:
    longer = f"{TITLE}, says the mayor"
    html = page(longer, f"<h1>{longer}</h1><p>3 March 2021</p><h2>{TITLE}</h2>", og(TITLE) + ld(longer))
    assert text_of(html) == TITLE


@pytest.mark.parametrize(
    "below",
    [
        f'<h2 class="standfirst">{TITLE}</h2>',
        f"<h2>{TITLE} and what comes next</h2>",
        "<p>One.</p>" * 8 + f"<h2>{TITLE}</h2>",
        f"<h3>{TITLE}</h3>",
    ],
)
def test_but_not_a_dek_or_a_teaser_there(below: str) -> None:
    longer = f"{TITLE}, says the mayor"
    html = page(longer, f"<h1>{longer}</h1>{below}", og(TITLE) + ld(longer))
    assert text_of(html) == longer


def test_nor_a_title_about_something_else() -> None:
    html = page(TITLE, f"<h1>{TITLE}</h1><h2>Ferries, votes, ribbons</h2>", og("Ferries, votes, ribbons"))
    assert text_of(html) == TITLE


def test_the_printed_heading_stays_where_all_metadata_word_it_otherwise() -> None:
    other = "The old bridge opens again, nine years later"
    assert text_of(page(other, f"<h1>{TITLE}</h1>", og(other) + ld(other))) == TITLE


@pytest.mark.parametrize("first", ["The long way over the water", "Subscribe to our letters from the coast"])
def test_right_above_the_prose_a_first_heading_beats_the_title_of_the_page(first: str) -> None:
    prose = f"<p>{'The mayor cut the ribbon while a brass band played. ' * 4}</p>"
    assert text_of(f"<title>News of the day</title><h1>{first}</h1>{prose}") == first
    assert text_of(f"<title>{TITLE}</title>{og(TITLE)}<h1>{first}</h1>{prose}") == TITLE
    assert text_of(f"<title>{TITLE}</title><h1>{first}</h1><h1>City</h1>{prose}") == TITLE


def test_a_heading_printed_in_what_is_named_like_a_menu_is_read_there() -> None:
    html = page(f"{TITLE} at last", f'<div class="menu header"><a href=/>Home</a><h1>{TITLE}!</h1></div>')
    survey = dom.walk(dom.parse(html.encode()), lambda names: "menu" in names)
    found = headline(survey, claims(survey, URL))
    assert found is not None
    assert (found.text, found.source, found.path, found.run) == (f"{TITLE}!", "markup", "h1", None)


def test_of_a_hundred_thousand_headings_there_a_few_are_read() -> None:
    html = page(TITLE, f'<div class="menu">{"<h1>Post a comment</h1>" * 100_000}</div>')
    survey = dom.walk(dom.parse(html.encode()), lambda names: "menu" in names)
    said = claims(survey, URL)
    start = time.process_time()
    headline(survey, said)
    assert time.process_time() - start < 0.5


def test_but_not_the_heading_of_a_pop_up() -> None:
    html = page(TITLE, '<div class="menu"><h1>Post a comment</h1></div>')
    survey = dom.walk(dom.parse(html.encode()), lambda names: "menu" in names)
    found = headline(survey, claims(survey, URL))
    assert found is not None
    assert (found.text, found.path) == (TITLE, "title")


def test_a_section_as_shared_title_does_not_outweigh_the_headline() -> None:
    html = page(
        f"{TITLE} | news | coast", f"<div>{TITLE}</div><h2>COAST</h2>", og("The Harbour Post - COAST")
    )
    assert text_of(html) == TITLE


def test_the_path_to_the_story_is_parted_from_it() -> None:
    title = "老桥九年后重新开放"
    html = f"<title>{title} - 港湾网</title><h1><a>港湾网</a>&nbsp;〉<a>城市新闻</a>&nbsp;〉{title}</h1>"
    found = of(html)
    assert found is not None
    assert (found.text, found.kicker) == (title, "港湾网 〉城市新闻")


@pytest.mark.parametrize(
    ("inside", "kicker"),
    [
        (f"<span>Transport</span> {TITLE}", "Transport"),
        (f"<span>Transport:</span> <span>{TITLE}</span>", "Transport"),
        (f"<span><em>Transport</em></span><br>{TITLE}", "Transport"),
        (f"{TITLE} <small>4 March 2021</small>", None),
        (f"{TITLE}<br>The mayor came<br>4.3.2021 18:00", None),
        (f"<span hidden>Advertisement</span> {TITLE}", None),
        (f"<a href=/x>{TITLE}</a>", None),
        (f"<div><span>{TITLE}</span></div>", None),
    ],
)
def test_the_kicker_in_the_same_heading_is_parted(inside: str, kicker: str | None) -> None:
    found = of(page(f"{TITLE} | The Harbour Post", f"<h1>{inside}</h1>"))
    assert found is not None
    assert (found.text, found.kicker) == (TITLE, kicker)


def test_the_kicker_is_seen_by_a_part_of_a_title_too() -> None:
    inside = f"<span>After nine years</span><span>{TITLE}</span>"
    found = of(page(f"Nine years: {TITLE} | The Harbour Post", f"<h1>{inside}</h1>"))
    assert found is not None
    assert (found.text, found.kicker) == (TITLE, "After nine years")


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


def test_a_paragraph_marked_as_the_headline_is_none() -> None:
    blurb = "Which repairs of an old bridge pay for themselves? We asked three builders and a mayor. " * 3
    html = page(f"{TITLE} | The Harbour Post", f'<h1 class="post-title">{blurb}</h1>', og(TITLE))
    assert text_of(html) == TITLE
