"""Extraction in processes: what a page can do to one, and that it does it to no other page."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import started, story, until
from loopback import Loopback
from loopback import page as served
from newsgrab import errors
from newsgrab.model import Fetched, Page, Validators
from newsgrab.rendering import RenderOptions
from newsgrab.worker import frames
from newsgrab.worker.making import Job, Made, make
from newsgrab.worker.pool import Limits, Workers

# Loaded by every Python that starts with this folder on its path: the child's extraction obeys marks.
_OBEDIENT = """
import os, signal, sys, time
if "newsgrab.worker" in sys.orig_argv:
    from newsgrab.worker import making
    extract = making.extract_page
    def obey(page):
        if b"CRASH" in page.body:
            os.kill(os.getpid(), signal.SIGSEGV)
        if b"HANG" in page.body:
            time.sleep(1e6)
        if b"SWELL" in page.body:
            held = [bytearray(1 << 26) for _ in range(1000)]
        if b"BUG" in page.body:
            print("on standard output")
            raise ZeroDivisionError("by zero")
        return extract(page)
    making.extract_page = obey
"""

STORY = story("The old bridge").encode()


def page(body: bytes = STORY) -> Page:
    return Page(url="https://news.example/a", final_url="https://news.example/a", body=body)


@pytest.fixture
def obedient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "sitecustomize.py").write_text(_OBEDIENT)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), *sys.path)))
    return iter((None,))


def made(*bodies: bytes, limits: Limits | None = None, most: int = 1) -> list[Made | Exception]:
    """What each page gives, all asked for at once."""

    async def one(workers: Workers, body: bytes) -> Made | Exception:
        try:
            return await workers.make(page(body), Job())
        except (errors.NewsgrabError, frames.Bug) as error:
            return error

    async def run() -> list[Made | Exception]:
        async with aclosing(Workers(limits, most)) as workers:
            return await asyncio.gather(*(one(workers, body) for body in bodies))

    return asyncio.run(run())


def test_a_process_gives_what_is_given_here() -> None:
    assert made(STORY) == [make(page(), Job())]


def test_what_is_no_article_is_refused_in_the_same_words() -> None:
    (refused,) = made(b"%PDF-1.7")
    with pytest.raises(errors.NotHtml) as caught:
        make(page(b"%PDF-1.7"), Job())
    assert type(refused) is errors.NotHtml
    assert str(refused) == str(caught.value)


@pytest.mark.usefixtures("obedient")
class TestWhatAPageDoes:
    def test_a_crash_costs_that_page_alone(self) -> None:
        before, crashed, *after = made(STORY, b"CRASH", STORY, STORY)
        assert type(crashed) is errors.WorkerCrash
        assert "SIGSEGV" in str(crashed)
        assert all(isinstance(one, Made) for one in (before, *after))

    def test_a_hang_is_ended_and_costs_that_page_alone(self) -> None:
        started = time.monotonic()
        hung, after = made(b"HANG", STORY, limits=Limits(seconds=1))
        assert type(hung) is errors.ParseTimeout
        assert str(hung) == "extraction took more than 1 s"
        assert isinstance(after, Made)
        assert time.monotonic() - started < 20

    def test_one_that_wants_too_much_memory_costs_that_page_alone(self) -> None:
        swollen, after = made(b"SWELL", STORY)
        assert type(swollen) is errors.TooComplex
        assert "memory" in str(swollen)
        assert isinstance(after, Made)

    def test_a_bug_keeps_its_traceback_and_harms_nobody(self) -> None:
        bug, after = made(b"BUG", STORY)
        assert isinstance(bug, frames.Bug)
        assert str(bug) == "ZeroDivisionError: by zero"
        assert "in obey" in bug.trace
        assert isinstance(after, Made)

    def test_many_of_them_lose_none_of_the_others(self) -> None:
        bodies = [STORY, b"CRASH", STORY, b"CRASH", b"CRASH", STORY, b"BUG", STORY]
        results = made(*bodies, most=2)
        assert [isinstance(one, Made) for one in results] == [body is STORY for body in bodies]

    @pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
    def test_a_child_whose_parent_is_gone_ends_by_itself(self, tmp_path: Path) -> None:
        told = tmp_path / "pid"
        code = f"""
import asyncio, os, signal
from newsgrab.model import Page
from newsgrab.worker.making import Job
from newsgrab.worker.pool import Limits, Workers
async def run():
    workers = Workers(Limits(seconds=1), most=1)
    task = asyncio.ensure_future(workers.make(Page(url=None, final_url=None, body=b"HANG"), Job()))
    while not workers._children: await asyncio.sleep(0.05)
    open({str(told)!r}, "w").write(str(workers._children[0]._process.pid))
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(run())
"""

        async def run() -> int:
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
            return await process.wait()

        assert asyncio.run(run()) == -signal.SIGKILL
        assert _is_gone(int(told.read_text()), within_s=20)


def test_pages_do_not_wait_for_a_second_process_while_the_first_is_free(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first process comes up as always, all others take a minute."""
    first = tmp_path / "first"
    slow = f"""
import os, sys, time
if "newsgrab.worker" in sys.orig_argv:
    try:
        os.mkdir({str(first)!r})
    except FileExistsError:
        time.sleep(50)
"""
    (tmp_path / "sitecustomize.py").write_text(slow)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), *sys.path)))
    started = time.monotonic()
    assert all(isinstance(one, Made) for one in made(*[STORY] * 8, most=2))
    assert time.monotonic() - started < 40


def test_a_process_loads_while_the_page_is_on_its_way() -> None:
    async def run() -> tuple[int, int]:
        async with aclosing(Workers(most=2)) as workers:
            with workers.expecting():
                await asyncio.gather(*workers._starts)
            await workers.make(page(), Job())
            with workers.expecting():
                one = len(workers._children) + len(workers._starts)
                with workers.expecting():
                    return one, len(workers._children) + len(workers._starts)

    assert asyncio.run(run()) == (1, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
class TestWhereNoProcessComesUp:
    """Each start fails: the interpreter is not there."""

    def test_each_page_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        results = made(STORY, STORY, STORY, most=2)
        assert {(type(one), str(one)) for one in results} == {
            (errors.NewsgrabError, "no process for extraction comes up (No such file or directory)")
        }

    def test_those_that_are_there_do_the_work(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def run() -> list[Made]:
            async with aclosing(Workers(most=2)) as workers:
                await workers.make(page(), Job())
                monkeypatch.setattr(sys, "executable", "/nowhere/python")
                return await asyncio.gather(*(workers.make(page(), Job()) for _ in range(6)))

        assert all(isinstance(one, Made) for one in asyncio.run(run()))


def _is_gone(pid: int, within_s: float) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


text = st.text() | st.none()


@given(url=text, etag=text, encoding=text, body=st.binary())
def test_a_question_arrives_as_it_was_asked(
    url: str | None, etag: str | None, encoding: str | None, body: bytes
) -> None:
    fetched = Fetched(status=200, redirects=("https://a.example/",), validators=Validators(etag=etag))
    asked = Page(url=url, final_url=url, body=body, encoding=encoding, fetched=fetched)
    job = Job(formats=("json", "md"), rendering=RenderOptions(indent=True, provenance=True))
    frame = frames.question(asked, job)
    head, rest = frames.LENGTHS.unpack(frame[:8])
    assert len(frame) == 8 + head + rest
    assert frames.asked(frame[8 : 8 + head], frame[8 + head :]) == (asked, job)


def test_every_code_has_its_class() -> None:
    for cls in (errors.NoContent, errors.Wall, errors.TooComplex, errors.NotHtml, errors.Login):
        assert errors.by_code(cls.code) is cls
    assert errors.by_code("of another version") is errors.NewsgrabError


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts processes in /proc")
@pytest.mark.usefixtures("obedient")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_in_the_middle_of_a_parse_leaves_no_child(number: int, status: int) -> None:
    """However deep in a page it is (R62)."""
    with Loopback() as server:
        server["/hang"] = served("<!doctype html><p>HANG</p>")
        with started("get", server.url("/hang"), "--allow-private") as process:
            until(lambda: "/hang" in server.paths() and children(process.pid) != [])
            time.sleep(0.5)
            left = children(process.pid)
            process.send_signal(number)
            _, err = process.communicate()
    assert (process.returncode, err) == (status, b"")
    assert left
    assert all(_is_gone(pid, within_s=5) for pid in left)


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in lists for child in file.read_text().split()]
