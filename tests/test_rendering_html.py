"""An article as a page for reading: what it looks like by example, and hostile articles read back (R29)."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser

from command import newsgrab, story
from newsgrab.model import Article, Author, Block, Image, Metadata, Moment, Notice
from newsgrab.rendering import FORMATS, RenderOptions
from newsgrab.rendering.as_html import SCHEMES, TAGS, policy
from rendering_examples import NOTHING, a_paragraph, an_article, hostile_articles

HTML = FORMATS["html"].render
_FRAME = {"html", "head", "meta", "link", "title", "style", "body", "article", "header", "h1", "span", "time"}
_ATTRIBUTES = {
    "html": {"lang", "dir"},
    "meta": {"charset", "http-equiv", "content", "name"},
    "link": {"rel", "href"},
    "p": {"class"},
    "span": {"class", "dir"},
    "time": {"datetime", "dir"},
    "a": {"href", "rel", "dir"},
}
_XHTML = "{http://www.w3.org/1999/xhtml}"


def page(*blocks: Block, metadata: Metadata = NOTHING, **more: Any) -> str:  # noqa: ANN401 - of any field
    return HTML(replace(an_article(*blocks, metadata=metadata), **more), RenderOptions())


def read_by_html5lib(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for element in html5lib.parse(text).iter():
        if isinstance(element.tag, str):
            yield element.tag.removeprefix(_XHTML), dict(element.attrib)


def read_by_lexbor(text: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    root = LexborHTMLParser(text).root
    assert root is not None
    for node in root.traverse(include_text=False):
        if node.tag is not None and not node.tag.startswith(("-", "!")):
            yield node.tag, dict(node.attributes)


def assert_harmless(text: str) -> None:
    """Two parsers see only what is allowed, and see the same."""
    seen = []
    for reader in (read_by_html5lib, read_by_lexbor):
        elements = [(tag, attributes) for tag, attributes in reader(text) if tag != "tbody"]
        for tag, attributes in elements:
            assert tag in _FRAME | set(TAGS), tag
            assert set(attributes) <= TAGS.get(tag, set()) | _ATTRIBUTES.get(tag, set()), (tag, attributes)
            for name in {"href", "src"} & set(attributes):
                scheme, colon, _ = (attributes[name] or "").partition(":")
                assert not colon or scheme.lower() in SCHEMES, attributes
        assert [tag for tag, _ in elements].count("style") == 1
        assert [tag for tag, _ in elements].count("script") == 0
        seen.append([tag for tag, _ in elements])
    assert seen[0] == seen[1]
    assert text.index("Content-Security-Policy") < text.index("<title>")


# Of the classes of attack that sanitisers are tried with (github.com/cure53/DOMPurify/wiki), in our words.
VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><annotation-xml encoding='text/html'><p onclick=alert(1)>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data=data:text/html,x>",
    "<embed src=x>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<style>@import '//evil.example'</style>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "</article><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<textarea><script>alert(1)</script></textarea>",
    "<select><template><style><!--</style><a id='--><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    "<x/onclick=alert(1)>x",
    "<details ontoggle=alert(1) open>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    '" onmouseover=alert(1) x="',
    "' onmouseover=alert(1) x='",
    "<scr\0ipt>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "<div><div><div><div><b><script>alert(1)</script>",
    "\u2028<script>alert(1)</script>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<html onclick=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<xmp><script>alert(1)</script></xmp>",
]


def _holders(text: str) -> Iterator[Article]:
    """Articles that hold a text in every place there is."""
    yield an_article(a_paragraph("x"), metadata=Metadata(headline=text, dek=text, kicker=text, byline=text))
    yield an_article(a_paragraph("x"), metadata=Metadata(site_name=text, published_raw=text, language=text))
    yield replace(an_article(a_paragraph("x"), metadata=NOTHING), url=f"https://a.example/{text}")
    yield replace(an_article(a_paragraph("x"), metadata=NOTHING), url=text)
    yield an_article(a_paragraph(text), Block(type="paragraph", text=text, md=text), metadata=NOTHING)
    yield an_article(
        Block(type="heading", text=text, level=3), Block(type="code", text=text, lang=text), metadata=NOTHING
    )
    yield an_article(Block(type="list", items=((a_paragraph(text),),)), metadata=NOTHING)
    yield an_article(Block(type="quote", blocks=(a_paragraph(text),), cite=text), metadata=NOTHING)
    yield an_article(Block(type="table", header=(text,), rows=((text,),), caption=text), metadata=NOTHING)
    picture = Image(
        url=f"https://a.example/{text}", alt=text, caption=text, credit=text, file=f"a_files/{text}"
    )
    for image in (picture, replace(picture, file=None), replace(picture, url=text, file=None)):
        yield replace(an_article(Block(type="image", index=0), metadata=NOTHING), images=(image,))
    yield replace(
        an_article(a_paragraph("x"), metadata=NOTHING), notices=(Notice(kind="disclaimer", text=text),)
    )


@pytest.mark.parametrize("vector", VECTORS)
def test_an_attack_is_text_wherever_it_stands(vector: str) -> None:
    for article in _holders(vector):
        assert_harmless(HTML(article, RenderOptions()))


@given(hostile_articles())
@settings(deadline=None, max_examples=60)
def test_any_article_is_a_harmless_page(article: Article) -> None:
    assert_harmless(HTML(article, RenderOptions()))


def test_it_says_who_wrote_what_when_and_where() -> None:
    meta = Metadata(
        headline="A storm & a flood",
        kicker="Weather",
        dek="It rained",
        authors=(Author(name="Ada Berg"), Author(name="Dele Okonjo")),
        published=Moment(dt.date(2025, 3, 14)),
        site_name="The Wharfside",
        language="en-GB",
        direction="ltr",
    )
    text = page(a_paragraph("One."), metadata=meta, url="https://a.example/b?c=1&d=2")
    assert '<html lang="en-GB" dir="ltr">' in text
    assert "<title>A storm &amp; a flood</title>" in text
    assert '<link rel="canonical" href="https://a.example/b?c=1&amp;d=2">' in text
    body = text.partition("<body>")[2]
    assert re.findall(r">([^<>]+)<", body.replace("\n", "")) == [
        "Weather", "A storm &amp; a flood", "It rained", "Ada Berg, Dele Okonjo", " · ", "2025-03-14", " · ",
        "The Wharfside", "One.",
    ]  # fmt: skip


def test_arabic_runs_from_right_to_left() -> None:
    text = page(a_paragraph("جسر"), metadata=Metadata(headline="جسر", language="ar", direction="rtl"))
    assert '<html lang="ar" dir="rtl">' in text
    assert "<p>جسر</p>" in text


def test_the_parts_of_a_line_each_run_their_own_way() -> None:
    meta = Metadata(
        byline="كتب: فريد العطار",
        published=Moment(dt.date(2024, 2, 9), dt.time(10, 20), dt.timedelta(hours=3)),
        published_raw="2024-02-09T10:20:00+03:00",
        site_name="Coast Times",
        direction="rtl",
    )
    text = page(a_paragraph("جسر"), metadata=meta, url="https://a.example/")
    assert '<time datetime="2024-02-09T10:20:00+03:00" dir="auto">2024-02-09 10:20</time>' in text
    assert text.count(' dir="auto">') == 3
    printed = page(a_paragraph("x"), metadata=replace(meta, published_raw="الجمعة 9 شباط"))
    assert 'dir="auto">الجمعة 9 شباط</time>' in printed


def test_a_dek_that_opens_the_body_is_shown_once() -> None:
    text = page(a_paragraph("It rained."), a_paragraph("For days."), metadata=Metadata(dek="It rained."))
    assert re.findall(r"<p[^>]*>([^<]+)", text) == ["It rained.", "For days."]


def test_what_stands_beneath_pictures_and_tables_is_a_caption() -> None:
    images = (Image(url="https://a.example/1.jpg", caption="The *old* bridge", credit="Ada Berg"),)
    table = Block(type="table", header=("h",), rows=(("c",),), caption="Costs")
    text = page(
        Block(type="image", index=0),
        Block(type="paragraph", text="The old bridge", md="*The old bridge*"),
        Block(type="quote", blocks=(table,)),
        images=images,
    )
    captions = ["The *old* bridge — Ada Berg", "Costs"]
    assert re.findall(r'<p class="caption">([^<]+)</p>', text) == captions
    assert "<p><em>The old bridge</em></p>" in text


def test_each_kind_of_block_is_its_element() -> None:
    text = page(
        Block(type="heading", text="Part", level=2),
        Block(type="paragraph", text="a b", md="a [b](https://a.example) **c** *d*"),
        Block(type="list", ordered=True, items=((a_paragraph("one"),), (a_paragraph("two"),))),
        Block(type="quote", blocks=(a_paragraph("said"),), cite="Ada"),
        Block(type="table", header=("h",), rows=(("c",),)),
        Block(type="code", text="x < y"),
        Block(type="image", index=0),
        images=(Image(url="https://a.example/1.jpg", alt="A bridge", file="s_files/1.jpg"),),
    )
    for piece in (
        "<h2>Part</h2>",
        '<a href="https://a.example" rel="noopener noreferrer">b</a>',
        "<strong>c</strong>",
        "<em>d</em>",
        "<ol>\n<li>one</li>",
        "<blockquote>\n<p>said</p>",
        "<th>h</th>",
        "<td>c</td>",
        "<code>x &lt; y",
        '<img src="s_files/1.jpg" alt="A bridge">',
    ):
        assert piece in text, piece


def test_the_policy_lets_its_own_style_through_and_no_script() -> None:
    style = page().partition("<style>")[2].partition("</style>")[0]
    assert "prefers-color-scheme: dark" in style
    assert "default-src 'none'" in policy()
    assert "script" not in policy()
    assert "unsafe" not in policy()


def test_a_command_writes_it(tmp_path: Path, out: Path) -> None:
    (tmp_path / "page.html").write_text(story())
    words = ("extract", tmp_path / "page.html", "--url", "https://a.example/a?b=1&c=2")
    for _ in range(2):  # the second time it is known to be there
        assert newsgrab(*words, "-o", out / "a.html").status == 0
        assert [path.name for path in out.iterdir()] == ["a.html"]
    assert_harmless((out / "a.html").read_text("utf-8"))


def test_several_pages_are_no_page() -> None:
    done = newsgrab("extract", "a.html", "b.html", "-f", "html")
    assert (done.status, done.out) == (2, b"")
    assert "-o DIR/" in done.complaint
