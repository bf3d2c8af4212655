"""What leads to pages: addresses that were found, and the listing they were found in."""

from typing import Literal

from newsgrab.model.article import Moment
from newsgrab.named_tuples import NamedTuple
from newsgrab.records import dataclass

LinkKind = Literal["article", "feed", "sitemap", "section"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that was found.

    Attributes:
        url: Absolute http(s) URL, normalised (``urls.normalise``), at most 8 KiB.
        kind: What is believed to stand there.
        found_in: The feed, sitemap or page that named it, if any.
        title: Its title there.
        published: When it was published, as that says; never later than tomorrow.
        modified: When it was last changed, likewise.
    """

    url: str
    kind: LinkKind = "article"
    found_in: str | None = None
    title: str | None = None
    published: Moment | None = None
    modified: Moment | None = None


class Fates(NamedTuple):
    """What became of addresses that were asked for: how many were stories, and how many were none."""

    stories: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a feed, a sitemap or a section page names.

    Attributes:
        kind: What it is.
        links: What it names: each page once; those of a sitemap newest first, others in its own order.
        notes: What was wrong with it or was left out, each in words for a person.
    """

    kind: Literal["feed", "sitemap", "section"]
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
