"""What only the body tells: language and direction."""

import pytest

from extraction_pages import STORY
from newsgrab.extraction.completion import completed
from newsgrab.model import Metadata

TEASER = STORY[0]


@pytest.mark.parametrize(
    ("language", "declared", "tag"),
    [
        ("pt", "pt-BR", "pt-BR"),
        ("pt", "pt_br", "pt-BR"),
        ("zh", "zh-hant-tw", "zh-Hant-TW"),
        ("sr", " SR-latn ", "sr-Latn"),
        ("en", "en", "en"),
        ("ar", "en-US", "ar"),
        ("ar", None, "ar"),
        ("ar", "", "ar"),
        ("en", "en-", "en"),
        ("en", "en-<script>", "en"),
        ("en", "en-averylongsubtag", "en"),
        (None, "fr", None),
        (None, None, None),
    ],
)
def test_the_words_decide_on_the_language_and_the_page_adds_a_region(
    language: str | None, declared: str | None, tag: str | None
) -> None:
    assert completed(Metadata(), TEASER, language, declared).language == tag


@pytest.mark.parametrize(
    ("body", "direction"), [("قال الوزير", "rtl"), ("So it is.", "ltr"), ("1 + 1", None), ("", None)]
)
def test_the_direction_is_that_of_the_body_s_letters(body: str, direction: str | None) -> None:
    assert completed(Metadata(), body, None, None).direction == direction


def test_everything_else_stays() -> None:
    before = Metadata(headline="A", site_name="B", tags=("c",))
    after = completed(before, TEASER, "en", None)
    assert (after.headline, after.site_name, after.tags) == ("A", "B", ("c",))
