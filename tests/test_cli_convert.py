"""``newsgrab convert``: one table or database of many articles, read back by others (R29b)."""

import csv
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest
from ebooklib import epub
from hypothesis import given, settings
from hypothesis import strategies as st

from command import environment, newsgrab, started, story, until
from newsgrab.model import Article
from newsgrab.pipeline.containers import Book
from newsgrab.sinks.columns import NAMES
from newsgrab.sinks.table import TableFile, bare, harmless
from rendering_examples import hostile_articles

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''-1",
    '=HYPERLINK("x")',
]


def articles(*pages: str) -> list[dict[str, Any]]:
    """Articles as newsgrab makes them."""
    made = []
    for number, page in enumerate(pages):
        made += newsgrab("extract", "--url", f"https://nidaa.example/{number}", stdin=page).articles
    return made


TWO = articles(
    story("The old bridge is closed").replace("<head>", '<head><meta name="author" content="Ada Berg">'),
    story("القنطرة القديمة", "جسر", "ar"),
)
TWO[1] |= {"language": "ar", "direction": "rtl"}


def saved(folder: Path, found: Sequence[object], name: str = "articles.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(f"{json.dumps(one)}\n" for one in found), "utf-8")
    return file


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.tsv", "\t")])
def test_a_table_has_a_row_for_each_article(tmp_path: Path, name: str, delimiter: str) -> None:
    done = newsgrab("convert", saved(tmp_path, TWO), "-o", tmp_path / name)
    assert (done.status, done.out, done.err) == (0, b"", "")
    found = rows((tmp_path / name).read_bytes().decode("utf-8"), delimiter)
    assert list(found[0]) == list(NAMES)
    for row, article in zip(found, TWO, strict=True):
        assert bare(row["body"]) == article["body"]
        assert (row["headline"], row["url"]) == (article["headline"], article["url"])
        assert row["authors"] == "; ".join(author["name"] for author in article["authors"])
        assert int(row["word_count"]) == article["word_count"]
        assert float(row["confidence"]) == article["extraction"]["confidence"]


def test_a_pipe_gives_a_table_to_standard_output() -> None:
    text = "".join(f"{json.dumps(one)}\n" for one in TWO)
    for words in ((), ("-",), ("-o", "-")):
        done = newsgrab("convert", "-f", "csv", *words, stdin=text)
        assert done.status == 0
        assert [row["headline"] for row in rows(done.out.decode())] == [one["headline"] for one in TWO]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_and_each_comes_back(tmp_path: Path, text: str) -> None:
    article = TWO[0] | {"headline": text, "tags": [text], "byline": f"a\n{text}"}
    assert newsgrab("convert", saved(tmp_path, [article]), "-o", tmp_path / "a.csv").status == 0
    (row,) = rows((tmp_path / "a.csv").read_bytes().decode())
    for cell in (row["headline"], row["tags"]):
        assert cell[0] == "'"
        assert bare(cell) == text
    assert row["byline"] == f"a\n{text}"


@given(st.text(max_size=30) | st.text("=+-@\t\r'\"\n,a", max_size=8))
@settings(deadline=None)
def test_any_text_comes_back_and_none_is_a_formula(text: str) -> None:
    cell = harmless(text)
    assert isinstance(cell, str)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert bare(cell) == text.replace("\0", "\ufffd")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
@settings(deadline=None, max_examples=50)
def test_any_table_is_read_back_row_by_row(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    file = tmp_path_factory.mktemp("table") / "a.csv"
    table = TableFile(str(file), ",")
    for text in texts:
        table.add({"id": "1", "headline": text})
    table.close()
    back = [bare(row["headline"]) for row in rows(file.read_bytes().decode())]
    assert back == [text.replace("\0", "\ufffd") for text in texts]


def test_a_database_has_articles_authors_tags_and_an_index_of_words(tmp_path: Path) -> None:
    tagged = [TWO[0] | {"tags": ["bridge", "river", "bridge"]}, TWO[1] | {"tags": ["river"]}]
    done = newsgrab("convert", saved(tmp_path, tagged), "-o", tmp_path / "a.db")
    assert (done.status, done.err) == (0, "")
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        shown = database.execute("SELECT json FROM articles ORDER BY rowid").fetchall()
        assert [json.loads(text) for (text,) in shown] == tagged
        assert database.execute("SELECT headline, word_count FROM articles ORDER BY rowid").fetchall() == [
            (one["headline"], one["word_count"]) for one in tagged
        ]
        by_tag = (
            "SELECT name, count(*) FROM tags JOIN articles_tags ON tags_id = tags.id GROUP BY 1 ORDER BY 1"
        )
        assert database.execute(by_tag).fetchall() == [("bridge", 1), ("river", 2)]
        by_author = (
            "SELECT headline FROM articles JOIN articles_authors ON article_id = articles.id"
            " JOIN authors ON authors_id = authors.id WHERE authors.name = 'Ada Berg'"
        )
        assert database.execute(by_author).fetchall() == [(TWO[0]["headline"],)]
        found = (
            "SELECT articles.headline FROM articles_fts JOIN articles ON articles.rowid = articles_fts.rowid"
            " WHERE articles_fts MATCH ?"
        )
        assert database.execute(found, ["engineers cracks"]).fetchall()[0] == (TWO[0]["headline"],)
        assert database.execute(found, ["القديمة"]).fetchall() == [(TWO[1]["headline"],)]


def test_two_articles_of_one_id_are_both_there(tmp_path: Path) -> None:
    """Some sites declare their front page the canonical address of every page."""
    two = [TWO[0] | {"url": f"https://nidaa.example/{n}", "headline": f"Bridge {n}"} for n in range(3)]
    file = saved(tmp_path, [*two, two[1]])
    assert newsgrab("convert", file, "-f", "sqlite", "-f", "epub", "-o", tmp_path / "a.{ext}").status == 0
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        rows = database.execute("SELECT id, headline FROM articles ORDER BY headline").fetchall()
        assert rows == [(two[0]["id"] + end, f"Bridge {n}") for n, end in enumerate(("", "-2", "-3"))]
    assert [link.title for link in epub.read_epub(tmp_path / "a.epub").toc] == [
        one["headline"] for one in two
    ]


def test_an_article_that_comes_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    again = TWO[0] | {"headline": "The bridge is open", "tags": ["new"]}
    done = newsgrab(
        "convert", saved(tmp_path, [TWO[0] | {"tags": ["old"]}, again]), "-o", tmp_path / "a.sqlite"
    )
    assert done.status == 0
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        assert database.execute("SELECT headline FROM articles").fetchall() == [("The bridge is open",)]
        tags = "SELECT name FROM articles_tags JOIN tags ON tags.id = tags_id"
        assert database.execute(tags).fetchall() == [("new",)]


def test_an_object_over_several_lines_and_an_array_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(TWO[0], indent=2))
    (tmp_path / "array.json").write_text(json.dumps(TWO, indent=2))
    done = newsgrab("convert", tmp_path / "one.json", tmp_path / "array.json", "-f", "csv")
    assert len(rows(done.out.decode())) == 3


def test_a_line_that_is_no_article_is_named_and_the_others_are_there(tmp_path: Path) -> None:
    other = {"schema": "newsgrab.article/9", "id": "x"}
    file = saved(tmp_path, [TWO[0], "text", {"url": "https://nidaa.example"}, other, TWO[1]])
    with file.open("a") as more:
        more.write("\n{broken\n")
    done = newsgrab("convert", file, "-o", tmp_path / "a.csv")
    assert done.status == 3
    assert len(rows((tmp_path / "a.csv").read_bytes().decode())) == 2
    lines = done.err.splitlines()
    assert [line.partition(": ")[2].partition(": ")[0] for line in lines[:-1]] == [
        f"{file}:{number}" for number in (2, 3, 4, 7)
    ]
    assert "newsgrab.article/9" in lines[2]
    assert "2 saved, 4 failed" in lines[-1]


@pytest.mark.parametrize("content", ["", "\n", "a list\nof nothing\n", "{}\n", "[]", "[1]", "[" * 100_000])
def test_without_any_article_there_is_no_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "in.jsonl").write_text(content)
    done = newsgrab("convert", tmp_path / "in.jsonl", "-o", tmp_path / "a.db")
    assert (done.status, done.out) == (2, b"")
    assert done.err
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    done = newsgrab("convert", tmp_path / "none", tmp_path, saved(tmp_path, TWO), "-o", tmp_path / "a.csv")
    assert done.status == 3
    assert "(missing_file)" in done.err
    assert "(is_directory)" in done.err


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("-o", "a.xyz"),
        ("-f", "docx"),
        ("-o", "-"),
        ("-f", "csv", "-f", "tsv"),
        ("-f", "md", "-f", "txt"),
        ("-f", "md", "-f", "csv", "-o", "a/"),
        ("-f", "csv", "-o", "a/"),
        ("-f", "csv", "-f", "tsv", "-o", "a.csv"),
        ("-o", "{slug}.csv"),
        ("-f", "csv", "-o", "/dev/null"),
        ("-f", "sqlite", "-o", "."),
    ],
)
def test_what_is_to_be_made_has_to_be_said(words: tuple[str, ...]) -> None:
    done = newsgrab("convert", *words, stdin=json.dumps(TWO[0]))
    assert (done.status, done.out) == (2, b"")
    assert done.complaint


@pytest.mark.parametrize("name", ["a.csv", "a.db"])
def test_what_was_there_stays_until_the_new_one_is_whole(tmp_path: Path, name: str) -> None:
    target = tmp_path / "out" / name
    assert newsgrab("convert", saved(tmp_path, TWO), "-o", target).status == 0
    before = target.read_bytes()
    with started("convert", "-o", target) as run:
        assert run.stdin is not None
        for _ in range(50):
            run.stdin.write(json.dumps(TWO[0]).encode() + b"\n")
        run.stdin.flush()
        until(lambda: len(list(target.parent.iterdir())) > 1)
        run.terminate()
        run.wait()
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == [name]
    assert newsgrab("convert", saved(tmp_path, TWO[:1]), "-o", target).status == 0
    assert target.read_bytes() != before


def test_a_place_that_cannot_be_written_is_status_9(tmp_path: Path) -> None:
    done = newsgrab("convert", saved(tmp_path, TWO), "-o", "/dev/null/a.db")
    assert (done.status, done.out) == (9, b"")
    assert done.complaint


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    file = saved(tmp_path, TWO * 2000)
    with started("convert", file, "-f", "csv", stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        run.stdout.read(10)
        run.stdout.close()
        assert run.wait() == 141
        assert run.stderr is not None
        assert run.stderr.read() == b""


def book(tmp_path: Path, found: Sequence[object], name: str = "bridges.epub") -> zipfile.ZipFile:
    """The book made of articles."""
    done = newsgrab("convert", saved(tmp_path, found), "-o", tmp_path / name)
    assert (done.status, done.err) == (0, "")
    return zipfile.ZipFile(tmp_path / name)


def test_a_book_is_one_by_its_own_rules(tmp_path: Path) -> None:
    """The Open Container Format of EPUB 3.3, and XML that a parser reads."""
    with book(tmp_path, TWO) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type, packed.read(first)) == (
            "mimetype", zipfile.ZIP_STORED, b"application/epub+zip",
        )  # fmt: skip
        trees = {
            name: ET.fromstring(packed.read(name))  # noqa: S314 - of our own make
            for name in packed.namelist()
            if name.endswith((".xhtml", ".opf", ".xml"))
        }
        package = trees["book/book.opf"]
        opf = "{http://www.idpf.org/2007/opf}"
        listed = {item.get("id"): item.get("href") for item in package.iter(f"{opf}item")}
        assert {f"book/{href}" for href in listed.values()} | {
            "mimetype", "META-INF/container.xml", "book/book.opf",
        } == set(packed.namelist())  # fmt: skip
        assert [listed[item.get("idref")] for item in package.iter(f"{opf}itemref")] == ["1.xhtml", "2.xhtml"]


def test_a_book_has_a_chapter_for_each_article(tmp_path: Path) -> None:
    book(tmp_path, [*TWO, TWO[0]]).close()
    read = epub.read_epub(tmp_path / "bridges.epub")
    assert read.get_metadata("DC", "title")[0][0] == "bridges"
    assert read.get_metadata("DC", "language")[0][0] == "mul"
    assert read.get_metadata("DC", "creator")[0][0] == "Ada Berg"
    assert [link.title for link in read.toc] == [one["headline"] for one in TWO]
    for number, article in enumerate(TWO, start=1):
        chapter = html5lib.parse(read.get_item_with_href(f"{number}.xhtml").get_content().decode())
        text = "".join(chapter.itertext())
        assert all(paragraph in text for paragraph in article["body"].split("\n\n"))


def test_a_book_of_one_article_is_called_like_it_and_runs_as_it_does(tmp_path: Path) -> None:
    with book(tmp_path, [TWO[1]]) as packed:
        package = packed.read("book/book.opf").decode()
        assert f"<dc:title>{TWO[1]['headline']}</dc:title>" in package
        assert "<dc:language>ar</dc:language>" in package
        assert 'page-progression-direction="rtl"' in packed.read("book/book.opf").decode()
        assert ' dir="rtl"' in packed.read("book/1.xhtml").decode()


def test_the_same_articles_give_the_same_book(tmp_path: Path) -> None:
    book(tmp_path, TWO, "a.epub").close()
    before = (tmp_path / "a.epub").read_bytes()
    book(tmp_path, TWO, "a.epub").close()
    assert (tmp_path / "a.epub").read_bytes() == before


@given(st.lists(hostile_articles(), min_size=1, max_size=3))
@settings(deadline=None, max_examples=40)
def test_any_article_is_a_chapter_that_parsers_read(
    tmp_path_factory: pytest.TempPathFactory, found: list[Article]
) -> None:
    place = tmp_path_factory.mktemp("book") / "a.epub"
    made = Book(str(place))
    for article in found:
        made.add(article.to_dict())
    made.close()
    with zipfile.ZipFile(place) as packed:
        for name in packed.namelist():
            if name.endswith((".xhtml", ".opf")):
                tree = ET.fromstring(packed.read(name))  # noqa: S314 - of our own make
                tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
                assert not tags & {"script", "iframe", "img", "object", "style", "form"}


def test_what_only_looks_like_an_article_is_named(tmp_path: Path) -> None:
    broken = TWO[0] | {"blocks": [1], "id": "0"}
    done = newsgrab("convert", saved(tmp_path, [broken, TWO[1]]), "-o", tmp_path / "a.epub")
    assert done.status == 3
    assert f"{tmp_path / 'articles.jsonl'}:1: no article" in done.err


def test_parquet_has_columns_of_their_types(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the package pyarrow")
    tagged = [TWO[0] | {"tags": ["bridge", "river"]}, TWO[1]] * 600
    assert newsgrab("convert", saved(tmp_path, tagged), "-o", tmp_path / "a.parquet").status == 0
    found = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert len(found) == 1200
    for row, article in zip(found[:2], tagged, strict=False):
        assert (row["body"], row["word_count"], row["tags"]) == (
            article["body"], article["word_count"], article["tags"],
        )  # fmt: skip
        assert row["authors"] == [author["name"] for author in article["authors"]]
        assert row["confidence"] == article["extraction"]["confidence"]
        assert row["dek"] is None


def test_without_its_package_parquet_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['pyarrow'] = None; from newsgrab.__main__ import main; sys.exit(main())"
    words = ("convert", saved(tmp_path, TWO), "-o", tmp_path / "a.parquet")
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, env=environment(), check=False
    )
    assert done.returncode == 2
    assert b"pip install 'newsgrab[parquet]'" in done.stderr
    assert not (tmp_path / "a.parquet").exists()


@pytest.mark.parametrize("form", ["md", "txt", "json", "jsonl"])
def test_a_stream_is_what_extract_gives(tmp_path: Path, form: str) -> None:
    page = story("The old bridge is closed")
    (one,) = newsgrab("extract", "--url", "https://nidaa.example/1", stdin=page).articles
    there = newsgrab("extract", "--url", "https://nidaa.example/1", "-f", form, stdin=page).out
    done = newsgrab("convert", saved(tmp_path, [one]), "-f", form)
    assert (done.status, done.err) == (0, "")
    without_time = [
        [line for line in text.splitlines() if not line.startswith(b"created: ")]
        for text in (done.out, there)
    ]
    if form not in ("json", "jsonl"):
        assert without_time[0] == without_time[1]
    else:
        assert json.loads(done.out) == one


def test_notes_and_pages_go_into_a_folder(tmp_path: Path) -> None:
    file = saved(tmp_path, TWO)
    assert newsgrab("convert", file, "-f", "md", "-o", f"{tmp_path}/notes/").status == 0
    assert newsgrab("convert", file, "-o", f"{tmp_path}/pages/{{id}}.html").status == 0
    assert len(list((tmp_path / "notes").rglob("*.md"))) == 2
    assert len(list((tmp_path / "pages").glob("*.html"))) == 2
    for words in (("-f", "html"), ("-o", f"{tmp_path}/one.md")):
        refused = newsgrab("convert", file, *words)
        assert (refused.status, refused.out) == (2, b"")
        assert refused.complaint
