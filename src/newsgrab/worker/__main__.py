"""The child: reads questions from standard input and writes answers to standard output, until its end.

python -m newsgrab.worker MEMORY_BYTES SECONDS
"""

import os
import signal
import sys
import traceback
from typing import BinaryIO

from newsgrab.errors import NewsgrabError, TooComplex
from newsgrab.text import shown_size
from newsgrab.worker import frames
from newsgrab.worker.making import Job, make

_GRACE_S = 5.0
"""So much later than the parent would do it, a child ends itself: then the parent is gone."""


def main() -> None:
    """Answers until standard input ends, or until a page took more memory than there is."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    _limit(memory)
    questions, answers = sys.stdin.buffer, _own_output()
    answers.write(frames.READY)
    answers.flush()
    while lengths := questions.read(frames.LENGTHS.size):
        head, body = (questions.read(size) for size in frames.LENGTHS.unpack(lengths))
        _alarm(seconds + _GRACE_S)
        try:
            answers.write(_answer(head, body))
        except MemoryError:
            # What is left of the memory may be in pieces: a new process starts whole.
            answers.write(frames.failure(TooComplex(f"takes more than {shown_size(memory)} of memory")))
            answers.flush()
            return
        _alarm(0)
        answers.flush()


def _answer(head: bytes, body: bytes) -> bytes:
    try:
        page, wanted = frames.asked(head, body)
        if isinstance(wanted, Job):
            return frames.answer(make(page, wanted))
        if isinstance(wanted, dict):
            from newsgrab.worker import telling  # noqa: PLC0415 - articles need none of it

            return telling.answer(page, wanted)
        from newsgrab.discovery import read_listing  # noqa: PLC0415 - as above

        return frames.listing_answer(read_listing(page, *wanted))
    except NewsgrabError as error:
        return frames.failure(error)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the boundary of the process: any bug costs one page
        return frames.bug(f"{type(error).__name__}: {error}", traceback.format_exc())


def _own_output() -> BinaryIO:
    """Standard output for answers alone: what anything else prints goes nowhere."""
    own = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return own


def _limit(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):  # the user's own limit is lower, or the system has none
            continue


def _alarm(seconds: float) -> None:
    """The system's own end of a process that hangs: by default the signal kills, whatever runs."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
