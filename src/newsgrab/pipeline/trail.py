"""One source followed from listing to listing; ``discovering`` says where to."""

import datetime as dt
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Final
from urllib.parse import urlsplit

from newsgrab.discovery import is_feed_of, is_same_site, lacks_stories, page_key
from newsgrab.errors import NewsgrabError, NoContent
from newsgrab.model import Link, Listing, Moment, Page
from newsgrab.named_tuples import NamedTuple
from newsgrab.pipeline.attempt import Attempt
from newsgrab.pipeline.searching import Search, Searched
from newsgrab.pipeline.values import Source
from newsgrab.records import dataclass, field
from newsgrab.urls import normalise, origin_of, redact

_DEEPEST: Final = 3
_MOST_DOCUMENTS: Final = 1_000
_MOST_FEEDS: Final = 10
_MOST_NOTES: Final = 50
_MOST_FAILURES: Final = 10
"""Failures that are told one by one."""

_NOT_MODIFIED: Final = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a search works with.

    Attributes:
        ask: Fetches a listing.
        sitemaps: What the robots.txt of an address names as sitemaps.
        read: Reads a listing.
        is_settled: Whether a listing that changed at that moment, as its index says, has been read since.
        instead: The feeds that name all that a page names, to be asked in its place.
        seen: The pages given so far, by the hashes of their keys: strings would take 70 MB more a million.
    """

    ask: Callable[[str], Awaitable[Page]]
    sitemaps: Callable[[str], Awaitable[tuple[str, ...]]]
    read: Callable[[Page, dt.datetime], Awaitable[Listing]]
    is_settled: Callable[[str, Moment | None], bool] = lambda _url, _changed: False
    instead: Callable[[str], list[str]] = lambda _url: []
    seen: set[int] = field(default_factory=set)


class _Step(NamedTuple):
    """A listing that is to be read.

    Attributes:
        url: Its address.
        depth: How many listings lie before it.
        is_guess: Whether nobody named it.
    """

    url: str
    depth: int
    is_guess: bool = False


class Trail:
    """The way from one source."""

    def __init__(self, search: Search, means: Means, give: Callable[[Link], Awaitable[None]]) -> None:
        """Nothing is asked yet.

        Args:
            search: What is searched.
            means: What with.
            give: Takes each link that is wanted.
        """
        self._search = search
        self._means = means
        self._give = give
        self._ahead: deque[_Step] = deque()
        self._visited: set[str] = set()
        self._planned: set[str] = set()
        self._home = ""
        self._held: tuple[Link, ...] = ()
        self._speaking: dict[str, bool] = {}
        self._instead: tuple[str, ...] = ()
        self._feeds: tuple[str, ...] = ()
        self._fed: set[int] = set()
        self._notes: list[str] = []
        self._named = 0
        self._given = 0
        self._unsaid = 0
        self._unchanged = 0
        self._failures = 0
        self._left_out = False
        self._error: NewsgrabError | None = None

    async def walk(self) -> Searched:
        """Goes all the way; what stops it is in the outcome."""
        with Attempt(Source(self._search.url, "url")) as attempt:
            unchanged = await self._start()
            attempt.finish(f"{self._given} links", unchanged=unchanged)
        notes = self._notes
        if self._failures > _MOST_FAILURES:
            notes.append(f"{self._failures - _MOST_FAILURES} more of its listings cannot be read")
        if self._unsaid:
            notes.append(f"there is more to say of {self._unsaid} of its listings")
        return Searched(
            search=self._search,
            outcome=attempt.result,
            links=self._given,
            notes=tuple(notes),
            # One that leads to what could not be read has to lead there again.
            speaking={url: leads for url, leads in self._speaking.items() if not leads or not self._left_out},
            instead=self._instead,
        )

    async def _start(self) -> bool:
        """The source itself, then what it leads to; whether it is unchanged.

        Raises:
            NewsgrabError: It cannot be read, or nothing of what it leads to can.
        """
        if feeds := self._means.instead(self._search.url):
            if await self._go_to(feeds):
                return self._unchanged == len(feeds)
            self._home = ""
        listing = await self._read(self._search.url)
        if listing is None:
            return True
        await self._take(listing, _Step(self._search.url, 0))
        read = await self._go_on()
        if self._feeds and not self._left_out and all(map(self._is_fed, self._held)):
            self._instead = self._feeds
        await self._offer(self._held)
        is_dumb = listing.kind == "section" and not self._named and not self._unchanged
        if is_dumb and self._search.kind == "auto":
            await self._to_sitemaps()
            read += await self._go_on()
        if self._error is not None and not read and not self._named:
            raise self._error
        if is_dumb and not self._named and not self._unchanged:
            raise NoContent("no links to articles, and no feed or sitemap that names any")
        return False

    async def _go_to(self, feeds: list[str]) -> bool:
        """Reads the feeds that are asked in place of the source; whether all could be read."""
        for feed in feeds:
            self._plan(feed, 1)
        await self._go_on()
        return not self._left_out

    def _is_fed(self, link: Link) -> bool:
        return hash(page_key(link.url)) in self._fed or not self._search.wanted.takes(link)

    async def _go_on(self) -> int:
        """Reads what lies ahead, until there is nothing or enough; how many listings could be read."""
        read = 0
        while self._ahead and not self._is_full():
            if len(self._visited) >= _MOST_DOCUMENTS:
                self._notes.append(f"{len(self._ahead)} listings are left out: {_MOST_DOCUMENTS} were read")
                self._left_out = True
                self._ahead.clear()
                break
            step = self._ahead.popleft()
            if step.url in self._visited:  # redirected to meanwhile
                continue
            try:
                listing = await self._read(step.url)
            except NewsgrabError as error:
                if not step.is_guess:
                    self._note_failure(error, step.url)
                continue
            read += 1
            if listing is not None:
                await self._take(listing, step)
        return read

    async def _read(self, url: str) -> Listing | None:
        """A listing; ``None`` if it has not changed."""
        self._visited.add(normalise(url))
        page = await self._means.ask(url)
        self._visited.add(normalise(page.final_url or url))
        self._home = self._home or page.final_url or url
        if page.fetched.status == _NOT_MODIFIED:
            self._unchanged += 1
            return None
        listing = await self._means.read(page, dt.datetime.now(dt.UTC))
        for note in listing.notes:
            self._note(note, url)
        return listing

    def _note(self, note: str, url: str) -> None:
        """One more, as long as they are few; those about the source itself need not say so."""
        if len(self._notes) >= _MOST_NOTES:
            self._unsaid += 1
            return
        self._notes.append(note if url == self._search.url else f"{redact(url)}: {note}")

    def _note_failure(self, error: NewsgrabError, url: str) -> None:
        self._error, self._left_out = error, True
        self._failures += 1
        if self._failures <= _MOST_FAILURES:
            about = str(error).removeprefix(redact(url)).lstrip(": ")
            self._note(f"{about} ({error.code})", url)

    async def _take(self, listing: Listing, step: _Step) -> None:
        depth = step.depth
        stories = tuple(link for link in listing.links if link.kind == "article")
        others = [link for link in listing.links if link.kind != "article"]
        self._note_speaking(step.url, listing, stories, others)
        if listing.kind != "section":
            self._fed.update(hash(page_key(link.url)) for link in stories)
            await self._offer(stories)
            self._to_children(others, depth + 1)
        elif depth == 0 and self._search.kind == "sitemap":
            await self._to_sitemaps()
        elif depth == 0:
            # Feeds come first: they know titles and dates.
            self._held = stories if self._search.kind != "feed" else ()
            if self._search.kind != "section":
                self._to_feeds(others)
        else:
            self._notes.append("what it names as a feed or sitemap is a page")

    def _note_speaking(
        self, url: str, listing: Listing, stories: tuple[Link, ...], others: list[Link]
    ) -> None:
        """A page that leads nowhere speaks for itself, an index that dates what it names for that."""
        if listing.kind == "section":
            if stories and (self._search.kind == "section" or not others):
                self._speaking[normalise(url)] = False
        elif all(link.modified is not None for link in others):
            self._speaking[normalise(url)] = bool(others)

    async def _offer(self, links: Iterable[Link]) -> None:
        for link in links:
            if self._is_full():
                return
            self._named += 1
            key = hash(page_key(link.url))
            if key not in self._means.seen and self._search.wanted.takes(link):
                self._means.seen.add(key)
                self._given += 1
                await self._give(link)

    def _is_full(self) -> bool:
        return self._search.limit is not None and self._given >= self._search.limit

    def _to_children(self, sitemaps: Iterable[Link], depth: int) -> None:
        strangers, deep = 0, 0
        for link in sitemaps:
            if lacks_stories(link.url) or self._search.wanted.is_past(link.modified):
                continue
            if self._means.is_settled(link.url, link.modified):
                continue
            if not is_same_site(link.url, link.found_in or ""):
                strangers += 1
            elif depth > _DEEPEST:
                deep += 1
            else:
                self._plan(link.url, depth)
        if strangers:
            self._notes.append(f"{strangers} sitemaps on other sites are left out")
        if deep:
            self._notes.append(f"{deep} sitemaps more than {_DEEPEST} deep are left out")

    def _to_feeds(self, feeds: Iterable[Link]) -> None:
        every = self._search.kind == "feed" or urlsplit(self._home).path in ("", "/")
        fitting = [link.url for link in feeds if is_feed_of(link.url, self._home, every=every)]
        self._feeds = tuple(fitting[:_MOST_FEEDS])
        for url in self._feeds:
            self._plan(url, 1)
        if len(fitting) > _MOST_FEEDS:
            self._notes.append(f"it declares {len(fitting)} feeds; the first {_MOST_FEEDS} are read")

    async def _to_sitemaps(self) -> None:
        try:
            named = [normalise(sitemap) for sitemap in await self._means.sitemaps(self._home)]
        except NewsgrabError:  # the page was had, so robots.txt is not obeyed here
            named = []
        for sitemap in named:
            if sitemap.startswith(("http://", "https://")):
                self._plan(sitemap, 1)
        if not named:
            self._plan(f"{origin_of(self._home)}/sitemap.xml", 1, is_guess=True)

    def _plan(self, url: str, depth: int, *, is_guess: bool = False) -> None:
        if url not in self._visited and url not in self._planned:
            self._planned.add(url)
            self._ahead.append(_Step(url, depth, is_guess))
