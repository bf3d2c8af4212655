"""Lists of addresses, read as they come: a list may be a pipe that never ends."""

import asyncio
import json
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from newsgrab.errors import IsDirectory, MissingFile, UsageError
from newsgrab.pipeline import Source

T = TypeVar("T")

_CHUNK: Final = 1 << 16
_LONGEST_LINE: Final = 1 << 20  # bytes; an address has at most 8 KiB, a row of JSON a few more


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads.

    Attributes:
        given: The words of the command line.
        lists: Names of files with one address a line; ``-`` is standard input.
        null: Whether the addresses in lists end with NUL instead of a line end.
    """

    given: tuple[Source, ...]
    lists: tuple[str, ...]
    null: bool

    def check(self) -> None:
        """Finds a list that is not there before the first fetch.

        Raises:
            MissingFile: It cannot be opened.
            IsDirectory: It is a folder.
        """
        for name in self.lists:
            if name != "-" and Path(name).is_dir():
                raise IsDirectory(f"{name}: a folder, not a list of addresses")
            if name != "-" and not os.access(name, os.R_OK):
                raise MissingFile(f"{name}: {'cannot be read' if Path(name).exists() else 'no such file'}")

    async def sources(self) -> AsyncIterator[Source]:
        """First the words, then the lists, which are read as they come.

        Lists are read in a thread: a slow ``-i -`` does not hold up what is being fetched.

        Raises:
            UsageError: A list cannot be read or is no list.
        """
        for source in self.given:
            yield source
        for name in self.lists:
            chunks = _addresses(name, _opened(name), null=self.null)
            while (chunk := await _in_thread(partial(next, chunks, None))) is not None:
                for address in chunk:
                    yield Source(address, "url")


def _opened(name: str) -> int:
    """A descriptor, not a file object: a thread blocked in one holds its lock while Python ends."""
    if name == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed")
        return sys.stdin.fileno()
    try:
        return os.open(name, os.O_RDONLY)
    except OSError as error:
        raise MissingFile(f"{name}: {error.strerror}") from error


def _addresses(name: str, descriptor: int, *, null: bool) -> Iterator[list[str]]:
    """The addresses of a list, as many at a time as could be read."""
    end = b"\0" if null else b"\n"
    rest = b""
    while chunk := os.read(descriptor, _CHUNK):
        *lines, rest = (rest + chunk).split(end)
        if (not null and b"\0" in chunk) or len(rest) > _LONGEST_LINE:
            shown = "standard input" if name == "-" else name
            raise UsageError(f"{shown} is no list of addresses, one a line")
        yield [address for line in lines if (address := _address(line, null=null))]
    if address := _address(rest, null=null):
        yield [address]
    if name != "-":
        os.close(descriptor)


def _address(line: bytes, *, null: bool) -> str:
    """The address of a line; ``""`` for a comment or a blank line."""
    text = line.decode("utf-8", "surrogateescape").strip("\ufeff \t\r\n")
    if text.startswith("#") and not null:
        return ""
    return _of_row(text) if text.startswith("{") else text


def _of_row(text: str) -> str:
    """The ``url`` of a JSON object; what is none goes on as it is and fails as an address."""
    try:
        row: Any = json.loads(text)
    except (ValueError, RecursionError):
        return text
    url = row.get("url")
    return url if isinstance(url, str) and url else text


async def _in_thread(call: Callable[[], T]) -> T:
    """As ``asyncio.to_thread``, but the thread dies with the process: a read of stdin may never end."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(settler: Callable[[], None]) -> None:
        if not future.cancelled():
            settler()

    def work() -> None:
        settler: Callable[[], None]
        try:
            settler = partial(future.set_result, call())
        except Exception as error:  # noqa: BLE001 - handed over, not swallowed: the waiting side raises it
            settler = partial(future.set_exception, error)
        with suppress(RuntimeError):  # the loop may have closed meanwhile
            loop.call_soon_threadsafe(settle, settler)

    threading.Thread(target=work, daemon=True).start()
    return await future
