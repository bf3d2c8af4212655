"""Articles read from JSON again, one after the other, and put into one file."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from newsgrab.errors import IsDirectory, MissingFile, NewsgrabError, UsageError
from newsgrab.model import SCHEMA, Card, Outcome
from newsgrab.pipeline.containers import Taking, article_of
from newsgrab.pipeline.values import Destination
from newsgrab.rendering import FORMATS, RenderOptions

_MOST_WHOLE: Final = 256 << 20
"""Largest file, in bytes, that is one JSON value; one of JSON lines may have any size."""

Read = tuple[str, Mapping[str, Any] | NewsgrabError]
"""Where something stands, and the article it is, or why it is none."""


class Place(Destination, Protocol):
    """Where articles go, until it is closed."""

    def close(self) -> None:
        """Makes durable what is there."""


class Rendered:
    """Articles rendered as ``get`` renders them, each in its own place."""

    def __init__(self, destination: Place, forms: Sequence[str], *, indent: bool) -> None:
        """Writes nothing yet.

        Args:
            destination: Where they go.
            forms: Names in ``rendering.FORMATS``.
            indent: JSON over many lines, for a person.
        """
        self._destination, self._indent = destination, indent
        self._formats = [FORMATS[form] for form in forms]
        self.close = destination.close

    def add(self, article: Mapping[str, Any]) -> None:
        """Takes an article; one that is there already is left alone.

        Raises:
            UsageError: It is none, on a closer look.
            OutputError: It cannot be written.
        """
        read = article_of(article)
        with_sources = bool(article.get("provenance"))
        wanted = RenderOptions(indent=self._indent, created=read.fetched.at, provenance=with_sources)
        texts = {known.extension: known.render(read, wanted) for known in self._formats}
        self._destination.keep(Card.of(read), texts, read.requested_url)

    def discard(self) -> None:
        """What has been written stays: each article is whole."""


def convert(names: Iterable[str], sink: Taking) -> Iterator[Outcome]:
    """Puts every article of the files into the sink, which the caller closes.

    Args:
        names: Files of JSON lines, or of one object or array; ``-`` is standard input.
        sink: Takes the articles.

    Raises:
        OutputError: It cannot be written; the rest is not tried.
    """
    for name in names:
        for place, article in _articles(name):
            try:
                if isinstance(article, NewsgrabError):
                    raise article
                sink.add(article)
            except UsageError as error:
                code, status = error.code, int(error.status)
                yield Outcome(url=place, verdict="failed", code=code, status=status, reason=str(error))
            else:
                yield Outcome(url=place, verdict="saved")


def _articles(name: str) -> Iterator[Read]:
    if name == "-" and sys.stdin is None:
        yield "-", UsageError("closed")
        return
    with ExitStack() as stack:
        try:
            file: BinaryIO = sys.stdin.buffer if name == "-" else stack.enter_context(Path(name).open("rb"))
            first = file.readline()
        except IsADirectoryError:
            yield name, IsDirectory("a folder, not a file")
            return
        except (OSError, ValueError) as error:
            yield name, MissingFile(getattr(error, "strerror", None) or str(error))
            return
        if isinstance(_parsed(first), dict) or not first.strip():
            yield from _of_lines(name, (first,), file)
        else:
            yield from _of_whole(name, first + file.read(_MOST_WHOLE))


def _of_lines(name: str, begun: tuple[bytes, ...], file: BinaryIO) -> Iterator[Read]:
    number = 0
    for lines in (begun, file):
        for line in lines:
            number += 1
            if line.strip():
                yield _checked(f"{name}:{number}", _parsed(line))


def _of_whole(name: str, data: bytes) -> Iterator[Read]:
    """An object over several lines, or the array of ``--array``."""
    value = _parsed(data)
    for number, one in enumerate(value if isinstance(value, list) else [value], start=1):
        yield _checked(f"{name}:[{number}]" if isinstance(value, list) else name, one)


def _parsed(data: bytes) -> Any:  # noqa: ANN401 - whatever JSON may hold
    """The value, or ``None`` for what is no JSON."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _checked(place: str, value: Any) -> Read:  # noqa: ANN401 - as above
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        return place, UsageError("no article in JSON, as newsgrab writes it")
    if value.get("schema") != SCHEMA:
        return place, UsageError(f"an article of another kind: {value.get('schema')!r} is not {SCHEMA!r}")
    return place, value
