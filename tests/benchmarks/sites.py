"""What ``newsgrab run`` finds on sites made of real pages, by each way, and what a second run asks for.

    NEWSGRAB_CORPUS=... python tests/benchmarks/sites.py --sets fundus_pub rtl newspaper4k

Each host has an address of 127.0.1.0/24 (Linux has them all), its pages under their paths, a feed, a sitemap
and a page of links. All figures are counted by the servers.
"""

import argparse
import html
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlsplit

from corpus import Record, records, required

sys.path.insert(0, str(Path(__file__).parent.parent))

from loopback import Exchange, Loopback, Reply, page
from newsgrab.urls import normalise
from newsroom import Newsroom

WAYS = {
    "feed": ("/feed.xml", "feed"),
    "sitemap": ("/sitemap.xml", "sitemap"),
    "section": ("/", "section"),
    "site": ("/", "auto"),
}


def tagged(body: bytes, content_type: str) -> Reply:
    """An answer with a tag; 304 to whoever has it."""
    tag = f'"{sha256(body).hexdigest()[:16]}"'

    def reply(exchange: Exchange) -> None:
        is_same = exchange.request.headers.get("if-none-match") == tag
        page(b"" if is_same else body, 304 if is_same else 200, content_type, etag=tag)(exchange)

    return reply


def path_of(record: Record, taken: Iterable[str]) -> str:
    parts = urlsplit(record.url)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{parts.query}" if parts.query else "")
    return (
        path if path != "/" and path not in taken else f"{path}{'&' if '?' in path else '?'}page={record.id}"
    )


def sites(names: Iterable[str], most: int) -> dict[str, dict[str, Record]]:
    """The hosts with most pages: address -> path -> page."""
    by_host: dict[str, dict[str, Record]] = defaultdict(dict)
    for name in names:
        for record in records(required(), name):
            if record.url.startswith(("http://", "https://")):
                pages = by_host[urlsplit(record.url).netloc.removeprefix("www.")]
                pages[path_of(record, pages)] = record
    largest = sorted(by_host.values(), key=len, reverse=True)[:most]
    return {f"127.0.1.{number}": pages for number, pages in enumerate(largest, 1)}


def serve(server: Loopback, address: str, pages: dict[str, Record]) -> None:
    """One site, and its listings."""
    titles = {path: html.escape(str(record.gold.get("title") or path)) for path, record in pages.items()}
    urls = {path: html.escape(server.url(path, address)) for path in pages}
    items = "".join(f"<item><title>{titles[path]}</title><link>{urls[path]}</link></item>" for path in pages)
    rows = "".join(f"<url><loc>{urls[path]}</loc></url>" for path in pages)
    links = "".join(f'<li><a href="{html.escape(path)}">{titles[path]}</a></li>' for path in pages)
    menu = '<nav><a href="/about">About</a></nav>'
    declared = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    for path, record in pages.items():
        answer = tagged(record.path.read_bytes(), "text/html")
        server[address, path] = server[address, bare(path)] = answer  # trackers are for whoever counts
    for path, text, kind in (
        ("/feed.xml", f'<rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml"),
        ("/sitemap.xml", f"<urlset>{rows}</urlset>", "application/xml"),
        ("/about", "<h1>About</h1><p>Imprint.</p>", "text/html; charset=utf-8"),
        (
            "/",
            f"<html><head>{declared}</head><body>{menu}<ul>{links}</ul></body></html>",
            "text/html; charset=utf-8",
        ),
    ):
        server[address, path] = tagged(text.encode(), kind)


def bare(path: str) -> str:
    """A path without what makes no difference."""
    parts = urlsplit(normalise(f"http://a.example{path}"))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def asked(server: Loopback) -> list[tuple[str, str]]:
    found = [(seen.host, bare(seen.path)) for seen in server.log if seen.path != "/robots.txt"]
    server.log.clear()
    return found


def measure(way: str, served: dict[str, dict[str, Record]], server: Loopback, folder: Path) -> None:
    path, kind = WAYS[way]
    room = Newsroom(server, folder)
    sources: dict[str, dict[str, object]] = {
        f"s{number}": {"url": server.url(path, address), "kind": kind, "output": f"{room.out}/"}
        for number, address in enumerate(served)
    }
    room.configure(None, **sources)
    pages = {(address, bare(path)) for address, there in served.items() for path in there}
    listings = {(address, path) for address in served for path in ("/feed.xml", "/sitemap.xml", "/")}
    done = room.run("--max-fail", "100")
    first = asked(server)
    again = room.run("--max-fail", "100")
    second = asked(server)
    of_source = Counter(address for address, path in second if (address, path) in listings)
    print(
        f"{way:<8} {len(pages & {*first}):>4} of {len(pages)} pages asked for, {len(room.files())} saved,"
        f" {len({*first} - pages - listings)} others; second run: {len(pages & {*second})} pages, at most"
        f" {max(of_source.values(), default=0)} requests a source; statuses {done.status}, {again.status},"
        f" said {len(done.out + again.out)} and {len(done.err + again.err)} bytes"
    )
    for address, path in {*first} - pages - listings:
        print(f"         not served: {address} {path}")
    for address, path in pages - {*first}:
        print(f"         not asked for: {address} {path}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="+", default=["fundus_pub", "rtl", "newspaper4k"])
    parser.add_argument("--hosts", type=int, default=20)
    options = parser.parse_args()
    served = sites(options.sets, options.hosts)
    for way in WAYS:
        with Loopback([*served]) as server, tempfile.TemporaryDirectory() as folder:
            for address, pages in served.items():
                serve(server, address, pages)
            measure(way, served, server, Path(folder))


if __name__ == "__main__":
    main()
