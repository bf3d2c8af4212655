"""Pages a second from loopback: newsgrab whole beside bare httpx, which fetches the same pages and no more.

    python tests/benchmarks/throughput.py [--pages 800] [--rounds 5]

Eight hosts (127.0.0.1 to 127.0.0.8) in a server process of their own serve the fixtures under many paths;
both fetch eight at a time, by turns, and the medians are compared. CPU time is printed as well, for
on a machine that others use too it is steadier. The peak memory of newsgrab's own process is printed
too, for a short list and for a long one: it must not grow with the list.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import Process, Queue
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"
HOSTS = [f"127.0.0.{number}" for number in range(1, 9)]
JOBS = 8

_HTTPX = """
import asyncio, sys, httpx
urls = open(sys.argv[1]).read().split()
async def run():
    room = asyncio.Semaphore(8)
    limits = httpx.Limits(max_connections=8, max_keepalive_connections=8)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        async def one(url):
            async with room:
                (await client.get(url)).raise_for_status()
        await asyncio.gather(*map(one, urls))
asyncio.run(run())
"""


def serve(told: "Queue[int]") -> None:
    """Answers every path with a fixture, the same one each time."""
    found = sorted(FIXTURES.glob("*/*/page.html"))
    pages = [path.read_bytes() for path in found if path.parent.name != "portada"]  # a front page

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.readuntil(b"\r\n\r\n"):
            path = request.split(b" ", 2)[1]
            is_page = not path.startswith(b"/robots.txt")
            body = pages[int(path.rpartition(b"/")[2]) % len(pages)] if is_page else b""
            status = b"200 OK" if is_page else b"404 Not Found"
            head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
            writer.write(head % (status, len(body)) + body)

    async def quiet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(quiet, HOSTS[0], 0)
        port = server.sockets[0].getsockname()[1]
        for host in HOSTS[1:]:
            await asyncio.start_server(quiet, host, port)
        told.put(port)
        await server.serve_forever()

    asyncio.run(run())


def seconds(command: Sequence[str], out: Path) -> tuple[float, float]:
    """How long a command takes, and how much CPU time of all its processes; it must succeed."""
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with out.open("wb") as file:
        subprocess.run(command, stdout=file, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - started, used


def newsgrab(urls: Path) -> list[str]:
    """The command that gets them all."""
    options = [
        "-f",
        "jsonl",
        "-o",
        "-",
        "--delay",
        "0",
        "--allow-private",
        "--no-state",
        "-q",
        "-j",
        str(JOBS),
    ]
    return [sys.executable, "-m", "newsgrab", "get", "-i", str(urls), *options]


def listed(folder: Path, port: int, count: int) -> Path:
    """A file with that many addresses, one host after the other."""
    urls = [f"http://{HOSTS[number % len(HOSTS)]}:{port}/story/{number}" for number in range(count)]
    file = folder / f"{count}.txt"
    file.write_text("\n".join(urls) + "\n")
    return file


def peak_mib(urls: Path, out: Path) -> float:
    """Most memory of newsgrab's own process, in MiB."""
    with out.open("wb") as file, subprocess.Popen(newsgrab(urls), stdout=file) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / 1024


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pages", type=int, default=800)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long", type=int, default=5000, help="length of the long list")
    options = parser.parse_args()
    told: Queue[int] = Queue()
    server = Process(target=serve, args=(told,), daemon=True)
    server.start()
    port = told.get()
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name), Path(name) / "out"
        # Both run compiled, as pip leaves them: httpx is, and a checkout may be forbidden to.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        urls = listed(folder, port, options.pages)
        commands = [sys.executable, "-c", _HTTPX, str(urls)], newsgrab(urls)
        for command in commands:
            seconds(command, out)
        rounds = [[seconds(command, out) for command in commands] for _ in range(options.rounds)]
        articles = sum(1 for line in out.open("rb") if json.loads(line)["headline"])
        theirs, ours = (options.pages / statistics.median(took[n][0] for took in rounds) for n in (0, 1))
        print(f"{options.pages} pages, {articles} articles, {len(os.sched_getaffinity(0))} processors")
        print(f"newsgrab {ours:.0f} pages/s, bare httpx {theirs:.0f} pages/s: {ours / theirs:.0%}")
        least, most = (
            1000 * statistics.median(took[n][1] for took in rounds) / options.pages for n in (0, 1)
        )
        print(f"CPU: newsgrab {most:.1f} ms a page, bare httpx {least:.1f} ms")
        short, long = (peak_mib(listed(folder, port, count), out) for count in (500, options.long))
        print(f"memory: {short:.0f} MiB for 500 pages, {long:.0f} MiB for {options.long}")
    server.terminate()


if __name__ == "__main__":
    main()
