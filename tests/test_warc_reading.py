"""Web archives as inputs: which records are pages, and what becomes of a damaged file (R74)."""

import gzip
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import archive, http, record
from command import Done, environment, newsgrab, story
from newsgrab.errors import Damaged
from newsgrab.warc import CutOff, Records

A, B = "https://nidaa.example/a", "https://nidaa.example/b"
PAGE = story().encode()
GIF = b"GIF89a" + bytes(999)
BEGINNINGS = (b"", b"WARC/1.0\r\n", b"WARC/1.0\r\nContent-Length: 9\r\n")


def chunked(body: bytes) -> bytes:
    pieces = (body[start : start + 100] for start in range(0, len(body), 100))
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def extracted(folder: Path, *records: bytes, name: str = "a.warc.gz") -> Done:
    file = folder / name
    file.write_bytes(archive(records, packed=name.endswith(".gz")))
    return newsgrab("extract", file)


def complaint(done: Done) -> str:
    """The one line said of a failure; before the sum, where other pages of the archive are in it."""
    line, *sums = done.err.splitlines()
    assert all(line.endswith(" s") for line in sums)
    assert len(sums) <= 1
    return line


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "A.WARC.GZ"])
@pytest.mark.parametrize("command", ["extract", "get"])
def test_a_page_of_an_archive_becomes_an_article(tmp_path: Path, name: str, command: str) -> None:
    (tmp_path / name).write_bytes(archive([record(http(PAGE, etag='"1"'), A)], packed=not name.endswith("c")))
    done = newsgrab(command, tmp_path / name)
    assert (done.status, done.err) == (0, "")
    (article,) = done.articles
    assert (article["url"], article["requested_url"]) == (A, A)
    assert article["headline"] == "The old bridge is closed"
    got = article["fetch"]
    assert (got["via"], got["at"], got["status"], got["etag"]) == ("warc", "2024-02-09T08:00:00Z", 200, '"1"')


@pytest.mark.parametrize(
    "block",
    [
        http(gzip.compress(PAGE), content_encoding="gzip"),
        http(chunked(PAGE), transfer_encoding="chunked"),
        http(chunked(gzip.compress(PAGE)), transfer_encoding="chunked", content_encoding="gzip"),
        http(PAGE, transfer_encoding="chunked"),
        http(PAGE, content_encoding="gzip"),
        http(PAGE, content_encoding="br", content_length="7"),
        http(PAGE, content_type=""),
        http(PAGE, content_type="text/plain"),
        http(PAGE, content_type="application/xhtml+xml"),
        http(PAGE).replace(b"HTTP/1.1", b"HTTP/2"),
        http(PAGE).replace(b"\r\n", b"\n"),
    ],
    ids=lambda block: str(len(block)),
)
def test_the_body_is_what_a_browser_would_have_got(tmp_path: Path, block: bytes) -> None:
    (article,) = extracted(tmp_path, record(block, A)).articles
    assert article["headline"] == "The old bridge is closed"
    assert article["fetch"]["bytes"] in (len(PAGE), len(PAGE.replace(b"\r\n", b"\n")))


def test_a_resource_is_a_page_without_a_status(tmp_path: Path) -> None:
    (article,) = extracted(tmp_path, record(PAGE, A, "resource", content_type="text/html")).articles
    assert (article["url"], article["fetch"]["status"]) == (A, None)


def test_an_address_in_angle_brackets_is_one(tmp_path: Path) -> None:
    (article,) = extracted(tmp_path, record(http(PAGE), f"<{A}>")).articles
    assert article["url"] == A


def test_a_login_in_an_address_stays_there(tmp_path: Path) -> None:
    done = extracted(tmp_path, record(http(PAGE), "https://ann:hunter2@nidaa.example/a"))
    assert done.articles[0]["url"] == A
    assert b"hunter2" not in done.out


NO_PAGES = {
    "a request": record(b"GET /a HTTP/1.1\r\nHost: nidaa.example\r\n\r\n", A, "request"),
    "a note": record(b"software: x\r\n", None, "warcinfo"),
    "a note on a page": record(b"fetchTimeMs: 1\r\n", A, "metadata"),
    "a copy": record(http(b""), A, "revisit"),
    "a page made of it": record(PAGE, A, "conversion", content_type="text/html"),
    "404": record(http(PAGE, "404 Not Found"), A),
    "a redirect": record(http(b"", "301 Moved", location=B), A),
    "robots.txt": record(http(b"User-agent: *\n", content_type="text/plain"), "https://nidaa.example/robots.txt"),
    "robots.txt as a page": record(http(PAGE), "https://nidaa.example/robots.txt"),
    "a picture": record(http(b"\x89PNG\r\n\x1a\n" + bytes(99), content_type="image/png"), A),
    "a stylesheet": record(http(b"a { color: red }", content_type="text/css"), A),
    "plain text": record(http(b"a < b\n", content_type="text/plain"), A),
    "a broken text": record(http(b"\x1f\x8bxyz", content_type="text/plain", content_encoding="gzip"), A),
    "a name": record(b"\0\1", "dns:nidaa.example", "response", content_type="text/dns"),
    "no HTTP": record(b"ICY 200 OK\r\n\r\n<html>", A),
    "nothing": record(b"", A),
    "no address": record(http(PAGE)),
}  # fmt: skip


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    done = extracted(tmp_path, *NO_PAGES.values(), record(http(PAGE), B))
    assert (done.status, done.err) == (0, "")
    assert [article["url"] for article in done.articles] == [B]


@pytest.mark.parametrize("records", [[], [*NO_PAGES.values()]], ids=["empty", "without pages"])
def test_an_archive_without_a_page_says_so(tmp_path: Path, records: list[bytes]) -> None:
    done = extracted(tmp_path, *records)
    assert (done.status, done.out) == (5, b"")
    assert complaint(done).endswith("a.warc.gz: there is no page in this archive (no_content)")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (record(http(PAGE[:300]), A, warc_truncated="length"), "truncated"),
        (record(http(gzip.compress(PAGE)[:-9], content_encoding="gzip"), A), "truncated"),
        (record(http(b"\x1f\x8bxyz", content_encoding="gzip"), A), "bad_encoding"),
        (record(http(gzip.compress(bytes(11 << 20)), content_encoding="gzip"), A), "too_large"),
        (record(http(PAGE + bytes(11 << 20)), A), "too_large"),
        (record(http(b"<html><body>nothing"), A), "no_content"),
    ],
    ids=["cut by the crawler", "cut coding", "broken coding", "a bomb", "too large", "no article"],
)
def test_a_page_that_fails_is_named_and_the_next_one_is_read(
    tmp_path: Path, broken: bytes, code: str
) -> None:
    done = extracted(tmp_path, broken, record(http(PAGE), B))
    assert (done.status, [article["url"] for article in done.articles]) == (3, [B])
    (line, summary) = done.err.splitlines()
    assert line.startswith(f"newsgrab: {A}: ")
    assert line.endswith(f"({code})")
    assert "1 saved, 1 failed" in summary


def cut(data: bytes) -> bytes:
    return data[:-20]


def swapped(data: bytes) -> bytes:
    return data[:-60] + bytes(byte ^ 0x55 for byte in data[-60:-20]) + data[-20:]


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize("harm", [cut, lambda data: data + b"and then something else\r\n" * 9, swapped])
def test_of_a_damaged_archive_comes_what_stands_before_the_damage(
    tmp_path: Path, harm: Callable[[bytes], bytes], *, packed: bool
) -> None:
    if harm is swapped and not packed:
        pytest.skip("without a checksum another text is a text")
    file = tmp_path / ("a.warc.gz" if packed else "a.warc")
    first = archive([record(http(PAGE), A)], packed=packed)
    file.write_bytes(harm(first + archive([record(http(PAGE * 2), B)], packed=packed)))
    done = newsgrab("extract", file)
    assert done.articles[0]["url"] == A
    assert done.status == 3
    line = done.err.splitlines()[0]
    assert line.startswith(f"newsgrab: {file}: ")
    assert line.endswith("(damaged)")
    assert "byte" in line


@pytest.mark.parametrize(
    "data",
    [GIF, gzip.compress(GIF), b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"W" * 200_000],
    ids=["a picture", "a picture in gzip", "a beginning", "a first line", "a line without end"],
)  # fmt: skip
def test_what_is_no_archive_is_told_and_alone_it_is_status_5(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    done = newsgrab("extract", tmp_path / "a.warc")
    assert (done.status, done.out) == (5, b"")
    assert complaint(done).endswith("(damaged)")


def test_an_archive_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    for command in ("get", "extract"):
        done = newsgrab(command, tmp_path / "none.warc.gz")
        assert (done.status, complaint(done).rpartition(" ")[2]) == (2, "(missing_file)")


def test_an_archive_has_addresses_of_its_own_and_too_many_pages_to_explain(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record(http(PAGE), A))
    for words in (("extract", "--url", B), ("explain",)):
        done = newsgrab(*words, tmp_path / "a.warc")
        assert (done.status, done.out) == (2, b"")
        assert "archive" in done.complaint


def test_every_visit_is_a_page_and_a_folder_keeps_one(tmp_path: Path, out: Path) -> None:
    both = [record(http(PAGE), A, warc_date=f"2024-02-0{day}T08:00:00Z") for day in (8, 9)]
    (tmp_path / "a.warc").write_bytes(b"".join(both))
    times = [one["fetch"]["at"] for one in newsgrab("get", "--ordered", tmp_path / "a.warc").articles]
    assert times == ["2024-02-08T08:00:00Z", "2024-02-09T08:00:00Z"]
    for _ in range(2):
        assert newsgrab("get", tmp_path / "a.warc", "-o", f"{out}/").status == 0
        assert len(list(out.rglob("*.json"))) == 1


def test_a_page_that_kills_its_process_costs_that_page_alone(tmp_path: Path) -> None:
    deadly = b"<html><body>" + b"".join(b"<p><b id=%d>" % number for number in range(9000))
    done = extracted(tmp_path, record(http(deadly), A), record(http(PAGE), B))
    assert [article["url"] for article in done.articles] == [B]
    assert done.status == 3


_MEASURE = """
import resource, sys
from newsgrab.__main__ import main
status = main()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, file=sys.stderr)
sys.exit(status)
"""


def peak_mib(file: Path) -> int:
    """Most memory of the process that reads the archive, in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, "extract", "-q", file],
        capture_output=True,
        env=environment(),
        check=True,
    )
    return int(done.stderr)


def test_a_large_archive_costs_no_memory(tmp_path: Path) -> None:
    small, large = tmp_path / "small.warc.gz", tmp_path / "large.warc.gz"
    page = record(http(PAGE), A)
    small.write_bytes(archive([page]))
    film = archive([record(http(bytes(64 << 20), content_type="video/mp4"), B)])
    pages = archive([record(http(PAGE + b"<!--" + b"x" * (1 << 20)), f"{A}/{n}") for n in range(60)])
    large.write_bytes(film * 4 + pages)
    assert peak_mib(large) < peak_mib(small) + 60  # of 316 MiB; at most 16 pages are in hand


def records_of(data: bytes) -> list[tuple[str, bytes]]:
    found = []
    for each in Records(io.BytesIO(data)):
        block = b""
        while piece := each.read():
            block += piece
        found.append((each.fields["warc-type"], block))
    return found


@given(st.lists(st.binary(max_size=300), max_size=5), st.sampled_from(["packed", "plain"]), st.data())
@settings(deadline=None, max_examples=200)
def test_a_cut_archive_gives_its_whole_records_and_says_where_it_breaks(
    blocks: list[bytes], form: str, data: st.DataObject
) -> None:
    packed = form == "packed"
    parts = [archive([record(block, kind="response")], packed=packed) for block in blocks]
    whole = b"".join(parts)
    assert records_of(whole) == [("response", block) for block in blocks]
    ends = [sum(map(len, parts[:number])) for number in range(len(parts) + 1)]
    near = st.builds(int.__add__, st.sampled_from(ends), st.sampled_from((-1, 0, 1, 2)))
    length = min(max(data.draw(near | st.integers(0, len(whole))), 0), len(whole))
    if length in ends:
        assert len(records_of(whole[:length])) == ends.index(length)
        return
    with pytest.raises(CutOff) as caught:
        records_of(whole[:length])
    assert caught.value.whole == max(end for end in ends if end < length)


@given(st.binary(max_size=2000), st.sampled_from(BEGINNINGS))
@settings(deadline=None, max_examples=300)
def test_any_bytes_are_records_or_damage(data: bytes, begun: bytes) -> None:
    stuff = begun + data
    for given_bytes in (stuff, gzip.compress(stuff)):
        try:
            records_of(given_bytes)
        except (Damaged, KeyError):
            continue
