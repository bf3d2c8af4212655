"""What comes out: the article. Field names and meaning follow the JSON (``newsgrab schema``)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from newsgrab.model.page import Fetched
from newsgrab.records import dataclass, field

Direction = Literal["ltr", "rtl"]
ArticleType = Literal[
    "article", "opinion", "analysis", "liveblog", "video", "gallery", "press_release", "unknown"
]
BlockType = Literal["heading", "paragraph", "list", "quote", "table", "image", "embed", "code"]
NoticeKind = Literal[
    "disclaimer", "correction", "editors_note", "sponsored", "agency", "affiliate", "syndication", "ai"
]
NoticeScope = Literal["article", "comments", "site"]
Observed = Literal["full", "truncated", "wall", "unknown"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as far as the page gives it, never further.

    Attributes:
        date: The local day printed on the page.
        time: The local time, ``None`` where only the day is given.
        offset: Its distance from UTC, ``None`` where the page does not say.
    """

    date: dt.date
    time: dt.time | None = None
    offset: dt.timedelta | None = None

    def __str__(self) -> str:
        """RFC 3339 where there is an offset, else ISO 8601 local time, or the date alone."""
        if self.time is None:
            return self.date.isoformat()
        text = f"{self.date.isoformat()}T{self.time.isoformat('seconds')}"
        if self.offset is None:
            return text
        minutes = round(self.offset.total_seconds() / 60)
        sign = "-" if minutes < 0 else "+"
        return f"{text}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One writer: a name without "By", role or city."""

    name: str
    type: Literal["person", "organization"] = "person"
    role: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the story; width and height in CSS pixels as the page declares them.

    ``file`` is where it was saved, as seen from the article, parts joined by ``/``; ``None`` if it was not.
    """

    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Something of another site shown inside the article, like a post or a video."""

    provider: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hyperlink:
    """A link inside the body; ``rel`` verbatim."""

    url: str
    text: str
    rel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of the body; which fields are used depends on ``type``.

    Attributes:
        type: heading, paragraph, list, quote, table, image, embed or code.
        text: Plain text of a heading, paragraph or code block.
        md: A paragraph's text with links and emphasis as CommonMark.
        level: A heading's level, 2 to 6.
        ordered: Whether a list is numbered.
        items: The blocks of each list item.
        blocks: The blocks of a quote.
        cite: A quote's source as printed.
        header: A table's header cells.
        rows: A table's other rows.
        caption: A table's caption.
        index: Where an image or embed stands in ``Article.images`` or ``Article.embeds``.
        lang: A code block's language.
    """

    type: BlockType
    text: str = ""
    md: str = ""
    level: int | None = None
    ordered: bool = False
    items: tuple[tuple["Block", ...], ...] = ()
    blocks: tuple["Block", ...] = ()
    cite: str | None = None
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str | None = None
    index: int | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A sentence about the article rather than of it, verbatim."""

    kind: NoticeKind
    text: str
    scope: NoticeScope = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One entry of a live blog."""

    published: Moment | None = None
    headline: str | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Whether the article is free by its own word, and what was seen of it."""

    declared_free: bool | None = None
    observed: Observed = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """For finding copies: SHA-256 of the normalised body, and a 64-bit simhash of it, both hex."""

    sha256: str
    simhash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a field's value came from.

    Attributes:
        source: site-rule, json-ld, microdata, meta, markup or url.
        path: Where in that source, like ``NewsArticle.headline`` or ``meta[property=og:title]``.
        raw: The value as it stood there.
    """

    source: str
    path: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Everything about the article that is not its body."""

    canonical_url: str | None = None
    site_name: str | None = None
    type: ArticleType = "unknown"
    headline: str | None = None
    kicker: str | None = None
    dek: str | None = None
    description: str | None = None
    authors: tuple[Author, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    published_raw: str | None = None
    modified_raw: str | None = None
    language: str | None = None
    direction: Direction | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str | None = None
    access: Access = field(default_factory=Access)
    provenance: tuple[tuple[str, Provenance], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How the article was found.

    Attributes:
        rule: The site rule that was used, if any.
        confidence: From 0 to 1, how sure newsgrab is that this is an article and this its body.
        kept_blocks: How many blocks of the page are in the body.
        removed_blocks: How many are not.
        warnings: Stable codes, like ``charset_guessed``.
    """

    rule: str | None = None
    confidence: float = 0.0
    kept_blocks: int = 0
    removed_blocks: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article.

    Attributes:
        id: 16 hex digits, a hash of the canonical URL (of the URL where none is declared, of the body
            where there is none either).
        url: The address that answered; ``""`` when nobody knows it.
        requested_url: The address asked for.
        host: The host of ``url`` without ``www.``.
        metadata: Headline, authors, dates and the rest.
        body: The article's text, paragraphs parted by a blank line; no headline, notices, captions.
        blocks: The same body with its structure.
        notices: Disclaimers, corrections and their kin, verbatim.
        updates: The entries of a live blog.
        images: Pictures of the story, lead image first.
        image_file: Where the lead image was saved, like ``Image.file``.
        embeds: Posts and players inside the body.
        links: Links inside the body.
        word_count: Words of the body; characters in scripts that do not part words.
        pages: The URLs joined into this article, where there were several.
        parts: The URLs of the pages the article is spread over, as far as this one links them.
        fingerprint: For finding copies.
        fetched: How the page was had.
        charset: WHATWG name of the charset the page was read in.
        size: Bytes of the page.
        trace: How the article was found.
    """

    id: str
    url: str
    requested_url: str
    host: str
    metadata: Metadata
    body: str
    blocks: tuple[Block, ...] = ()
    notices: tuple[Notice, ...] = ()
    updates: tuple[Update, ...] = ()
    images: tuple[Image, ...] = ()
    image_file: str | None = None
    embeds: tuple[Embed, ...] = ()
    links: tuple[Hyperlink, ...] = ()
    word_count: int = 0
    pages: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    fingerprint: Fingerprint
    fetched: Fetched = field(default_factory=Fetched)
    charset: str = "utf-8"
    size: int = 0
    trace: Trace = field(default_factory=Trace)

    @property
    def disclaimer(self) -> str | None:
        """The article's own disclaimers, verbatim, parted by a blank line."""
        texts = [n.text for n in self.notices if n.kind == "disclaimer" and n.scope == "article"]
        return "\n\n".join(texts) or None

    def to_dict(self, *, provenance: bool = False) -> dict[str, Any]:
        """The JSON object of the contract: every field present, ``None`` where unknown."""
        from newsgrab.model.wire import article_to_dict  # noqa: PLC0415 - wire needs these classes

        return article_to_dict(self, provenance=provenance)

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Article":
        """The article that ``to_dict`` gave.

        Raises:
            ValueError: It is no such object.
        """
        from newsgrab.model.unwire import article_from_dict  # noqa: PLC0415 - unwire needs these classes

        return article_from_dict(told)
