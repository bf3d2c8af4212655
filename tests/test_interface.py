"""The contract with people and scripts, row by row: flags, codes and statuses, fields (data/interface.toml).

What each of them does is tested where it belongs; here nothing can be renamed, retyped or lost unnoticed.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from command import FAST, newsgrab, story
from loopback import Loopback, page, redirect, reset, robots, status
from wall_pages import REFUSED

TESTS: Final = Path(__file__).parent
CONTRACT: Final = tomllib.loads((TESTS / "data" / "interface.toml").read_text("utf-8"))
PAGES: Final = sorted((TESTS.parent / "fixtures").glob("*/*/page.html"))
KINDS: Final = {str: "string", int: "number", float: "number", bool: "boolean", list: "array", dict: "object"}


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        server["/good"] = page(story())
        yield server


@pytest.mark.parametrize("command", CONTRACT["flags"])
def test_flags(command: str) -> None:
    done = newsgrab(*command.split(), "--help")
    assert (done.status, done.err) == (0, "")
    shown = set(re.findall(r"(?<![\w-])--?[\w-]+", re.sub(r"(?m)^ {3}.*", "", done.out.decode())))
    shown |= set(re.findall(r"(?m)^ {6}(--[\w-]+)", done.out.decode()))
    assert set(CONTRACT["flags"][command].split()) - shown == set()


def test_codes_stand_by_their_status() -> None:
    told = newsgrab("help", "exit-codes").out.decode().partition("codes in messages")[2]
    found: dict[str, list[str]] = {}
    for number, codes in re.findall(r"(?m)^ *(\d*) {3}(\S.*)$", told):
        found[number or list(found)[-1]] = found.get(number or list(found)[-1], []) + codes.rstrip(",").split(
            ", "
        )
    assert {
        number: set(names.split()) - set(found[number]) for number, names in CONTRACT["codes"].items()
    } == {number: set() for number in CONTRACT["codes"]}
    everything = [code for codes in found.values() for code in codes]
    assert len(everything) == len(set(everything)), "a code that stands for two statuses"


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    """Of every fixture that has one."""
    done = newsgrab("extract", "-q", *PAGES)
    assert done.status == 3  # a front page is among them
    return done.articles


@pytest.mark.parametrize("kinds", CONTRACT["fields"])
def test_fields_and_their_kinds(articles: list[dict[str, Any]], kinds: str) -> None:
    for name in CONTRACT["fields"][kinds].split():
        for article in articles:
            value: Any = article
            for part in name.split("."):
                value = value[part]
            kind = "null" if value is None else KINDS[type(value)]
            assert kind in kinds.split(), (name, value)


def test_all_of_it_is_as_the_schema_says(articles: list[dict[str, Any]]) -> None:
    validator = Draft202012Validator(json.loads(newsgrab("schema").out))
    assert len(articles) > 10
    for article in articles:
        validator.validate(article)


CAUSES: Final = {
    "/gone": (status(404), 4, "http_404"),
    "/busy": (status(429), 4, "http_429"),
    "/down": (status(503), 4, "http_503"),
    "/reset": (reset(), 4, "reset"),
    "/far": (redirect("ftp://news.example/"), 4, "bad_redirect"),
    "/wall": (page(next(wall.html for wall in REFUSED.values() if wall.code == "paywall")), 7, "paywall"),
    "/login": (page(next(wall.html for wall in REFUSED.values() if wall.code == "login")), 7, "login"),
    "/menu": (page("<nav><a href=/a>A</a></nav>"), 5, "no_content"),
    "/secret": (page(story()), 6, "blocked_by_robots"),
    "/text": (page("%PDF-1.7", content_type="application/pdf"), 6, "not_html"),
}


class TestOneInput:
    @pytest.mark.parametrize("path", CAUSES)
    def test_has_the_status_of_its_own_cause(self, server: Loopback, path: str) -> None:
        reply, expected, code = CAUSES[path]
        server["/robots.txt"] = robots("User-agent: *\nDisallow: /secret")
        server[path] = reply
        done = newsgrab(server.url(path), *FAST)
        assert (done.status, done.out) == (expected, b"")
        assert done.complaint.startswith(server.url(path))
        assert done.complaint.endswith(f" ({code})")

    def test_that_is_of_a_private_network(self, server: Loopback) -> None:
        done = newsgrab(server.url("/good"), "--retries", "0")
        assert (done.status, done.out) == (6, b"")
        assert done.complaint.endswith(" (blocked_address)")
        assert server.paths() == []

    def test_that_does_not_have_what_is_required(self) -> None:
        done = newsgrab("extract", "--require", "kicker", stdin=story())
        assert (done.status, done.out) == (5, b"")
        assert done.complaint.endswith(" (require_unmet)")

    def test_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        done = newsgrab("extract", "-o", f"{tmp_path}/file/", stdin=story())
        assert (done.status, done.out) == (9, b"")
        assert "(write_failed)" in done.err


def test_failures_are_told_as_records_that_can_be_fed_back(server: Loopback, tmp_path: Path) -> None:
    errors = tmp_path / "errors.jsonl"
    urls = "".join(f"{server.url(path)}\n" for path in ("/gone", "/good", "/menu"))
    server["/menu"] = CAUSES["/menu"][0]
    done = newsgrab("get", "-i", "-", "-e", errors, *FAST, stdin=urls)
    assert (done.status, len(done.articles)) == (3, 1)
    rows = [json.loads(line) for line in errors.read_text("utf-8").splitlines()]
    assert {tuple(row) for row in rows} == {("url", "code", "status", "message", "attempts")}
    assert {row["url"]: (row["code"], row["status"]) for row in rows} == {
        server.url("/gone"): ("http_404", 4),
        server.url("/menu"): ("no_content", 5),
    }
    for path in ("/gone", "/menu"):
        server[path] = page(story())
    again = newsgrab("get", "-i", errors, *FAST)
    assert (again.status, len(again.articles)) == (0, 2)
