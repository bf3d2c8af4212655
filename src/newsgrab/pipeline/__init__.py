"""The order of work: input, page, article, texts, destination; one input's failure never ends a run.

``fetch_all`` is for inputs that may be addresses or archives, ``read_all`` for files and standard input
alone: it needs neither asyncio nor the HTTP client.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from newsgrab.errors import Challenge
from newsgrab.model import Outcome, Page
from newsgrab.pipeline import poison
from newsgrab.pipeline.attempt import Attempt, read_page
from newsgrab.pipeline.values import Destination, Network, Placed, Source, Work
from newsgrab.worker.making import Job, Made, make

if TYPE_CHECKING:
    from newsgrab.fetching import Fetcher
    from newsgrab.pipeline.archives import Archives
    from newsgrab.worker.pool import Workers

__all__ = [
    "Destination",
    "Job",
    "Network",
    "Placed",
    "Source",
    "Work",
    "fetch_all",
    "read_all",
]


def read_all(sources: Iterable[Source], work: Work) -> Iterator[Outcome]:
    """Articles of files and standard input, one after the other; an input given twice is read once.

    Raises:
        DiskFull: The destination is full; the rest is not tried.
    """
    for source in {source.key: source for source in sources}.values():
        with Attempt(source) as attempt:
            page = read_page(source, work)
            attempt.take(make(page, work.job), page, work)
            attempt.keep(work)
        yield attempt.result


async def fetch_all(
    sources: AsyncIterator[Source], work: Work, network: Network
) -> AsyncGenerator[Outcome, None]:
    """Articles of addresses, archives, files and standard input; an address given twice is fetched once.

    The HTTP client is loaded with the first address that must be fetched. Sources are read a window ahead,
    never all at once.

    Raises:
        DiskFull: The destination is full; the rest is not tried.
    """
    from contextlib import aclosing  # noqa: PLC0415 - start light

    from newsgrab.fetching import Fetcher  # noqa: PLC0415 - as above
    from newsgrab.pipeline.archives import Archives  # noqa: PLC0415 - it loads asyncio
    from newsgrab.pipeline.window import Pace, in_window  # noqa: PLC0415 - as above
    from newsgrab.worker.pool import Workers  # noqa: PLC0415 - as above

    async with (
        aclosing(Workers()) as workers,
        Fetcher(network.options, network.state, network.recorder) as fetcher,
    ):
        tools = _Tools(fetcher, workers, Archives(work, room=network.jobs))
        per_host = 1 if network.options.delay_s > 0 else 2  # as the client has under way at once
        made = in_window(
            tools.archives.opened(_once_each(sources)),
            lambda source: _attempted(source, work, network, tools),
            lambda source: source.host,
            Pace(jobs=network.jobs, per_lane=per_host, ordered=network.ordered),
        )
        async with aclosing(made) as attempts:
            async for attempt in attempts:
                with attempt:  # kept here and not where it is made: in the order wanted
                    attempt.keep(work)
                if network.state is not None:
                    poison.note(attempt.source, attempt.result, network.state)
                yield attempt.result


@dataclass(frozen=True, slots=True)
class _Tools:
    """What a run has open."""

    fetcher: "Fetcher"
    workers: "Workers"
    archives: "Archives"


async def _attempted(source: Source, work: Work, network: Network, tools: _Tools) -> Attempt:
    with Attempt(source) as attempt:
        given = tools.archives.take(source)
        if source.address and (paths := work.destination.held(source.address)):
            attempt.skip(paths)
        else:
            page = given or await _had(source, work, tools.fetcher, network)
            made = await _made(page, work, tools.workers, tools.fetcher)
            if network.pictures and made.pictures:
                made = await _illustrated(made, page, work, tools)
            attempt.take(made, page, work)
    return attempt


async def _had(source: Source, work: Work, fetcher: "Fetcher", network: Network) -> Page:
    if source.kind != "url":
        return read_page(source, work)
    if network.state is not None and not network.refresh:
        poison.refuse(source, network.state)
    return replace(await fetcher.fetch(source.name), encoding=work.encoding)


async def _made(page: Page, work: Work, workers: "Workers", fetcher: "Fetcher") -> Made:
    try:
        return await workers.make(page, work.job)
    except Challenge:
        if page.fetched.via == "http" and page.final_url is not None:
            fetcher.leave(page.final_url)
        raise


async def _illustrated(made: Made, page: Page, work: Work, tools: _Tools) -> Made:
    """The same with its pictures beside it; made once more, since only now their places are known."""
    from newsgrab.pipeline.illustrating import pictures_beside  # noqa: PLC0415 - seldom wanted

    place = partial(work.destination.put_beside, made.card)
    files = await pictures_beside(made.pictures, page, tools.fetcher, place)
    return await tools.workers.make(page, replace(work.job, pictures=files))


async def _once_each(sources: AsyncIterator[Source]) -> AsyncIterator[Source]:
    seen: set[int] = set()  # hashes, not strings: a million addresses take 70 MB less
    async for source in sources:
        if (key := hash(source.key)) not in seen:
            seen.add(key)
            yield source
