"""The order of work: how much at a time, in which order, and what a failure ends."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from command import story
from loopback import Loopback, page
from newsgrab.errors import DiskFull, OutputError
from newsgrab.fetching import FetchOptions
from newsgrab.model import Card, Outcome
from newsgrab.pipeline import Network, Source, Work, fetch_all, read_all
from newsgrab.pipeline.window import Pace, in_window


@dataclass
class Kept:
    paths: tuple[str, ...] = ()
    fresh: bool = True
    moved: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Shelf:
    """A destination that keeps headlines, and fails at those it is told to."""

    failures: Mapping[str, BaseException] = field(default_factory=dict)
    headlines: list[str] = field(default_factory=list)

    def held(self, url: str) -> tuple[str, ...]:
        return ("here",) if "held" in url else ()

    def standing(self, files: Mapping[str, str]) -> tuple[str, ...]:  # noqa: ARG002 - keeps nothing
        return ()

    def keep(self, card: Card, texts: Mapping[str, str | bytes], asked: str) -> Kept:
        headline = card.headline or ""
        if headline in self.failures:
            raise self.failures[headline]
        assert texts.keys() == {"json"}
        assert not asked or asked.endswith(card.url[-2:])
        self.headlines.append(headline)
        return Kept()

    def once_safe(self, note: Callable[[], None]) -> None:
        note()

    def put_beside(self, card: Card, name: str, data: bytes) -> str:
        raise AssertionError(f"no pictures are wanted: {name} of {card.url}, {len(data)} bytes")


async def each(items: list[Source]) -> AsyncIterator[Source]:
    for item in items:
        yield item


def fetch(server: Loopback, paths: list[str], shelf: Shelf, *, ordered: bool = False) -> list[Outcome]:
    async def run() -> list[Outcome]:
        options = FetchOptions(allow_private=True, delay_s=0, retries=0)
        sources = each([Source(server.url(path), "url") for path in paths])
        results = fetch_all(sources, Work(destination=shelf), Network(options=options, ordered=ordered))
        return [result async for result in results]

    return asyncio.run(run())


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        for number in range(6):
            server[f"/{number}"] = page(story(f"Bridge {number}"))
        yield server


class TestOutcomes:
    def test_say_what_became_of_each_input(self, server: Loopback) -> None:
        shelf = Shelf()
        results = fetch(server, ["/0", "/none", "/held"], shelf, ordered=True)
        assert [(o.verdict, o.code, o.status, o.http_status) for o in results] == [
            ("saved", None, 0, 200),
            ("failed", "http_404", 4, 404),
            ("skipped", None, 0, None),
        ]
        assert results[2].paths == ("here",)
        assert server.paths().count("/held") == 0

    def test_come_in_order_only_where_that_is_wanted_but_all_come(self, server: Loopback) -> None:
        shelf = Shelf()
        paths = [f"/{number}" for number in range(6)]
        results = fetch(server, paths, shelf, ordered=True)
        assert [outcome.url for outcome in results] == [server.url(path) for path in paths]
        assert shelf.headlines == [f"Bridge {number}" for number in range(6)]

    def test_one_that_cannot_be_written_fails_alone(self, server: Loopback) -> None:
        shelf = Shelf({"Bridge 0": OutputError("/x: Permission denied")})
        results = fetch(server, ["/0", "/1"], shelf)
        assert {outcome.code for outcome in results} == {"write_failed", None}
        assert shelf.headlines == ["Bridge 1"]

    def test_a_bug_that_one_page_finds_loses_no_other(self, server: Loopback) -> None:
        shelf = Shelf({"Bridge 0": ZeroDivisionError("by zero")})
        results = fetch(server, ["/0", "/1"], shelf)
        (failure,) = (outcome for outcome in results if outcome.code)
        assert (failure.code, failure.status) == ("internal", 1)
        assert failure.reason == "internal error: ZeroDivisionError: by zero; -v shows the traceback"
        assert shelf.headlines == ["Bridge 1"]

    @pytest.mark.parametrize("error", [DiskFull("full"), KeyboardInterrupt()])
    def test_a_full_disk_and_an_interrupt_end_the_run(self, server: Loopback, error: BaseException) -> None:
        with pytest.raises(type(error)):
            fetch(server, ["/0", "/1"], Shelf({"Bridge 0": error}), ordered=True)

    def test_files_need_no_network(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            (tmp_path / name).write_text(story(f"Bridge {name}"))
        shelf = Shelf()
        sources = [Source(str(tmp_path / name), "file") for name in ("a", "b", "a", "c")]
        results = list(read_all(sources, Work(destination=shelf)))
        assert [outcome.code for outcome in results] == [None, None, "missing_file"]
        assert shelf.headlines == ["Bridge a", "Bridge b"]


class TestSources:
    def test_addresses_of_one_page_have_one_key(self) -> None:
        one, same = "https://News.example/a", "https://ann:pw@news.example:443/a?utm_source=x#top"
        assert Source(one, "url").key == Source(same, "url").key != Source(one, "file").key

    def test_are_shown_without_password(self) -> None:
        assert Source("https://ann:pw@news.example/a", "url").shown == "https://news.example/a"
        assert Source("//ann:pw@x", "file").shown == "//ann:pw@x"


@dataclass
class Watch:
    """Works on numbers, and sees how many at once."""

    running: Counter[int] = field(default_factory=Counter)
    most: int = 0
    most_of_one: int = 0
    read: int = 0
    done: int = 0
    furthest: int = 0

    async def numbers(self, count: int) -> AsyncIterator[int]:
        for number in range(count):
            self.read += 1
            self.furthest = max(self.furthest, self.read - self.done)
            yield number

    async def work(self, number: int) -> int:
        self.running[number // 50] += 1
        self.most = max(self.most, self.running.total())
        self.most_of_one = max(self.most_of_one, *self.running.values())
        await asyncio.sleep(random.random() / 500)  # noqa: S311 - no secret
        self.running[number // 50] -= 1
        return number


def worked(count: int, pace: Pace) -> tuple[list[int], Watch]:
    watch = Watch()

    async def run() -> list[int]:
        results = []
        async for number in in_window(watch.numbers(count), watch.work, lambda n: str(n // 50), pace):
            results.append(number)
            watch.done += 1
        return results

    return asyncio.run(run()), watch


class TestWindow:
    @pytest.mark.parametrize("ordered", [False, True])
    @pytest.mark.parametrize("per_lane", [1, 2])
    def test_gives_each_once_within_its_bounds(self, *, ordered: bool, per_lane: int) -> None:
        results, watch = worked(500, Pace(jobs=4, per_lane=per_lane, ordered=ordered))
        assert (results if ordered else sorted(results)) == list(range(500))
        assert watch.most <= 4
        assert watch.most_of_one <= per_lane

    def test_uses_all_its_jobs_although_the_list_is_sorted_by_host(self) -> None:
        _, watch = worked(500, Pace(jobs=4))
        assert watch.most == 4

    def test_reads_no_further_than_it_is_wide(self) -> None:
        _, watch = worked(2000, Pace(jobs=2))
        assert watch.furthest <= 2 * 64 + 1

    def test_nothing_in_nothing_out(self) -> None:
        assert worked(0, Pace())[0] == []

    @pytest.mark.parametrize("ordered", [False, True])
    def test_an_exception_ends_it_and_leaves_nothing_running(self, *, ordered: bool) -> None:
        async def work(number: int) -> int:
            if number == 3:
                raise ZeroDivisionError
            await asyncio.sleep(60)
            return number

        async def run() -> int:
            with pytest.raises(ZeroDivisionError):
                async for _ in in_window(Watch().numbers(9), work, str, Pace(jobs=5, ordered=ordered)):
                    pass
            return len(asyncio.all_tasks())

        assert asyncio.run(run()) == 1

    def test_stopping_early_leaves_nothing_running(self) -> None:
        async def run() -> int:
            results = in_window(Watch().numbers(99), Watch().work, str, Pace())
            async for _ in results:
                break
            await results.aclose()
            return len(asyncio.all_tasks())

        assert asyncio.run(run()) == 1

    def test_results_do_not_wait_for_a_slow_list(self) -> None:
        async def slowly() -> AsyncIterator[int]:
            yield 1
            await asyncio.sleep(60)
            yield 2

        async def run() -> int:
            results = in_window(slowly(), Watch().work, str, Pace())
            first = await asyncio.wait_for(anext(results), 10)
            await results.aclose()
            return first

        assert asyncio.run(run()) == 1
