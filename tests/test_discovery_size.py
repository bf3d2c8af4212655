"""What large listings cost (R55): time and memory of the whole command, its children included."""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

import listings
from command import FAST, NEWSGRAB, environment
from loopback import Exchange, Loopback, Reply, head, page

MOST_S = 60.0
MOST_MIB = 400
_CHILDREN = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([done.returncode, done.stdout.count(b"\\n"), done.stderr.decode(), peak // 1024]))
"""


@dataclass(frozen=True)
class Cost:
    """A run: its status, how many lines it wrote, what it said, peak memory of the largest process, time."""

    status: int
    count: int
    err: str
    mib: int
    seconds: float


def cost(url: str) -> Cost:
    started = time.monotonic()
    command = [*NEWSGRAB, "discover", "--no-state", *FAST, url]
    done = subprocess.run(
        [sys.executable, "-c", _CHILDREN, *command], capture_output=True, check=True, env=environment()
    )
    status, count, err, mib = json.loads(done.stdout)
    return Cost(status, count, err, mib, time.monotonic() - started)


def sitemap(count: int) -> Iterator[bytes]:
    yield b'<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    for number in range(count):
        yield f"<url><loc>{listings.story_url(number)}</loc><lastmod>2024-03-12</lastmod></url>\n".encode()
    yield b"</urlset>"


def feed(count: int) -> Iterator[bytes]:
    text = "A story with a text, as feeds have it. " * 8
    yield b'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Harbour</title>'
    for number in range(count):
        more = f"<description>{text}</description><pubDate>Tue, 12 Mar 2024 10:20:00 +0300</pubDate>"
        yield f"<item>{listings.item(number, more)}</item>\n".encode()
    yield b"</channel></rss>"


def lines(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield f"{listings.story_url(number)}\n".encode()


def streamed(pieces: Callable[[int], Iterator[bytes]], count: int) -> Reply:
    """An answer that is made as it is sent."""

    def reply(exchange: Exchange) -> None:
        exchange.send(head(content_type="application/xml"))
        held = b""
        for piece in pieces(count):
            held += piece
            if len(held) > 1 << 20:
                exchange.send(held)
                held = b""
        exchange.send(held)

    return reply


def check(pieces: Callable[[int], Iterator[bytes]], count: int) -> Cost:
    with Loopback() as server:
        server["/listing"] = streamed(pieces, count)
        seen = cost(server.url("/listing"))
    assert (seen.status, seen.count) == (0, min(count, 50_000))
    assert seen.mib <= MOST_MIB
    assert seen.seconds <= MOST_S
    assert bool(seen.err) == (count > 50_000)
    return seen


@pytest.mark.parametrize("pieces", [sitemap, feed, lines])
def test_twenty_thousand(pieces: Callable[[int], Iterator[bytes]]) -> None:
    check(pieces, 20_000)


@pytest.mark.long
@pytest.mark.parametrize(
    ("pieces", "count"), [(sitemap, 50_000), (sitemap, 500_000), (feed, 1_000_000), (lines, 2_000_000)]
)
def test_as_many_as_there_may_be(pieces: Callable[[int], Iterator[bytes]], count: int) -> None:
    check(pieces, count)


@pytest.mark.long
def test_half_a_million_addresses_packed() -> None:
    with Loopback() as server:
        server["/map.xml.gz"] = page(
            gzip.compress(b"".join(sitemap(500_000))), content_type="application/gzip"
        )
        seen = cost(server.url("/map.xml.gz"))
    assert (seen.status, seen.count) == (0, 50_000)
    assert "entries" in seen.err
    assert seen.mib <= MOST_MIB
    assert seen.seconds <= MOST_S
