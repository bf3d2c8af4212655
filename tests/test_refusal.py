"""Whether what was found may be called an article."""

import datetime as dt

import pytest

from newsgrab.errors import ExitStatus, NoContent
from newsgrab.extraction.refusal import DOUBTFUL, HOPELESS, require_article
from newsgrab.model import Article, Author, Fingerprint, Metadata, Moment, Trace

STORY = "https://brenn.example/news/harbour"
UNSURE = (DOUBTFUL + HOPELESS) / 2
DECLARED = (
    Metadata(type="opinion"),
    Metadata(published=Moment(dt.date(2024, 6, 3))),
    Metadata(authors=(Author(name="Ada Berg"),)),
)
UNDECLARED = Metadata(headline="Harbour of Brenn opens again", description="x", site_name="Brenn Courier")


def found(
    confidence: float, metadata: Metadata = UNDECLARED, url: str = STORY, body: str = "Text."
) -> Article:
    return Article(
        id="0" * 16,
        url=url,
        requested_url=url,
        host="brenn.example",
        metadata=metadata,
        body=body,
        fingerprint=Fingerprint(sha256="", simhash=""),
        trace=Trace(confidence=confidence),
    )


@pytest.mark.parametrize("url", [STORY, "https://brenn.example/", ""])
def test_a_confident_find_is_an_article_wherever_it_stands(url: str) -> None:
    require_article(found(DOUBTFUL, url=url))
    require_article(found(1.0, url=url))


@pytest.mark.parametrize("metadata", DECLARED)
def test_a_doubtful_one_is_if_the_page_says_so_itself(metadata: Metadata) -> None:
    require_article(found(UNSURE, metadata))
    require_article(found(UNSURE, metadata, url=""))


def test_a_doubtful_one_is_not_if_the_page_says_nothing() -> None:
    with pytest.raises(NoContent):
        require_article(found(UNSURE))


@pytest.mark.parametrize(
    "url", ["https://brenn.example", "https://brenn.example/", "https://brenn.example/?page=2"]
)
def test_a_doubtful_one_is_not_on_the_front_page(url: str) -> None:
    with pytest.raises(NoContent, match="front"):
        require_article(found(UNSURE, DECLARED[0], url))


@pytest.mark.parametrize("confidence", [0.0, HOPELESS - 0.001])
def test_a_hopeless_one_is_not_whatever_the_page_says(confidence: float) -> None:
    with pytest.raises(NoContent):
        require_article(found(confidence, DECLARED[0]))


def test_the_message_says_what_was_seen_and_how_sure_it_is() -> None:
    with pytest.raises(NoContent, match=r"no text; confidence 0\.00") as raised:
        require_article(found(0.0, body=""))
    assert raised.value.code == "no_content"
    assert raised.value.status is ExitStatus.EXTRACT
