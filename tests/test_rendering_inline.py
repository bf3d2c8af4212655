"""Inline CommonMark: whatever the text, a reader of Markdown sees exactly that text."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsgrab.markdown import autolink, destination, emphasis, escape, is_linkable, join, link
from rendering_examples import READERS, hostile, words


def inline(reader: MarkdownIt, text_md: str) -> list[Token]:
    return [child for token in reader.parse(text_md) for child in token.children or []]


def shown(text: str) -> str:
    """What a paragraph can hold of a text: single line breaks, no white space around them."""
    return re.sub(r"[ \t]*\n\s*", "\n", text).strip()


@example("a\n===")
@example("a\n---")
@example("a|b\n-|-")
@example("a|b\n|-|-")
@example("a|b\n:-|-")
@example("a\n    b")
@given(hostile)
def test_escaped_text_is_one_paragraph_of_the_same_words(text: str) -> None:
    for reader in READERS:
        assert "".join(words(reader, escape(text.strip()))) == shown(text)
        kinds = [token.type for token in reader.parse(escape(text.strip()))]
        assert kinds in ([], ["paragraph_open", "inline", "paragraph_close"])
        assert {t.type for t in inline(reader, escape(text.strip()))} <= {"text", "text_special", "hardbreak"}


@given(hostile)
def test_inside_a_line_less_is_escaped_and_the_words_are_the_same(text: str) -> None:
    one_line = " ".join(text.split())
    escaped = escape(one_line, starts_line=False)
    assert len(escaped) <= len(escape(one_line))
    for reader in READERS:
        assert "".join(words(reader, f"so {escaped}")) == f"so {one_line}".strip()


@pytest.mark.parametrize(
    "text", ["Prices rose 5% (to 3.20) in May; see page 4.", "snake_case", "5 < 6", "قال: «نعم»."]
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert escape(text) == text


@given(hostile, st.booleans(), hostile, hostile)
def test_emphasis_shows_no_asterisk_whatever_stands_beside_it(
    text: str,
    strong: bool,  # noqa: FBT001 - Hypothesis passes by position
    before: str,
    after: str,
) -> None:
    texts = [" ".join(t.split(" ")).replace("\n", " ").replace("\t", " ") for t in (before, text, after)]
    joined = join([escape(texts[0]), emphasis(escape(texts[1]), strong=strong), escape(texts[2])])
    for reader in READERS:
        assert "".join(words(reader, joined.strip())) == "".join(texts).strip()
        marks = [t for t in inline(reader, joined.strip()) if t.type in ("strong_open", "em_open")]
        assert len(marks) == bool(texts[1].strip())


@pytest.mark.parametrize(
    ("pieces", "html"),
    [
        (["He said ", "**“no”**", "again"], "He said <strong>“no”</strong>again"),
        (["قال", "**«لا»**", "ثم"], "قال<strong>«لا»</strong>ثم"),
        (["**a**", "**b**"], "<strong>ab</strong>"),
        (["*a*", "***b***"], "<em>a</em>b"),
        (["Look!", "[here](https://a.example)"], 'Look!<a href="https://a.example">here</a>'),
        (["", "a", "", "*b*"], "a<em>b</em>"),
    ],
)
def test_the_seams_between_pieces(pieces: list[str], html: str) -> None:
    assert READERS[0].renderInline(join(pieces)) == html


def test_emphasis_leaves_the_spaces_outside() -> None:
    assert join(["a", emphasis(" b "), "c"]) == "a *b* c"
    assert emphasis("  ", strong=True) == "  "


@pytest.mark.parametrize(
    "scheme", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x", "file:///etc"]
)
def test_other_schemes_give_no_link(scheme: str) -> None:
    assert not is_linkable(scheme)
    assert link("text", scheme) == "text"
    assert not any(t.type == "link_open" for t in inline(READERS[0], autolink(scheme)))


@given(hostile, hostile)
def test_a_link_leads_where_it_should_and_reads_as_it_should(text: str, tail: str) -> None:
    url = f"https://a.example/{tail}".replace("\n", "").replace("\t", "")
    label = " ".join(text.split()) or "x"
    linked = link(escape(label), url)
    for reader in READERS:
        found = inline(reader, linked)
        assert [t.type for t in found if t.type.startswith("link_")] == ["link_open", "link_close"]
        assert "".join(t.content for t in found) == label
        href = str(found[0].attrs["href"])
        assert href.startswith("https://a.example/")
        assert READERS[0].normalizeLink(destination_as_read(url)) == href


def destination_as_read(url: str) -> str:
    return re.sub(r"\\([()&])", r"\1", destination(url))


@given(hostile)
def test_an_address_shows_itself(tail: str) -> None:
    url = f"https://a.example/{tail.replace(chr(10), '')}".strip()
    for reader in READERS:
        found = inline(reader, autolink(url))
        assert found[0].type == "link_open"
        assert found[-1].type == "link_close"
        assert str(found[0].attrs["href"]).startswith("https://a.example/")


@pytest.mark.parametrize(
    "url", ["https://a.example/x?a=1&b=2", "https://b.example/سلام", "mailto:desk@a.example"]
)
def test_an_ordinary_address_is_left_alone(url: str) -> None:
    assert autolink(url) == f"<{url}>"
    assert destination(url) == url
