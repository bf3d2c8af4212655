"""The article of the JSON object of the contract: the reverse of ``wire``."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from newsgrab.model.article import (
    Access,
    Article,
    Author,
    Block,
    Embed,
    Fingerprint,
    Hyperlink,
    Image,
    Metadata,
    Moment,
    Notice,
    Provenance,
    Trace,
    Update,
)
from newsgrab.model.page import Fetched, Validators

T = TypeVar("T")
Told = Mapping[str, Any]

_METADATA: Final = (
    "canonical_url", "site_name", "type", "headline", "kicker", "dek", "description", "byline", "dateline",
    "published_raw", "modified_raw", "language", "direction", "image",
)  # fmt: skip
_ARTICLE: Final = ("id", "url", "requested_url", "host", "body", "word_count", "image_file")
_BLOCK: Final = ("type", "text", "md", "level", "ordered", "cite", "caption", "index", "lang")
_FETCHED: Final = ("status", "via", "elapsed_s", "robots")
_TRACE: Final = ("rule", "confidence", "kept_blocks", "removed_blocks")
_DEEPEST: Final = 64


def article_from_dict(told: Told) -> Article:
    """The article; what the object lacks has its default, and what newsgrab does not know is left out.

    Args:
        told: As ``Article.to_dict`` gives it.

    Raises:
        ValueError: It is no such object.
    """
    try:
        return _article(told)
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"no article: {error}") from error


def moment_of(text: str | None) -> Moment | None:
    """The reverse of ``str`` of a ``Moment``.

    Raises:
        ValueError: It is none.
    """
    if text is None:
        return None
    if "T" not in text:
        return Moment(dt.date.fromisoformat(text))
    at = dt.datetime.fromisoformat(text)
    return Moment(at.date(), at.time(), at.utcoffset())


def _article(told: Told) -> Article:
    fetch, prints = told.get("fetch") or {}, told.get("fingerprint") or {}
    return Article(
        **_of(told, _ARTICLE),
        metadata=_metadata(told),
        blocks=_all(told.get("blocks"), _block),
        notices=_all(told.get("notices"), lambda one: Notice(**_of(one, ("kind", "text", "scope")))),
        updates=_all(told.get("updates"), _update),
        images=_all(told.get("images"), lambda one: Image(**_of(one, Image.__slots__))),
        embeds=_all(told.get("embeds"), lambda one: Embed(**_of(one, Embed.__slots__))),
        links=_all(told.get("links"), lambda one: Hyperlink(**_of(one, Hyperlink.__slots__))),
        pages=_texts(told.get("pages")),
        parts=_texts(told.get("parts")),
        fingerprint=Fingerprint(sha256=prints.get("sha256", ""), simhash=prints.get("simhash", "")),
        fetched=_fetched(fetch),
        charset=fetch.get("charset") or "utf-8",
        size=fetch.get("bytes") or 0,
        trace=_trace(told.get("extraction") or {}),
    )


def _metadata(told: Told) -> Metadata:
    access = told.get("access") or {}
    sources = (told.get("provenance") or {}).items()
    return Metadata(
        **_of(told, _METADATA),
        authors=_all(told.get("authors"), lambda one: Author(**_of(one, Author.__slots__))),
        published=moment_of(told.get("published")),
        modified=moment_of(told.get("modified")),
        sections=_texts(told.get("sections")),
        tags=_texts(told.get("tags")),
        access=Access(**_of(access, Access.__slots__)),
        provenance=tuple((name, Provenance(**_of(one, Provenance.__slots__))) for name, one in sources),
    )


def _block(told: Told, depth: int = 0) -> Block:
    if depth > _DEEPEST:
        raise ValueError("no article: its blocks are nested too deeply")

    def inner(one: Told) -> Block:
        return _block(one, depth + 1)

    return Block(
        **_of(told, _BLOCK),
        items=tuple(_all(item.get("blocks"), inner) for item in told.get("items") or ()),
        blocks=_all(told.get("blocks"), inner),
        header=_texts(told.get("header")),
        rows=tuple(_texts(row) for row in told.get("rows") or ()),
    )


def _update(told: Told) -> Update:
    return Update(
        published=moment_of(told.get("published")),
        headline=told.get("headline"),
        blocks=_all(told.get("blocks"), _block),
    )


def _fetched(told: Told) -> Fetched:
    at = told.get("at")
    return Fetched(
        **_of(told, _FETCHED),
        at=dt.datetime.fromisoformat(at) if at else None,
        redirects=_texts(told.get("redirects")),
        validators=Validators(etag=told.get("etag"), last_modified=told.get("last_modified")),
    )


def _trace(told: Told) -> Trace:
    return Trace(**_of(told, _TRACE), warnings=_texts(told.get("warnings")))


def _of(told: Told, names: tuple[str, ...]) -> dict[str, Any]:
    """The scalars of those names that are there.

    Raises:
        ValueError: One is no scalar.
    """
    found = {name: told[name] for name in names if name in told}
    for name, value in found.items():
        if value is not None and not isinstance(value, str | int | float):
            raise ValueError(f"no article: {name} is no single value")
    return found


def _all(told: Any, make: Callable[[Any], T]) -> tuple[T, ...]:  # noqa: ANN401 - whatever JSON may hold
    return tuple(make(one) for one in told or ())


def _texts(told: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    texts = tuple(told or ())
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("no article: a list of texts holds something else")
    return texts
