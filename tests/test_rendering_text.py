"""An article as plain text."""

import datetime as dt
import unicodedata
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings

from command import newsgrab, story
from newsgrab.model import Article, Metadata, Moment, Notice
from newsgrab.rendering import FORMATS, RenderOptions
from rendering_examples import a_paragraph, an_article, hostile_articles

TEXT = FORMATS["txt"].render


def test_address_headline_who_and_when_body_and_notices() -> None:
    meta = Metadata(
        headline="A storm", dek="It rained", byline="By Ada Berg", published=Moment(dt.date(2025, 3, 14))
    )
    notices = (
        Notice(kind="disclaimer", text="An opinion."),
        Notice(kind="correction", text="It was wind."),
        Notice(kind="disclaimer", text="All rights reserved.", scope="site"),
    )
    article = replace(an_article(a_paragraph("One."), metadata=meta), notices=notices)
    article = replace(article, body="One.\n\nTwo.", url="https://a.example/1", host="a.example")
    assert TEXT(article, RenderOptions()) == (
        "<https://a.example/1>\n\nA storm\n\nIt rained\n\nBy Ada Berg · 2025-03-14 · a.example\n\n"
        "One.\n\nTwo.\n\n* * *\n\nIt was wind.\n\nAn opinion.\n"
    )


@given(hostile_articles())
@settings(deadline=None)
def test_it_has_nothing_that_drives_a_terminal(article: Article) -> None:
    text = TEXT(replace(article, body="\x1b[2J\u202e\x9b\r\u2028\ud800x"), RenderOptions())
    text.encode()
    assert text.endswith("x\n") or article.notices
    controls = {char for char in text if unicodedata.category(char) == "Cc" or char in "\u202e\u2028"}
    assert controls <= {"\n", "\t"}


def test_a_command_writes_it_and_knows_it_again(tmp_path: Path, out: Path) -> None:
    (tmp_path / "page.html").write_text(story())
    words = ("extract", tmp_path / "page.html", "--url", "https://a.example/a")
    for _ in range(2):
        assert newsgrab(*words, "-o", out / "a.txt").status == 0
        assert [path.name for path in out.iterdir()] == ["a.txt"]
    other = newsgrab("extract", tmp_path / "page.html", "--url", "https://a.example/b", "-o", out / "a.txt")
    assert other.status == 0
    assert sorted(path.name for path in out.iterdir()) == ["a-2.txt", "a.txt"]
