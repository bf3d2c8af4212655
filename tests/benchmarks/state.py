"""What the state costs beside bare ``sqlite3``, and what it costs when it is large.

    python tests/benchmarks/state.py              # a million addresses; minutes
    python tests/benchmarks/state.py --size 20000

Each pair of figures is the median of fifteen alternated runs in one process: milliseconds of CPU time, and
their ratio.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from newsgrab.model import Became, Named
from newsgrab.state import State
from newsgrab.state.file import key_hash
from newsgrab.state.migrations import MIGRATIONS

ROUNDS = 15
BATCH = 1_000
LOOK_UP = "SELECT verdict, due_at, tries, found_at FROM links WHERE key = ?"
NAMED = "SELECT day FROM named WHERE hash = ?"
ADD = (
    "INSERT INTO links (key, url, source, title, published, found_at, named_at, verdict, due_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8) ON CONFLICT (key) DO NOTHING"
)
NAME = "INSERT OR REPLACE INTO named VALUES (?, ?)"
NOTE = "UPDATE links SET verdict = 'saved', at = ?, due_at = NULL, tries = 0 WHERE key = ?"


def key_of(number: int) -> str:
    return f"https://www.news{number % 50}.example/2026/11/{number:09d}/a-story-with-a-usual-address"


def named(start: int, count: int) -> list[Named]:
    return [Named(key=key_of(n), url=key_of(n), title="A story") for n in range(start, start + count)]


def filled(path: Path, size: int) -> State:
    """A state that knows so many addresses, half of them saved."""
    state = State(path)
    for start in range(0, size, 50_000):
        state.agenda.add("desk", named(start, min(50_000, size - start)), "passed")
    state.close()
    return State(path)  # as a run finds it


def bare(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.create_function("key_hash", 1, key_hash)
    if not database.execute("PRAGMA user_version").fetchone()[0]:
        for step in MIGRATIONS:
            database.executescript(step)
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    return database


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def compared(name: str, ours: Callable[[int], object], theirs: Callable[[int], object]) -> None:
    pairs = [(timed(lambda n=n: ours(n)), timed(lambda n=n: theirs(n))) for n in range(ROUNDS)]  # type: ignore[misc]  # bound
    one, two = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"{name:<44} {one:9.2f} {two:9.2f}  x{one / two:.2f}")


def against_bare(folder: Path) -> None:
    state, database = filled(folder / "ours", 10_000), bare(folder / "theirs")
    rows = [(one.key, one.url, "desk", one.title, None, 0.0, "passed", None) for one in named(0, 10_000)]
    database.execute("BEGIN")
    database.executemany(ADD, rows)
    database.execute("COMMIT")
    look_up(state, database)
    insert(state, database)
    note(state, database)
    state.close()
    database.close()


def look_up(state: State, database: sqlite3.Connection) -> None:
    keys = [key_of(number) for number in range(0, 10_000, 5)]
    compared(
        "2,000 look-ups, ours and bare",
        lambda _: [state.agenda.entry(key) for key in keys],
        lambda _: [database.execute(LOOK_UP, (key,)).fetchone() for key in keys],
    )


def insert(state: State, database: sqlite3.Connection) -> None:
    def theirs(turn: int) -> None:
        now = time.time()
        database.execute("BEGIN IMMEDIATE")
        for one in named(10_000 + turn * BATCH, BATCH):
            hashed = key_hash(one.key)
            database.execute(NAMED, (hashed,)).fetchone()
            database.execute(ADD, (one.key, one.url, "desk", one.title, None, now, "wanted", now))
            database.execute(NAME, (hashed, int(now / 86_400)))
        database.execute("COMMIT")

    def ours(turn: int) -> None:
        state.agenda.add("desk", named(10_000 + turn * BATCH, BATCH))

    compared("1,000 addresses added at once, ours and bare", ours, theirs)


def note(state: State, database: sqlite3.Connection) -> None:
    def theirs(turn: int) -> None:
        for number in range(turn * 200, turn * 200 + 200):
            database.execute(NOTE, (time.time(), key_of(number)))

    def ours(turn: int) -> None:
        for number in range(turn * 200, turn * 200 + 200):
            state.agenda.note(key_of(number), key_of(number), Became(verdict="saved"))

    compared("200 outcomes, each durable, ours and bare", ours, theirs)


def large_and_small(folder: Path, size: int) -> None:
    small, large = filled(folder / "small", 1_000), filled(folder / "large", size)
    keys = [key_of(number) for number in range(size - 1_000, size)]  # as feeds name them again and again
    any_keys = [key_of(number * 7919 % size) for number in range(1_000)]
    few = [key_of(number) for number in range(1_000)]
    new = [f"{key_of(number)}-that-is-new" for number in range(1_000)]
    sizes = f"{size:,} and 1,000"
    compared(
        f"1,000 known: {sizes}",
        lambda _: large.agenda.are_new(keys),
        lambda _: small.agenda.are_new(few),
    )
    compared(
        f"1,000 known, of all years: {sizes}",
        lambda _: large.agenda.are_new(any_keys),
        lambda _: small.agenda.are_new(few),
    )
    compared(
        f"1,000 new: {sizes}",
        lambda _: large.agenda.are_new(new),
        lambda _: small.agenda.are_new(new),
    )
    large.close()
    small.close()
    compared(
        f"opening: {sizes}",
        lambda _: State(folder / "large").close(),
        lambda _: State(folder / "small").close(),
    )
    print(f"a state of {size:,} has {(folder / 'large').stat().st_size / size:.0f} bytes an address")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory() as folder:
        against_bare(Path(folder))
        large_and_small(Path(folder), size)


if __name__ == "__main__":
    main()
