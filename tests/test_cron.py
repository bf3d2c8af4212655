"""Two days of hourly runs against a newsroom that lives: stories come, change, vanish; the server falters."""

import json
from collections import Counter
from pathlib import Path

from command import story
from loopback import Loopback, page, raw, status
from newsroom import Newsroom

HOURS = 48
DEAD = range(20, 26)
"""The hours in which the host answers nothing at all."""


def text_of(path: str, change: int = 0) -> str:
    return story(f"Story {path}", more=f"This is about {path}, as of edition {change}.")


def live(room: Newsroom, hour: int) -> None:
    """What happens in the newsroom in an hour."""
    server = room.server
    for number in range(2):
        path = f"/{hour}-{number}"
        room.paths.insert(0, path)
        server[path] = page(text_of(path))
    if hour % 5 == 0:  # one of the two is there only an hour later, and by then may have left the feed
        server[f"/{hour}-0"] = status(503)
    if hour % 5 == 1:
        server[f"/{hour - 1}-0"] = page(text_of(f"/{hour - 1}-0"))
    if hour % 8 == 3:  # one is taken down for good after it was saved
        server[f"/{hour - 2}-0"] = status(410)
    if hour % 6 == 2:  # one is edited in its first hour
        server[f"/{hour - 1}-1"] = page(text_of(f"/{hour - 1}-1", change=1))
    del room.paths[20:]  # ten hours: longer than the host is dead
    room.feed(etag=f'"{hour}"')
    if hour in DEAD:
        server["/feed"] = raw()
        server["/robots.txt"] = raw()
    else:
        server["/robots.txt"] = status(404)


def test_two_days(tmp_path: Path) -> None:
    with Loopback() as server:
        room = Newsroom(server, tmp_path, recheck=["2h", "6h"])
        published, loud = [], []
        for hour in range(HOURS):
            live(room, hour)
            published += [f"/{hour}-{number}" for number in range(2)]
            done = room.run("--alert-after", "3")
            assert done.out == b""
            assert (done.status == 3) == bool(done.err) == (hour in DEAD[2:])
            if done.err:
                loud.append(hour)
                assert done.complaint.startswith(f"desk: failed in {hour - DEAD[0] + 1} runs in a row: ")
            room.pass_time(3600)
        for _ in range(8):
            room.quiet_run()
            room.pass_time(3600)
    assert loud == list(DEAD[2:])
    current = [file for file in room.files() if ".v" not in file.name]
    assert sorted(url_of(file) for file in current) == sorted(server.url(path) for path in published)
    edited = [f"/{hour - 1}-1" for hour in range(HOURS) if hour % 6 == 2]
    old = Counter(url_of(file) for file in room.files() if ".v" in file.name)
    assert set(old) <= {server.url(path) for path in edited}
    assert set(old.values()) == {1}
    for path in edited:  # those seen before and after have both versions, the others the later one
        (file,) = (file for file in current if url_of(file) == server.url(path))
        assert "as of edition 1" in json.loads(file.read_bytes())["body"]
    assert len(old) >= len(edited) - 2


def url_of(file: Path) -> str:
    return str(json.loads(file.read_bytes())["requested_url"])
