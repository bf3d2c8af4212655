"""``get`` and ``extract`` straight into one file of many articles: csv, tsv, sqlite, epub, parquet."""

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from command import FAST, NEWSGRAB, newsgrab, started, story
from loopback import Loopback, page, status
from newsgrab.cli.flag_values import FORMATS
from newsgrab.pipeline.containers import NAMES
from newsgrab.rendering import FORMATS as RENDERED


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        for number in range(3):
            server[f"/{number}"] = page(story(f"Bridge {number}", f"It is number {number}."))
        yield server


@pytest.fixture
def urls(server: Loopback, tmp_path: Path) -> Path:
    """A list of three articles, and of one that fails between them."""
    server["/gone"] = status(404)
    file = tmp_path / "urls.txt"
    file.write_text("\n".join(server.url(path) for path in ("/0", "/gone", "/1", "/2")))
    return file


@pytest.fixture
def stories(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"{number}.html" for number in range(2)]
    for number, file in enumerate(files):
        file.write_text(story(f"Bridge {number}", f"It is number {number}."))
    return files


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def headlines_in(place: Path) -> list[str]:
    """What a foreign reader finds there."""
    if place.suffix in (".csv", ".tsv"):
        text = place.read_bytes().decode()
        return sorted(row["headline"] for row in table(text, "," if place.suffix == ".csv" else "\t"))
    if place.suffix == ".epub":
        with zipfile.ZipFile(place) as book:
            contents = book.read("book/contents.xhtml").decode()
        return [f"Bridge {number}" for number in range(9) if f">Bridge {number}<" in contents]
    if place.suffix == ".parquet":
        parquet = pytest.importorskip("pyarrow.parquet", reason="needs the package pyarrow")
        return sorted(parquet.read_table(place).column("headline").to_pylist())
    with closing(sqlite3.connect(place)) as database:
        return sorted(headline for (headline,) in database.execute("SELECT headline FROM articles"))


def test_the_help_names_every_format() -> None:
    assert set(FORMATS) == {*RENDERED, *NAMES}


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.db", "a.epub", "a.parquet"])
def test_a_list_goes_into_one_file_and_what_fails_does_not(urls: Path, tmp_path: Path, name: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="needs the package pyarrow")
    done = newsgrab("get", "-i", urls, "-o", tmp_path / "out" / name, *FAST)
    assert (done.status, done.out) == (3, b"")
    assert "(http_404)" in done.err
    assert headlines_in(tmp_path / "out" / name) == ["Bridge 0", "Bridge 1", "Bridge 2"]
    assert [file.name for file in (tmp_path / "out").iterdir()] == [name]


def test_json_lines_of_a_list_are_one_file(urls: Path, tmp_path: Path) -> None:
    place = tmp_path / "out" / "all.jsonl"
    assert newsgrab("get", "-i", urls, "-o", place, *FAST).status == 3
    articles = [json.loads(line) for line in place.read_bytes().splitlines()]
    assert sorted(article["headline"] for article in articles) == ["Bridge 0", "Bridge 1", "Bridge 2"]
    again = tmp_path / "again.jsonl"
    assert newsgrab("convert", place, "-o", again).status == 0
    assert [json.loads(line) for line in again.read_bytes().splitlines()] == articles
    few = tmp_path / "few"
    assert newsgrab("get", "-i", urls, "-F", "headline", "-f", "jsonl", "-o", few, *FAST).status == 3
    assert sorted(few.read_text().splitlines()) == [json.dumps({"headline": f"Bridge {n}"}) for n in range(3)]
    assert newsgrab("get", "-i", urls, "-f", "jsonl", "-o", f"{tmp_path}/each/", *FAST).status == 3
    assert len(list((tmp_path / "each").rglob("*-bridge-*.jsonl"))) == 3


def test_what_is_read_is_not_written_over(stories: list[Path], tmp_path: Path) -> None:
    saved = tmp_path / "a.jsonl"
    saved.write_bytes(newsgrab("extract", *stories).out)
    (tmp_path / "b").symlink_to(saved)
    before = saved.read_bytes()
    for words in (
        (saved, "-f", "csv", "-o", saved),
        (tmp_path / "b", "-o", saved),
        (saved, "-f", "csv", "-o", "b"),
    ):
        done = newsgrab("convert", *words, cwd=tmp_path)
        assert (done.status, done.out) == (2, b"")
        assert "-o has to name another file" in done.complaint
    assert saved.read_bytes() == before


def test_one_page_alone_and_a_format_that_the_name_does_not_tell(stories: list[Path], tmp_path: Path) -> None:
    assert newsgrab("extract", stories[0], "-f", "csv", "-o", tmp_path / "table").status == 0
    assert [row["headline"] for row in table((tmp_path / "table").read_bytes().decode())] == ["Bridge 0"]


def test_several_at_once(stories: list[Path], tmp_path: Path) -> None:
    words = [word for name in ("csv", "sqlite", "epub") for word in ("-f", name)]
    assert newsgrab("extract", *stories, *words, "-o", tmp_path / "{ext}" / "all.{ext}").status == 0
    for name in ("csv", "sqlite", "epub"):
        assert headlines_in(tmp_path / name / f"all.{name}") == ["Bridge 0", "Bridge 1"]


def test_a_row_says_what_the_json_says(stories: list[Path], tmp_path: Path) -> None:
    words: tuple[str | Path, ...] = ("extract", *stories, "--drop", "links", "--min-words", "20")
    articles = newsgrab(*words).articles
    rows = table(newsgrab(*words, "-f", "csv").out.decode())
    for row, article in zip(rows, articles, strict=True):
        for name in ("id", "headline", "published", "language", "body"):
            assert row[name] == article[name]
    assert newsgrab(*words, "-o", tmp_path / "a.db").status == 0
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        shown = [
            json.loads(text) for (text,) in database.execute("SELECT json FROM articles ORDER BY headline")
        ]
    assert [one | {"extraction": 0, "fetch": 0} for one in shown] == [
        one | {"extraction": 0, "fetch": 0} for one in articles
    ]


def test_fields_that_came_with_an_input_are_in_the_database(server: Loopback, tmp_path: Path) -> None:
    line = json.dumps({"url": server.url("/0"), "desk": "coast"})
    assert newsgrab("get", "-i", "-", "-o", tmp_path / "a.db", *FAST, stdin=line).status == 0
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        assert database.execute("SELECT json ->> 'desk' FROM articles").fetchall() == [("coast",)]


@pytest.mark.parametrize("output", [(), ("-o", "-")])
def test_a_table_in_a_pipe_is_read_while_it_is_written(server: Loopback, output: tuple[str, ...]) -> None:
    words = ("get", server.url("/0"), server.url("/1"), "-f", "tsv", "--delay", "30s", "--allow-private")
    with started(*words, *output) as run:
        assert run.stdout is not None
        first = run.stdout.readline().decode() + run.stdout.readline().decode()
        assert first.startswith("id\turl\t")
        assert run.poll() is None
        run.terminate()
        assert run.wait() == 143


@pytest.mark.parametrize("name", ["sqlite", "epub"])
def test_a_binary_file_goes_into_a_pipe_whole(stories: list[Path], tmp_path: Path, name: str) -> None:
    done = newsgrab("extract", *stories, "-f", name)
    assert (done.status, done.err) == (0, "")
    (tmp_path / f"piped.{name}").write_bytes(done.out)
    assert headlines_in(tmp_path / f"piped.{name}") == ["Bridge 0", "Bridge 1"]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("command", ["extract", "convert"])
def test_and_not_to_a_terminal(command: str) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "wb") as terminal, started(command, "-", "-f", "epub", stdout=terminal) as run:
        _, err = run.communicate(b"{}")
    os.close(ours)
    assert (run.returncode, err) == (
        2,
        b"newsgrab: epub is nothing to look at: -o articles.epub, or pipe it on\n",
    )


@pytest.mark.parametrize("words", [(), ("-f", "csv"), ("-f", "epub")])
def test_where_nothing_was_extracted_there_is_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "bad.html").write_text("<p>nothing</p>")
    place = () if words else ("-o", tmp_path / "a.csv")
    done = newsgrab("extract", tmp_path / "bad.html", *words, *place)
    assert (done.status, done.out) == (5, b"")
    assert done.complaint
    assert [file.name for file in tmp_path.iterdir()] == ["bad.html"]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.db", "a.jsonl"])
def test_another_run_adds_to_it_what_is_not_there_yet(server: Loopback, tmp_path: Path, name: str) -> None:
    place, urls = tmp_path / name, [server.url(f"/{number}") for number in range(3)]
    assert newsgrab("get", *urls[:2], "-o", place, *FAST).status == 0
    before = place.read_bytes()
    server.log.clear()
    again = newsgrab("get", *urls[:2], "-o", place, "-v", *FAST)
    assert (again.status, server.paths(), place.read_bytes()) == (0, [], before)
    assert f"{urls[0]}: already there {place}" in again.err
    assert newsgrab("get", *urls, "-o", place, *FAST).status == 0
    assert [path for path in server.paths() if path != "/robots.txt"] == ["/2"]
    if name != "a.jsonl":
        assert headlines_in(place) == ["Bridge 0", "Bridge 1", "Bridge 2"]
    else:
        assert [json.loads(line)["url"] for line in place.read_bytes().splitlines()] == urls
    assert newsgrab("get", *urls[1:], "-o", place, "--on-conflict", "overwrite", *FAST).status == 0
    if name != "a.jsonl":
        assert headlines_in(place) == ["Bridge 1", "Bridge 2"]
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_what_stands_in_a_database_beside_articles_stays(stories: list[Path], tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    assert newsgrab("extract", stories[0], "-o", place).status == 0
    with closing(sqlite3.connect(place)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE mine AS SELECT 'x' AS note")
        database.execute("UPDATE articles SET dek = 'A remark of mine'")
        database.commit()
    assert newsgrab("extract", *stories, "-o", place).status == 0
    with closing(sqlite3.connect(place)) as database:
        assert database.execute("SELECT note FROM mine").fetchall() == [("x",)]
        rows = database.execute("SELECT headline, dek FROM articles ORDER BY 1").fetchall()
        assert rows == [("Bridge 0", "A remark of mine"), ("Bridge 1", None)]
        found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'bridge'"
        assert database.execute(found).fetchone() == (2,)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"id,name\r\n1,x\r\n"),
        ("a.csv", b'"'),
        ("a.jsonl", b"{}\nno json\n"),
        ("a.jsonl", b"[1]\n"),
        ("a.db", b"no database at all, but long enough to look at" * 40),
        ("a.epub", b"PK"),
        ("a.parquet", b"PAR1"),
    ],
)
def test_what_is_there_and_is_something_else_is_left_alone(
    server: Loopback, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    done = newsgrab("get", server.url("/0"), server.url("/1"), "-o", tmp_path / name, *FAST)
    assert (done.status, done.out, server.paths()) == (2, b"", [])
    assert str(tmp_path / name) in done.complaint
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(name, content)]


def test_a_database_of_something_else_is_left_alone(stories: list[Path], tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        database.execute("CREATE TABLE mine AS SELECT 'x' AS note")
    before = (tmp_path / "a.db").read_bytes()
    done = newsgrab("extract", *stories, "-o", tmp_path / "a.db")
    assert (done.status, "no database that newsgrab has written" in done.complaint) == (2, True)
    assert (tmp_path / "a.db").read_bytes() == before


def test_two_runs_at_once_lose_nothing(server: Loopback, tmp_path: Path) -> None:
    place, slow = tmp_path / "a.csv", ("--delay", "3s", "--allow-private")
    words = ("get", server.url("/0"), server.url("/1"), "-o", place, "-v")
    with started(*words, *slow) as run:
        assert run.stderr is not None
        assert b"/0: saved" in run.stderr.readline()
        assert newsgrab("get", server.url("/2"), "-o", place, *FAST).status == 0
        assert run.wait(30) == 9
        assert b"somebody else has written to it meanwhile; run again" in run.stderr.read()
    assert headlines_in(place) == ["Bridge 2"]
    assert newsgrab(*words, *FAST).status == 0
    assert headlines_in(place) == ["Bridge 0", "Bridge 1", "Bridge 2"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_was_had_before_a_signal_is_in_the_file(
    server: Loopback, tmp_path: Path, number: int, code: int
) -> None:
    place = tmp_path / "a.csv"
    words = (
        "get",
        server.url("/0"),
        server.url("/1"),
        "-o",
        place,
        "-v",
        "--delay",
        "30s",
        "--allow-private",
    )
    with started(*words) as run:
        assert run.stderr is not None
        assert b"/0: saved" in run.stderr.readline()
        run.send_signal(number)
        assert run.wait(20) == code
    assert headlines_in(place) == ["Bridge 0"]


def test_what_was_killed_is_fetched_again(server: Loopback, tmp_path: Path) -> None:
    """The state knows of an article only when the file with it is in its place."""
    place, env = tmp_path / "a.csv", {"NEWSGRAB_NO_STATE": None, "NEWSGRAB_STATE": str(tmp_path / "state")}
    words = ("get", server.url("/0"), server.url("/1"), "-o", place, "-v", "--new-only", "--allow-private")
    with started(*words, "--delay", "30s", env=env) as run:
        assert run.stderr is not None
        assert b"/0: saved" in run.stderr.readline()
        run.kill()
        run.wait()
    assert not place.exists()
    assert newsgrab(*words, "--delay", "0", env=env).status == 0
    assert headlines_in(place) == ["Bridge 0", "Bridge 1"]
    place.unlink()
    again = newsgrab(*words, "--delay", "0", env=env)
    assert "saved in an earlier run" in again.err
    assert not place.exists()


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("extract - -f csv >&-", 9, "standard output is closed (write_failed)"),
        ("extract - -f epub >&-", 9, "standard output is closed (write_failed)"),
        ("convert -f csv <&-", 2, "standard input: closed (usage)"),
    ],
)
def test_a_closed_stream_is_told_in_one_line(line: str, code: int, says: str) -> None:
    command = f'"$@" {line}'
    done = subprocess.run(
        ["sh", "-c", command, "sh", *NEWSGRAB], input=story().encode(), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.decode().count("\n") == 1
    assert done.stderr.decode().endswith(f"{says}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("form", ["csv", "sqlite"])
def test_a_full_disk_is_told_in_one_line(stories: list[Path], form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*NEWSGRAB, "extract", *map(str, stories), "-f", form], stdout=full, stderr=-1, check=False
        )
    assert done.returncode == 9
    assert done.stderr.count(b"\n") == 1
    assert b"(disk_full)" in done.stderr


def test_a_reader_that_leaves_ends_it_quietly(stories: list[Path]) -> None:
    with started("extract", *stories * 200, "-f", "epub") as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait() == 141


@pytest.mark.parametrize(
    "words",
    [
        ("-f", "csv", "-f", "md", "-o", "a/"),
        ("-f", "csv", "-o", "a/"),
        ("-f", "csv", "-o", "."),
        ("-o", "{slug}.csv"),
        ("-f", "csv", "-f", "tsv", "-o", "a.csv"),
        ("-f", "csv", "-f", "tsv"),
        ("-f", "md", "-f", "json"),
        ("-f", "csv", "-o", "/dev/null"),
        ("-o", "a.csv", "--array"),
        ("-o", "a.csv", "--save-html"),
        ("-o", "a.csv", "--on-conflict", "suffix"),
        ("-o", "a.csv", "--on-conflict", "version"),
        ("-o", "a.csv", "-p", "{headline}"),
        ("-o", "a.csv", "-F", "headline"),
        ("-f", "csv", "-F", "headline"),
        ("-f", "xls"),
    ],
)
def test_flags_that_make_no_sense_together(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "in.html").write_text(story())
    done = newsgrab("extract", "in.html", *words, cwd=tmp_path)
    assert (done.status, done.out) == (2, b"")
    assert done.complaint
    assert [file.name for file in tmp_path.iterdir()] == ["in.html"]


def test_pictures_need_a_file_of_their_own(server: Loopback, tmp_path: Path) -> None:
    done = newsgrab("get", server.url("/0"), "--save-images", "-o", tmp_path / "a.csv", *FAST)
    assert (done.status, server.paths()) == (2, [])
    assert done.complaint == "csv is one file of all articles: no --save-images with it"


@pytest.mark.parametrize("name", ["a.csv", "a.db", "a.epub"])
def test_a_place_that_cannot_be_written_is_known_at_once(server: Loopback, name: str) -> None:
    done = newsgrab("get", server.url("/0"), "-o", f"/dev/null/{name}", *FAST)
    assert (done.status, server.paths()) == (9, [])
    assert done.complaint.endswith("(write_failed)")


def test_the_name_of_a_file_beats_a_format_set_once_for_all(stories: list[Path], tmp_path: Path) -> None:
    env: dict[str, str | None] = {"NEWSGRAB_FORMAT": "md json"}
    assert newsgrab("extract", *stories, "-o", tmp_path / "a.csv", env=env).status == 0
    assert headlines_in(tmp_path / "a.csv") == ["Bridge 0", "Bridge 1"]
    lines = newsgrab("extract", *stories).out
    assert newsgrab("convert", "-o", tmp_path / "a.db", stdin=lines, env=env).status == 0
    assert headlines_in(tmp_path / "a.db") == ["Bridge 0", "Bridge 1"]
    assert newsgrab("convert", stdin=lines, env={"NEWSGRAB_FORMAT": "csv"}).out.startswith(b"id,url,")
    assert newsgrab("extract", *stories, "-f", "csv", "-o", tmp_path / "a.md").status == 0
    assert len(table((tmp_path / "a.md").read_bytes().decode())) == 2
