"""Standard output: UTF-8 whatever the locale says, flushed at once, quiet when its reader has gone."""

import errno
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrab.cli.signals import ReaderGone
from newsgrab.errors import OutputError
from newsgrab.records import dataclass, field

if TYPE_CHECKING:
    from newsgrab.model import Card


def make_utf8() -> None:
    """UTF-8 and line feeds on all streams; half a character in a message is shown escaped."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            newline = None if stream is sys.stdin else "\n"
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline=newline)


def write_out(text: str) -> None:
    """Writes to standard output, and on to whoever reads it.

    Raises:
        ReaderGone: Nobody does any more.
        DiskFull: It goes to a file, and the disk is full.
        OutputError: It is closed, or the system refuses.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        raise cut_off(error) from error


def copy_out(path: Path) -> None:
    """Writes a file to standard output as it is.

    Raises:
        ReaderGone, DiskFull, OutputError: As ``write_out``.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    with path.open("rb") as file:
        while piece := file.read(1 << 16):
            try:
                sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
            except OSError as error:
                raise cut_off(error) from error


class Out:
    """Standard output for whoever writes to a file; see ``write_out``."""

    write = staticmethod(write_out)


def cut_off(error: OSError) -> ReaderGone | OutputError:
    """What it means that standard output could not be written; nothing more goes there."""
    _turn_away()
    # Windows says EINVAL where POSIX says EPIPE.
    if error.errno == errno.EPIPE or (os.name == "nt" and error.errno == errno.EINVAL):
        return ReaderGone()
    from newsgrab.durable import as_output_error  # noqa: PLC0415 - start light

    return as_output_error("standard output", error)


def _turn_away() -> None:
    """What is left in the buffer goes nowhere: Python would try again at exit, complain and return 120."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@dataclass(frozen=True, slots=True)
class Shown:
    """An article on standard output has no path."""

    paths: tuple[str, ...] = ()
    fresh: bool = True
    moved: Mapping[str, str] = field(default_factory=dict)


class Stdout:
    """Articles one after the other on standard output, each flushed at once."""

    def __init__(self, *, array: bool, between: str) -> None:
        """Writes nothing yet.

        Args:
            array: Makes one JSON array of all.
            between: What parts two articles.
        """
        self._array = array
        self._between = between
        self._count = 0

    def held(self, url: str) -> tuple[str, ...]:  # noqa: ARG002 - a stream holds nothing
        """Nothing is there already."""
        return ()

    def standing(self, files: Mapping[str, str]) -> tuple[str, ...]:  # noqa: ARG002 - as above
        """Nothing stands here: what is asked for is always given."""
        return ()

    def keep(
        self,
        card: "Card",  # noqa: ARG002 - as above
        texts: Mapping[str, str | bytes],
        asked: str,  # noqa: ARG002 - as above
    ) -> Shown:
        """Writes the article; there is one text, since streams take one format.

        Raises:
            OutputError, DiskFull, ReaderGone: As ``write_out``.
        """
        (text,) = (text for text in texts.values() if isinstance(text, str))
        before = "[\n" if self._array and not self._count else self._between if self._count else ""
        write_out(before + (text.rstrip("\n") if self._array else text))
        self._count += 1
        return Shown()

    def put_beside(self, card: "Card", name: str, data: bytes) -> str:  # noqa: ARG002 - as above
        """Nothing stands beside a stream.

        Raises:
            OutputError: Always.
        """
        raise OutputError(f"standard output has no place beside it for {name}")

    def once_safe(self, note: Callable[[], None]) -> None:
        """Calls it: what is written has left."""
        note()

    def close(self) -> None:
        """Ends the array.

        Raises:
            OutputError, DiskFull, ReaderGone: As ``write_out``.
        """
        if self._array:
            write_out("\n]\n" if self._count else "[]\n")
