"""The published JSON Schema is what newsgrab writes: no field more, none less, the same words."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from importlib import resources
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from newsgrab.model import (
    SCHEMA,
    Article,
    Author,
    Block,
    Embed,
    Fetched,
    Hyperlink,
    Image,
    Metadata,
    Moment,
    Notice,
    Provenance,
    Update,
)
from newsgrab.model import article as article_model
from newsgrab.model import page as page_model
from newsgrab.model.drafts import plain_block
from rendering_examples import a_paragraph, an_article, hostile_articles

CONTRACT: dict[str, Any] = json.loads(
    (resources.files("newsgrab") / "data" / "schema.json").read_text("utf-8")
)
VALIDATOR = Draft202012Validator(CONTRACT)
NOON = Moment(dt.date(2025, 3, 14), dt.time(12), dt.timedelta(hours=-5, minutes=-30))

EVERY_BLOCK = (
    a_paragraph("One."),
    Block(type="heading", text="Two", level=2),
    Block(type="list", ordered=True, items=((a_paragraph("Three."), Block(type="list", items=())),)),
    Block(type="quote", blocks=(a_paragraph("Four."),), cite="Ada Berg"),
    Block(type="table", header=("a",), rows=(("b",), ()), caption="c"),
    Block(type="image", index=0),
    Block(type="embed", index=0),
    Block(type="code", text="x = 1", lang="python"),
)


def full_article() -> Article:
    """An article with something in every field."""
    metadata = Metadata(
        canonical_url="https://nidaa.example/a",
        authors=(Author(name="Ada Berg", role="editor", url="https://nidaa.example/ada"),),
        published=NOON,
        modified=Moment(dt.date(2025, 3, 15)),
        direction="ltr",
        sections=("World",),
        tags=("bridge",),
        image="https://nidaa.example/1.jpg",
        provenance=(("headline", Provenance(source="meta", path="title", raw="A | B")),),
    )
    return replace(
        an_article(*EVERY_BLOCK, metadata=metadata),
        notices=(Notice(kind="correction", text="It was Tuesday."),),
        updates=(Update(published=NOON, headline="Noon", blocks=EVERY_BLOCK),),
        images=(Image(url="https://nidaa.example/1.jpg", width=3, height=2),),
        embeds=(Embed(provider="x", url="https://x.example/1", kind="post"),),
        links=(Hyperlink(url="https://a.example", text="a", rel="nofollow"),),
        pages=("https://nidaa.example/a?page=2",),
        fetched=Fetched(at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC), status=200, via="http", elapsed_s=0.5),
    )


def test_a_plain_block_is_a_block_like_any_other() -> None:
    made = plain_block("heading", "A", "b", 2, 1)
    assert made == Block(type="heading", text="A", md="b", level=2, index=1)
    assert (type(made), hash(made)) == (Block, hash(replace(made)))
    with pytest.raises(FrozenInstanceError):
        made.text = "B"  # type: ignore[misc]  # it must not work


def objects(node: object) -> Iterator[dict[str, Any]]:
    """Every object inside a JSON value, the value itself first."""
    if isinstance(node, dict):
        yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from objects(child)


def test_the_schema_is_one_and_of_our_version() -> None:
    Draft202012Validator.check_schema(CONTRACT)
    assert CONTRACT["properties"]["schema"]["const"] == SCHEMA


def test_times_are_not_called_date_time_for_a_page_may_give_less() -> None:
    assert not [node for node in objects(CONTRACT) if "format" in node]


def test_the_fullest_and_the_emptiest_article_are_valid() -> None:
    VALIDATOR.validate(full_article().to_dict(provenance=True))
    VALIDATOR.validate(an_article().to_dict())


@given(hostile_articles())
def test_whatever_the_texts_are_the_object_is_valid(article: Article) -> None:
    VALIDATOR.validate(article.to_dict())


def test_the_fields_stand_in_the_order_of_the_contract() -> None:
    assert list(full_article().to_dict(provenance=True)) == list(CONTRACT["properties"])


COUNT = len(list(objects(full_article().to_dict(provenance=True))))


@pytest.mark.parametrize("number", range(COUNT))
def test_no_object_may_have_a_field_more_or_less(number: int) -> None:
    shown = full_article().to_dict(provenance=True)
    target = list(objects(shown))[number]
    if target is not shown["provenance"]:  # its keys are names of fields
        target["surprise"] = 1
        assert not VALIDATOR.is_valid(shown)
        del target["surprise"]
        for name in [name for name in target if name != "provenance"]:
            value = target.pop(name)
            assert not VALIDATOR.is_valid(shown), name
            target[name] = value
    assert VALIDATOR.is_valid(shown)


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (article_model.ArticleType, CONTRACT["properties"]["type"]),
        (article_model.NoticeKind, CONTRACT["$defs"]["notice"]["properties"]["kind"]),
        (article_model.NoticeScope, CONTRACT["$defs"]["notice"]["properties"]["scope"]),
        (article_model.Observed, CONTRACT["properties"]["access"]["properties"]["observed"]),
        (page_model.Via, CONTRACT["properties"]["fetch"]["properties"]["via"]),
        (page_model.RobotsVerdict, CONTRACT["properties"]["fetch"]["properties"]["robots"]),
    ],
)
def test_the_words_are_those_of_the_model(words: object, where: dict[str, Any]) -> None:
    assert tuple(where["enum"]) == get_args(words)


def test_every_kind_of_block_is_described() -> None:
    described = [CONTRACT["$defs"][ref["$ref"].split("/")[-1]] for ref in CONTRACT["$defs"]["block"]["oneOf"]]
    kinds = {block["properties"]["type"]["const"] for block in described}
    assert kinds == set(get_args(article_model.BlockType)) == {block.type for block in EVERY_BLOCK}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("published", "2025-3-1"),
        ("published", "2025-03-14T12:00"),
        ("id", "xyz"),
        ("direction", "up"),
        ("body", None),
    ],
)
def test_wrong_values_are_refused(field: str, value: object) -> None:
    assert not VALIDATOR.is_valid(full_article().to_dict() | {field: value})


def test_an_article_comes_back_from_its_json() -> None:
    told = json.loads(json.dumps(full_article().to_dict(provenance=True)))
    assert Article.from_dict(told).to_dict(provenance=True) == told


@given(hostile_articles())
@settings(deadline=None)
def test_any_article_comes_back(article: Article) -> None:
    told = article.to_dict()
    assert Article.from_dict(told).to_dict() == told


@pytest.mark.parametrize(
    "broken",
    [
        {"blocks": [1]},
        {"blocks": 1},
        {"headline": ["a"]},
        {"tags": [1]},
        {"published": "yesterday"},
        {"published": 1},
        {"fetch": {"at": "now"}},
        {"authors": [{"role": "x"}]},
        {"images": {"a": 1}},
        {"id": {}},
    ],
)
def test_what_is_no_article_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Article.from_dict(full_article().to_dict() | broken)
