"""``newsgrab state``, ``get --new-only``: what earlier runs have left, seen, used and forgotten."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command import FAST, Done, newsgrab, story
from loopback import Loopback, page, status

ENV: dict[str, str | None] = {"NEWSGRAB_NO_STATE": None}
DAY_S = 86_400


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        server["/a"] = page(story("The bridge"))
        server["/b"] = page(story("The ferry", "By night, too."))
        yield server


class Runs:
    def __init__(self, server: Loopback, folder: Path) -> None:
        self.server, self.folder, self.path = server, folder, folder / "state.sqlite"

    def get(self, *paths: str, more: tuple[str, ...] = ()) -> Done:
        words = [self.server.url(path) for path in paths]
        return newsgrab(
            "get", *words, *FAST, "-o", f"{self.folder}/out/", "--state", self.path, *more, env=ENV
        )

    def state(self, *words: str) -> Done:
        return newsgrab("state", *words, "--state", self.path)

    def rows(self, *words: str) -> list[dict[str, Any]]:
        return self.state("list", "-f", "json", *words).articles

    def age(self, seconds: float) -> None:
        """As if all of it had happened so much earlier."""
        with sqlite3.connect(self.path) as database:
            database.execute(
                "UPDATE links SET found_at = found_at - ?1, named_at = named_at - ?1, at = at - ?1,"
                " due_at = due_at - ?1", (seconds,)
            )  # fmt: skip
            database.execute("UPDATE pages SET asked_at = asked_at - ?", (seconds,))


@pytest.fixture
def runs(server: Loopback, tmp_path: Path) -> Runs:
    return Runs(server, tmp_path)


def test_what_became_of_each_address_is_listed(runs: Runs, server: Loopback) -> None:
    assert runs.get("/a", "/missing").status == 3
    lines = runs.state("list").out.decode().splitlines()
    assert sorted(line.split("\t")[1:] for line in lines) == [
        ["http_404", server.url("/missing")],
        ["saved", server.url("/a"), "The bridge"],
    ]
    by_variable = {
        **ENV,
        "NEWSGRAB_STATE_FORMAT": "json",
        "NEWSGRAB_VERDICT": "failed",
        "NEWSGRAB_FORMAT": "md",
    }
    (failed,) = newsgrab("state", "list", "--state", runs.path, env=by_variable).articles
    assert failed["code"] == "http_404"
    (saved,) = runs.rows("--verdict", "saved")
    (failed,) = runs.rows("--verdict", "failed")
    assert (saved["headline"], saved["code"], saved["source"], saved["due"]) == (
        "The bridge",
        None,
        None,
        None,
    )
    assert [Path(path).is_file() for path in saved["files"]] == [True]
    assert (failed["code"], failed["tries"], failed["files"]) == ("http_404", 1, [])
    assert failed["due"] is not None
    assert len(runs.rows("--limit", "1")) == 1
    assert runs.rows("--source", "other") == []


def test_one_address_is_shown_however_it_is_written(runs: Runs, server: Loopback) -> None:
    assert runs.get("/a").status == 0
    text = runs.state("get", server.url("/a?utm_source=feed#top")).out.decode()
    assert f"url: {server.url('/a')}\n" in text
    assert "headline: The bridge\n" in text
    assert json.loads(runs.state("get", "-f", "json", server.url("/a")).out)["verdict"] == "saved"
    unknown = runs.state("get", server.url("/b"))
    assert (unknown.status, "is not in the state" in unknown.complaint) == (2, True)


def test_everything_is_exported_and_counted(runs: Runs) -> None:
    assert runs.get("/a", "/b", "/missing").status == 3
    assert {row["headline"] for row in runs.state("export").articles} == {"The bridge", "The ferry", None}
    counts = json.loads(runs.state("stats", "-f", "json").out)
    assert (counts["saved"], counts["failed"], counts["versions"], counts["bytes"] > 0) == (2, 1, 2, True)
    assert "           2  saved\n" in runs.state("stats").out.decode()
    assert (runs.state("vacuum").status, runs.state("vacuum").out) == (0, b"")


def test_what_is_forgotten_is_had_again_and_its_files_stay(runs: Runs, server: Loopback) -> None:
    assert runs.get("/a", "/b").status == 0
    done = runs.state("rm", server.url("/a"))
    assert (done.status, done.out) == (0, b"1 forgotten\n")
    assert [row["headline"] for row in runs.rows()] == ["The ferry"]
    assert len(list((runs.folder / "out").rglob("*.json"))) == 2
    assert runs.state("rm", server.url("/b"), server.url("/zzz")).status == 2
    assert len(runs.rows()) == 1
    assert runs.state("rm").status == 2


def test_old_ones_are_forgotten(runs: Runs) -> None:
    assert runs.get("/a").status == 0
    runs.age(100 * DAY_S)
    assert runs.get("/b").status == 0
    assert runs.state("rm", "--older-than", "90d").out == b"1 forgotten\n"
    assert [row["headline"] for row in runs.rows()] == ["The ferry"]


def test_a_state_that_is_not_there_is_named(tmp_path: Path) -> None:
    for words in (["list"], ["stats"], ["vacuum"], ["rm", "--older-than", "1d"]):
        done = newsgrab("state", *words, "--state", tmp_path / "none.sqlite")
        assert (done.status, "no state at" in done.complaint) == (2, True)
    assert list(tmp_path.iterdir()) == []
    assert b"list" in newsgrab("state").out
    assert newsgrab("state", "lst").status == 2


class TestNewOnly:
    def get(self, runs: Runs, *paths: str) -> Done:
        words = [runs.server.url(path) for path in paths]
        return newsgrab("get", *words, *FAST, "--new-only", "--state", runs.path, env=ENV)

    def test_gives_each_article_once_wherever_it_goes(self, runs: Runs, server: Loopback) -> None:
        assert len(self.get(runs, "/a").articles) == 1
        assert [article["headline"] for article in self.get(runs, "/a", "/b").articles] == ["The ferry"]
        last = self.get(runs, "/a", "/b")
        assert (last.status, last.out, last.err) == (0, b"", "")
        assert "saved in an earlier run" in self.get(runs, "/a").complaint
        assert [path for path in server.paths() if path != "/robots.txt"] == ["/a", "/b"]

    def test_what_failed_is_asked_for_when_its_time_has_come(self, runs: Runs, server: Loopback) -> None:
        server["/a"] = status(503)
        assert self.get(runs, "/a").status == 4
        server["/a"] = page(story())
        assert "failed lately; its time comes in 10 min" in self.get(runs, "/a").complaint
        runs.age(700)
        assert len(self.get(runs, "/a").articles) == 1

    @pytest.mark.parametrize(
        ("code", "waits_s"),
        [
            (404, [86_400, 172_800]), (451, [86_400, 172_800]), (401, [86_400, 172_800]),
            (403, [86_400, 172_800]), (500, [600, 1200]), (502, [600, 1200]),
            (429, [600, 1200]), (410, []),
        ],
    )  # fmt: skip
    def test_the_wait_is_by_what_went_wrong(
        self, runs: Runs, server: Loopback, code: int, waits_s: list[float]
    ) -> None:
        server["/a"] = status(code)
        for wait_s in waits_s:
            assert self.get(runs, "/a").status == 4
            runs.age(wait_s - 60)
            assert "failed lately" in self.get(runs, "/a").complaint
            runs.age(61)
        server["/a"] = page(story()) if waits_s else status(code)
        done = self.get(runs, "/a")
        assert done.status == (0 if waits_s else 4)
        if not waits_s:
            server["/a"] = page(story())
            runs.age(400 * DAY_S)
            assert "given up" in self.get(runs, "/a").complaint
        assert server.paths().count("/a") == len(waits_s) + 1

    def test_goes_by_the_state(self, server: Loopback) -> None:
        for other in ("--no-state", "--refresh"):
            done = newsgrab("get", server.url("/a"), "--new-only", other, env=ENV)
            assert (done.status, other in done.complaint) == (2, True)
