"""``newsgrab explain`` as a person or a script starts it."""

import json
import os
import pty
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, NEWSGRAB, environment, newsgrab, story
from loopback import Loopback, page, status
from test_cli_bad_input import FILES

HEADLINE = "The old bridge is closed"
FRONT = "<html><title>Menu</title><nav><a href=/a>A</a> <a href=/b>B</a></nav></html>"
FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        server["/a"] = page(story())
        server["/front"] = page(FRONT)
        server["/gone"] = status(404)
        yield server


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    (tmp_path / "story.html").write_text(story())
    return tmp_path / "story.html"


class TestInputs:
    def test_a_file_as_text(self, saved: Path) -> None:
        done = newsgrab("explain", saved)
        assert (done.status, done.err) == (0, "")
        lines = done.out.decode().splitlines()
        assert lines[0].startswith("an article, confidence 0.")
        assert sum(line.startswith("+ ") for line in lines[2:]) == 6
        assert any(line.startswith("= ") and line.endswith(HEADLINE) for line in lines)
        assert "\x1b" not in done.out.decode()

    def test_standard_input_with_its_address(self) -> None:
        done = newsgrab("explain", "-", "-f", "json", "--url", "https://news.example/a", stdin=story())
        (value,) = done.articles
        assert (done.status, value["url"], value["refused"]) == (0, "https://news.example/a", None)

    def test_an_address(self, server: Loopback) -> None:
        done = newsgrab("explain", server.url("/a"), "-f", "json", *FAST)
        (value,) = done.articles
        assert (done.status, value["url"]) == (0, server.url("/a"))
        assert server.paths() == ["/robots.txt", "/a"]

    def test_a_charset_that_beats_the_declared(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_bytes(story("Café on the bridge").encode("latin-1"))
        done = newsgrab("explain", tmp_path / "a.html", "--encoding", "latin1")
        assert "Café on the bridge" in done.out.decode()

    def test_all_fixtures_are_explained(self) -> None:
        for path in sorted(FIXTURES.glob("*/*/page.html"))[:4]:
            assert newsgrab("explain", path, "-f", "html").status == 0

    def test_flags_of_articles_in_the_environment_are_not_its(self, saved: Path) -> None:
        env = {"NEWSGRAB_FORMAT": "md json", "NEWSGRAB_OUTPUT": "news/"}
        assert newsgrab("explain", saved, env=env).out.startswith(b"an article")
        assert newsgrab("explain", saved, env={"NEWSGRAB_EXPLAIN_FORMAT": "json"}).out.startswith(b"{")


class TestOutput:
    @pytest.mark.parametrize(
        ("name", "start"),
        [
            ("a.html", "<!doctype html>"),
            ("a.HTM", "<!doctype html>"),
            ("a.json", "{\n  "),
            ("a.txt", "an art"),
        ],
    )
    def test_the_name_says_which_format(self, name: str, start: str, saved: Path, tmp_path: Path) -> None:
        done = newsgrab("explain", saved, "-o", tmp_path / "deep" / name)
        assert (done.status, done.out, done.err) == (0, b"", "")
        assert (tmp_path / "deep" / name).read_text("utf-8").startswith(start)

    def test_but_not_against_the_flag(self, saved: Path, tmp_path: Path) -> None:
        newsgrab("explain", saved, "-o", tmp_path / "a.html", "-f", "json")
        assert json.loads((tmp_path / "a.html").read_text("utf-8"))["schema"] == "newsgrab.explanation/1"

    def test_a_file_is_written_anew(self, saved: Path, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text("old")
        newsgrab("explain", saved, "-o", tmp_path / "a.json")
        assert (tmp_path / "a.json").read_text("utf-8").startswith("{")
        assert {path.name for path in tmp_path.iterdir()} == {"a.json", "story.html"}

    def test_a_device_is_written_and_not_replaced(self, saved: Path) -> None:
        done = newsgrab("explain", saved, "-f", "json", "-o", "/dev/stdout")
        assert json.loads(done.out)
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
        assert newsgrab("explain", saved, "-o", "/dev/null").status == 0
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)

    def test_what_cannot_be_written_is_one_line_and_status_9(self, saved: Path, tmp_path: Path) -> None:
        for place in (tmp_path, saved / "below.html", Path("/dev/full")):
            done = newsgrab("explain", saved, "-o", place)
            assert done.status == 9
            assert done.complaint.endswith(("(write_failed)", "(disk_full)"))

    def test_on_a_terminal_lines_fit_and_are_coloured(self, saved: Path) -> None:
        shown = on_a_terminal("explain", str(saved))
        lines = shown.splitlines()
        coloured = [line for line in lines if line.startswith("\x1b[3")]
        assert len(coloured) == 7
        assert all(line.endswith("\x1b[0m") and len(line) <= 72 + len("\x1b[32m\x1b[0m") for line in coloured)
        assert all(len(line) <= 72 for line in lines if line not in coloured)
        assert "\x1b" not in on_a_terminal("explain", "--color", "never", str(saved))
        assert on_a_terminal("explain", "-f", "json", str(saved)).startswith("{\n  ")

    def test_colour_can_be_forced_into_a_pipe(self, saved: Path) -> None:
        assert b"\x1b[32m+" in newsgrab("explain", "--color", "always", saved).out

    def test_a_reader_that_goes_is_no_failure(self, saved: Path) -> None:
        saved.write_text(story(more="word " * 20_000))
        command = [
            "bash",
            "-c",
            '"$@" | head -c 10; echo ${PIPESTATUS[0]} >&2',
            "-",
            *NEWSGRAB,
            "explain",
            str(saved),
        ]
        ended = subprocess.run(command, capture_output=True, env=environment(), check=False)
        assert ended.stderr == b"141\n"


def on_a_terminal(*words: str) -> str:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*NEWSGRAB, *words],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment({"TERM": "xterm", "COLUMNS": "72"}),
    ):
        os.close(theirs)
        seen = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says EIO when the other side is closed
                break
            if not piece:
                break
            seen += piece
    os.close(ours)
    return seen.decode("utf-8").replace("\r\n", "\n")


class TestRefusals:
    @pytest.mark.parametrize("form", ["text", "json", "html"])
    def test_a_page_that_is_refused_is_explained_with_the_status_of_get(
        self, form: str, tmp_path: Path
    ) -> None:
        (tmp_path / "menu.html").write_text(FRONT)
        done, got = (
            newsgrab("explain", "-f", form, tmp_path / "menu.html"),
            newsgrab("get", tmp_path / "menu.html"),
        )
        assert done.status == got.status == 5
        assert done.err == got.err
        assert "no article on this page" in done.out.decode()
        assert "no_content" in done.out.decode()
        if form == "json":
            assert done.articles[0]["refused"]["status"] == 5
            assert done.articles[0]["blocks"]

    def test_a_refused_address_is_written_to_its_file(self, server: Loopback, tmp_path: Path) -> None:
        done = newsgrab("explain", server.url("/front"), "-o", tmp_path / "seen.html", *FAST)
        assert done.status == 5
        assert "Refused:" in (tmp_path / "seen.html").read_text("utf-8")

    def test_the_help_says_so(self) -> None:
        text = " ".join(newsgrab("explain", "--help").out.decode().split())
        assert "the status is then that of get: 5 where there is no article" in text

    @pytest.mark.parametrize("name", [name for name in FILES if name != "no article"])
    def test_what_is_no_page_fails_as_with_get(self, name: str, tmp_path: Path) -> None:
        body, wanted, code = FILES[name]
        (tmp_path / "page.html").write_bytes(body)
        done = newsgrab("explain", tmp_path / "page.html")
        assert (done.status, done.out) == (wanted, b"")
        assert done.complaint.startswith(f"{tmp_path}/page.html: ")
        assert done.complaint.endswith(f"({code})")

    def test_an_address_that_fails_fails_as_with_get(self, server: Loopback) -> None:
        done = newsgrab("explain", server.url("/gone"), *FAST)
        assert (done.status, done.out) == (4, b"")
        assert done.complaint.endswith("(http_404)")
        private = newsgrab("explain", server.url("/a"))
        assert (private.status, private.complaint.endswith("(blocked_address)")) == (6, True)

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            ((), "no input: name an address or an HTML file, or - for HTML on standard input"),
            (("missing.html",), "missing.html: No such file or directory (missing_file)"),
            ((".",), ".: a folder, not a file (is_directory)"),
            (("-",), "standard input: nothing to read (usage)"),
            (("a.html", "b.html"), "got unexpected extra argument"),
            (("a.html", "-f", "md"), "'md' is not one of 'text', 'json', 'html'"),
            (("a.html", "--encoding", "x-none"), "no charset is called 'x-none'"),
            (("a.html", "--url", "news.example"), "no scheme: did you mean https://news.example?"),
            (("https://a.example/", "--url", "https://b.example/"), "--url is the address of a file"),
            (("a.html", "-H", "X-Key"), "a header is 'Name: value'"),
        ],
    )
    def test_mistakes_are_one_line_and_status_2(
        self, words: tuple[str, ...], complaint: str, tmp_path: Path
    ) -> None:
        done = newsgrab("explain", *words, cwd=tmp_path)
        assert (done.status, done.out) == (2, b"")
        assert complaint in done.complaint
