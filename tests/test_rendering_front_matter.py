"""The YAML before the Markdown: exactly the known keys and exactly the texts, whatever they are."""

import datetime as dt
import tomllib
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsgrab.model import Author, Metadata, Moment, Notice
from newsgrab.rendering import FORMATS, RenderOptions
from newsgrab.text import for_screen
from rendering_examples import a_paragraph, an_article, hostile

KEYS = ["title", "source", "author", "site", "published", "modified", "created", "description", "tags"]
KEYS += ["lang", "dir", "disclaimer"]
WINTER = dt.timedelta(hours=3)
MADE = dt.datetime(2026, 11, 23, 11, 0, tzinfo=dt.UTC)

anything = st.one_of(hostile, st.text(st.characters(), max_size=40))
"""Characters of every kind: controls, lone surrogates, noncharacters."""


def front_matter(metadata: Metadata, *notices: Notice, created: dt.datetime | None = None) -> str:
    article = replace(an_article(a_paragraph("One."), metadata=metadata), notices=notices)
    text = FORMATS["md"].render(article, RenderOptions(created=created))
    assert text.startswith("---\n")
    return text.split("\n---\n")[0] + "\n"


def read(metadata: Metadata, *notices: Notice) -> dict[str, object]:
    found = yaml.safe_load(front_matter(metadata, *notices))
    assert isinstance(found, dict)
    return found


def test_the_whole_block() -> None:
    metadata = Metadata(
        headline="الجسر: هل يبقى؟",
        authors=(Author(name="ليلى ناصر"), Author(name="Ada Berg")),
        site_name="نداء",
        published=Moment(dt.date(2024, 2, 9), dt.time(10, 20), WINTER),
        description='Says "no"',
        tags=("bridge", "no"),
        language="ar",
        direction="rtl",
    )
    assert front_matter(metadata, Notice(kind="disclaimer", text="آراء."), created=MADE) == (
        "---\n"
        'title: "الجسر: هل يبقى؟"\n'
        'source: "https://nidaa.example/a"\n'
        'author:\n  - "ليلى ناصر"\n  - "Ada Berg"\n'
        'site: "نداء"\n'
        "published: 2024-02-09T10:20:00+03:00\n"
        "modified: null\n"
        "created: 2026-11-23T11:00:00Z\n"
        'description: "Says \\"no\\""\n'
        'tags:\n  - "bridge"\n  - "no"\n'
        'lang: "ar"\n'
        'dir: "rtl"\n'
        'disclaimer: "آراء."\n'
    )


def test_what_the_page_does_not_say_is_null_or_an_empty_list() -> None:
    found = read(Metadata())
    assert list(found) == KEYS
    expected = dict.fromkeys(KEYS) | {"source": "https://nidaa.example/a", "author": [], "tags": []}
    assert found == expected


def test_norwegian_stays_a_language() -> None:
    assert read(Metadata(language="no"))["lang"] == "no"


@pytest.mark.parametrize(
    ("moment", "value"),
    [
        (Moment(dt.date(2024, 2, 9)), dt.date(2024, 2, 9)),
        (Moment(dt.date(2024, 2, 9), dt.time(10, 20)), dt.datetime(2024, 2, 9, 10, 20)),  # noqa: DTZ001 - the page gives no offset
        (
            Moment(dt.date(2024, 2, 9), dt.time(10, 20), -WINTER),
            dt.datetime(2024, 2, 9, 10, 20, tzinfo=dt.timezone(-WINTER)),
        ),
        (
            Moment(dt.date(2024, 2, 9), dt.time(10, 20), dt.timedelta(0)),
            dt.datetime(2024, 2, 9, 10, 20, tzinfo=dt.UTC),
        ),
    ],
)
def test_a_time_is_a_timestamp_as_far_as_it_goes(moment: Moment, value: dt.date) -> None:
    assert read(Metadata(published=moment))["published"] == value


def test_the_dek_describes_an_article_without_a_description() -> None:
    assert read(Metadata(dek="dek"))["description"] == "dek"
    assert read(Metadata(dek="dek", description="meta"))["description"] == "meta"


def test_the_source_of_bytes_without_address_is_the_canonical_url() -> None:
    article = replace(an_article(metadata=Metadata(canonical_url="https://nidaa.example/b")), url="")
    assert 'source: "https://nidaa.example/b"\n' in FORMATS["md"].render(article, RenderOptions())


def test_without_front_matter_the_headline_comes_first() -> None:
    article = an_article(metadata=Metadata(headline="A storm"))
    assert FORMATS["md"].render(article, RenderOptions(front_matter="none")) == "# A storm\n"


@given(anything, st.lists(anything, max_size=3), anything)
def test_hostile_texts_are_only_texts(title: str, names: list[str], notice: str) -> None:
    metadata = Metadata(
        headline=title,
        site_name=title,
        authors=tuple(Author(name=name) for name in names),
        description=notice,
        tags=tuple(names),
        language="ar",
    )
    found = read(metadata, Notice(kind="disclaimer", text=notice))
    assert list(found) == KEYS
    assert found["title"] == found["site"] == for_screen(title)
    assert found["author"] == found["tags"] == [for_screen(name) for name in names]
    assert found["description"] == (for_screen(notice) if notice else None)
    assert found["disclaimer"] == (for_screen(notice) if notice else None)


@pytest.mark.parametrize(
    "title",
    [
        '"\n---\nadmin: true',
        "no",
        "2024-01-01",
        "!!python/object:os.system",
        "\x85\u2028",
        "😀",
        "*a",
        "%TAG",
        "~",
    ],
)
def test_titles_that_have_fooled_others(title: str) -> None:
    assert read(Metadata(headline=title))["title"] == for_screen(title)


@given(anything, anything)
def test_toml_is_exactly_the_texts_whatever_they_are(headline: str, author: str) -> None:
    metadata = Metadata(headline=headline, authors=(Author(name=author),), tags=(headline, author))
    article = an_article(a_paragraph("One."), metadata=metadata)
    text = FORMATS["md"].render(article, RenderOptions(front_matter="toml"))
    found = tomllib.loads(text.removeprefix("+++\n").split("\n+++\n")[0])
    assert found == {
        "title": for_screen(headline),
        "source": "https://nidaa.example/a",
        "author": [for_screen(author)],
        "tags": [for_screen(headline), for_screen(author)],
    }


def test_toml_has_times_as_times() -> None:
    metadata = Metadata(
        published=Moment(dt.date(2024, 2, 9)), modified=Moment(dt.date(2024, 2, 9), dt.time(10))
    )
    article = an_article(a_paragraph("One."), metadata=metadata)
    text = FORMATS["md"].render(article, RenderOptions(front_matter="toml", created=MADE))
    found = tomllib.loads(text.removeprefix("+++\n").split("\n+++\n")[0])
    assert (found["published"], found["modified"], found["created"]) == (
        dt.date(2024, 2, 9),
        dt.datetime(2024, 2, 9, 10),  # noqa: DTZ001 - a local time, as the page gives it
        MADE,
    )
