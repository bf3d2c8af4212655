"""What a run would ask for, without asking."""

from collections.abc import AsyncIterator

from newsgrab.model import Outcome
from newsgrab.pipeline import once_each, recall
from newsgrab.pipeline.asking import left_out
from newsgrab.pipeline.attempt import Attempt
from newsgrab.pipeline.values import Network, Source, Work
from newsgrab.urls import check


async def previewed(
    sources: AsyncIterator[Source], work: Work, network: Network
) -> AsyncIterator[tuple[str, Outcome]]:
    """Each input once: the address that would be asked for, or ``""``, and what becomes of it so far.

    Args:
        sources: The inputs; of those that are no address nothing is asked.
        work: What would be done with every page.
        network: How pages would be fetched.
    """
    async for source in once_each(sources):
        with Attempt(source) as attempt:
            work.job_for(source)
            wanted = source.kind == "url" and _is_asked_for(source, work, network)
            attempt.skip((), "would be fetched" if wanted else "would not be fetched")
            if source.kind == "url":
                check(source.name)
        skipped = attempt.result.verdict == "skipped"
        yield source.shown if skipped and wanted else "", attempt.result


def _is_asked_for(source: Source, work: Work, network: Network) -> bool:
    if network.offline or left_out(source, work, network) is not None:
        return False
    if network.state is None or network.refresh or not network.max_age_s:
        return True
    found = recall.standing(source, work, network.state)
    return found is None or found.known.age_s >= network.max_age_s
