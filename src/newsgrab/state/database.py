"""The SQLite file: opened, brought to its present shape, asked and written."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from newsgrab.errors import StateFailed
from newsgrab.model import KnownRobots
from newsgrab.state.migrations import MIGRATIONS

_BUSY_S: Final = 30.0  # other runs write for milliseconds; a disk that sleeps takes seconds
_KEPT_S: Final = 30 * 86_400.0
"""How long what is of no more use is kept: robots.txt files and failures nobody asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What an address failed with, again and again.

    Attributes:
        code: The machine code of the last failure.
        times: How often in a row it failed with that code.
    """

    code: str
    times: int


class State:
    """The memory of one user or one job; several runs may use one file at once."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        """Opens the file, and makes it if there is none.

        Args:
            path: The file; its folder is made.
            now: Seconds since 1970.

        Raises:
            StateFailed: It cannot be made or opened, is no state, or is of a later version.
        """
        self._path, self._now = path, now
        with self._failing(), ExitStack() as until_ready:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Statements commit by themselves but for those inside an explicit BEGIN.
            self._database = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
            until_ready.callback(self._database.close)
            # WAL lets runs read while one writes. NORMAL: a power failure may take the last rows, each of
            # which costs one request to have again; a commit takes 0.05 ms and not 5.
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._migrate()
            self._prune()
            until_ready.pop_all()

    def robots(self, origin: str) -> KnownRobots | None:
        """The robots.txt of an origin, if it was ever had."""
        row = self._row("SELECT status, body, fetched_at FROM robots WHERE origin = ?", origin)
        if row is None:
            return None
        status, body, fetched_at = row
        # A clock that was set back makes no file younger than new.
        return KnownRobots(status=status, body=bytes(body), age_s=max(0.0, self._now() - fetched_at))

    def keep_robots(self, origin: str, status: int, body: bytes) -> None:
        """Remembers it, fetched now."""
        self._write("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", origin, status, body, self._now())

    def rest_s(self, host: str) -> float:
        """Seconds for which the host still wants to be left alone; 0 if it does not."""
        row = self._row("SELECT until FROM rests WHERE host = ?", host)
        return 0.0 if row is None else max(0.0, row[0] - self._now())

    def keep_rest(self, host: str, seconds: float) -> None:
        """Remembers that it wants to be left alone for so long from now."""
        self._write("INSERT OR REPLACE INTO rests VALUES (?, ?)", host, self._now() + seconds)

    def failure(self, key: str) -> Failure | None:
        """What an address failed with the last time, if it did.

        Args:
            key: The normalised address.
        """
        row = self._row("SELECT code, times FROM failures WHERE key = ?", key)
        return None if row is None else Failure(code=row[0], times=row[1])

    def keep_failure(self, key: str, code: str) -> None:
        """Counts one more failure; one with another code starts the count anew."""
        self._write(
            "INSERT INTO failures VALUES (?1, ?2, 1, ?3) ON CONFLICT (key) DO UPDATE SET"
            " times = CASE code WHEN ?2 THEN times + 1 ELSE 1 END, code = ?2, last_at = ?3",
            key, code, self._now(),
        )  # fmt: skip

    def forget_failure(self, key: str) -> None:
        """It succeeded."""
        self._write("DELETE FROM failures WHERE key = ?", key)

    def close(self) -> None:
        """Closes the file.

        Raises:
            StateFailed: The system refuses.
        """
        with self._failing():
            self._database.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the file."""
        self.close()

    def _migrate(self) -> None:
        self._database.execute("BEGIN IMMEDIATE")  # of two first runs one waits for the other
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            self._database.execute("ROLLBACK")
            raise StateFailed(f"{self._path}: made by a later newsgrab (version {version} of the state)")
        for step in MIGRATIONS[version:]:
            for statement in step.split(";"):
                self._database.execute(statement)
        self._database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        self._database.execute("COMMIT")

    def _prune(self) -> None:
        now = self._now()
        self._database.execute("DELETE FROM rests WHERE until < ?", (now,))
        self._database.execute("DELETE FROM robots WHERE fetched_at < ?", (now - _KEPT_S,))
        self._database.execute("DELETE FROM failures WHERE last_at < ?", (now - _KEPT_S,))

    def _row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        with self._failing():
            row: tuple[Any, ...] | None = self._database.execute(sql, values).fetchone()
            return row

    def _write(self, sql: str, *values: object) -> None:
        with self._failing():
            self._database.execute(sql, values)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StateFailed(f"the state {self._path} cannot be used: {error}") from error
