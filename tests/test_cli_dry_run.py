"""``newsgrab get --dry-run``: what would be fetched, as addresses; nothing is asked for or written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, Done, newsgrab, story
from loopback import Loopback, page


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        for path in ("/a", "/b", "/c"):
            server[path] = page(story(f"Story {path}", f"This is about {path}."))
        yield server


@pytest.fixture
def urls(server: Loopback, tmp_path: Path) -> Path:
    file = tmp_path / "urls.txt"
    file.write_text("".join(f"{server.url(path)}\n" for path in ("/a", "/b", "/a", "/c")))
    return file


def listed(done: Done, server: Loopback) -> list[str]:
    assert (done.status, done.err) == (0, "")
    return [line.removeprefix(server.url("")) for line in done.out.decode().splitlines()]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_address_once_and_nothing_happens(server: Loopback, urls: Path, tmp_path: Path) -> None:
    before = everything(tmp_path)
    files = ("-o", f"{tmp_path}/news/", "-e", tmp_path / "e.jsonl", "--log-file", tmp_path / "log")
    done = newsgrab("get", "-n", "-i", urls, *files, "-f", "md", "-f", "json", "--save-html", *FAST)
    assert listed(done, server) == ["/a", "/b", "/c"]
    assert server.connections == 0
    assert everything(tmp_path) == before
    assert not (tmp_path / "news").exists()


def test_what_is_in_the_folder_or_not_wanted_is_left_out(
    server: Loopback, urls: Path, tmp_path: Path
) -> None:
    news = ("-o", f"{tmp_path}/news/")
    assert newsgrab("get", server.url("/b"), *news, *FAST).status == 0
    before, asked = everything(tmp_path), server.connections
    assert listed(newsgrab("get", "-n", "-i", urls, *news, *FAST), server) == ["/a", "/c"]
    assert listed(newsgrab("get", "-n", "-i", urls, *news, "--reject", "/c$", *FAST), server) == ["/a"]
    assert (everything(tmp_path), server.connections) == (before, asked)


def test_what_the_state_knows_is_left_out(server: Loopback, urls: Path, tmp_path: Path) -> None:
    env: dict[str, str | None] = {"NEWSGRAB_NO_STATE": None}
    words = ("--state", tmp_path / "state.sqlite", "-o", f"{tmp_path}/news/", "--on-conflict", "overwrite")
    assert newsgrab("get", server.url("/b"), *words, *FAST, env=env).status == 0
    assert listed(newsgrab("get", "-n", "-i", urls, *words, *FAST, env=env), server) == ["/a", "/b", "/c"]
    for flags in (("--max-age", "1h"), ("--new-only",)):
        assert listed(newsgrab("get", "-n", "-i", urls, *words, *flags, *FAST, env=env), server) == [
            "/a",
            "/c",
        ]
    assert listed(newsgrab("get", "-n", "-i", urls, *words, "--offline", *FAST, env=env), server) == []


def test_its_output_is_a_list(urls: Path) -> None:
    would = newsgrab("get", "-n", "-i", urls, *FAST).out
    done = newsgrab("get", "-i", "-", "--ordered", "-F", "headline", *FAST, stdin=would)
    assert done.out.decode().splitlines() == ["Story /a", "Story /b", "Story /c"]


def test_an_address_that_is_none_is_told(server: Loopback) -> None:
    done = newsgrab("get", "--dry-run", server.url("/a"), "news.example/b", *FAST)
    assert (done.status, done.out.decode()) == (3, f"{server.url('/a')}\n")
    assert done.complaint == "news.example/b: no scheme: did you mean https://news.example/b? (bad_url)"


def test_a_file_of_many_articles_is_left_as_it_is(server: Loopback, tmp_path: Path) -> None:
    assert newsgrab("get", server.url("/a"), "-o", tmp_path / "news.db", *FAST).status == 0
    before = everything(tmp_path)
    for name in ("news.db", "news.csv"):
        done = newsgrab("get", "-n", server.url("/b"), "-o", tmp_path / name, *FAST)
        assert (done.status, done.out) == (2, b"")
        assert "looks into folders" in done.complaint
    assert everything(tmp_path) == before
