"""Every format read by somebody else's reader says what the JSON says, for every fixture."""

import csv
import datetime as dt
import io
import json
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from ebooklib import epub
from markdown_it import MarkdownIt

from command import newsgrab
from newsgrab.sinks.columns import COLUMNS
from newsgrab.sinks.table import bare

Record = dict[str, Any]
PAGES = sorted((Path(__file__).parent.parent / "fixtures").glob("*/*/page.html"))
XHTML = "{http://www.w3.org/1999/xhtml}"

# As Datasette 0.65 looks for the index of a table (datasette.utils.detect_fts_sql).
DATASETTE = """
SELECT name FROM sqlite_master WHERE rootpage = 0 AND (
    sql LIKE '%VIRTUAL TABLE%USING FTS%content="articles"%'
    OR sql LIKE '%VIRTUAL TABLE%USING FTS%content=[articles]%'
    OR (tbl_name = 'articles' AND sql LIKE '%VIRTUAL TABLE%USING FTS%')
)
"""


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """The fixtures that are articles, as JSON."""
    found = newsgrab("extract", *PAGES, "-q").articles
    assert len(found) > 10
    return found


@pytest.fixture(scope="module")
def folder(records: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them in every format; files of one article are called by its id."""
    place = tmp_path_factory.mktemp("read-back")
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    for words in (
        ("-f", "md", "-f", "html", "-f", "txt", "-f", "jsonl", "-o", f"{place}/{{id}}.{{ext}}"),
        ("-f", "csv", "-f", "tsv", "-f", "sqlite", "-f", "epub", "-o", f"{place}/all.{{ext}}"),
    ):
        done = newsgrab("convert", *words, stdin=lines)
        assert (done.status, done.out, done.err) == (0, b"", "")
    return place


def paragraphs_of(record: Record) -> list[str]:
    """The article's text: the printed parts of its body, then its own notices."""
    texts = [record["headline"], *texts_of(record["blocks"])]
    return [*texts, *(notice["text"] for notice in record["notices"] if notice["scope"] == "article")]


def texts_of(blocks: list[Record]) -> Iterator[str]:
    for block in blocks:
        if block["type"] in ("heading", "paragraph"):
            yield block["text"]
        for item in block.get("items") or ():
            yield from texts_of(item["blocks"])
        yield from texts_of(block.get("blocks") or [])
        for row in (block.get("header") or [], *(block.get("rows") or ())):
            yield from row


def missing(texts: list[str], shown: str) -> list[str]:
    """Which texts do not stand there in this order; spaces are as they like."""
    left, lost = squeezed(shown), []
    for text in map(squeezed, texts):
        before, found, after = left.partition(text)
        left = after if found else before
        lost += [] if found else [text]
    return lost


def squeezed(text: str) -> str:
    return "".join(text.split())


def inner_text(html: str) -> str:
    return "".join(html5lib.parse(html).find(f"{XHTML}body").itertext())


def test_markdown_by_pyyaml_and_markdown_it(records: list[Record], folder: Path) -> None:
    for record in records:
        _, block, text = (folder / f"{record['id']}.md").read_text("utf-8").split("---\n", 2)
        found = yaml.safe_load(block)
        assert found["title"] == record["headline"]
        assert found["author"] == [author["name"] for author in record["authors"]]
        assert (found["site"], found["tags"]) == (record["site_name"], record["tags"])
        assert (found["lang"], found["dir"]) == (record["language"], record["direction"])
        assert squeezed(found["disclaimer"] or "") == squeezed(record["disclaimer"] or "")
        for name in ("published", "modified"):
            assert moment(found[name]) == moment(record[name])
        assert missing(paragraphs_of(record), inner_text(MarkdownIt().enable("table").render(text))) == []


def moment(value: str | dt.date | None) -> dt.date | None:
    """A time as PyYAML gives it: in UTC without saying so where it has an offset."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
    if not isinstance(value, str):
        return value
    return moment(dt.datetime.fromisoformat(value)) if "T" in value else dt.date.fromisoformat(value)


def test_html_by_html5lib(records: list[Record], folder: Path) -> None:
    for record in records:
        tree = html5lib.parse((folder / f"{record['id']}.html").read_text("utf-8"))
        assert tree.get("lang") == record["language"]
        assert tree.get("dir", "ltr") == (record["direction"] or "ltr")
        shown = "".join(tree.find(f"{XHTML}body").itertext())
        assert missing(paragraphs_of(record), shown) == []


def test_text_as_it_is(records: list[Record], folder: Path) -> None:
    for record in records:
        shown = (folder / f"{record['id']}.txt").read_text("utf-8")
        texts = [record["headline"], record["body"], record["disclaimer"]]
        assert missing([text for text in texts if text], shown) == []


def test_json_lines_by_json(records: list[Record], folder: Path) -> None:
    for record in records:
        (line,) = (folder / f"{record['id']}.jsonl").read_text("utf-8").splitlines()
        assert json.loads(line) == record


def row_of(record: Record) -> Record:
    """The columns of a table."""
    row = {name: record[name] for name in COLUMNS}
    row["fetched"] = record["fetch"]["at"]
    row["confidence"] = record["extraction"]["confidence"]
    return row


def lists_of(record: Record) -> dict[str, list[str]]:
    lists = {
        "authors": [author["name"] for author in record["authors"]],
        "sections": record["sections"],
        "tags": record["tags"],
    }
    return {name: list(dict.fromkeys(texts)) for name, texts in lists.items()}


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_tables_by_csv(records: list[Record], folder: Path, name: str, delimiter: str) -> None:
    text = (folder / f"all.{name}").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    for row, record in zip(rows, records, strict=True):
        wanted = row_of(record) | {key: "; ".join(texts) for key, texts in lists_of(record).items()}
        assert {key: bare(cell) for key, cell in row.items()} == {
            key: "" if value is None else str(value) for key, value in wanted.items()
        }


def test_a_database_by_sqlite3(records: list[Record], folder: Path) -> None:
    with closing(sqlite3.connect(folder / "all.sqlite")) as database:
        database.row_factory = sqlite3.Row
        rows = database.execute("SELECT * FROM articles ORDER BY rowid").fetchall()
        for row, record in zip(rows, records, strict=True):
            assert {name: row[name] for name in row_of(record)} == row_of(record)
            assert json.loads(row["json"]) == record
            for name, texts in lists_of(record).items():
                joined = f"articles_{name} JOIN {name} ON {name}.id = {name}_id"
                query = f"SELECT name FROM {joined} WHERE article_id = ? ORDER BY position"  # noqa: S608 - ours
                assert [found for (found,) in database.execute(query, [record["id"]])] == texts
        ((index,),) = database.execute(DATASETTE).fetchall()
        query = f"SELECT rowid FROM {index} WHERE {index} MATCH ?"  # noqa: S608 - its own name
        found = {rowid for (rowid,) in database.execute(query, ["شجرة OR strike"])}
        assert 0 < len(found) < len(records)
        database.execute(f"INSERT INTO {index}({index}) VALUES ('integrity-check')")  # noqa: S608 - as above
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_parquet_by_pyarrow(records: list[Record], folder: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the package pyarrow")
    lines = (folder / f"{record['id']}.jsonl" for record in records)
    assert newsgrab("convert", *lines, "-o", folder / "all.parquet").status == 0
    for row, record in zip(parquet.read_table(folder / "all.parquet").to_pylist(), records, strict=True):
        assert row == row_of(record) | lists_of(record)


def test_a_book_by_ebooklib(records: list[Record], folder: Path) -> None:
    book = epub.read_epub(folder / "all.epub")
    names = dict.fromkeys(author["name"] for record in records for author in record["authors"])
    assert [name for name, _ in book.get_metadata("DC", "creator")] == list(names)
    for link, record in zip(book.toc, records, strict=True):
        assert link.title == record["headline"]
        chapter = book.get_item_with_href(link.href).get_content().decode()
        assert missing(paragraphs_of(record), inner_text(chapter)) == []


def test_toml_by_tomllib(records: list[Record]) -> None:
    nidaa = next(page for page in PAGES if "zill-disclaimer" in page.parts)
    done = newsgrab("extract", nidaa, "-f", "md", "--front-matter", "toml")
    _, block, _ = done.out.decode().split("+++\n", 2)
    found = tomllib.loads(block)
    (record,) = (one for one in records if one["headline"] == found["title"])
    assert found["disclaimer"] == record["disclaimer"]
    assert found["published"].isoformat() == record["published"]
