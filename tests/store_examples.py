"""Articles for the tests of the store."""

import datetime as dt

from newsgrab.model import Article, Fingerprint, Metadata, Moment


def article(
    headline: str | None = "The old bridge", url: str = "https://news.example/a", **more: str
) -> Article:
    return Article(
        id=more.get("id", "0123456789abcdef"),
        url=url,
        requested_url=url,
        host="news.example",
        metadata=Metadata(headline=headline, published=Moment(dt.date(2024, 2, 9), dt.time(10, 20))),
        body=more.get("body", "Text."),
        fingerprint=Fingerprint(sha256=more.get("body", "Text."), simhash="0"),
    )
