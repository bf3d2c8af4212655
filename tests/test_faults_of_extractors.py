"""Faults of other news tools in what they take from a page, seen through ``newsgrab extract``.

Each class or test is named after a fault; its docstring says which tool had it in 2026.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from command import newsgrab
from extraction_pages import DISCLAIMER, H1, HEADLINE, STORY, page, paragraphs

FIXTURES = Path(__file__).parent.parent / "fixtures"


def extracted(html: str | bytes, *words: str) -> Any:  # noqa: ANN401 - JSON
    """The one article that ``newsgrab extract`` makes of a page on standard input."""
    done = newsgrab("extract", *words, stdin=html)
    assert (done.status, done.err) == (0, "")
    (article,) = done.articles
    return article


def story_with(*texts: str, head: str = "", title: str = HEADLINE, attributes: str = 'lang="en"') -> bytes:
    """The story of Brenn, with further paragraphs (markup) after its second."""
    more = "".join(f"<p>{text}</p>" for text in texts)
    body = f"<article>{H1}{paragraphs(STORY[:2])}{more}{paragraphs(STORY[2:])}</article>"
    return page(body, head=head, title=title, attributes=attributes)


class TestATimeCutToTheDay:
    """trafilatura makes ``2022-03-14`` of ``2022-03-14T10:20:00+03:00``."""

    MOMENT = "2022-03-14T10:20:00+03:00"

    @pytest.mark.parametrize(
        "head",
        [
            f'<meta property="article:published_time" content="{MOMENT}">',
            f'<script type="application/ld+json">{{"@type":"Article","datePublished": "{MOMENT}"}}</script>',
        ],
        ids=["meta", "json-ld"],
    )
    def test_time_and_offset_stay(self, head: str) -> None:
        html = story_with(head=head)
        assert extracted(html)["published"] == self.MOMENT
        assert f"\npublished: {self.MOMENT}\n" in newsgrab("extract", "-f", "md", stdin=html).out.decode()

    def test_in_the_markup_of_the_page(self) -> None:
        html = story_with().replace(
            H1.encode(), f'{H1}<time datetime="{self.MOMENT}">14 March</time>'.encode()
        )
        assert extracted(html)["published"] == self.MOMENT


@pytest.mark.parametrize("attributes", ['lang="ar"', 'lang="ar" dir="rtl"', 'xml:lang="ar" lang="ar"'])
def test_language_null_though_the_page_declares_it(attributes: str) -> None:
    """trafilatura."""
    body = (FIXTURES / "nidaa.example/zill-disclaimer/page.html").read_text("utf-8")
    article = extracted(re.sub(r"<html[^>]*>", f"<html {attributes}>", body))
    assert (article["language"], article["direction"]) == ("ar", "rtl")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Imogen Stath, Industry Correspondent", ["Imogen Stath"]),
        ("By Imogen Stath and Dele Okonjo, Senior Editors", ["Imogen Stath", "Dele Okonjo"]),
        ("Imogen Stath, Political Editor", ["Imogen Stath"]),
        ("Written by Imogen Stath | Staff Writer", ["Imogen Stath"]),
    ],
)
def test_job_titles_as_authors(byline: str, names: list[str]) -> None:
    """newspaper4k makes an author of each piece of a byline."""
    html = story_with().replace(H1.encode(), f'{H1}<p class="byline">{byline}</p>'.encode())
    article = extracted(html)
    assert [author["name"] for author in article["authors"]] == names
    assert article["byline"] == byline


@pytest.mark.parametrize(
    "tail", [" - Brenn Courier", " | Brenn Courier", " – Brenn Courier", " « Brenn Courier"]
)
@pytest.mark.parametrize("has_h1", [True, False], ids=["printed", "title only"])
def test_the_name_of_the_site_kept_in_the_title(tail: str, has_h1: bool) -> None:  # noqa: FBT001 - of a table
    """trafilatura, goose3 and Readability, each with some of these."""
    html = story_with(
        head='<meta property="og:site_name" content="Brenn Courier">', title=f"{HEADLINE}{tail}"
    )
    article = extracted(html if has_h1 else html.replace(H1.encode(), b""))
    assert (article["headline"], article["site_name"]) == (HEADLINE, "Brenn Courier")


@pytest.mark.parametrize("name", ["json", "md", "txt", "html"])
def test_zero_width_non_joiners_deleted_from_persian(name: str) -> None:
    """trafilatura: what is spelt with them reads as another word without."""
    body = (FIXTURES / "khabar-kavir.example/ketabkhane-jalali/page.html").read_bytes()
    words = set(re.findall(r"\w+\u200c\w+", extracted(body)["body"]))
    assert len(words) > 5
    printed = newsgrab("extract", "-f", name, stdin=body).out.decode()
    assert {word for word in words if word not in printed} == set()
    assert {word for word in words if word not in body.decode()} == set()


@pytest.mark.parametrize("between", ["", "<aside><a href='/subscribe'>Subscribe for 3 euro</a></aside>"])
@pytest.mark.parametrize("tag", ["div", "section", "article"])
def test_an_article_over_two_containers_loses_its_second_half(between: str, tag: str) -> None:
    """Readability and trafilatura take the better of two siblings."""
    halves = f"<{tag}>{paragraphs(STORY[:3])}</{tag}>{between}<{tag}>{paragraphs(STORY[3:])}</{tag}>"
    assert extracted(page(f"<main>{H1}{halves}</main>"))["body"] == "\n\n".join(STORY)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The <b>council</b> of <i>Brenn</i> met.", "The council of Brenn met."),
        ("The <b>council </b>of<i> Brenn</i> met.", "The council of Brenn met."),
        ("The<b> council</b>\n<a href='/t'>of</a>\n<em>Brenn</em> met.", "The council of Brenn met."),
        ("The <span>coun</span><span>cil</span> of <b>B</b>renn met.", "The council of Brenn met."),
        ("The council<br>of Brenn<br/>met.", "The council of Brenn met."),
        ("The <!-- x -->council&nbsp;of <wbr>Brenn <a href='/m'>met</a>.", "The council of Brenn met."),
        ("“<a href='/c'>The council</a>” of Brenn (<i>met</i>).", "“The council” of Brenn (met)."),
    ],
)
def test_text_glued_or_torn_at_inline_tags(markup: str, text: str) -> None:
    """newspaper4k, goose3 and others: a space too few, or one too many before a full stop."""
    rest = (
        " It will meet again on Tuesday, when the harbour master has told it what the new cranes have cost."
    )
    paragraph = extracted(story_with(markup + rest))["body"].split("\n\n")[2]
    assert re.sub(r"\s+", " ", paragraph) == text + rest


class TestADisclaimerDeletedOrLeftInTheBody:
    """defuddle deletes what is called so; all others leave it in the text."""

    @pytest.mark.parametrize(
        "markup",
        [
            f'<div class="disclaimer">{DISCLAIMER}</div>',
            f'<p class="article-disclaimer"><em>{DISCLAIMER}</em></p>',
            f'<aside id="disclaimer"><p>{DISCLAIMER}</p></aside>',
            f"<p>{DISCLAIMER}</p>",
            f"<div><i>{DISCLAIMER}</i></div>",
        ],
    )
    def test_it_has_a_field(self, markup: str) -> None:
        html = page(f"<article>{H1}{paragraphs()}{markup}</article>")
        article = extracted(html)
        assert article["disclaimer"] == DISCLAIMER
        assert article["body"] == "\n\n".join(STORY)
        assert extracted(html, "--keep", "disclaimer")["body"] == "\n\n".join((*STORY, DISCLAIMER))


def test_all_of_it_on_the_article_that_began_it() -> None:
    """Headline once, disclaimer apart, nothing of the list below: the fixture in that article's shape."""
    folder = FIXTURES / "nidaa.example/zill-disclaimer"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    article = extracted(
        (folder / "page.html").read_bytes(), "--url", "https://www.nidaa.example/opinion/15482/"
    )
    names = ("headline", "published", "language", "direction", "disclaimer", "authors")
    assert {name: article[name] for name in names} == {name: expected[name] for name in names}
    assert article["headline"] not in article["body"]
    assert article["disclaimer"] not in article["body"]
