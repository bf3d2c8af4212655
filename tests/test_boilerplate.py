"""What is body and what is not: the rules of the last pass, each decision under a name."""

from typing import get_args

import pytest

from extraction_pages import (
    DISCLAIMER,
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
    runs_with,
)
from newsgrab.extraction.boilerplate import RULES, judged
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.judgement import LABELS, Judgement, Judgements, Label, change, kept

CAPTION = "The new quay of Brenn seen from the lighthouse on Monday morning, with both of the cranes."


def ruled(evidence: Evidence, judgements: list[Judgement]) -> dict[str, Judgement]:
    """The decisions by text after the rules."""
    for rule in RULES:
        rule(evidence, judgements)
    return {run.text: found for run, found in zip(evidence.survey.runs, judgements, strict=True)}


def all_kept(html: bytes, *, score: float = 1.0) -> dict[str, Judgement]:
    """The decisions about a page all of which the judge would keep."""
    evidence = evidence_of(html)
    return ruled(evidence, decided(evidence, range(len(evidence.survey.runs)), score=score))


def body(judgements: dict[str, Judgement]) -> list[str]:
    return [text for text, judgement in judgements.items() if judgement.label == "body"]


# ------------------------------------------------------------------------------------ decisions themselves


def test_kept_runs_are_those_of_the_body() -> None:
    labels: tuple[Label, ...] = ("headline", "body", "ad", "body", "notice")
    assert kept([Judgement(label, "x", 0.0) for label in labels]) == [1, 3]
    assert kept([]) == []


def test_a_change_keeps_the_score_for_the_record() -> None:
    judgements = [Judgement("body", "score", 1.5), Judgement("body", "score", 2.5)]
    change(judgements, 1, "caption", "figcaption")
    assert judgements == [Judgement("body", "score", 1.5), Judgement("caption", "figcaption", 2.5)]


def test_every_label_of_furniture_means_something() -> None:
    assert set(LABELS.values()) <= set(get_args(Label)) - {"body", "headline", "notice"}


# -------------------------------------------------------------------------------------------- the rules


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Related articles", "related"),
        ("Latest news", "related"),
        ("Share this article", "share"),
        ("Filed under:", "navigation"),
        ("Comments (12)", "comment"),
        ("Sign up for our newsletter!", "promo"),
        ("Advertisement", "ad"),
    ],
)
def test_a_label_alone_is_never_body(label: str, kind: str) -> None:
    html = page(f"<article>{H1}{paragraphs(STORY[:3])}<p>{label}</p>{paragraphs(STORY[3:])}</article>")
    found = all_kept(html)
    assert found[label].label == kind
    assert found[label].rule.startswith("label:")
    assert body(found) == [*STORY]


def test_the_body_continues_after_a_read_also_line() -> None:
    also = f'<p>Read also: <a href="/x">{OTHERS[0]}</a></p>'
    found = all_kept(page(f"<article>{H1}{paragraphs(STORY[:3])}{also}{paragraphs(STORY[3:])}</article>"))
    assert found[f"Read also: {OTHERS[0]}"].label == "related"
    assert body(found) == [*STORY]


@pytest.mark.parametrize(
    "again", [f"<h2>{HEADLINE}</h2>", f"<p><b>{HEADLINE.upper()}:</b></p>", f"<div>{HEADLINE}</div>"]
)
def test_the_headline_is_not_part_of_the_body_however_often_it_stands_there(again: str) -> None:
    found = all_kept(page(f"<article>{H1}{again}{paragraphs()}</article>"))
    assert found[HEADLINE].label == "headline"
    assert body(found) == [*STORY]


def test_a_paragraph_that_has_the_headline_in_it_stays() -> None:
    text = f"{HEADLINE}: that is what the port authority had painted on the crane for all to see on Monday."
    assert text in body(all_kept(page(f"<article>{H1}<p>{text}</p>{paragraphs()}</article>")))


@pytest.mark.parametrize(
    "line", ["By Mona Lind", "Published on 4 May 2021", "Last updated 5 May 2021, 10:30"]
)
def test_bylines_and_dates_near_the_headline_are_fields(line: str) -> None:
    found = all_kept(page(f"<article>{H1}<p>{line}</p>{paragraphs()}</article>"))
    assert (found[line].label, found[line].rule) == ("byline", "byline")


@pytest.mark.parametrize("line", ["By the sea.", "By noon the fleet was home.", "Bystanders clapped"])
def test_sentences_that_open_like_one_are_not(line: str) -> None:
    assert line in body(all_kept(page(f"<article>{H1}<p>{line}</p>{paragraphs()}</article>")))


def test_a_line_like_a_byline_far_from_the_headline_is_not() -> None:
    html = page(f"<article>{H1}{paragraphs(STORY * 2)}<p>By Mona Lind</p>{paragraphs(STORY[:1])}</article>")
    assert "By Mona Lind" in body(all_kept(html))


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure><img src=/a.jpg><figcaption>{CAPTION}</figcaption></figure>",
        f"<figure><img src=/a.jpg><figcaption><p>{CAPTION}</p></figcaption></figure>",
        f"<figure><img src=/a.jpg><figcaption><div><div>{CAPTION}</div></div></figcaption></figure>",
    ],
)
def test_a_caption_belongs_to_its_picture(markup: str) -> None:
    found = all_kept(page(f"<article>{H1}{paragraphs(STORY[:1])}{markup}{paragraphs(STORY[1:])}</article>"))
    assert found[CAPTION].label == "caption"
    assert body(found) == [*STORY]


def test_a_quote_in_a_figure_is_no_caption() -> None:
    quote = f"<figure><blockquote><p>{CAPTION}</p></blockquote><figcaption>Mona Lind</figcaption></figure>"
    html = page(f"<article>{H1}{paragraphs(STORY[:1])}{quote}{paragraphs(STORY[1:])}</article>")
    assert body(all_kept(html)) == [STORY[0], CAPTION, *STORY[1:]]


@pytest.mark.parametrize("sure", ["first", "second"])
def test_of_two_equal_texts_in_one_element_the_one_the_judge_is_surer_of_stays(sure: str) -> None:
    evidence = evidence_of(article_page(paragraphs(STORY[:1])))
    first, second = runs_with(evidence, STORY[:1])
    judgements = decided(evidence, runs_with(evidence), score=1.0)
    judgements[first if sure == "first" else second] = Judgement("body", "score", 2.0)
    ruled(evidence, judgements)
    assert [judgements[n].label for n in (first, second)] == (
        ["body", "related"] if sure == "first" else ["related", "body"]
    )


def test_of_two_equal_texts_the_one_among_the_rest_of_the_story_stays() -> None:
    evidence = evidence_of(page(f"<div class=teaser>{STORY[0]}</div><article>{H1}{paragraphs()}</article>"))
    teaser, lead = runs_with(evidence, STORY[:1])
    judgements = decided(evidence, runs_with(evidence), score=1.0)
    judgements[teaser] = Judgement("body", "score", 2.0)
    ruled(evidence, judgements)
    assert [judgements[n].label for n in (teaser, lead)] == ["related", "body"]


def test_a_text_said_three_times_stays_once() -> None:
    evidence = evidence_of(article_page(paragraphs(STORY[:1] * 2)))
    judgements = decided(evidence, runs_with(evidence))
    ruled(evidence, judgements)
    assert len(kept(judgements)) == len(STORY)


def test_short_lines_may_be_said_again() -> None:
    html = page(f"<article>{H1}<p>“Land!”</p>{paragraphs()}<p>“Land!”</p></article>")
    evidence = evidence_of(html)
    judgements = decided(evidence, range(len(evidence.survey.runs)))
    ruled(evidence, judgements)
    assert [evidence.survey.runs[n].text for n in kept(judgements)].count("“Land!”") == 2


@pytest.mark.parametrize("headings", ["<h2>More to come</h2>", "<h2>Prices</h2><h3>Who pays</h3>"])
def test_a_heading_over_nothing_goes(headings: str) -> None:
    found = all_kept(article_page(headings))
    assert body(found) == [*STORY]
    assert {judgement.rule for judgement in found.values()} == {"headline", "score", "heading_over_nothing"}


def test_where_the_judge_keeps_nothing_the_prose_of_the_core_is_shown() -> None:
    evidence = evidence_of(article_page(after=f"<aside><p>{CAPTION}</p></aside>"))
    found = ruled(evidence, decided(evidence, ()))
    assert {found[text].rule for text in STORY} == {"best_of_none"}
    assert body(found) == [*STORY]


def test_nothing_is_made_of_a_page_without_prose() -> None:
    for html in (b"", page(links()), page("<p>x</p>", title="")):
        evidence = evidence_of(html)
        assert body(ruled(evidence, decided(evidence, ()))) == []


# ------------------------------------------------------------------------------------- with the judge


def judgements_of(html: bytes) -> dict[str, Judgement]:
    evidence = evidence_of(html)
    return {run.text: found for run, found in zip(evidence.survey.runs, judged(evidence), strict=True)}


@pytest.mark.parametrize(
    "html",
    [
        article_page(),
        article_page(f"<h3>Related articles</h3>{links()}"),
        article_page(f"<p>Latest news</p><div>{links()}</div>"),
        article_page(before=f"<nav>{links()}</nav><div class=menu>{links()}</div>"),
        article_page(f"<p>Read also: <a href=/x>{OTHERS[0]}</a></p>"),
        article_page(
            after=f"<aside><h2>Most read</h2>{links()}</aside><footer><a href=/i>Imprint</a></footer>"
        ),
        page(f"<div>{H1}{paragraphs(tag='div')}</div>"),
        page(f"<div>{H1}{'<br><br>'.join(STORY)}</div>"),
        page(f"<table><tr><td>{links()}<td>{H1}{paragraphs()}</table>"),
    ],
)
def test_the_story_and_nothing_else_is_body(html: bytes) -> None:
    assert body(judgements_of(html)) == [*STORY]


def test_every_decision_names_its_rule() -> None:
    extra = f"<p>By Mona Lind</p><figure><figcaption>{CAPTION}</figcaption></figure>"
    found = judgements_of(article_page(f"{extra}<h3>Related articles</h3>{links()}<p>{DISCLAIMER}</p>"))
    assert all(judgement.rule for judgement in found.values())
    assert {judgement.label for judgement in found.values()} <= set(get_args(Label))
    assert found[" ".join(OTHERS)].rule == "links"
    assert found["Related articles"].rule == "label:related"


# ------------------------------------------------------------------------------------- never everything


def test_rules_about_groups_do_not_take_the_whole_article() -> None:
    evidence = evidence_of(article_page())
    numbers = runs_with(evidence)
    judgements = decided(evidence, numbers)
    for number in numbers:
        change(judgements, number, "related", "under:related")
    found = ruled(evidence, judgements)
    assert body(found) == list(STORY)
    assert {found[text].rule for text in STORY} == {"not_everything"}


def test_a_link_that_nobody_closed_holds_the_article() -> None:
    long = " ".join(STORY * 2)
    html = page(f"{H1}<table><tr><td><a href='/print'>{long}</td></tr></table>")
    assert [judgement.label for judgement in judged(evidence_of(html))] == ["headline", "body"]


def test_a_menu_that_nobody_closed_does_not() -> None:
    html = page(f"{H1}<nav><a href='/'>Brenn</a> <button>{' '.join(STORY * 2)}</button></nav>")
    assert "body" not in {judgement.label for judgement in judged(evidence_of(html))}


def test_which_runs_are_body_is_known_anew_once_a_decision_changes() -> None:
    judgements = Judgements([Judgement("body", "score", 1.5), Judgement("body", "score", 2.5)])
    assert kept(judgements) == [0, 1]
    assert kept(judgements) is kept(judgements)
    change(judgements, 0, "related", "twins")
    assert kept(judgements) == [1]
