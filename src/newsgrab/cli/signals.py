"""Signals as exceptions, so that whatever is open is closed on the way out.

Like KeyboardInterrupt they are no Exception: nothing on the way is to take them for a failure.
"""

import signal
from contextlib import suppress
from types import FrameType


class Terminated(BaseException):
    """SIGTERM."""


class ReaderGone(BaseException):
    """Whoever read standard output has stopped (EPIPE): there is nobody left to work for."""


def raise_on_sigterm() -> None:
    """Makes SIGTERM raise ``Terminated`` in the main thread, unless the parent process had it ignored."""
    with suppress(ValueError):  # not in the main thread
        if signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN:
            signal.signal(signal.SIGTERM, _terminate)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated
