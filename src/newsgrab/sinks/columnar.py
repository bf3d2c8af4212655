"""Parquet (parquet.apache.org): the columns of a table with their types, lists as lists."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from newsgrab.errors import UsageError
from newsgrab.sinks.columns import COLUMNS, entries, row_of
from newsgrab.sinks.part import Part

_LISTS: Final[Mapping[str, str]] = {"authors": "name", "sections": "", "tags": ""}
_TEXTS: Final = tuple(name for name in COLUMNS if name != "word_count")
_GROUP: Final = 1000
"""Rows that are in memory at a time."""


class ParquetFile:
    """A file of columns that is being written, some rows at a time."""

    def __init__(self, path: str) -> None:
        """Opens it.

        Args:
            path: Where it will be.

        Raises:
            UsageError: The package ``pyarrow`` is not there.
            OutputError: It cannot be written.
        """
        try:
            import pyarrow as pa  # noqa: PLC0415 - an extra of 100 MB
            from pyarrow import parquet  # noqa: PLC0415 - as above
        except ImportError as error:
            raise UsageError("Parquet needs the package pyarrow: pip install 'newsgrab[parquet]'") from error
        self._arrow = pa
        self._schema = pa.schema(
            [
                *((name, pa.string()) for name in (*_TEXTS, "fetched")),
                ("word_count", pa.int64()),
                ("confidence", pa.float64()),
                *((name, pa.list_(pa.string())) for name in _LISTS),
            ]
        )
        self._part = Part(path)
        self._rows: list[dict[str, Any]] = []
        with self._part.named():
            self._writer = parquet.ParquetWriter(str(self._part.path), self._schema, compression="zstd")

    def add(self, article: Mapping[str, Any]) -> None:
        """Takes an article.

        Raises:
            OutputError: It cannot be written.
        """
        row = row_of(article)
        texts = {name: _text(row[name]) for name in (*_TEXTS, "fetched")}
        lists = {name: [_text(one) for one in entries(article, name, key)] for name, key in _LISTS.items()}
        numbers = {
            "word_count": row["word_count"] if isinstance(row["word_count"], int) else None,
            "confidence": float(row["confidence"]) if isinstance(row["confidence"], int | float) else None,
        }
        self._rows.append({**texts, **numbers, **lists})
        if len(self._rows) == _GROUP:
            self._flush()

    def close(self) -> None:
        """Puts the file in its place.

        Raises:
            OutputError: It cannot be written.
        """
        self._flush()
        with self._part.named():
            self._writer.close()
        self._part.finish()

    def discard(self) -> None:
        """Leaves no trace of it."""
        with suppress(OSError):
            self._writer.close()
        self._part.discard()

    def _flush(self) -> None:
        if self._rows:
            with self._part.named():
                self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []


def _text(value: str | float | None) -> str | None:
    return None if value is None else str(value).encode("utf-8", "replace").decode()
