"""One input made an article for a person: the page read or fetched, and what stands on it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgrab.extraction import extract_page
from newsgrab.model import Article
from newsgrab.pipeline.attempt import read_page
from newsgrab.pipeline.values import Reading, Source

if TYPE_CHECKING:
    from newsgrab.fetching import FetchOptions


def article_of_file(source: Source, options: Reading) -> Article:
    """The article of a file or of standard input; needs neither HTTP client nor asyncio.

    Raises:
        UsageError: As ``read_page``.
        TooLarge: As there.
        ExtractError: There is none.
    """
    return extract_page(read_page(source, options))


async def article_of_address(source: Source, options: Reading, network: "FetchOptions") -> Article:
    """Fetches a page and finds its article.

    Raises:
        NewsgrabError: As ``Fetcher.fetch``.
        ExtractError: There is none.
    """
    from newsgrab.fetching import afetch  # noqa: PLC0415 - start light

    page = await afetch(source.name, network)
    return extract_page(replace(page, encoding=options.encoding))
