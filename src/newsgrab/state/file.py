"""The SQLite file: opened, brought to its present shape, asked and written."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from newsgrab.errors import StateFailed
from newsgrab.state.migrations import MIGRATIONS

_BUSY_S: Final = 30.0  # other runs write for milliseconds; a disk that sleeps takes seconds

_CACHE_KIB: Final = 4_096
"""Most memory for pages of the file: the inner nodes of a million addresses, and what was just touched."""


def key_hash(key: str) -> int:
    """The address in 64 bits: of ten million, two share theirs with a probability of 1 to 370,000."""
    return int.from_bytes(blake2b(_encoded(key), digest_size=8).digest(), signed=True, byteorder="big")


def _encoded(text: str) -> bytes:
    """As UTF-8; half a character, which an address on the command line may hold, as what it is in Python."""
    return text.encode("utf-8", "backslashreplace")


class StateFile:
    """One SQLite file, which several runs may use at once.

    Attributes:
        path: Where it is.
        now: Seconds since 1970.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        """Opens the file, and makes it if there is none.

        Args:
            path: The file; its folder is made.
            now: Seconds since 1970.

        Raises:
            StateFailed: It cannot be made or opened, is no state, or is of a later version.
        """
        self.path, self.now = path, now
        with self.failing(), ExitStack() as until_ready:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Statements commit by themselves but for those inside an explicit BEGIN.
            self._database = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
            until_ready.callback(self._database.close)
            # WAL lets runs read while one writes. NORMAL: a power failure may take the last rows, each of
            # which costs one request to have again; a commit takes 0.05 ms and not 5.
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
            self._database.create_function("key_hash", 1, key_hash, deterministic=True)
            self._migrate()
            until_ready.pop_all()

    def row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """The first row, if there is one."""
        try:  # and not "with", which costs as much again as the look-up
            row: tuple[Any, ...] | None = self._executed(sql, values).fetchone()
        except sqlite3.Error as error:
            raise self._failure(error) from error
        return row

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows."""
        with self.failing():
            return self._executed(sql, values).fetchall()

    def each(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows one by one, however many there are."""
        with self.failing():
            yield from self._executed(sql, values)

    def write(self, sql: str, *values: object) -> int:
        """Changes rows, durably unless inside ``together``.

        Returns:
            How many.
        """
        try:
            return self._executed(sql, values).rowcount
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _executed(self, sql: str, values: tuple[object, ...]) -> sqlite3.Cursor:
        try:
            return self._database.execute(sql, values)
        except UnicodeEncodeError:
            whole = [_encoded(value).decode() if isinstance(value, str) else value for value in values]
            return self._database.execute(sql, whole)

    def write_each(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """The same change with the values of each row."""
        with self.failing():
            self._database.executemany(sql, rows)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written in the block is written as a whole or not at all."""
        self.write("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.write("ROLLBACK")
            raise
        self.write("COMMIT")

    def close(self) -> None:
        """Closes the file.

        Raises:
            StateFailed: The system refuses.
        """
        with self.failing():
            self._database.close()

    def _migrate(self) -> None:
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        if version < len(MIGRATIONS):
            self._database.execute("BEGIN IMMEDIATE")  # of two first runs one waits for the other
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            for step in MIGRATIONS[version:]:
                for statement in step.split(";"):
                    self._database.execute(statement)
            self._database.execute(f"PRAGMA user_version = {max(version, len(MIGRATIONS))}")
            self._database.execute("COMMIT")
        if version > len(MIGRATIONS):
            raise StateFailed(f"{self.path}: made by a later newsgrab (version {version} of the state)")

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Names what goes wrong in the block.

        Raises:
            StateFailed: Something did.
        """
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> StateFailed:
        return StateFailed(f"the state {self.path} cannot be used: {error}")
