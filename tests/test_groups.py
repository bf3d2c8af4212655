"""Rules about runs that belong together; the judge's own decisions are given."""

from collections.abc import Iterable

import pytest

from extraction_pages import (
    H1,
    HEADLINE,
    OTHERS,
    STORY,
    article_page,
    decided,
    evidence_of,
    links,
    page,
    paragraphs,
    run_of,
)
from newsgrab.extraction.groups import GROUP_RULES
from newsgrab.extraction.judgement import Judgement

TEASER = "The keeper of the light on Brenn point has handed over his keys after forty years of service."
WALL = "You have read your three free articles of this month; subscribe to go on reading the Courier."


def after_rules(html: bytes, kept: Iterable[str] | None = None, score: float = 3.0) -> dict[str, Judgement]:
    """The decisions by text; all runs, or those that have the texts in them, were kept by the judge."""
    evidence = evidence_of(html)
    texts = [run.text for run in evidence.survey.runs]
    wanted = [""] if kept is None else list(kept)
    body = [n for n, text in enumerate(texts) if any(want in text for want in wanted)]
    judgements = decided(evidence, body, score=score)
    for rule in GROUP_RULES:
        rule(evidence, judgements)
    return dict(zip(texts, judgements, strict=True))


def body(judgements: dict[str, Judgement]) -> list[str]:
    return [text for text, judgement in judgements.items() if judgement.label == "body"]


# -------------------------------------------------------------------------------- boxes under a label


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Related articles", "related"),
        ("Latest news", "related"),
        ("Most read", "related"),
        ("Read also", "related"),
        ("Comments (12)", "comment"),
        ("Our newsletter", "promo"),
        ("Follow us on Facebook", "share"),
        ("Advertisement", "ad"),
    ],
)
def test_a_box_apart_that_opens_with_a_label_is_what_the_label_says(label: str, kind: str) -> None:
    found = after_rules(article_page(f"<div><h3>{label}</h3><div><p>{TEASER}</p></div></div>"))
    assert found[TEASER].label == kind
    assert found[TEASER].rule.startswith("under:")
    assert {found[text].label for text in STORY} == {"body"}


@pytest.mark.parametrize("tag", ["h1", "h3", "p", "b", "div", "span"])
def test_whatever_element_the_label_is_in(tag: str) -> None:
    html = article_page(f"<div><{tag}>Related articles</{tag}><p>{TEASER}</p></div>")
    assert TEASER not in body(after_rules(html))


def test_the_label_may_stand_in_elements_of_its_own() -> None:
    box = (
        f"<section><header><div><h3>Related articles</h3></div></header><div><p>{TEASER}</p></div></section>"
    )
    assert TEASER not in body(after_rules(article_page(box)))


def test_the_body_continues_after_the_box() -> None:
    box = f"<div><h4>Read also</h4><p>{TEASER}</p></div>"
    html = page(f"<article>{H1}{paragraphs(STORY[:2])}{box}{paragraphs(STORY[2:])}</article>")
    assert body(after_rules(html, (*STORY, TEASER))) == [*STORY]


def test_a_label_beside_the_body_s_paragraphs_makes_no_box_of_them() -> None:
    html = page(f"<article>{H1}{paragraphs(STORY[:2])}<p>Read also</p>{paragraphs(STORY[2:])}</article>")
    assert body(after_rules(html, STORY)) == [*STORY]


def test_a_label_that_opens_the_article_s_own_element_makes_no_box_of_it() -> None:
    long = [f"{text} It was said {n} times." for n in range(6) for text in STORY]
    html = page(f"<main><div><p>Latest news</p>{H1}{paragraphs(long)}</div></main>")
    assert len(body(after_rules(html, long))) == len(long)


# ----------------------------------------------------------------------------------------------- walls


@pytest.mark.parametrize("name", ["paywall", "c-paywall-box", "subscribe-wall", "articlePaygate"])
def test_a_wall_goes_as_a_whole(name: str) -> None:
    found = after_rules(article_page(f'<div class="{name}"><p>{WALL}</p><div><p>{TEASER}</p></div></div>'))
    assert (found[WALL].label, found[WALL].rule) == ("promo", "wall")
    assert found[TEASER].label == "promo"
    assert [text for text in body(found) if text != HEADLINE] == [*STORY]


def test_an_article_inside_an_element_called_a_wall_stays() -> None:
    html = page(f'<div class="paywall">{H1}{paragraphs()}</div>')
    assert body(after_rules(html, STORY)) == [*STORY]


# ---------------------------------------------------------------------------------------------- embeds


@pytest.mark.parametrize("name", ["twitter-tweet", "instagram-media", "tiktok-embed"])
def test_the_text_of_a_quoted_post_is_not_the_article_s(name: str) -> None:
    post = f'<blockquote class="{name}"><p>{TEASER}</p>Port (@port) <a href="/x">June 3</a></blockquote>'
    found = after_rules(article_page(post))
    assert found[TEASER].rule == "embedded_post"
    assert TEASER not in body(found)


def test_an_ordinary_quote_stays() -> None:
    assert TEASER in body(after_rules(article_page(f"<blockquote><p>{TEASER}</p></blockquote>")))


# --------------------------------------------------------------------------------- all or nothing of it

TABLE = (
    "<table><tr><th>Quay<th>Length<tr><td>Northern quay of the harbour<td>410 m"
    "<tr><td>Southern quay of the harbour<td>220 m</table>"
)


def test_a_table_some_of_whose_cells_convince_is_kept_whole() -> None:
    found = after_rules(article_page(TABLE), (*STORY, "quay of the harbour"), score=1.0)
    assert found["410 m"] == Judgement("body", "whole_group", -1.0)
    assert {"Quay", "Length", "410 m", "220 m"} <= set(body(found))


def test_a_table_none_of_whose_cells_convinces_is_left_out() -> None:
    assert body(after_rules(article_page(TABLE), STORY, score=1.0)) == [*STORY]


def test_a_table_that_is_hopeless_on_the_whole_is_left_out_but_for_what_convinces() -> None:
    found = after_rules(article_page(TABLE), (*STORY, "220 m"), score=3.0)
    assert body(found) == [*STORY, "220 m"]


def test_a_layout_table_round_the_core_decides_nothing() -> None:
    html = page(f"<table><tr><td>Home<td>{H1}{paragraphs()}<td>Weather</table>")
    assert body(after_rules(html, STORY, score=1.0)) == [*STORY]


# -------------------------------------------------------------------------------------------- headings


def test_a_heading_right_above_kept_text_is_that_text_s() -> None:
    html = page(f"<article>{H1}{paragraphs(STORY[:2])}<h2>What it cost</h2>{paragraphs(STORY[2:])}</article>")
    found = after_rules(html, STORY, score=1.0)
    assert found["What it cost"] == Judgement("body", "heading_of_kept", -1.0)


def test_a_heading_above_what_is_stripped_is_not() -> None:
    html = article_page(f"<h2>Also in Brenn</h2><p>{OTHERS[0]}</p>")
    assert body(after_rules(html, STORY, score=1.0)) == [*STORY]


def test_a_heading_in_another_element_is_not() -> None:
    html = page(f"<div><div><h2>Also in Brenn</h2><p>x</p></div><article>{paragraphs()}</article></div>")
    assert body(after_rules(html, STORY, score=1.0)) == [*STORY]


# -------------------------------------------------------------------------------------- for all of them


def test_rules_only_change_labels_and_always_name_themselves() -> None:
    html = article_page(
        f"{TABLE}<div><h3>Most read</h3><p>{TEASER}</p></div><div class=paywall><p>{WALL}</p></div>"
    )
    evidence = evidence_of(html)
    before = decided(evidence, [run_of(evidence, text) for text in (*STORY, TEASER, WALL)])
    after = list(before)
    for rule in GROUP_RULES:
        rule(evidence, after)
    assert [judgement.score for judgement in after] == [judgement.score for judgement in before]
    changed = [new for new, old in zip(after, before, strict=True) if new.label != old.label]
    assert changed
    assert all(judgement.rule != "score" for judgement in changed)


def test_a_menu_in_a_box_stays_what_it_is() -> None:
    found = after_rules(article_page(f"<div><h3>Related articles</h3>{links()}</div>"), STORY)
    assert found[" ".join(OTHERS)].label == "navigation"
