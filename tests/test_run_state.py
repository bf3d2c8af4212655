"""Runs whose state is not as it should be, and one that knows everything already (R67)."""

import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from command import story
from loopback import Loopback, page
from newsgrab.model import Became, Named
from newsgrab.state import State
from newsgrab.state.file import key_hash
from newsgrab.state.migrations import MIGRATIONS
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


def of_version(path: Path, version: int) -> None:
    """A state as that version of it was made, with what a run had left in it."""
    with closing(sqlite3.connect(path)) as database:
        database.create_function("key_hash", 1, key_hash)
        for step in MIGRATIONS[:version]:
            database.executescript(step)
        database.execute(f"PRAGMA user_version = {version}")


def name_in(path: Path, url: str, source: str) -> None:
    """Notes in a state of version 3 that a source has named an article, and that it was saved."""
    with closing(sqlite3.connect(path)) as database:
        now = time.time()
        database.execute(
            "INSERT INTO links (key, url, source, found_at, named_at, verdict, at)"
            " VALUES (?1, ?1, ?2, ?3, ?3, 'saved', ?3)", (url, source, now),
        )  # fmt: skip
        database.commit()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_one_of_an_earlier_version_is_brought_up_to_date(room: Newsroom, version: int) -> None:
    of_version(room.state, version)
    room.quiet_run()
    assert room.saved() == ["/1"]
    assert room.rows("PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_what_an_earlier_version_knew_is_known(room: Newsroom) -> None:
    of_version(room.state, 3)
    room.publish("/2", "/3")
    name_in(room.state, room.server.url("/1"), "desk")
    name_in(room.state, room.server.url("/2"), "")  # asked for by hand: new to the source
    room.quiet_run()
    assert room.saved() == ["/2", "/3"]
    with State(room.state) as state:
        assert len(state.agenda.fates(room.server.url(""), 9)) == 3


def test_a_death_on_the_way_to_the_present_version_costs_nothing(room: Newsroom, tmp_path: Path) -> None:
    """The state is of the one version or of the other."""
    of_version(room.state, 3)
    name_in(room.state, room.server.url("/1"), "desk")
    before = bytes_of(room)
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "if 'run' in sys.orig_argv:\n"
        "    from newsgrab.state import file\n"
        "    file.key_hash = lambda key: os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert room.run(env={"PYTHONPATH": str(tmp_path / "hook")}).status == -signal.SIGKILL
    assert room.rows("PRAGMA user_version") == [(3,)]
    assert len(before) == len(bytes_of(room))
    room.quiet_run()
    assert room.asked() == ["/feed"]


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
    """What could not be written is written once there is space (R64)."""
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
