"""One round of a run: sources searched, what is new noted, what is due fetched.

What a source names is noted before anything of it is fetched, so that nothing is lost when the run ends
early, however it ends: the next one goes on from the notes.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing
from typing import Final

from newsgrab.fetching import Fetcher
from newsgrab.model import Known, Link, Moment, Named, Outcome, Page
from newsgrab.pipeline import fetch_all
from newsgrab.pipeline.assignments import Assignment, Shard, Tally
from newsgrab.pipeline.discovering import reader
from newsgrab.pipeline.searching import Search, Searched, is_before
from newsgrab.pipeline.trail import Means, Trail
from newsgrab.pipeline.values import Network, Source, Work
from newsgrab.state import State
from newsgrab.urls import normalise
from newsgrab.worker.pool import Limits, Workers

_LIMITS: Final = Limits(seconds=120.0)  # for one listing, as discovering.py has it
_GRACE_S: Final = 300.0
"""Most seconds that an interval may lack: cron starts runs by the clock, and each takes its time."""

_CLOCKS_S: Final = 300.0
"""By so much the clock of a server may be behind ours; and many tell the second of a change and no less."""


class Round:
    """Sources that are fetched in one manner.

    Attributes:
        tallies: How each fared, by name.
    """

    def __init__(
        self, assignments: Iterable[Assignment], network: Network, state: State, shard: Shard
    ) -> None:
        """Asks nobody yet.

        Args:
            assignments: The sources.
            network: How to fetch.
            state: What is known, and where it is noted.
            shard: Which articles are this machine's.
        """
        self.tallies = {one.name: Tally(one) for one in assignments}
        self._network, self._state, self._shard = network, state, shard
        self._owners: dict[str, Tally] = {}

    async def work(self) -> AsyncGenerator[Outcome, None]:
        """Searches, then fetches; the outcomes of articles as they come.

        Raises:
            StateFailed: The state cannot be read or written.
            DiskFull: The destination is full.
        """
        async with Fetcher(self._network.options, self._state) as fetcher:
            await self._search_all(fetcher, dry=False)
            outcomes = fetch_all(self._due_sources(), self._work_of, self._network, fetcher)
            async with aclosing(outcomes):
                async for outcome in outcomes:
                    tally = self._owners[normalise(outcome.url)]
                    tally.counts[outcome.verdict] += 1
                    if outcome.code is not None:
                        tally.codes[outcome.code] += 1
                    yield outcome

    async def preview(self) -> list[Named]:
        """What ``work`` would fetch, nothing of it noted."""
        async with Fetcher(self._network.options, self._state) as fetcher:
            found = await self._search_all(fetcher, dry=True)
        due = [one for name in self.tallies for one in self._due(name)]
        return list({one.key: one for one in (*due, *found)}.values())

    def left(self) -> int:
        """How many addresses are still to be asked for."""
        return sum(len(self._due(name)) for name in self.tallies)

    async def _search_all(self, fetcher: Fetcher, *, dry: bool) -> list[Named]:
        room = asyncio.Semaphore(self._network.jobs)
        async with aclosing(Workers(_LIMITS)) as workers:

            async def one(tally: Tally) -> list[Named]:
                async with room:
                    return await self._search(tally, fetcher, workers, dry=dry)

            tasks = [asyncio.create_task(one(tally)) for tally in self.tallies.values()]
            try:
                return [named for found in await asyncio.gather(*tasks) for named in found]
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _search(self, tally: Tally, fetcher: Fetcher, workers: Workers, *, dry: bool) -> list[Named]:
        """Searches a source and notes what it names; what is new of that."""
        assignment, sources = tally.assignment, self._state.sources
        record = sources.record(assignment.name)
        last_s = None if record is None or record.failures else record.searched_s
        interval_s = assignment.interval_s
        if last_s is not None and last_s < interval_s - min(_GRACE_S, interval_s / 10):
            return []
        found: list[Named] = []

        async def give(link: Link) -> None:
            found.append(_named(link))

        listings = _Listings(assignment, fetcher, self._state)
        means = Means(
            ask=listings.ask,
            sitemaps=fetcher.sitemaps,
            read=reader(workers, self._state),
            is_settled=listings.is_settled,
            instead=listings.instead,
        )
        searched = await Trail(assignment.search, means, give).walk()
        tally.named, tally.notes, outcome = len(found), searched.notes, searched.outcome
        if outcome.verdict == "failed":
            tally.verdict, tally.code, tally.message = "failed", outcome.code, outcome.reason
            if not dry:
                sources.note_failure(assignment.name, outcome.code or "", outcome.reason)
        else:
            tally.verdict = "unchanged" if outcome.verdict == "unchanged" else "read"
        ours = [one for one in found if self._shard.has(one.url)]
        first = record is None or record.read_s is None
        wanted = ours[: assignment.first_run_limit] if first else ours
        if dry:
            news = zip(wanted, self._state.agenda.are_new(one.key for one in wanted), strict=True)
            return [one for one, is_new in news if is_new]
        self._note(tally, wanted, ours[len(wanted) :])
        if tally.verdict != "failed":
            # Not before: a listing that is as before has nothing that is not noted.
            listings.keep(searched)
        return wanted

    def _note(self, tally: Tally, wanted: list[Named], passed: list[Named]) -> None:
        name, agenda, sources = tally.assignment.name, self._state.agenda, self._state.sources
        tally.new = agenda.add(name, wanted)
        if passed:
            agenda.add(name, passed, "passed")
        if tally.verdict != "failed":
            sources.note_read(name, new=tally.new > 0)
        record = sources.record(name)
        if record is None:
            return
        tally.failures = record.failures
        since_s = record.first_s if record.new_s is None else record.new_s
        expected_s = tally.assignment.expect_new_s
        if expected_s is not None and since_s > expected_s and not record.failures:
            tally.stale_s = since_s

    def _due(self, name: str) -> list[Named]:
        return [one for one in self._state.agenda.due(name) if self._shard.has(one.url)]

    async def _due_sources(self) -> AsyncIterator[Source]:
        for tally in self.tallies.values():
            for one in self._due(tally.assignment.name):
                self._owners[one.key] = tally
                yield Source(one.url, "url")

    def _work_of(self, source: Source) -> Work:
        return self._owners[source.key].assignment.work


class _Listings:
    """The listings of one source: asked for only if they have changed, where nothing is lost by that."""

    def __init__(self, assignment: Assignment, fetcher: Fetcher, state: State) -> None:
        self._fetcher, self._sources = fetcher, state.sources
        self._asked: dict[str, Page] = {}
        # With another filter the same listing may name something new.
        self._prefix = f"{assignment.name} {_filter_of(assignment.search)} "

    async def ask(self, url: str) -> Page:
        """A listing."""
        known = self._sources.listing(self._prefix + normalise(url))
        page = await self._fetcher.fetch(url, accept="listing", known=known)
        self._asked[url] = page
        return page

    def is_settled(self, url: str, changed: Moment | None) -> bool:
        """Whether a listing was asked for after the change that its index tells of, and within a day."""
        asked_at = self._sources.listing_asked_at(self._prefix + normalise(url))
        if asked_at is None:
            return False
        return is_before(changed, dt.datetime.fromtimestamp(asked_at - _CLOCKS_S, dt.UTC))

    def instead(self, url: str) -> list[str]:
        """The feeds that are asked in place of a page."""
        return self._sources.instead(self._prefix + normalise(url))

    def keep(self, searched: Searched) -> None:
        """Remembers the listings that speak for what they name and lead to, now that all of it is noted."""
        speaking = searched.speaking
        if searched.instead:
            self._sources.keep_instead(self._prefix + normalise(searched.search.url), searched.instead)
        for url, page in self._asked.items():
            key = normalise(url)
            if page.is_unchanged:
                self._sources.confirm_listing(self._prefix + key)
            elif key in speaking and not page.fetched.cut:
                known = Known(final_url=page.final_url or url, validators=page.fetched.validators)
                self._sources.keep_listing(self._prefix + key, known, leads=speaking[key])


def _filter_of(search: Search) -> str:
    wanted = search.wanted
    patterns = [[pattern.pattern for pattern in group] for group in (wanted.match, wanted.reject)]
    return f"{search.kind} {patterns} {search.limit}"


def _named(link: Link) -> Named:
    date = link.published or link.modified
    return Named(
        key=normalise(link.url), url=link.url, title=link.title, published=None if date is None else str(date)
    )
