"""An article as JSON: the object of the contract, on a line that is a line."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrab.model import Article, Metadata, Provenance
from newsgrab.rendering import FORMATS, RenderOptions
from rendering_examples import a_paragraph, an_article, hostile_articles

JSON, JSONL = FORMATS["json"].render, FORMATS["jsonl"].render


def test_formats_are_named_as_they_are_asked_for() -> None:
    assert {name: found.extension for name, found in FORMATS.items()} == {
        "json": "json",
        "jsonl": "jsonl",
        "md": "md",
        "txt": "txt",
        "html": "html",
    }
    assert all(name == found.name for name, found in FORMATS.items())


@given(hostile_articles())
def test_json_reads_back_as_the_article(article: Article) -> None:
    for render, indent in ((JSON, False), (JSON, True), (JSONL, True)):
        assert json.loads(render(article, RenderOptions(indent=indent))) == article.to_dict()


def test_json_is_one_line_unless_asked_and_jsonl_always() -> None:
    article = an_article(a_paragraph("One."))
    assert JSON(article, RenderOptions()).count("\n") == 1
    assert JSON(article, RenderOptions(indent=True)).startswith('{\n  "schema": "newsgrab.article/1",\n')
    assert JSONL(article, RenderOptions(indent=True)) == JSON(article, RenderOptions())


def test_letters_stand_for_themselves() -> None:
    assert '"headline": "قال 😀 漢"' in JSON(
        an_article(metadata=Metadata(headline="قال 😀 漢")), RenderOptions()
    )


@pytest.mark.parametrize("name", FORMATS)
@given(st.text(st.characters(), max_size=40))
def test_every_format_is_utf_8_and_ends_its_last_line(name: str, text: str) -> None:
    article = an_article(a_paragraph(text), metadata=Metadata(headline=text))
    rendered = FORMATS[name].render(article, RenderOptions())
    assert rendered.encode().decode() == rendered
    assert rendered.endswith("\n")


@given(st.text(st.sampled_from(["\u2028", "\u2029", "\x85", "\n", "\r", "a", "\x0b", "\x1e"])))
def test_nothing_in_a_json_line_ends_the_line(text: str) -> None:
    article = an_article(a_paragraph(text))
    line = JSONL(article, RenderOptions())
    assert line.count("\n") == 1
    assert not set(line[:-1]) & set("\u2028\u2029\r\x0b\x1e")
    assert json.loads(line)["blocks"][0]["text"] == text


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    article = an_article(metadata=Metadata(headline="a\ud800b"))
    assert json.loads(JSON(article, RenderOptions()))["headline"] == "a\ufffdb"


def test_provenance_only_when_asked() -> None:
    source = Provenance(source="meta", path="meta[property=og:title]", raw="A storm | Nidaa")
    article = an_article(metadata=Metadata(headline="A storm", provenance=(("headline", source),)))
    assert "provenance" not in json.loads(JSON(article, RenderOptions()))
    shown = json.loads(JSON(article, RenderOptions(provenance=True)))
    assert shown["provenance"] == {
        "headline": {"source": "meta", "path": "meta[property=og:title]", "raw": "A storm | Nidaa"}
    }


def test_a_number_json_does_not_know_is_refused() -> None:
    article = an_article()
    broken = replace(article, trace=replace(article.trace, confidence=float("nan")))
    with pytest.raises(ValueError, match="not JSON compliant"):
        JSON(broken, RenderOptions())
