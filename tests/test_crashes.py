"""Whenever a run is killed: nothing is lost, nothing comes twice, nothing is half there (R60)."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Final

import pytest

from command import environment, until
from loopback import Loopback
from newsroom import Newsroom

POINTS = (
    "newsgrab.state.agenda:Agenda.add",
    "newsgrab.durable:_write_synced",
    "newsgrab.durable:_claim",
    "newsgrab.durable:_sync_folder",
    "newsgrab.store.index:Index.add",
    "newsgrab.state.archive:Archive.keep",
    "newsgrab.state.pages:Pages.keep",
    "newsgrab.state.archive:Archive._note_simhash",
    "newsgrab.state.agenda:Agenda.note",
    "newsgrab.state.sources:Sources.keep_listing",
    "newsgrab.state.sources:Sources.note_read",
    "newsgrab.state.file:StateFile.close",
)
"""What a run does to the disk, in its order; it dies before and after each."""

FATAL = """
import importlib, os, signal, sys
if "run" in sys.orig_argv:
    module, _, name = {point!r}.partition(":")
    owner = importlib.import_module(module)
    *path, name = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    real, left = getattr(owner, name), [{count}]
    def fatal(*arguments, **named):
        left[0] -= 1
        if not left[0] and {when!r} == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments, **named)
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, name, fatal)
"""


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


def assert_whole(room: Newsroom) -> None:
    """Every file with a visible name is a whole article, none is there twice, and the state is sound."""
    urls = Counter(json.loads(file.read_bytes())["requested_url"] for file in room.files())
    assert max(urls.values(), default=1) == 1
    shown = [file for file in room.out.rglob("*") if file.is_file() and not file.name.startswith(".")]
    assert {file.suffix for file in shown if ".newsgrab" not in file.parts} <= {".json"}
    if room.state.exists():
        with sqlite3.connect(room.state) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def assert_complete(room: Newsroom, published: list[str]) -> None:
    room.quiet_run()
    assert_whole(room)
    assert list(room.folder.rglob(".newsgrab-*")) == []  # what was not whole has gone at the first start
    assert room.saved() == sorted(published)
    room.asked()
    room.quiet_run()
    assert room.asked() == ["/feed"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", POINTS)
def test_at_every_step_to_the_disk(server: Loopback, tmp_path: Path, point: str, when: str) -> None:
    room = Newsroom(server, tmp_path)
    room.publish(*(f"/{number}" for number in range(4)))
    room.feed(etag='"a"')
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(FATAL.format(point=point, when=when, count=2))
    once = point.endswith(("Agenda.add", "keep_listing", "note_read", "close"))
    if once:
        (tmp_path / "hook" / "sitecustomize.py").write_text(FATAL.format(point=point, when=when, count=1))
    done = room.run(env={"PYTHONPATH": str(tmp_path / "hook")})
    assert done.status == -signal.SIGKILL
    assert_whole(room)
    assert_complete(room, room.paths)


_WINDOW: Final = 120
"""Stories in the feed: twenty runs may die in a row before one leaves it unseen."""


def kill_often(room: Newsroom, times: int, seed: int) -> list[str]:
    """Starts runs while stories are published, and kills so many at some instant of theirs.

    Most die between their first request and about the time when a run ends, the others before.

    Returns:
        What was published.
    """
    chance, work_s, killed = random.Random(seed), 1.0, 0  # noqa: S311 - the same each time
    published: list[str] = []
    words = [sys.executable, "-m", "newsgrab", "run", "-c", str(room.config)]
    while killed < times:
        new = [f"/{killed}-{len(published)}-{story}" for story in range(3)]
        published += new
        room.publish(*new)
        del room.paths[_WINDOW:]
        room.feed()
        room.asked()
        with subprocess.Popen(
            words, env=environment({"NEWSGRAB_NO_STATE": None}), stdout=PIPE, stderr=PIPE
        ) as run:
            if chance.random() < 0.1:
                is_over = ended_within(run, chance.uniform(0.0, work_s))
            else:
                until(lambda run=run: bool(room.server.log) or run.poll() is not None, most_s=60)  # type: ignore[misc]  # bound
                begun = time.monotonic()
                is_over = ended_within(run, chance.uniform(0.0, work_s))
                work_s = time.monotonic() - begun if is_over else work_s * 1.02
            run.kill()
            said = run.communicate()
        killed += not is_over
        assert said == (b"", b"")
        if killed % 20 == 0:
            assert_whole(room)
    return published


def ended_within(run: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def test_at_fifty_instants(server: Loopback, tmp_path: Path) -> None:
    room = Newsroom(server, tmp_path)
    assert_complete(room, kill_often(room, 50, seed=1))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_at_a_thousand_instants(server: Loopback, tmp_path: Path, seed: int) -> None:
    room = Newsroom(server, tmp_path)
    assert_complete(room, kill_often(room, 100, seed))
