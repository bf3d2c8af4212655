"""What feeds, sitemaps and section pages name: bytes in, links out. Nothing here fetches.

A new kind of listing is a module with a reader and a line in ``FORMATS``.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from newsgrab.charset import utf8
from newsgrab.discovery.entries import Paper
from newsgrab.discovery.feed import ROOTS as FEED_ROOTS
from newsgrab.discovery.feed import read_feed
from newsgrab.discovery.json_feed import read_json_feed
from newsgrab.discovery.page import is_same_site, read_page
from newsgrab.discovery.shapes import family_of, is_feed_of, lacks_stories
from newsgrab.discovery.sitemap import ROOTS as SITEMAP_ROOTS
from newsgrab.discovery.sitemap import read_sitemap, read_text_sitemap
from newsgrab.discovery.twins import page_key
from newsgrab.errors import EmptyPage
from newsgrab.model import Fates, Listing, Page
from newsgrab.named_tuples import NamedTuple
from newsgrab.records import replace

__all__ = [
    "FORMATS",
    "Kind",
    "family_of",
    "is_feed_of",
    "is_same_site",
    "lacks_stories",
    "page_key",
    "read_listing",
]

Kind = Literal["auto", "feed", "sitemap", "section"]
"""What a source is believed to be."""


class Format(NamedTuple):
    """A kind of listing: how it is read, and how it is known by its first element or first character."""

    read: Callable[[Paper], Listing]
    roots: frozenset[str] = frozenset()
    opening: str = ""


FORMATS: Final[dict[str, Format]] = {
    "feed": Format(read_feed, FEED_ROOTS),
    "sitemap": Format(read_sitemap, SITEMAP_ROOTS),
    "json": Format(read_json_feed, opening="{"),
    "text": Format(read_text_sitemap, opening="http"),
    "page": Format(read_page),
}
"""In the order in which they are asked; the last one takes the rest."""

_HEAD: Final = 65_536
_PAGE_ROOTS: Final = frozenset({"html", "head", "body"})
_ROOT: Final = re.compile(
    rb"<!--(?:.*?-->|.*)|<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z]{1,20})(?=[\s>/])", re.DOTALL
)


def read_listing(page: Page, now: dt.datetime, fates: Mapping[str, Fates] = MappingProxyType({})) -> Listing:
    """What a page names, whatever it is: feed, sitemap, list of addresses, or section page.

    Args:
        page: Its bytes, and where they came from.
        now: The present, aware.
        fates: What became of addresses of this site before, by their ``family_of``.

    Raises:
        ExtractError: It is empty (``empty``), no listing (``bad_xml``, ``not_html``) or too complex.
        PolicyError: It is a page that is too large.
    """
    body, _, _ = utf8(page.body, page.fetched.content_type, page.encoding)
    if not body.strip(b"\xef\xbb\xbf \t\r\n"):
        raise EmptyPage("it is empty")
    format_, body = _recognised(body)
    paper = Paper(url=page.final_url or page.url or "", body=body, now=now, fates=fates)
    listing = format_.read(paper)
    if page.fetched.cut:
        return replace(listing, notes=("it has more than is read of it", *listing.notes))
    return listing


def _recognised(body: bytes) -> tuple[Format, bytes]:
    """What it is, and the body from there on: a warning of the server's may stand before it."""
    start = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    for format_ in FORMATS.values():
        if format_.opening and start[: len(format_.opening)].lower() == format_.opening.encode():
            return format_, body
    before = False
    for found in _ROOT.finditer(body, 0, _HEAD):
        name = (found[1] or b"").decode("ascii", "replace").lower()
        if name in _PAGE_ROOTS:
            break
        for format_ in FORMATS.values():
            if name in format_.roots:
                return format_, body[found.start() :] if before else body
        before = before or bool(name)
    return FORMATS["page"], body
