"""``--log-file``: what became of every input, with the time, in a file that does not grow."""

import json
import os
import pty
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from command import FAST, NEWSGRAB, environment, newsgrab, story
from loopback import Loopback, page, status
from newsroom import Newsroom

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        server["/a"] = page(story("The bridge"))
        server["/gone"] = status(404)
        yield server


def test_a_line_for_every_input_and_the_sum(server: Loopback, tmp_path: Path) -> None:
    log, out = tmp_path / "logs" / "news.log", tmp_path / "out"
    secret = server.url("/a").replace("//", "//ada:secret@")
    words = (secret, server.url("/gone"), "-o", f"{out}/{{slug}}.md", "--log-file", log, "--ordered")
    for _ in range(2):  # each run adds to it
        assert newsgrab("get", *words, *FAST, "-q").status == 3
    lines = [re.sub(rf"^{TIME} |\d+\.\d s", "", line) for line in log.read_text().splitlines()]
    assert lines == [
        f"saved {server.url('/a')}: {out}/the-bridge.md ()",
        f"failed {server.url('/gone')}: answered 404 (Not Found) (http_404) ()",
        "1 saved, 1 failed in ",
        f"skipped {server.url('/a')}: already there {out}/the-bridge.md ()",
        f"failed {server.url('/gone')}: answered 404 (Not Found) (http_404) ()",
        "1 skipped, 1 failed in ",
    ]


def test_as_json_lines(tmp_path: Path) -> None:
    log = tmp_path / "log"
    page_file = tmp_path / "a\x1b[31m.html"
    page_file.write_text(story())
    words = ("--log-file", log, "--log-format", "json")
    assert newsgrab("extract", page_file, tmp_path / "none.html", *words).status == 3
    first, second, last = (json.loads(line) for line in log.read_text().splitlines())
    assert re.fullmatch(TIME, first["at"])
    assert (first["verdict"], first["code"], "\x1b" in first["url"]) == ("saved", None, False)
    assert (second["verdict"], second["code"], second["attempts"]) == ("failed", "missing_file", 1)
    assert last["message"].startswith("1 saved, 1 failed in ")


def test_it_does_not_grow(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"x" * (10 << 20))
    (tmp_path / "log.1").write_text("older")
    newsgrab("extract", "-", "--log-file", log, stdin=story())
    assert (tmp_path / "log.1").stat().st_size > 10 << 20
    assert len(log.read_text().splitlines()) == 1


def test_a_place_that_cannot_be_written_is_known_before_anything_is_fetched(server: Loopback) -> None:
    done = newsgrab("get", server.url("/a"), "--log-file", "/dev/null/log", *FAST)
    assert (done.status, done.out, server.paths()) == (9, b"", [])
    assert done.complaint.endswith("(write_failed)")


@pytest.mark.parametrize("words", [("--log-file", "-"), ("--log-format", "xml")])
def test_what_makes_no_sense_is_a_usage_error(words: tuple[str, ...]) -> None:
    done = newsgrab("extract", "-", *words, stdin=story())
    assert (done.status, done.out) == (2, b"")
    assert done.complaint


def test_a_run_tells_it_what_it_tells_nobody_else(server: Loopback, tmp_path: Path) -> None:
    log = tmp_path / "log"
    room = Newsroom(server, tmp_path)
    room.configure(
        defaults={"log-file": str(log)},
        desk={"url": server.url("/feed"), "kind": "feed", "output": f"{room.out}/"},
    )
    room.publish("/1")
    room.quiet_run()
    server["/feed"] = status(500)
    assert room.run("--alert-after", "1").status == 3
    told = [line.partition(" ")[2] for line in log.read_text().splitlines()]
    assert told[0].startswith(f"saved {server.url('/1')}: {room.out}/")
    assert told[1].startswith("status 0: 1 saved from 1 sources in ")
    assert told[2].startswith("desk: failed in 1 runs in a row: ")
    assert told[3].startswith("status 3: nothing new from 1 sources in ")


def test_a_run_shows_a_bar_to_whoever_watches(server: Loopback, tmp_path: Path) -> None:
    room = Newsroom(server, tmp_path)
    for path, words, is_shown in (("/1", (), True), ("/2", ("--progress", "never"), False)):
        room.publish(path)
        ours, theirs = pty.openpty()
        around = environment({"TERM": "xterm", "COLUMNS": "100", "NEWSGRAB_NO_STATE": None})
        command = [*NEWSGRAB, "run", "-c", str(room.config), *words]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=around):
            os.close(theirs)
            seen = b""
            with suppress(OSError):
                while piece := os.read(ours, 65536):
                    seen += piece
        os.close(ours)
        plain = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", seen.decode())
        assert bool(re.search(r" 1/\? +\d+\.\d/s, 127\.0\.0\.1 ", plain)) == is_shown
        assert "1 saved from 1 sources in" in plain
