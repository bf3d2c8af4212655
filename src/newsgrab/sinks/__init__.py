"""Many articles in one file: written beside its place, and there as a whole when all are in.

``warc`` is of another kind: what it holds are exchanges, and it grows where it stands.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Protocol

__all__ = ["FORMATS", "Sink", "format_of", "open_sink"]


class Sink(Protocol):
    """A file that is being made."""

    def add(self, article: Mapping[str, Any]) -> None:
        """Takes an article, as ``newsgrab schema`` describes it.

        Raises:
            OutputError: It cannot be written.
        """

    def close(self) -> None:
        """Puts the file in its place.

        Raises:
            OutputError: It cannot be written.
        """

    def discard(self) -> None:
        """Leaves no trace of it."""


def _csv(path: str) -> Sink:
    from newsgrab.sinks.table import TableFile  # noqa: PLC0415 - one of several

    return TableFile(path, ",")


def _tsv(path: str) -> Sink:
    from newsgrab.sinks.table import TableFile  # noqa: PLC0415 - as above

    return TableFile(path, "\t")


def _jsonl(path: str) -> Sink:
    from newsgrab.sinks.lines import LinesFile  # noqa: PLC0415 - as above

    return LinesFile(path)


def _sqlite(path: str) -> Sink:
    from newsgrab.sinks.database import DatabaseFile  # noqa: PLC0415 - loads SQLite

    return DatabaseFile(path)


def _parquet(path: str) -> Sink:
    from newsgrab.sinks.columnar import ParquetFile  # noqa: PLC0415 - as above

    return ParquetFile(path)


FORMATS: Final[Mapping[str, Callable[[str], Sink]]] = MappingProxyType(
    {"csv": _csv, "tsv": _tsv, "sqlite": _sqlite, "parquet": _parquet, "jsonl": _jsonl}
)
"""The kinds of file that take articles as they are in JSON, by name."""

_SUFFIXES: Final = {
    "csv": "csv",
    "tsv": "tsv",
    "tab": "tsv",
    "sqlite": "sqlite",
    "sqlite3": "sqlite",
    "db": "sqlite",
    "epub": "epub",
    "parquet": "parquet",
}


def format_of(name: str) -> str | None:
    """The format that a file's name tells, ``None`` if it tells none."""
    return _SUFFIXES.get(name.rpartition(".")[2].lower()) if "." in name else None


def open_sink(form: str, path: str) -> Sink:
    """A file that articles can be added to.

    Args:
        form: A name in ``FORMATS``.
        path: Where it will be; what is there is replaced when the new one is whole.

    Raises:
        UsageError: It needs a package that is not there.
        OutputError: It cannot be written.
    """
    return FORMATS[form](path)
