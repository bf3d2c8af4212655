"""An article with the pages it goes on on, fetched one after the other like any page."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from newsgrab.errors import NewsgrabError
from newsgrab.model import Article
from newsgrab.text import for_screen
from newsgrab.urls import normalise
from newsgrab.worker.joining import joined

_MOST: Final = 20
"""Pages of an article: the longest seen had a dozen, and each costs its host a request and a pause."""


async def whole(first: Article, read: Callable[[str], Awaitable[Article]]) -> Article:
    """The article with all its pages; where one cannot be had, as far as it can, and with a warning.

    Args:
        first: The page that was asked for.
        read: Fetches a page, and gives the article on it.
    """
    if not first.parts:
        return first
    own = normalise(first.url)
    found = {normalise(url): url for url in first.parts}
    ahead = list(found) if own in found else [own, *found]
    found.setdefault(own, first.url)
    pages = {own: first}
    is_complete = True
    for number, key in enumerate(ahead, start=1):  # which grows meanwhile
        if key in pages:
            continue
        if number > _MOST:
            is_complete = False
            break
        try:
            page = await read(found[key])
        except NewsgrabError as error:
            told = for_screen(f"{error} ({error.code})")
            logging.getLogger("newsgrab").debug("page %d of %s: %s", number, for_screen(first.url), told)
            is_complete = False
            break
        if any(page.fingerprint == other.fingerprint for other in pages.values()):
            continue  # another address of a page that is there: the first one's with its number, say
        pages[key] = page
        for url in page.parts:
            if (other := normalise(url)) not in found:
                found[other] = url
                ahead.append(other)
    read_pages = [(found[key], pages[key]) for key in ahead if key in pages]
    return joined(read_pages, first, complete=is_complete)
