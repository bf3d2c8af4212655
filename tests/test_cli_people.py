"""What a person meets: help, completion, the doctor, a bar that moves."""

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from command import FAST, NEWSGRAB, environment, newsgrab, story
from loopback import Loopback, page, status
from newsgrab.cli.app import command_tree, job_of
from newsgrab.cli.completing import SHELLS
from newsgrab.cli.describing import Command, described, every
from newsgrab.cli.headings import EXAMPLES, FAMILIES, OTHERS

TOP = described(command_tree())
COMMANDS = [command for command in every(TOP) if not command.below]


class TestHelp:
    @pytest.mark.parametrize("command", list(every(TOP)), ids=lambda command: command.name or "newsgrab")
    def test_has_examples_first_and_every_flag_under_a_heading(self, command: Command) -> None:
        done = newsgrab(*command.path[1:], "--help")
        assert (done.status, done.err) == (0, "")
        text = done.out.decode()
        assert text.startswith(f"Usage: {command.usage}\n\n")
        assert max(map(len, text.split("\n"))) <= 80
        places = [text.index(f"\n{heading}:\n") for heading in command.groups]
        assert places == sorted(places)
        for line, _ in command.examples:
            assert 0 < text.index(f"\n  {line}") < min(places, default=len(text))
        for flag in command.flags:
            assert f"  {flag.usage}" in text
        assert {flag.names[0] for flag in command.groups[OTHERS]} <= {"--version", "--help"}

    def test_every_command_stands_in_a_family(self) -> None:
        known = {name for family in FAMILIES.values() for name in family}
        assert {command.path[1] for command in every(TOP) if len(command.path) > 1} <= known

    @pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line, _ in lines])
    def test_its_examples_can_be_typed(self, line: str, tmp_path: Path) -> None:
        (tmp_path / "saved").mkdir()
        for part in re.split(r" \| |<\(", line.replace("URL", "https://news.example/a").rstrip(")")):
            words = shlex.split(part.partition(" > ")[0])
            if words[0] == "newsgrab":
                assert callable(job_of(words[1:]))

    def test_every_flag_has_its_variable(self) -> None:
        """Its own, or where the flag means something else one of the command, like NEWSGRAB_STATE_FORMAT."""
        without = {"--version", "--help"}
        by_hand = {"--header", "--match", "--reject"}  # Typer parts the values of variables at spaces
        for command in COMMANDS:
            for flag in command.flags:
                name = flag.names[0]
                expected = "NEWSGRAB_" + name[2:].upper().replace("-", "_")
                of_command = expected.replace("NEWSGRAB", f"NEWSGRAB_{command.path[1].upper()}")
                assert name in without | by_hand or flag.variable in (expected, of_command), (command, name)


class TestAddressesWithoutScheme:
    @pytest.mark.parametrize("word", ["example.com/x", "www.example.com/2024/a.html", "example.com"])
    def test_are_asked_about(self, word: str, tmp_path: Path) -> None:
        done = newsgrab(word, cwd=tmp_path)
        assert (done.status, done.out) == (2, b"")
        assert done.complaint == f"{word}: no scheme: did you mean https://{word}? (bad_url)"


class TestCompletion:
    @pytest.mark.parametrize("shell", SHELLS)
    def test_is_understood_by_its_shell(self, shell: str, tmp_path: Path) -> None:
        done = newsgrab("completion", shell)
        assert (done.status, done.err) == (0, "")
        if (program := shutil.which(shell)) is None:
            pytest.skip(f"{shell} is not installed")
        script = tmp_path / "script"
        script.write_bytes(done.out)
        checked = subprocess.run([program, "-n", script], capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")

    @pytest.mark.parametrize("shell", SHELLS)
    def test_names_every_command_and_flag(self, shell: str) -> None:
        script = newsgrab("completion", shell).out.decode()
        for command in every(TOP):
            for flag in command.flags:
                assert flag.names[0].removeprefix("--") in script

    def test_an_unknown_shell_is_a_usage_error(self) -> None:
        done = newsgrab("completion", "csh")
        assert (done.status, done.out) == (2, b"")
        assert "'csh' is not one of 'bash', 'zsh', 'fish'" in done.complaint

    @pytest.mark.parametrize(
        ("words", "completed"),
        [
            (["ge"], ["get"]),
            (["completion", ""], ["bash", "zsh", "fish"]),
            (["help", "e"], ["exit-codes"]),
            (["get", "--on-c"], ["--on-conflict"]),
            (["get", "--on-conflict", "s"], ["skip", "suffix"]),
            (["get", "-f", "j"], ["json", "jsonl"]),
            (["https://example.com/", "--front-matter", "t"], ["toml"]),
            (["--on-c"], ["--on-conflict"]),
            (["extract", "a page"], ["a page.html"]),
            (["get", "-o", "a "], ["a page.html"]),
            (["get", "-j", ""], []),
        ],
    )
    def test_in_bash(self, words: list[str], completed: list[str], tmp_path: Path) -> None:
        (tmp_path / "a page.html").touch()
        script = newsgrab("completion", "bash").out.decode()
        ask = 'COMP_WORDS=(newsgrab "$@"); COMP_CWORD=$#; _newsgrab; printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(
            ["bash", "--norc", "-c", f"{script}\n{ask}", "bash", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert ([line for line in done.stdout.split("\n") if line], done.stderr) == (completed, "")

    @pytest.mark.parametrize(
        ("line", "completed"),
        [
            ("newsgrab ge", {"get"}),
            ("newsgrab get --on-conflict ", {"skip", "suffix", "overwrite"}),
            ("newsgrab get --forma", {"--format"}),
            ("newsgrab completion ", set(SHELLS)),
        ],
    )
    def test_in_fish(self, line: str, completed: set[str], tmp_path: Path) -> None:
        if (fish := shutil.which("fish")) is None:
            pytest.skip("fish is not installed")
        (tmp_path / "script").write_bytes(newsgrab("completion", "fish").out)
        done = subprocess.run(
            [fish, "--no-config", "-c", f"source script; complete -C {shlex.quote(line)}"],
            cwd=tmp_path,
            env=environment({"HOME": str(tmp_path)}),
            capture_output=True,
            text=True,
            check=True,
        )
        assert completed <= {row.split("\t")[0] for row in done.stdout.splitlines()}


class TestDoctor:
    @staticmethod
    def findings(tmp_path: Path, *words: str, **variables: str) -> tuple[int, dict[str, tuple[str, str]]]:
        around = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_STATE_HOME": str(tmp_path / "state")}
        around["NEWSGRAB_NO_STATE"] = "0"
        done = newsgrab("doctor", *words, env={**around, **variables})
        assert done.err == ""
        rows = [line.split(None, 2) for line in done.out.decode().splitlines()]
        return done.status, {row[1]: (row[0], row[2]) for row in rows}

    def test_finds_nothing_wrong_here(self, tmp_path: Path) -> None:
        code, found = self.findings(tmp_path)
        assert code == 0
        assert {verdict for verdict, _ in found.values()} <= {"ok", "note"}
        assert found["python"][1].startswith(sys.version.split()[0])
        assert {"newsgrab", "httpx", "selectolax", "[http2]", "config", "state", "clock"} <= found.keys()
        assert "not asked" in found["network"][1]
        assert list(tmp_path.iterdir()) == []

    def test_a_broken_configuration(self, tmp_path: Path) -> None:
        (tmp_path / "config/newsgrab").mkdir(parents=True)
        (tmp_path / "config/newsgrab/newsgrab.toml").write_text("a = = 1\n")
        code, found = self.findings(tmp_path)
        assert (code, found["config"][0]) == (8, "wrong")
        assert "newsgrab.toml:1: Invalid value" in found["config"][1]

    def test_a_broken_state(self, tmp_path: Path) -> None:
        (tmp_path / "state.sqlite").write_bytes(b"no database at all, but long enough to look at" * 40)
        code, found = self.findings(tmp_path, "--state", str(tmp_path / "state.sqlite"))
        assert (code, found["state"][0]) == (8, "wrong")

    def test_the_network_only_if_asked(self, tmp_path: Path) -> None:
        with Loopback() as server:
            server["/a"] = page(story())
            assert self.findings(tmp_path, server.url("/a"), "--allow-private")[0] == 0
            assert server.paths() == []
            code, found = self.findings(tmp_path, server.url("/a"), "--network", "--allow-private")
            assert (code, found["network"][0]) == (0, "ok")
            assert "answered 200" in found["network"][1]
            code, found = self.findings(tmp_path, server.url("/b"), "--network", "--allow-private")
        assert (code, found["network"][0]) == (8, "wrong")
        assert "(http_404)" in found["network"][1]

    @pytest.mark.parametrize(
        ("ahead_s", "age_s", "verdict", "says"),
        [
            (-20, 0, "ok", "the same, within a minute"),
            (-7210, 7200, "ok", "the same, within a minute"),
            (-7230, 0, "wrong", "2 h ahead of it"),
            (90_000, 0, "wrong", "behind it: set the clock"),
        ],
    )
    def test_the_clock_against_that_of_the_server(
        self, tmp_path: Path, ahead_s: int, age_s: int, verdict: str, says: str
    ) -> None:
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=ahead_s), usegmt=True)
        with Loopback() as server:
            server["/a"] = page(story(), date=date, age=str(age_s))
            code, found = self.findings(tmp_path, server.url("/a"), "--network", "--allow-private")
        assert (code, found["server-clock"][0]) == (0 if verdict == "ok" else 8, verdict)
        assert says in found["server-clock"][1]

    def test_no_word_of_it_where_the_server_has_none(self, tmp_path: Path) -> None:
        for date in ("yesterday", "Thu, 99 Foo 2024 00:00:00 GMT"):
            with Loopback() as server:
                server["/a"] = page(story(), date=date)
                code, found = self.findings(tmp_path, server.url("/a"), "--network", "--allow-private")
            assert (code, "server-clock" in found) == (0, False)


class TestProgress:
    @staticmethod
    def seen(*words: str | Path, env: dict[str, str] | None = None) -> str:
        """What stands on a terminal where standard error is one and standard output is not."""
        ours, theirs = pty.openpty()
        around = environment({"TERM": "xterm", "COLUMNS": "100", **(env or {})})
        with subprocess.Popen(
            [*NEWSGRAB, "get", *map(str, words), *FAST], stdout=subprocess.DEVNULL, stderr=theirs, env=around
        ):
            os.close(theirs)
            seen = b""
            with suppress(OSError):
                while piece := os.read(ours, 65536):
                    seen += piece
        os.close(ours)
        return seen.decode()

    def test_shows_counts_rate_failures_and_host(self) -> None:
        with Loopback() as server:
            for number in range(3):
                server[f"/{number}"] = page(story(f"Bridge {number}", f"Number {number}."))
            server["/down"] = status(404)
            urls = [server.url(f"/{number}") for number in range(3)]
            seen = self.seen(server.url("/down"), *urls, "--ordered")
        plain = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", seen)
        assert re.search(r" 4/4 \d+\.\d/s, 1 failed, 127\.0\.0\.1 ", plain)
        assert re.search(r"\nnewsgrab: 3 saved, 1 failed in \d+\.\d s", plain.replace("\r", "\n"))

    @pytest.mark.parametrize(
        "around", [{"TERM": "dumb"}, {"NEWSGRAB_PROGRESS": "never"}, {"NEWSGRAB_QUIET": "1"}]
    )
    def test_not_where_it_is_not_wanted(self, around: dict[str, str]) -> None:
        with Loopback() as server:
            server["/a"] = page(story())
            server["/b"] = page(story("Another", "Another."))
            seen = self.seen(server.url("/a"), server.url("/b"), env=around)
        assert "/s" not in seen


@pytest.mark.parametrize(
    ("around", "words", "styles"),
    [
        ({}, (), 0),
        ({"CLICOLOR_FORCE": "1"}, (), 3),
        ({"CLICOLOR_FORCE": "0"}, (), 0),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, (), 0),
        ({"NO_COLOR": "1"}, ("--color", "always"), 3),
        ({"CLICOLOR_FORCE": "1"}, ("--color", "never"), 0),
        ({"NEWSGRAB_COLOR": "always"}, (), 3),
    ],
)
def test_colours_follow_the_conventions(around: dict[str, str], words: tuple[str, ...], styles: int) -> None:
    done = newsgrab("read", "-", *words, stdin=story(), env=around)
    assert len(re.findall(rb"\x1b\[[12]m", done.out)) == styles  # headline, date, rule
