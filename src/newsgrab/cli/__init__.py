"""The command line. ``main`` is its outermost frame: whatever happens is a status and at most a line."""

import gc
import os
from collections.abc import Callable, Sequence

from newsgrab.cli.signals import ReaderGone, Terminated, raise_on_sigterm
from newsgrab.cli.streams import make_utf8
from newsgrab.errors import ExitStatus, NewsgrabError, UsageError


def main(arguments: Sequence[str]) -> int:
    """Reads the words, then does the work.

    Args:
        arguments: The words after the command's name.

    Returns:
        The exit status (``newsgrab help exit-codes``).
    """
    make_utf8()
    raise_on_sigterm()
    try:
        job = _job_of(arguments)
        gc.freeze()  # what is loaded now stays
        gc.enable()
        return int(job())
    except ReaderGone:
        return ExitStatus.BROKEN_PIPE
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except Terminated:
        return ExitStatus.TERMINATED
    except NewsgrabError as error:
        _say(f"{error}" if isinstance(error, UsageError) else f"{error} ({error.code})")
        return error.status
    except Exception as error:  # noqa: BLE001 - the outermost frame: a bug is one line and a status
        if {"-v", "--verbose"} & set(arguments) or os.environ.get("NEWSGRAB_VERBOSE"):
            import traceback  # noqa: PLC0415 - for bugs only

            traceback.print_exc()
        _say(f"internal error: {type(error).__name__}: {error}; run with -v for the traceback")
        return ExitStatus.INTERNAL


def _job_of(arguments: Sequence[str]) -> Callable[[], int]:
    from newsgrab.cli.plain import plain_job  # noqa: PLC0415 - Ctrl-C while it loads is quiet, too

    if (job := plain_job(arguments)) is not None:
        return job
    from newsgrab.cli.app import job_of  # noqa: PLC0415 - as above

    return job_of(arguments)


def _say(message: str) -> None:
    from newsgrab.report import say, wants_colour  # noqa: PLC0415 - start light: ``--help`` has nothing to say

    say(message, colour=wants_colour("auto"))
