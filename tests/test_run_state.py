"""Runs whose state is not as it should be, and one that knows everything already (R67, R71)."""

import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import story
from loopback import Loopback, page
from newsgrab.model import Became, Named
from newsgrab.state import State
from newsroom import Newsroom, feed


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with Loopback() as server:
        room = Newsroom(server, tmp_path)
        room.publish("/1")
        yield room


def bytes_of(room: Newsroom) -> bytes:
    return room.state.read_bytes()


@pytest.mark.parametrize("damage", ["garbage", "truncated", "pages"])
def test_a_damaged_one_is_told_of_and_left_as_it_is(room: Newsroom, damage: str) -> None:
    room.quiet_run()
    data = bytearray(bytes_of(room))
    if damage == "garbage":
        data = bytearray(b"this is no database " * 100)
    elif damage == "truncated":
        del data[len(data) // 2 :]
    else:
        data[4096:] = b"\xff" * (len(data) - 4096)
    room.state.write_bytes(data)
    room.asked()
    done = room.run()
    assert (done.status, room.asked()) == (9, [])
    assert f"the state {room.state} cannot be used: " in done.complaint
    assert done.complaint.endswith("(state_failed)")
    assert bytes_of(room) == bytes(data)


def test_one_of_a_later_version_is_left_alone(room: Newsroom) -> None:
    room.quiet_run()
    with sqlite3.connect(room.state) as database:
        database.execute("PRAGMA user_version = 99")
    done = room.run()
    assert (done.status, "made by a later newsgrab (version 99 of the state)" in done.complaint) == (9, True)


def test_one_of_an_earlier_version_is_brought_up_to_date(room: Newsroom) -> None:
    with sqlite3.connect(room.state) as database:
        database.executescript(
            "CREATE TABLE robots (origin TEXT PRIMARY KEY, status INTEGER NOT NULL, body BLOB NOT NULL,"
            " fetched_at REAL NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE rests (host TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE failures (key TEXT PRIMARY KEY, code TEXT NOT NULL, times INTEGER NOT NULL,"
            " last_at REAL NOT NULL) WITHOUT ROWID; PRAGMA user_version = 1;"
        )
    room.quiet_run()
    assert room.saved() == ["/1"]


def test_one_that_cannot_be_written_is_told_of(room: Newsroom) -> None:
    room.state.mkdir()
    done = room.run()
    assert (done.status, room.asked()) == (9, [])
    assert str(room.state) in done.complaint


def test_what_is_written_meanwhile_is_waited_for(room: Newsroom) -> None:
    room.quiet_run()
    room.publish("/2")
    other = sqlite3.connect(room.state, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(3, lambda: other.execute("COMMIT")).start()
    room.quiet_run()
    assert room.saved() == ["/1", "/2"]
    other.close()


def test_ten_thousand_known_articles_are_not_asked_for(room: Newsroom) -> None:
    urls = [room.server.url(f"/known/{number}") for number in range(10_000)]
    with State(room.state) as state:
        assert state.agenda.add("desk", [Named(key=url, url=url) for url in urls]) == 10_000
        for url in urls:
            state.agenda.note(url, url, Became(verdict="saved"))
    room.server["/feed"] = feed(urls)
    room.quiet_run()
    assert room.asked() == ["/feed"]
    assert room.files() == []


def test_a_full_disk_loses_nothing(room: Newsroom) -> None:
    """R64: what could not be written is written once there is space."""
    room.out.mkdir()
    small = ["mount", "-t", "tmpfs", "-o", "size=100k", "none", str(room.out)]
    if subprocess.run(small, check=False, capture_output=True).returncode:
        pytest.skip("only root can make a small disk")
    try:
        room.publish("/2", "/3", "/4")
        room.server["/3"] = page(story("Long", "word " * 8_000))
        done = room.run()
        assert (done.status, done.out) == (9, b"")
        assert done.complaint.endswith("No space left on device (disk_full)")
        assert "/3" not in room.saved()
        subprocess.run(["mount", "-o", "remount,size=8m", str(room.out)], check=True)
        room.quiet_run()
        assert room.saved() == ["/1", "/2", "/3", "/4"]
    finally:
        subprocess.run(["umount", str(room.out)], check=True)
