"""newsgrab as a subprocess in a box: own home and state, limits, measured memory, nothing left behind.

``Ended.holds`` is the rule that every row of the suite has in common (P0).
"""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from command import NEWSGRAB, environment
from newsgrab.errors import by_code

_HERE: Final = Path(__file__).parent
_PATH: Final = os.pathsep.join((str(_HERE / "inside"), str(_HERE.parent / "hermetic")))
_ADDRESS_SPACE: Final = 3 << 29
"""1.5 GiB for newsgrab itself; its workers set lower limits of their own."""

MOST_MEMORY: Final = 400 << 20
_OWN: Final = {"list.txt", "errors.jsonl", "internet.json", "internet.log", "headers.txt", "cookies.txt"}
"""Files in the box that the tests or ``-e`` put there."""


@dataclass(frozen=True)
class Ended:
    """A run that has ended.

    Attributes:
        status: Its exit status.
        out: Standard output.
        err: Standard error.
        seconds: How long it took.
        memory: Most bytes of memory the parent had; 0 where the system does not say.
        left: Processes it started that are still there.
        failures: Address -> its line of ``-e``.
        articles: Address -> its article, as it was written to the folder by this run.
        box: Where it ran.
    """

    status: int
    out: bytes
    err: str
    seconds: float
    memory: int
    left: tuple[int, ...]
    failures: Mapping[str, dict[str, Any]]
    articles: Mapping[str, dict[str, Any]]
    box: Path

    @property
    def touched(self) -> str:
        """The lines of the log of the small internet."""
        log = self.box / "internet.log"
        return log.read_text("utf-8") if log.exists() else ""

    def holds(self, most_s: float) -> None:
        """Checks what holds for every run, whatever it met."""
        assert self.status in _documented(self), f"status {self.status}\n{self.err}"
        assert "Traceback" not in self.err, self.err
        assert "internal error" not in self.err, self.err
        assert all(line.isprintable() for line in self.err.splitlines()), self.err
        assert self.seconds <= most_s, f"{self.seconds:.1f} s"
        assert self.memory <= MOST_MEMORY, f"{self.memory >> 20} MiB"
        assert not self.left, f"processes left behind: {self.left}"
        assert not self.failures.keys() & self.articles.keys(), "failed, and written all the same"
        for row in self.failures.values():
            assert row["status"] == _status_of(row["code"]), row
        for database in (self.box / "state").rglob("*.sqlite"):
            with closing(sqlite3.connect(database)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        strays = [path for path in _files(self.box) if path.parts[0] not in ("out", "state")]
        assert {path.as_posix() for path in strays} <= _OWN, strays


def _documented(ended: Ended) -> set[int]:
    """The exit status that interface and outcomes call for: its own cause, or 3 where a part failed."""
    statuses = {row["status"] for row in ended.failures.values()}
    if not statuses:
        return {0}
    return {3} if ended.articles or ended.out else statuses if len(statuses) == 1 else {4}


def _status_of(code: str) -> int:
    return 4 if code.startswith("http_") else int(by_code(code).status)


def _files(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()]


class Sandbox:
    """A box; what one run remembers in it the next one knows."""

    def __init__(self, box: Path) -> None:
        """Makes the box."""
        self.box = box
        box.mkdir(parents=True, exist_ok=True)

    def run(
        self,
        urls: Sequence[str],
        *flags: str,
        inside: Mapping[str, Any] | None = None,
        env: Mapping[str, str | None] | None = None,
        most_s: float = 120.0,
    ) -> Ended:
        """Runs ``newsgrab get`` for these addresses into the folder ``out``.

        Args:
            urls: What to fetch.
            flags: Further flags.
            inside: What ``inside/surroundings.py`` is told.
            env: Variables to set, or to leave out.
            most_s: When it is killed.
        """
        before = {file: file.stat().st_mtime_ns for file in self._written()}
        (self.box / "list.txt").write_text("".join(f"{url}\n" for url in urls), "utf-8")
        flags = ("-i", "list.txt", "-e", "errors.jsonl", "-f", "json", "-o", "out/", *flags)
        ended = self.start(["get", *flags], self.environment(inside, env), most_s)
        failures = [json.loads(line) for line in _lines(self.box / "errors.jsonl")]
        fresh = [file for file in self._written() if before.get(file) != file.stat().st_mtime_ns]
        articles = [json.loads(file.read_text("utf-8")) for file in fresh]
        status, out, err, seconds, memory, left = ended
        return Ended(
            status, out, err, seconds, memory, left,
            {row["url"]: row for row in failures},
            {each["requested_url"]: each for each in articles},
            self.box,
        )  # fmt: skip

    def _written(self) -> list[Path]:
        return [*(self.box / "out").rglob("*.json")]

    def environment(
        self, inside: Mapping[str, Any] | None = None, env: Mapping[str, str | None] | None = None
    ) -> dict[str, str]:
        """The variables inside: home and folders in the box, and the small internet."""
        own = {"HOME": "", "XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache"}
        paths: dict[str, str | None] = {name: str(self.box / folder) for name, folder in own.items()}
        paths |= {"NEWSGRAB_NO_STATE": None, "PYTHONPATH": _PATH}
        if inside is not None:
            (self.box / "internet.log").unlink(missing_ok=True)
            told = {"log": str(self.box / "internet.log"), **inside}
            (self.box / "internet.json").write_text(json.dumps(told), "utf-8")
            paths["HOSTILE_SURROUNDINGS"] = str(self.box / "internet.json")
        return environment({**paths, **(env or {})})

    def start(
        self, words: Sequence[str], env: Mapping[str, str], most_s: float
    ) -> tuple[int, bytes, str, float, int, tuple[int, ...]]:
        """Runs any command of newsgrab: status, output, errors, seconds, memory, processes left behind."""
        started = time.monotonic()
        with subprocess.Popen(
            [*NEWSGRAB, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.box,
            env=dict(env),
        ) as process:
            if sys.platform == "linux":
                resource.prlimit(process.pid, resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
            watch = Watch(process.pid)
            try:
                out, err = process.communicate(timeout=most_s)
            finally:
                process.kill()
            seconds = time.monotonic() - started
            return process.returncode, out, err.decode("utf-8"), seconds, *watch.end()


class Watch:
    """Looks at a process many times a second: its memory, and what processes it starts."""

    def __init__(self, pid: int) -> None:
        """Begins to look."""
        self._proc = Path(f"/proc/{pid}")
        self._memory = 0
        self._children: set[int] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> tuple[int, tuple[int, ...]]:
        """The most memory it had, in bytes, and which of its children are still there a second later."""
        self._over.set()
        self._thread.join()
        patience = time.monotonic() + 1
        while (left := tuple(filter(_lives, self._children))) and time.monotonic() < patience:
            time.sleep(0.02)
        return self._memory, left

    def _look(self) -> None:
        while not self._over.wait(0.02):
            try:
                status = (self._proc / "status").read_text("utf-8")
                tasks = (self._proc / "task").glob("*/children")
                self._children |= {int(pid) for task in tasks for pid in task.read_text("utf-8").split()}
            except OSError:
                return  # it has ended, or the system has no /proc
            _, found, rest = status.partition("VmHWM:")
            if found:
                self._memory = max(self._memory, int(rest.split()[0]) << 10)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []
