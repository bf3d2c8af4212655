"""The pages of web archives as inputs like any other, never more of them in memory than are worked on."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path

from newsgrab.errors import Damaged, IsDirectory, MissingFile, NewsgrabError, NoContent
from newsgrab.model import Page
from newsgrab.pipeline.archived import address_of, page_of
from newsgrab.pipeline.values import Source
from newsgrab.warc import Record, Records

Found = tuple[Source, Page | NewsgrabError]
"""An input, and its page, or why there is none."""


class Archives:
    """Opens the archives among the inputs."""

    def __init__(self, max_bytes_of: Callable[[Source], int], room: int) -> None:
        """Opens nothing yet.

        Args:
            max_bytes_of: Largest page of an archive.
            room: How many pages may be read and not taken.
        """
        self._max_bytes_of = max_bytes_of
        self._room = asyncio.Semaphore(room)
        self._waiting: dict[Source, Page | NewsgrabError] = {}

    async def opened(self, sources: AsyncIterator[Source]) -> AsyncGenerator[Source, None]:
        """The inputs, and in place of each archive its pages; the archive itself if it has a fault.

        Args:
            sources: The inputs.
        """
        async for source in sources:
            if source.kind != "archive":
                yield source
                continue
            pages = _pages(source, self._max_bytes_of(source))
            while True:
                await self._room.acquire()
                # A big record that is passed over takes seconds, in which nothing else may stand still.
                found = await asyncio.to_thread(partial(next, pages, None))
                if found is None:
                    self._room.release()
                    break
                record, self._waiting[found[0]] = found
                yield record

    def take(self, source: Source) -> Page | None:
        """The page of an input, which is not kept for a second time; ``None`` if it is not from an archive.

        Raises:
            NewsgrabError: There is none.
        """
        if source.kind not in ("archive", "record"):
            return None
        page = self._waiting.pop(source)
        self._room.release()
        if isinstance(page, NewsgrabError):
            raise page
        return page


def _pages(archive: Source, max_bytes: int) -> Iterator[Found]:
    """The pages of an archive, and in the end its fault, if it has one."""
    count = 0
    try:
        with Path(archive.name).open("rb") as file:
            for record in Records(file):
                if found := _page(archive.name, record, max_bytes):
                    count += 1
                    yield found
    except IsADirectoryError:
        yield archive, IsDirectory("a folder, not a file")
    except OSError as error:
        yield archive, MissingFile(error.strerror or str(error))
    except Damaged as damage:
        yield archive, damage
    else:
        if not count:
            yield archive, NoContent("there is no page in this archive")


def _page(archive: str, record: Record, max_bytes: int) -> Found | None:
    if (url := address_of(record)) is None:
        return None
    source = Source(url, "record", f"{archive}#{record.start}")
    try:
        page = page_of(record, url, max_bytes)
    except Damaged:
        raise
    except NewsgrabError as error:
        return source, error
    return None if page is None else (source, page)
