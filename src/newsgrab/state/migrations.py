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
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, final_url TEXT NOT NULL,
        etag TEXT, last_modified TEXT, asked_at REAL NOT NULL, recipe TEXT NOT NULL,
        card TEXT NOT NULL, files TEXT NOT NULL
    );
    """,
    # links: every address that was named by a source (or asked for by hand: source is ''), what became of it
    # (wanted, saved, failed, passed over), how often in a row it failed, and when it is to be asked for next:
    # never where due_at is NULL. versions: each text an article has had. bands: four times 16 bits of each
    # simhash, the number of the quarter before them: near copies share one, or nearly.
    """
    CREATE TABLE links (
        key TEXT PRIMARY KEY, url TEXT NOT NULL, source TEXT NOT NULL, title TEXT, published TEXT,
        found_at REAL NOT NULL, named_at REAL NOT NULL, verdict TEXT NOT NULL, at REAL, due_at REAL,
        tries INTEGER NOT NULL DEFAULT 0, code TEXT, message TEXT
    ) WITHOUT ROWID;
    CREATE INDEX links_due ON links (source, due_at) WHERE due_at IS NOT NULL;
    CREATE TABLE versions (
        page INTEGER NOT NULL, number INTEGER NOT NULL, at REAL NOT NULL, sha256 TEXT NOT NULL, headline TEXT,
        files TEXT NOT NULL, PRIMARY KEY (page, number)
    ) WITHOUT ROWID;
    CREATE TABLE bands (
        bits INTEGER NOT NULL, page INTEGER NOT NULL, simhash INTEGER NOT NULL, PRIMARY KEY (bits, page)
    ) WITHOUT ROWID;
    CREATE INDEX bands_page ON bands (page);
    CREATE TABLE sources (
        name TEXT PRIMARY KEY, first_at REAL NOT NULL, searched_at REAL, read_at REAL, new_at REAL,
        failures INTEGER NOT NULL DEFAULT 0, code TEXT, message TEXT
    ) WITHOUT ROWID;
    CREATE TABLE listings (
        url TEXT PRIMARY KEY, final_url TEXT NOT NULL, etag TEXT, last_modified TEXT, asked_at REAL NOT NULL
    ) WITHOUT ROWID;
    """,
    # named: what some source has named, by the hashes of the keys, and on which day since 1970 last: 18 MB a
    # million, which stay in memory, where links are 240. links_fates: the addresses of an origin, by the time
    # they were last asked for; of a key, the origin ends before the first slash after "https:/" + "/".
    """
    CREATE TABLE named (hash INTEGER PRIMARY KEY, day INTEGER NOT NULL);
    INSERT OR IGNORE INTO named SELECT key_hash(key), CAST(named_at / 86400 AS INTEGER) FROM links
        WHERE source <> '' ORDER BY 1;
    CREATE INDEX links_fates ON links (substr(key, 1, instr(substr(key, 9), '/') + 7), at)
        WHERE at IS NOT NULL;
    """,
    # leads: whether a listing leads to others, for which it speaks a while only.
    # instead: for a page, the feeds that name all it names, as JSON; they are asked in its place.
    """
    ALTER TABLE listings ADD COLUMN leads INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE listings ADD COLUMN instead TEXT;
    """,
)
