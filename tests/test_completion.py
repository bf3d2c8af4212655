"""What only the body tells: language, direction, how much is shown."""

import pytest

from extraction_pages import STORY
from newsgrab.extraction.completion import completed
from newsgrab.model import Access, Metadata

LONG = " ".join(STORY * 4)
TEASER = STORY[0]
NOT_FREE = Metadata(access=Access(declared_free=False))
FREE = Metadata(access=Access(declared_free=True))


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


@pytest.mark.parametrize(
    ("metadata", "body", "observed"),
    [
        (Metadata(), LONG, "full"),
        (Metadata(), TEASER, "full"),
        (FREE, TEASER, "full"),
        (NOT_FREE, LONG, "full"),
        (NOT_FREE, TEASER, "truncated"),
        (NOT_FREE, "", "truncated"),
        (NOT_FREE, f"{LONG} And then…", "truncated"),
        (NOT_FREE, f"{LONG} And then [...]", "truncated"),
        (Metadata(), "And then...", "unknown"),
        (Metadata(), f"{LONG} And then…", "full"),
    ],
)
def test_how_much_is_seen_of_it(metadata: Metadata, body: str, observed: str) -> None:
    access = completed(metadata, body, "en", None).access
    assert access.observed == observed
    assert access.declared_free is metadata.access.declared_free


def test_everything_else_stays() -> None:
    before = Metadata(headline="A", site_name="B", tags=("c",))
    after = completed(before, TEASER, "en", None)
    assert (after.headline, after.site_name, after.tags) == ("A", "B", ("c",))
