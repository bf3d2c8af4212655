"""Cards of articles for the tests of the store."""

import datetime as dt

from newsgrab.model import Card


def card(headline: str | None = "The old bridge", url: str = "https://news.example/a", **more: str) -> Card:
    return Card(
        id=more.get("id", "0123456789abcdef"),
        url=url,
        host="news.example",
        sha256=more.get("sha256", "Text."),
        published=dt.datetime(2024, 2, 9, 10, 20),  # noqa: DTZ001 - the local time a page prints
        headline=headline,
    )
