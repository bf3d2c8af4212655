"""What must be known of an article to put it away: its name, its address, what it is."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from newsgrab.model.article import Article, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The catalogue card of an article: small, flat, made where the article is and sent where it goes.

    Attributes:
        id: As ``Article.id``.
        url: The address that answered; ``""`` when nobody knows it.
        host: Its host without ``www.``.
        sha256: Of the normalised body.
        fetched_at: When the answer was complete, aware.
        http_status: The status of the answer.
        published: The local time printed on the page, midnight where it gives the day alone.
        modified: Likewise.
        headline: As in the metadata.
        site_name: As in the metadata.
        author: The name of the first one.
        section: The first one.
        language: BCP 47.
        type: ``article``, ``opinion`` and so on.
    """

    id: str
    url: str
    host: str
    sha256: str
    fetched_at: dt.datetime | None = None
    http_status: int | None = None
    published: dt.datetime | None = None
    modified: dt.datetime | None = None
    headline: str | None = None
    site_name: str | None = None
    author: str | None = None
    section: str | None = None
    language: str | None = None
    type: str = "unknown"

    @classmethod
    def of(cls, article: Article) -> Self:
        """The card of an article."""
        meta = article.metadata
        return cls(
            id=article.id,
            url=article.url,
            host=article.host,
            sha256=article.fingerprint.sha256,
            fetched_at=article.fetched.at,
            http_status=article.fetched.status,
            published=_local(meta.published),
            modified=_local(meta.modified),
            headline=meta.headline,
            site_name=meta.site_name,
            author=meta.authors[0].name if meta.authors else None,
            section=meta.sections[0] if meta.sections else None,
            language=meta.language,
            type=meta.type,
        )


def _local(moment: Moment | None) -> dt.datetime | None:
    return None if moment is None else dt.datetime.combine(moment.date, moment.time or dt.time())
