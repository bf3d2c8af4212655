"""A town of many hosts on loopback, each with its own robots.txt, pace and quirks, and a clock of its own.

All hosts are one asyncio server in a thread. What it writes down of a request are the moment its header
was there and the moment just before the last bytes of the answer were handed over: so a gap that it sees
is never longer than the client made it.
"""

import asyncio
import random
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from command import story

CRAWL_DELAY_S: Final = 0.4
RETRY_AFTER_S: Final = 1


@dataclass(frozen=True)
class Entry:
    """A request in the log; times are ``time.monotonic()`` seconds."""

    host: str
    path: str
    started: float
    ended: float
    asks_s: float = 0.0


@dataclass(frozen=True)
class Figures:
    """What the log shows.

    Attributes:
        hosts: Hosts that were asked.
        requests: Requests in all.
        most_at_once: Most requests under way at one host.
        most_in_all: Most requests under way in the whole town.
        least_gap_ms: Least time between the end of a request to a host and the start of the next one, less
            what that host is to be left alone for.
        robots_first: Hosts whose first request was that for robots.txt.
        robots_most: Most requests for robots.txt that were answered with success by one host.
    """

    hosts: int
    requests: int
    most_at_once: int
    most_in_all: int
    least_gap_ms: float
    robots_first: int
    robots_most: int


class Town:
    """The hosts, and the log."""

    def __init__(self, hosts: int, pages: int, seed: int = 1) -> None:
        """Hosts with so many pages each."""
        self.hosts = [f"127.20.{number // 250}.{number % 250 + 1}" for number in range(hosts)]
        self.pages = pages
        self.log: list[Entry] = []
        self.port = 0
        self._numbers = {host: number for number, host in enumerate(self.hosts)}
        self._seen: set[tuple[str, str]] = set()
        self._draw = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret

    @property
    def urls(self) -> list[str]:
        """All pages, each host's first page first."""
        return [self._url(host, page) for page in range(self.pages) for host in self.hosts]

    def delay_s(self, host: str, asked_s: float) -> float:
        """Seconds this host is to be left alone after a request, where the user asks for ``asked_s``."""
        return max(asked_s, CRAWL_DELAY_S) if self._has_crawl_delay(host) else asked_s

    def figures(self, asked_s: float) -> Figures:
        """What the log shows, judged by the delay that was asked for."""
        by_host: dict[str, list[Entry]] = {}
        for entry in sorted(self.log, key=lambda entry: entry.started):
            by_host.setdefault(entry.host, []).append(entry)
        spare = [
            (later.started - entry.ended - max(self._rest_s(host, log, at, asked_s), entry.asks_s)) * 1000
            for host, log in by_host.items()
            for at, (entry, later) in enumerate(pairwise(log))
        ]
        answered = [sum(entry.path == "/robots.txt" for entry in log) for log in by_host.values()]
        return Figures(
            hosts=len(by_host),
            requests=len(self.log),
            most_at_once=max(_most_at_once(log) for log in by_host.values()),
            most_in_all=_most_at_once(self.log),
            least_gap_ms=min(spare),
            robots_first=sum(log[0].path.endswith("robots.txt") for log in by_host.values()),
            robots_most=max(answered),
        )

    def _rest_s(self, host: str, log: Sequence[Entry], at: int, asked_s: float) -> float:
        """A crawl delay counts once the file that asks for it was read."""
        known = any(entry.path == "/robots.txt" for entry in log[: at + 1])
        return self.delay_s(host, asked_s) if known else asked_s

    def _url(self, host: str, page: int) -> str:
        return f"http://{host}:{self.port}/page/{page}"

    def _has_crawl_delay(self, host: str) -> bool:
        return self._numbers[host] % 7 == 3 and not _has_no_robots(self._numbers[host])

    @contextmanager
    def open(self) -> Iterator["Town"]:
        """Answers until the end of the block."""
        loop, ready, over = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

        async def serve() -> None:
            servers = []
            for host in self.hosts:
                servers.append(await asyncio.start_server(self._talk, host, self.port, backlog=64))
                self.port = servers[0].sockets[0].getsockname()[1]
            ready.set()
            await over.wait()
            for server in servers:
                server.close()

        thread = threading.Thread(target=_run, args=(loop, serve()), daemon=True)
        thread.start()
        assert ready.wait(60)
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(over.set)
            thread.join(10)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                asked = await reader.readuntil(b"\r\n\r\n")
                started = time.monotonic()
                path = asked.split(b" ", 2)[1].decode()
                await asyncio.sleep(self._draw.choice((0.0, 0.0, 0.005, 0.02, 0.1)))
                status, fields, body = self._answer(host, path)
                if status == 0:
                    self.log.append(Entry(host, path, started, time.monotonic()))
                    writer.transport.abort()
                    return
                head = f"HTTP/1.1 {status} -\r\nContent-Length: {len(body)}\r\n{fields}\r\n".encode()
                half = len(body) // 2  # the client is not done before the second one
                writer.write(head + body[:half])
                await writer.drain()
                await asyncio.sleep(self._draw.choice((0.0, 0.0, 0.01, 0.05)))
                asks_s = RETRY_AFTER_S if "Retry-After" in fields else 0
                self.log.append(Entry(host, path, started, time.monotonic(), asks_s))
                writer.write(body[half:])
                await writer.drain()
        writer.close()

    def _answer(self, host: str, path: str) -> tuple[int, str, bytes]:
        """Status, further fields and body; status 0 is a RST."""
        number = self._numbers[host]
        first = (host, path) not in self._seen
        self._seen.add((host, path))
        if path.endswith("robots.txt"):
            return self._robots(host, number, path, first=first)
        page = int(path.rpartition("/")[2])
        if page == 0 and number % 3 == 0:
            there = self.hosts[(number + 1) % len(self.hosts)]
            return 302, f"Location: {self._url(there, self.pages)}\r\n", b"moved"
        if page == 1 and number % 2 and first:
            return 503, f"Retry-After: {RETRY_AFTER_S}\r\n" if number % 5 == 0 else "", b"later"
        if page == 2 and number % 4 == 0 and first:
            return 0, "", b""
        text = f"Page {page} of host number {number}."
        return (
            200,
            "Content-Type: text/html\r\n",
            story(f"A story of town {number}, page {page}", text).encode(),
        )

    def _robots(self, host: str, number: int, path: str, *, first: bool) -> tuple[int, str, bytes]:
        if _has_no_robots(number):
            return 404, "", b"none"
        if number % 13 == 6 and path == "/robots.txt":
            return 301, "Location: /moved/robots.txt\r\n", b"there"
        if number % 17 == 8 and first:
            return 503, "", b"later"
        asks = f"Crawl-delay: {CRAWL_DELAY_S}\n" if self._has_crawl_delay(host) else ""
        return 200, "Content-Type: text/plain\r\n", f"User-agent: *\n{asks}Allow: /\n".encode()


def _has_no_robots(number: int) -> bool:
    return number % 11 == 5


def _run(loop: asyncio.AbstractEventLoop, work: Coroutine[None, None, None]) -> None:
    asyncio.set_event_loop(loop)
    loop.run_until_complete(work)
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


def _most_at_once(log: Sequence[Entry]) -> int:
    """The end of one request at the very moment at which another starts is no overlap."""
    steps = sorted([(entry.started, 1) for entry in log] + [(entry.ended, -1) for entry in log])
    most = now = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most
