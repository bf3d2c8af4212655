"""Files that hold many articles, as a place where articles go."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Final, Protocol

from newsgrab.errors import OutputError, UsageError
from newsgrab.model import Article, Card
from newsgrab.records import dataclass, field, replace
from newsgrab.rendering import as_html
from newsgrab.sinks import Growing, open_sink
from newsgrab.sinks.book import BookFile, Chapter
from newsgrab.sinks.held import Held

NAMES: Final = ("csv", "tsv", "sqlite", "epub", "parquet")
"""The formats that are only for such files; JSON lines are for others, too."""

FORM: Final = "jsonl"
"""The rendering that a container takes articles in: it holds all that there is of them."""


class Taking(Protocol):
    """What articles are put into."""

    def add(self, article: Mapping[str, Any]) -> None:
        """Takes an article as it is in JSON.

        Raises:
            UsageError: It is none, on a closer look.
            OutputError: It cannot be written.
        """

    def close(self) -> None:
        """Puts the file in its place.

        Raises:
            OutputError: It cannot be written.
        """

    def discard(self) -> None:
        """Leaves no trace of it."""


class Book:
    """A book, which is made of articles as they are for reading."""

    def __init__(self, path: str) -> None:
        """Opens it.

        Raises:
            OutputError: It cannot be written.
        """
        self._file = BookFile(path, as_html.style())
        self.close, self.discard = self._file.close, self._file.discard

    def add(self, article: Mapping[str, Any]) -> None:
        """Takes an article, without its pictures.

        Raises:
            UsageError: It is none, on a closer look.
            OutputError: It cannot be written.
        """
        read = article_of(article)
        meta = read.metadata
        chapter = Chapter(
            id=f"{read.id} {read.url}",  # some sites call all their pages by one address
            title=meta.headline or read.url or read.id,
            html=as_html.content(replace(read, images=())),
            authors=tuple(author.name for author in meta.authors),
            language=meta.language,
            direction=meta.direction,
            fetched=read.to_dict()["fetch"]["at"],
        )
        self._file.add(chapter)


class Several:
    """Some files at once, each with all articles."""

    def __init__(self, takings: Sequence[Taking]) -> None:
        """Has them, open."""
        self._takings = takings

    def add(self, article: Mapping[str, Any]) -> None:
        """Puts an article into each.

        Raises:
            UsageError: It is none, on a closer look.
            OutputError: It cannot be written.
        """
        for taking in self._takings:
            taking.add(article)

    def close(self) -> None:
        """Puts each in its place; where one fails, the others are there.

        Raises:
            OutputError: One cannot be written.
        """
        with ExitStack() as stack:
            for taking in reversed(self._takings):
                stack.callback(taking.close)

    def discard(self) -> None:
        """Leaves no trace of any."""
        for taking in self._takings:
            taking.discard()


@dataclass(frozen=True, slots=True)
class Inside:
    """An article in a file with others has no path of its own."""

    paths: tuple[str, ...] = ()
    fresh: bool = True
    moved: Mapping[str, str] = field(default_factory=dict)


class Container:
    """Takes articles as they come and is there, whole, when it is closed; also after Ctrl-C.

    Until then nothing of it is safe, and nobody may note that it is.
    """

    def __init__(self, taking: Taking, name: str) -> None:
        """Holds what its file does.

        Args:
            taking: The file, or the files.
            name: What it is called.
        """
        self._name = name
        self._taking = taking
        self._held = taking.held if isinstance(taking, Growing) else Held()
        self._notes: list[Callable[[], None]] = []
        self._count = 0
        self._is_torn = False
        self._error: Exception | None = None

    def held(self, url: str) -> tuple[str, ...]:
        """What stands for the article of an address that is in the file from before."""
        return (self._name,) if self._held.knows(url) else ()

    def standing(self, files: Mapping[str, str]) -> tuple[str, ...]:  # noqa: ARG002 - it has no files
        """Nothing stands here by itself."""
        return ()

    def keep(self, card: Card, texts: Mapping[str, str | bytes], asked: str) -> Inside:  # noqa: ARG002 - the text says it
        """Puts the article in.

        Raises:
            OutputError: It cannot be written, and nor can any other; what was there before stays.
        """
        if self._error is not None:
            raise self._error
        if self._held.has(card.id, card.url):
            return Inside(paths=(self._name,), fresh=False)
        article = json.loads(texts[FORM])
        self._is_torn = True  # unless all of the article is in
        try:
            self._taking.add(article)
        except Exception as error:
            self._error = error
            raise
        self._is_torn = False
        self._count += 1
        return Inside()

    def put_beside(self, card: Card, name: str, data: bytes) -> str:  # noqa: ARG002 - as above
        """Nothing stands beside an article in a container.

        Raises:
            OutputError: Always.
        """
        raise OutputError(f"a file of many articles has no place for {name}")

    def once_safe(self, note: Callable[[], None]) -> None:
        """Calls it when the file is in its place, which it may never be."""
        self._notes.append(note)

    def close(self) -> None:
        """Puts the file in its place; where nothing came, none.

        Raises:
            OutputError: It cannot be written, or could not be before.
        """
        with ExitStack() as unless_whole:
            unless_whole.callback(self._taking.discard)
            if self._error is not None and self._count:  # what was told to be in it is not
                raise self._error
            if self._count and not self._is_torn:
                self._taking.close()
                unless_whole.pop_all()
                for note in self._notes:
                    note()


def opened(form: str, path: str, *, grow: bool = False) -> Taking:
    """A file that articles can be put into.

    Args:
        form: A name in ``NAMES``, or ``jsonl``.
        path: Where it will be; what is there is replaced when the new one is whole.
        grow: Whether what is there stays in it, for one of ``sinks.GROWING``.

    Raises:
        UsageError: It needs a package that is not there; or what is there is something else.
        OutputError: It cannot be written.
    """
    return Book(path) if form == "epub" else open_sink(form, path, grow=grow)


def article_of(article: Mapping[str, Any]) -> Article:
    """The article of an object.

    Raises:
        UsageError: It is none, on a closer look.
    """
    try:
        return Article.from_dict(article)
    except ValueError as error:
        raise UsageError(str(error)) from error
