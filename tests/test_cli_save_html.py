"""``--save-html``: the page beside its article, byte for byte."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, newsgrab, story
from loopback import Loopback, page

PAGE = story("Le pont fermé").replace("utf-8", "latin-1").encode("latin-1") + b"<!-- \x00\xff -->\r\n"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        running["/a"] = page(PAGE)
        yield running


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != "index.jsonl")


def test_the_page_stands_beside_its_article(server: Loopback, out: Path) -> None:
    done = newsgrab("get", server.url("/a"), "--save-html", "-o", f"{out}/", "-f", "md", "-f", "json", *FAST)
    assert (done.status, done.err) == (0, "")
    (html,) = out.rglob("*.source.html")
    assert html.read_bytes() == PAGE
    for extension in ("md", "json"):
        assert html.with_name(html.name.replace("source.html", extension)).is_file()


def test_its_content_coding_is_undone(server: Loopback, out: Path) -> None:
    server["/a"] = page(gzip.compress(PAGE), content_encoding="gzip")
    assert newsgrab("get", server.url("/a"), "--save-html", "-o", out / "note.md", *FAST).status == 0
    assert names(out) == ["note.md", "note.source.html"]
    assert (out / "note.source.html").read_bytes() == PAGE


def test_a_variable_and_a_file_do_the_same(tmp_path: Path, out: Path) -> None:
    (tmp_path / "saved.html").write_bytes(PAGE)
    env = {"NEWSGRAB_SAVE_HTML": "1"}
    done = newsgrab("extract", tmp_path / "saved.html", "-o", out / "note.json", env=env)
    assert done.status == 0
    assert (out / "note.source.html").read_bytes() == PAGE


def test_standard_output_has_no_place_beside_it(server: Loopback) -> None:
    for output in ((), ("-o", "-")):
        done = newsgrab("get", server.url("/a"), "--save-html", *output, *FAST)
        assert (done.status, done.out) == (2, b"")
        assert "--save-html" in done.complaint
    assert server.paths() == []


def test_what_has_no_article_is_not_kept(server: Loopback, out: Path) -> None:
    server["/a"] = page("<p>nothing</p>")
    assert newsgrab("get", server.url("/a"), "--save-html", "-o", f"{out}/", *FAST).status == 5
    assert names(out) == []


def test_two_articles_of_one_name_keep_a_page_each(server: Loopback, out: Path) -> None:
    server["/b"] = page(PAGE + b"<!-- b -->")
    flags = ("--save-html", "-o", f"{out}/{{slug}}.json", "--ordered", *FAST)
    for _ in range(2):
        assert newsgrab("get", server.url("/a"), server.url("/b"), *flags).status == 0
        assert names(out) == [
            "le-pont-fermé-2.json", "le-pont-fermé-2.source.html",
            "le-pont-fermé.json", "le-pont-fermé.source.html",
        ]  # fmt: skip
    assert server.paths() == ["/robots.txt", "/a", "/b"]
    assert (out / "le-pont-fermé-2.source.html").read_bytes().endswith(b"<!-- b -->")


def test_it_is_added_where_only_the_article_is(server: Loopback, out: Path) -> None:
    assert newsgrab("get", server.url("/a"), "-o", f"{out}/{{slug}}.json", *FAST).status == 0
    before = (out / "le-pont-fermé.json").stat()
    assert newsgrab("get", server.url("/a"), "-o", f"{out}/{{slug}}.json", "--save-html", *FAST).status == 0
    assert (out / "le-pont-fermé.source.html").read_bytes() == PAGE
    assert (out / "le-pont-fermé.json").stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(("policy", "kept"), [("skip", 0), ("overwrite", 1)])
def test_on_conflict_says_which_of_two_pages_stays(
    server: Loopback, out: Path, policy: str, kept: int
) -> None:
    pages = [PAGE, PAGE.replace(b"<!--", b"<!-- new")]
    for body in pages:
        server["/a"] = page(body)
        flags = ("--save-html", "-o", f"{out}/{{slug}}.json", "--on-conflict", policy, *FAST)
        assert newsgrab("get", server.url("/a"), *flags).status == 0
    assert names(out) == ["le-pont-fermé.json", "le-pont-fermé.source.html"]
    assert (out / "le-pont-fermé.source.html").read_bytes() == pages[kept]


def test_the_index_knows_it(server: Loopback, out: Path) -> None:
    assert newsgrab("get", server.url("/a"), "--save-html", "-o", f"{out}/{{slug}}.json", *FAST).status == 0
    row = json.loads((out / ".newsgrab" / "index.jsonl").read_text("utf-8"))
    assert row["files"]["source.html"] == "le-pont-fermé.source.html"


def test_the_longest_name_is_not_too_long(out: Path) -> None:
    done = newsgrab("extract", "-o", f"{out}/{{headline}}.md", "--save-html", stdin=story("漢字" * 200))
    assert done.status == 0
    assert len(names(out)) == 2
