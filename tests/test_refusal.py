"""Whether what was found may be called an article: pages of each kind, refused with their code or not."""

from dataclasses import replace

import pytest

import newsgrab
from extraction_pages import H1, HEADLINE, article_page, page, paragraphs
from newsgrab.errors import ExitStatus, ExtractError, SoftNotFound
from newsgrab.extraction import _article, _seen, extract_page
from newsgrab.extraction.listing import is_front
from newsgrab.extraction.refusal import HOPELESS, SILENT, require_article
from newsgrab.model import Page
from newsgrab.rules import codes
from newsgrab.rules.walls import titles, words
from newsgrab.tables import table
from newsgrab.text import fold
from wall_pages import ACCEPTED, REFUSED, Shown

STATUS = {
    "no_content": ExitStatus.EXTRACT,
    "soft_404": ExitStatus.EXTRACT,
    "challenge": ExitStatus.WALL,
    "consent": ExitStatus.WALL,
    "geo_blocked": ExitStatus.WALL,
    "login": ExitStatus.WALL,
    "paywall": ExitStatus.WALL,
}
STORY = "https://brenn.example/news/harbour"


def fetched(html: str | bytes, url: str = STORY, asked: str | None = None) -> Page:
    body = html.encode() if isinstance(html, str) else html
    return Page(url=asked or url, final_url=url, body=body, encoding="utf-8")


@pytest.mark.parametrize("shown", REFUSED.values(), ids=REFUSED)
def test_a_page_that_is_no_article_is_refused_with_its_code(shown: Shown) -> None:
    with pytest.raises(ExtractError) as raised:
        extract_page(fetched(shown.html, shown.url))
    assert raised.value.code == shown.code
    assert raised.value.status is STATUS[shown.code]
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("shown", ACCEPTED.values(), ids=ACCEPTED)
def test_an_article_with_the_same_signs_is_not(shown: Shown) -> None:
    assert extract_page(fetched(shown.html, shown.url)).metadata.headline


@pytest.mark.parametrize("shown", REFUSED.values(), ids=REFUSED)
def test_the_library_returns_what_there_is(shown: Shown) -> None:
    try:
        article = newsgrab.extract(shown.html, shown.url)
    except ExtractError as error:
        assert error.code in {"no_content", "challenge"}  # noqa: PT017 - nothing to return is an answer too
    else:
        assert article.body or article.metadata.headline


def test_a_page_without_a_body_is_one_of_pictures_if_it_says_so_and_shows_its_headline() -> None:
    declared = '<meta property="og:type" content="article">'
    assert extract_page(fetched(page(H1, head=declared))).trace.warnings == ("no_body",)
    for html in (page(H1), page("", head=declared)):
        with pytest.raises(ExtractError, match=r"no text; confidence 0\.00"):
            extract_page(fetched(html))


def test_a_deleted_article_that_leads_to_the_front_page_is_not_found() -> None:
    front = page(f"<h1>Brenn Courier</h1>{paragraphs()}", title="Brenn Courier")
    with pytest.raises(SoftNotFound, match="front page"):
        extract_page(fetched(front, "https://brenn.example/", STORY))
    assert extract_page(fetched(front, "https://brenn.example/")).body


def test_a_front_page_by_its_address() -> None:
    assert all(map(is_front, ("https://brenn.example", "https://brenn.example/")))
    assert not any(map(is_front, ("https://brenn.example/?p=2", STORY, "")))


def doubted(html: bytes, confidence: float) -> None:
    """The verdict on a page as if that were its confidence."""
    seen = _seen(fetched(html))
    article = _article(fetched(html), seen)
    article = replace(article, trace=replace(article.trace, confidence=confidence))
    require_article(article, seen.evidence, seen.judgements, html)


def test_what_does_not_hold_together_is_refused_sooner_where_the_page_says_nothing() -> None:
    silent = article_page()
    speaking = page(f"<article>{H1}{paragraphs()}</article>", head='<meta name="author" content="Ada Berg">')
    doubted(silent, SILENT)
    doubted(speaking, HOPELESS)
    for html, least in ((silent, SILENT), (speaking, HOPELESS)):
        with pytest.raises(ExtractError, match="holds together"):
            doubted(html, least - 0.001)


# ---------------------------------------------------------------------------------------------- the data


def test_each_kind_has_words_in_the_large_languages() -> None:
    for language in ("en", "de", "fr", "es", "ru", "ar", "zh", "pt", "it", "pl", "nl", "tr", "ja", "fa"):
        assert words().texts[language].keys() >= {
            "challenge",
            "consent",
            "login",
            "paywall",
            "script",
            "missing",
            "geo_blocked",
        }
    assert words().texts.keys() <= set(codes())


def test_no_phrase_is_empty_or_said_twice() -> None:
    data = table("walls")
    for kind in data.keys() - {"marks", "listing", "refused"}:
        for language, lists in data[kind].items():
            for name, phrases in lists.items():
                folded = [fold(phrase) for phrase in phrases]
                assert all(folded), f"{kind}.{language}.{name}"
                assert len(set(folded)) == len(folded), f"{kind}.{language}.{name}"


def test_a_headline_that_only_has_the_words_is_none() -> None:
    assert fold(HEADLINE) not in titles()
    assert {"login"} == titles()[fold("Sign in")]
