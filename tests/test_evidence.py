"""A page read: walked, its language told by its words, its labels named."""

import pytest

from extraction_pages import (
    ARABIC,
    H1,
    HEADLINE,
    OTHERS,
    STORY,
    article_page,
    evidence_of,
    links,
    page,
    paragraphs,
    run_of,
    runs_with,
)
from newsgrab.extraction.evidence import Evidence


def label(evidence: Evidence, text: str) -> str:
    return evidence.labels[run_of(evidence, text)]


# -------------------------------------------------------------------------------------------- language


@pytest.mark.parametrize("attributes", ['lang="en-US"', 'lang="ar"', 'lang="xx"', ""])
def test_the_words_tell_the_language_whatever_the_page_declares(attributes: str) -> None:
    evidence = evidence_of(page(f"<article>{paragraphs(ARABIC)}</article>", title="", attributes=attributes))
    assert evidence.language == "ar"
    assert [pack.code for pack in evidence.packs] == ["ar", "en"]


def test_english_words_are_matched_once() -> None:
    assert [pack.code for pack in evidence_of(article_page()).packs] == ["en"]


def test_menus_do_not_tell_the_language() -> None:
    evidence = evidence_of(page(links(OTHERS * 10) + paragraphs(ARABIC)))
    assert evidence.language == "ar"


def test_a_page_of_few_words_is_read_with_the_english_pack() -> None:
    assert [pack.code for pack in evidence_of("<p>x</p>").packs][-1:] == ["en"]


# ---------------------------------------------------------------------------------------------- labels


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<h3>Related articles</h3>", "related"),
        ("<p>RELATED ARTICLES:</p>", "related"),
        ("<div><b>Latest</b> news</div>", "latest"),
        ("<p>Comments (12)</p>", "comments"),
        ("<p>Related articles of the treaty were not changed by the court.</p>", ""),
        ("<p>The harbour opened again.</p>", ""),
    ],
)
def test_a_whole_short_block_may_be_a_label(markup: str, kind: str) -> None:
    evidence = evidence_of(article_page(markup))
    assert evidence.labels[-1] == kind
    assert len(evidence.labels) == len(evidence.survey.runs)


def test_labels_of_the_page_s_language_and_english_ones_are_known() -> None:
    evidence = evidence_of(page(f"{paragraphs(ARABIC)}<h3>مقالات ذات صلة</h3><h3>Related articles</h3>"))
    assert label(evidence, "مقالات") == label(evidence, "Related") == "related"


def test_labels_of_other_languages_are_not() -> None:
    assert label(evidence_of(article_page("<h3>مقالات ذات صلة</h3>")), "مقالات") == ""


@pytest.mark.parametrize("others", [OTHERS[0], " ".join(OTHERS)])
def test_a_line_that_opens_with_read_also_is_a_label_if_half_of_it_is_link(others: str) -> None:
    linked = evidence_of(article_page(f'<p>Read also: <a href="/x">{others}</a></p>'))
    bare = evidence_of(article_page(f"<p>Read also: {others}</p>"))
    assert linked.labels[-1] == "readalso"
    assert bare.labels[-1] == ""


# ------------------------------------------------------------------------------- what is walked at all


def test_furniture_is_not_walked() -> None:
    evidence = evidence_of(article_page(after=f"<div class=site-footer><p>{STORY[0]} Again.</p></div>"))
    assert [skipped.names for skipped in evidence.survey.skipped] == ["site-footer"]
    assert evidence.layout.total < sum(map(len, STORY)) + len(STORY[0])


def test_an_article_inside_furniture_is_found_all_the_same() -> None:
    evidence = evidence_of(page(f'<div class="modal">{H1}{paragraphs()}</div>'))
    assert len(runs_with(evidence)) == len(STORY)


def test_a_page_without_text_can_be_read() -> None:
    for html in ("", "<html></html>", "<img src=x>"):
        evidence = evidence_of(html)
        assert (evidence.survey.runs, evidence.labels, evidence.headline) == ((), [], None)


# -------------------------------------------------------------------------------------------- the rest


def test_the_headline_is_a_run_of_the_page() -> None:
    evidence = evidence_of(article_page())
    assert evidence.headline is not None
    assert evidence.headline.text == HEADLINE
    assert evidence.headline.run == run_of(evidence, HEADLINE)


def test_claims_are_read() -> None:
    head = '<meta property="og:site_name" content="Brenn Courier"><meta name="author" content="Ada Berg">'
    evidence = evidence_of(page(paragraphs(), head=head))
    assert [claim.value for claim in evidence.claims.meta(("author",))] == ["Ada Berg"]


# ------------------------------------------------------------------------------------ what is not walked


def test_an_article_named_like_furniture_is_walked_where_little_else_is_there() -> None:
    story = paragraphs(STORY * 8)
    about = paragraphs(("The keeper of the light has his say on the weather every Monday morning.",) * 8)
    evidence = evidence_of(page(f'<div class="post category-weather">{story}</div><div>{about}</div>'))
    assert STORY[0] in {run.text for run in evidence.survey.runs}


def test_a_long_menu_beside_a_short_article_is_not() -> None:
    menu = f'<div class="mega-menu"><div>{links(OTHERS * 40)}</div></div>'
    evidence = evidence_of(page(menu + f"<article>{paragraphs()}</article>"))
    assert OTHERS[0] not in " ".join(run.text for run in evidence.survey.runs)
