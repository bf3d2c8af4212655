"""Sentences about the article rather than of it: found wherever they stand, and taken out of the body."""

import pytest

from extraction_pages import (
    ABOUT_COMMENTS,
    ARABIC,
    DISCLAIMER,
    H1,
    RIGHTS,
    STORY,
    article_page,
    decided,
    evidence_of,
    links,
    page,
    paragraphs,
    run_of,
    runs_with,
)
from newsgrab.extraction.notices import Parted, part
from newsgrab.model import Notice

ARABIC_DISCLAIMER = (
    "المقالات المنشورة تعبر عن آراء أصحابها، ولا تعبر بالضرورة عن رأي الموقع أو القائمين عليه."
)

CORRECTION = "Correction: An earlier report gave the wrong year for the opening of the northern quay."


def parted(html: bytes, *also: str) -> Parted:
    """Body and notices of a page whose judge kept the story, and what ``also`` names."""
    evidence = evidence_of(html)
    return part(evidence, decided(evidence, runs_with(evidence, (*STORY, *also))))


def found(html: bytes, *also: str) -> list[tuple[str, str, str]]:
    return [(notice.kind, notice.scope, notice.text) for notice in parted(html, *also).notices]


# --------------------------------------------------------------------------------------- where it stands


@pytest.mark.parametrize(
    "html",
    [
        article_page(f"<p>{DISCLAIMER}</p>"),
        article_page(f"<p><em>{DISCLAIMER}</em></p>"),
        article_page(f"<div style='border:1px solid'>{DISCLAIMER}</div>"),
        article_page(f"<footer><small>{DISCLAIMER}</small></footer>"),
        article_page(
            f"<div class=share-buttons>{links()}</div><div>{DISCLAIMER}</div><h3>Related articles</h3>"
        ),
        article_page(after=f"<div><div class=x>{DISCLAIMER}</div></div>"),
        article_page(f'<div class="disclaimer">{DISCLAIMER}</div>'),
    ],
)
def test_a_disclaimer_after_the_body_is_the_article_s(html: bytes) -> None:
    assert found(html) == [("disclaimer", "article", DISCLAIMER)]


@pytest.mark.parametrize(
    "html",
    [
        article_page(after=f"<footer><p>{DISCLAIMER}</p></footer>"),
        article_page(after=f"<div class=site-footer><p>{DISCLAIMER}</p></div>"),
        article_page(after=f"<footer class=footer><div><p>Imprint</p><p>{DISCLAIMER}</p></div></footer>"),
    ],
)
def test_a_disclaimer_in_the_page_s_own_footer_is_the_site_s(html: bytes) -> None:
    assert found(html) == [("disclaimer", "site", DISCLAIMER)]


@pytest.mark.parametrize(
    "html",
    [
        article_page(after=f"<section><h3>Comments</h3><p>{DISCLAIMER}</p></section>"),
        article_page(after=f"<section id=comments><p>{DISCLAIMER}</p></section>"),
        article_page(after=f"<div class=comments-area><h3>Say</h3><p>{DISCLAIMER}</p></div>"),
    ],
)
def test_a_disclaimer_in_the_box_of_comments_is_theirs(html: bytes) -> None:
    assert found(html) == [("disclaimer", "comments", DISCLAIMER)]


def test_a_disclaimer_that_speaks_of_comments_is_theirs_wherever_it_stands() -> None:
    assert found(article_page(f"<p>{ABOUT_COMMENTS}</p>")) == [("disclaimer", "comments", ABOUT_COMMENTS)]


def test_rights_reserved_are_the_site_s_wherever_they_stand() -> None:
    assert [scope for _, scope, _ in found(article_page(f"<p>{RIGHTS}</p>"))] == ["site"]


def test_a_disclaimer_of_the_article_and_of_the_site_is_the_article_s() -> None:
    html = article_page(f"<p>{DISCLAIMER}</p>", after=f"<div class=site-footer><p>{DISCLAIMER}</p></div>")
    assert found(html) == [("disclaimer", "article", DISCLAIMER)]


def test_it_may_stand_before_the_body() -> None:
    html = page(f"<article>{H1}<p>{DISCLAIMER}</p>{paragraphs()}</article>")
    assert found(html) == [("disclaimer", "article", DISCLAIMER)]


@pytest.mark.xfail(
    reason="notices reads what was not walked line by line, and inline markup breaks lines there"
)
def test_a_notice_in_furniture_may_have_markup_inside() -> None:
    marked = DISCLAIMER.replace("this article", "<b>this article</b>")
    assert found(article_page(after=f"<div class=site-footer><p>{marked}</p></div>")) == [
        ("disclaimer", "site", DISCLAIMER)
    ]


@pytest.mark.xfail(reason="notices reads the text of scripts in what was not walked")
def test_a_notice_in_a_script_is_none() -> None:
    script = f"<script>var note = '{DISCLAIMER}';</script>"
    assert found(article_page(after=f"<div class=site-footer>{script}<p>Imprint</p></div>")) == []


# ------------------------------------------------------------------------------------- what is taken out


def test_a_notice_at_the_end_of_the_body_leaves_it() -> None:
    html = article_page(f"<p>{DISCLAIMER}</p>")
    evidence = evidence_of(html)
    decisions = decided(evidence, runs_with(evidence, (*STORY, DISCLAIMER)))
    number = run_of(evidence, DISCLAIMER)
    after = part(evidence, decisions)
    assert decisions[number].label == "body"
    assert (after.judgements[number].label, after.judgements[number].rule) == ("notice", "notice:disclaimer")
    assert after.judgements[number].score == decisions[number].score
    assert after.judgements[:number] == decisions[:number]
    assert after.notices == (Notice(kind="disclaimer", text=DISCLAIMER, scope="article"),)


def test_a_notice_s_words_in_the_middle_of_the_body_are_prose() -> None:
    quoted = f"<p>{DISCLAIMER}</p>"
    html = page(f"<article>{H1}{paragraphs()}{paragraphs()}{quoted}{paragraphs()}{paragraphs()}</article>")
    assert found(html, DISCLAIMER) == []


@pytest.mark.parametrize(
    "text", [CORRECTION, "Editor's note: The interview was held before the storm of Tuesday."]
)
def test_what_opens_like_a_notice_is_one_in_the_middle_of_the_body_too(text: str) -> None:
    html = page(
        f"<article>{H1}{paragraphs()}{paragraphs()}<p>{text}</p>{paragraphs()}{paragraphs()}</article>"
    )
    assert [found_text for _, _, found_text in found(html, text)] == [text]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Source: Reuters", "agency"),
        ("Source: AFP, Reuters", "agency"),
        ("Opinions here are not necessarily ours.", "disclaimer"),
        ("Originally published in May 2019.", "syndication"),
    ],
)
def test_a_notice_may_be_a_few_words_at_the_end_of_the_body(text: str, kind: str) -> None:
    html = article_page(f"<p>{text}</p>")
    assert found(html, text) == [(kind, "article", text)]


def test_a_reader_s_correction_is_a_comment() -> None:
    comment = f"<h3>Comments</h3><p>{CORRECTION}</p>"
    assert found(article_page(after=f"<section>{comment}</section>")) == []
    assert found(article_page(after=f'<div class="site-comments">{comment}</div>')) == []


def test_the_rights_of_a_picture_are_not_the_article_s() -> None:
    rights = "Cranes in the harbour of Brenn. Copyright 2024 The Associated Press. All rights reserved."
    assert found(article_page(f"<figure><img src=a.jpg><figcaption>{rights}</figcaption></figure>")) == []


def test_quoted_code_holds_no_notice() -> None:
    assert found(article_page(f"<pre>{RIGHTS} Version 1.1 of the boot loader, 128 MB of memory</pre>")) == []


def test_a_long_block_that_speaks_of_opinions_is_prose() -> None:
    assert found(article_page(f"<p>{DISCLAIMER} {' '.join(STORY * 2)}</p>")) == []


def test_headings_menus_and_links_are_no_notices() -> None:
    assert found(article_page(f"<h3>{DISCLAIMER}</h3>")) == []
    assert found(article_page(links([DISCLAIMER, DISCLAIMER]))) == []


def test_prose_that_only_sounds_like_a_notice_is_none() -> None:
    texts = (
        "The mayor said his views do not bind the council, which will vote in June on the second quay.",
        "An earlier version of the plan had the ferry call three times a day, which the town found too dear.",
        "She was the editor of the town's paper for ten years, and noted the price of fish every morning.",
    )
    assert found(article_page(paragraphs(texts)), *texts) == []


def test_a_page_without_notices_has_none() -> None:
    after = parted(article_page(links()))
    assert after.notices == ()
    assert [judgement.label for judgement in after.judgements].count("body") == len(STORY)


# --------------------------------------------------------------------------------------------- what kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (CORRECTION, "correction"),
        (
            "Editor's note: Our reporter travelled with the fishing fleet at the union's invitation.",
            "editors_note",
        ),
        ("If you buy through links on this page, we may earn a small commission from the shop.", "affiliate"),
        ("This article was originally published in the Harbour Quarterly of last March.", "syndication"),
        ("This summary was generated by AI and checked by an editor of the Brenn Courier.", "ai"),
        ("Copyright 2024 The Associated Press. All rights reserved in all countries.", "agency"),
        ("This content is sponsored by a bank and was not written by our newsroom.", "sponsored"),
    ],
)
def test_each_kind_of_notice_is_told(text: str, kind: str) -> None:
    assert found(article_page(f"<p>{text}</p>")) == [(kind, "article", text)]


def test_several_notices_come_in_the_order_of_the_page_each_once() -> None:
    main = f"<p>{CORRECTION}</p><p>{DISCLAIMER}</p><div><p>{DISCLAIMER}</p></div>"
    html = article_page(main, after=f"<div class=site-footer><p>{RIGHTS}</p></div>")
    assert [text for _, _, text in found(html)] == [CORRECTION, DISCLAIMER, RIGHTS]


def test_the_text_is_verbatim_with_single_spaces() -> None:
    marked = DISCLAIMER.replace(" and ", "\n <b>and</b>&nbsp;").replace("author", "auth\u200bor")
    assert found(article_page(f"<p>{marked}</p>")) == [("disclaimer", "article", DISCLAIMER)]


def test_notices_are_known_in_the_page_s_language() -> None:
    html = page(f"<article>{paragraphs(ARABIC)}<div>{ARABIC_DISCLAIMER}</div></article>", title="")
    evidence = evidence_of(html)
    notices = part(evidence, decided(evidence, runs_with(evidence, ARABIC))).notices
    assert notices == (Notice(kind="disclaimer", text=ARABIC_DISCLAIMER, scope="article"),)
