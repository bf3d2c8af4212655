"""A SQLite database of articles: tables that join, an index of their words, and each article's whole JSON.

Datasette (datasette.io) finds the index by itself, since its table names the one it is of.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

from newsgrab.errors import OutputError, UsageError
from newsgrab.sinks.columns import COLUMNS, entries, row_of
from newsgrab.sinks.held import Held
from newsgrab.sinks.part import Part

_VALUES: Final = (*COLUMNS, "fetched", "confidence")
_NUMBERS: Final = {"word_count": "INTEGER", "confidence": "REAL"}
_LISTS: Final[Mapping[str, str]] = {"authors": "name", "sections": "", "tags": ""}
_SEARCHED: Final = ("headline", "dek", "body")


def _columns() -> str:
    others = (f"{name} {_NUMBERS.get(name, 'TEXT')}" for name in _VALUES if name != "id")
    return ", ".join(("id TEXT PRIMARY KEY", *others, "json TEXT NOT NULL"))


def _schema() -> Iterator[str]:
    yield f"CREATE TABLE articles ({_columns()})"
    for name in _LISTS:
        yield f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"
        yield (
            f"CREATE TABLE articles_{name} (article_id TEXT NOT NULL REFERENCES articles(id),"
            f" {name}_id INTEGER NOT NULL REFERENCES {name}(id), position INTEGER NOT NULL,"
            f" PRIMARY KEY (article_id, {name}_id))"
        )
    yield "CREATE INDEX articles_published ON articles(published)"
    yield f'CREATE VIRTUAL TABLE articles_fts USING fts5({", ".join(_SEARCHED)}, content="articles")'


class DatabaseFile:
    """A database that is being filled; an article that comes again takes the place of what was there."""

    def __init__(self, path: str, *, grow: bool = False) -> None:
        """Makes the tables.

        Args:
            path: Where it will be.
            grow: Whether what is there stays in it, other tables, too.

        Raises:
            UsageError: It is to grow, and is none of ours.
            OutputError: It cannot be written.
        """
        self.held = Held()
        self._part = Part(path, grow=grow)
        self._name = path
        with self._named():
            self._database = sqlite3.connect(self._part.path, isolation_level=None)
            is_there = grow and Path(path).exists() and self._take_over(path)
            # Nobody else sees it before it is whole, and a half one is thrown away.
            self._database.execute("PRAGMA journal_mode = OFF")
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute("BEGIN")
            for statement in () if is_there else _schema():
                self._database.execute(statement)

    def _take_over(self, path: str) -> bool:
        """Copies what is there, and says whether that is anything."""
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as before:
            try:
                columns = [row[1] for row in before.execute("PRAGMA table_info(articles)")]
            except sqlite3.DatabaseError:
                columns = [""]
            if columns == [*_VALUES, "json"]:
                before.backup(self._database)
                for row in before.execute("SELECT id, url FROM articles"):
                    self.held.note(*row)
                return True
            if not columns and not before.execute("SELECT 1 FROM sqlite_master").fetchall():
                return False
        self.discard()
        raise UsageError(f"{path}: no database that newsgrab has written: -o has to name another file")

    def add(self, article: Mapping[str, Any]) -> None:
        """Writes an article.

        Raises:
            OutputError: It cannot be written.
        """
        row = row_of(article)
        with self._named():
            row["id"] = self._id_for(row)
        shown = json.dumps(article, ensure_ascii=False)
        values = [_storable(value) for value in (*(row[name] for name in _VALUES), shown)]
        marks = ", ".join("?" * len(values))
        with self._named():
            self._database.execute(f"INSERT OR REPLACE INTO articles VALUES ({marks})", values)  # noqa: S608 - marks
            for name, key in _LISTS.items():
                self._add_list(str(row["id"]), name, entries(article, name, key))

    def close(self) -> None:
        """Indexes the words, and puts the database in its place.

        Raises:
            OutputError: It cannot be written.
        """
        with self._named():
            self._database.execute("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")
            self._database.execute("COMMIT")
            self._database.close()
        self._part.finish()

    def discard(self) -> None:
        """Leaves no trace of it."""
        self._database.close()
        self._part.discard()

    def _id_for(self, row: Mapping[str, Any]) -> str:
        """Its id; with a number where another article has that: some sites call all pages by one address."""
        for number in count(1):
            wanted = f"{row['id']}-{number}" if number > 1 else str(row["id"])
            found = self._database.execute(
                "SELECT url FROM articles WHERE id = ?", [_storable(wanted)]
            ).fetchone()
            if found is None or found[0] == _storable(row["url"]):
                return wanted
        raise AssertionError("count() does not end")

    def _add_list(self, article_id: str, name: str, found: list[str]) -> None:
        # The names of tables are those of ``_LISTS``; what comes from pages is bound.
        database = self._database
        database.execute(f"DELETE FROM articles_{name} WHERE article_id = ?", [article_id])  # noqa: S608 - as said
        for position, text in enumerate(found):
            entry = _storable(text)
            database.execute(f"INSERT OR IGNORE INTO {name}(name) VALUES (?)", [entry])  # noqa: S608 - as said
            database.execute(
                f"INSERT OR IGNORE INTO articles_{name} SELECT ?, id, ? FROM {name} WHERE name = ?",  # noqa: S608 - as said
                [article_id, position, entry],
            )

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OutputError(f"{self._name}: {error}") from error


def _storable(value: str | float | None) -> str | float | None:
    """Text without what UTF-8 cannot hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
