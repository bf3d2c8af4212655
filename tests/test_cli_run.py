"""``newsgrab run``: only what is new, once, silently; and when it is not silent."""

import datetime as dt
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import listings
from command import environment, newsgrab, started, story, until
from loopback import Exchange, Loopback, Reply, page, raw, status
from newsroom import Newsroom, feed

HOUR_S = 3600


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def room(server: Loopback, tmp_path: Path) -> Newsroom:
    return Newsroom(server, tmp_path)


class TestNews:
    def test_each_article_is_saved_once_and_nobody_hears_of_it(self, room: Newsroom) -> None:
        room.publish("/1", "/2")
        room.quiet_run()
        assert sorted(room.asked()) == ["/1", "/2", "/feed"]
        room.quiet_run()
        assert room.asked() == ["/feed"]
        room.publish("/3")
        room.quiet_run()
        assert room.asked() == ["/feed", "/3"]
        assert room.saved() == ["/1", "/2", "/3"]

    def test_a_feed_that_is_as_before_is_not_sent(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1")
        room.feed(etag='"a"')
        room.quiet_run()
        room.quiet_run()
        asked = [seen.headers.get("if-none-match") for seen in server.log if seen.path == "/feed"]
        assert asked == [None, '"a"']
        room.publish("/2")
        room.feed(etag='"b"')
        room.quiet_run()
        assert room.saved() == ["/1", "/2"]

    def test_another_filter_reads_the_same_feed_anew(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/sport/1", "/town/1")
        room.feed(etag='"a"')
        desk: dict[str, object] = {"url": server.url("/feed"), "kind": "feed", "output": f"{room.out}/"}
        room.configure(desk=desk | {"reject": ["/sport/"]})
        room.quiet_run()
        assert room.saved() == ["/town/1"]
        room.configure(desk=desk)
        room.quiet_run()
        assert room.saved() == ["/sport/1", "/town/1"]

    def test_what_left_the_feed_before_it_could_be_had_is_had_later(
        self, room: Newsroom, server: Loopback
    ) -> None:
        room.publish("/1")
        server["/1"] = status(503)
        room.quiet_run()
        room.paths.clear()
        room.publish("/2")
        server["/1"] = page(story())
        room.quiet_run()
        assert room.saved() == ["/2"]
        room.pass_time(HOUR_S)
        room.quiet_run()
        assert room.saved() == ["/1", "/2"]

    def test_what_somebody_has_asked_for_by_hand_is_new_all_the_same(
        self, room: Newsroom, server: Loopback
    ) -> None:
        room.publish("/1")
        env: dict[str, str | None] = {"NEWSGRAB_NO_STATE": None}
        done = newsgrab("get", server.url("/1"), "--allow-private", "--state", room.state, env=env)
        assert done.status == 0
        room.quiet_run()
        assert room.saved() == ["/1"]

    def test_two_sources_that_name_the_same_save_it_once(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1")
        server["/other"] = feed([server.url("/1") + "?utm_source=other#top"])
        room.configure(
            desk={"url": server.url("/feed"), "output": f"{room.out}/"},
            other={"url": server.url("/other"), "output": f"{room.out}/other/"},
        )
        room.quiet_run()
        assert room.saved() == ["/1"]

    def test_each_source_its_own_way(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1")
        server["/other"] = feed([server.url("/o")])
        server["/o"] = page(story("Other"))
        room.configure(
            {"user-agent": "all/1"},
            desk={"url": server.url("/feed"), "output": f"{room.out}/"},
            other={
                "url": server.url("/other"), "output": f"{room.folder}/notes/{{slug}}.{{ext}}",
                "format": "md", "headers": ["X-Desk: o"], "save_html": True,
            },
        )  # fmt: skip
        room.quiet_run("other")
        assert room.asked() == ["/other", "/o"]
        room.quiet_run()
        notes = {file.name for file in (room.folder / "notes").iterdir() if file.is_file()}
        assert notes == {"other.md", "other.source.html"}
        asked = {seen.path: seen.headers for seen in server.log}
        assert (asked["/1"].get("x-desk"), asked["/other"]["x-desk"]) == (None, "o")
        assert asked["/1"]["user-agent"] == "all/1"

    def test_the_command_line_beats_a_source(self, room: Newsroom) -> None:
        room.publish("/1")
        room.quiet_run("-o", f"{room.folder}/elsewhere/", "-f", "md", "--front-matter", "toml")
        assert room.files() == []
        (note,) = (room.folder / "elsewhere").rglob("*.md")
        assert note.read_text().startswith("+++\n")


class TestSources:
    def test_a_new_one_with_a_long_past_gives_its_newest(self, server: Loopback, tmp_path: Path) -> None:
        room = Newsroom(server, tmp_path, first_run_limit=2)
        room.publish(*(f"/{number}" for number in range(20)))
        room.quiet_run()
        assert room.saved() == ["/18", "/19"]
        room.publish("/20", "/21", "/22")
        room.quiet_run()
        assert room.saved() == ["/18", "/19", "/20", "/21", "/22"]

    def test_one_is_searched_as_often_as_it_wants(self, server: Loopback, tmp_path: Path) -> None:
        room = Newsroom(server, tmp_path, interval="2h")
        room.publish("/1")
        room.quiet_run()
        room.asked()
        room.quiet_run()
        assert room.asked() == []
        room.pass_time(2 * HOUR_S - 30)  # cron was a little early
        room.quiet_run()
        assert room.asked() == ["/feed"]

    def test_one_that_fails_is_told_of_when_it_has_failed_often(
        self, room: Newsroom, server: Loopback
    ) -> None:
        server["/feed"] = status(500)
        room.quiet_run("--alert-after", "3")
        room.quiet_run("--alert-after", "3")
        done = room.run("--alert-after", "3")
        assert done.status == 3
        assert done.complaint.startswith("desk: failed in 3 runs in a row: ")
        assert done.complaint.endswith("(http_500)")
        room.publish("/1")
        room.quiet_run()
        server["/feed"] = status(500)
        room.quiet_run()

    def test_one_that_has_nothing_new_for_long_is_told_of(self, server: Loopback, tmp_path: Path) -> None:
        room = Newsroom(server, tmp_path, expect_new="3d")
        room.publish("/1")
        room.quiet_run()
        room.pass_time(2 * 86_400)
        room.quiet_run()
        room.pass_time(2 * 86_400)
        done = room.run()
        assert (done.status, done.complaint) == (3, "desk: answers, but has named nothing new for 4 days")
        room.publish("/2")
        room.quiet_run()

    def test_a_site_is_read_by_its_feeds_and_pages(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/2026/11/30/one-story", "/2026/11/30/two-stories")
        server["/"] = page(
            '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>'
            '<a href="/2026/11/30/one-story">The old bridge is closed for a month</a></body></html>',
            etag='"front"',
        )
        room.configure(desk={"url": server.url("/"), "output": f"{room.out}/"})
        room.quiet_run()
        assert room.saved() == ["/2026/11/30/one-story", "/2026/11/30/two-stories"]
        room.publish("/2026/11/30/three-stories")
        room.quiet_run()  # the front page is as before, its feed is not
        assert len(room.saved()) == 3

    def test_a_feed_that_names_all_of_a_page_is_asked_in_its_place(
        self, room: Newsroom, server: Loopback
    ) -> None:
        room.publish("/2026/11/30/one-story", "/2026/11/30/two-stories")
        front(server, room)
        room.configure(desk={"url": server.url("/"), "output": f"{room.out}/"})
        room.quiet_run()
        assert room.asked()[:2] == ["/", "/feed"]
        assert len(room.saved()) == 2
        room.feed(etag='"a"')
        for _ in range(2):
            room.quiet_run()
            assert room.asked() == ["/feed"]
        room.publish("/2026/11/30/three-stories")
        room.quiet_run()
        assert room.asked() == ["/feed", "/2026/11/30/three-stories"]
        room.pass_time(7 * HOUR_S)
        room.quiet_run()
        assert room.asked() == ["/", "/feed"]
        server["/feed"] = status(404)  # the page has to tell where the feed is now
        room.run()
        assert room.asked() == ["/feed", "/"]

    def test_a_page_that_names_more_than_its_feed_is_asked_too(
        self, room: Newsroom, server: Loopback
    ) -> None:
        room.publish("/2026/11/30/one-story", "/2026/11/30/two-stories")
        front(server, room)
        del room.paths[0]
        room.feed()
        room.configure(desk={"url": server.url("/"), "output": f"{room.out}/"})
        room.quiet_run()
        assert room.asked()[:2] == ["/", "/feed"]
        assert len(room.saved()) == 2
        room.quiet_run()
        assert room.asked() == ["/", "/feed"]

    def test_of_an_index_that_is_dated_only_what_has_changed_is_asked_for(
        self, room: Newsroom, server: Loopback
    ) -> None:
        dates = ["2024-01-01", "2024-01-02"]

        def publish(tag: str) -> None:
            maps = [server.url("/map-0.xml"), server.url("/map-1.xml")]
            index = listings.index(maps, lambda number: dates[number])
            server["/index.xml"] = tagged(index, tag)
            for number in range(2):
                urls = [server.url(path) for path in room.paths if path.endswith(str(number))]
                server[f"/map-{number}.xml"] = tagged(listings.urlset(urls), f"{len(urls)}")

        room.publish("/story-0", "/story-1")
        publish("a")
        room.configure(desk={"url": server.url("/index.xml"), "output": f"{room.out}/"})
        room.quiet_run()
        assert set(room.asked()) == {"/index.xml", "/map-0.xml", "/map-1.xml", "/story-0", "/story-1"}
        room.quiet_run()
        assert room.asked() == ["/index.xml"]
        room.publish("/another-1")
        dates[1] = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        publish("b")
        room.quiet_run()
        assert room.asked() == ["/index.xml", "/map-1.xml", "/another-1"]
        room.pass_time(25 * HOUR_S)
        room.quiet_run()  # once a day all are asked
        assert set(room.asked()) == {"/index.xml", "/map-0.xml", "/map-1.xml"}
        assert len(room.saved()) == 3


class TestTrouble:
    def test_a_few_articles_that_fail_are_nobodys_business(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1", "/2", "/3")
        server["/2"] = status(404)
        server["/3"] = page("<p>nothing</p>")
        room.quiet_run()
        room.pass_time(2 * 86_400)
        done = room.run("--max-fail", "50", "-e", str(room.folder / "errors.jsonl"))
        assert done.status == 3
        assert "100 % of 2 articles failed: 1 http_404, 1 " in done.complaint
        assert len((room.folder / "errors.jsonl").read_text().splitlines()) == 2

    def test_most_of_many_are(self, room: Newsroom, server: Loopback) -> None:
        room.publish(*(f"/{number}" for number in range(12)))
        for number in range(8):
            server[f"/{number}"] = status(403)
        done = room.run()
        assert (done.status, done.complaint) == (3, "67 % of 12 articles failed: 8 http_403")

    def test_the_summary_tells_all_of_it(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1", "/2")
        server["/2"] = status(404)
        path = room.folder / "deep" / "summary.json"
        room.quiet_run("--summary-file", str(path))
        told = json.loads(path.read_bytes())
        assert (told["schema"], told["status"], told["saved"], told["failed"]) == ("newsgrab.run/1", 0, 1, 1)
        (desk,) = told["sources"]
        assert (desk["verdict"], desk["new"], desk["named"], desk["codes"]) == ("read", 2, 2, {"http_404": 1})

    def test_commands_are_run_by_how_it_went(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1")
        script = room.folder / "note.sh"
        script.write_text('#!/bin/sh\n{ echo "$1 $NEWSGRAB_STATUS"; cat; } > "$0.told"\n')
        script.chmod(0o755)
        told = room.folder / "note.sh.told"
        hooks = ("--on-success", f"'{script}' 'it went; well'", "--on-failure", f"{script} badly")
        room.quiet_run(*hooks)
        assert told.read_text().startswith('it went; well 0\n{\n  "schema": "newsgrab.run/1"')
        server["/feed"] = status(500)
        assert room.run(*hooks, "--alert-after", "1").status == 3
        assert told.read_text().startswith("badly 3\n")
        done = room.run("--on-success", "false", "--alert-after", "9")
        assert (done.status, done.complaint) == (0, "false: ended with status 1")
        assert "/none" in room.run("--on-success", f"{room.folder}/none", "--alert-after", "9").complaint

    def test_a_run_that_takes_too_long_ends_and_the_next_goes_on(
        self, room: Newsroom, server: Loopback
    ) -> None:
        room.publish("/1", "/2", "/3")
        server["/2"] = raw(hang_s=30)
        server["/3"] = raw(hang_s=30)
        begun = time.monotonic()
        done = room.run("--deadline", "4s", "--summary-file", str(room.folder / "s.json"))
        assert (done.status, done.out, done.err) == (75, b"", "")
        assert time.monotonic() - begun < 15
        told = json.loads((room.folder / "s.json").read_bytes())
        assert (told["deadline_reached"], told["left"] > 0) == (True, True)
        room.publish("/2", "/3")
        room.quiet_run()
        assert room.saved() == ["/1", "/2", "/3"]

    def test_no_configuration_and_no_sources_are_told(self, room: Newsroom) -> None:
        done = newsgrab("run")
        assert (done.status, "newsgrab config init" in done.complaint) == (2, True)
        room.configure()
        assert "no [sources.NAME] in it" in room.run().complaint
        room.configure(desk={"url": "https://a.example"})
        done = room.run()
        assert (done.status, "sources.desk: says nothing of where its articles go" in done.complaint) == (
            2,
            True,
        )
        assert room.run("--shard", "6/5").status == 2
        assert room.run("--recheck", "soon").status == 2

    def test_a_folder_that_cannot_be_written_is_known_before_anything_is_asked(
        self, room: Newsroom, server: Loopback
    ) -> None:
        """Before anything is lost on the way (R65)."""
        room.publish("/1")
        room.out.write_text("a file")
        done = room.run()
        assert (done.status, done.complaint.endswith("(write_failed)"), server.log) == (9, True, [])
        room.out.unlink()
        room.quiet_run()
        assert room.saved() == ["/1"]


class TestOverlap:
    """One run at a time (R66)."""

    def test_one_of_many_works(self, room: Newsroom, server: Loopback) -> None:
        room.publish(*(f"/{number}" for number in range(5)))
        words = [sys.executable, "-m", "newsgrab", "run", "-c", str(room.config)]
        env = environment({"NEWSGRAB_NO_STATE": None})
        server["/feed"] = slow(server, room)
        runs = [
            subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(20)
        ]
        ended = [(run.communicate(timeout=120), run.returncode) for run in runs]
        assert all(said == (b"", b"") for said, _ in ended)
        assert sorted(code for _, code in ended) == [0, *[75] * 19]
        assert len([path for path in server.paths() if path != "/robots.txt"]) == 6
        assert len(room.saved()) == 5

    def test_a_run_that_was_killed_locks_nobody_out(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1", "/2")
        server["/1"] = raw(hang_s=30)
        with started("run", "-c", room.config, env={"NEWSGRAB_NO_STATE": None}) as process:
            until(lambda: "/1" in server.paths())
            assert room.run().status == 75
            process.kill()
            process.wait()
        room.publish("/1")
        room.quiet_run()
        assert room.saved() == ["/1", "/2"]

    def test_one_may_wait_for_the_other(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1")
        server["/1"] = raw(hang_s=30)
        with started("run", "-c", room.config, env={"NEWSGRAB_NO_STATE": None}) as first:
            until(lambda: "/1" in server.paths())
            with started(
                "run", "-c", room.config, "--lock", "wait", env={"NEWSGRAB_NO_STATE": None}
            ) as second:
                time.sleep(1)
                assert second.poll() is None
                first.send_signal(signal.SIGTERM)
                assert first.wait(10) == 143
                room.publish("/1")
                assert second.wait(30) == 0
        assert room.saved() == ["/1"]


class TestShare:
    def test_machines_share_the_hosts(self, tmp_path: Path) -> None:
        hosts = [f"127.0.0.{number}" for number in range(1, 9)]
        with Loopback(hosts) as server:
            rooms = []
            for name in "abc":
                (tmp_path / name).mkdir()
                rooms.append(Newsroom(server, tmp_path / name))
            server["/story"] = page(story())
            server["/feed"] = feed(server.url("/story", host) for host in hosts)
            for number, room in enumerate(rooms):
                room.quiet_run("--shard", f"{number + 1}/3")
            had = sorted(seen.host for seen in server.log if seen.path == "/story")
        assert had == sorted(hosts)

    def test_what_would_be_fetched_is_told_and_nothing_noted(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1", "/2")
        for _ in range(2):
            done = room.run("-n")
            assert (done.status, done.out.decode().split()) == (0, [server.url("/2"), server.url("/1")])
        room.quiet_run()
        room.publish("/3")
        assert room.run("--dry-run").out.decode().split() == [server.url("/3")]
        server["/feed"] = status(500)
        assert room.run("-n").status == 3
        assert room.saved() == ["/1", "/2"]


def slow(server: Loopback, room: Newsroom) -> Reply:
    """The feed after a while."""
    answer = feed(map(server.url, room.paths))

    def reply(exchange: Exchange) -> None:
        exchange.pause(15)
        answer(exchange)

    return reply


def front(server: Loopback, room: Newsroom) -> None:
    """A front page with the stories that are published, and their feed declared."""
    links = "".join(f'<p><a href="{path}">The old bridge is closed: {path}</a></p>' for path in room.paths)
    declared = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    server["/"] = page(f"<html><head>{declared}</head><body>{links}</body></html>")


def tagged(body: bytes, tag: str) -> Reply:
    """A listing that answers 304 to whoever has it."""

    def reply(exchange: Exchange) -> None:
        is_same = exchange.request.headers.get("if-none-match") == f'"{tag}"'
        page(b"" if is_same else body, 304 if is_same else 200, "application/xml", etag=f'"{tag}"')(exchange)

    return reply


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"output": "all.csv"}, "output 'all.csv' is one file, and a run writes one for each article"),
        ({"output": ""}, "has to be a text"),
        ({"output": "out/", "format": ["csv"]}, "format 'csv' is one file of all articles"),
        ({"output": "out/", "format": ["pdf"]}, "format 'pdf' is none; there are json"),
    ],
)
def test_a_run_writes_a_file_for_each_article(room: Newsroom, keys: dict[str, object], says: str) -> None:
    room.configure(desk={"url": room.server.url("/feed"), **keys})
    done = room.run()
    assert (done.status, done.out, room.asked()) == (2, b"", [])
    assert says in done.complaint
    assert ": sources.desk" in done.complaint
