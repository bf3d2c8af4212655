"""A file that tells, line by line and with the time, what became of every input; it never grows large."""

import datetime as dt
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self

from newsgrab.durable import as_output_error, make_folder
from newsgrab.errors import NewsgrabError
from newsgrab.model import Outcome
from newsgrab.text import for_screen
from newsgrab.urls import redact

Form = Literal["text", "json"]

_MOST_BYTES: Final = 10 << 20
"""A larger file becomes ``FILE.1`` in place of the one before: on the disk is twice that at most."""

_LONGEST: Final = 4000  # characters of a message: a traceback, not what a page may put into one


class Journal:
    """The file, to which every run adds; several may at once, since a line is one write."""

    def __init__(self, path: str, form: Form) -> None:
        """Opens it, and takes what modules note of bugs, too.

        Args:
            path: Where it is; ``FILE.1`` beside it has what is older.
            form: Lines for a person, or JSON lines.

        Raises:
            OutputError: It cannot be written; known before anything is fetched.
        """
        self._path, self._form = Path(path), form
        make_folder(self._path.parent)
        with self._named():
            self._file = self._opened()
        self._notes = _Notes(self)
        logger = logging.getLogger("newsgrab")
        logger.addHandler(self._notes)
        logger.setLevel(logging.DEBUG)

    def add(self, outcome: Outcome) -> None:
        """A line of what became of an input.

        Raises:
            OutputError: It cannot be written.
        """
        took_s = round(outcome.elapsed_s, 3)
        if self._form == "text":
            url = redact(outcome.url)
            reason = outcome.reason.removeprefix(f"{url} ").removeprefix(f"{url}: ")  # it may begin with it
            why = f"{reason} ({outcome.code})" if outcome.code else reason
            what = " ".join(word for word in (why, *outcome.paths) if word)
            self._write(f"{outcome.verdict} {url}: {what} ({took_s:.1f} s)")
        else:
            self._write(
                {
                    "url": redact(outcome.url),
                    "verdict": outcome.verdict,
                    "code": outcome.code,
                    "message": outcome.reason or None,
                    "attempts": outcome.attempts,
                    "elapsed_s": took_s,
                    "paths": list(outcome.paths),
                }
            )

    def note(self, message: str) -> None:
        """A line of anything else.

        Raises:
            OutputError: It cannot be written.
        """
        self._write(message if self._form == "text" else {"message": message})

    def close(self) -> None:
        """Ends it."""
        logging.getLogger("newsgrab").removeHandler(self._notes)
        os.close(self._file)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Notes what ended the run before its time."""
        try:
            if isinstance(error, NewsgrabError):
                self.note(f"{error} ({error.code})")
            elif kind is not None:
                self.note(f"ended by {kind.__name__}")
        finally:
            self.close()

    def _write(self, told: str | dict[str, Any]) -> None:
        at = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
        if isinstance(told, str):
            line = f"{at} {for_screen(told)[:_LONGEST]}"
        else:
            shown = {
                name: for_screen(value)[:_LONGEST] if isinstance(value, str) else value
                for name, value in told.items()
            }
            line = json.dumps({"at": at} | shown)  # ASCII: an address may hold half a character
        with self._named():
            os.write(self._file, f"{line}\n".encode("utf-8", "backslashreplace"))
            if os.fstat(self._file).st_size > _MOST_BYTES and self._path.is_file():
                self._path.replace(self._path.with_name(f"{self._path.name}.1"))
                os.close(self._file)
                self._file = self._opened()

    def _opened(self) -> int:
        return os.open(
            self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666
        )

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise as_output_error(self._path, error) from error


class _Notes(logging.Handler):
    """What modules note, put into the journal."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(NewsgrabError):  # what could not be noted will not be known, and ends nothing
            self._journal.note(record.getMessage())
