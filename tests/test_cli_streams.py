"""What goes where: data on standard output, everything else on standard error (R63)."""

import json
import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, NEWSGRAB, environment, newsgrab, started, story
from loopback import Loopback, drip, page


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(("127.0.0.1", "127.0.0.2", "127.0.0.3")) as server:
        server["/old"] = page(story("The old bridge"))
        server["/new"] = page(story("The new bridge", "It is new."))
        yield server


def on_a_terminal(*arguments: str | Path, stdout_too: bool = False) -> tuple[bytes, bytes]:
    """Standard output and standard error of a run whose standard error (and output) is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*NEWSGRAB, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=theirs if stdout_too else subprocess.PIPE,
        stderr=theirs,
        env=environment({"TERM": "xterm-256color", "COLUMNS": "100"}),
    ) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
        out = process.stdout.read() if process.stdout else b""
    os.close(ours)
    return out, shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says EIO when the other side is closed
        return b""


class TestStandardOutput:
    def test_one_article_is_one_line_when_piped(self, server: Loopback) -> None:
        done = newsgrab(server.url("/old"), *FAST)
        assert (done.status, done.err) == (0, "")
        assert [article["headline"] for article in done.articles] == ["The old bridge"]

    def test_one_article_is_indented_on_a_terminal_and_otherwise_the_same(self, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text(story())
        piped = newsgrab("extract", tmp_path / "page.html").out
        _, shown = on_a_terminal("extract", tmp_path / "page.html", stdout_too=True)
        assert shown.replace(b"\r\n", b"\n").startswith(b'{\n  "schema"')
        assert json.loads(shown) == json.loads(piped)

    def test_many_articles_are_one_a_line_also_on_a_terminal(self, tmp_path: Path) -> None:
        for name in ("a.html", "b.html"):
            (tmp_path / name).write_text(story(name))
        _, shown = on_a_terminal("extract", "-q", tmp_path / "a.html", tmp_path / "b.html", stdout_too=True)
        assert len([json.loads(line) for line in shown.splitlines()]) == 2

    def test_many_can_be_one_array(self, server: Loopback) -> None:
        done = newsgrab(server.url("/old"), server.url("/new"), "--array", "--ordered", *FAST)
        assert [article["headline"] for article in json.loads(done.out)] == [
            "The old bridge",
            "The new bridge",
        ]

    def test_an_array_of_nothing_is_empty(self, server: Loopback) -> None:
        done = newsgrab(server.url("/none"), server.url("/nothing"), "--array", *FAST)
        assert (done.status, json.loads(done.out)) == (4, [])

    def test_markdown_articles_are_parted_by_their_front_matter(self, server: Loopback) -> None:
        done = newsgrab(server.url("/old"), server.url("/new"), "-f", "md", "--ordered", *FAST)
        text = done.out.decode()
        assert text.startswith('---\ntitle: "The old bridge"\n')
        assert '\n\n---\ntitle: "The new bridge"\n' in text

    def test_front_matter_can_be_left_out(self) -> None:
        done = newsgrab("extract", "-f", "md", "--front-matter", "none", stdin=story("The old bridge"))
        assert done.out.startswith(b"# The old bridge\n")

    def test_it_can_be_asked_for(self) -> None:
        assert len(newsgrab("extract", "-o", "-", stdin=story()).articles) == 1

    def test_two_formats_are_a_usage_error(self, server: Loopback) -> None:
        done = newsgrab(server.url("/old"), "-f", "json", "-f", "md", *FAST)
        assert (done.status, done.out) == (2, b"")
        assert "one format" in done.complaint
        assert server.paths() == []

    def test_provenance_is_added_when_asked_for(self) -> None:
        assert "provenance" not in newsgrab("extract", stdin=story()).articles[0]
        assert "provenance" in newsgrab("extract", "--provenance", stdin=story()).articles[0]

    def test_what_fails_is_never_there(self, server: Loopback) -> None:
        done = newsgrab(server.url("/none"), server.url("/new"), *FAST)
        assert done.status == 3
        assert [article["headline"] for article in done.articles] == ["The new bridge"]
        assert f"{server.url('/none')}: answered 404 (Not Found) (http_404)\n" in done.err

    def test_articles_come_as_they_finish_each_at_once(self, server: Loopback) -> None:
        server["/slow"] = drip(b"x" * 100, 0.1)
        with started("get", server.url("/slow", "127.0.0.2"), server.url("/new"), *FAST) as process:
            assert process.stdout is not None
            assert json.loads(process.stdout.readline())["headline"] == "The new bridge"
            assert process.poll() is None

    def test_or_in_the_order_of_the_inputs(self, server: Loopback) -> None:
        slow = story("The slow bridge").encode()
        server["/slow"] = drip(
            slow, 0.3, size=len(slow), after=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        )
        done = newsgrab("get", server.url("/slow", "127.0.0.2"), server.url("/new"), "--ordered", *FAST)
        assert [article["headline"] for article in done.articles] == ["The slow bridge", "The new bridge"]


class TestStandardError:
    def test_success_says_nothing(self, server: Loopback) -> None:
        done = newsgrab("get", server.url("/old"), server.url("/new"), *FAST)
        assert (done.status, done.err) == (0, "")

    def test_failures_are_summed_up(self, server: Loopback) -> None:
        done = newsgrab("get", server.url("/old"), server.url("/none"), *FAST)
        assert "newsgrab: 1 saved, 1 failed in " in done.err

    def test_quiet_hides_the_sum_but_no_error(self, server: Loopback) -> None:
        done = newsgrab("get", "-q", server.url("/old"), server.url("/none"), *FAST)
        assert "(http_404)" in done.complaint

    def test_verbose_tells_of_every_input(self, server: Loopback, out: Path) -> None:
        done = newsgrab("get", "-v", server.url("/old"), "-o", f"{out}/{{slug}}.md", *FAST)
        assert done.complaint.startswith(f"{server.url('/old')}: saved {out}/the-old-bridge.md (")

    def test_a_person_sees_a_bar_and_the_sum(self, server: Loopback, out: Path) -> None:
        arguments = ("get", server.url("/old"), server.url("/new"), "-o", f"{out}/", *FAST)
        _, shown = on_a_terminal(*arguments)
        assert b"/2" in shown
        assert b"newsgrab: 2 saved in" in shown

    @pytest.mark.parametrize("flag", [("--progress", "never"), ("-q",)])
    def test_a_person_can_do_without_the_bar(
        self, server: Loopback, out: Path, flag: tuple[str, ...]
    ) -> None:
        _, shown = on_a_terminal("get", *flag, server.url("/old"), server.url("/new"), "-o", f"{out}/", *FAST)
        assert b"\x1b" not in shown

    def test_one_input_has_no_bar(self, server: Loopback, out: Path) -> None:
        assert on_a_terminal("get", server.url("/old"), "-o", f"{out}/", *FAST) == (b"", b"")

    @pytest.mark.parametrize(
        ("env", "flags", "is_coloured"),
        [
            ({}, (), False),
            ({"CLICOLOR_FORCE": "1"}, (), True),
            ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, (), False),
            ({"CLICOLOR_FORCE": "1"}, ("--color", "never"), False),
            ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ],
    )
    def test_colour_is_the_users_choice(
        self, env: dict[str, str], flags: tuple[str, ...], *, is_coloured: bool
    ) -> None:
        done = newsgrab("extract", *flags, "missing.html", env=env)
        assert ("\x1b[31m" in done.err) is is_coloured

    def test_a_terminal_gets_colour_unless_it_is_dumb(self, tmp_path: Path) -> None:
        _, shown = on_a_terminal("extract", tmp_path / "missing.html")
        assert shown.startswith(b"\x1b[31mnewsgrab:\x1b[0m ")

    def test_addresses_cannot_play_tricks_on_the_terminal(self, tmp_path: Path) -> None:
        name = tmp_path / "\x1b]0;owned\x07\u202egnp.html"
        done = newsgrab("extract", name)
        assert done.status == 2
        assert not {"\x1b", "\x07", "\u202e"} & set(done.complaint)

    def test_passwords_are_not_shown(self, server: Loopback) -> None:
        address = server.url("/none").replace("//", "//ann:secret@")
        done = newsgrab("get", "-v", address, address + "?2", *FAST)
        assert "/none" in done.err
        assert "secret" not in done.err


class TestCharsets:
    @pytest.mark.parametrize(
        "env",
        [
            {"LANG": "C", "LC_ALL": "C"},
            {"LC_ALL": "POSIX"},
            {"PYTHONIOENCODING": "ascii"},
            {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        ],
    )
    def test_output_is_utf_8_whatever_the_locale_says(self, env: dict[str, str]) -> None:
        headline = "أُغلق الجسر القديم – 橋は閉鎖"
        done = newsgrab("extract", "missing-ж.html", "-", stdin=story(headline), env=env)
        assert done.status == 3
        assert done.articles[0]["headline"] == headline
        assert headline in done.out.decode("utf-8")

    def test_the_charset_can_be_given(self) -> None:
        page = story("Der Brückenschluß").replace('<meta charset="utf-8">', "").encode("latin-1")
        done = newsgrab("extract", "--encoding", "latin1", stdin=page)
        assert done.articles[0]["headline"] == "Der Brückenschluß"

    def test_an_unknown_charset_is_a_usage_error(self) -> None:
        done = newsgrab("extract", "--encoding", "utf-9", stdin=story())
        assert (done.status, done.out) == (2, b"")
        assert "'utf-9'" in done.complaint


class TestReaderWhoStops:
    def test_head_gets_its_line_and_the_rest_is_quiet(self, tmp_path: Path) -> None:
        for number in range(40):
            (tmp_path / f"{number}.html").write_text(story(f"Bridge {number}"))
        files = [str(file) for file in tmp_path.iterdir()]
        with started("extract", *files) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert json.loads(process.stdout.readline())
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait() == 141

    def test_the_same_while_fetching(self, server: Loopback) -> None:
        for number in range(100):
            server[f"/{number}"] = page(story(f"Bridge {number}", str(number)))
        with started("get", *(server.url(f"/{number}") for number in range(100)), *FAST) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert json.loads(process.stdout.readline())
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait() == 141
        assert len(server.paths()) < 100

    @pytest.mark.parametrize("words", [("--version",), ("--help",), ("schema",), ("get", "-V")])
    def test_the_same_for_other_commands(self, words: tuple[str, ...]) -> None:
        ours, theirs = os.pipe()
        os.close(ours)
        with os.fdopen(theirs, "wb") as nobody, started(*words, stdout=nobody) as process:
            _, err = process.communicate()
        assert (process.returncode, err) == (141, b"")

    def test_nothing_is_lost_when_standard_error_is_closed(self) -> None:
        done = subprocess.run(
            ["sh", "-c", '"$@" extract missing.html - 2>&-', "sh", *NEWSGRAB],
            input=story().encode(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 3
        assert json.loads(done.stdout)

    def test_closed_standard_output_is_an_output_error(self) -> None:
        done = subprocess.run(
            ["sh", "-c", '"$@" extract - >&-', "sh", *NEWSGRAB],
            input=story().encode(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 9
        assert b"closed (write_failed)" in done.stderr

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
    @pytest.mark.parametrize("words", [("--version",), ("--help",), ("help", "exit-codes"), ("schema",)])
    def test_a_full_disk_is_told_in_one_line(self, words: tuple[str, ...]) -> None:
        with Path("/dev/full").open("wb") as full, started(*words, stdout=full) as process:
            _, err = process.communicate()
        assert (process.returncode, err.count(b"\n")) == (9, 1)
        assert err.startswith(b"newsgrab: standard output: No space left on device")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
    def test_a_full_disk_behind_standard_output_ends_the_run(self, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text(story())
        arguments = ("extract", tmp_path / "page.html", tmp_path / "missing.html")
        with Path("/dev/full").open("wb") as full, started(*arguments, stdout=full) as process:
            _, err = process.communicate()
        assert process.returncode == 9
        assert err == b"newsgrab: standard output: No space left on device (disk_full)\n"
