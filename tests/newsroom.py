"""A site with feeds on loopback, and the runs that somebody's cron makes against it."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from command import Done, newsgrab, story
from loopback import Exchange, Loopback, Reply, page

_TIMES = {
    "links": ("found_at", "named_at", "at", "due_at"),
    "pages": ("asked_at",),
    "sources": ("first_at", "searched_at", "read_at", "new_at"),
    "listings": ("asked_at",),
    "robots": ("fetched_at",),
    "rests": ("until",),
    "failures": ("last_at",),
}


def feed(urls: Iterable[str], etag: str | None = None) -> Reply:
    """A feed that names these addresses; with a tag, it answers 304 to whoever has it."""
    now = format_datetime(datetime.now(UTC))
    items = "".join(
        f"<item><title>Story</title><link>{url}</link><pubDate>{now}</pubDate></item>" for url in urls
    )
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'

    def reply(exchange: Exchange) -> None:
        more = {} if etag is None else {"etag": etag}
        is_same = etag is not None and exchange.request.headers.get("if-none-match") == etag
        answer = page("", 304, None, **more) if is_same else page(text, 200, "application/rss+xml", **more)
        answer(exchange)

    return reply


class Newsroom:
    """The site, the configuration, and everything that runs have left."""

    def __init__(self, server: Loopback, folder: Path, **keys: object) -> None:
        """One source, ``desk``, with those keys."""
        self.server, self.folder = server, folder
        self.state = folder / "state.sqlite"
        self.config = folder / "newsgrab.toml"
        self.out = folder / "out"
        self.paths: list[str] = []
        self.configure(desk={"url": server.url("/feed"), "kind": "feed", "output": f"{self.out}/", **keys})

    def configure(self, defaults: dict[str, object] | None = None, **sources: dict[str, object]) -> None:
        usual = {"allow-private": True, "delay": "0s", "retries": 0, "state": str(self.state)}
        lines = ["[defaults]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in (usual | (defaults or {})).items()]
        for name, keys in sources.items():
            lines += [f"[sources.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in keys.items())]
        self.config.write_text("\n".join(lines) + "\n")

    def publish(self, *paths: str) -> None:
        """New stories, first in the feed."""
        for path in paths:
            self.server[path] = page(story(f"Story {path}", more=f"This is about {path}."))
            self.paths.insert(0, path)
        self.feed()

    def feed(self, etag: str | None = None) -> None:
        """The feed names what is published."""
        self.server["/feed"] = feed(map(self.server.url, self.paths), etag)

    def run(self, *words: str | Path, env: dict[str, str | None] | None = None) -> Done:
        return newsgrab("run", "-c", self.config, *words, env={"NEWSGRAB_NO_STATE": None, **(env or {})})

    def quiet_run(self, *words: str) -> None:
        """A run of which nobody hears anything."""
        done = self.run(*words)
        assert (done.status, done.out, done.err) == (0, b"", ""), done

    def asked(self) -> list[str]:
        """What was asked for since the last time, robots.txt left out."""
        paths = [path for path in self.server.paths() if path != "/robots.txt"]
        self.server.log.clear()
        return paths

    def saved(self) -> list[str]:
        """The paths of the articles in the folder, as the articles themselves tell them."""
        found = [json.loads(file.read_bytes())["requested_url"] for file in self.files()]
        return sorted(url.removeprefix(self.server.url("")) for url in found)

    def files(self) -> list[Path]:
        return [file for file in self.out.rglob("*.json") if ".newsgrab" not in file.parts]

    def pass_time(self, seconds: float) -> None:
        """As if all that is remembered were so much older."""
        with sqlite3.connect(self.state) as database:
            database.execute("UPDATE named SET day = CAST(day - ? AS INTEGER)", (seconds / 86_400,))
            for table, columns in _TIMES.items():
                for column in columns:
                    database.execute(f"UPDATE {table} SET {column} = {column} - ?", (seconds,))  # noqa: S608 - ours

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.state) as database:
            return database.execute(sql).fetchall()
