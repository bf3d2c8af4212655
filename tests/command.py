"""newsgrab as a person or a script starts it: a process of its own, its streams and its status."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

NEWSGRAB = (sys.executable, "-m", "newsgrab")

_SENTENCES = (
    "The council of the river town said on Monday that the old bridge would be closed for a month.",
    "Engineers found cracks in two of its pillars when they looked at them after the flood in spring.",
    "Buses will take the northern road, and a ferry carries people on foot from six in the morning.",
    "Shopkeepers near the market fear that visitors will stay away, but the mayor promised them help.",
    "The works cost about two million, of which the region pays one half and the town the other half.",
    "When all is done, the bridge will be a little wider, with a path for bicycles on its eastern side.",
)


def story(headline: str = "The old bridge is closed", more: str = "", lang: str = "en") -> str:
    """A page with an article; ``more`` makes its text different from that of others."""
    paragraphs = "".join(f"<p>{sentence} {more}</p>\n" for sentence in _SENTENCES)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{headline}</title>'
        f'<meta property="og:type" content="article"><meta property="article:published_time"'
        f' content="2024-02-09T10:20:00+03:00"></head>\n<body><main><article><h1>{headline}</h1>\n'
        f"{paragraphs}</article></main></body></html>\n"
    )


@dataclass(frozen=True)
class Done:
    """A process that has ended; a status of -15 means killed by signal 15."""

    status: int
    out: bytes
    err: str

    @property
    def articles(self) -> list[dict[str, Any]]:
        """The JSON lines of standard output."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def complaint(self) -> str:
        """Standard error, which has to be a single line."""
        assert self.err.startswith("newsgrab: "), self.err
        assert self.err.count("\n") == 1, self.err
        return self.err.removeprefix("newsgrab: ").rstrip("\n")


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """The environment with some variables set, or left out where they are ``None``."""
    merged = {**os.environ, **(changes or {})}
    return {name: value for name, value in merged.items() if value is not None}


def newsgrab(
    *arguments: str | Path,
    stdin: str | bytes = b"",
    env: Mapping[str, str | None] | None = None,
    cwd: Path | None = None,
    timeout_s: float = 60.0,
) -> Done:
    """Runs ``newsgrab`` and waits for its end."""
    ended = subprocess.run(
        [*NEWSGRAB, *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env=environment(env),
        cwd=cwd,
        timeout=timeout_s,
        check=False,
    )
    done = Done(ended.returncode, ended.stdout, ended.stderr.decode("utf-8"))
    assert "Traceback" not in done.err, done.err
    return done


@contextmanager
def started(
    *arguments: str | Path,
    env: Mapping[str, str | None] | None = None,
    stdout: int | IO[bytes] = subprocess.PIPE,
) -> Iterator[subprocess.Popen[bytes]]:
    """``newsgrab`` running, with pipes; killed at the end if it still does."""
    with subprocess.Popen(
        [*NEWSGRAB, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment(env),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


FAST = ("--allow-private", "--delay", "0", "--retries", "0")
"""For a server on loopback that needs no patience."""


def until(happened: Callable[[], bool], most_s: float = 20.0) -> None:
    """Waits for it."""
    deadline = time.monotonic() + most_s
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
