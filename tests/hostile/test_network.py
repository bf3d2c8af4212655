"""D. Network: how it behaves (R40-R46), as far as the answers to one run show it."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from email.utils import formatdate
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from time import time
from types import MappingProxyType
from typing import Final

import pytest

from cases import HASTY, STUBBORN, Case, Seen, Together
from command import story
from hostile_server import (
    chunked,
    close_delimited,
    greets,
    greets_slowly,
    hangs_up,
    interim_forever,
    is_silent,
    many_headers,
    once_then,
    resets,
)
from loopback import (
    Exchange,
    Reply,
    bomb,
    drip,
    endless,
    head,
    page,
    raw,
    redirect,
    reset,
    robots,
    sequence,
    status,
)

STORY: Final = story().encode()
HTML: Final = head(200, content_type="text/html")
CHUNKED: Final = head(200, content_type="text/html", transfer_encoding="chunked")
_WITH_LENGTH: Final = head(200, content_type="text/html", content_length=len(STORY))
_POLITE: Final = ("--allow-private", "--delay", "10ms")
_PATIENT: Final = (*STUBBORN, "--timeout", "8s", "--connect-timeout", "1s")

# ------------------------------------------------------------------------------------------------- R40

DRIPS: Final = (
    Case(
        row="R40",
        name="a byte of the body each 0.5 s",
        serve=drip(STORY, 0.5, after=_WITH_LENGTH),
        expect="timeout",
        flags=HASTY,
        most_s=4,
    ),
    Case(
        row="R40",
        name="a byte of the headers each 0.5 s",
        serve=drip(_WITH_LENGTH + STORY, 0.5),
        expect="timeout",
        flags=HASTY,
        most_s=4,
    ),
    Case(
        row="R40", name="103 without end", serve=interim_forever(0.2), expect="timeout", flags=HASTY, most_s=4
    ),
    Case(
        row="R40",
        name="103 without end, as fast as it goes",
        serve=interim_forever(0),
        expect="timeout|fetch_failed",
        flags=HASTY,
        most_s=4,
    ),
    Case(
        row="R40",
        name="a chunk extension without end",
        serve=endless(b"a" * 1000, after=CHUNKED + b"5;"),
        expect="timeout|fetch_failed",
        flags=HASTY,
        most_s=4,
    ),
    Case(
        row="R40",
        name="chunks of a byte with long extensions",
        serve=drip((b"1;" + b"e" * 64 + b"\r\na\r\n") * 1000, 0.2, size=71, after=CHUNKED),
        expect="timeout",
        flags=HASTY,
        most_s=4,
    ),
    Case(
        row="R40",
        name="a redirect to a drip",
        serve={"/story": redirect("/next"), "/next": drip(STORY, 0.5, after=_WITH_LENGTH)},
        expect="timeout",
        flags=HASTY,
        most_s=4,
    ),
    *(
        Case(
            row="R40",
            name=f"a TLS handshake that is {name}",
            on_connect=how,
            scheme="https",
            expect="timeout",
            flags=HASTY,
            same_host=False,
            most_s=4,
        )
        for name, how in (("never answered", is_silent), ("answered byte by byte", greets_slowly))
    ),
)

_SHORT_DRIP: Final = drip(bytes(99), 0.5, after=head(404, content_length=99))
_LEFT: Final = (
    Case(row="R40", name="a drip under a 404", serve=_SHORT_DRIP, expect="http_404", flags=HASTY, most_s=3),
    Case(
        row="R40",
        name="a drip under a redirect",
        serve={
            "/story": drip(bytes(99), 0.5, after=head(302, location="/next", content_length=99)),
            "/next": page(STORY),
        },
        flags=HASTY,
        most_s=4,
    ),
)

# ------------------------------------------------------------------------------------------------- R41

_BROKEN: Final = (
    Case(
        row="R41",
        name="silence after the connection",
        on_connect=is_silent,
        expect="timeout",
        same_host=False,
        flags=_PATIENT,
        most_knocks=3,
    ),
    Case(
        row="R41",
        name="RST at connect",
        on_connect=resets,
        expect="reset",
        same_host=False,
        flags=_PATIENT,
        most_knocks=3,
    ),
    Case(
        row="R41",
        name="end at connect",
        on_connect=hangs_up,
        expect="reset",
        same_host=False,
        flags=_PATIENT,
        most_knocks=3,
    ),
    Case(
        row="R41",
        name="SSH banner",
        on_connect=greets,
        expect="reset",
        same_host=False,
        flags=_PATIENT,
        most_knocks=3,
    ),
    Case(
        row="R41",
        name="end before the status",
        serve=raw(),
        expect="reset",
        most_requests=3,
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="end inside the headers",
        serve=raw(b"HTTP/1.1 200 OK\r\nContent-Type: te"),
        expect="reset",
        most_requests=3,
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="RST inside the body",
        serve=reset(_WITH_LENGTH + STORY[:500]),
        expect="reset",
        most_requests=3,
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="cut inside a chunk",
        serve=raw(CHUNKED + b"%x\r\n" % len(STORY) + STORY[:500]),
        expect="truncated",
        most_requests=3,
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="no last chunk",
        serve=raw(CHUNKED + chunked(STORY)[: -len(b"0\r\n\r\n")]),
        expect="truncated",
        most_requests=3,
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="more declared than sent",
        serve=raw(head(200, content_type="text/html", content_length=len(STORY) + 1) + STORY),
        expect="truncated",
        most_requests=3,
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="more sent than declared",
        serve=raw(_WITH_LENGTH + STORY + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"),
        flags=_PATIENT,
        check=lambda seen: "poison" not in str(seen.article),
    ),
    Case(
        row="R41",
        name="two different lengths",
        serve=raw(
            head(200, content_type="text/html", content_length=f"{len(STORY)}\r\nContent-Length: 10") + STORY
        ),
        expect="fetch_failed",
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="a length and chunks",
        serve=raw(
            head(200, content_type="text/html", content_length=10, transfer_encoding="chunked")
            + chunked(STORY)
        ),
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="HTTP/0.9",
        serve=raw(STORY),
        expect="reset",
        most_requests=3,
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="a header of 300 KB",
        serve=many_headers(1, 300_000),
        expect="fetch_failed",
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="10,000 headers",
        serve=many_headers(10_000, 20),
        expect="fetch_failed",
        flags=_PATIENT,
    ),
    Case(row="R41", name="status 999", serve=status(999), expect="http_999", flags=_PATIENT),
    Case(
        row="R41",
        name="a status that is no number",
        serve=raw(b"HTTP/1.1 two hundred OK\r\n\r\n"),
        expect="fetch_failed",
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="a chunk size that is no number",
        serve=raw(CHUNKED + b"zz\r\n" + STORY),
        expect="fetch_failed",
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="a chunk size of 1,000 digits",
        serve=raw(CHUNKED + b"f" * 1000 + b"\r\n" + STORY),
        expect="fetch_failed",
        flags=_PATIENT,
    ),
    Case(
        row="R41",
        name="a NUL in a header",
        serve=raw(b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\n\r\n" + STORY),
        expect="fetch_failed",
        flags=_PATIENT,
    ),
)

# ------------------------------------------------------------------------------------------------- R42


def _packed() -> Iterator[tuple[str, bytes]]:
    yield "gzip", gzip.compress(STORY)
    yield "deflate", zlib.compress(STORY)
    if find_spec("brotli"):
        yield "br", import_module("brotli").compress(STORY)
    if find_spec("backports") and find_spec("backports.zstd"):
        yield "zstd", import_module("backports.zstd").compress(STORY)


_CUT: Final = (
    *(
        Case(
            row="R42",
            name=f"{coding} cut short, its length declared",
            serve=page(data[: len(data) * 2 // 3], content_encoding=coding),
            expect="truncated",
            most_requests=3,
            flags=_PATIENT,
        )
        for coding, data in _packed()
    ),
    Case(
        row="R42",
        name="gzip cut short once",
        serve=sequence(
            page(gzip.compress(STORY)[:-9], content_encoding="gzip"),
            page(gzip.compress(STORY), content_encoding="gzip"),
        ),
        most_requests=2,
        flags=_PATIENT,
    ),
    Case(
        row="R42",
        name="ended by the end of the connection, whole",
        serve=raw(close_delimited(STORY)),
        check=lambda seen: "maybe_cut_off" not in seen.article["extraction"]["warnings"],
    ),
    Case(
        row="R42",
        name="ended by the end of the connection, without its last tag",
        serve=raw(close_delimited(STORY.removesuffix(b"</article></main></body></html>\n"))),
        check=lambda seen: "maybe_cut_off" in seen.article["extraction"]["warnings"],
    ),
)

# ------------------------------------------------------------------------------------------------- R43


def _gap(seen: Seen) -> float:
    """Seconds between the first answer for the story and the host's next request."""
    return next(later.started - it.ended for it, later in pairwise(seen.log) if it.path == "/story")


def _again(seen: Seen) -> float:
    """Seconds between the two requests for the story."""
    first, second = seen.asked("/story")
    return second.started - first.ended


def _limited(code: int, value: str | None) -> Reply:
    told = {} if value is None else {"retry_after": value}
    return sequence(status(code, **told), page(STORY))


def _in_2_seconds(exchange: Exchange) -> None:
    now = time()
    page("", 503, retry_after=formatdate(now + 2, usegmt=True), date=formatdate(now, usegmt=True))(exchange)


_LATER: Final = (
    *(
        Case(
            row="R43",
            name=f"{code} and Retry-After: 2",
            serve=_limited(code, "2"),
            most_requests=2,
            flags=_POLITE,
            check=lambda seen: _gap(seen) >= 1.995,
        )
        for code in (429, 503)
    ),
    *(
        Case(
            row="R43",
            name=f"{code} and Retry-After: {value or 'absent'}",
            serve=_limited(code, value),
            most_requests=2,
            flags=_POLITE,
            check=lambda seen: 0.495 <= _again(seen) <= 2,
        )
        for code in (429, 503)
        for value in ("Mon, 01 Jan 2024 00:00:00 GMT", "-1", "soon", None)
    ),
    Case(
        row="R43",
        name="503 and a date in 2 seconds",
        serve=once_then(_in_2_seconds, page(STORY)),
        most_requests=2,
        flags=_POLITE,
        check=lambda seen: _gap(seen) >= 1.995,
    ),
    *(
        Case(
            row="R43",
            name=f"{code} and Retry-After: {value}",
            serve=status(code, retry_after=value),
            expect=f"http_{code}",
            flags=_POLITE,
            same_host=False,
            most_s=2,
        )
        for code in (429, 503)
        for value in ("301", "1000000000", "9" * 400)
    ),
)

# ------------------------------------------------------------------------------------------------- R46

NONE: Final[Mapping[str, Reply]] = MappingProxyType({})
_FORBIDS: Final = "User-agent: *\nDisallow: /story"
_GROUPS: Final = "".join(f"User-agent: bot{number}\nDisallow: /{number}\n\n" for number in range(1_000_000))


def _robots(name: str, reply: Reply, expect: str = "saved", more: Mapping[str, Reply] = NONE) -> Case:
    return Case(
        row="R46",
        name=f"robots.txt: {name}",
        serve={
            "/story": page(STORY),
            "/robots.txt": reply,
            **more,
        },
        expect=expect,
        most_requests=int(expect == "saved"),
        same_host=expect == "saved",
        flags=HASTY,
        check=lambda seen: seen.log[0].path == "/robots.txt" and len(seen.asked("/robots.txt")) == 1,
    )


def _hops(count: int) -> dict[str, Reply]:
    last = {f"/hop{count}": robots(_FORBIDS)}
    return {f"/hop{number}": redirect(f"/hop{number + 1}") for number in range(1, count)} | last


_ROBOTS: Final = (
    _robots("allows", robots("User-agent: *\nAllow: /")),
    _robots("forbids", robots(_FORBIDS), "blocked_by_robots"),
    _robots("forbids and lies about its type", page(_FORBIDS, content_type="image/png"), "blocked_by_robots"),
    *(_robots(str(code), status(code)) for code in (400, 401, 403, 404, 410, 451)),
    *(_robots(str(code), status(code), "blocked_by_robots") for code in (500, 502, 503, 999)),
    _robots("silence", raw(hang_s=30), "timeout"),
    _robots("a drip", drip(_FORBIDS.encode(), 0.5, after=head(200)), "timeout"),
    _robots("RST", reset(), "reset"),
    _robots("5 hops", redirect("/hop1"), "blocked_by_robots", _hops(5)),
    _robots("6 hops: as if there were none", redirect("/hop1"), more=_hops(6)),
    _robots("a web page", page(STORY)),
    _robots("BOM", robots(f"\ufeff{_FORBIDS}"), "blocked_by_robots"),
    _robots("CR alone", robots(_FORBIDS.replace("\n", "\r")), "blocked_by_robots"),
    _robots("UTF-16: no rule that can be read", robots(_FORBIDS.encode("utf-16"))),
    _robots("NUL", robots(f"\0\n\0{_FORBIDS}\0\n{_FORBIDS}\n"), "blocked_by_robots"),
    _robots("50 MB", endless(f"{_FORBIDS}\n".encode() * 1000, head(200), 50 << 20), "blocked_by_robots"),
    _robots(
        "what stands beyond 500 KiB does not count",
        robots("User-agent: *\n" + "#" * (500 << 10) + f"\n{_FORBIDS}"),
    ),
    _robots("gzip bomb", page(bomb("gzip", 256 << 20), content_type="text/plain", content_encoding="gzip")),
    _robots("gzip", page(gzip.compress(_FORBIDS.encode()), content_encoding="gzip"), "blocked_by_robots"),
    _robots("gzip that is none", page(_FORBIDS, content_encoding="gzip"), "blocked_by_robots"),
    _robots("a million groups", robots(_GROUPS)),
    *(
        _robots(f"Crawl-delay: {value}", robots(f"User-agent: *\nCrawl-delay: {value}"))
        for value in ("0", "-1", "NaN", "inf", "soon", "1e-9")
    ),
    _robots("200 stars", robots(f"User-agent: *\nDisallow: /{'*a' * 200}$")),
    _robots(
        "200 stars that match", robots(f"User-agent: *\nDisallow: {'*' * 200}story"), "blocked_by_robots"
    ),
)

CASES: Final = (*DRIPS, *_LEFT, *_BROKEN, *_CUT, *_LATER, *_ROBOTS)
TOGETHER: Final = Together(CASES, most_s=45)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    case.judge(TOGETHER.seen(case, tmp_path_factory))
