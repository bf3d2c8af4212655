"""What a listing names, before and after: entries as they stand there, links as they leave."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Final, NamedTuple

from newsgrab import dates
from newsgrab.discovery.twins import is_plain, page_key, unwrapped
from newsgrab.model import Link, LinkKind, Moment
from newsgrab.text import clean
from newsgrab.urls import MAX_BYTES, join, normalise

MOST_LINKS: Final = 50_000
"""Links taken from one listing: as many as a sitemap may have (sitemaps.org)."""

_LONGEST_TITLE: Final = 500
_MARKUP: Final = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_LONGEST_DATE: Final = 100
_UNDATED: Final = float("-inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A listing as it came.

    Attributes:
        url: Its address, which its links are relative to.
        body: Its bytes in UTF-8.
        now: The present, aware: dates after tomorrow are none, so that they do not stand before all others.
    """

    url: str
    body: bytes
    now: dt.datetime


class Entry(NamedTuple):
    """What stands in a listing, verbatim but for its dates."""

    reference: str
    title: str = ""
    published: Moment | None = None
    modified: Moment | None = None


class Newest:
    """Takes any number of entries and keeps the newest; of those without a date the first."""

    def __init__(self, most: int = MOST_LINKS) -> None:
        """Holds none.

        Args:
            most: How many are kept.
        """
        self.dropped = 0
        self._most = most
        self._kept: list[tuple[float, int, Entry]] = []
        self._taken = 0

    def add(self, entry: Entry) -> None:
        """Takes one."""
        self._kept.append((-_age_key(entry), self._taken, entry))
        self._taken += 1
        if len(self._kept) >= 2 * self._most:
            self._prune()

    def in_order(self) -> list[Entry]:
        """Those kept, as they came."""
        self._prune()
        return [entry for _, _, entry in sorted(self._kept, key=lambda kept: kept[1])]

    def by_age(self) -> list[Entry]:
        """Those kept, newest first; those without a date at the end, as they came."""
        self._prune()
        return [entry for _, _, entry in self._kept]

    @property
    def notes(self) -> Iterator[str]:
        """What to say of those that are not kept."""
        if self.dropped:
            yield f"it has {self._taken} entries; the newest {self._most} are taken"

    def _prune(self) -> None:
        self._kept.sort(key=lambda kept: kept[:2])
        self.dropped += len(self._kept[self._most :])
        del self._kept[self._most :]


def _age_key(entry: Entry) -> float:
    at = entry.published or entry.modified
    if at is None:
        return _UNDATED
    time, offset = at.time, at.offset
    seconds = 0 if time is None else time.hour * 3600 + time.minute * 60 + time.second
    return at.date.toordinal() * 86_400 + seconds - (0 if offset is None else offset.total_seconds())


def moment_of(text: str, now: dt.datetime) -> Moment | None:
    """The moment a listing gives; ``None`` for junk and for what is later than tomorrow.

    Args:
        text: The date, verbatim.
        now: The present, aware.
    """
    text = text.strip()
    return dates.parse(text, now=now) if text and len(text) <= _LONGEST_DATE else None


def title_of(text: str) -> str | None:
    """A title as text: markup and entities, which many feeds escape twice, are gone.

    Args:
        text: The title, verbatim.
    """
    text = unescape(_MARKUP.sub(" ", text[: 4 * _LONGEST_TITLE]))
    return clean(_MARKUP.sub(" ", text))[:_LONGEST_TITLE].strip() or None


def links_of(
    entries: Iterable[Entry], paper: Paper, kind: LinkKind = "article", *, base: str | None = None
) -> tuple[Link, ...]:
    """The links that entries mean: http(s) alone, normalised, each page once.

    Of twins (AMP, the mobile site) the plain address is taken, and what only one of them says is kept.

    Args:
        entries: The entries.
        paper: Where they stand.
        kind: What is believed to be at their end.
        base: What they are relative to, if not to its address.
    """
    found: dict[str, Link] = {}
    for entry in entries:
        url = address_of(entry.reference, base or paper.url)
        if url is None:
            continue
        link = Link(
            url=url,
            kind=kind,
            found_in=paper.url,
            title=title_of(entry.title),
            published=entry.published,
            modified=entry.modified,
        )
        key = page_key(url)
        found[key] = _better(found[key], link) if key in found else link
    return tuple(found.values())


def address_of(reference: str, base: str) -> str | None:
    """The normalised address that a reference means; ``None`` if it is none of the web.

    Args:
        reference: The reference, verbatim; entities may have been escaped twice.
        base: What it is relative to.
    """
    reference = reference.strip()
    if not reference or len(reference) > MAX_BYTES:
        return None
    joined = join(base, unescape(reference) if "&amp;" in reference else reference)
    if joined is None or len(joined) > MAX_BYTES:
        return None
    url = normalise(unwrapped(joined))
    return url if url.startswith(("http://", "https://")) else None


def _better(one: Link, other: Link) -> Link:
    plain, twin = (other, one) if is_plain(other.url) and not is_plain(one.url) else (one, other)
    return replace(
        plain,
        title=plain.title or twin.title,
        published=plain.published or twin.published,
        modified=plain.modified or twin.modified,
    )
