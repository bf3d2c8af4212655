"""The archive a run writes to, and its opening."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsgrab.report import say

if TYPE_CHECKING:
    from newsgrab.model import Recorder


@contextmanager
def recording(name: str | None) -> "Iterator[Recorder | None]":
    """What keeps the requests of a run and their answers, closed in the end.

    Args:
        name: The file the user names; without one nothing is kept.

    Raises:
        UsageError: It is no archive, or the package for it is not there.
        OutputError: It cannot be written.
    """
    if name is None:
        yield None
        return
    from newsgrab.sinks.warc import WarcFile  # noqa: PLC0415 - an extra

    archive = WarcFile(name)
    if archive.removed:
        say(f"{name}: an earlier run was cut off; the {archive.removed:,} bytes of its last record are gone")
    try:
        yield archive
    finally:
        archive.close()
