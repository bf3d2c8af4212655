"""What outlives a run: robots.txt, hosts at rest, pages not to be tried again."""

import json
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from command import Done, newsgrab, story
from loopback import Loopback, page, raw, robots, status
from newsgrab.errors import StateFailed
from newsgrab.model import Became, Named
from newsgrab.state import Failure, State

WITH_STATE: dict[str, str | None] = {"NEWSGRAB_NO_STATE": None}


@dataclass
class Clock:
    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def opened(path: str) -> int:
    with State(Path(path)) as state:
        state.keep_failure("https://news.example/a", "worker_crash")
        found = state.failure("https://news.example/a")
    return found.times if found else 0


class TestFile:
    def test_remembers_over_its_closing(self, tmp_path: Path) -> None:
        clock = Clock()
        with State(tmp_path / "new" / "state.sqlite", clock) as state:
            state.keep_robots("https://news.example", 200, b"User-agent: *\n")
            state.keep_rest("news.example", 600)
            state.keep_failure("key", "worker_crash")
            state.keep_failure("key", "worker_crash")
        clock.now += 100
        with State(tmp_path / "new" / "state.sqlite", clock) as state:
            known = state.robots("https://news.example")
            assert known is not None
            assert (known.status, known.body, known.age_s) == (200, b"User-agent: *\n", 100)
            assert state.rest_s("news.example") == 500
            assert state.failure("key") == Failure(code="worker_crash", times=2)
            state.keep_failure("key", "http_410")
            assert state.failure("key") == Failure(code="http_410", times=1)
            state.forget_failure("key")
            assert state.failure("key") is None
            assert state.robots("https://other.example") is None
            assert state.rest_s("other.example") == 0

    def test_knows_what_became_of_the_addresses_of_an_origin(self, tmp_path: Path) -> None:
        clock = Clock()
        with State(tmp_path / "state.sqlite", clock) as state:
            for url in ("https://a.example/1", "https://a.example/2?b=c", "https://a.example.org/3"):
                clock.now += 1
                state.agenda.note(url, url, Became(verdict="saved"))
            for url in ("https://a.example:8080/4", "http://a.example/5", "https://a.example0/6"):
                state.agenda.note(url, url, Became(verdict="failed", code="no_content"))
            state.agenda.add("source", [Named(key="https://a.example/7", url="https://a.example/7")])
            fates = state.agenda.fates("https://a.example", 9)
            assert fates == [
                ("https://a.example/2?b=c", "saved", None),
                ("https://a.example/1", "saved", None),
            ]
            assert state.agenda.fates("https://a.example", 1) == fates[:1]

    def test_finds_these_by_an_index(self, tmp_path: Path) -> None:
        path = tmp_path / "state.sqlite"
        asked: list[str] = []
        with State(path) as state:
            state.agenda._file._database.set_trace_callback(asked.append)
            state.agenda.fates("https://a.example", 9)
        with sqlite3.connect(path) as database:
            (plan,) = database.execute(f"EXPLAIN QUERY PLAN {asked[0]}").fetchall()
        assert "USING INDEX links_fates" in plan[-1]

    def test_throws_away_what_is_of_no_more_use(self, tmp_path: Path) -> None:
        clock = Clock()
        path = tmp_path / "state.sqlite"
        with State(path, clock) as state:
            state.keep_robots("https://news.example", 200, b"")
            state.keep_rest("news.example", 600)
            state.keep_failure("key", "http_410")
        clock.now += 40 * 86_400
        State(path, clock).close()
        with sqlite3.connect(path) as database:
            for table in ("robots", "rests", "failures"):
                assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - ours

    def test_many_first_runs_at_once_make_one_state(self, tmp_path: Path) -> None:
        with ProcessPoolExecutor(8) as pool:
            times = list(pool.map(opened, [str(tmp_path / "state.sqlite")] * 16))
        assert max(times) == 16

    def test_of_a_later_version_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "state.sqlite"
        State(path).close()
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 999")
        with pytest.raises(StateFailed, match=r"state\.sqlite: made by a later newsgrab \(version 999"):
            State(path)

    @pytest.mark.parametrize("content", [b"not a database, but long enough to be one", None])
    def test_that_is_none_is_named(self, tmp_path: Path, content: bytes | None) -> None:
        path = tmp_path / "state.sqlite"
        if content is None:
            path.mkdir()
        else:
            path.write_bytes(content)
        with pytest.raises(StateFailed, match=r"the state .*state\.sqlite cannot be used: "):
            State(path)


class TestRuns:
    def run(self, server: Loopback, tmp_path: Path, *more: str) -> Done:
        words = ["get", server.url("/a"), "--allow-private", "--delay", "0", "--retries", "0"]
        return newsgrab(*words, "--state", tmp_path / "state.sqlite", *more, env=WITH_STATE)

    def test_robots_txt_is_asked_for_once_a_day(self, tmp_path: Path) -> None:
        with Loopback() as server:
            server["/a"] = page(story())
            server["/robots.txt"] = robots("User-agent: *\nDisallow: /private\n")
            assert self.run(server, tmp_path).status == 0
            assert self.run(server, tmp_path).status == 0
            assert server.paths() == ["/robots.txt", "/a", "/a"]
            with sqlite3.connect(tmp_path / "state.sqlite") as database:
                database.execute("UPDATE robots SET fetched_at = fetched_at - 86401")
            server["/robots.txt"] = robots("User-agent: *\nDisallow: /\n")
            assert self.run(server, tmp_path).status == 6
            assert self.run(server, tmp_path).status == 6
        assert server.paths() == ["/robots.txt", "/a", "/a", "/robots.txt"]

    def test_a_robots_txt_that_could_not_be_had_is_asked_for_again(self, tmp_path: Path) -> None:
        with Loopback() as server:
            server["/a"] = page(story())
            server["/robots.txt"] = status(500)
            assert self.run(server, tmp_path).status == 6
            server["/robots.txt"] = status(404)
            assert self.run(server, tmp_path).status == 0

    def test_a_host_that_wants_a_long_rest_gets_it_from_the_next_run_too(self, tmp_path: Path) -> None:
        with Loopback() as server:
            server["/a"] = status(429, retry_after="3600")
            assert self.run(server, tmp_path).status == 4
            server["/a"] = page(story())
            server.log.clear()
            done = self.run(server, tmp_path)
            assert (done.status, server.log) == (4, [])
            assert "is left alone for 60 more minutes, for what it answered before (http_429)" in done.err

    def test_what_is_gone_for_good_is_not_asked_for_again(self, tmp_path: Path) -> None:
        with Loopback() as server:
            server["/a"] = status(410)
            assert self.run(server, tmp_path).status == 4
            server["/a"] = page(story())
            done = self.run(server, tmp_path)
            assert done.status == 4
            assert "gone for good (410) in an earlier run; --refresh to ask again (http_410)" in done.err
            assert server.paths().count("/a") == 1
            assert self.run(server, tmp_path, "--refresh").status == 0
            assert self.run(server, tmp_path).status == 0

    def test_what_passes_is_asked_for_again(self, tmp_path: Path) -> None:
        with Loopback() as server:
            for reply in (status(404), status(503), raw()):
                server["/a"] = reply
                assert self.run(server, tmp_path).status == 4
            server["/a"] = page(story())
            assert self.run(server, tmp_path).status == 0

    def test_the_default_one_is_in_the_state_home_and_none_is_no_harm(self, tmp_path: Path) -> None:
        with Loopback() as server:
            server["/a"] = page(story())
            get = ("get", server.url("/a"), "--allow-private")
            home = {"XDG_STATE_HOME": str(tmp_path), "NEWSGRAB_NO_STATE": None}
            assert newsgrab(*get, env=home).status == 0
            assert (tmp_path / "newsgrab" / "state.sqlite").is_file()
            (tmp_path / "file").write_text("")
            unusable = {"XDG_STATE_HOME": str(tmp_path / "file"), "NEWSGRAB_NO_STATE": None}
            assert newsgrab(*get, env=unusable).status == 0
            nowhere = tmp_path / "other"
            assert newsgrab(*get, "--no-state", env={"XDG_STATE_HOME": str(nowhere)}).status == 0
            assert not nowhere.exists()

    def test_one_that_is_named_must_work(self, tmp_path: Path) -> None:
        with Loopback() as server:
            (tmp_path / "state.sqlite").mkdir()
            done = self.run(server, tmp_path)
            assert (done.status, len(done.err.splitlines()), server.log) == (9, 1, [])
            assert "state.sqlite cannot be used" in done.err
            done = self.run(server, tmp_path, "--no-state")
            assert (done.status, done.err.count("\n")) == (2, 1)

    def test_a_deadly_page_is_tried_three_times_and_no_more(self, tmp_path: Path) -> None:
        (tmp_path / "sitecustomize.py").write_text(
            "import os, signal, sys\n"
            "if 'newsgrab.worker' in sys.orig_argv:\n"
            "    from newsgrab.worker import making\n"
            "    making.extract_page = lambda page: os.kill(os.getpid(), signal.SIGSEGV)\n"
        )
        env = WITH_STATE | {"PYTHONPATH": str(tmp_path)}
        with Loopback() as server:
            server["/a"] = page(story())
            errors = tmp_path / "errors.jsonl"
            for _ in range(5):
                done = newsgrab(
                    "get", server.url("/a"), "--allow-private", "-e", errors,
                    "--state", tmp_path / "state.sqlite", env=env,
                )  # fmt: skip
                assert done.status == 5
            assert server.paths().count("/a") == 3
            assert {json.loads(line)["code"] for line in errors.read_text().splitlines()} == {"worker_crash"}
            assert "it failed so 3 times in earlier runs; --refresh to try again" in done.err


class TestClock:
    """A clock that was ahead for one run spoils nothing for the next (R68)."""

    @pytest.mark.parametrize("ahead_s", [2 * 86_400, 10 * 365 * 86_400])
    def test_that_was_ahead_and_is_right_again(self, tmp_path: Path, ahead_s: float) -> None:
        clock = Clock()
        with State(tmp_path / "state.sqlite", clock) as state:
            clock.now += ahead_s
            state.keep_robots("https://news.example", 200, b"")
            state.keep_rest("news.example", 600)
            state.sources.note_read("desk", new=True)
            state.agenda.add("desk", [Named(key="key", url="https://news.example/a")])
            clock.now -= ahead_s
            assert state.robots("https://news.example") is None
            assert state.rest_s("news.example") == 0
            record = state.sources.record("desk")
            assert record is not None
            assert record.searched_s is None
            is_due = [named.key for named in state.agenda.due("desk")]
            assert is_due == (["key"] if ahead_s > 5 * 365 * 86_400 else [])

    def test_that_goes_back_a_little_makes_nothing_older_or_younger(self, tmp_path: Path) -> None:
        clock = Clock()
        with State(tmp_path / "state.sqlite", clock) as state:
            state.keep_robots("https://news.example", 200, b"")
            state.keep_rest("news.example", 600)
            clock.now -= 60
            known = state.robots("https://news.example")
            assert known is not None
            assert (known.age_s, state.rest_s("news.example")) == (0, 660)


class TestHalfACharacter:
    """What a shell passes on that is no UTF-8, and what JSON can escape, is no text for SQLite."""

    @pytest.mark.parametrize(
        ("address", "code"),
        [("http://127.0.0.1:1/a\udcff", "refused"), ("http://127.0.0.1:1/a\ud800", "bad_url")],
        ids=["bytes of another charset", "half a pair"],
    )
    def test_in_an_address_is_remembered_as_its_escape(self, address: str, code: str, tmp_path: Path) -> None:
        state = tmp_path / "state.sqlite"
        (tmp_path / "list.jsonl").write_text(json.dumps({"url": address}))
        words: list[str | Path] = ["get", "-i", tmp_path / "list.jsonl", "--allow-private", "--retries", "0"]
        words += ["--state", state]
        assert newsgrab(*words, env=WITH_STATE).complaint.endswith(f"({code})")
        listed = newsgrab("state", "list", "--state", state, env=WITH_STATE)
        assert (listed.status, ascii(address)[1:-1] in listed.out.decode()) == (0, True)
        assert newsgrab(*words, "--new-only", env=WITH_STATE).status in (0, 2)

    def test_in_what_a_source_names_does_no_harm(self, tmp_path: Path) -> None:
        named = Named(key="http://a.example/\ud800", url="http://a.example/\ud800", title="half \ud83d")
        with State(tmp_path / "state.sqlite") as state:
            assert [state.agenda.add("desk", [named]) for _ in range(2)] == [1, 0]
            assert state.agenda.are_new([named.key]) == [False]
