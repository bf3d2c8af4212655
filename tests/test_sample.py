"""The article scrapers stumble over: headline twice, disclaimer glued on, the next box's label at the end.

In every layout of ``sample_layouts`` the same article comes out: headline once, body whole, disclaimer
apart and verbatim, nothing of the label or of other articles. Besides an invented article the tests
take the scraper's output in the folder that ``NEWSGRAB_SAMPLE`` names.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from newsgrab.extraction import extract
from newsgrab.model import Article
from newsgrab.rendering import FORMATS, RenderOptions
from sample_layouts import LAYOUTS, OTHERS, URL, Story, story_of, with_json_ld

INVENTED = Path(__file__).parent.parent / "fixtures" / "sample.txt"


class Case(NamedTuple):
    story: Story
    article: Article

    @property
    def shown(self) -> dict[str, Any]:
        return self.article.to_dict()

    @property
    def markdown(self) -> str:
        return FORMATS["md"].render(self.article, RenderOptions())


@cache
def stories() -> dict[str, Story]:
    found = {"invented": story_of(INVENTED.read_text("utf-8"))}
    if folder := os.environ.get("NEWSGRAB_SAMPLE"):
        files = sorted(Path(folder).glob("*.txt"))
        assert files, "NEWSGRAB_SAMPLE names a folder without a sample"
        found |= {path.stem: story_of(path.read_text("utf-8")) for path in files}
    return found


@cache
def case_of(name: str, layout: str, claims: str) -> Case:
    story = stories()[name]
    page = LAYOUTS[layout](story)
    return Case(story, extract(with_json_ld(page, story) if claims == "json-ld" else page, url=URL))


@pytest.fixture(params=stories())
def story(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["json-ld", "no-json-ld"])
def claims(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=LAYOUTS)
def case(request: pytest.FixtureRequest, story: str, claims: str) -> Case:
    return case_of(story, str(request.param), claims)


def texts(value: object) -> Iterator[str]:
    """Every string in the JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def test_the_sample_is_read_as_it_is_meant() -> None:
    invented = stories()["invented"]
    assert [kind for kind, _ in invented.body] == ["p", "p", "p", "p", "h", "p", "p"]
    assert invented.label == "أحدث المواد"
    for story in stories().values():
        assert [kind for kind, _ in story.body].count("h") == 1


def test_the_headline_is_right_and_stands_there_once(case: Case) -> None:
    assert case.shown["headline"] == case.story.headline
    assert case.story.headline not in case.shown["body"]
    assert case.markdown.count(case.story.headline) == 2  # the title of the front matter, the heading
    assert f"\n# {case.story.headline}\n" in case.markdown


def test_the_body_is_every_paragraph_in_order_and_nothing_else(case: Case) -> None:
    assert case.shown["body"] == case.story.text


def test_the_sub_heading_is_a_heading(case: Case) -> None:
    kinds = ["h" if block["type"] == "heading" else "p" for block in case.shown["blocks"]]
    assert kinds == [kind for kind, _ in case.story.body]


def test_the_disclaimer_is_verbatim_and_apart(case: Case) -> None:
    assert case.shown["disclaimer"] == case.story.disclaimer
    assert case.story.disclaimer not in case.shown["body"]
    assert case.markdown.endswith(f"\n---\n\n> {case.story.disclaimer}\n")


def test_nothing_is_left_of_the_label_or_of_other_articles(case: Case) -> None:
    for foreign in (case.story.label, *OTHERS):
        assert not [text for text in texts(case.shown) if foreign in text]
        assert foreign not in case.markdown


def test_it_is_arabic_and_runs_from_right_to_left(case: Case) -> None:
    assert (case.shown["language"], case.shown["direction"]) == ("ar", "rtl")
    assert 'lang: "ar"\ndir: "rtl"\n' in case.markdown
