"""One walk over the tree: how a page's markup becomes runs of text, and what else is brought home."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extraction_pages import STORY, texts_of, walked
from newsgrab import dom
from newsgrab.dom import Run

INLINE = (
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr q rb ruby s "
    "samp small span strike strong sub sup time tt u var"
)
BLOCKS = (
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header legend li main nav p pre section summary"
)
IGNORED = "button canvas datalist dialog math noscript script select style svg template textarea"
FALLBACKS = "audio iframe object video"

# ---------------------------------------------------------------------------------- what makes a run


@pytest.mark.parametrize(
    ("html", "runs"),
    [
        ("<body>one<p>two</p>three<div>four</div>five", ["one", "two", "three", "four", "five"]),
        ("<div><div><div>one</div>two</div></div>three", ["one", "two", "three"]),
        ("<table><tr><td>one<td>two<tr><td><p>three<p>four</table>", ["one", "two", "three", "four"]),
        ("<table><tr><td>one<table><tr><td>two</table>three</table>", ["one", "two", "three"]),
        ("<ul><li>one<li>two<ol><li>three</ol>four</ul>", ["one", "two", "three", "four"]),
        ("<dl><dt>one<dd>two</dl><details><summary>three</summary>four", ["one", "two", "three", "four"]),
        ("<figure><img src=x><figcaption>one</figcaption></figure>two", ["one", "two"]),
        ("one<hr>two", ["one", "two"]),
        ("<span>one<p>two</p></span>three", ["one", "two", "three"]),
        ("<b><div>one</div></b><strong>two<p>three</p>four</strong>", ["one", "two", "three", "four"]),
        ("<a href=/x><h3>one</h3><p>two</p></a>three", ["one", "two", "three"]),
    ],
)
def test_text_gathers_up_to_the_next_block_boundary(html: str, runs: list[str]) -> None:
    assert texts_of(html) == runs


@pytest.mark.parametrize("name", INLINE.split())
def test_inline_elements_neither_glue_nor_part_words(name: str) -> None:
    html = f"<p>un<{name}>believ</{name}>able <{name}>things </{name}>happen<{name}> here</{name}>.</p>"
    assert texts_of(html) == ["unbelievable things happen here."]


@pytest.mark.parametrize("name", BLOCKS.split())
def test_block_elements_part_words(name: str) -> None:
    assert texts_of(f"<div>one<{name}>two</{name}>three</div>") == ["one", "two", "three"]


@pytest.mark.parametrize("name", ["ol", "ul"])
@pytest.mark.parametrize(("inside", "runs"), [("two", ["one", "two", "three"]), ("", ["one", "three"])])
def test_lists_without_items_part_words_too(name: str, inside: str, runs: list[str]) -> None:
    assert texts_of(f"<div>one<{name}>{inside}</{name}>three</div>") == runs


@pytest.mark.parametrize(
    ("html", "runs"),
    [
        ("<p>one<br>two", ["one two"]),
        ("<p>one<br/>two<br>three", ["one two three"]),
        ("<p>one<br><br>two", ["one", "two"]),
        ("<p>one<br> \n <br>two<br><!-- --><br><br>three", ["one", "two", "three"]),
        ("<p><br>one<br>", ["one"]),
        ("<div><b>one<br><br>two</b> three</div>", ["one", "two three"]),
        ("<p>one<br><b></b><br>two", ["one", "two"]),
        ("<p>one<br><img src=x><br>two", ["one", "two"]),
    ],
)
def test_one_line_break_is_a_space_two_are_a_paragraph(html: str, runs: list[str]) -> None:
    assert texts_of(html) == runs


def test_white_space_is_single_and_not_at_the_edges() -> None:
    assert texts_of("<p>\n one\t\ttwo \u00a0 three\r\n</p>  <p> </p>\n<p>&nbsp;</p>") == ["one two three"]


@pytest.mark.parametrize("between", ["<!-- a comment -->", "<![CDATA[x]]>", "<wbr>", "<img src=x>"])
def test_what_is_not_text_does_not_part_a_word(between: str) -> None:
    assert texts_of(f"<p>light{between}house</p>") == ["lighthouse"]


@pytest.mark.parametrize("name", IGNORED.split())
def test_text_of_these_is_no_text_of_the_page(name: str) -> None:
    assert texts_of(f"<div>one <{name}>two</{name}>three</div>") == ["one three"]


@pytest.mark.parametrize("name", FALLBACKS.split())
def test_what_is_shown_where_a_player_cannot_be_is_no_text(name: str) -> None:
    assert texts_of(f"<div>one <{name}>your browser is too old</{name}>two</div>") == ["one two"]


def test_readings_beside_characters_are_left_out() -> None:
    assert texts_of("<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>が開いた</p>") == ["港が開いた"]


def test_an_unclosed_link_ends_with_its_paragraph_or_at_the_next_link() -> None:
    survey = walked("<p>one <a href=/a>two<p>three <a href=/b>four</a> five")
    assert [run.text for run in survey.runs] == ["one two", "three four five"]
    assert "five" not in "".join(marked(survey.runs[1], "a"))


def test_preformatted_text_is_one_run() -> None:
    (run,) = walked("<pre>one\n  two\n\nthree</pre>").runs
    assert (run.tag, run.text) == ("pre", "one two three")


# -------------------------------------------------------------------------------------- odd documents


@pytest.mark.parametrize(
    "html", ["", "  \n\t ", "<!-- -->", "<html></html>", "<body> \n </body>", "<img src=x>"]
)
def test_a_page_without_text_has_no_runs(html: str) -> None:
    assert texts_of(html) == []


def test_a_page_of_frames_has_no_runs() -> None:
    assert (
        texts_of("<html><head><title>x</title></head><frameset><frame src=a><frame src=b></frameset>") == []
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>one<p>two",
        "one<p>two</p>",
        "<html><p>one</p></html><p>two</p>",
        "<body><p>one</p></body></html>two",
        "<head></head><p>one</p><body class=x><p>two",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>one</p>two</body></html>",
    ],
)
def test_tags_may_be_missing_or_misplaced(html: str) -> None:
    assert texts_of(html) == ["one", "two"]


def test_three_hundred_nested_elements_lose_no_word() -> None:
    html = "<div>" * 300 + f"<p>{STORY[0]}</p>tail <b>end</b>" + "</div>" * 300
    assert " ".join(texts_of(html)) == f"{STORY[0]} tail end"


@pytest.mark.xfail(reason="walk.zone takes the text of all that is beneath the deepest zone, scripts too")
def test_scripts_are_no_text_however_deep() -> None:
    assert texts_of("<div>" * 300 + "one<script>two</script>" + "</div>" * 300) == ["one"]


def test_a_paragraph_of_a_hundred_kilobytes_is_one_run() -> None:
    text = " ".join(STORY * 210)
    assert len(text) > 100_000
    assert texts_of(f"<body><p>{text}</p></body>") == [text]


# ------------------------------------------------------------------------------------- what a run says


def test_a_run_names_the_element_that_holds_it() -> None:
    runs = walked(
        "<div class=a id=b>one<p class=c itemprop=d>two</p><ul><li class=e>three <b>x</b></ul></div>"
    ).runs
    assert [(run.tag, run.names) for run in runs] == [("div", "a b"), ("p", "c d"), ("li", "e")]


def test_a_run_knows_its_zone() -> None:
    survey = walked("<section><p>one</p><div>two</div></section>")
    one, two = survey.runs
    assert survey.zones.tags[one.zone] == "section"
    assert survey.zones.tags[two.zone] == "div"
    assert survey.zones.parents[two.zone] == one.zone


def marked(run: Run, kind: str) -> list[str]:
    return ["".join(run.parts[mark.start : mark.end]) for mark in run.marks if mark.kind == kind]


def test_marks_cover_the_parts_they_mark() -> None:
    (run,) = walked(
        "<p>a <b>bold</b>, <i>slanted</i>, <a href=/x>linked <b>twice</b></a>, <code>x</code>."
    ).runs
    assert marked(run, "strong") == ["bold", "twice"]
    assert marked(run, "em") == ["slanted"]
    assert marked(run, "a") == ["linked twice"]
    assert marked(run, "code") == ["x"]
    assert " ".join("".join(run.parts).split()) == run.text


@pytest.mark.parametrize(
    ("html", "chars"),
    [
        ("<p>no link</p>", 0),
        ("<p><a href=/x>all of it</a></p>", len("all of it")),
        ("<p><a href=/x> all <b>of</b> it </a></p>", len("all of it")),
        ("<p>see <a href=/x>here</a> and <a href=/y>there</a></p>", len("herethere")),
        ("<a href=/x><h3>all of it</h3></a>", len("all of it")),
        ("<a href=/x>all <div>x</div></a>", len("all")),
    ],
)
def test_linked_characters_are_counted(html: str, chars: int) -> None:
    run = walked(html).runs[0]
    assert run.link_chars == chars
    assert run.link_chars <= len(run.text)


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li><a href=/1>one</a></li><li><a href=/2>two</a></li></ul>",
        "<ul>\n<!-- --><li><span><a href=/1>one</a></span> <li><a href=/2>two</a>\n</ul>",
        "<nav><a href=/1>one</a><div>two</div></nav>",
    ],
)
def test_a_menu_is_one_run_all_link(html: str) -> None:
    (run,) = walked(html).runs
    assert run.text == "one two"
    assert run.link_chars == len(run.text)


def test_a_list_with_links_in_its_sentences_is_no_menu() -> None:
    html = "<ul><li>one, as <a href=/1>told here</a><li>two, as <a href=/2>told there</a></ul>"
    assert texts_of(html) == ["one, as told here", "two, as told there"]


# --------------------------------------------------------------------------------------- what is hidden


@pytest.mark.parametrize(
    "how", ["hidden", "aria-hidden=true", "style='display:none'", "style='VISIBILITY: hidden'"]
)
def test_hidden_words_inside_a_line_are_left_out(how: str) -> None:
    assert texts_of(f"<p>one <span {how}>two</span>three</p>") == ["one three"]


@pytest.mark.parametrize(
    "how", ["hidden", "aria-hidden=true", "style='display:none'", "style='VISIBILITY: hidden'"]
)
def test_a_hidden_element_is_noted_as_such_for_the_judge(how: str) -> None:
    survey = walked(f"<div {how}>one</div><div>two</div>")
    assert [run.text for run in survey.runs if run.zone in survey.zones.hidden] == ["one"]


# ------------------------------------------------------------------------------------------ what else


def test_language_and_direction_of_the_root() -> None:
    survey = walked("<html lang=ar-EG dir=rtl><body>x")
    assert (survey.language, survey.direction) == ("ar-EG", "rtl")
    assert walked("<html xml:lang=de><body>x").language == "de"
    assert walked("<p lang=fr>x").language is None


def test_metadata_keep_their_order_and_have_lower_case_keys() -> None:
    head = "<meta property='og:Title' content=A><meta name=Author content=B><meta name=c content=''>"
    assert walked(f"{head}<body><meta itemprop=datePublished content=2024>").metas == (
        ("og:title", "A"),
        ("author", "B"),
        ("datepublished", "2024"),
    )


def test_link_elements() -> None:
    survey = walked(
        "<link rel=Canonical href=/a><link rel=alternate href=/f type='application/rss+xml'><link rel=x>"
    )
    assert survey.links == (("canonical", "/a", ""), ("alternate", "/f", "application/rss+xml"))


def test_the_title_is_the_first_and_not_that_of_a_drawing() -> None:
    assert walked("<title> A \n b </title><title>C</title><body>x").title == "A b"
    assert walked("<body><svg><title>A</title></svg>x").title is None


def test_json_ld_is_brought_home_wherever_it_stands() -> None:
    script = '<script type="application/ld+json">{"a": 1}</script>'
    assert (
        walked(f"<head>{script}</head><body><div>{script}</div><script>x()</script>").scripts
        == ('{"a": 1}',) * 2
    )


def test_pictures_and_players_know_where_they_stand() -> None:
    survey = walked("<p>one</p><div><img src=x></div><p>two</p><iframe src=y></iframe><video></video>")
    assert [(medium.tag, medium.run) for medium in survey.media] == [("img", 1), ("iframe", 2), ("video", 2)]
    assert survey.zones.tags[survey.media[0].zone] == "div"


def test_elements_that_carry_facts_know_where_they_stand() -> None:
    survey = walked(
        "<p>one</p><time datetime=2024>two</time><p itemprop=author>three</p><span itemprop=name>four</span>"
    )
    assert [(mention.kind, mention.tag, mention.run) for mention in survey.mentions] == [
        ("time", "time", 1),
        ("author", "p", 2),
        ("name", "span", 3),
    ]


def test_furniture_is_noted_and_not_walked() -> None:
    tree = dom.parse(
        b"<body class=menu><p>one</p><div class=menu id=x><p>two</p><img src=y></div><p>three</p>"
    )
    survey = dom.walk(tree, lambda names: "menu" in names)
    assert [run.text for run in survey.runs] == ["one", "three"]
    assert [(skipped.tag, skipped.names, skipped.run) for skipped in survey.skipped] == [("div", "menu x", 1)]
    assert survey.media == ()


def test_a_tree_may_be_walked_twice() -> None:
    tree = dom.parse(b"<title>x</title><div>one <b>two</b><br><br><a href=/x>three</a></div>")
    before, first = tree.html, dom.walk(tree)
    assert [run[:4] for run in dom.walk(tree).runs] == [run[:4] for run in first.runs]
    assert tree.html == before


# ---------------------------------------------------------------------------------------- any markup

TAGS = f"{INLINE} {BLOCKS} {IGNORED} {FALLBACKS} br img hr ul ol table tr td html body head".split()
PIECES = [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + ["one", " two ", "&nbsp;", "\n"] * 20
MARKUP = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(MARKUP)
@example("<p><a>one<div>two</a>")
def test_whatever_the_markup_the_records_fit_together(html: str) -> None:
    survey = walked(html)
    for index, parent in enumerate(survey.zones.parents):
        assert -1 <= parent < index or index == 0
    for run in survey.runs:
        assert run.text == " ".join(run.text.split()) != ""
        assert 0 <= run.link_chars <= len(run.text)
        assert 0 <= run.zone < len(survey.zones)
        assert all(0 <= mark.start <= mark.end <= len(run.parts) for mark in run.marks)
        assert not run.parts or " ".join("".join(run.parts).split()) == run.text
    assert all(0 <= medium.run <= len(survey.runs) for medium in survey.media)
