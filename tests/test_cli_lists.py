"""Lists of addresses: ``-i``, what a line may be, and the file of errors, which is such a list."""

import contextlib
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, newsgrab, started, story
from loopback import Loopback, page, status


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(("127.0.0.1", "127.0.0.2")) as server:
        for number in range(5):
            server[f"/{number}"] = page(story(f"Bridge {number}", f"It is number {number}."))
        yield server


def headlines(out: list[dict[str, str]]) -> list[str]:
    return sorted(article["headline"] for article in out)


def test_one_address_a_line_with_comments_and_blank_lines(server: Loopback, tmp_path: Path) -> None:
    lines = ["\ufeff# a list", "", f"  {server.url('/0')}\t", server.url("/1") + "\r", "   ", "# end"]
    (tmp_path / "urls.txt").write_text("\n".join(lines), newline="")
    done = newsgrab("get", "-i", tmp_path / "urls.txt", *FAST)
    assert (done.status, headlines(done.articles)) == (0, ["Bridge 0", "Bridge 1"])


def test_json_lines_with_url(server: Loopback) -> None:
    rows = [{"title": "x", "url": server.url("/0")}, {"url": server.url("/1")}]
    done = newsgrab("get", "-i", "-", *FAST, stdin="\n".join(map(json.dumps, rows)))
    assert (done.status, headlines(done.articles)) == (0, ["Bridge 0", "Bridge 1"])


def test_fields_that_newsgrab_does_not_know_are_carried_along(server: Loopback) -> None:
    row = {"url": server.url("/0"), "title": "x", "headline": "not ours", "rank": [1, {"half": "\udc00"}]}
    (article,) = newsgrab("get", "-i", "-", *FAST, stdin=json.dumps(row)).articles
    assert (article["title"], article["headline"]) == ("x", "Bridge 0")
    assert article["rank"] == [1, {"half": "\ufffd"}]
    (bare,) = newsgrab("get", server.url("/0"), *FAST).articles
    assert article.keys() - bare.keys() == {"title", "rank"}


def test_they_stay_with_a_failure_until_it_succeeds(server: Loopback, tmp_path: Path) -> None:
    errors = tmp_path / "errors.jsonl"
    row = {"url": server.url("/late"), "title": "x", "status": "theirs"}
    assert newsgrab("get", "-i", "-", "-e", errors, *FAST, stdin=json.dumps(row)).status == 4
    assert json.loads(errors.read_text())["title"] == "x"
    server["/late"] = page(story("Bridge late"))
    (article,) = newsgrab("get", "-i", errors, "-e", errors, *FAST).articles
    assert article["title"] == "x"
    assert not article.keys() & {"code", "status", "message", "attempts"}


def test_a_row_with_numbers_that_are_none(server: Loopback) -> None:
    row = f'{{"url": "{server.url("/0")}", "score": NaN}}'
    assert newsgrab("get", "-i", "-", *FAST, stdin=row).articles[0]["score"] is None


@pytest.mark.parametrize("html", [story(), "\n<html><p>x</p></html>", '<?xml version="1.0"?><html></html>'])
def test_a_page_is_no_list(html: str) -> None:
    done = newsgrab("get", "-i", "-", stdin=html)
    assert (done.status, done.out) == (2, b"")
    assert done.complaint == (
        "standard input is HTML and no list of addresses; newsgrab extract reads a page"
    )


def test_addresses_parted_by_nul(server: Loopback) -> None:
    done = newsgrab("get", "-0", "-i", "-", *FAST, stdin="\0".join([server.url("/0"), server.url("/1"), ""]))
    assert (done.status, headlines(done.articles)) == (0, ["Bridge 0", "Bridge 1"])


def test_words_and_several_lists_together(server: Loopback, tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text(server.url("/1"))
    lists = ("-i", tmp_path / "urls.txt", "-i", "-")
    done = newsgrab("get", server.url("/0"), *lists, *FAST, stdin=server.url("/2"))
    assert headlines(done.articles) == ["Bridge 0", "Bridge 1", "Bridge 2"]


def test_a_bad_line_fails_alone(server: Loopback) -> None:
    lines = ["example.com/a", '{"link": "x"}', "{half a row", "page.html", server.url("/0")]
    done = newsgrab("get", "-q", "-i", "-", *FAST, stdin="\n".join(lines))
    assert (done.status, headlines(done.articles)) == (3, ["Bridge 0"])
    assert [line.rpartition(" ")[2] for line in done.err.splitlines()] == ["(bad_url)"] * 4


def test_what_is_given_twice_is_fetched_once(server: Loopback) -> None:
    url = server.url("/0")
    done = newsgrab("get", url, url + "#comments", "-i", "-", *FAST, stdin=f"{url}\n{url}?utm_source=feed\n")
    assert (done.status, len(done.articles)) == (0, 1)
    assert server.paths().count("/0") == 1


@pytest.mark.parametrize("stdin", ["", "\n\n", "# nothing new\n"])
def test_a_list_of_nothing_is_a_usage_error(stdin: str) -> None:
    done = newsgrab("get", "-i", "-", stdin=stdin)
    assert (done.status, done.complaint) == (2, "no address in standard input")


def test_a_binary_file_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "urls.bin").write_bytes(bytes(range(256)) * 300)
    done = newsgrab("get", "-i", tmp_path / "urls.bin")
    assert (done.status, done.complaint) == (2, f"{tmp_path}/urls.bin is no list of addresses, one a line")


def test_a_line_without_end_is_no_list() -> None:
    done = newsgrab("get", "-i", "-", stdin=b"x" * (3 << 20))
    assert (done.status, done.complaint) == (2, "standard input is no list of addresses, one a line")


def test_articles_come_while_the_list_is_still_being_written(server: Loopback) -> None:
    with started("get", "-i", "-", *FAST) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(f"{server.url(f'/{number}')}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["headline"] == f"Bridge {number}"
        process.stdin.close()
        assert process.wait() == 0


def test_a_list_may_be_a_pipe(server: Loopback, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with started("get", "-i", pipe, *FAST) as process:
        pipe.write_text(server.url("/0"))
        out, _ = process.communicate()
    assert (process.returncode, json.loads(out)["headline"]) == (0, "Bridge 0")


def test_a_list_without_end_is_read_only_as_far_as_it_is_worked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, started("get", "-i", "-", *FAST) as process:
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        taken, deadline = 0, time.monotonic() + 3
        while time.monotonic() < deadline and taken < 8 << 20:
            lines = "".join(f"{address}{taken}-{number}\n" for number in range(1000))
            with contextlib.suppress(BlockingIOError):
                taken += os.write(process.stdin.fileno(), lines.encode())
        assert 0 < taken < 1 << 20


class TestErrorFile:
    def test_has_a_row_for_each_failure(self, server: Loopback, tmp_path: Path) -> None:
        errors = tmp_path / "errors.jsonl"
        server["/down"] = status(503)
        done = newsgrab("get", server.url("/0"), server.url("/down"), "example.com/a", "-e", errors, *FAST)
        assert done.status == 3
        rows = {row["url"]: row for row in map(json.loads, errors.read_text().splitlines())}
        assert rows.keys() == {server.url("/down"), "example.com/a"}
        row = rows[server.url("/down")]
        assert row.keys() == {"url", "code", "status", "message", "attempts"}
        assert (row["code"], row["status"]) == ("http_503", 4)

    def test_can_be_fed_back_and_written_anew_at_once(self, server: Loopback, tmp_path: Path) -> None:
        errors = tmp_path / "errors.jsonl"
        assert newsgrab("get", server.url("/late"), server.url("/none"), "-e", errors, *FAST).status == 4
        server["/late"] = page(story("Bridge late"))
        done = newsgrab("get", "-i", errors, "-e", errors, *FAST)
        assert (done.status, headlines(done.articles)) == (3, ["Bridge late"])
        assert [json.loads(line)["url"] for line in errors.read_text().splitlines()] == [server.url("/none")]

    def test_is_empty_when_all_went_well(self, server: Loopback, tmp_path: Path) -> None:
        errors = tmp_path / "errors.jsonl"
        errors.write_text('{"url": "https://example.com/old"}\n')
        assert newsgrab("get", server.url("/0"), "-e", errors, *FAST).status == 0
        assert errors.read_text() == ""
        assert list(tmp_path.iterdir()) == [errors]

    def test_that_cannot_be_written_is_found_before_the_first_fetch(
        self, server: Loopback, tmp_path: Path
    ) -> None:
        done = newsgrab("get", server.url("/0"), "-e", tmp_path / "missing" / "errors.jsonl", *FAST)
        assert (done.status, server.paths()) == (9, [])
        assert done.complaint.endswith("No such file or directory (write_failed)")

    def test_may_be_a_device(self, server: Loopback) -> None:
        done = newsgrab("get", "-q", server.url("/none"), "-e", "/dev/stdout", *FAST)
        assert json.loads(done.out)["code"] == "http_404"

    def test_holds_no_password(self, server: Loopback, tmp_path: Path) -> None:
        address = server.url("/none").replace("//", "//ann:secret@")
        newsgrab("get", address, "-e", tmp_path / "errors.jsonl", *FAST)
        assert "/none" in (tmp_path / "errors.jsonl").read_text()
        assert "secret" not in (tmp_path / "errors.jsonl").read_text()
