"""Faults of other news tools that scripts stumble over: streams, statuses, locks, side effects.

Each class or test is named after a fault; its docstring says which tool had it in 2026.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, environment, newsgrab, story
from extraction_pages import H1, HEADLINE, STORY, paragraphs
from extraction_pages import page as a_page
from loopback import Loopback, Reply, drip, raw
from loopback import page as answer
from newsroom import Newsroom


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        server["/a"] = answer(story("The old bridge"))
        server["/b"] = answer(story("The new bridge", "It is new."))
        yield server


class TestTwoAddressesGiveJsonThatDoesNotParse:
    """newspaper4k's command line writes objects one behind the other, without commas or line ends."""

    def test_each_line_is_an_object(self, server: Loopback) -> None:
        done = newsgrab(server.url("/a"), server.url("/b"), *FAST)
        assert sorted(json.loads(line)["headline"] for line in done.out.splitlines()) == [
            "The new bridge",
            "The old bridge",
        ]

    @pytest.mark.parametrize("words", [("--array",), ("--array", "-f", "json")])
    def test_and_an_array_is_an_array(self, server: Loopback, words: tuple[str, ...]) -> None:
        assert len(json.loads(newsgrab(server.url("/a"), server.url("/b"), *words, *FAST).out)) == 2


@pytest.mark.parametrize(
    "words",
    [("extract",), ("get",), ("read",), ("explain",), ("explain", "-f", "html"), ("extract", "-f", "html")],
    ids=" ".join,
)
def test_network_access_while_parsing_a_local_file(
    server: Loopback, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """newspaper4k asks for the pictures and the meta refresh of a page it was given."""
    links = "".join(
        f"<link rel={rel} href='{server.url(f'/{rel}')}'>"
        for rel in ("canonical", "amphtml", "next", "icon", "stylesheet", "prefetch", "preconnect")
    )
    head = (
        f"<base href='{server.url('/base/')}'>{links}<script src='{server.url('/script.js')}'></script>"
        f"<meta property=og:image content='{server.url('/lead.jpg')}'>"
        f"<meta http-equiv=refresh content='0;url={server.url('/b')}'>"
    )
    body = (
        f"<img src='{server.url('/in.jpg')}' width=800 height=600><iframe src='{server.url('/f')}'></iframe>"
    )
    (tmp_path / "page.html").write_bytes(
        a_page(f"<article>{H1}{paragraphs(STORY)}{body}</article>", head=head)
    )
    (tmp_path / "page.html").chmod(0o644)
    done = newsgrab(*words, tmp_path / "page.html", env={"NEWSGRAB_ALLOW_PRIVATE": "1"})
    assert (done.status, done.err) == (0, "")
    assert HEADLINE.encode() in done.out
    assert (server.connections, server.paths()) == (0, [])


class TestAFolderMadeAtImport:
    """newspaper4k makes one in the folder for temporary files as soon as it is imported."""

    @pytest.fixture
    def home(self, tmp_path: Path) -> dict[str, str]:
        places = {name: str(tmp_path / name.lower()) for name in ("HOME", "TMPDIR")}
        for place in places.values():
            Path(place).mkdir()
        unset = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "NEWSGRAB_NO_STATE"))
        return environment({**places, **unset, "PYTHONDONTWRITEBYTECODE": "1"})

    @pytest.mark.parametrize(
        "words",
        [
            ("-c", "import newsgrab; newsgrab.extract, newsgrab.fetch, newsgrab.Article, newsgrab.errors"),
            ("-m", "newsgrab", "--version"),
            ("-m", "newsgrab", "extract"),
            ("-m", "newsgrab", "extract", "-f", "html"),
            ("-m", "newsgrab", "get", "--help"),
            ("-m", "newsgrab", "schema"),
        ],
        ids=" ".join,
    )
    def test_nothing_is_made(self, home: dict[str, str], tmp_path: Path, words: tuple[str, ...]) -> None:
        subprocess.run(
            [sys.executable, *words],
            env=home, cwd=tmp_path, input=story().encode(), check=True, capture_output=True,
        )  # fmt: skip
        assert sorted(path.name for path in tmp_path.rglob("*")) == ["home", "tmpdir"]


@pytest.mark.parametrize(
    ("stdin", "status", "says"),
    [
        (b"", 2, "nothing to read (usage)"),
        (b" \r\n\t\n", 2, "nothing to read (usage)"),
        (b"Only words, no page.\n", 5, "(no_content)"),
        (b'{"url": "https://news.example/a"}\n', 2, "newsgrab get -i - fetches them (usage)"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(200), 6, "(not_html)"),
        (b"<!doctype html><title>x</title>", 5, "(no_content)"),
    ],
)
def test_empty_or_non_html_input_gives_no_output_and_status_0(stdin: bytes, status: int, says: str) -> None:
    """trafilatura."""
    done = newsgrab("extract", stdin=stdin)
    assert (done.status, done.out) == (status, b"")
    assert says in done.complaint


class TestA404GivesStatus126AndAMissingListATraceback:
    """trafilatura."""

    def test_a_404_is_status_4_with_its_code(self, server: Loopback) -> None:
        done = newsgrab(server.url("/gone"), *FAST)
        assert (done.status, done.out) == (4, b"")
        assert done.complaint == f"{server.url('/gone')}: answered 404 (Not Found) (http_404)"

    def test_a_missing_list_is_a_line_and_status_2(self, tmp_path: Path) -> None:
        done = newsgrab("get", "-i", tmp_path / "urls.txt")
        assert (done.status, done.out) == (2, b"")
        assert str(tmp_path / "urls.txt") in done.complaint


class TestLogLinesOnStandardOutput:
    """yt-dlp writes what it is doing there, and data only with a flag."""

    @pytest.mark.parametrize("words", [("-v",), ("-v", "--color", "always"), ("-v", "--progress", "auto")])
    def test_however_much_is_said(self, server: Loopback, words: tuple[str, ...]) -> None:
        done = newsgrab(server.url("/a"), server.url("/none"), server.url("/b"), *words, *FAST)
        assert (done.status, len(done.articles)) == (3, 2)
        assert done.err.count("\n") >= 3

    def test_nor_with_a_summary_into_a_folder(self, server: Loopback, out: Path) -> None:
        done = newsgrab("get", server.url("/a"), server.url("/b"), "-v", "-o", f"{out}/", *FAST)
        assert (done.status, done.out) == (0, b"")
        assert done.err.count(": saved ") == 2


class TestOneHungArticleHoldsTheLockForDays:
    """A scraper under ``flock`` once waited three days for one answer."""

    @pytest.fixture
    def room(self, server: Loopback, tmp_path: Path) -> Newsroom:
        room = Newsroom(server, tmp_path)
        room.publish("/1", "/2", "/3")
        return room

    @pytest.mark.parametrize(
        "hung",
        [
            raw(hang_s=120),
            drip(b"x" * 10_000, 0.2, after=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
        ],
        ids=["silence", "a drop at a time"],
    )
    def test_the_others_are_saved_and_the_next_run_goes_on(self, room: Newsroom, hung: Reply) -> None:
        whole = room.server.replies["/2"]
        room.server["/2"] = hung
        start = time.monotonic()
        room.quiet_run("--timeout", "2s")
        assert time.monotonic() - start < 30
        assert room.saved() == ["/1", "/3"]
        room.server["/2"] = whole
        room.pass_time(3600)
        room.quiet_run()
        assert room.saved() == ["/1", "/2", "/3"]

    def test_a_deadline_ends_the_run_and_frees_the_lock(self, room: Newsroom) -> None:
        for path in ("/1", "/2", "/3"):
            room.server[path] = raw(hang_s=120)
        done = room.run("--deadline", "3s")
        assert (done.status, done.out) == (75, b"")
        room.publish("/4")
        room.run("--deadline", "30s", "--timeout", "1s")
        assert room.saved() == ["/4"]
