"""``--warc``: what was asked and answered, in a file that other programs read, and no secret in it (R74)."""

import datetime as dt
import gzip
import io
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archives import archive, http, record
from command import FAST, NEWSGRAB, Done, environment, newsgrab, started, story, until
from loopback import (
    Loopback,
    Reply,
    Request,
    drip,
    endless,
    head,
    page,
    raw,
    redirect,
    robots,
    sequence,
    status,
)
from newsgrab.model import Exchange
from newsgrab.sinks.warc import WarcFile
from newsgrab.warc import Records

pytest.importorskip("warcio", reason="needs the package warcio")
from warcio.archiveiterator import ArchiveIterator

PAGE = story()


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        running["/a"] = page(PAGE)
        yield running


def got(file: Path, *words: str | Path) -> Done:
    return newsgrab("get", *words, "--warc", file, *FAST)


def checked(file: Path) -> list[Any]:
    """The records of an archive that ``warcio check`` finds no fault with, as warcio reads them."""
    told = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", file], capture_output=True, check=False
    )
    assert (told.returncode, told.stdout, told.stderr) == (0, b"", b"")
    records = []
    with file.open("rb") as stream:
        for each in ArchiveIterator(stream):
            each.body = each.content_stream().read()
            records.append(each)
    return records


def of_kind(kind: str, records: list[Any]) -> list[Any]:
    return [each for each in records if each.rec_type == kind]


def address(record_: Any) -> str:  # noqa: ANN401 - warcio has no types
    return str(record_.rec_headers.get_header("WARC-Target-URI"))


def unpacked(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes())


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_every_request_is_there_with_its_answer(server: Loopback, tmp_path: Path, name: str) -> None:
    server["/robots.txt"] = robots("User-agent: *\nDisallow: /x\n")
    server["/r"] = redirect("/a")
    server["/s"] = sequence(status(503), page(PAGE))
    words = [server.url(path) for path in ("/r", "/s", "/gone")]
    done = newsgrab("get", *words, "--warc", tmp_path / name, *FAST[:-1], "1")
    assert len(done.articles) == 2
    (about, *records) = checked(tmp_path / name)
    assert about.rec_type == "warcinfo"
    assert b"software: newsgrab/" in about.body
    answers, requests = of_kind("response", records), of_kind("request", records)
    assert sorted(map(address, answers)) == sorted(map(server.url, server.paths()))
    assert [each.rec_headers.get_header("WARC-Concurrent-To") for each in requests] == [
        each.rec_headers.get_header("WARC-Record-ID") for each in answers
    ]
    (page_,) = [each for each in answers if address(each) == server.url("/a")]
    assert page_.body.decode() == PAGE
    assert page_.http_headers.get_statuscode() == "200"
    assert page_.rec_headers.get_header("WARC-IP-Address") == "127.0.0.1"
    asked = next(each for each in requests if address(each) == server.url("/a"))
    assert asked.http_headers.statusline == "/a HTTP/1.1"
    assert asked.http_headers.get_header("User-Agent").startswith("newsgrab/")


def test_each_record_is_a_gzip_member(server: Loopback, tmp_path: Path) -> None:
    got(tmp_path / "a.warc.gz", server.url("/a"))
    data = (tmp_path / "a.warc.gz").read_bytes()
    with (tmp_path / "a.warc.gz").open("rb") as file:
        starts = [each.start for each in Records(file)]
    assert len(starts) == 5
    for start in starts:
        assert unpacked_at(data, start).startswith(b"WARC/1.1\r\n")


def unpacked_at(data: bytes, start: int) -> bytes:
    return gzip.GzipFile(fileobj=io.BytesIO(data[start:])).read(100)


def test_what_is_read_back_is_the_article_that_was_fetched(server: Loopback, tmp_path: Path) -> None:
    (fetched,) = got(tmp_path / "a.warc", server.url("/a")).articles
    (read,) = newsgrab("extract", tmp_path / "a.warc").articles
    assert read.pop("fetch")["via"] == "warc"
    assert fetched.pop("fetch")["via"] == "http"
    assert read == fetched


def test_the_body_is_kept_as_it_came(server: Loopback, tmp_path: Path) -> None:
    packed = gzip.compress(PAGE.encode())
    server["/a"] = page(packed, content_encoding="gzip")
    got(tmp_path / "a.warc", server.url("/a"))
    assert packed in (tmp_path / "a.warc").read_bytes()
    (answer,) = [each for each in checked(tmp_path / "a.warc") if address(each).endswith("/a") and each.body]
    assert answer.http_headers.get_header("Content-Encoding") == "gzip"
    assert answer.body.decode() == PAGE


def test_chunks_are_undone_and_their_header_renamed(server: Loopback, tmp_path: Path) -> None:
    body = PAGE.encode()
    server["/a"] = raw(
        head(content_type="text/html", transfer_encoding="chunked"),
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
    )
    got(tmp_path / "a.warc", server.url("/a"))
    (answer,) = [each for each in checked(tmp_path / "a.warc") if address(each).endswith("/a") and each.body]
    assert answer.body == body
    assert answer.http_headers.get_header("X-Crawler-Transfer-Encoding") == "chunked"
    assert answer.http_headers.get_header("Transfer-Encoding") is None
    assert answer.rec_headers.get_header("WARC-Truncated") is None


def test_no_secret_is_in_it(server: Loopback, tmp_path: Path) -> None:
    host = f"127.0.0.1:{server.port}"
    server["/r"] = redirect(f"http://ann:hunter2@{host}/a", set_cookie="sid=hunter3; Path=/")
    server["/a"] = page(PAGE, set_cookie="sid=hunter4", refresh=f"9; url=http://ann:hunter5@{host}/")
    (tmp_path / "cookies.txt").write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\thunter6\n")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ann password hunter7\n")
    (tmp_path / "netrc").chmod(0o600)
    secrets = ("-H", "X-Api-Key: hunter8", "-b", tmp_path / "cookies.txt", "--netrc")
    words = (f"http://ann:hunter9@{host}/r", server.url("/a"))
    done = newsgrab(
        "get",
        *words,
        "--warc",
        tmp_path / "a.warc.gz",
        *secrets,
        *FAST,
        env={"NETRC": str(tmp_path / "netrc")},
    )
    assert done.status == 0
    sent = b"".join(request.raw for request in server.log).decode()
    assert "hunter6" in sent
    assert "hunter8" in sent
    checked(tmp_path / "a.warc.gz")
    kept = unpacked(tmp_path / "a.warc.gz")
    for word in (b"hunter", b"Authorization", b"Cookie", b"X-Api-Key", b"YW5u"):  # "ann" in Base64
        assert word.lower() not in kept.lower()
    assert f"Location: http://{host}/a".lower().encode() in kept.lower()


def exchange(**changes: Any) -> Exchange:  # noqa: ANN401 - of any of its types
    given: dict[str, Any] = {
        "url": "https://nidaa.example/a",
        "at": dt.datetime(2024, 2, 9, 8, tzinfo=dt.UTC),
        "target": "/a",
        "asked": ((b"Host", b"nidaa.example"),),
        "version": "HTTP/1.1",
        "status": 200,
        "reason": "OK",
        "answered": ((b"Content-Type", b"text/html"),),
        "body": PAGE.encode(),
    }
    return Exchange(**(given | changes))


def written(file: Path, *exchanges: Exchange) -> list[Any]:
    warc = WarcFile(str(file))
    for each in exchanges:
        warc.add(each)
    warc.close()
    return checked(file)


def test_a_header_cannot_open_a_line(tmp_path: Path) -> None:
    fields = (
        (b"X-A", b"1\r\nSet-Cookie: a=1\r\n\r\n<script>"),
        (b"X-B", b"1\nX-C: 2\rX-D: 3"),
        (b"X-E\r\nX-F", b"1"),
        (b"X G: 1", b"2"),
        (b"X-L", "é".encode("latin-1")),
    )
    _, answer, _ = written(tmp_path / "a.warc", exchange(answered=fields, reason="OK\r\nX-H: 1"))
    assert answer.http_headers.statusline == "200 OK X-H: 1"
    assert [name for name, _ in answer.http_headers.headers] == ["X-A", "X-B", "X-L"]
    assert answer.body.decode() == PAGE
    assert b"X-L: \xe9\r\n" in (tmp_path / "a.warc").read_bytes()  # as it came, whatever it means


def test_http2_is_written_so_that_readers_understand(tmp_path: Path) -> None:
    _, answer, _ = written(tmp_path / "a.warc", exchange(version="HTTP/2", reason=""))
    assert (answer.http_headers.protocol, answer.http_headers.statusline) == ("HTTP/1.1", "200 OK")
    assert answer.rec_headers.get_header("WARC-Protocol") == "h2"


def test_a_body_without_end_is_cut_and_says_so(server: Loopback, tmp_path: Path) -> None:
    server["/a"] = endless(b"<p>more and more</p>" * 500, head(content_type="text/html"), limit=1 << 30)
    done = newsgrab("get", server.url("/a"), "--warc", tmp_path / "a.warc", *FAST, "--max-size", "1M")
    assert done.status == 6
    (answer,) = [each for each in checked(tmp_path / "a.warc") if address(each).endswith("/a") and each.body]
    assert answer.rec_headers.get_header("WARC-Truncated") == "length"
    assert (tmp_path / "a.warc").stat().st_size < 2 << 20


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (raw(head(content_type="text/html", content_length=5000), b"<p>half"), "disconnect"),
        (drip(b"<p>" * 99, 0.2, after=head(content_type="text/html")), "time"),
        (page("x" * 500_000, 404), "unspecified"),  # nobody wanted its body
    ],
    ids=["disconnect", "time", "unread"],
)
def test_a_body_that_is_not_all_there_says_why(
    server: Loopback, tmp_path: Path, reply: Reply, why: str
) -> None:
    server["/a"] = reply
    newsgrab("get", server.url("/a"), "--warc", tmp_path / "a.warc", *FAST, "--timeout", "2s")
    answers = of_kind("response", checked(tmp_path / "a.warc"))
    assert answers[-1].rec_headers.get_header("WARC-Truncated") == why


def test_another_run_adds_to_it(server: Loopback, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        done = got(tmp_path / "a.warc.gz", server.url("/a"))
        assert (done.status, done.err) == (0, "")
        assert len(checked(tmp_path / "a.warc.gz")) == 5 * number


def test_the_file_says_whether_it_is_compressed_not_its_name(tmp_path: Path) -> None:
    written(tmp_path / "a.warc.gz", exchange())
    (tmp_path / "a.warc.gz").rename(tmp_path / "a.warc")
    assert len(written(tmp_path / "a.warc", exchange())) == 6


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_record_that_was_cut_off_goes_and_is_named(server: Loopback, tmp_path: Path, name: str) -> None:
    written(tmp_path / name, exchange(), exchange(body=b"WARC/1.0\r\n\r\n" + gzip.compress(b"WARC/1.0\r\n")))
    whole = (tmp_path / name).read_bytes()
    with (tmp_path / name).open("rb") as file:
        starts = [each.start for each in Records(file)]
    for start, length in (
        (starts[-1], len(whole) - 9),
        (starts[-2], starts[-1] - 1),
        (starts[1], starts[1] + 5),
    ):
        (tmp_path / name).write_bytes(whole[:length])
        done = got(tmp_path / name, server.url("/a"))
        assert done.status == 0
        assert f"{length - start} bytes" in done.complaint
        assert (tmp_path / name).read_bytes().startswith(whole[:start])
        assert len(checked(tmp_path / name)) == starts.index(start) + 5


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize(
    "data",
    [
        b"a shopping list\n",
        gzip.compress(b"a shopping list\n"),
        gzip.compress(b"a shopping list\n")[:-4],
        archive([record(http(b"a"))]) + b"and more" * 99,
        archive([record(http(b"a")) + record(http(b"b")) + record(http(b"c"))])[:-30],
        record(http(b"a"))[:-40],
    ],
    ids=[
        "text",
        "packed text",
        "cut text",
        "something behind it",
        "cut in a common member",
        "the only record",
    ],
)
def test_what_cannot_be_added_to_is_left_alone(
    server: Loopback, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    done = got(tmp_path / name, server.url("/a"))
    assert (done.status, done.out) == (2, b"")
    assert f"--warc {tmp_path / name}: no archive that can be added to" in done.complaint
    assert (tmp_path / name).read_bytes() == data
    assert server.paths() == []


def test_two_runs_do_not_write_at_once(server: Loopback, tmp_path: Path) -> None:
    warc = WarcFile(str(tmp_path / "a.warc"))
    done = got(tmp_path / "a.warc", server.url("/a"))
    assert done.status == 9
    assert "another run writes to this archive" in done.complaint
    warc.close()
    assert got(tmp_path / "a.warc", server.url("/a")).status == 0


@pytest.mark.parametrize("place", ["", "/dev/null/a.warc"])
def test_what_cannot_be_written_is_known_before_anything_is_fetched(
    server: Loopback, tmp_path: Path, place: str
) -> None:
    done = got(Path(place or tmp_path), server.url("/a"))
    assert (done.status, done.out) == (9, b"")
    assert done.complaint.startswith("/dev/null: Not a directory" if place else f"{tmp_path}: Is a directory")
    assert server.paths() == []


def test_a_full_disk_leaves_it_whole(server: Loopback, tmp_path: Path) -> None:
    def no_more_than_4_kib() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    server["/a"] = page(PAGE + "<!--" + "x" * 9000 + "-->")
    done = subprocess.run(
        [*NEWSGRAB, "get", server.url("/a"), "--warc", tmp_path / "a.warc", *FAST],
        capture_output=True,
        env=environment(),
        preexec_fn=no_more_than_4_kib,
        check=False,
    )
    assert done.returncode == 9
    assert b"a.warc: File too large" in done.stderr
    assert [each.rec_type for each in checked(tmp_path / "a.warc")] == ["warcinfo", "response", "request"]


def more_than(log: list[Request], count: int) -> bool:
    return len(log) > count


def test_a_kill_leaves_whole_records_and_the_next_run_goes_on(server: Loopback, tmp_path: Path) -> None:
    for number in range(200):
        server[f"/{number}"] = page(PAGE)
    (tmp_path / "list").write_text("\n".join(server.url(f"/{number}") for number in range(200)))
    file = tmp_path / "a.warc.gz"
    for times, kill in enumerate((signal.SIGKILL, signal.SIGTERM, signal.SIGKILL)):
        with started("get", "-i", tmp_path / "list", "--warc", file, *FAST, stdout=subprocess.DEVNULL) as run:
            until(partial(more_than, server.log, 40 * times + 40))
            run.send_signal(kill)
            run.wait()
        time.sleep(0.1)
    assert got(file, server.url("/a")).status == 0
    records = checked(file)
    assert len(of_kind("response", records)) == len(of_kind("request", records)) > 100


def test_without_the_package_it_says_what_to_install(server: Loopback, tmp_path: Path) -> None:
    code = "import sys; sys.modules['warcio'] = None; from newsgrab.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "get", server.url("/a"), "--warc", tmp_path / "a.warc", *FAST],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 2
    assert b"pip install 'newsgrab[warc]'" in done.stderr
    assert not (tmp_path / "a.warc").exists()
