"""What is remembered of hosts and of addresses that fail."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

from newsgrab.model import KnownRobots
from newsgrab.records import dataclass
from newsgrab.state.agenda import Agenda
from newsgrab.state.archive import Archive
from newsgrab.state.file import StateFile
from newsgrab.state.ledger import Ledger
from newsgrab.state.pages import Pages
from newsgrab.state.sources import Sources

_DAY_S: Final = 86_400.0
_KEPT_S: Final = 30 * _DAY_S
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
    """The memory of one user or one job; several runs may use one file at once.

    Attributes:
        pages: What is known of pages that were had.
        archive: Their versions, and near copies.
        agenda: The addresses that were named or asked for, and what is still to be done.
        sources: How the sources of runs have fared.
        ledger: All of it as a person asks for it.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        """Opens the file, and makes it if there is none.

        Args:
            path: The file; its folder is made.
            now: Seconds since 1970.

        Raises:
            StateFailed: It cannot be made or opened, is no state, or is of a later version.
        """
        self._file, self._now = StateFile(path, now), now
        self.pages = Pages(self._file)
        self.archive = Archive(self._file, self.pages)
        self.agenda = Agenda(self._file)
        self.sources = Sources(self._file)
        self.ledger = Ledger(self._file)
        try:
            self._prune()
        except BaseException:
            self._file.close()
            raise

    def robots(self, origin: str) -> KnownRobots | None:
        """The robots.txt of an origin, if it was ever had."""
        row = self._file.row("SELECT status, body, fetched_at FROM robots WHERE origin = ?", origin)
        if row is None:
            return None
        status, body, fetched_at = row
        age_s = self._now() - fetched_at
        if age_s < -_DAY_S:  # the clock was ahead
            return None
        # A clock that was set back makes no file younger than new.
        return KnownRobots(status=status, body=bytes(body), age_s=max(0.0, age_s))

    def keep_robots(self, origin: str, status: int, body: bytes) -> None:
        """Remembers it, fetched now."""
        self._file.write(
            "INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", origin, status, body, self._now()
        )

    def rest_s(self, host: str) -> float:
        """Seconds for which the host still wants to be left alone; 0 if it does not."""
        row = self._file.row("SELECT until FROM rests WHERE host = ?", host)
        left_s = 0.0 if row is None else max(0.0, row[0] - self._now())
        return left_s if left_s <= _DAY_S else 0.0  # nobody rests longer: the clock was ahead

    def keep_rest(self, host: str, seconds: float) -> None:
        """Remembers that it wants to be left alone for so long from now."""
        self._file.write("INSERT OR REPLACE INTO rests VALUES (?, ?)", host, self._now() + seconds)

    def failure(self, key: str) -> Failure | None:
        """What an address failed with the last time, if it did.

        Args:
            key: The normalised address.
        """
        row = self._file.row("SELECT code, times FROM failures WHERE key = ?", key)
        return None if row is None else Failure(code=row[0], times=row[1])

    def keep_failure(self, key: str, code: str) -> None:
        """Counts one more failure; one with another code starts the count anew."""
        self._file.write(
            "INSERT INTO failures VALUES (?1, ?2, 1, ?3) ON CONFLICT (key) DO UPDATE SET"
            " times = CASE code WHEN ?2 THEN times + 1 ELSE 1 END, code = ?2, last_at = ?3",
            key, code, self._now(),
        )  # fmt: skip

    def forget_failure(self, key: str) -> None:
        """It succeeded."""
        self._file.write("DELETE FROM failures WHERE key = ?", key)

    def close(self) -> None:
        """Closes the file.

        Raises:
            StateFailed: The system refuses.
        """
        self._file.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the file."""
        self.close()

    def _prune(self) -> None:
        now = self._now()
        # Asked first: a run that has nothing to prune waits for nobody who writes.
        for table, column, before in (
            ("rests", "until", now),
            ("robots", "fetched_at", now - _KEPT_S),
            ("failures", "last_at", now - _KEPT_S),
        ):
            old = f"FROM {table} WHERE {column} < ?"  # names of ours
            if self._file.row(f"SELECT 1 {old} LIMIT 1", before) is not None:
                self._file.write(f"DELETE {old}", before)
