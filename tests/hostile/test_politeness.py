"""R48: the politeness proof, by the log of the servers."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox import Sandbox
from town import Entry, Figures, Town


def visited(box: Sandbox, town: Town, jobs: int, delay_s: float, most_s: float) -> Figures:
    """Fetches every page of the town, and gives what its log shows."""
    (box.box / "list.txt").write_text("".join(f"{url}\n" for url in town.urls), "utf-8")
    words = ["get", "-i", "list.txt", "-f", "jsonl"]
    words += ["--allow-private", "-j", str(jobs), "--delay", f"{delay_s}s"]
    status, out, err, _, _, left = box.start(words, box.environment(), most_s)
    assert (status, left) == (0, ()), err
    saved = {json.loads(line)["requested_url"] for line in out.splitlines()}
    assert saved == set(town.urls)
    return town.figures(delay_s)


def check(figures: Figures, hosts: int, jobs: int) -> None:
    assert figures.hosts == figures.robots_first == hosts
    assert figures.most_at_once == 1
    assert figures.least_gap_ms >= -5
    assert figures.most_in_all <= jobs
    assert figures.robots_most <= 2  # the second after a 503


def test_r48_forty_hosts_are_asked_politely(tmp_path: Path) -> None:
    with Town(hosts=40, pages=3).open() as town:
        check(visited(Sandbox(tmp_path), town, jobs=32, delay_s=0.2, most_s=60), hosts=40, jobs=32)


@pytest.mark.long
def test_r48_a_thousand_hosts_are_asked_politely(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Town(hosts=1000, pages=5).open() as town:
        figures = visited(Sandbox(tmp_path), town, jobs=128, delay_s=1.0, most_s=900)
    with capsys.disabled():
        print(f"\nR48: {figures}")  # noqa: T201 - the proof's figures
    check(figures, hosts=1000, jobs=128)


class TestTheProofCanFail:
    def town(self, *moves: tuple[float, float]) -> Figures:
        town = Town(hosts=1, pages=1)
        town.log = [Entry(town.hosts[0], "/robots.txt", *moves[0])]
        town.log += [Entry(town.hosts[0], f"/page/{number}", *each) for number, each in enumerate(moves[1:])]
        return town.figures(1.0)

    def test_a_log_without_fault(self) -> None:
        figures = self.town((0.0, 0.1), (1.1, 1.3), (2.4, 2.5))
        assert figures.most_at_once == 1
        assert math.isclose(figures.least_gap_ms, 0.0, abs_tol=0.01)

    def test_two_at_once(self) -> None:
        assert self.town((0.0, 0.1), (1.1, 1.3), (1.2, 2.5)).most_at_once == 2

    def test_a_short_gap(self) -> None:
        assert self.town((0.0, 0.1), (1.1, 1.3), (2.2, 2.5)).least_gap_ms < -99

    def test_an_answer_that_asked_for_more(self) -> None:
        town = Town(hosts=1, pages=1)
        first = Entry(town.hosts[0], "/robots.txt", 0.0, 0.1, asks_s=3)
        town.log = [first, replace(first, path="/page/0", started=2.0, ended=2.1)]
        assert town.figures(1.0).least_gap_ms < -999

    def test_a_page_before_robots_txt(self) -> None:
        town = Town(hosts=1, pages=1)
        town.log = [Entry(town.hosts[0], "/page/0", 0.0, 0.1), Entry(town.hosts[0], "/robots.txt", 2.0, 2.1)]
        assert town.figures(1.0).robots_first == 0
