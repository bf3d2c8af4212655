"""Long runs: memory, open files and processes stay as they are (R70); one without news is cheap (R71)."""

import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from command import NEWSGRAB, environment, story
from loopback import Loopback, Reply, bomb, page, raw, redirect, status
from newsgrab.model import Became, Named
from newsgrab.state import State
from newsroom import Newsroom, feed

HOSTS: Final = tuple(f"127.0.4.{number}" for number in range(1, 9))
HOSTILE_EVERY: Final = 20

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at as Linux shows them")

_CUT: Final = gzip.compress(story().encode())[:-40]
HOSTILE: Final[tuple[Reply, ...]] = (
    page("<div>" * 30_000),
    page("<p><b id=0>" * 3_000),
    page(bomb("gzip", 64 << 20), content_encoding="gzip"),
    page(_CUT, content_encoding="gzip"),
    page("<a " + " ".join(f"a{number}=1" for number in range(30_000)) + ">"),
    page('<script type="application/ld+json">' + "[" * 100_000),
    page(b"\x00\xff\xfe" * 30_000, content_type="text/html; charset=utf-7"),
    page("<p>Everything is drawn by a script.</p><script></script>"),
    raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<p>"),
    raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5_000),
    redirect("/a/redirect/to/nowhere"),
    status(404),
    status(500),
)


@dataclass(frozen=True)
class Seen:
    """A look at a run: how many articles had been asked for, and what it had."""

    done: int
    rss: int
    files: int
    threads: int
    children: int


class Watch:
    """Looks at a process twenty times a second."""

    def __init__(self, pid: int, server: Loopback) -> None:
        self.seen: list[Seen] = []
        self._proc, self._server = Path(f"/proc/{pid}"), server
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            try:
                lines = (self._proc / "status").read_text().splitlines()
                told = dict(line.split(":", 1) for line in lines if ":" in line)
                if "VmRSS" not in told:
                    return
                children = (self._proc / "task" / self._proc.name / "children").read_text().split()
                files = len([*(self._proc / "fd").iterdir()])
            except OSError:
                return
            rss = int(told["VmRSS"].split()[0]) << 10
            self.seen.append(Seen(len(self._server.log), rss, files, int(told["Threads"]), len(children)))


def published(server: Loopback, count: int) -> tuple[list[str], set[str]]:
    """So many articles on eight hosts, one in twenty of them hostile: all addresses, and the good ones."""
    urls, good = [], set()
    for number in range(count):
        host, path = HOSTS[number % len(HOSTS)], f"/{number}"
        urls.append(server.url(path, host))
        # Each kind once at the beginning: what the worst of them takes belongs to the first figures, too.
        if number < len(HOSTILE) or number % HOSTILE_EVERY == 0:
            kind = number if number < len(HOSTILE) else number // HOSTILE_EVERY
            server[host, path] = HOSTILE[kind % len(HOSTILE)]
        else:
            server[host, path] = page(story(f"Story {number}", f"It is number {number}."))
            good.add(urls[-1])
    return urls, good


def soak(folder: Path, count: int) -> None:
    with Loopback(HOSTS) as server:
        room = Newsroom(server, folder)
        urls, good = published(server, count)
        server["/feed"] = feed(urls)
        words = [*NEWSGRAB, "run", "-c", str(room.config), "--max-fail", "100", "-j", "8"]
        env = environment({"NEWSGRAB_NO_STATE": None})
        begun = time.monotonic()
        with subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            watch = Watch(run.pid, server)
            said = run.communicate()
        watch.end()
        print(f"{count} articles in {time.monotonic() - begun:.0f} s")  # noqa: T201 - the figures are wanted
        assert (run.returncode, said) == (0, (b"", b""))
        saved = Counter(json.loads(file.read_bytes())["requested_url"] for file in room.files())
        assert {*saved} >= good
        assert max(saved.values()) == 1
    check(
        watch.seen, len([request for request in server.log if request.path not in ("/feed", "/robots.txt")])
    )


def check(seen: list[Seen], asked: int) -> None:
    """Compares the first tenth, without the very beginning, with the last."""
    first = [one for one in seen if 0.02 * asked < one.done <= 0.1 * asked]
    half = [one for one in seen if one.done <= 0.5 * asked]
    last = [one for one in seen if one.done > 0.9 * asked and one.children]
    figures = {
        what: [statistics.median(getattr(one, what) for one in part) for part in (first, last)]
        for what in ("rss", "files", "threads", "children")
    }
    print(figures)  # noqa: T201 - the figures are wanted
    assert figures["rss"][1] <= figures["rss"][0] * 1.1
    assert figures["threads"][1] <= figures["threads"][0]
    assert max(one.files for one in last) <= max(one.files for one in half) + 2  # connections come and go
    assert max(one.children for one in seen) <= (os.cpu_count() or 1)


def test_r70_five_hundred_articles(tmp_path: Path) -> None:
    soak(tmp_path, 500)


@pytest.mark.long
def test_r70_ten_thousand_articles(tmp_path: Path) -> None:
    soak(tmp_path, 10_000)


def without_news(folder: Path, count: int) -> float:
    """A run that knows all of so many articles; the seconds of a processor that it took."""
    with Loopback() as server:
        room = Newsroom(server, folder)
        urls = [server.url(f"/known/{number}") for number in range(count)]
        server["/feed"] = feed(urls)
        with State(room.state) as state:
            state.agenda.add("desk", [Named(key=url, url=url) for url in urls])
            for url in urls:
                state.agenda.note(url, url, Became(verdict="saved"))
        room.out.mkdir()
        (room.out / "an-article.json").write_text("{}")
        room.quiet_run()
        before = {path: path.stat().st_mtime_ns for path in room.out.rglob("*")}
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        room.asked()
        begun = time.monotonic()
        room.quiet_run()
        print(f"{count} known articles: {time.monotonic() - begun:.2f} s")  # noqa: T201 - the figure is wanted
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert room.asked() == ["/feed"]
        assert {path: path.stat().st_mtime_ns for path in room.out.rglob("*")} == before
    return now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def test_r71_a_run_without_news_asks_for_the_feed_alone(tmp_path: Path) -> None:
    assert without_news(tmp_path, 500) < 5


@pytest.mark.long
def test_r71_a_run_that_knows_ten_thousand_takes_less_than_five_seconds(tmp_path: Path) -> None:
    seconds = without_news(tmp_path, 10_000)
    print(f"10,000 known articles: {seconds:.2f} s of a processor")  # noqa: T201 - the figure is wanted
    assert seconds < 5
