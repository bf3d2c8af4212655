"""One page and no more: a ``Fetcher`` opened for it and closed again."""

import asyncio

from newsgrab.fetching.fetcher import Fetcher
from newsgrab.fetching.options import FetchOptions
from newsgrab.model import Page


async def afetch(url: str, options: FetchOptions | None = None) -> Page:
    """One page, for use inside a running event loop; for many, keep a ``Fetcher``.

    Raises:
        NewsgrabError: As ``Fetcher.fetch``.
    """
    async with Fetcher(options) as fetcher:
        return await fetcher.fetch(url)


def fetch(url: str, options: FetchOptions | None = None) -> Page:
    """One page, for use where no event loop runs.

    Raises:
        NewsgrabError: As ``Fetcher.fetch``.
        RuntimeError: An event loop runs; await ``afetch`` there.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(afetch(url, options))
    raise RuntimeError("an event loop is running here: await newsgrab.afetch() instead")
