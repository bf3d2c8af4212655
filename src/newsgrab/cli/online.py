"""The work of ``newsgrab get`` where there is something to fetch: an event loop, and a way out of it."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import aclosing, suppress

from newsgrab.cli.lists import Inputs
from newsgrab.cli.opening import PageFlags, opened
from newsgrab.cli.signals import ReaderGone, Terminated
from newsgrab.errors import UsageError
from newsgrab.pipeline import Network, fetch_all

__all__ = ["Inputs", "drive", "work_online"]


def work_online(flags: PageFlags, inputs: Inputs, network: Network) -> int:
    """Works addresses, archives, files and standard input, and returns the exit status.

    Raises:
        NewsgrabError: What concerns the run and not one input.
        KeyboardInterrupt: Ctrl-C; an article that was being written is written.
        Terminated: SIGTERM, likewise.
        ReaderGone: Nobody reads standard output any more.
    """
    inputs.check()
    is_open = inputs.lists or any(source.kind == "archive" for source in inputs.given)
    with opened(flags, total=None if is_open else len(inputs.given)) as (work, report):

        async def run() -> None:
            async with aclosing(fetch_all(inputs.sources(), work, network)) as results:
                async for outcome in results:
                    report.add(outcome)
                    if report.saved == flags.limit:
                        break

        drive(run)
        if not report.inputs:
            names = ("standard input" if name == "-" else name for name in inputs.lists)
            raise UsageError(f"no address in {', '.join(names)}")
    return report.status


def drive(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Runs it; SIGTERM cancels it at its next pause, as Ctrl-C does, and no write is a pause.

    Args:
        work: What is to be done.

    Raises:
        Terminated: SIGTERM came.
    """
    runner = asyncio.Runner()

    async def cancellable() -> None:
        if (task := asyncio.current_task()) is not None:
            with suppress(NotImplementedError):  # Windows
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        await work()

    try:
        runner.run(cancellable())
    except asyncio.CancelledError:
        raise Terminated from None
    except (KeyboardInterrupt, ReaderGone):
        raise  # closing waits for threads, and one may wait for a name server
    except BaseException:
        runner.close()
        raise
    runner.close()
