"""One run at a time: a lock that the system takes back when its process dies, however it dies."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsgrab.errors import Busy, StateFailed


@contextmanager
def run_lock(state: Path, *, wait: bool) -> Iterator[None]:
    """Holds the lock of a state for the block.

    Args:
        state: Its file; the lock is a file beside it, which stays there, empty.
        wait: Whether to wait for another run instead of leaving the work to it.

    Raises:
        Busy: Another run holds it.
        StateFailed: The file cannot be made.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    path = state.with_name(f"{state.name}.lock")
    try:
        state.parent.mkdir(parents=True, exist_ok=True)
        # Not inherited by the processes that extract (PEP 446): they may outlive a killed run.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise StateFailed(f"the lock {path} cannot be made: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Busy(f"another run is at work (it holds {path})") from None
        except OSError as error:
            raise StateFailed(f"{path} cannot be locked: {error.strerror}") from error
        yield
    finally:
        os.close(descriptor)
