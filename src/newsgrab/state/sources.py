"""The sources of runs: how each has fared, and what a conditional request for a listing needs."""

import json
from collections.abc import Iterable
from typing import Final

from newsgrab.model import Known, Validators
from newsgrab.records import dataclass
from newsgrab.state.file import StateFile

_DAY_S: Final = 86_400.0
_LEADS_S: Final = _DAY_S / 4
"""So long a listing speaks for others: feeds name a story for longer than that."""
_AHEAD_S: Final = 300.0
"""By so much clocks that agree may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """How a source has fared.

    Attributes:
        first_s: Seconds since it was first searched.
        searched_s: Seconds since it was last searched; ``None`` if it never was, or if the clock was ahead.
        read_s: Seconds since it could last be read.
        new_s: Seconds since it last named something new.
        failures: In how many runs in a row it could not be read.
        code: The machine code of the last failure, while that lasts.
    """

    first_s: float
    searched_s: float | None = None
    read_s: float | None = None
    new_s: float | None = None
    failures: int = 0
    code: str | None = None


class Sources:
    """The tables ``sources``, by name, and ``listings``, by normalised address."""

    def __init__(self, file: StateFile) -> None:
        """Asks nothing yet."""
        self._file = file

    def record(self, name: str) -> SourceRecord | None:
        """How a source has fared; ``None`` if it is new."""
        row = self._file.row(
            "SELECT first_at, searched_at, read_at, new_at, failures, code FROM sources WHERE name = ?", name
        )
        if row is None:
            return None
        first_s, searched_s, read_s, new_s = (self._age_s(at) for at in row[:4])
        if row[1] is not None and row[1] > self._file.now() + _AHEAD_S:
            searched_s = None
        return SourceRecord(
            first_s=first_s or 0.0,
            searched_s=searched_s,
            read_s=read_s,
            new_s=new_s,
            failures=row[4],
            code=row[5],
        )

    def note_read(self, name: str, *, new: bool) -> None:
        """It could be read just now; ``new`` if it named something new."""
        self._file.write(
            "INSERT INTO sources (name, first_at, searched_at, read_at, new_at)"
            " VALUES (?1, ?2, ?2, ?2, CASE WHEN ?3 THEN ?2 END) ON CONFLICT (name) DO UPDATE SET"
            " searched_at = ?2, read_at = ?2, new_at = CASE WHEN ?3 THEN ?2 ELSE new_at END,"
            " failures = 0, code = NULL, message = NULL",
            name, self._file.now(), new,
        )  # fmt: skip

    def note_failure(self, name: str, code: str, message: str) -> None:
        """It could not be read."""
        self._file.write(
            "INSERT INTO sources (name, first_at, searched_at, failures, code, message)"
            " VALUES (?1, ?2, ?2, 1, ?3, ?4) ON CONFLICT (name) DO UPDATE SET"
            " searched_at = ?2, failures = failures + 1, code = ?3, message = ?4",
            name, self._file.now(), code, message,
        )  # fmt: skip

    def listing(self, key: str) -> Known | None:
        """A listing as it was when its links were last taken note of.

        ``None`` also where it leads to others and that was long ago.
        """
        now = self._file.now()
        row = self._file.row(
            "SELECT final_url, etag, last_modified FROM listings"
            " WHERE url = ? AND instead IS NULL AND (NOT leads OR asked_at BETWEEN ? AND ?)",
            key, now - _LEADS_S, now + _AHEAD_S,
        )  # fmt: skip
        return (
            None
            if row is None
            else Known(final_url=row[0], validators=Validators(etag=row[1], last_modified=row[2]))
        )

    def keep_listing(self, key: str, known: Known, *, leads: bool = False) -> None:
        """Remembers it, once its links are noted; ``leads`` if it leads to other listings."""
        told = known.validators
        self._file.write(
            "INSERT OR REPLACE INTO listings (url, final_url, etag, last_modified, asked_at, leads)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            key, known.final_url, told.etag, told.last_modified, self._file.now(), leads,
        )  # fmt: skip

    def confirm_listing(self, key: str) -> None:
        """Remembers that it is as before, as its server said just now."""
        now = self._file.now()
        self._file.write("UPDATE listings SET asked_at = ? WHERE url = ? AND NOT leads", now, key)

    def listing_asked_at(self, key: str) -> float | None:
        """When one that leads to no others was last asked for, if that was within a day; since 1970."""
        now = self._file.now()
        row = self._file.row(
            "SELECT asked_at FROM listings WHERE url = ? AND NOT leads AND asked_at BETWEEN ? AND ?",
            key, now - _DAY_S, now + _AHEAD_S,
        )  # fmt: skip
        return None if row is None else float(row[0])

    def keep_instead(self, key: str, feeds: Iterable[str]) -> None:
        """Remembers that these feeds name all that a page names."""
        self._file.write(
            "INSERT OR REPLACE INTO listings (url, final_url, asked_at, leads, instead)"
            " VALUES (?, '', ?, 1, ?)",
            key, self._file.now(), json.dumps(list(feeds)),
        )  # fmt: skip

    def instead(self, key: str) -> list[str]:
        """The feeds that are asked in place of a page, if it was asked not long ago."""
        now = self._file.now()
        row = self._file.row(
            "SELECT instead FROM listings WHERE url = ? AND instead IS NOT NULL AND asked_at BETWEEN ? AND ?",
            key, now - _LEADS_S, now + _AHEAD_S,
        )  # fmt: skip
        return [] if row is None else [str(feed) for feed in json.loads(row[0])]

    def _age_s(self, at: float | None) -> float | None:
        return None if at is None else max(0.0, self._file.now() - at)
