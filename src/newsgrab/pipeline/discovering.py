"""From sources to links: feeds, sitemaps and section pages fetched, read, and followed to each other.

Where it goes from a source:

* from a feed or a list of addresses nowhere;
* from an index of sitemaps to these, newest first, three deep: those on its own site (its host, a host below
  it or the one above), but for those whose names say that they list tags, writers or pictures, and for those
  that have not changed since the day that is wanted;
* from a page to the feeds it declares, on whatever host they are, but for those of comments and, on
  a section page, for those of other sections; and to the sitemaps of its robots.txt, on whatever host, if
  neither page nor feeds name a story, or if sitemaps are asked for.

Nothing is fetched twice, and at most 1,000 documents a source. What is left out by a bound is told.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, aclosing
from functools import partial
from typing import TYPE_CHECKING

from newsgrab.fetching import Fetcher
from newsgrab.model import Link, Listing, Page
from newsgrab.pipeline.experience import fates_at
from newsgrab.pipeline.searching import Search, Searched
from newsgrab.pipeline.trail import Means, Trail
from newsgrab.pipeline.values import Network
from newsgrab.worker.pool import Limits, Workers

if TYPE_CHECKING:
    from newsgrab.state import State

Ask = Callable[[str], Awaitable[Page]]
"""Fetches a listing; a page with the status 304 is one that has not changed and names nothing new."""

_LIMITS = Limits(seconds=120.0)
"""For one listing: 400,000 items in 50 MiB, the worst there is, take 12 s of a processor."""

_WAITING = 1_000
"""Links that wait to be taken before the search for more pauses."""


async def discover(
    searches: Iterable[Search], network: Network, fetcher: Fetcher | None = None, ask: Ask | None = None
) -> AsyncGenerator[Link | Searched, None]:
    """The links of all sources as they are found, each page once, and a ``Searched`` at the end of each.

    Several sources are searched at a time, so their links may alternate; search one at a time where it
    matters whose they are. Closing the generator ends all searches::

        async with aclosing(discover([Search(url="https://example.com/feed")], network)) as found:
            async for one in found:
                if isinstance(one, Link):
                    ...

    Args:
        searches: The sources.
        network: How to fetch; ``jobs`` is how many sources are searched at a time.
        fetcher: Fetches, and is left open; by default there is one of its own.
        ask: Fetches a listing, in place of the fetcher's ``fetch(url, accept="listing")``: for conditional
            requests.
    """
    async with AsyncExitStack() as stack:
        if fetcher is None:
            fetcher = await stack.enter_async_context(Fetcher(network.options, network.state))
        workers = await stack.enter_async_context(aclosing(Workers(_LIMITS)))
        means = Means(
            ask=ask or partial(fetcher.fetch, accept="listing"),
            sitemaps=fetcher.sitemaps,
            read=reader(workers, network.state),
        )
        async with aclosing(_all(searches, means, asyncio.Semaphore(network.jobs))) as found:
            async for one in found:
                yield one


def reader(workers: Workers, state: "State | None") -> Callable[[Page, dt.datetime], Awaitable[Listing]]:
    """What reads listings, knowing what earlier runs learnt of their sites.

    Args:
        workers: The children.
        state: What earlier runs saw.
    """

    async def read(page: Page, now: dt.datetime) -> Listing:
        return await workers.read_listing(page, now, fates_at(page, state))

    return read


async def _all(
    searches: Iterable[Search], means: Means, room: asyncio.Semaphore
) -> AsyncGenerator[Link | Searched, None]:
    found: asyncio.Queue[Link | Searched] = asyncio.Queue(_WAITING)

    async def run(search: Search) -> None:
        async with room:
            await found.put(await Trail(search, means, found.put).walk())

    tasks = [asyncio.create_task(run(search)) for search in searches]
    left = len(tasks)
    try:
        while left:
            one = await found.get()
            left -= isinstance(one, Searched)
            yield one
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
