"""The order of work: input, page, article, texts, destination; one input's failure never ends a run.

``fetch_all`` is for inputs that may be addresses or archives, ``read_all`` for files and standard input
alone: it needs neither asyncio nor the HTTP client.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING

from newsgrab.model import Outcome
from newsgrab.pipeline.attempt import Attempt, read_page
from newsgrab.pipeline.values import Destination, Network, Placed, Source, Work
from newsgrab.worker.making import Job, make

if TYPE_CHECKING:
    from newsgrab.fetching import Fetcher
    from newsgrab.pipeline.asking import Means

__all__ = [
    "Destination",
    "Job",
    "Network",
    "Placed",
    "Source",
    "Work",
    "fetch_all",
    "once_each",
    "read_all",
]


def read_all(sources: Iterable[Source], work: Work) -> Iterator[Outcome]:
    """Articles of files and standard input, one after the other; an input given twice is read once.

    Raises:
        DiskFull: The destination is full; the rest is not tried.
    """
    for source in {source.key: source for source in sources}.values():
        with Attempt(source) as attempt:
            job = work.job_for(source)
            page = read_page(source, work)
            attempt.take(make(page, job), page, work)
            attempt.keep(work)
        yield attempt.result


async def fetch_all(
    sources: AsyncIterator[Source],
    work: Work | Callable[[Source], Work],
    network: Network,
    fetcher: "Fetcher | None" = None,
) -> AsyncGenerator[Outcome, None]:
    """Articles of addresses, archives, files and standard input; an address given twice is fetched once.

    The HTTP client is loaded with the first address that must be fetched. Sources are read a window ahead,
    never all at once.

    Args:
        sources: The inputs.
        work: What is done with every page, or what tells it of each input.
        network: How pages are fetched.
        fetcher: Fetches, and is left open; by default there is one of its own.

    Raises:
        DiskFull: The destination is full; the rest is not tried.
    """
    from newsgrab.pipeline.asking import means_for  # noqa: PLC0415 - start light

    work_of = work if callable(work) else lambda _: work
    async with (
        means_for(network, lambda source: work_of(source).max_bytes, fetcher) as means,
        aclosing(_worked(sources, work_of, means)) as outcomes,
    ):
        async for outcome in outcomes:
            yield outcome


async def _worked(
    sources: AsyncIterator[Source], work_of: Callable[[Source], Work], means: "Means"
) -> AsyncGenerator[Outcome, None]:
    from newsgrab.pipeline import poison, recall  # noqa: PLC0415 - start light
    from newsgrab.pipeline.asking import attempted  # noqa: PLC0415 - it loads asyncio
    from newsgrab.pipeline.window import Pace, in_window  # noqa: PLC0415 - as above

    network = means.network
    per_host = 1 if network.options.delay_s > 0 else 2  # as the client has under way at once
    pace = Pace(jobs=network.jobs, per_lane=per_host, ordered=network.ordered)

    def begun(source: Source) -> Coroutine[None, None, Attempt]:
        return attempted(source, work_of(source), means)

    made = in_window(means.archives.opened(once_each(sources)), begun, lambda source: source.host, pace)
    async with aclosing(made) as attempts:
        async for attempt in attempts:
            with attempt:  # kept here and not where it is made: in the order wanted
                attempt.keep(work_of(attempt.source))
            if network.state is not None:
                poison.note(attempt.source, attempt.result, network.state)
                recall.note_once_safe(attempt, work_of(attempt.source), network.state)
            yield attempt.result


async def once_each(sources: AsyncIterator[Source]) -> AsyncIterator[Source]:
    """The inputs without those that are given twice."""
    seen: set[int] = set()  # hashes, not strings: a million addresses take 70 MB less
    async for source in sources:
        if (key := hash(source.key)) not in seen:
            seen.add(key)
            yield source
