"""Each field says where it came from: in the article's JSON and in the explanation alike."""

import json
from typing import Any

import pytest

import newsgrab
from extraction_pages import STORY, URL, page, paragraphs
from newsgrab.extraction.explanation import explain
from newsgrab.extraction.sources import FIELDS
from newsgrab.model import Page

THING = {
    "@type": "OpinionNewsArticle",
    "headline": "Harbour of Brenn opens again",
    "author": {"@type": "Person", "name": "Jane Roe"},
    "datePublished": "2024-05-03T08:00:00+02:00",
    "dateModified": "2024-05-04T09:30:00+02:00",
    "isAccessibleForFree": True,
    "keywords": ["harbours", "Brenn"],
    "articleSection": "Opinion",
    "publisher": {"@type": "Organization", "name": "Brenn Courier"},
}
HEAD = (
    f'<script type="application/ld+json">{json.dumps(THING)}</script>'
    '<meta name=description content="On quays.">'
    '<meta property=og:image content=/quay.jpg><link rel=canonical href="/news/2024/harbour">'
)
HEADER = (
    '<p class="kicker">Shipping</p><h1>Harbour of Brenn opens again</h1>'
    '<p class="standfirst">Two new cranes and a higher quay</p>'
    '<p class="byline">By Jane Roe</p>'
)
BODY = (f"BRENN — {STORY[0]}", *STORY[1:])
WHOLE = page(f"<article><header>{HEADER}</header><div>{paragraphs(BODY)}</div></article>", head=HEAD)


def provenance(html: bytes, url: str | None = URL) -> dict[str, Any]:
    article = newsgrab.extract(html, url).to_dict(provenance=True)
    filled = {name for name in FIELDS if article[name] not in (None, [], "unknown")}
    if article["access"]["declared_free"] is None:
        filled.discard("access")
    assert set(article["provenance"]) == filled
    return {name: (said["source"], said["path"]) for name, said in article["provenance"].items()}


def test_every_field_names_its_source() -> None:
    assert provenance(WHOLE) == {
        "headline": ("markup", "h1"),
        "kicker": ("markup", "p"),
        "dek": ("markup", "p"),
        "authors": ("json-ld", "author"),
        "byline": ("markup", "p"),
        "dateline": ("markup", "p"),
        "published": ("json-ld", "datePublished"),
        "modified": ("json-ld", "dateModified"),
        "canonical_url": ("markup", "link rel=canonical"),
        "site_name": ("json-ld", "publisher"),
        "type": ("json-ld", "@type"),
        "sections": ("json-ld", "articleSection"),
        "tags": ("json-ld", "keywords"),
        "language": ("markup", "html lang"),
        "direction": ("markup", "letters of the body"),
        "description": ("meta", "description"),
        "image": ("meta", "og:image"),
        "access": ("json-ld", "isAccessibleForFree"),
    }


@pytest.mark.parametrize(
    ("head", "main", "field", "source"),
    [
        ("", "", "language", ("markup", "html lang")),
        ("<meta property=og:site_name content='Brenn Courier'>", "", "site_name", ("meta", "og:site_name")),
        ("", "<p><a rel=tag href=/t/quays>Quays</a></p>", "tags", ("markup", "a rel=tag")),
        ("<meta name=news_keywords content='Quays, Brenn'>", "", "tags", ("meta", "news_keywords")),
        ("<meta property=og:type content=article>", "", "type", ("meta", "og:type")),
        (
            "<meta property=article:content_tier content=locked>",
            "",
            "access",
            ("meta", "article:content_tier"),
        ),
        ("", "<img src=/a.jpg>", "image", ("markup", "img")),
        ("<meta property=og:url content=/news/a>", "", "canonical_url", ("meta", "og:url")),
    ],
)
def test_the_source_is_the_one_that_was_used(
    head: str, main: str, field: str, source: tuple[str, str]
) -> None:
    html = page(
        f"<article><h1>Harbour of Brenn opens again</h1>{main}{paragraphs()}{main}</article>", head=head
    )
    assert provenance(html)[field] == source


def test_a_type_taken_from_the_address_says_so() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    html = page(f"<article><h1>Harbour of Brenn opens again</h1>{paragraphs()}</article>", head=head)
    assert provenance(html, "https://brenn.example/opinion/harbour")["type"] == ("url", "path")


def test_the_explanation_names_the_same_sources_and_what_lost() -> None:
    head = (
        HEAD + "<meta property=og:title content='Brenn: harbour is open'><meta name=author content='Kim Poe'>"
    )
    html = page(f"<article><header>{HEADER}</header><div>{paragraphs(BODY)}</div></article>", head=head)
    explained = {field.name: field for field in explain(Page(url=URL, final_url=URL, body=html)).fields}
    shown = {
        name: (field.source.source, field.source.path)
        for name, field in explained.items()
        if field.source is not None
    }
    assert shown == provenance(html)
    assert set(explained) == set(FIELDS)
    losers = {
        name: [(other.path, other.value) for other in field.others if not other.agrees]
        for name, field in explained.items()
    }
    assert ("og:title", "Brenn: harbour is open") in losers["headline"]
    assert losers["authors"] == [("author", "Kim Poe")]


def test_nothing_is_said_of_what_is_not_there() -> None:
    found = provenance(page(f"<article><h1>Harbour of Brenn opens again</h1>{paragraphs()}</article>"), None)
    assert set(found) == {"headline", "language", "direction"}
