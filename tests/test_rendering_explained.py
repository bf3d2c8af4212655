"""An explanation as lines, as JSON, and as the page itself."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from extraction_pages import H1, HEADLINE, STORY, URL, article_page, links, page, paragraphs
from newsgrab.extraction.explanation import explain
from newsgrab.model import ExplainedBlock, ExplainedField, Explanation, Page, Provenance, Refusal, Statement
from newsgrab.rendering.explained import FORMATS, ExplainOptions
from newsgrab.rendering.explained.as_html import POLICY

EVIL = "</span>\x1b[31m\u202e<script>alert(1)</script>\n+ 9.99 forged \ud800"
FIRST = 4
"""The line of the first block."""

PAPER = Path(__file__).parent.parent / "docs" / "explain.md"


def block(text: str = "Text.", **changes: Any) -> ExplainedBlock:  # noqa: ANN401 - fields of any type
    values = {"element": "p", "names": "", "label": "body", "rule": "score", "score": 1.0, **changes}
    return ExplainedBlock(text=text, **values)


def explanation(*blocks: ExplainedBlock, **changes: Any) -> Explanation:  # noqa: ANN401 - as above
    return Explanation(**{"url": URL, "charset": "utf-8", "confidence": 0.9, "blocks": blocks, **changes})


def explained(html: bytes, url: str | None = URL) -> Explanation:
    return explain(Page(url=url, final_url=url, body=html))


def lines(
    *blocks: ExplainedBlock,
    width: int | None = None,
    colour: bool = False,
    **changes: Any,  # noqa: ANN401 - as above
) -> list[str]:
    text = FORMATS["text"](explanation(*blocks, **changes), ExplainOptions(width=width, colour=colour))
    assert text.endswith("\n")
    return text.split("\n")[:-1]


class TestText:
    def test_one_line_a_block_with_sign_score_rule_element_and_text(self) -> None:
        shown = lines(
            block("The story."),
            block("Share", label="share", rule="label:share", score=-3.214, element="div", names="a b"),
            block("About us", label="navigation", rule="furniture", score=None, element="footer"),
            block("Harbour", label="headline", rule="headline", score=-0.5, element="h1", field="headline"),
        )
        assert shown[FIRST : FIRST + 4] == [
            "+   1.00 score       p                        The story.",
            "-  -3.21 label:share div.a.b                  Share",
            "-        furniture   footer                   About us",
            "=  -0.50 headline    h1                       Harbour",
        ]

    def test_the_first_lines_say_what_it_comes_to(self) -> None:
        assert lines(block(), block(label="ad"))[:3] == [
            URL,
            "an article, confidence 0.90",
            "+ 1 kept in the body, = 0 in fields of their own, - 1 stripped",
        ]

    def test_a_refusal_says_why_and_with_which_status(self) -> None:
        refusal = Refusal(code="no_content", status=5, reason="no article on this page (no text)")
        assert lines(refusal=refusal)[1] == (
            "refused: no article on this page (no text); newsgrab get ends with status 5 (no_content)"
        )

    def test_fields_with_winner_and_losers(self) -> None:
        field = ExplainedField(
            name="headline",
            values=("Harbour",),
            source=Provenance(source="markup", path="h1", raw="Harbour"),
            others=(
                Statement(source="meta", path="og:title", value="Harbour", agrees=True),
                Statement(source="markup", path="title", value="Quay", agrees=False),
            ),
        )
        assert lines(fields=(field, ExplainedField(name="dek")))[-5:] == [
            "headline      Harbour",
            "              from markup h1",
            "              also meta og:title",
            "              not  markup title: Quay",
            "dek           —",
        ]

    def test_nothing_is_cut_or_padded_behind_a_text(self) -> None:
        assert lines(block("عاد الميناء"))[FIRST].endswith(" عاد الميناء")
        assert lines(block("x" * 5000))[FIRST].endswith("x" * 5000)

    def test_an_element_that_was_left_out_is_short(self) -> None:
        assert lines(block("x" * 5000, score=None))[FIRST].endswith(" " + "x" * 119 + "…")

    @pytest.mark.parametrize(("text", "most"), [("x" * 200, 80), ("字" * 200, 80), ("ع" * 200, 80)])
    def test_on_a_terminal_a_line_fits(self, text: str, most: int) -> None:
        (line,) = [line for line in lines(block(text), width=most) if line.startswith("+   ")]
        assert line.endswith("…")
        assert most - 2 <= sum(2 if char == "字" else 1 for char in line) <= most

    def test_a_terminal_of_no_width_is_not_believed(self) -> None:
        assert len(lines(block("x" * 200), width=0)[FIRST]) == 40

    def test_colour_stands_around_the_line(self) -> None:
        assert lines(block("a"), colour=True)[FIRST] == f"\x1b[32m{lines(block('a'))[FIRST]}\x1b[0m"
        assert "\x1b" not in lines(block("a"), colour=True)[0]

    def test_a_page_cannot_steer_the_terminal_or_forge_a_line(self) -> None:
        field = ExplainedField(
            name="headline",
            values=(EVIL,),
            source=Provenance(source="meta", path=EVIL, raw=EVIL),
            others=(Statement(source="meta", path=EVIL, value=EVIL, agrees=False),),
        )
        refusal = Refusal(code="no_content", status=5, reason=EVIL)
        clean = lines(block("a", element="b", names="c"), fields=(field,), refusal=refusal)
        shown = lines(block(EVIL, element=EVIL, names=EVIL), fields=(field,), refusal=refusal)
        assert len(shown) == len(clean)
        assert not set("\x1b\u202e\ud800") & set("".join(shown))


class TestJson:
    def test_it_is_one_line_or_laid_out(self) -> None:
        one = FORMATS["json"](explanation(block()), ExplainOptions())
        assert one.count("\n") == 1
        assert json.loads(one) == json.loads(
            FORMATS["json"](explanation(block()), ExplainOptions(indent=True))
        )

    def test_every_key_is_described(self) -> None:
        field = ExplainedField(
            name="dek",
            values=("a",),
            source=Provenance(source="meta", path="a", raw="a"),
            others=(Statement(source="meta", path="a", value="b", agrees=False),),
        )
        refusal = Refusal(code="no_content", status=5, reason="none")
        html = article_page("<p>Copyright 2024 Brenn Courier Ltd. All rights reserved in all countries.</p>")
        shown = explanation(block(), fields=(field,), refusal=refusal, notices=explained(html).notices)
        assert shown.notices
        value = json.loads(FORMATS["json"](shown, ExplainOptions()))
        assert value["schema"] == "newsgrab.explanation/1"
        told = set(re.findall(r"^\| `([\w.]+)` \|", PAPER.read_text("utf-8"), re.MULTILINE))
        assert told == set(keys(value))

    def test_the_kept_blocks_are_the_body(self) -> None:
        value = json.loads(FORMATS["json"](explained(article_page()), ExplainOptions()))
        assert [found["text"] for found in value["blocks"] if found["kept"]] == list(STORY)
        assert [found["number"] for found in value["blocks"]] == list(range(len(value["blocks"])))

    def test_lone_surrogates_do_not_break_it(self) -> None:
        FORMATS["json"](explanation(block(EVIL)), ExplainOptions()).encode()


def keys(value: object, prefix: str = "") -> list[str]:
    """All keys of a JSON object and of the first object in each of its lists, dots between."""
    if isinstance(value, list):
        value = value[0] if value else None
    found: list[str] = []
    for name, inside in value.items() if isinstance(value, dict) else ():
        found += [f"{prefix}{name}", *keys(inside, f"{prefix}{name}.")]
    return found


class Elements(HTMLParser):
    """What a page has: its start tags, and the text in tinted elements by their fate."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tinted: list[tuple[str, str, str]] = []
        self._open: tuple[str, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "newsgrab-block":
            self._open = (dict(attrs)["fate"] or "", dict(attrs)["title"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "newsgrab-block":
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.tinted.append((*self._open, data))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def shown(html: bytes, url: str | None = URL) -> Elements:
    return Elements(FORMATS["html"](explained(html, url), ExplainOptions()))


class TestHtml:
    def test_text_is_tinted_by_what_became_of_it(self) -> None:
        tinted = shown(article_page(after=f"<h2>Most read</h2>{links()}")).tinted
        fates = {text: fate for fate, _, text in tinted}
        assert fates[HEADLINE] == "field"
        assert fates[STORY[0]] == "kept"
        assert fates["Most read"] == "stripped"

    def test_the_rule_shows_on_hover(self) -> None:
        titles = {text: title for _, title, text in shown(article_page(after="<h2>Most read</h2>")).tinted}
        assert titles["Most read"].startswith("stripped\nrule: label:mostread\nlabel: related\nscore: -")
        assert titles[HEADLINE].startswith("not in the body, but in headline\nrule: headline\n")
        assert re.fullmatch(r"kept\nrule: score\nlabel: body\nscore: \+\d\.\d\d", titles[STORY[0]])

    def test_blocks_of_one_element_are_tinted_one_by_one(self) -> None:
        inside = "<br><br>".join(
            (*STORY[:3], 'Read also: <a href="/x">Fish market moves indoors</a>', *STORY[3:])
        )
        tinted = shown(page(f"<article>{H1}<div>{inside}</div></article>")).tinted
        assert [(fate, text) for fate, _, text in tinted[1:]] == [
            *(("kept", text) for text in STORY[:3]),
            ("stripped", "Read also: "),
            ("stripped", "Fish market moves indoors"),
            *(("kept", text) for text in STORY[3:]),
        ]

    def test_it_runs_and_sends_nothing(self) -> None:
        page_ = shown(
            article_page('<script>alert(1)</script><iframe src="/a"></iframe><p onclick="a()">x</p>')
        )
        metas = page_.of("meta")
        assert {"http-equiv": "Content-Security-Policy", "content": POLICY} in metas
        assert metas.index({"http-equiv": "Content-Security-Policy", "content": POLICY}) <= 1
        assert POLICY.startswith("default-src 'none'; ")
        assert not {"script", "iframe"} & {tag for tag, _ in page_.tags}
        assert not any(name.startswith("on") for _, attributes in page_.tags for name in attributes)

    @pytest.mark.parametrize(
        ("url", "head", "base"),
        [
            (URL, "", URL),
            (URL, '<base href="/deep/">', "https://brenn.example/deep/"),
            (URL, '<base href="javascript:alert(1)">', URL),
            (None, '<base href="https://cdn.example/">', "https://cdn.example/"),
            (None, "", None),
        ],
    )
    def test_pictures_and_styles_are_where_they_were(
        self, url: str | None, head: str, base: str | None
    ) -> None:
        bases = shown(page(f"<article>{H1}{paragraphs()}</article>", head=head), url).of("base")
        assert bases == ([] if base is None else [{"href": base}])

    @pytest.mark.parametrize(("direction", "side"), [("rtl", "left"), ("ltr", "right"), (None, "right")])
    def test_the_panel_stands_where_lines_end(self, direction: str | None, side: str) -> None:
        html = FORMATS["html"](explanation(direction=direction), ExplainOptions())
        (panel,) = Elements(html).of("newsgrab-panel")
        assert panel["side"] == side
        assert f'<html newsgrab-panel="{side}">' in html

    def test_the_panel_tells_verdict_fields_and_losers(self) -> None:
        field = ExplainedField(
            name="headline",
            values=("Harbour",),
            source=Provenance(source="markup", path="h1", raw="Harbour"),
            others=(Statement(source="markup", path="title", value="Quay", agrees=False),),
        )
        refusal = Refusal(code="no_content", status=5, reason="no article on this page")
        html = FORMATS["html"](explanation(block(), fields=(field,), refusal=refusal), ExplainOptions())
        text = " ".join(re.sub("<[^>]*>", " ", html).split())
        assert "Refused: no article on this page ; newsgrab get ends with status 5 ( no_content )" in text
        assert "headline Harbour from markup h1 not markup title Quay" in text

    def test_everything_is_escaped(self) -> None:
        field = ExplainedField(
            name="headline",
            values=(EVIL,),
            source=Provenance(source="meta", path=EVIL, raw=EVIL),
            others=(Statement(source="meta", path=EVIL, value=EVIL, agrees=False),),
        )
        evil = block(EVIL, element=EVIL, names=EVIL, rule=EVIL, label=EVIL, places=(0,))
        refusal = Refusal(code="no_content", status=5, reason=EVIL)
        html = FORMATS["html"](
            explanation(evil, fields=(field,), refusal=refusal, url=EVIL, html=b"<p>&lt;script&gt;x"),
            ExplainOptions(),
        )
        assert "script" not in {tag for tag, _ in Elements(html).tags}
        html.encode()

    @pytest.mark.parametrize(("html", "modern"), [(b"<!DOCTYPE html><p>x", True), (b"<p>x", False)])
    def test_old_pages_are_laid_out_as_they_were(self, html: bytes, modern: bool) -> None:  # noqa: FBT001 - a table of cases
        assert (
            FORMATS["html"](explanation(html=html), ExplainOptions()).startswith("<!doctype html>") == modern
        )
