"""Articles as files: where they go, reruns, conflicts, formats, full disks, interrupts."""

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, NEWSGRAB, newsgrab, started, story, until
from loopback import Loopback, drip, page


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(("127.0.0.1", "127.0.0.2")) as server:
        for number in range(5):
            server[f"/{number}"] = page(story(f"Bridge {number}", f"It is number {number}."))
        yield server


def files(folder: Path) -> list[str]:
    """The files in a folder, without the state and what is still being written."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(str(path) for path in found if not any(part.startswith(".newsgrab") for part in path.parts))


def fetched(server: Loopback) -> list[str]:
    return [path for path in server.paths() if path != "/robots.txt"]


class TestNames:
    def test_a_folder_has_the_documented_layout(self, server: Loopback, out: Path) -> None:
        done = newsgrab(server.url("/0"), "-o", f"{out}/", *FAST)
        assert (done.status, done.out, done.err) == (0, b"", "")
        (name,) = files(out)
        article = json.loads((out / name).read_text())
        assert name == f"2024/02/127.0.0.1/2024-02-09-bridge-0-{article['id'][:6]}.json"

    def test_a_folder_that_is_there_needs_no_slash(self, server: Loopback, out: Path) -> None:
        out.mkdir()
        newsgrab(server.url("/0"), "-o", out, *FAST)
        assert len(files(out)) == 1

    def test_the_name_decides_the_format(self, tmp_path: Path) -> None:
        for name, start in (("a.md", "---\n"), ("a.json", "{\n"), ("a.jsonl", '{"'), ("a", "{\n")):
            assert newsgrab("extract", "-o", tmp_path / name, stdin=story()).status == 0
            assert (tmp_path / name).read_text().startswith(start)

    def test_but_not_against_the_flag(self, tmp_path: Path) -> None:
        newsgrab("extract", "-o", tmp_path / "a.txt", "-f", "md", stdin=story())
        assert (tmp_path / "a.txt").read_text().startswith("---\n")

    def test_several_formats_side_by_side(self, server: Loopback, out: Path) -> None:
        newsgrab(server.url("/0"), "-f", "md", "-f", "json", "-o", f"{out}/{{slug}}.{{ext}}", *FAST)
        assert files(out) == ["bridge-0.json", "bridge-0.md"]

    def test_a_template_from_the_folder_one_stands_in(self, tmp_path: Path) -> None:
        newsgrab("extract", "-o", "{language}/{slug}.md", stdin=story("The old bridge"), cwd=tmp_path)
        assert files(tmp_path) == ["en/the-old-bridge.md"]

    def test_one_named_file_leaves_nothing_else_behind(self, tmp_path: Path) -> None:
        newsgrab("extract", "-o", "story.md", stdin=story(), cwd=tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["story.md"]

    def test_front_matter_says_when_the_page_was_fetched(self, server: Loopback, out: Path) -> None:
        newsgrab(server.url("/0"), "-o", f"{out}/{{slug}}.md", *FAST)
        newsgrab("extract", "-o", f"{out}/{{slug}}.md", stdin=story("A file"))
        assert "\ncreated: 20" in (out / "bridge-0.md").read_text()
        assert "\ncreated: null\n" in (out / "a-file.md").read_text()


class TestReruns:
    def test_what_is_there_is_not_fetched_again(self, server: Loopback, out: Path) -> None:
        addresses = [server.url(f"/{number}") for number in range(3)]
        newsgrab("get", *addresses[:2], "-o", f"{out}/", *FAST)
        before = {name: (out / name).stat().st_mtime_ns for name in files(out)}
        server.log.clear()
        done = newsgrab("get", *addresses, "-o", f"{out}/", *FAST)
        assert (done.status, done.err) == (0, "")
        assert fetched(server) == ["/2"]
        assert {name: (out / name).stat().st_mtime_ns for name in before} == before

    def test_one_input_that_is_there_is_said_to_be(self, server: Loopback, out: Path) -> None:
        newsgrab(server.url("/0"), "-o", f"{out}/", *FAST)
        done = newsgrab(server.url("/0"), "-o", f"{out}/", *FAST)
        assert done.status == 0
        assert done.complaint.startswith(f"{server.url('/0')}: already there {out}/2024/02/127.0.0.1/")
        assert newsgrab("-q", server.url("/0"), "-o", f"{out}/", *FAST).err == ""

    def test_another_address_of_the_same_article_is_the_same_article(
        self, server: Loopback, out: Path
    ) -> None:
        server["/moved"] = page("", 301, location="/0")
        newsgrab(server.url("/0"), "-o", f"{out}/", *FAST)
        newsgrab(server.url("/moved"), "-o", f"{out}/", *FAST)
        assert len(files(out)) == 1
        server.log.clear()
        newsgrab(server.url("/moved"), "-o", f"{out}/", *FAST)
        assert fetched(server) == []

    def test_a_file_that_has_gone_is_fetched_again(self, server: Loopback, out: Path) -> None:
        newsgrab(server.url("/0"), "-o", f"{out}/", *FAST)
        (name,) = files(out)
        (out / name).unlink()
        newsgrab(server.url("/0"), "-o", f"{out}/", *FAST)
        assert files(out) == [name]

    def test_a_format_that_is_not_there_is_added(self, server: Loopback, out: Path) -> None:
        newsgrab(server.url("/0"), "-o", f"{out}/", *FAST)
        newsgrab(server.url("/0"), "-o", f"{out}/", "-f", "md", "-f", "json", *FAST)
        assert [Path(name).suffix for name in files(out)] == [".json", ".md"]
        server.log.clear()
        newsgrab(server.url("/0"), "-o", f"{out}/", "-f", "md", "-f", "json", *FAST)
        assert fetched(server) == []

    def test_without_its_index_a_folder_is_still_not_doubled(self, server: Loopback, out: Path) -> None:
        newsgrab(server.url("/0"), "-o", f"{out}/", *FAST)
        shutil.rmtree(out / ".newsgrab")
        newsgrab(server.url("/0"), "-o", f"{out}/", *FAST)
        assert len(files(out)) == 1

    @pytest.mark.parametrize("name", ["{slug}.json", "story.md"])
    def test_overwrite_writes_anew(self, server: Loopback, out: Path, name: str) -> None:
        newsgrab(server.url("/0"), "-o", f"{out}/{name}", *FAST)
        server["/0"] = page(story("Bridge 0", "A sentence was added since."))
        newsgrab(server.url("/0"), "-o", f"{out}/{name}", "--on-conflict", "overwrite", *FAST)
        (only,) = files(out)
        assert "A sentence was added since." in (out / only).read_text()

    def test_suffix_writes_beside(self, server: Loopback, out: Path) -> None:
        for _ in range(3):
            newsgrab(server.url("/0"), "-o", f"{out}/{{slug}}.md", "--on-conflict", "suffix", *FAST)
        assert files(out) == ["bridge-0-2.md", "bridge-0-3.md", "bridge-0.md"]

    def test_skip_leaves_one_named_file_alone(self, server: Loopback, out: Path) -> None:
        newsgrab(server.url("/0"), "-o", out / "story.md", *FAST)
        newsgrab(server.url("/0"), "-o", out / "story.md", *FAST)
        assert files(out) == ["story.md"]

    def test_another_article_is_never_overwritten(self, server: Loopback, out: Path) -> None:
        for policy in ("skip", "overwrite", "suffix"):
            for number in (0, 1):
                newsgrab(
                    server.url(f"/{number}"), "-o", out / policy / "story.md", "--on-conflict", policy, *FAST
                )
            assert files(out / policy) == ["story-2.md", "story.md"]
            assert "Bridge 0" in (out / policy / "story.md").read_text()


class TestTrouble:
    @pytest.mark.parametrize("place", ["file/", "file/deeper/", "/proc/nowhere/"])
    def test_a_folder_that_cannot_be_is_found_before_the_first_fetch(
        self, server: Loopback, tmp_path: Path, place: str
    ) -> None:
        (tmp_path / "file").write_text("in the way")
        done = newsgrab("get", server.url("/0"), "-o", place, *FAST, cwd=tmp_path)
        assert (done.status, server.paths()) == (9, [])
        assert done.complaint.startswith(place.partition("/deeper")[0].rstrip("/"))
        assert done.complaint.endswith("(write_failed)")

    def test_a_folder_removed_meanwhile_is_made_again(self, server: Loopback, out: Path) -> None:
        server["/slow"] = drip(
            story("Slow").encode(), 0.1, size=300, after=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        )
        addresses = (server.url("/0"), server.url("/slow", "127.0.0.2"))
        with started("get", *addresses, "-o", f"{out}/{{host}}/{{slug}}.json", *FAST) as process:
            until(lambda: bool(files(out)))
            shutil.rmtree(out)
            assert process.wait() == 0
        assert files(out) == ["127.0.0.2/slow.json"]

    def test_a_write_that_fails_leaves_no_half_article(self, server: Loopback, out: Path) -> None:
        server["/long"] = page(story("Long", "word " * 3000))
        words = ("get", server.url("/long"), server.url("/0"), "-o", f"{out}/{{slug}}.md", *FAST)
        limited = subprocess.run(
            ["sh", "-c", 'ulimit -f 40; exec "$@"', "sh", *NEWSGRAB, *words], capture_output=True, check=False
        )
        assert limited.returncode == 3
        assert b"File too large (write_failed)" in limited.stderr
        assert files(out) == ["bridge-0.md"]
        assert newsgrab(*words).status == 0
        assert files(out) == ["bridge-0.md", "long.md"]

    def test_a_full_disk_ends_the_run_and_more_space_completes_it(
        self, server: Loopback, tmp_path: Path
    ) -> None:
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "none", tmp_path], check=False
        ).returncode:
            pytest.skip("only root can make a small disk")
        try:
            server["/long"] = page(story("Long", "word " * 3000))
            addresses = [server.url("/0"), server.url("/long"), server.url("/1")]
            words = ("get", "--ordered", *addresses, "-o", f"{tmp_path}/{{slug}}.md", *FAST)
            done = newsgrab(*words)
            assert (done.status, files(tmp_path)) == (9, ["bridge-0.md"])
            assert done.complaint == f"{tmp_path}/long.md: No space left on device (disk_full)"
            subprocess.run(["mount", "-o", "remount,size=4m", tmp_path], check=True)
            assert newsgrab(*words).status == 0
            assert files(tmp_path) == ["bridge-0.md", "bridge-1.md", "long.md"]
        finally:
            subprocess.run(["umount", tmp_path], check=True)

    def test_works_without_a_home(self, server: Loopback, out: Path) -> None:
        bare: dict[str, str | None] = dict.fromkeys(("HOME", "USER", "LANG", "TERM", "XDG_CONFIG_HOME"))
        done = newsgrab(server.url("/0"), "-o", f"{out}/", *FAST, env=bare | {"PATH": "/usr/bin"})
        assert (done.status, done.err, len(files(out))) == (0, "", 1)


class TestInterrupts:
    @pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_quiet_and_right(self, server: Loopback, out: Path, number: int, status: int) -> None:
        server["/stuck"] = drip(b"x" * 1000, 0.2, after=b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        addresses = [server.url("/stuck", "127.0.0.2"), *(server.url(f"/{n}") for n in range(3))]
        with started("get", *addresses, "-o", f"{out}/", *FAST) as process:
            until(lambda: len(files(out)) == 3)
            process.send_signal(number)
            before = time.monotonic()
            _, err = process.communicate()
        assert (process.returncode, err) == (status, b"")
        assert time.monotonic() - before < 5
        server["/stuck"] = page(story("No longer stuck"))
        server.log.clear()
        assert newsgrab("get", *addresses, "-o", f"{out}/", *FAST).status == 0
        assert fetched(server) == ["/stuck"]
        assert len(files(out)) == 4

    @pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    @pytest.mark.parametrize("words", [("get", "-i", "-"), ("extract",)])
    def test_while_waiting_for_standard_input(self, words: tuple[str, ...], number: int, status: int) -> None:
        with started(*words) as process:
            time.sleep(1.0)
            process.send_signal(number)
            _, err = process.communicate()
        assert (process.returncode, err) == (status, b"")

    def test_killed_at_any_time_nothing_is_lost_doubled_or_cut(self, server: Loopback, out: Path) -> None:
        for number in range(30):
            server[f"/n{number}"] = page(story(f"Number {number}", f"It is number {number}."))
        arguments = ("get", *(server.url(f"/n{number}") for number in range(30)), "-o", f"{out}/", *FAST)
        for kill in range(6):
            with started(*arguments) as process:
                while process.poll() is None and len(files(out)) <= 4 * kill:
                    time.sleep(0.005)
                process.kill()
                process.wait()
            for name in files(out):
                assert json.loads((out / name).read_text())["headline"].startswith("Number ")
        assert newsgrab(*arguments).status == 0
        headlines = [json.loads((out / name).read_text())["headline"] for name in files(out)]
        assert sorted(headlines) == sorted(f"Number {number}" for number in range(30))
