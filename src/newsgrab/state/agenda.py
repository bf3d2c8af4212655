"""The addresses that were named or asked for: what became of each, and what is still to be done."""

from collections.abc import Iterable
from typing import Final

from newsgrab.model import Became, Entry, LinkVerdict, Named
from newsgrab.state.file import StateFile, key_hash

_DAY_S: Final = 86_400.0
"""How exactly it is known when an address was last named: a run that finds nothing new writes nothing."""

_NEVER_LATER_S: Final = 5 * 365 * 86_400.0
"""What is due later than that was noted by a clock that was years ahead: it is due now."""


class Agenda:
    """The tables ``links`` and ``named``; keys are normalised addresses."""

    def __init__(self, file: StateFile) -> None:
        """Asks nothing yet."""
        self._file = file

    def entry(self, key: str) -> Entry | None:
        """What is known of an address."""
        row = self._file.row("SELECT verdict, due_at, tries, found_at FROM links WHERE key = ?", key)
        if row is None:
            return None
        now, (verdict, due_at, tries, found_at) = self._file.now(), row
        due_s = None if due_at is None else due_at - now
        return Entry(verdict=verdict, due_s=due_s, tries=tries, found_s=max(0.0, now - found_at))

    def are_new(self, keys: Iterable[str]) -> list[bool]:
        """Of each address whether no source has named it yet."""
        return [self._file.row(_NAMED, key_hash(key)) is None for key in keys]

    def add(self, source: str, named: Iterable[Named], verdict: LinkVerdict = "wanted") -> int:
        """Takes note of what a source names; what another source has named stays with that one.

        Args:
            source: Its name.
            named: The addresses.
            verdict: What is to become of those that are new: ``wanted`` or ``passed``.

        Returns:
            How many were new, or were known only because somebody had asked for them.
        """
        now, new = self._file.now(), 0
        with self._file.together():
            for number, one in enumerate(named):
                # A microsecond apart: they are fetched in the order in which they were named, newest first.
                due_at = now - 1 + number / 1e6 if verdict == "wanted" else None
                new += self._add(source, one, now, (verdict, due_at))
        return new

    def _add(
        self, source: str, one: Named, now: float, verdict_due_at: tuple[LinkVerdict, float | None]
    ) -> int:
        hashed, today = key_hash(one.key), int(now / _DAY_S)
        last, new = self._file.row(_NAMED, hashed), 0
        if last is not None and last[0] >= today:
            return 0
        if last is None:
            new = self._file.write(
                _ADD, one.key, one.url, source, one.title, one.published, now, *verdict_due_at
            )
        else:
            self._file.write("UPDATE links SET named_at = ? WHERE key = ?", now, one.key)
        self._file.write("INSERT OR REPLACE INTO named VALUES (?, ?)", hashed, today)
        return new

    def due(self, source: str, limit: int = 1_000_000) -> list[Named]:
        """The addresses of a source that are to be asked for now, longest due first."""
        rows = self._file.rows(
            "SELECT key, url, title, published FROM links"
            " WHERE source = ?1 AND (due_at <= ?2 OR due_at > ?2 + ?3) ORDER BY due_at LIMIT ?4",
            source, self._file.now(), _NEVER_LATER_S, limit,
        )  # fmt: skip
        return [Named(key=key, url=url, title=title, published=date) for key, url, title, date in rows]

    def note(self, key: str, url: str, became: Became) -> None:
        """Takes note of what became of an address; one that nobody has named counts as asked for by hand."""
        now = self._file.now()
        due_at = None if became.due_s is None else now + became.due_s
        self._file.write(
            "INSERT INTO links"
            " (key, url, source, found_at, named_at, verdict, at, due_at, tries, code, message)"
            " VALUES (?1, ?2, '', ?3, ?3, ?4, ?3, ?5, ?4 = 'failed', ?6, ?7) ON CONFLICT (key) DO UPDATE SET"
            " verdict = CASE WHEN verdict = 'saved' THEN 'saved' ELSE ?4 END, at = ?3, due_at = ?5,"
            " tries = CASE ?4 WHEN 'failed' THEN tries + 1 ELSE 0 END, code = ?6, message = ?7",
            key, url, now, became.verdict, due_at, became.code, became.message,
        )  # fmt: skip

    def fates(self, origin: str, most: int) -> list[tuple[str, str, str | None]]:
        """Key, verdict and code of the addresses of an origin, those asked for last first.

        Args:
            origin: As ``urls.origin_of`` gives it.
            most: How many.
        """
        return [
            (key, verdict, code)
            for key, verdict, code in self._file.rows(
                # As the index has it, letter for letter.
                "SELECT key, verdict, code FROM links WHERE at IS NOT NULL AND"
                " substr(key, 1, instr(substr(key, 9), '/') + 7) = ? ORDER BY at DESC LIMIT ?",
                origin, most,
            )
        ]  # fmt: skip

    def forget(self, keys: Iterable[str]) -> int:
        """Forgets addresses and what was had of them; their files stay.

        Returns:
            How many there were.
        """
        with self._file.together():
            return sum(self._forget(key) for key in keys)

    def forget_older(self, age_s: float) -> int:
        """Forgets what nobody has named or asked for for so many seconds; files stay.

        Returns:
            How many there were.
        """
        before = self._file.now() - age_s
        keys = self._file.rows(
            "SELECT key FROM links WHERE max(named_at, coalesce(at, 0)) < ? AND"
            " (due_at IS NULL OR due_at < ?)", before, before,
        )  # fmt: skip
        return self.forget(key for (key,) in keys)

    def _forget(self, key: str) -> int:
        page = self._file.row("SELECT id FROM pages WHERE key = ?", key)
        if page is not None:
            for table, column in (("versions", "page"), ("bands", "page"), ("pages", "id")):
                self._file.write(f"DELETE FROM {table} WHERE {column} = ?", page[0])  # noqa: S608 - names of ours
        self._file.write("DELETE FROM failures WHERE key = ?", key)
        self._file.write("DELETE FROM named WHERE hash = ?", key_hash(key))
        return self._file.write("DELETE FROM links WHERE key = ?", key) or int(page is not None)


_NAMED: Final = "SELECT day FROM named WHERE hash = ?"
_ADD: Final = (
    "INSERT INTO links (key, url, source, title, published, found_at, named_at, verdict, due_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8) ON CONFLICT (key) DO UPDATE SET"
    " url = ?2, source = ?3, title = ?4, published = ?5, found_at = ?6, named_at = ?6, verdict = ?7,"
    " due_at = ?8, tries = 0, code = NULL, message = NULL WHERE source = ''"
)
