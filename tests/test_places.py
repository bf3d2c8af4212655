"""Where the text of runs stands in a page, and the page written out again so that it does nothing."""

from pathlib import Path

import pytest

from extraction_pages import OTHERS, STORY, links, page, paragraphs
from newsgrab import charset, dom
from newsgrab.dom.markup import inert
from newsgrab.dom.places import steps
from newsgrab.dom.tree import TEXT
from newsgrab.extraction.names import is_furniture

PAGES = sorted((Path(__file__).parent.parent / "fixtures").glob("*/*/page.html"))


def letters(text: str) -> str:
    return "".join(text.split())


def placed(html: bytes) -> list[tuple[str, str]]:
    """The letters of each run and of each element left out, and those of the text nodes that are its."""
    survey = dom.walk(dom.parse(html), is_furniture)
    nodes = [node.text_content or "" for node, _ in steps(survey.zones.nodes[0]) if node.tag_id == TEXT]
    found = dom.places(survey)
    wanted = [run.text for run in survey.runs]
    wanted += [skipped.node.text() or "" for skipped in survey.skipped]
    return [
        (letters(text), letters("".join(nodes[number] for number in numbers)))
        for text, numbers in zip(wanted, (*found.runs, *found.skipped), strict=True)
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.parent.name)
def test_every_run_is_found_again(path: Path) -> None:
    html, _, _ = charset.utf8(path.read_bytes(), None, None)
    pairs = placed(html)
    assert pairs
    assert all(text == found for text, found in pairs)


@pytest.mark.parametrize(
    "inside",
    [
        f"{STORY[0]}<br><br>{STORY[1]}<p>{STORY[2]}</p>{STORY[3]}",
        f"<p>A <span hidden>A quiet</span> A quiet <b>day</b></p>{paragraphs()}",
        f"<div>One<div>Two</div>One<p>Three</p>One</div>{paragraphs()}",
        f'<a href="/">{paragraphs(STORY[:2])}tail</a>',
        f"<ul><li><a href=/><svg><title>Icon</title></svg>{OTHERS[0]}</a><li><a href=/>{OTHERS[1]}</a></ul>",
        f"<table><tr><td>One<td>Two</table><script>let one = 1</script>{paragraphs()}",
        f'<nav class="menu">{links()}</nav><div class="footer">Left out</div>{paragraphs()}',
        "<div>" * 150 + "deep" + "</div>" * 150 + paragraphs(),
    ],
)
def test_text_in_any_place_is_found_again(inside: str) -> None:
    assert all(text == found for text, found in placed(page(inside)))


def test_letters_that_are_not_found_mislead_nobody_else() -> None:
    survey = dom.walk(dom.parse(page(f"<p>Lost</p>{paragraphs()}")))
    lost = survey._replace(runs=(survey.runs[0]._replace(text="Never there"), *survey.runs[1:]))
    found = dom.places(lost).runs
    assert found[0] == ()
    assert all(found[1:])


def test_a_page_without_a_body_has_no_places() -> None:
    survey = dom.walk(dom.parse(b"<frameset><frame src=a></frameset>"))
    assert dom.places(survey) == ((), ())


# ------------------------------------------------------------------------------------------- markup


def written(inside: str, head: str = "") -> str:
    markup = inert(page(inside, head=head), lambda number, text: f"<u n={number}>{text}</u>")
    return markup.head + markup.body


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=//x.example/a.js></SCRIPT>",
        "<svg><script>alert(1)</script></svg>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data=a.swf></object><embed src=a.swf>",
        "<p onclick=alert(1) OnMouseOver=alert(1)>a</p>",
        "<a href='javascript:alert(1)'>a</a>",
        "<a href=' jAva\tscript:alert(1)'>a</a>",
        "<form action=https://x.example/alert><button formaction=alert>a</button></form>",
        "<meta http-equiv=refresh content='0;url=alert'>",
        "<base href=https://alert.example/>",
        "<link rel=import href=alert><link rel=preload href=alert>",
        "<noscript><img src=alert></noscript><template><img src=alert></template>",
        "<a ping=https://alert.example/ href=/>a</a>",
        "<newsgrab-panel><p newsgrab-panel=alert>a</p></newsgrab-panel>",
        "<style></sty</style>",
    ],
)
def test_what_does_something_is_left_out(inside: str) -> None:
    both = written(inside) + written("", head=inside)
    assert "alert" not in both
    assert "newsgrab-" not in both
    assert "a.swf" not in both
    assert "script" not in both.lower()


def test_what_can_be_seen_stays() -> None:
    head = "<style>p > b{color:red}</style><link rel=stylesheet href=a.css><meta name=viewport content=x>"
    shown = written('<p class="a b" title="&quot;">x &lt; <b>y</b></p><img src="a.png" alt>', head)
    assert "<style>p > b{color:red}</style>" in shown
    assert '<link rel="stylesheet" href="a.css">' in shown
    assert '<p class="a b" title="&quot;"><u n=1>x &lt; </u><b><u n=2>y</u></b></p>' in shown
    assert '<img src="a.png" alt>' in shown


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<pre>\n\nx</pre>", "<pre>\n<u n=1>\nx</u></pre>"),
        ("<textarea>x</textarea>", "<textarea>\nx</textarea>"),
        ("<select><option>x</select>", "<select><option>x</option></select>"),
        ("<xmp><b>x</b></xmp>", "<pre>\n<u n=1>&lt;b&gt;x&lt;/b&gt;</u></pre>"),
        ("<svg><text>x</text></svg>", "<svg><text>x</text></svg>"),
        ("<style>a{}</style>", "<style>a{}</style>"),
        ("<svg><style>a{}</style></svg>", "<svg></svg>"),
        ('<a"b c"d=1>x</a"b>', "<span><u n=1>x</u></span>"),
        ("<!-- no --><p>x<br>y</p>", "<p><u n=1>x</u><br><u n=2>y</u></p>"),
    ],
)
def test_markup_is_put_only_where_it_may_stand(inside: str, shown: str) -> None:
    assert shown in written(inside)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.parent.name)
def test_a_page_written_again_reads_the_same(path: Path) -> None:
    html, _, _ = charset.utf8(path.read_bytes(), None, None)
    markup = inert(html, lambda _, text: text)
    again = f"<!doctype html><html{markup.root}><body{markup.attributes}>{markup.body}</body></html>".encode()
    texts = [run.text for run in dom.walk(dom.parse(html)).runs]
    assert [run.text for run in dom.walk(dom.parse(again)).runs] == texts
