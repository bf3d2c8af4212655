"""The shape of the file, as SQL: step N makes version N of version N - 1. A step is never changed."""

from typing import Final

MIGRATIONS: Final[tuple[str, ...]] = (
    # Times are seconds since 1970, UTC.
    """
    CREATE TABLE robots (
        origin TEXT PRIMARY KEY, status INTEGER NOT NULL, body BLOB NOT NULL, fetched_at REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE rests (host TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID;
    CREATE TABLE failures (
        key TEXT PRIMARY KEY, code TEXT NOT NULL, times INTEGER NOT NULL, last_at REAL NOT NULL
    ) WITHOUT ROWID;
    """,
    # The pages that were had. card and files are JSON: the article's catalogue card, and
    # {extension: [absolute path, first half of the SHA-256 of what was written]}.
    """
    CREATE TABLE pages (
        key TEXT PRIMARY KEY, final_url TEXT NOT NULL, etag TEXT, last_modified TEXT, asked_at REAL NOT NULL,
        recipe TEXT NOT NULL, card TEXT NOT NULL, files TEXT NOT NULL
    );
    """,
)
