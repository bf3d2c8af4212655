"""What the machine under a run may do to it: signals, full disks, odd clocks, few files, lost power."""

import itertools
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from command import NEWSGRAB, Done, environment, newsgrab, started, story, until
from loopback import Exchange, Loopback, page, raw
from newsroom import Newsroom, feed

WITH_STATE: Final = {"NEWSGRAB_NO_STATE": None}


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def room(server: Loopback, tmp_path: Path) -> Newsroom:
    return Newsroom(server, tmp_path)


def hooked(room: Newsroom, code: str) -> Done:
    """A run that loads this code first."""
    (room.folder / "hook").mkdir(exist_ok=True)
    (room.folder / "hook" / "sitecustomize.py").write_text(code)
    return room.run(env={"PYTHONPATH": str(room.folder / "hook")})


def limited(room: Newsroom, kind: int, most: int, *words: str) -> Done:
    """A run under a limit of the system."""
    ended = subprocess.run(
        [*NEWSGRAB, "run", "-c", str(room.config), *words],
        capture_output=True,
        check=False,
        env=environment(WITH_STATE),
        preexec_fn=lambda: resource.setrlimit(kind, (most, most)),
        timeout=120,
    )
    done = Done(ended.returncode, ended.stdout, ended.stderr.decode())
    assert "Traceback" not in done.err
    return done


@contextmanager
def small_disk(folder: Path, size: str, *more: str) -> Iterator[None]:
    """A disk of that size in place of the folder."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", ",".join((f"size={size}", *more)), "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can make a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


class TestPower:
    """What a power failure can take (R61): nothing that a run has told the state of.

    Proved by the order of the calls to the system, as Linux sees them; of a disk that breaks its promises
    nothing is proved.
    """

    @pytest.mark.skipif(shutil.which("strace") is None, reason="strace sees the calls to the system")
    def test_r61_a_file_is_on_the_disk_under_its_name_before_the_state_knows_of_it(
        self, room: Newsroom
    ) -> None:
        room.publish(*(f"/{number}" for number in range(4)))
        calls = traced(room)
        dirty: set[str] = set()
        unnamed: dict[str, str] = {}
        named = 0
        for call, paths in calls:
            if call in ("write", "pwrite64"):
                if paths[0].endswith("state.sqlite-wal"):
                    assert not unnamed, "the state is told of a file whose name may be lost"
                if paths[0].endswith("state.sqlite"):
                    assert f"{room.state}-wal" not in dirty, "a page is moved before its log is on the disk"
                dirty.add(paths[0])
            elif call in ("fsync", "fdatasync"):
                dirty.discard(paths[0])
                unnamed = {path: folder for path, folder in unnamed.items() if folder != paths[0]}
            elif call.startswith(("link", "rename")) and paths[-1].startswith(str(room.out)):
                assert paths[0] not in dirty, "a file gets its name before it is on the disk"
                unnamed[paths[-1]] = str(Path(paths[-1]).parent)
                named += 1
            elif call.startswith("mkdir") and paths[-1].startswith(str(room.out)):
                unnamed[paths[-1]] = str(Path(paths[-1]).parent)
        assert named == 4
        assert not unnamed
        assert not {path for path in dirty if path.startswith(str(room.out))}
        assert room.saved() == sorted(room.paths)


def traced(room: Newsroom) -> list[tuple[str, list[str]]]:
    """A run, as calls to the system and the paths they are about, in their order; of its first process."""
    import re  # noqa: PLC0415 - for this alone

    trace = room.folder / "trace"
    names = "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,mkdir,mkdirat"
    words = ["strace", "-f", "-y", "-qq", "-s", "4096", "-o", str(trace), "-e", f"trace={names}"]
    done = subprocess.run(
        [*words, *NEWSGRAB, "run", "-c", str(room.config)],
        capture_output=True,
        check=False,
        env=environment(WITH_STATE),
    )
    if b"ptrace" in done.stderr:
        pytest.skip("the system lets nobody trace")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    lines = trace.read_text("utf-8", "replace").splitlines()
    first = lines[0].split()[0]
    calls = []
    for line in lines:
        found = re.match(rf"{first} +(\w+)\((.*)", line)
        if found is None or line.endswith("EEXIST (File exists)"):
            continue
        call, rest = found.groups()
        if call in ("write", "pwrite64", "fsync", "fdatasync"):
            paths = re.findall(r"^\d+<([^>]*)>", rest)
        else:
            paths = re.findall(r'"([^"]*)"', rest)
        if paths:
            calls.append((call, paths))
    return calls


class TestSignals:
    @pytest.mark.parametrize(
        ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, -signal.SIGHUP)]
    )
    def test_r62_ends_it_soon_and_the_next_run_goes_on(
        self, room: Newsroom, server: Loopback, number: int, status: int
    ) -> None:
        room.publish("/1", "/2", "/3")
        server["/1"] = raw(hang_s=60)
        with started("run", "-c", room.config, env=WITH_STATE) as process:
            until(lambda: len(room.files()) == 2)
            workers = children(process.pid)
            process.send_signal(number)
            before = time.monotonic()
            _, err = process.communicate(timeout=20)
            assert time.monotonic() - before < 5
        assert (process.returncode, err) == (status, b"")
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), most_s=5)
        room.publish("/1")
        room.quiet_run()
        assert room.saved() == ["/1", "/2", "/3"]

    def test_r62_twice_ends_it_at_once(self, room: Newsroom, server: Loopback) -> None:
        room.publish("/1")
        server["/1"] = raw(hang_s=60)
        with started("run", "-c", room.config, env=WITH_STATE) as process:
            until(lambda: "/1" in server.paths())
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGINT)
            before = time.monotonic()
            _, err = process.communicate(timeout=20)
            assert time.monotonic() - before < 3
        assert (process.returncode, b"Traceback" in err) == (130, False)
        room.publish("/1")
        room.quiet_run()


def children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in lists for child in file.read_text().split()]


class TestStreams:
    def test_r63_closed_streams_and_poor_terminals_are_nothing_to_a_run(self, room: Newsroom) -> None:
        poor = environment({**WITH_STATE, "TERM": "dumb", "LANG": "C", "PYTHONIOENCODING": "ascii"})
        for number, closed in enumerate((">&-", "2>&-", "<&-", ">&- 2>&- <&-")):
            room.publish(f"/{number}")
            words = f'"$@" {closed}'
            run = ["sh", "-c", words, "sh", *NEWSGRAB, "run", "-c", str(room.config)]
            done = subprocess.run(run, capture_output=True, check=False, env=poor)
            assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        assert len(room.saved()) == 4

    def test_r63_a_reader_that_stops_ends_a_preview(self, room: Newsroom) -> None:
        urls = [room.server.url(f"/{'long-' * 30}{number}") for number in range(5_000)]
        room.server["/feed"] = feed(urls)
        words = ["sh", "-c", '{ "$@"; echo $? >&2; } | head -n 1', "sh", *NEWSGRAB, "run", "-n", "-c"]
        done = subprocess.run(
            [*words, str(room.config)], capture_output=True, check=False, env=environment(WITH_STATE)
        )
        assert (done.stdout.decode(), done.stderr) == (f"{urls[0]}\n", b"141\n")


class TestDisk:
    def test_r64_a_state_without_space_is_told_of_and_goes_on_later(self, room: Newsroom) -> None:
        room.configure(
            {"state": str(room.folder / "small" / "state.sqlite")},
            desk={"url": room.server.url("/feed"), "kind": "feed", "output": f"{room.out}/"},
        )
        with small_disk(room.folder / "small", "160k"):
            room.publish(*(f"/{number}" for number in range(30)))
            done = room.run()
            assert (done.status, done.out, done.complaint.count("\n")) == (9, b"", 0)
            assert "small" in done.complaint
            subprocess.run(["mount", "-o", "remount,size=8m", str(room.folder / "small")], check=True)
            room.quiet_run()
            assert room.saved() == sorted(room.paths)
            room.asked()
            room.quiet_run()
            assert room.asked() == ["/feed"]

    def test_r64_no_space_for_temporary_files_of_the_system_is_no_matter(self, room: Newsroom) -> None:
        room.publish("/1")
        with small_disk(room.folder / "tmp", "4k"):
            (room.folder / "tmp" / "full").write_bytes(bytes(4096))
            done = room.run(env={"TMPDIR": str(room.folder / "tmp")})
            assert (done.status, done.err, room.saved()) == (0, "", ["/1"])

    def test_r65_a_disk_that_is_read_only_is_known_before_anything_is_asked(self, room: Newsroom) -> None:
        room.publish("/1")
        with small_disk(room.out, "1m", "ro"):
            done = room.run()
            assert (done.status, room.server.log) == (9, [])
            assert str(room.out) in done.complaint
        with small_disk(room.folder / "state", "1m", "ro"):
            done = room.run("--state", str(room.folder / "state" / "state.sqlite"))
            assert (done.status, room.server.log) == (9, [])
            assert str(room.folder / "state") in done.complaint
        room.quiet_run()

    def test_r65_a_folder_that_somebody_removes_meanwhile_is_made_again(
        self, room: Newsroom, server: Loopback
    ) -> None:
        room.publish("/1", "/2", "/3", "/4")
        answer = page(story("Story /1", more="This is about /1."))

        def removing(exchange: Exchange) -> None:
            until(lambda: len(room.files()) == 3)
            shutil.rmtree(room.out)
            answer(exchange)

        server["/1"] = removing
        done = room.run()
        assert (done.status, "/1" in room.saved()) == (0, True)


_CLOCK: Final = "import time\nreal = time.time\ntime.time = lambda: real() + {offset}\n"
_JUMPING: Final = (
    "import itertools, time\nreal, turns = time.time, itertools.cycle((0, 86400, -86400, 3600, 1e8))\n"
    "time.time = lambda: real() + next(turns)\n"
)


class TestClock:
    def test_r68_a_clock_that_is_wrong_has_nothing_fetched_again(self, room: Newsroom) -> None:
        room.publish("/1")
        room.quiet_run()
        for number, offset in enumerate((-86_400, 10 * 365 * 86_400, 0, -10 * 365 * 86_400, 3_600, 0)):
            room.asked()
            room.publish(f"/at-{number}")
            done = hooked(room, _CLOCK.format(offset=offset))
            assert (done.status, done.err) == (0, "")
            assert room.asked() == ["/feed", f"/at-{number}"]
        assert room.saved() == sorted(room.paths)

    def test_r68_a_clock_that_jumps_changes_no_pause(self, room: Newsroom) -> None:
        room.configure(
            {"delay": "300ms"},
            desk={"url": room.server.url("/feed"), "kind": "feed", "output": f"{room.out}/"},
        )
        room.publish("/1", "/2", "/3")
        begun = time.monotonic()
        done = hooked(room, _JUMPING)
        assert (done.status, done.err, room.saved()) == (0, "", ["/1", "/2", "/3"])
        gaps = [later.started - one.ended for one, later in itertools.pairwise(room.server.log)]
        assert min(gaps) >= 0.295
        assert time.monotonic() - begun < 60


class TestFewOfEverything:
    @pytest.mark.parametrize("most", [32, 48, 64])
    def test_r69_few_open_files_are_not_held_against_the_hosts(self, tmp_path: Path, most: int) -> None:
        hosts = [f"127.0.3.{number}" for number in range(1, 41)]
        with Loopback(hosts) as server:
            room = Newsroom(server, tmp_path)
            server["/story"] = page(story())
            server["/feed"] = feed(server.url("/story", host) for host in hosts)
            done = limited(room, resource.RLIMIT_NOFILE, most, "-j", "40", "--max-fail", "100")
            assert (done.status in (0, 3, 9), done.out) == (True, b"")
            failed = room.rows("SELECT DISTINCT code FROM links WHERE verdict = 'failed'")
            assert {code for (code,) in failed} <= {"fetch_failed", "write_failed"}, failed
            room.pass_time(3_600)
            room.quiet_run()
            assert sorted(host_of(file) for file in room.files()) == sorted(hosts)

    def test_r69_half_a_gigabyte_of_memory_is_enough(self, room: Newsroom) -> None:
        room.publish("/1", "/2")
        done = limited(room, resource.RLIMIT_AS, 512 << 20)
        assert (done.status, done.err, room.saved()) == (0, "", ["/1", "/2"])


def host_of(file: Path) -> str:
    return str(json.loads(file.read_bytes())["requested_url"]).split("/")[2].partition(":")[0]


class TestFilesOfTheUser:
    def test_r72_what_is_edited_or_deleted_is_left_so(self, room: Newsroom) -> None:
        room.publish("/1", "/2")
        room.quiet_run()
        one, two = sorted(room.files(), key=lambda file: file.read_bytes().count(b"/1"))
        one.write_text("mine")
        two.unlink()
        room.asked()
        room.publish("/3")
        room.quiet_run()
        assert room.asked() == ["/feed", "/3"]
        assert (one.read_text(), two.exists()) == ("mine", False)

    def test_r72_an_edited_article_that_changes_at_its_site_is_kept_beside(
        self, server: Loopback, tmp_path: Path
    ) -> None:
        room = Newsroom(server, tmp_path, recheck=["1h"])
        room.publish("/1")
        room.quiet_run()
        (file,) = room.files()
        file.write_text("mine")
        server["/1"] = page(story("Story /1", more="Another text."))
        room.pass_time(7_200)
        room.quiet_run()
        assert "Another text." in file.read_text()
        others = [other for other in file.parent.iterdir() if other != file]
        assert [other.read_text() for other in others] == ["mine"]


class TestWords:
    def test_r73_a_configuration_that_is_none_is_told_with_its_line(self, room: Newsroom) -> None:
        room.config.write_bytes(b"[sources.desk]\nurl = 'https://a.example'\nkind = \n")
        done = room.run()
        assert (done.status, ":3" in done.complaint or "line 3" in done.complaint) == (2, True)
        room.config.write_bytes(bytes(range(256)) * 100)
        assert (room.run().status, room.run().complaint.count("\n")) == (2, 0)

    def test_r73_a_hundred_thousand_seeds_that_are_one_are_asked_for_once(
        self, server: Loopback, tmp_path: Path
    ) -> None:
        server["/1"] = page(story())
        seeds = f"{server.url('/1')}\n" * 100_000
        words = ["get", "-i", "-", "-o", f"{tmp_path}/out/", "--allow-private", "--delay", "0"]
        done = newsgrab(*words, stdin=seeds, timeout_s=120)
        assert (done.status, server.paths()) == (0, ["/robots.txt", "/1"])

    def test_r73_rubbish_on_standard_input_is_told(self) -> None:
        rubbish = random.Random(1).randbytes(100_000)  # noqa: S311 - the same each time
        for words in (("extract", "-"), ("get", "-i", "-", "--retries", "0", "--timeout", "1s")):
            done = newsgrab(*words, stdin=rubbish, timeout_s=120)
            assert done.status in (2, 3, 4, 5, 6)
            assert done.err.isprintable() or all(line.isprintable() for line in done.err.splitlines())

    def test_r73_secrets_in_an_address_are_in_no_output(self, room: Newsroom) -> None:
        secret = room.server.url("/feed").replace("//", "//user:hunter2@")
        room.configure(desk={"url": secret, "kind": "feed", "output": f"{room.out}/"})
        room.server["/feed"] = raw()
        summary = room.folder / "summary.json"
        done = room.run("-v", "--alert-after", "1", "--summary-file", str(summary))
        assert done.status == 3
        assert "hunter2" not in done.err + done.out.decode() + summary.read_text()
        with sqlite3.connect(room.state) as database:
            assert "hunter2" not in "".join(database.iterdump())


FLIPS: Final = 200


@pytest.mark.parametrize(
    "seed", [*range(10), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(10, FLIPS))]
)
def test_r67_a_bit_that_is_wrong_is_told_of_or_does_not_matter(room: Newsroom, seed: int) -> None:
    room.publish("/1", "/2", "/3")
    room.quiet_run()
    data = bytearray(room.state.read_bytes())
    chance = random.Random(seed)  # noqa: S311 - the same each time
    place = chance.choice([chance.randrange(100), chance.randrange(len(data))])
    data[place] ^= 1 << chance.randrange(8)
    room.state.write_bytes(data)
    room.publish("/4")
    done = room.run()
    assert (done.status in (0, 9), done.out, done.err.count("\n") <= 1) == (True, b"", True), (
        place,
        done.err,
    )
    assert {"/1", "/2", "/3"} <= set(room.saved())
    assert ("/4" in room.saved()) >= (done.status == 0 and "/4" in room.server.paths())
    assert len(room.files()) == len(set(room.saved()))


def test_r67_a_log_that_is_lost_costs_what_was_in_it(room: Newsroom) -> None:
    room.publish("/1")
    room.quiet_run()
    room.publish("/2")
    with started("run", "-c", room.config, env=WITH_STATE) as process:
        until(lambda: len(room.files()) == 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
    for name in ("wal", "shm"):
        Path(f"{room.state}-{name}").unlink(missing_ok=True)
    room.quiet_run()
    assert room.saved() == ["/1", "/2"]


if sys.platform != "linux" or not os.access("/proc/self/task", os.R_OK):
    pytestmark = pytest.mark.skip("what the system does is looked at as Linux shows it")
