"""Articles that change: their versions, what differs between them, and copies of them elsewhere."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import Done, newsgrab, story
from loopback import Loopback, page, status
from newsgrab.text.changes import changes
from newsroom import Newsroom

HOUR_S = 3600


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def room(server: Loopback, tmp_path: Path) -> Newsroom:
    return Newsroom(server, tmp_path, recheck=["6h", "24h", "7d"])


def ask(room: Newsroom, command: str, *words: str) -> Done:
    return newsgrab(command, *words, "--state", room.state)


def publish_and_change(room: Newsroom) -> str:
    room.publish("/1")
    room.quiet_run()
    room.server["/1"] = page(story("Story /1, corrected", more="Three were hurt."))
    room.pass_time(6 * HOUR_S + 60)
    room.quiet_run()
    return room.server.url("/1")


class TestRecheck:
    def test_an_article_is_looked_at_again_on_its_schedule(self, room: Newsroom) -> None:
        room.publish("/1")
        room.quiet_run()
        asked = []
        for hours in (1, 5.1, 1, 17.1, 24, 5 * 24 + 1, 30 * 24):
            room.asked()
            room.pass_time(hours * HOUR_S)
            room.quiet_run()
            asked.append("/1" in room.asked())
        assert asked == [False, True, False, True, False, True, False]
        assert [
            version["number"]
            for version in ask(room, "history", room.server.url("/1"), "-f", "json").articles
        ] == [1]

    def test_a_change_is_a_version_and_the_one_before_is_kept(self, room: Newsroom) -> None:
        url = publish_and_change(room)
        one, two = ask(room, "history", url, "-f", "json").articles
        ((old,), (new,)) = one["files"], two["files"]
        assert old == new.replace(".json", ".v1.json")
        assert "This is about /1." in json.loads(Path(old).read_bytes())["body"]
        assert "Three were hurt." in json.loads(Path(new).read_bytes())["body"]
        assert [one["headline"], two["headline"]] == ["Story /1", "Story /1, corrected"]

    def test_what_is_as_it_was_is_not_touched(self, room: Newsroom) -> None:
        room.publish("/1")
        room.quiet_run()
        before = {file: file.stat().st_mtime_ns for file in room.files()}
        room.pass_time(7 * HOUR_S)
        room.quiet_run()
        assert {file: file.stat().st_mtime_ns for file in room.files()} == before

    def test_one_that_is_gone_stays_as_it_was(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1")
        room.quiet_run()
        server["/1"] = status(410)
        room.pass_time(7 * HOUR_S)
        room.quiet_run()
        assert room.saved() == ["/1"]
        room.asked()
        room.pass_time(30 * 24 * HOUR_S)
        room.quiet_run()
        assert room.asked() == ["/feed"]

    def test_by_hand_with_get(self, server: Loopback, tmp_path: Path) -> None:
        room = Newsroom(server, tmp_path)
        for number in range(1, 4):
            server["/1"] = page(story(more=f"Now there are {number}."))
            done = newsgrab(
                "get", server.url("/1"), "--allow-private", "--on-conflict", "version", "--save-html",
                "-f", "md", "-o", f"{room.out}/", "--state", room.state, env={"NEWSGRAB_NO_STATE": None},
            )  # fmt: skip
            assert done.status == 0, done.err
        names = sorted(file.name.partition(".")[2] for file in room.out.rglob("*.*") if file.is_file())
        assert names[-6:] == ["md", "source.html", "v1.md", "v1.source.html", "v2.md", "v2.source.html"]
        shown = ask(room, "diff", server.url("/1"), "1", "3").out.decode()
        assert "Now there are [-1-]{+3+}." in shown


class TestDiff:
    def test_shows_words(self, room: Newsroom) -> None:
        url = publish_and_change(room)
        done = ask(room, "diff", url)
        text = done.out.decode()
        assert done.status == 0
        assert text.startswith("Story /1{+, corrected+}\n\n")
        assert "[-This is about /1-]{+Three were hurt+}." in text
        assert "\x1b" not in text
        coloured = ask(room, "diff", url, "--color", "always").out.decode()
        assert "Story /1\x1b[32m, corrected\x1b[0m" in coloured

    def test_for_programs(self, room: Newsroom) -> None:
        url = publish_and_change(room)
        done = ask(room, "diff", url, "1", "2", "--json", "--exit-code")
        assert done.status == 8
        (told,) = done.articles
        assert (told["schema"], told["before"]["number"], told["after"]["number"]) == (
            "newsgrab.diff/1",
            1,
            2,
        )
        assert told["changes"][0] == {"before": "", "after": ", corrected"}
        same = ask(room, "diff", url, "1", "1", "--exit-code")
        assert (same.status, same.out) == (0, b"")

    def test_what_is_not_there_is_told(self, room: Newsroom) -> None:
        url = publish_and_change(room)
        assert "there is no version 7; there are 1 to 2" in ask(room, "diff", url, "7").complaint
        assert ask(room, "diff", room.server.url("/2")).status == 2
        for file in room.out.rglob("*.v1.json"):
            file.unlink()
        done = ask(room, "diff", url)
        assert (done.status, "version 1 is not where it was saved" in done.complaint) == (2, True)

    @given(st.text(), st.text())
    def test_puts_both_texts_together_again(self, before: str, after: str) -> None:
        found = list(changes(before, after))
        assert "".join(change.before for change in found) == before
        assert "".join(change.after for change in found) == after


class TestCopies:
    def test_are_grouped_with_the_likely_origin_first(self, server: Loopback, tmp_path: Path) -> None:
        room = Newsroom(server, tmp_path)
        room.publish("/1")
        server["/copy"] = page(
            story("The same elsewhere", more="This is about /1.").replace("two million", "three million")
            .replace("2024-02-09", "2024-02-10")
        )  # fmt: skip
        grain = ("barley", "wheat", "oats", "rye", "millet")
        other = "".join(
            f"<p>Nothing but {one} grows in the fields behind the {one} mill.</p>" for one in grain
        )
        server["/other"] = page(f"<html><body><article><h1>Fields</h1>{other * 2}</article></body></html>")
        room.paths = ["/copy", "/other", "/1"]
        room.feed()
        room.quiet_run()
        assert len(room.saved()) == 3
        (group,) = ask(room, "dups", "-f", "json").articles
        assert group["origin"]["url"] == server.url("/1")
        assert [copy["url"] for copy in group["copies"]] == [server.url("/copy")]
        text = ask(room, "dups").out.decode()
        assert text == f"{server.url('/1')}\tStory /1\n    {server.url('/copy')}\tThe same elsewhere\n"
