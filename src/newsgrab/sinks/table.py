"""CSV (RFC 4180) and TSV, which a spreadsheet may open: no cell is a formula.

A cell that begins like one (``=``, ``+``, ``-``, ``@``, a tab or a carriage return, as OWASP lists them)
gets an apostrophe in front, and so does one that begins with apostrophes and then like one: ``bare`` takes
it off again, and every text comes back as it was.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol

from newsgrab.errors import UsageError
from newsgrab.sinks.columns import NAMES, row_of
from newsgrab.sinks.held import Held
from newsgrab.sinks.part import Part

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_NOT_IN_TEXT: Final = re.compile("[\0\ud800-\udfff]")


class Out(Protocol):
    """Where a table that is not to be a file goes."""

    def write(self, text: str, /) -> object:
        """Writes on."""


class TableStream:
    """A table that is read while it is written: the names with the first row, and each row at once."""

    def __init__(self, out: Out, delimiter: str) -> None:
        """Writes nothing yet.

        Args:
            out: Where it goes.
            delimiter: What parts two cells.
        """
        self._writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        self._is_begun = False

    def add(self, article: Mapping[str, Any]) -> None:
        """Writes a row."""
        row = cells(article)
        if not self._is_begun:
            self._writer.writerow(NAMES)
            self._is_begun = True
        self._writer.writerow(row)

    def close(self) -> None:
        """All is written."""

    def discard(self) -> None:
        """What is written is written."""


class TableFile:
    """A table that is being written, with a line of names on top."""

    def __init__(self, path: str, delimiter: str, *, grow: bool = False) -> None:
        """Writes the names.

        Args:
            path: Where it will be.
            delimiter: What parts two cells.
            grow: Whether what is there stays in it.

        Raises:
            UsageError: It is to grow, and is another table.
            OutputError: It cannot be written.
        """
        self.held = Held()
        self._part = Part(path, grow=grow)
        with self._part.named():
            self._file = self._part.path.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._file, delimiter=delimiter, lineterminator="\r\n")
            self._writer.writerow(NAMES)
            if grow and Path(path).exists():
                self._take_over(path, delimiter)

    def _take_over(self, path: str, delimiter: str) -> None:
        try:
            for row in _rows_of(path, delimiter):
                self.held.note(bare(row["id"]), bare(row["url"]))
                self._writer.writerow(row.values())
        except (csv.Error, ValueError) as error:
            self.discard()
            raise UsageError(
                f"{path}: no table that can grow ({error}): -o has to name another file"
            ) from error

    def add(self, article: Mapping[str, Any]) -> None:
        """Writes a row.

        Raises:
            OutputError: It cannot be written.
        """
        row = cells(article)
        with self._part.named():
            self._writer.writerow(row)

    def close(self) -> None:
        """Puts the table in its place.

        Raises:
            OutputError: It cannot be written.
        """
        with self._part.named():
            self._file.close()
        self._part.finish()

    def discard(self) -> None:
        """Leaves no trace of it."""
        with suppress(OSError):
            self._file.close()
        self._part.discard()


def _rows_of(path: str, delimiter: str) -> Iterator[dict[str, str]]:
    """The rows of a table that was written here.

    Raises:
        ValueError, csv.Error: It is another one.
    """
    with Path(path).open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        if tuple(next(rows, NAMES)) != NAMES:
            raise ValueError("it has other columns")
        for row in rows:
            yield dict(zip(NAMES, row, strict=True))


def cells(article: Mapping[str, Any]) -> list[str | float]:
    """The row of an article, in the order of ``NAMES``."""
    row = row_of(article)
    return [harmless(row[name]) for name in NAMES]


def harmless(value: str | float | None) -> str | float:
    """What a cell holds: text that is no formula, a number as it is, nothing for ``None``."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = _NOT_IN_TEXT.sub("\ufffd", value)
    return f"'{text}" if _FORMULA.match(text) else text


def bare(cell: str) -> str:
    """The text of a cell that ``harmless`` wrote."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
