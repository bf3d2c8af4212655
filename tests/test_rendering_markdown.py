"""An article as Markdown: each kind of block by example, hostile articles read back whole."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given

from newsgrab.model import Article, Block, Embed, Image, Metadata, Moment, Notice, Update
from newsgrab.rendering import FORMATS, RenderOptions
from rendering_examples import (
    NOTHING,
    READERS,
    TABLES,
    a_paragraph,
    an_article,
    hostile_articles,
    tokens,
    words,
)

BARE = RenderOptions(front_matter="none")
MD = FORMATS["md"].render
NOON = Moment(dt.date(2025, 3, 14), dt.time(12))


def markdown(*blocks: Block, metadata: Metadata = NOTHING) -> str:
    return MD(an_article(*blocks, metadata=metadata), BARE)


def test_headline_then_paragraphs_as_extraction_wrote_them() -> None:
    linked = Block(type="paragraph", text="See here.", md="See [here](https://a.example).")
    assert markdown(a_paragraph("One."), linked, metadata=Metadata(headline="A storm")) == (
        "# A storm\n\nOne.\n\nSee [here](https://a.example).\n"
    )


def test_without_a_headline_there_is_no_heading() -> None:
    assert markdown(a_paragraph("One.")) == "One.\n"


def test_a_dek_is_not_in_the_text() -> None:
    assert markdown(a_paragraph("One."), metadata=Metadata(dek="The line under it")) == "One.\n"


def test_headings_start_below_the_headline_and_keep_their_distance() -> None:
    headings = [Block(type="heading", text=f"H{level}", level=level) for level in (3, 4, 3, 6)]
    assert markdown(*headings) == "## H3\n\n### H4\n\n## H3\n\n##### H6\n"


@pytest.mark.parametrize(
    ("text", "line"), [("C #", "## C \\#"), ("1. FC", "## 1. FC"), ("a_b *c*", "## a_b \\*c\\*")]
)
def test_a_heading_escapes_what_it_must(text: str, line: str) -> None:
    assert markdown(Block(type="heading", text=text, level=2)) == f"{line}\n"


def a_list(*items: str, ordered: bool = False) -> Block:
    return Block(type="list", ordered=ordered, items=tuple((a_paragraph(text),) for text in items))


def test_lists_nest_and_count() -> None:
    inner = a_list("red", "green")
    outer = Block(
        type="list", ordered=True, items=((a_paragraph("colours"), inner), (a_paragraph("shapes"),))
    )
    assert markdown(outer) == "1. colours\n   - red\n   - green\n2. shapes\n"


def test_items_of_several_paragraphs_are_parted_by_blank_lines() -> None:
    items = ((a_paragraph("One."), a_paragraph("More.")), (a_paragraph("Two."),))
    assert markdown(Block(type="list", items=items)) == "- One.\n\n  More.\n\n- Two.\n"


def test_two_lists_in_a_row_stay_two() -> None:
    text = markdown(
        a_list("a"), a_list("b"), a_list("c"), a_list("d", ordered=True), a_list("e", ordered=True)
    )
    assert text == "- a\n\n* b\n\n- c\n\n1. d\n\n1) e\n"
    opened = [t.type for t in tokens(READERS[0], text) if t.type.endswith("list_open")]
    assert opened == ["bullet_list_open"] * 3 + ["ordered_list_open"] * 2


def test_a_quote_names_its_source() -> None:
    quote = Block(
        type="quote", blocks=(a_paragraph("We stay."), a_paragraph("All of us.")), cite="Ada Berg, mayor"
    )
    assert markdown(quote) == "> We stay.\n>\n> All of us.\n>\n> — Ada Berg, mayor\n"


def test_a_table_has_one_line_a_row_and_as_many_cells_everywhere() -> None:
    table = Block(type="table", header=("Town", "Votes"), rows=(("A|B", "1\n000"), ("C",)), caption="By town")
    assert markdown(table) == ("| Town | Votes |\n| --- | --- |\n| A\\|B | 1 000 |\n| C |  |\n\n*By town*\n")


def test_a_picture_has_its_caption_and_credit_beneath() -> None:
    pictures = (
        Image(url="https://a.example/1.jpg", alt="A bridge", caption="The bridge.", credit="Ada Berg"),
        Image(url="https://a.example/2.jpg", caption="The bank. Photo: Ada Berg", credit="Ada Berg"),
        Image(url="data:image/gif;base64,R0", alt="x", caption="Only words."),
    )
    shown = an_article(*(Block(type="image", index=index) for index in (0, 1, 2, 3)))
    assert MD(replace(shown, images=pictures), BARE) == (
        "![A bridge](https://a.example/1.jpg)\n\n*The bridge. — Ada Berg*\n\n"
        "![](https://a.example/2.jpg)\n\n*The bank. Photo: Ada Berg*\n\n"
        "*Only words.*\n"
    )


def test_an_embed_is_a_line_with_its_address() -> None:
    embeds = (Embed(provider="youtube", url="https://video.example/watch?v=1&t=2", kind="video"),)
    shown = replace(an_article(Block(type="embed", index=0)), embeds=embeds)
    assert MD(shown, BARE) == "<https://video.example/watch?v=1&t=2>\n"


def test_a_code_fence_is_longer_than_any_inside() -> None:
    code = Block(type="code", text="```\nx = 1\n````", lang="python")
    assert markdown(code) == "`````python\n```\nx = 1\n````\n`````\n"


def test_a_paragraph_without_markdown_of_its_own_is_escaped() -> None:
    assert markdown(Block(type="paragraph", text="*no*")) == "\\*no\\*\n"


def test_notices_stand_last_under_one_rule_and_the_disclaimer_at_the_very_end() -> None:
    notices = (
        Notice(kind="disclaimer", text="Views are the author's."),
        Notice(kind="correction", text="An earlier version\n\nerred."),
        Notice(kind="disclaimer", text="Comments are their writers'.", scope="comments"),
    )
    shown = replace(an_article(a_paragraph("One.")), notices=notices)
    assert MD(shown, BARE) == (
        "One.\n\n---\n\n> An earlier version\n>\n> erred.\n\n> Views are the author's.\n"
    )


def test_updates_follow_the_body_unless_it_holds_them() -> None:
    one, two = a_paragraph("One."), a_paragraph("Two.")
    updates = (Update(headline="At noon", blocks=(two,), published=NOON), Update(blocks=(one,)))
    assert MD(replace(an_article(one), updates=updates), BARE) == "One.\n\n## At noon\n\nTwo.\n"


@given(hostile_articles())
def test_a_hostile_article_reads_back_word_for_word_and_inert(article: Article) -> None:
    text = MD(article, BARE)
    assert words(TABLES, text) == list(spoken(article))
    for reader in READERS:
        found = tokens(reader, text)
        assert not {t.type for t in found} & {"html_block", "html_inline"}
        targets = [
            str(t.attrs.get("href", t.attrs.get("src"))) for t in found if t.type in ("link_open", "image")
        ]
        assert all(target.startswith("https://a.example/") for target in targets)


@given(hostile_articles())
def test_headings_read_back_at_their_levels(article: Article) -> None:
    levels = [block.level or 0 for block in article.blocks if block.type == "heading"]
    shown = [
        2 + block.level - min(levels)
        for block in article.blocks
        if block.type == "heading" and block.text and block.level
    ]
    found = [
        int(t.tag[1]) for t in TABLES.parse(MD(article, BARE)) if t.type == "heading_open" and t.level == 0
    ]
    assert found == [1] * bool(article.metadata.headline) + shown


def spoken(article: Article) -> Iterator[str]:
    """Every text a reader should meet, in order."""
    own = [notice for notice in article.notices if notice.scope == "article"]
    texts = [
        article.metadata.headline or "",
        *(text for block in article.blocks for text in said(block, article)),
        *(notice.text for kind in ("correction", "disclaimer") for notice in own if notice.kind == kind),
    ]
    yield from (text for text in texts if text.strip())


def said(block: Block, article: Article) -> list[str]:
    pictured = block.index is not None and block.index < len(article.images)
    match block.type:
        case "list":
            return [text for item in block.items for inner in item for text in said(inner, article)]
        case "quote":
            inside = [text for inner in block.blocks for text in said(inner, article)]
            return [*inside, f"— {block.cite}"] if block.cite else inside
        case "table":
            return [*block.header, *(cell for row in block.rows for cell in row), block.caption or ""]
        case "image" if pictured:
            image = article.images[block.index or 0]
            return [
                (image.alt or "") if image.url.startswith("https") else "",
                f"{image.caption} — {image.credit}",
            ]
        case "embed" if pictured:
            return [TABLES.normalizeLinkText(article.embeds[block.index or 0].url.replace(" ", "%20"))]
    return [f"{block.text}\n" if block.type == "code" else block.text]
