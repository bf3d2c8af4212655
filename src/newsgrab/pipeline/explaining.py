"""One input explained: the page read or fetched, and what extraction decides about it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsgrab.extraction.explanation import explain
from newsgrab.model import Explanation
from newsgrab.pipeline.attempt import read_page
from newsgrab.pipeline.values import Source

if TYPE_CHECKING:
    from newsgrab.fetching import FetchOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How a page is read; ``values.Work`` says what each means."""

    max_bytes: int = 10 << 20
    encoding: str | None = None
    url: str | None = None


def explain_file(source: Source, options: ReadOptions) -> Explanation:
    """Explains a file or standard input; needs neither HTTP client nor asyncio.

    Raises:
        UsageError: As ``read_page``.
        TooLarge: As there.
        ExtractError: It is no page at all.
    """
    return explain(read_page(source, options))


async def explain_address(source: Source, options: ReadOptions, network: "FetchOptions") -> Explanation:
    """Fetches a page and explains it.

    Raises:
        NewsgrabError: As ``Fetcher.fetch``.
        ExtractError: It is no page at all.
    """
    from newsgrab.fetching import afetch  # noqa: PLC0415 - start light

    page = await afetch(source.name, network)
    return explain(replace(page, encoding=options.encoding))
