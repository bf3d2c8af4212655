"""SIGTERM as an exception, so that whatever is open is closed on the way out."""

import signal
from contextlib import suppress
from types import FrameType


class Terminated(BaseException):
    """SIGTERM; like KeyboardInterrupt no Exception, so that nothing takes it for a failure."""


def raise_on_sigterm() -> None:
    """Makes SIGTERM raise ``Terminated`` in the main thread, unless the parent process had it ignored."""
    with suppress(ValueError):  # not in the main thread
        if signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN:
            signal.signal(signal.SIGTERM, _terminate)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated
