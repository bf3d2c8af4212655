"""Lists of addresses, read as they come: a list may be a pipe that never ends."""

import asyncio
import json
import os
import re
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from newsgrab.errors import IsDirectory, MissingFile, UsageError
from newsgrab.pipeline import Source
from newsgrab.records import dataclass

T = TypeVar("T")

_CHUNK: Final = 1 << 16
_HTML: Final = re.compile(r"<(?:!doctype\b|!--|html\b|head\b|body\b|\?xml\b)", re.IGNORECASE)
_OF_A_FAILURE: Final = {"code", "status", "message", "attempts"}
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
                for source in chunk:
                    yield source


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


def _addresses(name: str, descriptor: int, *, null: bool) -> Iterator[list[Source]]:
    """The addresses of a list, as many at a time as could be read."""
    end = b"\0" if null else b"\n"
    rest = b""
    while chunk := os.read(descriptor, _CHUNK):
        *lines, rest = (rest + chunk).split(end)
        if (not null and b"\0" in chunk) or len(rest) > _LONGEST_LINE:
            shown = "standard input" if name == "-" else name
            raise UsageError(f"{shown} is no list of addresses, one a line")
        yield [source for line in lines if (source := _source(name, line, null=null))]
    if source := _source(name, rest, null=null):
        yield [source]
    if name != "-":
        os.close(descriptor)


def _source(name: str, line: bytes, *, null: bool) -> Source | None:
    """The input of a line; none for a comment or a blank line.

    Raises:
        UsageError: It is a piece of HTML.
    """
    text = line.decode("utf-8", "surrogateescape").strip("\ufeff \t\r\n")
    if not text or (text.startswith("#") and not null):
        return None
    if _HTML.match(text):
        if name == "-":
            raise UsageError("standard input is HTML and no list of addresses; newsgrab extract reads a page")
        raise UsageError(f"{name} is HTML and no list of addresses; newsgrab extract {name} reads a page")
    return _of_row(text) if text.startswith("{") else Source(text, "url")


def _of_row(text: str) -> Source:
    """The ``url`` of a JSON object and what else it has; what is none fails as an address."""
    try:
        row: Any = json.loads(text, parse_constant=lambda _: None)  # NaN is no JSON
    except (ValueError, RecursionError):
        return Source(text, "url")
    url = row.pop("url", None)
    if not isinstance(url, str) or not url:
        return Source(text, "url")
    if row.keys() >= _OF_A_FAILURE:  # a line of a file of errors
        row = {key: value for key, value in row.items() if key not in _OF_A_FAILURE}
    extra = json.dumps(row) if row else ""  # ASCII: half a character may stand in it
    return Source(url, "url", extra=extra)


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
