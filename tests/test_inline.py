"""A run's text, plain and as CommonMark with its links and emphasis."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from extraction_pages import URL, walked
from newsgrab.dom import Run
from newsgrab.extraction.inline import Inline, _side_by_side, _Span, inline, is_plain
from newsgrab.model import Hyperlink
from rendering_examples import READERS, words


def shown(html: str, base: str = URL) -> Inline:
    """The page's only run."""
    (run,) = walked(f"<body>{html}").runs
    return inline(run, base)


def md(html: str) -> str:
    return shown(f"<p>{html}</p>").md


# --------------------------------------------------------------------------------------------- emphasis


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("plain words", "plain words"),
        ("<b>bold</b> and <strong>strong</strong>", "**bold** and **strong**"),
        ("<i>slanted</i> and <em>stressed</em>", "*slanted* and *stressed*"),
        ("<em>very <strong>much</strong> so</em>", "*very **much** so*"),
        ("<b><i>both</i></b>", "***both***"),
        ("un<em>believ</em>able", "un*believ*able"),
        ("<u>under</u>, <small>small</small>, <mark>marked</mark>", "under, small, marked"),
        ("<b></b>nothing<i> </i>here", "nothing here"),
    ],
)
def test_bold_and_italic_are_marked(html: str, expected: str) -> None:
    assert md(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<b> bold </b>b", "a **bold** b"),
        ("a<i>\n slanted</i>, b", "a *slanted*, b"),
        ("see<a href='https://a.example/x'> this </a>now", "see [this](https://a.example/x) now"),
    ],
)
def test_spaces_at_the_edges_of_a_mark_stay_outside_it(html: str, expected: str) -> None:
    assert md(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b><b>one</b> two</b>", "**one two**"),
        ("<b>one <i><strong>two</strong></i></b>", "**one *two***"),
        ("<i><em>one</em></i>", "*one*"),
        ("<em>one <i>two</i></em>", "*one two*"),
    ],
)
def test_emphasis_inside_the_same_emphasis_is_marked_once(html: str, expected: str) -> None:
    assert md(html) == expected


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>one <i>two</b> three</i> four", "one two three four"),
        ("<i>one <b>two</i> three</b>", "one two three"),
        ("<b>one", "one"),
        ("one</b> two", "one two"),
        ("<a href='/x'>one <a href='/y'>two</a> three</a>", "one two three"),
    ],
)
def test_unbalanced_marks_lose_and_glue_nothing(html: str, text: str) -> None:
    found = shown(f"<p>{html}</p>")
    assert found.text == text
    assert words(READERS[0], found.md) == [text]


# ------------------------------------------------------------------------------------------------ links


def test_a_link_is_absolute_and_listed() -> None:
    found = shown("<p>See <a href='/a b?x=1' rel='nofollow x'>the  <b>bold</b> page</a>.</p>")
    assert found.md == "See [the **bold** page](https://brenn.example/a%20b?x=1)."
    assert found.links == (
        Hyperlink(url="https://brenn.example/a%20b?x=1", text="the bold page", rel="nofollow x"),
    )


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://other.example/x", "https://other.example/x"),
        ("//other.example/x", "https://other.example/x"),
        ("/x", "https://brenn.example/x"),
        ("x", "https://brenn.example/news/2024/x"),
        ("../x", "https://brenn.example/news/x"),
        ("?p=2", f"{URL}?p=2"),
        (" /x#part\n", "https://brenn.example/x#part"),
    ],
)
def test_relative_addresses_are_those_of_the_page(href: str, url: str) -> None:
    assert [link.url for link in shown(f'<p>x <a href="{href}">y</a></p>').links] == [url]


@pytest.mark.parametrize(
    "tag",
    [
        "<a>",
        "<a href=''>",
        "<a href='#top'>",
        "<a href='javascript:alert(1)'>",
        "<a href='mailto:ada@brenn.example'>",
        "<a href='data:text/html,x'>",
        "<a href='tel:+4712345'>",
        "<a href='http://[::1'>",
        "<a name=x>",
    ],
)
def test_what_leads_nowhere_is_text(tag: str) -> None:
    assert shown(f"<p>see {tag}here</a> now</p>") == Inline("see here now", "see here now", ())


def test_without_the_page_s_address_only_absolute_links_remain() -> None:
    found = shown("<p><a href='/x'>one</a> <a href='https://a.example/y'>two</a></p>", base="")
    assert found.md == "one [two](https://a.example/y)"
    assert [link.text for link in found.links] == ["two"]


def test_a_link_around_a_picture_alone_is_none() -> None:
    assert shown("<p>one <a href='/x'><img src='/y.jpg' alt='z'></a> two</p>") == Inline(
        "one two", "one two", ()
    )


def test_a_link_may_be_emphasised_and_hold_emphasis() -> None:
    assert md("<b><a href='https://a.example/'>x y</a></b>") in (
        "**[x y](https://a.example/)**",
        "[**x y**](https://a.example/)",
    )


# ------------------------------------------------------------------------------------- text stays text


@pytest.mark.parametrize(
    "text",
    [
        "1. no list",
        "# no heading",
        "- no list",
        "> no quote",
        "a * b * c and _d_ and `e`",
        "[no](link) ![no](picture)",
        "&amp; &lt;b&gt;",
        "http://a.example/_x_",
        "50 % ~~of~~ it\\",
    ],
)
@pytest.mark.parametrize("tail", ["", " <b>and</b> so on"])
def test_what_would_mean_something_in_markdown_is_escaped(text: str, tail: str) -> None:
    found = shown(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}{tail}</p>")
    assert words(READERS[0], found.md) == [found.text]
    assert found.text.startswith(text)


def test_a_line_break_is_a_space() -> None:
    assert shown("<p>one<br>two <b>three<br>four</b></p>")[:2] == (
        "one two three four",
        "one two **three four**",
    )


def test_invisible_characters_go_and_letters_of_every_script_stay() -> None:
    found = shown("<p>light\u200bhouse\ufeff, می\u200cخوانید <b>\u202aنعم\u202c</b></p>")
    assert found.text == "lighthouse, می\u200cخوانید نعم"
    assert found.md == "lighthouse, می\u200cخوانید **نعم**"


# ----------------------------------------------------------------------------------------- any markup

TAGS = [f"<{slash}{name}>" for name in ("b", "i", "em", "strong", "code", "span", "u") for slash in ("", "/")]
TAGS += ["<a href='/x'>", "<a href='https://a.example/(y)'>", "<a>", "</a>", "<br>"]
PIECES = ["one", "two", " ", "  ", "\n", ".", "“", "*", "_", "[", "!", "\\", "é", "نعم", "&nbsp;"] * 3 + TAGS
MARKUP = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join)


def plain(reader: MarkdownIt, text_md: str) -> str:
    return " ".join(" ".join(words(reader, text_md)).split())


def nests_alike(run: Run) -> bool:
    """Whether emphasis stands inside the same emphasis, for which there is a test of its own."""
    return any(
        one is not other and one.kind == other.kind and other.start <= one.start and one.end <= other.end
        for one in run.marks
        for other in run.marks
        if one.kind in ("strong", "em")
    )


@given(MARKUP)
def test_whatever_the_marks_the_markdown_reads_as_the_text(html: str) -> None:
    for run in walked(f"<p>{html}</p>").runs:
        assume(not nests_alike(run))
        found = inline(run, URL)
        for reader in READERS:
            assert plain(reader, found.md) == found.text
        assert all(link.text in found.text for link in found.links)


@given(MARKUP)
def test_marks_side_by_side_are_shown_as_the_general_way_shows_them(html: str) -> None:
    for run in walked(f"<p>{html}</p>").runs:
        links: list[Hyperlink] = []
        if is_plain(run.text) and (shown := _side_by_side(run, URL, links)) is not None:
            others: list[Hyperlink] = []
            general = _Span(run, URL, others, plain=True).between(0, len(run.parts)).strip()
            assert (shown, links) == (general, others)
