"""Names of files: templates, slugs of every script, and nothing from a page that leads elsewhere."""

import datetime as dt
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgrab.errors import UsageError
from newsgrab.model import Card
from newsgrab.store import DEFAULT_NAME, FIELDS, Template
from store_examples import card

SAFE = re.compile(r"[^.\-/\\\0][^/\\\0]*")


def path_of(template: str, of: Card) -> str:
    return Template.parse(f"out/{template}").path(of, "json")


class TestTemplates:
    def test_the_documented_layout(self) -> None:
        assert path_of(DEFAULT_NAME, card()) == "2024/02/news.example/2024-02-09-the-old-bridge-012345.json"

    def test_a_missing_value_has_a_default_and_a_missing_date_one_folder(self) -> None:
        bare = replace(card(None, "https://news.example/"), published=None, host="")
        assert path_of(DEFAULT_NAME, bare) == "undated/unknown-host/undated-untitled-012345.json"

    @pytest.mark.parametrize("field", FIELDS)
    def test_every_field_can_stand_alone(self, field: str) -> None:
        for of in (card(), replace(card(None, ""), published=None, host="", id="")):
            assert SAFE.fullmatch(path_of(f"{{{field}}}", of))

    def test_fields_come_from_the_article(self) -> None:
        of = replace(
            card(),
            headline="A/B: the test",
            site_name="The News",
            author="Ann Example",
            section="World",
            language="ar-EG",
            type="opinion",
            modified=dt.datetime(2024, 3, 1),  # noqa: DTZ001 - the local time a page prints
            fetched_at=dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC),
        )
        shown = path_of("{site} {author} {section} {language} {type} {modified} {fetched:%H} {headline}", of)
        assert shown == "The News Ann Example World ar-EG opinion 2024-03-01 08 A-B - the test"

    def test_the_base_is_what_is_named_literally(self) -> None:
        assert Template.parse("a/b/{host}/c-{slug}.md").base == Path("a/b")
        assert Template.parse("/x-{slug}.md").base == Path("/")
        assert Template.parse("{slug}.md").base == Path()
        assert Template.parse("a/story.md").base == Path("a")

    @pytest.mark.parametrize(
        "text", ["{titel}", "{slug.upper}", "{slug[0]}", "{0}", "{}", "{slug!r}", "{slug:{id}}"]
    )
    def test_only_known_fields_and_nothing_inside_them(self, text: str) -> None:
        with pytest.raises(UsageError):
            Template.parse(text)

    def test_an_unknown_field_is_answered_with_the_known_ones(self) -> None:
        with pytest.raises(UsageError, match=r"\{titel\}.* published, .*slug, headline"):
            Template.parse("{titel}.md")

    def test_specs_are_pythons(self) -> None:
        assert path_of("{id:.6}-{headline:.3}-{published:%y}", card()) == "012345-The-24"


class TestSlugs:
    @pytest.mark.parametrize(
        ("headline", "slug"),
        [
            ("The old bridge, closed at last!", "the-old-bridge-closed-at-last"),
            ("أُغلِقَ الجسرُ القديم", "أغلق-الجسر-القديم"),
            ("می‌خواهم بروم", "میخواهم-بروم"),
            ("पुराना पुल बंद", "पुराना-पुल-बंद"),
            ("สะพานเก่าปิดแล้ว", "สะพานเก่าปิดแล้ว"),
            ("橋は閉鎖、来月まで", "橋は閉鎖-来月まで"),
            ("Cafe\u0301 – È", "café-è"),
            ("100 % sure?", "100-sure"),
        ],
    )
    def test_keep_the_letters_of_every_script(self, headline: str, slug: str) -> None:
        assert path_of("{slug}", card(headline)) == unicodedata.normalize("NFC", slug)

    @pytest.mark.parametrize(
        ("url", "slug"),
        [
            ("https://news.example/2024/old-bridge.html?x=1", "old-bridge"),
            ("https://news.example/%D8%AC%D8%B3%D8%B1/", "جسر"),
            ("https://news.example/", "untitled"),
            ("", "untitled"),
        ],
    )
    @pytest.mark.parametrize("headline", [None, "", "🎉🎉", "..."])
    def test_without_letters_in_the_headline_the_address_serves(
        self, headline: str | None, url: str, slug: str
    ) -> None:
        assert path_of("{slug}", card(headline, url)) == slug


HOSTILE = ["../../x", "/etc/passwd", "..", ".", "~/.ssh/x", "a/b", r"a\b", r"C:\x", "%2e%2e%2f", "foo\0bar"]
HOSTILE += [
    ".htaccess",
    "-rf",
    " ",
    "",
    "con",
    "NUL.txt",
    "aux.",
    "x.",
    "x ",
    "a:b",
    '<>"|?*',
    "\u202egnp.exe",
]
HOSTILE += [
    "x" * 10_000,
    "漢" * 5000,
    "👩‍👩‍👧" * 500,
    "e" + "\u0301" * 500,
    "\ud800",
    "\x1b[2J",
    "a\nb",
    "＜／＞",
]

anything = st.one_of(
    st.text(max_size=400), st.sampled_from(HOSTILE), st.text("./\\-~ :\0eé漢\u0301", max_size=60)
)


class TestNothingEscapes:
    @example(headline="~\u0301~~e\\", name="a", url="")
    @settings(deadline=None)
    @given(headline=anything, name=anything, url=anything)
    def test_every_component_is_safe_whatever_the_page_says(self, headline: str, name: str, url: str) -> None:
        of = card(headline, url)
        of = replace(
            of,
            host=name,
            site_name=name,
            author=name,
            section=headline,
        )
        for template in (
            DEFAULT_NAME,
            "{host}/{site}/{author}/{section}/{headline}.{ext}",
            "{headline}{slug}",
        ):
            shown = path_of(template, of)
            assert len(shown.split("/")) <= template.count("/") + 1
            for component in shown.split("/"):
                assert SAFE.fullmatch(component)
                assert len(component.encode()) <= 200
                assert component == unicodedata.normalize("NFC", component)
                assert not component.endswith((" ", "."))
                assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", component)

    @pytest.mark.parametrize("headline", ["x" * 10_000, "漢" * 5000, "جسر " * 300])
    def test_long_names_are_cut_but_keep_their_id_and_extension(self, headline: str) -> None:
        name = path_of(DEFAULT_NAME, card(headline)).rpartition("/")[2]
        assert name.startswith("2024-02-09-")
        assert name.endswith("-012345.json")
        assert 190 <= len(name.encode()) <= 200
