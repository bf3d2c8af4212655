"""Every kind of bad input: one clear line, the documented status, and the good page after it is saved."""

import gzip
import json
import socket
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, newsgrab, story
from loopback import Loopback, Reply, bomb, endless, head, page, raw, status

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n" * 20

HTML = {"content_type": "text/html"}

FILES = {
    "empty file": (b"", 5, "empty"),
    "blank file": (b" \n\t\n ", 5, "empty"),
    "PDF": (PDF, 6, "not_html"),
    "PNG": (PNG, 6, "not_html"),
    "gzip": (gzip.compress(story().encode()), 6, "not_html"),
    "binary": (bytes(range(0x3C)) * 64, 6, "not_html"),
    "no article": (b"<html><title>Menu</title><nav><a href=/a>A</a></nav></html>", 5, "no_content"),
    "nested 100,000 deep": (b"<div>" * 100_000 + b"text", 5, "too_complex"),
}

ADDRESSES: dict[str, tuple[Reply, int, str]] = {
    "404": (status(404), 4, "http_404"),
    "410": (status(410), 4, "http_410"),
    "500": (status(500), 4, "http_500"),
    "empty 200": (page(""), 5, "empty"),
    "PDF": (page(PDF, content_type="application/pdf"), 6, "not_html"),
    "PDF called HTML": (page(PDF), 6, "not_html"),
    "PNG": (page(PNG, content_type="image/png"), 6, "not_html"),
    "gzip bomb": (
        raw(head(content_type="text/html", content_encoding="gzip"), bomb("gzip", 64 << 20)),
        6,
        "too_large",
    ),
    "100 MB": (
        endless(b"<p>news</p>" * 1000, head(content_type="text/html"), limit=100 << 20),
        6,
        "too_large",
    ),
    "100 MB announced": (raw(head(content_type="text/html", content_length=100 << 20)), 6, "too_large"),
    "gzip twice": (page(gzip.compress(b"a"), content_encoding="gzip, gzip"), 4, "bad_encoding"),
    "half a gzip stream": (
        page(zlib.compress(story().encode(), wbits=31)[:-20], content_encoding="gzip"),
        4,
        "truncated",
    ),
    "nested 100,000 deep": (page(b"<div>" * 100_000 + b"text"), 5, "too_complex"),
    "nothing but a menu": (page("<nav><a href=/a>A</a></nav>"), 5, "no_content"),
    "loop": (page("", 302, location="/case"), 4, "too_many_redirects"),
    "redirect to a file": (page("", 302, location="file:///etc/passwd"), 4, "bad_redirect"),
    "silence": (raw(), 4, "reset"),
}

NO_ADDRESSES = {
    "example.com/story": "bad_url",
    "http://[::1": "bad_url",
    "http://": "bad_url",
    "ftp://example.com/": "bad_url",
    "javascript:alert(1)": "bad_url",
    "file:///etc/passwd": "bad_url",
    "https://exa mple.com/": "bad_url",
    "missing.html": "missing_file",
    "no/such/page": "missing_file",
}


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        server["/good"] = page(story("The good page"))
        yield server


@pytest.mark.parametrize("case", FILES)
def test_a_file(case: str, tmp_path: Path) -> None:
    content, expected, code = FILES[case]
    bad = tmp_path / "bad.html"
    bad.write_bytes(content)
    done = newsgrab("extract", bad)
    assert (done.status, done.out) == (expected, b"")
    assert done.complaint.startswith(f"{bad}: ")
    assert done.complaint.endswith(f" ({code})")


def test_binary_data_with_a_less_than_sign_in_it(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_bytes(bytes(range(256)) * 64)
    assert newsgrab("extract", tmp_path / "bad.html").status == 6


def test_all_these_files_before_a_good_one(tmp_path: Path) -> None:
    names = [tmp_path / f"{number}.html" for number in range(len(FILES) + 1)]
    for name, (content, _, _) in zip(names, FILES.values(), strict=False):
        name.write_bytes(content)
    names[-1].write_text(story("The good page"))
    done = newsgrab("get", "-q", *names)
    assert done.status == 3
    assert [article["headline"] for article in done.articles] == ["The good page"]
    assert len(done.err.splitlines()) == len(FILES)


@pytest.mark.parametrize("case", ADDRESSES)
def test_an_address(case: str, server: Loopback) -> None:
    reply, expected, code = ADDRESSES[case]
    server["/case"] = reply
    done = newsgrab(server.url("/case"), *FAST)
    assert (done.status, done.out) == (expected, b"")
    assert done.complaint.startswith(f"{server.url('/case')}: ")
    assert done.complaint.count(server.url("/case")) == (2 if case == "loop" else 1)
    assert done.complaint.endswith(f" ({code})")


def test_all_these_addresses_before_a_good_one(server: Loopback, tmp_path: Path) -> None:
    for number, (reply, _, _) in enumerate(ADDRESSES.values()):
        server[f"/{number}"] = reply
    bad = [server.url(f"/{number}") for number in range(len(ADDRESSES))]
    errors = tmp_path / "errors.jsonl"
    done = newsgrab("get", "-q", "-e", errors, "--ordered", *bad, server.url("/good"), *FAST)
    assert done.status == 3
    assert [article["headline"] for article in done.articles] == ["The good page"]
    rows = [json.loads(line) for line in errors.read_text().splitlines()]
    expected = {url: (status, code) for url, (_, status, code) in zip(bad, ADDRESSES.values(), strict=True)}
    # The redirect there leads nowhere here.
    expected[bad[list(ADDRESSES).index("loop")]] = (4, "http_404")
    assert {row["url"]: (row["status"], row["code"]) for row in rows} == expected


@pytest.mark.parametrize("word", NO_ADDRESSES)
def test_what_is_neither_address_nor_file(word: str, tmp_path: Path) -> None:
    done = newsgrab("get", word, cwd=tmp_path)
    assert (done.status, done.out) == (2, b"")
    assert done.complaint.startswith(f"{word}: ")
    assert done.complaint.endswith(f" ({NO_ADDRESSES[word]})")


def test_all_of_these_before_a_good_one(server: Loopback, tmp_path: Path) -> None:
    done = newsgrab("get", "-q", *NO_ADDRESSES, server.url("/good"), *FAST, cwd=tmp_path)
    assert (done.status, len(done.articles)) == (3, 1)
    assert len(done.err.splitlines()) == len(NO_ADDRESSES)


def test_a_folder(tmp_path: Path) -> None:
    done = newsgrab("extract", tmp_path)
    assert (done.status, done.complaint) == (2, f"{tmp_path}: a folder, not a file (is_directory)")


def test_a_host_without_an_address() -> None:
    done = newsgrab("https://newspaper.invalid/story", *FAST)
    assert done.status == 4
    assert done.complaint.endswith(" (dns)")


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        done = newsgrab(f"http://127.0.0.1:{taken.getsockname()[1]}/", *FAST)
    assert done.status == 4
    assert done.complaint.endswith(" (refused)")


def test_an_address_of_this_machine_is_refused_unless_allowed(server: Loopback) -> None:
    done = newsgrab(server.url("/good"))
    assert done.status == 6
    assert "--allow-private" in done.complaint
    assert done.complaint.endswith(" (blocked_address)")
    assert server.paths() == []


def test_robots_txt_is_obeyed_unless_told_otherwise(server: Loopback) -> None:
    server["/robots.txt"] = page("User-agent: *\nDisallow: /", content_type="text/plain")
    refused = newsgrab(server.url("/good"), *FAST)
    assert refused.status == 6
    assert refused.complaint.endswith(" (blocked_by_robots)")
    assert newsgrab(server.url("/good"), *FAST, "--robots", "ignore").status == 0


@pytest.mark.parametrize("words", [("extract",), ("extract", "-"), ("get", "-"), ("-",)])
@pytest.mark.parametrize("stdin", [b"", b"\n \n"])
def test_empty_standard_input_is_a_usage_error(words: tuple[str, ...], stdin: bytes) -> None:
    done = newsgrab(*words, stdin=stdin)
    assert (done.status, done.out) == (2, b"")
    assert done.complaint == "standard input: nothing to read (usage)"


def test_standard_input_that_is_no_page() -> None:
    done = newsgrab("extract", stdin=PDF)
    assert (done.status, done.out) == (6, b"")
    assert done.complaint.endswith(" (not_html)")


class TestAListInThePlaceOfAPage:
    @pytest.mark.parametrize("command", ["get", "extract", "read", "explain"])
    def test_it_is_told_from_a_page(self, command: str, tmp_path: Path) -> None:
        (tmp_path / "urls.txt").write_text("# this week\n\nhttps://news.example/a\nhttps://news.example/b\n")
        done = newsgrab(command, "urls.txt", cwd=tmp_path)
        assert (done.status, done.out) == (2, b"")
        assert "addresses and no page; newsgrab get -i urls.txt fetches them" in done.complaint

    def test_on_standard_input(self) -> None:
        done = newsgrab("extract", stdin='{"url": "https://news.example/a", "code": "timeout"}\n')
        assert (done.status, done.out) == (2, b"")
        assert done.complaint.endswith("newsgrab get -i - fetches them (usage)")

    def test_a_page_that_begins_with_an_address_is_one(self) -> None:
        assert newsgrab("extract", stdin=f"https://news.example/a\n{story()}").status == 0


class TestStatusOfMany:
    def test_all_failed_alike_is_their_cause(self, server: Loopback) -> None:
        assert newsgrab("get", server.url("/a"), server.url("/b"), *FAST).status == 4
        assert newsgrab("get", "example.com/a", "example.com/b").status == 2

    def test_all_failed_but_not_alike_is_4(self, server: Loopback) -> None:
        server["/menu"] = page("<nav><a href=/a>A</a></nav>")
        assert newsgrab("get", server.url("/menu"), "example.com/b", *FAST).status == 4

    def test_a_part_is_3(self, server: Loopback) -> None:
        assert newsgrab("get", server.url("/good"), "example.com/b", *FAST).status == 3


def test_a_folder_called_as_messages_begin(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert newsgrab("get", "a", cwd=tmp_path).complaint == "a: a folder, not a file (is_directory)"


@pytest.mark.parametrize("words", [("get", ""), ("extract", ""), ("explain", ""), ("discover", ""), ("",)])
def test_an_empty_word_is_told_from_a_folder(words: tuple[str, ...]) -> None:
    done = newsgrab(*words)
    assert (done.status, done.out) == (2, b"")
    assert done.complaint == "an empty word is neither an address nor a file; is a variable unset?"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("-o", ""), "an empty output is no place; is a variable unset?"),
        (("-F", ""), "-F names no field; is a variable unset?"),
        (("-F", " , "), "-F names no field; is a variable unset?"),
        (("-p", ""), "-p prints nothing: its template is empty; is a variable unset?"),
        (("--since", "2025"), "'2025' is no time like 2024-03-12, 2024-03-12T10:20, 2d, today or yesterday"),
        (("--min-words", "many"), "'many' is no number"),
    ],
)
def test_values_that_mean_nothing(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    done = newsgrab("extract", *words, stdin=story(), cwd=tmp_path)
    assert (done.status, done.out, list(tmp_path.iterdir())) == (2, b"", [])
    assert done.complaint.endswith(says)


@pytest.mark.parametrize("text", ['{"id": 1}', '[{"headline": "A bridge"}]', '\ufeff{\n  "a" : "<p>x</p>"}'])
def test_json_is_no_page(text: str) -> None:
    done = newsgrab("extract", stdin=text * 30)
    assert (done.status, done.out) == (6, b"")
    assert "not an HTML page but JSON" in done.complaint


def test_what_fails_alone_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text("news.example/a\n")
    for words in (("get", "-i", "urls.txt"), ("convert", "none.jsonl", "-f", "csv")):
        done = newsgrab(*words, cwd=tmp_path)
        assert (done.status, done.out) == (2, b"")
        assert done.complaint
