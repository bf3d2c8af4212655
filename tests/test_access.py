"""Whether an article is free by its own word, and how much of it is shown."""

import json

import pytest

import newsgrab
from extraction_pages import H1, STORY, URL, page, paragraphs
from newsgrab.extraction.access import observed

LONG = " ".join(STORY * 4)
TEASER = STORY[0]
MANY = tuple(f"{text} So it was in {year}." for year in (1990, 2001, 2012, 2023) for text in STORY)
ASKS = "<div><h3>Subscribe to continue reading</h3><p>Three crowns a month.</p></div>"


@pytest.mark.parametrize(
    ("free", "body", "walled", "seen"),
    [
        (None, LONG, True, "full"),
        (None, TEASER, False, "full"),
        (True, TEASER, True, "full"),
        (False, LONG, True, "full"),
        (False, TEASER, False, "truncated"),
        (False, "", False, "truncated"),
        (False, TEASER, True, "wall"),
        (None, TEASER, True, "wall"),
        (False, f"{LONG} And then…", False, "truncated"),
        (False, f"{LONG} And then [...]", False, "truncated"),
        (False, f"{LONG} And then…", True, "wall"),
        (None, "And then...", False, "unknown"),
        (None, f"{LONG} And then…", False, "full"),
    ],
)
def test_how_much_is_seen_of_it(free: bool | None, body: str, walled: bool, seen: str) -> None:  # noqa: FBT001 - columns of the table
    assert observed(free, body, lambda: walled) == seen


def of(after: str, head: str = "", stories: tuple[str, ...] = STORY) -> newsgrab.Article:
    return newsgrab.extract(page(f"<article>{H1}{paragraphs(stories)}{after}</article>", head=head), URL)


def ld(**more: object) -> str:
    thing = {"@type": "NewsArticle", "headline": "Harbour of Brenn opens again", **more}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


@pytest.mark.parametrize(
    ("after", "seen"),
    [
        (ASKS, "wall"),
        ('<div class="paywall"><p>One crown, then four.</p></div>', "wall"),
        ('<div class="article-paywall" style="display:none"><p>One crown, then four.</p></div>', "full"),
        (f"<div hidden>{ASKS}</div>", "full"),
        ("<p>Jetzt weiterlesen.</p>", "full"),  # no language of the page
        ("", "full"),
    ],
)
def test_a_wall_after_little_is_one_whatever_the_page_says(after: str, seen: str) -> None:
    assert of(after).metadata.access.observed == seen


def test_a_wall_far_below_or_under_a_whole_article_is_none() -> None:
    assert of(f"<ul>{'<li>Fish</li><li>Rope</li>' * 5}</ul>{ASKS}").metadata.access.observed == "full"
    assert of(ASKS, ld(isAccessibleForFree=False), MANY).metadata.access.observed == "full"


def test_what_is_declared_beats_what_a_wall_says_only_where_it_is_free() -> None:
    assert of(ASKS, ld(isAccessibleForFree=True)).metadata.access.observed == "full"
    assert of(ASKS, ld(isAccessibleForFree=False)).metadata.access.observed == "wall"
    assert of("", ld(isAccessibleForFree=False)).metadata.access.observed == "truncated"


@pytest.mark.parametrize(
    ("head", "free"),
    [
        (ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False}), False),
        (ld(hasPart=[{"@type": "WebPageElement", "isAccessibleForFree": "False"}]), False),
        (ld(isAccessibleForFree=True, hasPart={"isAccessibleForFree": False}), True),
        (ld(hasPart=[None, 3, {"isAccessibleForFree": ["False"]}, {"isAccessibleForFree": "perhaps"}]), None),
        ('<meta property="og:article:content_tier" content="locked">', False),
        ('<meta itemprop="isAccessibleForFree" content="False">', False),
        (
            ld()
            + '<script type="application/ld+json">{"@type":"WebPage","isAccessibleForFree":false}</script>',
            False,
        ),
    ],
)
def test_the_page_says_so_in_many_ways(head: str, free: bool | None) -> None:  # noqa: FBT001 - a column of the table
    assert of("", head).metadata.access.declared_free is free


def test_a_box_named_like_a_wall_around_the_article_is_none() -> None:
    main = f"<div class='paywall'><article>{H1}{paragraphs()}</article><p>More about fish</p></div>"
    assert newsgrab.extract(page(main), URL).metadata.access.observed == "full"
