"""What is searched for links, which of them are wanted, and what became of each search."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from newsgrab.discovery import Kind
from newsgrab.model import Link, Moment, Outcome
from newsgrab.records import dataclass, field

_EAST: Final = dt.timedelta(hours=14)
_WEST: Final = dt.timedelta(hours=-12)
"""The ends of the world's clocks: a time without an offset lies between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which links are wanted. What a listing does not say excludes nothing.

    Attributes:
        since: Published then or later, aware; where only a change is dated, changed then or later.
        until: Published then or earlier, aware.
        match: One of them is found in the address; none at all allows every address.
        reject: None of them is found in the address.
    """

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    match: tuple[re.Pattern[str], ...] = ()
    reject: tuple[re.Pattern[str], ...] = ()

    def takes(self, link: Link) -> bool:
        """Whether a link is wanted."""
        if self.match and not any(pattern.search(link.url) for pattern in self.match):
            return False
        if any(pattern.search(link.url) for pattern in self.reject):
            return False
        if self.until is not None and link.published is not None and _earliest(link.published) > self.until:
            return False
        return not self.is_past(link.published or link.modified)

    def is_past(self, moment: Moment | None) -> bool:
        """Whether a moment is surely before what is wanted."""
        return self.since is not None and is_before(moment, self.since)


def is_before(moment: Moment | None, time: dt.datetime) -> bool:
    """Whether a moment is surely before a time, which is aware."""
    return moment is not None and _latest(moment) < time


def _earliest(moment: Moment) -> dt.datetime:
    zone = dt.timezone(_EAST if moment.offset is None else moment.offset)
    return dt.datetime.combine(moment.date, moment.time or dt.time.min, zone)


def _latest(moment: Moment) -> dt.datetime:
    zone = dt.timezone(_WEST if moment.offset is None else moment.offset)
    return dt.datetime.combine(moment.date, moment.time or dt.time(23, 59, 59), zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One source that is searched.

    Attributes:
        url: Its address: a feed, a sitemap, a list of addresses, a front page or section page.
        kind: ``feed`` and ``sitemap`` take of a page what those name, ``section`` its own links alone,
            ``auto`` its links and feeds, and its sitemaps where those name nothing. What is no page is
            what it is.
        wanted: Which links are wanted.
        limit: Most links; ``None`` is all.
    """

    url: str
    kind: Kind = "auto"
    wanted: Wanted = field(default_factory=Wanted)
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What became of a search.

    Attributes:
        search: The search.
        outcome: Whether the source could be read, and if not, why; its verdict is ``saved``, ``unchanged``
            (a server's 304) or ``failed``.
        links: How many links it gave.
        notes: What was wrong with some part of it or was left out, each in words for a person.
        speaking: The listings that, as long as they are as before, name nothing new and lead to nothing new:
            normalised address -> whether it leads to other listings at all.
        instead: The feeds that name all that the page which is the source names; none if they do not.
    """

    search: Search
    outcome: Outcome
    links: int
    notes: tuple[str, ...] = ()
    speaking: Mapping[str, bool] = field(default_factory=dict)
    instead: tuple[str, ...] = ()
