"""Runs as blocks: paragraphs, headings, nested lists, quotes with their source, tables, code."""

import pytest

from extraction_pages import STORY, URL, evidence_of, run_of
from newsgrab.extraction.structure import Body, blocks_of, build
from newsgrab.model import Block

BEFORE, AFTER = "The line before it.", "The line after it."


def built(html: str) -> Body:
    """All of a page as body."""
    evidence = evidence_of(f"<body>{html}")
    return build(evidence, range(len(evidence.survey.runs)), URL)


def between(html: str) -> Block:
    """What a piece of markup between two paragraphs becomes."""
    first, block, last = built(f"<article><p>{BEFORE}</p>{html}<p>{AFTER}</p></article>").blocks
    assert (first.text, last.text) == (BEFORE, AFTER)
    return block


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


def outline(block: Block) -> object:
    """A block as plain values: a text, a list of items, or a quote's blocks."""
    if block.type == "list":
        return [[outline(inner) for inner in item] for item in block.items]
    if block.type == "quote":
        return tuple(outline(inner) for inner in block.blocks)
    return block.text


# ------------------------------------------------------------------------------------------ sub-headings

PROSE = "The council has put off its vote on the bridge for the third time since the great flood of last May."


def kinds(html: str) -> list[tuple[str, int | None]]:
    return [(block.type, block.level) for block in built(f"<article>{html}</article>").blocks]


@pytest.mark.parametrize(
    "bold",
    [
        "<p><strong>What comes next</strong></p>",
        "<p><span><b>What comes next</b></span></p>",
        "<div><b>What comes next</b></div>",
        "<p><strong>«هكذا كان»</strong></p>",
    ],
)
def test_a_short_bold_line_over_prose_is_a_sub_heading(bold: str) -> None:
    expected = [("paragraph", None), ("heading", 2), ("paragraph", None)]
    assert kinds(f"<p>{PROSE}</p>{bold}<p>{PROSE}</p>") == expected


def test_bold_lines_between_line_breaks_are_sub_headings_too() -> None:
    html = f"{PROSE}<br><br><font size=5><b>What comes next</b></font><br><br>{PROSE}"
    assert kinds(html) == [("paragraph", None), ("heading", 2), ("paragraph", None)]


def test_bold_sub_headings_stand_below_marked_ones() -> None:
    found = kinds(f"<h2>One</h2><p>{PROSE}</p><p><b>Two</b></p><p>{PROSE}</p>")
    assert found == [("heading", 2), ("paragraph", None), ("heading", 3), ("paragraph", None)]


def test_a_sub_heading_has_its_text_without_the_bold() -> None:
    block = built(f"<p>{PROSE}</p><p><b>What *next*</b></p><p>{PROSE}</p>").blocks[1]
    assert block == Block(type="heading", text="What *next*", level=2)


@pytest.mark.parametrize(
    "html",
    [
        f"<p><b>What comes next</b></p><p>{PROSE}</p>",
        f"<p>{PROSE}</p><p><b>What comes next</b></p>",
        f"<p>{PROSE}</p><p><b>It will not be built.</b></p><p>{PROSE}</p>",
        f"<p>{PROSE}</p><p><b>Why not?</b></p><p>{PROSE}</p>",
        f"<p>{PROSE}</p><p><b>What</b> comes <b>next</b></p><p>{PROSE}</p>",
        f"<p>{PROSE}</p><p><b>{PROSE[:-1]}</b></p><p>{PROSE * 3}</p>",
        f"<p>{PROSE}</p><p><b>A list</b></p><p><b>in bold</b></p><p>{PROSE}</p>",
        f"<p>{PROSE}</p><p><b>Jane Roe</b></p><p>The mayor</p>",
    ],
    ids=["first", "last", "sentence", "question", "in part", "long", "twice", "name"],
)
def test_other_bold_lines_are_paragraphs(html: str) -> None:
    assert {kind for kind, _ in kinds(html)} == {"paragraph"}


# ------------------------------------------------------------------------------------------ paragraphs


def test_a_run_is_a_paragraph_with_text_and_markdown() -> None:
    (block,) = built("<p>It is <b>open</b>.</p>").blocks
    assert block == Block(type="paragraph", text="It is open.", md="It is **open**.")


def test_bare_text_and_nested_elements_are_paragraphs_too() -> None:
    found = built("<div>one<div><div>two</div></div>three<br><br>four<section>five</section></div>")
    assert texts(found.blocks) == ["one", "two", "three", "four", "five"]
    assert {block.type for block in found.blocks} == {"paragraph"}


@pytest.mark.parametrize("text", ["***", "-->", "§", "· · ·", "—"])
def test_a_run_without_letter_or_digit_is_no_block(text: str) -> None:
    assert texts(built(f"<p>one</p><p>{text}</p><p>2</p>").blocks) == ["one", "2"]


def test_only_the_runs_asked_for_are_built() -> None:
    evidence = evidence_of("<p>one</p><ul><li>two</li><li>three</li></ul><p>four</p>")
    found = build(evidence, [run_of(evidence, "three"), run_of(evidence, "four")], URL)
    assert [outline(block) for block in found.blocks] == [[["three"]], "four"]
    assert texts(blocks_of(evidence, [run_of(evidence, "four")], URL)) == ["four"]


def test_nothing_asked_for_is_nothing_built() -> None:
    assert build(evidence_of("<p>one</p>"), [], URL) == Body((), (), "", ())


# -------------------------------------------------------------------------------------------- headings


@pytest.mark.parametrize(("tag", "level"), [("h1", 2), ("h2", 2), ("h3", 3), ("h4", 4), ("h5", 5), ("h6", 6)])
def test_headings_begin_below_the_headline(tag: str, level: int) -> None:
    assert between(f"<{tag}>What it <i>cost</i></{tag}>") == Block(
        type="heading", text="What it cost", level=level
    )


def test_a_long_sentence_in_a_heading_element_is_a_paragraph() -> None:
    assert between(f"<h2>{STORY[0]}</h2>").type == "paragraph"
    assert (
        between("<h2>How long can a heading be before it is not one any more, asks the town</h2>").type
        == "heading"
    )
    assert between("<h2>It is open.</h2>").type == "heading"


# ----------------------------------------------------------------------------------------------- lists


@pytest.mark.parametrize(("tag", "ordered"), [("ul", False), ("ol", True)])
def test_a_list_has_items_of_blocks(tag: str, ordered: object) -> None:
    block = between(f"<{tag}><li>one, <b>two</b></li><li><p>three</p><p>four</p></li></{tag}>")
    assert (block.type, block.ordered) == ("list", ordered)
    assert outline(block) == [["one, two"], ["three", "four"]]
    assert block.items[0][0].md == "one, **two**"


def test_lists_inside_lists_belong_to_their_item() -> None:
    html = "<ul><li>one<ol><li>two</li><li>three<ul><li>four</li></ul></li></ol></li><li>five</li></ul>"
    block = between(html)
    assert outline(block) == [["one", [["two"], ["three", [["four"]]]]], ["five"]]
    assert block.items[0][1].ordered


def test_items_that_are_not_closed_and_items_without_text() -> None:
    assert outline(between("<ul><li>one<li><li><img src=x><li>two</ul>")) == [["one"], ["two"]]


def test_two_lists_in_a_row_are_two() -> None:
    found = built("<p>x</p><ul><li>one</ul><ul><li>two</ul>")
    assert [outline(block) for block in found.blocks] == ["x", [["one"]], [["two"]]]


def test_terms_and_definitions_are_a_list() -> None:
    assert outline(between("<dl><dt>one<dd>two<dt>three<dd>four</dl>")) == [
        ["one"],
        ["two"],
        ["three"],
        ["four"],
    ]


def test_a_list_that_holds_the_whole_body_is_layout() -> None:
    assert texts(built("<ul><li><p>one</p><p>two</p></li><li>three</li></ul>").blocks) == [
        "one",
        "two",
        "three",
    ]


def test_a_list_of_items_with_headings_of_their_own_is_layout() -> None:
    found = built("<p>x</p><ol><li><h3>One</h3><p>two</p></li><li><h3>Three</h3><p>four</p></li></ol>")
    assert [block.type for block in found.blocks] == ["paragraph"] + ["heading", "paragraph"] * 2


# ---------------------------------------------------------------------------------------------- quotes


@pytest.mark.parametrize(
    ("html", "said", "source"),
    [
        ("<p>one</p><p>two</p>", ("one", "two"), None),
        ("one", ("one",), None),
        ("<p>one</p><footer>— Mona Lind, <cite>The Quay</cite></footer>", ("one",), "Mona Lind, The Quay"),
        ("<p>one</p><cite>Mona Lind</cite>", ("one",), "Mona Lind"),
        ("<p>one</p><p>— Mona Lind</p>", ("one",), "Mona Lind"),
        ("<p>one</p><p>two</p>– Mona Lind", ("one", "two"), "Mona Lind"),
        ("<ul><li>one</li><li>two</li></ul>", ([["one"], ["two"]],), None),
        ("<blockquote>one</blockquote><p>two</p>", (("one",), "two"), None),
    ],
)
def test_a_quote_has_blocks_and_perhaps_a_source(html: str, said: object, source: str | None) -> None:
    block = between(f"<blockquote>{html}</blockquote>")
    assert (block.type, outline(block), block.cite) == ("quote", said, source)


def test_a_long_last_paragraph_of_a_quote_is_no_source() -> None:
    block = between(f"<blockquote><p>one</p><p>— {STORY[0]} {STORY[1]}</p></blockquote>")
    assert block.cite is None
    assert len(block.blocks) == 2


def test_a_quote_that_is_nothing_but_a_dash_and_a_name_stays_a_quote() -> None:
    assert outline(between("<blockquote>— Mona Lind</blockquote>")) == ("— Mona Lind",)


# ---------------------------------------------------------------------------------------------- tables


def test_a_table_has_header_rows_and_caption() -> None:
    block = between(
        "<table><caption>The <b>quays</b></caption><thead><tr><th>Quay<th>Length</thead>"
        "<tbody><tr><td>North<td><p>410</p><p>metres</p><tr><th>South<td>220&nbsp;metres</tbody></table>"
    )
    assert block == Block(
        type="table",
        caption="The quays",
        header=("Quay", "Length"),
        rows=(("North", "410 metres"), ("South", "220 metres")),
    )


def test_a_table_need_not_have_a_header() -> None:
    block = between("<table><tr><td>North<td>410<tr><td>South<td>220</table>")
    assert (block.header, block.rows) == ((), (("North", "410"), ("South", "220")))


def test_empty_cells_keep_their_place() -> None:
    rows = "<tr><th>Quay<th>2023<th>2024<tr><td>North<td><td>410<tr><td>South<td>220<td> <tr><td><td><td>630"
    block = between(f"<table>{rows}</table>")
    assert block.header == ("Quay", "2023", "2024")
    assert block.rows == (("North", "", "410"), ("South", "220", ""), ("", "", "630"))


def test_a_cell_over_several_columns_takes_their_places() -> None:
    block = between("<table><tr><th>Quay<th>2023<th>2024<tr><td colspan=2>North<td>410</table>")
    assert block.rows == (("North", "", "410"),)


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "+1"])
def test_a_cell_over_an_odd_number_of_columns_is_one_cell(span: str) -> None:
    block = between(f"<table><tr><th>Quay<th>2024<tr><td colspan='{span}'>North<td>410</table>")
    assert block.rows == (("North", "410"),)


@pytest.mark.parametrize("span", ["99", "100000000000", "9" * 5_000])
def test_a_cell_wider_than_the_table_makes_one_column_more_at_most(span: str) -> None:
    block = between(f"<table><tr><th>Quay<th>2024<tr><td colspan='{span}'>North<td>410</table>")
    assert (block.header, block.rows) == (("Quay", "2024"), (("North", "", "410"),))


def test_columns_without_any_text_are_left_out() -> None:
    block = between(
        "<table><tr><td><img src=x><td>North<td>&nbsp;<td>410<tr><td><td>South<td><td>220</table>"
    )
    assert block.rows == (("North", "410"), ("South", "220"))


def test_a_table_of_one_column_is_layout() -> None:
    found = built("<p>x</p><table><tr><td>one<tr><td><p>two</p><p>three</p></table>")
    assert texts(found.blocks) == ["x", "one", "two", "three"]


def test_a_table_that_holds_the_whole_body_is_layout() -> None:
    assert texts(built("<table><tr><td>one<td>two<tr><td><p>three<td>four</table>").blocks) == [
        "one",
        "two",
        "three",
        "four",
    ]


def test_a_table_inside_a_layout_table_is_one() -> None:
    inner = "<table><tr><td>North<td>410<tr><td>South<td>220</table>"
    found = built(f"<table><tr><td>menu<td><p>one</p>{inner}<p>two</p></table>")
    assert [block.type for block in found.blocks] == ["paragraph", "paragraph", "table", "paragraph"]


# ------------------------------------------------------------------------------------------------ code


def test_preformatted_text_keeps_its_lines() -> None:
    block = between("<pre>\ndef quay():\n    return 410  \n\n</pre>")
    assert block == Block(type="code", text="def quay():\n    return 410")


@pytest.mark.parametrize(
    ("html", "lang"),
    [
        ("<pre><code class='language-python'>x</code></pre>", "python"),
        ("<pre class='wp-block language-c++'>x</pre>", "c++"),
        ("<pre><code class='hljs'>x</code></pre>", None),
        ("<pre><code class='language-'>x</code></pre>", None),
        ("<pre><code class='language-\u202e'>x</code></pre>", None),
        ("<pre>x</pre>", None),
    ],
)
def test_the_language_of_code_is_that_of_its_class(html: str, lang: str | None) -> None:
    assert between(html).lang == lang


# ------------------------------------------------------------------------------------- text and links

MIXED = (
    "<article><h2>One</h2><p>Two <a href='/2'>linked</a>.</p>"
    "<ul><li>three</li><li>four <a href='/4'>x</a></li></ul>"
    "<blockquote><p>five</p><footer>Mona Lind</footer></blockquote>"
    "<table><caption>cap</caption><tr><th>six<th>seven<tr><td>eight<td></table>"
    "<pre>nine\n  ten</pre></article>"
)


def test_the_text_is_that_of_the_blocks_parted_by_blank_lines() -> None:
    assert built(MIXED).text.split("\n\n") == [
        "One",
        "Two linked.",
        "three",
        "four x",
        "five",
        "six seven",
        "eight",
        "nine\n  ten",
    ]


def test_links_come_in_the_order_of_the_page_each_once() -> None:
    assert [link.url for link in built(MIXED).links] == ["https://brenn.example/2", "https://brenn.example/4"]


def test_each_block_knows_its_first_run() -> None:
    evidence = evidence_of(MIXED)
    found = build(evidence, range(len(evidence.survey.runs)), URL)
    assert len(found.starts) == len(found.blocks)
    assert [evidence.survey.runs[start].text for start in found.starts] == [
        "One",
        "Two linked.",
        "three",
        "five",
        "cap",
        "nine ten",
    ]
