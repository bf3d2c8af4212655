"""Articles read from JSON again, one after the other, and put into one file."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final

from newsgrab.errors import IsDirectory, MissingFile, NewsgrabError, UsageError
from newsgrab.model import SCHEMA, Outcome
from newsgrab.sinks import Sink

_MOST_WHOLE: Final = 256 << 20
"""Largest file, in bytes, that is one JSON value; one of JSON lines may have any size."""

Read = tuple[str, Mapping[str, Any] | NewsgrabError]
"""Where something stands, and the article it is, or why it is none."""


def convert(names: Iterable[str], sink: Sink) -> Iterator[Outcome]:
    """Puts every article of the files into the sink, which the caller closes.

    Args:
        names: Files of JSON lines, or of one object or array; ``-`` is standard input.
        sink: Takes the articles.

    Raises:
        OutputError: It cannot be written; the rest is not tried.
    """
    for name in names:
        for place, article in _articles(name):
            if isinstance(article, NewsgrabError):
                code, status = article.code, int(article.status)
                yield Outcome(url=place, verdict="failed", code=code, status=status, reason=str(article))
                continue
            sink.add(article)
            yield Outcome(url=place, verdict="saved")


def _articles(name: str) -> Iterator[Read]:
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
