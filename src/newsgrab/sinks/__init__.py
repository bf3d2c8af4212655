"""Many articles in one file: written beside its place, and there as a whole when all are in.

``warc`` is of another kind: what it holds are exchanges, and it grows where it stands.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Protocol, runtime_checkable

from newsgrab.sinks.held import Held

__all__ = ["FORMATS", "GROWING", "Growing", "Sink", "format_of", "open_sink"]


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


@runtime_checkable
class Growing(Protocol):
    """A file that knows what it holds from before."""

    @property
    def held(self) -> Held:
        """Which articles."""


class _Open(Protocol):
    def __call__(self, path: str, *, grow: bool) -> Sink: ...


def _csv(path: str, *, grow: bool) -> Sink:
    from newsgrab.sinks.table import TableFile  # noqa: PLC0415 - one of several

    return TableFile(path, ",", grow=grow)


def _tsv(path: str, *, grow: bool) -> Sink:
    from newsgrab.sinks.table import TableFile  # noqa: PLC0415 - as above

    return TableFile(path, "\t", grow=grow)


def _jsonl(path: str, *, grow: bool) -> Sink:
    from newsgrab.sinks.lines import LinesFile  # noqa: PLC0415 - as above

    return LinesFile(path, grow=grow)


def _sqlite(path: str, *, grow: bool) -> Sink:
    from newsgrab.sinks.database import DatabaseFile  # noqa: PLC0415 - loads SQLite

    return DatabaseFile(path, grow=grow)


def _parquet(path: str, *, grow: bool) -> Sink:  # noqa: ARG001 - it is written once
    from newsgrab.sinks.columnar import ParquetFile  # noqa: PLC0415 - as above

    return ParquetFile(path)


FORMATS: Final[Mapping[str, _Open]] = MappingProxyType(
    {"csv": _csv, "tsv": _tsv, "sqlite": _sqlite, "parquet": _parquet, "jsonl": _jsonl}
)
"""The kinds of file that take articles as they are in JSON, by name."""

GROWING: Final = ("csv", "tsv", "jsonl", "sqlite")
"""Those of them to which more can be added; each has ``held``."""

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


def open_sink(form: str, path: str, *, grow: bool = False) -> Sink:
    """A file that articles can be added to.

    Args:
        form: A name in ``FORMATS``.
        path: Where it will be; what is there is replaced when the new one is whole.
        grow: Whether what is there stays in it, for one of ``GROWING``.

    Raises:
        UsageError: It needs a package that is not there; or what is there is something else.
        OutputError: It cannot be written.
    """
    return FORMATS[form](path, grow=grow)
