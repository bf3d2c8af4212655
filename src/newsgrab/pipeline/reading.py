"""One input told to a person: the page read or fetched, and what is wanted of it."""

from typing import TYPE_CHECKING

from newsgrab.pipeline.attempt import read_page
from newsgrab.pipeline.values import Source
from newsgrab.records import dataclass, replace
from newsgrab.worker.telling import Setting, Telling, Told, tell

if TYPE_CHECKING:
    from newsgrab.fetching import FetchOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How a page is read; ``values.Work`` says what each means."""

    max_bytes: int = 10 << 20
    encoding: str | None = None
    url: str | None = None


def tell_file(source: Source, options: ReadOptions, wanted: Telling | Setting) -> Told:
    """Tells of a file or of standard input, here; needs neither HTTP client nor asyncio.

    Raises:
        UsageError: As ``read_page``.
        TooLarge: As there.
        ExtractError: As ``telling.tell``.
    """
    return tell(read_page(source, options), wanted)


async def tell_address(
    source: Source, options: ReadOptions, network: "FetchOptions", wanted: Telling | Setting
) -> Told:
    """Fetches a page and tells of it, from a process of its own.

    Raises:
        NewsgrabError: As ``Fetcher.fetch``.
        ExtractError: As ``telling.tell``; or the process did not live through it.
        Bug: Extraction failed otherwise.
    """
    from contextlib import aclosing  # noqa: PLC0415 - start light

    from newsgrab.fetching import afetch  # noqa: PLC0415 - as above
    from newsgrab.worker.pool import Workers  # noqa: PLC0415 - it loads asyncio

    page = await afetch(source.name, network)
    async with aclosing(Workers(most=1)) as workers:
        return await workers.tell(replace(page, encoding=options.encoding), wanted)
