"""What words mean: commands, their short form, flags, variables, mistakes."""

import os
from functools import partial
from pathlib import Path

import pytest

from command import FAST, newsgrab, story
from loopback import Loopback, page
from newsgrab.cli.app import job_of
from newsgrab.cli.flag_values import duration, size
from newsgrab.cli.network import fetch_options
from newsgrab.cli.run_get import GetFlags
from newsgrab.errors import ExitStatus
from newsgrab.fetching import FetchOptions
from newsgrab.rendering import FORMATS
from newsgrab.version import VERSION


def flags_of(*words: str) -> GetFlags:
    """The flags a command line of ``get`` comes to."""
    job = job_of(("get", *words))
    assert isinstance(job, partial)
    (flags,) = job.args
    assert isinstance(flags, GetFlags)
    return flags


def fetch_options_of(*words: str) -> FetchOptions:
    """How a command line of ``get`` makes pages be fetched."""
    flags = flags_of(*words)
    return fetch_options(flags, flags.max_size)


class TestHelp:
    def test_nothing_at_all_shows_help(self) -> None:
        done = newsgrab()
        assert (done.status, done.err) == (0, "")
        assert done.out.startswith(b"Usage: newsgrab ")
        assert all(name in done.out for name in (b"  get ", b"  extract ", b"  schema ", b"  help "))

    @pytest.mark.parametrize("words", [("get", "--help"), ("help", "get"), ("get", "-h")])
    def test_a_command_has_its_help(self, words: tuple[str, ...]) -> None:
        done = newsgrab(*words)
        assert (done.status, done.err) == (0, "")
        assert b"Usage: newsgrab get " in done.out
        assert all(name.encode() in done.out for name in FORMATS)

    def test_the_help_of_exit_codes_names_each_status_and_code(self) -> None:
        text = newsgrab("help", "exit-codes").out.decode()
        assert all(f"\n{int(status):>11}   " in text for status in ExitStatus)
        assert all(code in text for code in ("http_<status>", "blocked_by_robots", "no_content", "disk_full"))

    def test_an_unknown_topic_is_a_usage_error(self) -> None:
        assert newsgrab("help", "exit-code").status == 2

    @pytest.mark.parametrize("words", [("--version",), ("-V",), ("get", "--version"), ("extract", "-V")])
    def test_the_version(self, words: tuple[str, ...]) -> None:
        done = newsgrab(*words)
        assert (done.status, done.out.decode(), done.err) == (0, f"newsgrab {VERSION}\n", "")

    def test_the_schema_is_that_of_the_package(self) -> None:
        assert b'"newsgrab.article/1"' in newsgrab("schema").out


class TestMistakes:
    @pytest.mark.parametrize(
        ("variable", "value", "complaint"),
        [
            ("NEWSGRAB_JOBS", "many", "'many' is no number"),
            ("NEWSGRAB_DELAY", "soon", "'soon' is no duration like 30s, 5m, 2h or 7d"),
            ("NEWSGRAB_FORMAT", "pdf", "'pdf' is none of json, jsonl, md"),
            ("NEWSGRAB_ROBOTS", "maybe", "'maybe' is not one of 'respect', 'ignore'"),
        ],
    )
    def test_a_variable_with_a_wrong_value_is_named(self, variable: str, value: str, complaint: str) -> None:
        done = newsgrab("get", "https://news.example/a", env={variable: value})
        assert (done.status, done.out) == (2, b"")
        assert done.complaint.startswith(f"{variable}: {complaint}")

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            (("help", "exit-code"), "no such topic: exit-code; did you mean exit-codes?"),
            (("help", "gte"), "no such command or file: gte; did you mean get?"),
            (("https//news.example",), "no scheme: did you mean https://news.example? (bad_url)"),
            (("gte", "x"), "no such command or file: gte; did you mean get?"),
            (("zzz",), "no such command or file: zzz; newsgrab --help lists the commands"),
            (("get", "--jbos", "3"), "no such option: --jbos; did you mean --jobs?"),
            (("get", "a.html", "--json"), "no such option: --json; did you mean -f json?"),
            (("get", "a.html", "--csv"), "no such option: --csv; did you mean -f csv?"),
            (("get", "a.html", "--out", "x"), "no such option: --out; did you mean --output?"),
            (("get", "a.html", "--frobnicate"), "no such option: --frobnicate"),
            (("get", "a.html", "-j", "many"), "invalid value for '--jobs' / '-j': 'many' is no number"),
            (("--hlep",), "no such option: --hlep; did you mean --help?"),
            (("get",), "no input: name an address or a file, or a list of addresses with -i"),
            (("get",), "; to read a page from standard input: newsgrab extract"),
            (
                ("get", "a.html", "-j", "0"),
                "invalid value for '--jobs' / '-j': 0 is not in",
            ),
            (("get", "a.html", "--delay", "soon"), "'soon' is no duration like 30s, 5m, 2h or 7d"),
            (("get", "a.html", "--timeout", "0"), "must be more than 0"),
            (("get", "a.html", "--max-size", "big"), "'big' is no size like 10M or 500k"),
            (("get", "a.html", "-f", "pdf"), "'pdf' is none of json, jsonl, md"),
            (("get", "a.html", "--robots", "maybe"), "'maybe' is not one of 'respect', 'ignore'"),
            (("get", "a.html", "-H", "X-Key"), "a header is 'Name: value', not 'X-Key'"),
            (("get", "a.html", "-H", "@missing.txt"), "the file of headers missing.txt cannot be read"),
            (("get", "a.html", "-H", "Host: x"), "the header Host is newsgrab's own"),
            (("get", "-", "-i", "-"), "standard input is either a page or a list of addresses"),
            (("get", "-i", "missing.txt"), "missing.txt: no such file"),
            (("get", "a.html", "--cacert", "ca.pem"), "ca.pem: no file of certificates that can be read"),
            (("get", "a.html", "-e", "-"), "standard output is for articles"),
            (("get", "-i", "."), ".: a folder, not a list of addresses"),
            (("extract", "https://example.com/a"), "extract reads files and fetches nothing"),
            (("extract", "--url", "example.com", "a.html"), "no scheme: did you mean https://example.com?"),
            (("extract", "--url", "https://example.com/", "a", "b"), "--url is the address of one page"),
            (
                ("get", "a.html", "-o", "{titel}.md"),
                "no field {titel} for output names; there are",
            ),
            (("get", "a.html", "-o", "{slug.x}.md"), "no field {slug.x}"),
            (("get", "a.html", "-o", "{slug!r}.md"), "no field {slug!r}"),
            (("get", "a.html", "-o", "{slug.md"), "is broken"),
            (("get", "a.html", "-o", "{slug:d}.md"), "{slug:d} does not work"),
            (("get", "a.html", "-o", "{host}/../x.md"), "no '..' behind the first field"),
            (("get", "a.html", "b.html", "-o", "one.md"), "is one file and there may be many articles"),
            (("get", "a.html", "-o", os.devnull), "is no regular file; without -o articles go to standard"),
            (("get", "a.html", "-o", "{slug}.md", "-f", "md", "-f", "json"), "needs {ext} for md and json"),
            (("get", "a.html", "-o", "x/", "--array"), "--array is for standard output"),
            (("get", "a.html", "--array", "-f", "md"), "--array makes an array of JSON, not of md"),
        ],
    )
    def test_is_one_line_and_status_2(self, words: tuple[str, ...], complaint: str, tmp_path: Path) -> None:
        done = newsgrab(*words, cwd=tmp_path)
        assert (done.status, done.out) == (2, b"")
        assert complaint in done.complaint
        assert list(tmp_path.iterdir()) == []


class TestShortForm:
    def test_an_address_is_fetched(self) -> None:
        with Loopback() as server:
            server["/a"] = page(story("The old bridge"))
            assert newsgrab(server.url("/a"), *FAST).articles[0]["headline"] == "The old bridge"

    def test_flags_may_come_first(self) -> None:
        with Loopback() as server:
            server["/a"] = page(story("The old bridge"))
            assert newsgrab(*FAST, server.url("/a")).articles[0]["url"] == server.url("/a")

    @pytest.mark.parametrize("name", ["page.html", "page", "صفحة"])
    def test_a_file_that_is_there_is_read(self, name: str, tmp_path: Path) -> None:
        (tmp_path / name).write_text(story("The old bridge"))
        assert newsgrab(name, cwd=tmp_path).articles[0]["headline"] == "The old bridge"

    def test_a_dash_is_a_page_on_standard_input(self) -> None:
        assert newsgrab("-", stdin=story("The old bridge")).articles[0]["headline"] == "The old bridge"

    def test_a_command_is_a_command_even_if_a_file_has_its_name(self, tmp_path: Path) -> None:
        (tmp_path / "schema").write_text(story())
        assert b"$schema" in newsgrab("schema", cwd=tmp_path).out


class TestFlags:
    def test_without_flags_pages_are_fetched_as_the_library_does(self) -> None:
        assert fetch_options_of("https://example.com/") == FetchOptions()

    def test_every_flag_of_the_network_arrives(self, tmp_path: Path) -> None:
        (tmp_path / "headers").write_text("X-One: 1\n\nX-Two: a:b\n")
        words = "--delay 2m --timeout 90 --connect-timeout 500ms --retries 7 --max-size 2M --max-redirects 3"
        (tmp_path / "ca.pem").touch()
        words += " -A paper/1 --contact me@example.com -H X-Key:secret --robots ignore --allow-private"
        words += f" --allow-downgrade -k --cacert {tmp_path}/ca.pem -x http://proxy.example:8080"
        words += f" -H @{tmp_path}/headers"
        assert fetch_options_of("https://example.com/", *words.split(" ")) == FetchOptions(
            delay_s=120.0,
            total_timeout_s=90.0,
            connect_timeout_s=0.5,
            retries=7,
            max_bytes=2 << 20,
            max_redirects=3,
            user_agent="paper/1",
            contact="me@example.com",
            headers=(("X-Key", "secret"), ("X-One", "1"), ("X-Two", "a:b")),
            robots="ignore",
            allow_private=True,
            allow_downgrade=True,
            insecure=True,
            cacert=f"{tmp_path}/ca.pem",
            proxy="http://proxy.example:8080",
        )

    def test_variables_set_flags_and_the_command_line_wins(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NEWSGRAB_JOBS", "3")
        monkeypatch.setenv("NEWSGRAB_DELAY", "5s")
        monkeypatch.setenv("NEWSGRAB_ALLOW_PRIVATE", "1")
        monkeypatch.setenv("NEWSGRAB_FORMAT", "json md")
        monkeypatch.setenv("NEWSGRAB_HEADER", "X-One: a b\nX-Two: c")
        flags = flags_of("https://example.com/", "--delay", "1s")
        assert (flags.jobs, flags.delay, flags.allow_private, flags.formats) == (3, 1.0, True, ["json", "md"])
        assert fetch_options(flags, flags.max_size).headers == (("X-One", "a b"), ("X-Two", "c"))

    def test_a_variable_has_the_name_of_its_flag(self, monkeypatch: pytest.MonkeyPatch) -> None:
        values = {
            "NEWSGRAB_PROXY": "http://p.example",
            "NEWSGRAB_ON_CONFLICT": "suffix",
            "NEWSGRAB_QUIET": "1",
        }
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        flags = flags_of("https://example.com/")
        assert (flags.proxy, flags.on_conflict, flags.quiet) == ("http://p.example", "suffix", True)

    @pytest.mark.parametrize(
        ("text", "seconds"),
        [("30s", 30), ("5m", 300), ("2h", 7200), ("7d", 604800), ("1.5", 1.5), ("200ms", 0.2), ("0", 0)],
    )
    def test_durations(self, text: str, seconds: float) -> None:
        assert duration(text) == seconds

    @pytest.mark.parametrize(
        ("text", "count"),
        [("10M", 10 << 20), ("500k", 500 << 10), ("1G", 1 << 30), ("1234", 1234), ("2MiB", 2 << 20)],
    )
    def test_sizes(self, text: str, count: int) -> None:
        assert size(text) == count


class TestExtractFlags:
    def test_the_address_makes_links_absolute(self) -> None:
        done = newsgrab("extract", "--url", "https://news.example/a/b", stdin=story())
        assert done.articles[0]["url"] == "https://news.example/a/b"
        assert done.articles[0]["host"] == "news.example"

    def test_pages_have_a_largest_size(self, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text(story())
        done = newsgrab("extract", "--max-size", "500", tmp_path / "page.html")
        assert done.status == 6
        assert "larger than 500 bytes; --max-size to allow more (too_large)" in done.complaint
