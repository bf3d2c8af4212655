"""One input worked; for an address, whether it has to be asked for at all, and how."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Final

from newsgrab import errors
from newsgrab.model import Article, Page
from newsgrab.pipeline import poison, recall
from newsgrab.pipeline.archives import Archives
from newsgrab.pipeline.attempt import Attempt, read_page
from newsgrab.pipeline.values import Network, Source, Work
from newsgrab.records import dataclass, replace
from newsgrab.rendering import RenderOptions
from newsgrab.text import shown_age
from newsgrab.worker.making import Job, Made, finished
from newsgrab.worker.pool import Workers

if TYPE_CHECKING:
    from newsgrab.fetching import Fetcher


_AS_IT_IS: Final = Job(formats=("jsonl",), rendering=RenderOptions(provenance=True))
"""All that there is of an article, and nothing said of which are wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a run works with."""

    fetcher: "Fetcher"
    workers: Workers
    archives: Archives
    network: Network


@asynccontextmanager
async def means_for(
    network: Network, max_bytes_of: Callable[[Source], int], fetcher: "Fetcher | None" = None
) -> AsyncIterator[Means]:
    """What a run works with, closed in the end.

    Args:
        network: How pages are fetched.
        max_bytes_of: The largest page of an archive.
        fetcher: One that is left open; by default there is one of its own.
    """
    from newsgrab.fetching import Fetcher  # noqa: PLC0415 - start light

    async with AsyncExitStack() as stack:
        workers = await stack.enter_async_context(aclosing(Workers()))
        if fetcher is None:
            own = Fetcher(network.options, network.state, network.recorder)
            fetcher = await stack.enter_async_context(own)
        archives = Archives(max_bytes_of, room=network.jobs)
        yield Means(fetcher=fetcher, workers=workers, archives=archives, network=network)


async def attempted(source: Source, work: Work, means: Means) -> Attempt:
    """One input, worked up to where its article is to be kept."""
    with Attempt(source) as attempt:
        given = means.archives.take(source)
        job = work.job_for(source)
        page = await _page(attempt, given, work, means)
        if page is not None:
            attempt.take(await _made_of(page, (work, job), means), page, work)
    return attempt


async def _page(attempt: Attempt, given: Page | None, work: Work, means: Means) -> Page | None:
    """The page of an input, if it has to be worked; else the attempt has its result."""
    source = attempt.source
    if source.kind == "url":
        return await _asked_for(attempt, work, means)
    if given is None:
        return read_page(source, work)
    if paths := work.destination.held(source.address):
        attempt.skip(paths)
        return None
    return replace(given, encoding=work.encoding)


async def _made_of(page: Page, wanted: tuple[Work, Job], means: Means) -> Made:
    """What is wanted of a page, with all that belongs to it."""
    work, job = wanted
    is_spread = work.pages == "all" and page.fetched.via == "http"
    article = await _whole(page, work, means) if is_spread else None

    async def made_as(job: Job) -> Made:
        return await _made(page, job, means) if article is None else finished(article, job)

    made = await made_as(job)
    if not work.save_images or not made.pictures or means.network.offline:
        return made
    from newsgrab.pipeline.illustrating import pictures_beside  # noqa: PLC0415 - seldom wanted

    place = partial(work.destination.put_beside, made.card)
    files = await pictures_beside(made.pictures, page, means.fetcher, place)
    # Made once more, since only now the places of its pictures are known.
    return await made_as(replace(job, pictures=files))


async def _whole(page: Page, work: Work, means: Means) -> Article:
    """The article of a page and of those it goes on on."""
    from newsgrab.pipeline.joining import whole  # noqa: PLC0415 - seldom wanted

    async def article_on(page: Page) -> Article:
        made = await _made(replace(page, encoding=work.encoding), _AS_IT_IS, means)
        return Article.from_dict(json.loads(made.texts["jsonl"]))

    async def read(url: str) -> Article:
        return await article_on(await means.fetcher.fetch(url))

    return await whole(await article_on(page), read)


async def _made(page: Page, job: Job, means: Means) -> Made:
    try:
        return await means.workers.make(page, job)
    except errors.Challenge:
        if page.fetched.via == "http" and page.final_url is not None:
            means.fetcher.leave(page.final_url)
        raise


async def _asked_for(attempt: Attempt, work: Work, means: Means) -> Page | None:
    """The page of an address, if it has to be worked; else the attempt has its result.

    Raises:
        NewsgrabError: It cannot be had.
    """
    source, network = attempt.source, means.network
    if (left := left_out(source, work, network)) is not None:
        attempt.skip(*left)
        return None
    found = None
    if network.state is not None and not network.refresh:
        found = recall.standing(source, work, network.state)
        if found is not None and (network.offline or found.known.age_s < network.max_age_s):
            _leave(attempt, found, f"had {shown_age(found.known.age_s)} ago")
            return None
        if not network.offline:
            poison.refuse(source, network.state)
    if network.offline:
        raise errors.Offline("nothing of it is kept here, and --offline asks nobody")
    # What was had before is seldom anything new; for anything else a process loads while it is on its way.
    with means.workers.expecting() if found is None else nullcontext():
        page = await means.fetcher.fetch(source.name, known=None if found is None else found.known)
    if page.is_unchanged and found is not None:
        attempt.confirm(page)
        _leave(attempt, found, "unchanged")
        return None
    if found is not None:
        attempt.expect(found.paths, found.known.card.digest)
    return replace(page, encoding=work.encoding)


def left_out(source: Source, work: Work, network: Network) -> tuple[tuple[str, ...], str] | None:
    """The files and the reason of an address that is not asked for; ``None`` if it is, as far as is known."""
    if paths := work.destination.held(source.name):
        return paths, "already there"
    if network.new_only and (why := _no_news(source, network)):
        return (), why
    return None


def _no_news(source: Source, network: Network) -> str:
    """Why an address is left out of a run that wants new ones only; ``""`` if it is not."""
    known = None if network.state is None else network.state.agenda.entry(source.key)
    if known is None or known.verdict in ("wanted", "passed"):
        return ""
    if known.verdict == "saved":
        return "saved in an earlier run"
    if known.due_s is None:
        return f"given up: it has failed {known.tries} times"
    return f"failed lately; its time comes in {shown_age(known.due_s)}" if known.due_s > 0 else ""


def _leave(attempt: Attempt, found: recall.Standing, reason: str) -> None:
    if found.copied is not None:
        attempt.take_copy(found.copied)
    else:
        attempt.leave(found.paths, reason)
