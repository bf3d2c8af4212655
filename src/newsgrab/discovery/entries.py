"""What a listing names, before and after: entries as they stand there, links as they leave."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Final

from newsgrab import dates
from newsgrab.discovery.twins import is_plain, page_key, unwrapped
from newsgrab.model import Fates, Link, LinkKind, Moment
from newsgrab.named_tuples import NamedTuple
from newsgrab.records import dataclass, field, replace
from newsgrab.text import clean
from newsgrab.urls import MAX_BYTES, join, normalise

MOST_LINKS: Final = 50_000
"""Links taken from one listing: as many as a sitemap may have (sitemaps.org)."""

_LONGEST_TITLE: Final = 500
_MARKUP: Final = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_LONGEST_DATE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A listing as it came.

    Attributes:
        url: Its address, which its links are relative to.
        body: Its bytes in UTF-8.
        now: The present, aware: dates after tomorrow are none, so that they do not stand before all others.
        fates: What became of addresses of the site, by their family.
    """

    url: str
    body: bytes
    now: dt.datetime
    fates: Mapping[str, Fates] = field(default_factory=dict)


class Entry(NamedTuple):
    """What stands in a listing, verbatim."""

    reference: str
    title: str = ""
    published: str = ""
    modified: str = ""


class Newest:
    """Takes any number of entries and keeps the newest; of those without a date the first."""

    def __init__(self, now: dt.datetime, most: int = MOST_LINKS) -> None:
        """Holds none.

        Args:
            now: The present, aware.
            most: How many are kept.
        """
        self.notes: list[str] = []
        self._now = now
        self._latest = f"{now + dt.timedelta(days=2):%Y-%m-%d}"
        self._most = most
        self._new: list[tuple[int, Entry]] = []
        self._kept: list[tuple[str, int, Entry]] = []
        self._taken = 0

    def add(self, entry: Entry) -> None:
        """Takes one."""
        self._new.append((self._taken, entry))
        self._taken += 1
        if self._taken > self._most and len(self._new) >= self._most:
            self._prune()

    def in_order(self) -> list[Entry]:
        """Those kept, as they came."""
        if self._taken <= self._most:
            return [entry for _, entry in self._new]
        self._prune()
        self.notes.append(f"it has {self._taken} entries; the newest {self._most} are taken")
        return [entry for _, _, entry in sorted(self._kept, key=lambda kept: kept[1])]

    def _prune(self) -> None:
        self._kept += [(self._rough_time(entry), number, entry) for number, entry in self._new]
        self._kept.sort(key=lambda kept: kept[1])
        self._kept.sort(key=lambda kept: kept[0], reverse=True)  # stable, backwards too
        del self._kept[self._most :]
        self._new.clear()

    def _rough_time(self, entry: Entry) -> str:
        """Text that sorts as its date does, but for the offset; ``""`` without a date, or with a future one.

        Reading half a million dates takes ten seconds, and those that are thrown away need not be read.
        """
        text = entry.published or entry.modified
        if text[4:5] != "-" or not text[:4].isdecimal():
            moment = moment_of(text, self._now)
            text = "" if moment is None else str(moment)
        return text[:19] if text < self._latest else ""


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
    """The links that entries mean: http(s) alone, normalised, each page once, no front page, not the listing.

    Of twins (AMP, the mobile site) the plain address is taken, and what only one of them says is kept.

    Args:
        entries: The entries.
        paper: Where they stand.
        kind: What is believed to be at their end.
        base: What they are relative to, if not to its address.
    """
    found: dict[str, Link] = {}
    own = page_key(paper.url)
    for entry in entries:
        url = address_of(entry.reference, base or paper.url)
        key = page_key(url or "")
        if url is None or key == own or ("/" not in key and "?" not in key):
            continue
        link = Link(
            url=url,
            kind=kind,
            found_in=paper.url,
            title=title_of(entry.title),
            published=moment_of(entry.published, paper.now),
            modified=moment_of(entry.modified, paper.now),
        )
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


def newest_first(links: Iterable[Link]) -> list[Link]:
    """The links by age; those without a date at the end, in their order."""
    return sorted(links, key=_age, reverse=True)


def _age(link: Link) -> float:
    """Seconds since the beginning of time, where there is a time."""
    at = link.published or link.modified
    if at is None:
        return 0.0
    seconds = 0 if at.time is None else at.time.hour * 3600 + at.time.minute * 60 + at.time.second
    return at.date.toordinal() * 86_400 + seconds - (0 if at.offset is None else at.offset.total_seconds())


def _better(one: Link, other: Link) -> Link:
    plain, twin = (other, one) if is_plain(other.url) and not is_plain(one.url) else (one, other)
    return replace(
        plain,
        title=plain.title or twin.title,
        published=plain.published or twin.published,
        modified=plain.modified or twin.modified,
    )
