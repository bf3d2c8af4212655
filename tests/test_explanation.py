"""What an explanation says: blocks with their rules, fields with their sources and losers."""

import tomllib
from pathlib import Path

import pytest

from extraction_pages import (
    DISCLAIMER,
    H1,
    HEADLINE,
    OTHERS,
    STORY,
    URL,
    article_page,
    links,
    page,
    paragraphs,
)
from newsgrab.errors import EmptyPage, NotHtml, TooComplex
from newsgrab.extraction import extract_page
from newsgrab.extraction.explanation import explain
from newsgrab.extraction.sources import FIELDS
from newsgrab.model import ExplainedBlock, ExplainedField, Explanation, Page

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*/*/source.toml"))
WHEN = '<meta property="article:published_time" content="2024-05-06T05:00:00Z">'
ARTICLES = [path for path in FIXTURES if "error" not in tomllib.loads(path.read_text("utf-8"))]


def explained(html: bytes, url: str | None = URL) -> Explanation:
    return explain(Page(url=url, final_url=url, body=html))


def block_of(explanation: Explanation, text: str) -> ExplainedBlock:
    return next(block for block in explanation.blocks if text in block.text)


def field_of(explanation: Explanation, name: str) -> ExplainedField:
    return next(field for field in explanation.fields if field.name == name)


class TestBlocks:
    def test_all_text_is_there_in_its_order(self) -> None:
        explanation = explained(
            article_page(
                before='<div class="cookie-banner">We use cookies</div>',
                after=f'<h2>Most read</h2>{links()}<div class="site-footer">Imprint</div>',
            )
        )
        texts = [block.text for block in explanation.blocks]
        assert texts[0] == "We use cookies"
        assert texts[1] == HEADLINE
        assert texts[2:7] == list(STORY)
        assert texts[-1] == "Imprint"

    def test_what_is_kept_has_its_score(self) -> None:
        block = block_of(explained(article_page()), STORY[1])
        assert (block.kept, block.fate, block.label, block.rule) == (True, "kept", "body", "score")
        assert block.score is not None
        assert block.score > 0
        assert (block.element, block.field) == ("p", None)

    def test_what_is_stripped_has_its_rule(self) -> None:
        explanation = explained(article_page(after=f'<div class="box"><h2>Most read</h2>{links()}</div>'))
        label = block_of(explanation, "Most read")
        assert (label.kept, label.fate, label.label, label.rule) == (
            False,
            "stripped",
            "related",
            "label:mostread",
        )
        assert block_of(explanation, OTHERS[0]).rule == "links"

    def test_what_was_not_walked_is_furniture_without_a_score(self) -> None:
        explanation = explained(
            article_page(before='<div class="cookie-banner" id="c">We use <b>cookies</b></div>')
        )
        block = block_of(explanation, "We use cookies")
        assert (block.rule, block.score, block.fate) == ("furniture", None, "stripped")
        assert (block.element, block.names) == ("div", "cookie-banner c")

    def test_what_became_a_field_says_which(self) -> None:
        figure = '<figure><img src="a.png" width=600 height=400><figcaption>The quay</figcaption></figure>'
        story = f"{H1}{paragraphs(STORY[:2])}{figure}{paragraphs(STORY[2:])}<p>{DISCLAIMER}</p>"
        explanation = explained(page(f"<article>{story}</article>"))
        assert block_of(explanation, HEADLINE).field == "headline"
        assert block_of(explanation, DISCLAIMER).field == "notices"
        assert block_of(explanation, DISCLAIMER).rule == "notice:disclaimer"
        assert [block.field for block in explanation.blocks if block.text == "The quay"] == ["images"]
        assert {block.fate for block in explanation.blocks} == {"kept", "field"}

    def test_a_byline_is_a_field_where_it_is_one(self) -> None:
        html = page(f'<article>{H1}<p class="byline">By Mona Lind</p>{paragraphs()}</article>')
        assert block_of(explained(html), "By Mona Lind").field == "byline"

    @pytest.mark.parametrize("source", ARTICLES, ids=lambda path: path.parent.parent.name)
    def test_the_kept_blocks_are_those_of_the_article(self, source: Path) -> None:
        told = tomllib.loads(source.read_text("utf-8"))
        this = Page(url=told["url"], final_url=told["url"], body=source.with_name("page.html").read_bytes())
        explanation, article = explain(this), extract_page(this)
        assert sum(block.kept for block in explanation.blocks) == article.trace.kept_blocks
        assert explanation.confidence == article.trace.confidence
        assert explanation.notices == article.notices
        assert explanation.refusal is None
        assert sum(bool(block.places) for block in explanation.blocks) == len(explanation.blocks)


class TestFields:
    def test_all_fields_are_there(self) -> None:
        assert tuple(field.name for field in explained(article_page()).fields) == FIELDS

    def test_the_winner_and_the_losers(self) -> None:
        head = (
            '<meta property="og:title" content="You will not believe what the harbour did">'
            '<script type="application/ld+json">{"@type": "NewsArticle", '
            f'"headline": "{HEADLINE}", "datePublished": "2024-05-06T07:00:00+02:00"}}</script>'
            '<meta property="article:published_time" content="2024-05-06T05:00:00Z">'
            '<meta name="date" content="2024-05-09">'
        )
        explanation = explained(page(f"<article>{H1}{paragraphs()}</article>", head=head))
        headline = field_of(explanation, "headline")
        assert headline.values == (HEADLINE,)
        assert headline.source is not None
        assert (headline.source.source, headline.source.path) == ("markup", "h1")
        assert [(other.path, other.agrees) for other in headline.others] == [
            ("headline", True),
            ("og:title", False),
            ("title", True),
        ]
        published = field_of(explanation, "published")
        assert published.source is not None
        assert published.source.path == "datePublished"
        assert ("date", False) in [(other.path, other.agrees) for other in published.others]

    def test_what_has_no_source_of_its_own_is_found_in_the_markup(self) -> None:
        html = page(f'<article>{H1}<p class="byline">By Mona Lind</p>{paragraphs()}</article>')
        byline = field_of(explained(html), "byline")
        assert byline.source is not None
        assert (byline.source.source, byline.source.path) == ("markup", "p")

    def test_the_title_with_the_name_of_the_site_is_no_other_headline(self) -> None:
        head = '<meta property="og:site_name" content="Brenn Courier">'
        html = page(f"<article>{H1}{paragraphs()}</article>", head=head, title=f"{HEADLINE} | Brenn Courier")
        assert [other.agrees for other in field_of(explained(html), "headline").others] == [True]

    @pytest.mark.parametrize(
        ("name", "head", "agrees"),
        [
            ("published", f"{WHEN}<meta name=date content='2024-05-06T07:00:00+02:00'>", True),
            ("published", f"{WHEN}<meta name=date content='2024-05-06'>", True),
            ("published", f"{WHEN}<meta name=date content='2024-05-06T07:00:00Z'>", False),
            ("published", f"{WHEN}<meta name=date content='soon'>", False),
            (
                "type",
                '<meta property="og:type" content="article"><meta property="og:type" content="video">',
                False,
            ),
            ("language", '<meta property="og:locale" content="en_US">', True),
            ("language", '<meta property="og:locale" content="de_DE">', False),
            (
                "canonical_url",
                '<link rel=canonical href="/a"><meta property="og:url" content="/a#top">',
                True,
            ),
            (
                "tags",
                '<meta name=news_keywords content="quay, port"><meta name=keywords content="port">',
                True,
            ),
            (
                "tags",
                '<meta name=news_keywords content="quay, port"><meta name=keywords content="sea">',
                False,
            ),
        ],
    )
    def test_spelling_makes_no_loser(self, name: str, head: str, agrees: bool) -> None:  # noqa: FBT001 - a table of cases
        html = page(f"<article>{H1}{paragraphs()}</article>", head=head)
        assert [other.agrees for other in field_of(explained(html), name).others] == [agrees]

    def test_authors_elsewhere_in_the_graph_are_named(self) -> None:
        graph = (
            '{"@graph": [{"@type": "NewsArticle", "headline": "H", "author": {"@id": "#m"}},'
            ' {"@type": "Person", "@id": "#m", "name": "Mona Lind"}]}'
        )
        head = f'<script type="application/ld+json">{graph}</script><meta name=author content="Olaf Hus">'
        authors = field_of(explained(page(f"<article>{H1}{paragraphs()}</article>", head=head)), "authors")
        assert authors.values == ("Mona Lind",)
        assert [(other.value, other.agrees) for other in authors.others] == [("Olaf Hus", False)]


class TestRefusals:
    def test_a_page_without_an_article_is_explained_all_the_same(self) -> None:
        explanation = explained(page(f"<nav>{links()}</nav>", title=""))
        assert explanation.refusal is not None
        assert (explanation.refusal.code, explanation.refusal.status) == ("no_content", 5)
        assert [block.rule for block in explanation.blocks] == ["links"]
        assert tuple(field.name for field in explanation.fields) == FIELDS

    def test_a_front_page_keeps_what_was_found(self) -> None:
        source = next(path for path in FIXTURES if "elfaro" in str(path))
        url = tomllib.loads(source.read_text("utf-8"))["url"]
        explanation = explained(source.with_name("page.html").read_bytes(), url)
        assert explanation.refusal is not None
        assert "front or section page" in explanation.refusal.reason
        assert field_of(explanation, "site_name").values == ("El Faro",)

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            (b" ", EmptyPage),
            (b"%PDF-1.7\n" + b"x" * 100, NotHtml),
            (b"<div>" * 100_000, TooComplex),
        ],
    )
    def test_what_is_no_page_is_an_error(self, body: bytes, error: type[Exception]) -> None:
        with pytest.raises(error):
            explained(body)

    @pytest.mark.parametrize("body", [b"x", b"<frameset><frame src=a></frameset>", b"<p>\xff\xfe\x00</p>"])
    def test_any_page_is_explained(self, body: bytes) -> None:
        assert explained(body, None).refusal is not None
