"""A page that is as it was is not sent, read and written again (R44)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command import Done, newsgrab, story
from loopback import Exchange, Loopback, Reply, page, raw, redirect, status

ETAG = '"v1"'
WEAK = 'W/"v1"'
DATE = "Mon, 02 Nov 2026 10:00:00 GMT"


def versioned(body: str, etag: str | None = ETAG, last_modified: str | None = None) -> Reply:
    """A page that is answered with 304 where the request's conditions allow it (RFC 9110 section 13.2.2)."""
    given = {"etag": etag, "last_modified": last_modified}
    validators: dict[str, Any] = {name: value for name, value in given.items() if value is not None}

    def reply(exchange: Exchange) -> None:
        asked = {name.lower(): value for name, value in exchange.request.headers.items()}
        if "if-none-match" in asked:
            is_same = etag is not None and etag.removeprefix("W/") == asked["if-none-match"].removeprefix(
                "W/"
            )
        else:
            is_same = last_modified is not None and asked.get("if-modified-since") == last_modified
        (page("", 304, None, **validators) if is_same else page(body, **validators))(exchange)

    return reply


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


class Runs:
    """Runs with one state, as a user makes them one after the other."""

    def __init__(self, server: Loopback, folder: Path) -> None:
        self.server, self.folder = server, folder

    def get(self, *more: str | Path, path: str = "/a", to: str | None = "out/") -> Done:
        output = () if to is None else ("-o", f"{self.folder}/{to}")
        return newsgrab(
            "get", self.server.url(path), "--allow-private", "--delay", "0", "--retries", "0",
            "--state", self.folder / "state.sqlite", *output, *more, env={"NEWSGRAB_NO_STATE": None},
        )  # fmt: skip

    def again(self, *more: str | Path) -> Done:
        """Once more into the same folder, where it is not simply skipped."""
        return self.get("--on-conflict", "overwrite", *more)

    def files(self, under: str = "out") -> dict[str, tuple[bytes, int]]:
        """The articles with the times at which they were written."""
        found = [path for path in (self.folder / under).rglob("*") if path.is_file()]
        return {
            str(path): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in found
            if ".newsgrab" not in path.parts
        }

    def sent(self, name: str, path: str = "/a") -> list[str | None]:
        """The values of a header field in all requests for a path."""
        asked = [request.headers for request in self.server.log if request.path == path]
        return [{key.lower(): value for key, value in fields.items()}.get(name) for fields in asked]


@pytest.fixture
def runs(server: Loopback, tmp_path: Path) -> Runs:
    return Runs(server, tmp_path)


@pytest.mark.parametrize("etag", [ETAG, WEAK])
def test_what_has_not_changed_is_left_as_it_is(runs: Runs, server: Loopback, etag: str) -> None:
    server["/a"] = versioned(story(), etag)
    assert runs.get().status == 0
    before = runs.files()
    done = runs.again()
    assert (done.status, done.out) == (0, b"")
    assert ": unchanged " in done.complaint
    assert runs.sent("if-none-match") == [None, etag]
    assert runs.files() == before


def test_a_date_does_where_there_is_no_tag(runs: Runs, server: Loopback) -> None:
    server["/a"] = versioned(story(), None, DATE)
    assert runs.get().status == 0
    assert ": unchanged " in runs.again().complaint
    assert runs.sent("if-modified-since") == [None, DATE]


def test_what_has_changed_is_written(runs: Runs, server: Loopback) -> None:
    server["/a"] = versioned(story())
    assert runs.get().status == 0
    server["/a"] = versioned(story(more="It is open again."), '"v2"')
    assert runs.again().status == 0
    ((text, _),) = runs.files().values()
    assert b"open again" in text
    assert ": unchanged " in runs.again().complaint
    assert runs.sent("if-none-match") == [None, ETAG, '"v2"']


def test_the_same_article_in_another_answer_rewrites_nothing(runs: Runs, server: Loopback) -> None:
    server["/a"] = page(story() + "<!-- served by machine 1 -->")
    assert runs.get().status == 0
    before = runs.files()
    server["/a"] = page(story() + "<!-- served by machine 2 -->")
    assert ": unchanged " in runs.again().complaint
    assert runs.files() == before


def test_an_article_that_is_not_where_it_was_saved_is_asked_for_in_full(runs: Runs, server: Loopback) -> None:
    server["/a"] = versioned(story())
    assert runs.get().status == 0
    (file,) = runs.files()
    Path(file).unlink()
    assert runs.again().status == 0
    assert runs.sent("if-none-match") == [None, None]
    assert list(runs.files()) == [file]


def test_another_format_or_make_is_asked_for_in_full(runs: Runs, server: Loopback) -> None:
    server["/a"] = versioned(story())
    assert runs.get().status == 0
    assert runs.again("-f", "json", "-f", "md").status == 0
    assert runs.again("--provenance").status == 0
    assert runs.again("--provenance", "--save-html").status == 0
    assert runs.again("--drop", "links").status == 0
    assert runs.sent("if-none-match") == [None] * 5
    assert len(runs.files()) == 3


def test_standard_output_always_has_the_article(runs: Runs, server: Loopback) -> None:
    server["/a"] = versioned(story())
    first = runs.get(to=None)
    second = runs.get(to=None)
    assert runs.sent("if-none-match") == [None, None]  # nothing of it is kept
    assert [done.articles[0]["headline"] for done in (first, second)] == ["The old bridge is closed"] * 2
    assert runs.get().status == 0
    third = runs.get(to=None)
    assert runs.sent("if-none-match") == [None, None, None, ETAG]
    assert third.articles[0]["body"] == first.articles[0]["body"]
    assert third.out.count(b"\n") == 1


def test_what_somebody_has_edited_is_not_given_as_the_article(runs: Runs, server: Loopback) -> None:
    server["/a"] = versioned(story())
    assert runs.get().status == 0
    (file,) = map(Path, runs.files())
    file.write_bytes(file.read_bytes().replace(b"old bridge", b"new bridge"))
    assert runs.get(to=None).articles[0]["headline"] == "The old bridge is closed"
    assert runs.sent("if-none-match") == [None, None]


def test_another_folder_gets_its_copy(runs: Runs, server: Loopback) -> None:
    server["/a"] = versioned(story())
    assert runs.get("-f", "md").status == 0
    assert runs.get("-f", "md", to="other/").status == 0
    assert runs.sent("if-none-match") == [None, ETAG]
    assert [text for text, _ in runs.files().values()] == [text for text, _ in runs.files("other").values()]


def test_one_file_by_its_own_name(runs: Runs, server: Loopback) -> None:
    server["/a"] = versioned(story())
    for _ in range(2):
        assert runs.get("--on-conflict", "overwrite", to="note.md").status == 0
    assert runs.sent("if-none-match") == [None, ETAG]
    assert runs.get("--on-conflict", "overwrite", to="other.md").status == 0
    assert (runs.folder / "other.md").read_bytes() == (runs.folder / "note.md").read_bytes()


def test_a_304_that_nobody_asked_for_is_asked_again_once(runs: Runs, server: Loopback) -> None:
    answers = [page("", 304, None), page(story())]

    def reply(exchange: Exchange) -> None:
        (answers.pop(0) if len(answers) > 1 else answers[0])(exchange)

    server["/a"] = reply
    assert runs.get().status == 0
    assert runs.sent("cache-control") == [None, "no-cache"]
    server["/b"] = page("", 304, None)
    done = runs.get(path="/b")
    assert done.status == 4
    assert "answered 304 (Not Modified) (http_304)" in done.complaint
    assert server.paths().count("/b") == 2


def test_conditions_go_where_the_page_stood_and_nowhere_else(runs: Runs, server: Loopback) -> None:
    server["/a"] = redirect("/story")
    server["/story"] = versioned(story())
    assert runs.get().status == 0
    assert ": unchanged " in runs.again().complaint
    assert runs.sent("if-none-match") == [None, None]
    assert runs.sent("if-none-match", "/story") == [None, ETAG]
    server["/a"] = redirect("/moved")
    server["/moved"] = versioned(story(), ETAG)
    assert runs.again().status == 0
    assert runs.sent("if-none-match", "/moved") == [None]


@pytest.mark.parametrize("etag", ["v1", '"a\tb"', '"' + "x" * 4000 + '"', '"\u00e9"'])
def test_a_tag_that_is_none_is_not_sent_back(runs: Runs, server: Loopback, etag: str) -> None:
    server["/a"] = page(story(), etag=etag)
    assert runs.get().status == 0
    assert runs.again().status == 0
    assert runs.sent("if-none-match") == [None, None]


def test_refresh_asks_in_full(runs: Runs, server: Loopback) -> None:
    server["/a"] = versioned(story())
    assert runs.get().status == 0
    assert runs.again("--refresh").status == 0
    assert runs.sent("if-none-match") == [None, None]


class TestMaxAge:
    def test_what_is_young_enough_is_not_asked_for(self, runs: Runs, server: Loopback) -> None:
        server["/a"] = versioned(story())
        assert runs.get().status == 0
        done = runs.again("--max-age", "1h")
        assert done.status == 0
        assert ": had " in done.complaint
        assert runs.get("--max-age", "1h", to=None).articles[0]["headline"] == "The old bridge is closed"
        assert len(runs.sent("etag")) == 1
        assert runs.again("--max-age", "0s").status == 0
        assert runs.again("--max-age", "1h", "--refresh").status == 0
        assert len(runs.sent("etag")) == 3

    def test_what_is_not_kept_is(self, runs: Runs, server: Loopback) -> None:
        server["/a"] = versioned(story())
        for _ in range(2):
            assert runs.get("--max-age", "1h", to=None).articles
        assert len(runs.sent("etag")) == 2


class TestOffline:
    def test_gives_what_is_kept_and_asks_nobody(self, runs: Runs, server: Loopback) -> None:
        server["/a"] = versioned(story())
        assert runs.get("-f", "json", "-f", "md").status == 0
        server.log.clear()
        assert runs.get("--offline", to=None).articles[0]["headline"] == "The old bridge is closed"
        assert b"# The old bridge is closed" in runs.get("--offline", "-f", "md", to=None).out
        assert "already there" in runs.get("--offline", "-f", "md").complaint
        assert ": had " in runs.again("--offline").complaint
        assert server.log == []

    def test_single_fields_are_kept_nowhere(self, runs: Runs, server: Loopback) -> None:
        server["/a"] = versioned(story())
        assert runs.get().status == 0
        assert runs.get("-F", "headline", to=None).out == b"The old bridge is closed\n"
        done = runs.get("--offline", "-F", "headline", to=None)
        assert (done.status, done.out) == (6, b"")

    def test_says_what_is_not(self, runs: Runs, server: Loopback) -> None:
        done = runs.get("--offline")
        assert done.status == 6
        assert done.complaint.endswith("nothing of it is kept here, and --offline asks nobody (offline)")
        assert newsgrab("get", server.url("/a"), "--offline", "--no-state").status == 6
        assert newsgrab("get", server.url("/a"), "--offline", "--refresh").status == 2
        assert (server.log, server.connections) == ([], 0)

    def test_reads_files_as_always(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text(story())
        done = newsgrab("get", tmp_path / "a.html", "--offline")
        assert json.loads(done.out)["headline"] == "The old bridge is closed"


@pytest.mark.parametrize("then", [status(404), status(500), raw(), page("<p>nothing</p>")])
def test_a_failure_in_between_forgets_nothing(runs: Runs, server: Loopback, then: Reply) -> None:
    server["/a"] = versioned(story())
    assert runs.get().status == 0
    before = runs.files()
    server["/a"] = then
    assert runs.again().status in (4, 5)
    server["/a"] = versioned(story())
    assert ": unchanged " in runs.again().complaint
    assert runs.sent("if-none-match") == [None, ETAG, ETAG]
    assert runs.files() == before
