"""The state as a person asks for it: rows, counts, and the tidying of its file."""

import json
from collections.abc import Iterator

from newsgrab.errors import UsageError
from newsgrab.model import Card
from newsgrab.records import dataclass
from newsgrab.state.file import StateFile

_COLUMNS = (
    "links.key, links.url, links.source, links.verdict, links.code, links.message, links.tries,"
    " links.found_at, links.at, links.due_at, links.title, links.published, pages.card, pages.files"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An address and what became of it; times are seconds since 1970.

    Attributes:
        key: The normalised address.
        url: The address as it was named.
        source: Who named it; ``""`` if it was asked for by hand.
        verdict: ``wanted``, ``saved``, ``failed`` or ``passed``.
        code: The machine code of the last failure.
        message: It in words.
        tries: How often in a row it has failed.
        found_at: When it was first named or asked for.
        at: When it was last asked for.
        due_at: When it is to be asked for next; ``None`` is never.
        title: Its title where it was named.
        published: Its date there.
        card: Of its article.
        files: Where that was saved.
    """

    key: str
    url: str
    source: str
    verdict: str
    code: str | None
    message: str | None
    tries: int
    found_at: float
    at: float | None
    due_at: float | None
    title: str | None
    published: str | None
    card: Card | None
    files: tuple[str, ...]


class Ledger:
    """All that is remembered of addresses."""

    def __init__(self, file: StateFile) -> None:
        """Asks nothing yet."""
        self._file = file

    def rows(self, *, source: str | None = None, verdict: str | None = None) -> Iterator[Row]:
        """The addresses, those found last first.

        Args:
            source: Only of this one.
            verdict: Only with this one.
        """
        found = self._file.each(
            f"SELECT {_COLUMNS} FROM links LEFT JOIN pages USING (key)"  # noqa: S608 - names of ours
            " WHERE (?1 IS NULL OR source = ?1) AND (?2 IS NULL OR verdict = ?2)"
            " ORDER BY found_at DESC, url",
            source, verdict,
        )  # fmt: skip
        for row in found:
            yield _row(row)

    def row(self, key: str) -> Row | None:
        """One address."""
        row = self._file.row(
            f"SELECT {_COLUMNS} FROM links LEFT JOIN pages USING (key) WHERE links.key = ?",  # noqa: S608 - as above
            key,
        )
        return None if row is None else _row(row)

    def counts(self) -> dict[str, int]:
        """How many addresses of each verdict, versions, sources and so on there are; bytes of the file."""
        counts = dict.fromkeys(("wanted", "saved", "failed", "passed"), 0)
        counts.update(self._file.rows("SELECT verdict, count(*) FROM links GROUP BY verdict"))
        for table in ("pages", "versions", "sources", "listings", "robots", "rests", "failures"):
            name = {"failures": "poison", "rests": "hosts_at_rest"}.get(table, table)
            (counts[name],) = self._file.row(f"SELECT count(*) FROM {table}") or (0,)  # noqa: S608 - as above
        ((pages, size),) = self._file.rows(
            "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size"
        )
        return counts | {"bytes": pages * size}

    def vacuum(self) -> None:
        """Gives back the space of what was forgotten, and checks the file.

        Raises:
            UsageError: It is damaged.
        """
        if (found := self._file.row("PRAGMA integrity_check(1)")) != ("ok",):
            raise UsageError(f"the state {self._file.path} is damaged: {(found or ('?',))[0]}")
        self._file.write("VACUUM")
        self._file.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def _row(row: tuple[object, ...]) -> Row:
    *values, card, files = row
    paths = tuple(path for path, _ in json.loads(files).values()) if isinstance(files, str) else ()
    names = Row.__slots__[: len(values)]
    known = dict(zip(names, values, strict=True))
    return Row(**known, card=Card.from_json(card) if isinstance(card, str) else None, files=paths)  # type: ignore[arg-type]  # the columns, in order
