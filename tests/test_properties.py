"""What holds of every page, however it is made: whole, broken or no page at all."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import newsgrab
from extraction_pages import DISCLAIMER, HEADLINE, OTHERS, STORY, URL, links, page
from newsgrab import charset, dom
from newsgrab.errors import ExtractError
from newsgrab.extraction.explanation import explain
from newsgrab.model import Article, Block, Page
from newsgrab.rendering.explained import FORMATS, ExplainOptions
from newsgrab.text import clean

FIXTURES = Path(__file__).parent.parent / "fixtures"
SCHEMA = json.loads((resources.files("newsgrab") / "data" / "schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
WORD = re.compile(r"\w+")


def times(count: int) -> settings:
    """So many examples, the same in each run: a rule is broken by who changed the code, not by chance."""
    return settings(
        max_examples=count, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )


# ------------------------------------------------------------------------------------------ made pages

SENTENCES = (
    *STORY,
    "Nobody had expected the first ship before noon, yet it lay at the quay when the sun came up.",
    "“We have waited long enough,” said Ada Berg, whose family has sold fish here since 1902.",
    "The council will decide in autumn about the old warehouses, which have been empty for ten years.",
    "In the café at the end of the pier there was free coffee for all; by ten o’clock it had run out.",
)
TITLES = ("What it cost", "A ferry every day", "Who comes back", "The next quay")
LABELS = ("Related articles", "Latest news", "Most read", "Read also", "Share this article", "Advertisement")

_sentence = st.sampled_from(SENTENCES)
_text = st.lists(_sentence, min_size=1, max_size=3).map(" ".join)
_marks = st.sampled_from(("{}", "{}", "<b>{}</b>", '<a href="/x">{}</a>', "<em>{}</em>", "<span>{}</span>"))


@st.composite
def _marked(draw: st.DrawFn) -> str:
    """A text with inline markup round some of its words."""
    text = draw(_text).split()
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    inner = draw(_marks).format(escape(" ".join(text[start:end])))
    return " ".join(filter(None, (escape(" ".join(text[:start])), inner, escape(" ".join(text[end:])))))


_block = st.one_of(
    _marked().map("<p>{}</p>".format),
    _marked().map("<p>{}</p>".format),
    _marked().map("<div>{}</div>".format),
    _marked().map("{}<br><br>".format),
    st.sampled_from(TITLES).map("<h2>{}</h2>".format),
    st.lists(_marked(), min_size=2, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{i}</li>' for i in items)}</ul>"
    ),
    _marked().map("<blockquote><p>{}</p></blockquote>".format),
    st.just("<table><tr><th>Quay<th>Length<tr><td>North<td>410 m<tr><td>South<td></table>"),
    st.just("<figure><img src=/a.jpg><figcaption>The quay at noon</figcaption></figure>"),
    st.just("<iframe src='https://video.example/embed/1'></iframe>"),
)
_furniture = st.one_of(
    st.just(links()),
    st.just(f"<nav>{links()}</nav>"),
    st.builds("<div><h3>{}</h3>{}</div>".format, st.sampled_from(LABELS), st.just(links())),
    st.sampled_from(LABELS).map("<p>{}</p>".format),
    st.just(f"<p>{DISCLAIMER}</p>"),
    st.just(f'<div class="site-footer"><p>© 2024 Brenn Courier</p>{links()}</div>'),
    st.just("<script>var x = '<p>no text';</script><style>p { color: red }</style>"),
    st.sampled_from(OTHERS).map(
        '<div class="card"><img src="/b.jpg"><h4><a href="/y">{}</a></h4></div>'.format
    ),
    st.just("<form><input name=q><button>Search</button></form>"),
)
_wrap = st.sampled_from(
    ("{}", "<div>{}</div>", "<article>{}</article>", "<main><div class='story'>{}</div></main>")
)


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """An article amid furniture."""
    around = [draw(st.lists(_furniture, max_size=3).map("\n".join)) for _ in range(3)]
    body = "\n".join(draw(st.lists(_block, min_size=2, max_size=9)))
    story = draw(_wrap).format(f"<h1>{HEADLINE}</h1>\n{body}\n{around[1]}")
    return page(f"{around[0]}\n{story}\n{around[2]}")


# --------------------------------------------------------------------------------------- broken pages

ORIGINALS = sorted(FIXTURES.glob("*/*/page.html"))
JUNK = (
    b"<div>",
    b"</div>",
    b"<p>",
    b"</article>",
    b"<b>",
    b"<table>",
    b"<ul><li>",
    b"<a href='/x'>",
    b"<!--",
    b"<script>",
    b"<template>",
    b'"',
    b"\0",
    b"\xff\xfe",
    b"&#0;",
    b"&#xD800;",
    b"</p></p></p>",
    b"<svg><title>",
    b"<h1>",
    b"\x1b[31m",
    "\u202e\u200b\ufeff".encode(),
)
_places = st.integers(0, 1_000)


@cache
def original(number: int) -> bytes:
    return ORIGINALS[number].read_bytes()


@dataclass(frozen=True)
class Broken:
    """A page too long to be shown where a test fails."""

    html: bytes = field(repr=False)
    original: str


@st.composite
def broken_pages(draw: st.DrawFn) -> Broken:
    """A fixture's page, cut, repeated, shuffled or littered."""
    number = draw(st.integers(0, len(ORIGINALS) - 1))
    html = original(number)
    for _ in range(draw(st.integers(1, 3))):
        tags = re.split(rb"(?=<)", html)
        start, end = sorted(draw(st.tuples(_places, _places)))
        low, high = start * len(tags) // 1_000, end * len(tags) // 1_000
        piece = tags[low:high]
        junk = [draw(st.sampled_from(JUNK))]
        changed = draw(
            st.sampled_from(
                (
                    tags[:low],
                    piece,
                    [*tags[:low], *tags[high:]],
                    [*tags[:high], *piece, *tags[high:]],
                    [*tags[:low], *reversed(piece), *tags[high:]],
                    [*tags[:low], *junk, *tags[low:]],
                )
            )
        )
        html = b"".join(changed)[:300_000]
    return Broken(html, ORIGINALS[number].parent.name)


# ------------------------------------------------------------------------------------------- what holds


def extracted(html: bytes) -> Article | None:
    """The article, or ``None`` where there is none."""
    try:
        return newsgrab.extract(html, URL)
    except ExtractError:
        return None


def texts(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """The texts of blocks of the JSON object, as the contract says the body has them."""
    for block in blocks:
        match block["type"]:
            case "list":
                for item in block["items"]:
                    yield from texts(item["blocks"])
            case "quote":
                yield from texts(block["blocks"])
            case "table":
                rows = [block["header"], *block["rows"]]
                yield from (" ".join(filter(None, row)) for row in rows if any(row))
            case "image" | "embed":
                pass
            case _:
                yield block["text"]


def words_in_order(words: list[str], source: list[str]) -> str | None:
    """The first of the words that does not stand in the source behind those before it."""
    rest = iter(source)
    return next((word for word in words if word not in rest), None)


def hold(html: bytes) -> None:
    """All that must hold of any bytes."""
    article = extracted(html)
    if article is None:
        return
    shown = article.to_dict(provenance=True)
    VALIDATOR.validate(shown)
    assert json.loads(json.dumps(shown)) == shown
    assert "\n\n".join(texts(shown["blocks"])) == article.body
    again = extracted(html)
    assert again == article
    places = [block.index for block in article.blocks if block.type == "image"]
    assert places == [*range(len(article.images))]


@times(60)
@given(pages())
def test_a_made_page_gives_a_sound_article(html: bytes) -> None:
    hold(html)


@times(60)
@given(broken_pages())
def test_a_broken_page_gives_a_sound_article_or_an_error(broken: Broken) -> None:
    hold(broken.html)


@times(100)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@example(b"<p>" * 3)
@example(b"<title>x</title>")
def test_any_bytes_give_a_sound_article_or_an_error(html: bytes) -> None:
    hold(html)


@pytest.mark.parametrize("number", range(len(ORIGINALS)), ids=[path.parent.name for path in ORIGINALS])
def test_a_fixture_gives_a_sound_article_or_an_error(number: int) -> None:
    hold(original(number))


# ------------------------------------------------------------------------------- words come from the page


def page_words(html: bytes) -> list[str]:
    """The words of the page's own text, in order: tags, scripts and comments taken out by patterns."""
    text = charset.utf8(html)[0].decode("utf-8", "replace")
    text = re.sub(r"(?is)<(script|style|template)\b.*?</\1>|<!--.*?-->", " ", text)
    text = re.sub(r"(?i)</?(?:a|b|em|span)\b[^>]*>", "", text)
    return WORD.findall(clean(unescape(re.sub(r"<[^>]*>", " ", text))))


def unescape(text: str) -> str:
    return (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
    )


@times(80)
@given(pages())
def test_every_word_of_the_body_stands_in_the_page_and_in_this_order(html: bytes) -> None:
    article = extracted(html)
    assume(article is not None and article.body)
    assert article is not None
    assert words_in_order(WORD.findall(article.body), page_words(html)) is None


UNSHOWN = (
    "script style noscript template svg math select datalist textarea button canvas iframe video audio object"
    " dialog rp rt title"
)


def shown_text(html: bytes) -> str:
    """All text of the parsed page without white space."""
    tree, unshown = dom.parse(charset.utf8(html)[0]), frozenset(UNSHOWN.split())
    pieces: list[str] = []
    waiting = [tree.body.first_child] if tree.body else []
    while waiting:
        node = waiting.pop()
        if node is not None:
            waiting.append(node.next)
            waiting.append(None if node.tag in unshown else node.first_child)
            pieces.append((node.text_content or "") if node.is_text_node else "")
    return "".join(clean("".join(pieces)).split())


def stands_in_order(article: Article, text: str) -> bool:
    """Whether each word of the body stands in the text, behind the words before it."""
    at = 0
    for word in article.body.split():
        at = text.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True


@times(60)
@given(broken_pages())
def test_every_word_of_a_broken_page_s_body_stands_in_it_and_in_this_order(broken: Broken) -> None:
    article = extracted(broken.html)
    assert article is None or stands_in_order(article, shown_text(broken.html))


@pytest.mark.parametrize("number", range(len(ORIGINALS)), ids=[path.parent.name for path in ORIGINALS])
def test_every_word_of_a_fixture_s_body_stands_in_it_and_in_this_order(number: int) -> None:
    article = extracted(original(number))
    assert article is None or stands_in_order(article, shown_text(original(number)))


# ------------------------------------------------------------------------------- what changes nothing


def seen(html: bytes) -> tuple[str | None, str, str | None]:
    article = extracted(html)
    return (
        (None, "", None) if article is None else (article.metadata.headline, article.body, article.disclaimer)
    )


def wrapped(html: bytes) -> bytes:
    return html.replace(b"<body>", b"<body><div>").replace(b"</body>", b"</div></body>")


@times(60)
@given(pages())
def test_one_more_element_round_everything_changes_nothing(html: bytes) -> None:
    inside = wrapped(html)  # text straight in the body is another thing: it has no element of its own
    assert seen(wrapped(inside)) == seen(inside)


@times(60)
@given(pages(), st.sampled_from(("data-v-7ba5bd90", 'data-x="1"', 'tabindex="-1"', 'onclick="x()"')))
def test_an_attribute_that_means_nothing_changes_nothing(html: bytes, attribute: str) -> None:
    marked = re.sub(rb"<(p|div|h1|h2|li|ul|article|span)(?=[ >])", rb"<\1 " + attribute.encode(), html)
    assert seen(marked) == seen(html)


@times(60)
@given(
    pages(),
    st.sampled_from(("<!-- x -->", "<script>x()</script>", "<style>p{}</style>", "<template>x</template>")),
)
def test_what_is_not_shown_changes_nothing(html: bytes, extra: str) -> None:
    assert seen(html.replace(b"</p>", b"</p>" + extra.encode())) == seen(html)


@times(60)
@given(pages())
def test_how_the_markup_is_written_changes_nothing(html: bytes) -> None:
    shouted = re.sub(rb"</?[a-z0-9]+(?=[ >])", lambda tag: tag[0].upper(), html)
    assert seen(shouted.replace(b"</LI>", b"").replace(b"\n", b"\r\n")) == seen(html)


@times(60)
@given(pages())
def test_a_made_page_is_explained(html: bytes) -> None:
    explained(html)


@times(60)
@given(broken_pages())
def test_a_broken_page_is_explained_or_an_error(broken: Broken) -> None:
    explained(broken.html)


@times(100)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_explained_or_an_error(html: bytes) -> None:
    explained(html)


def explained(html: bytes) -> None:
    """Every block is found on the page, what is kept is the body, and every format can be written."""
    try:
        explanation = explain(Page(url=URL, final_url=URL, body=html))
    except ExtractError:
        return
    assert all(block.places for block in explanation.blocks)
    if (article := extracted(html)) is not None:
        assert sum(block.kept for block in explanation.blocks) == article.trace.kept_blocks
    for render in FORMATS.values():
        assert render(explanation, ExplainOptions(width=80)).encode()


def test_a_block_has_a_form_for_each_type() -> None:
    assert set(texts([{"type": "code", "text": "x"}, {"type": "image", "index": 0}])) == {"x"}
    assert Block(type="paragraph").text == ""
