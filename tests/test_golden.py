"""Pages and what must come of them: ``fixtures/<host>/<slug>/``, one folder a case.

``page.html`` and ``source.toml`` (url, fetched_at, why) go in. Out comes either an error with the code
``source.toml`` names, or an article: ``expected.json`` has the fields that matter to the page, checked
one by one, and ``expected.md`` all of the Markdown. ``pytest --update`` writes what comes out today
into both; a person reads the diff. What a page should give and does not yet stands in ``expected.json``
as it should be, and its field in ``not_yet`` of ``source.toml``: the day it is met, the test says so.
"""

import datetime as dt
import difflib
import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from newsgrab.errors import ExtractError
from newsgrab.extraction import extract_page
from newsgrab.model import Article, Fetched, Page
from newsgrab.rendering import FORMATS, RenderOptions

FIXTURES = Path(__file__).parent.parent / "fixtures"
VOLATILE = {"schema", "fetch", "extraction", "fingerprint"}
"""Fields that change with the version or with every run, not with the page: never expected."""

CONTRACT = json.loads((resources.files("newsgrab") / "data" / "schema.json").read_text("utf-8"))


@dataclass(frozen=True)
class Case:
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def source(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "source.toml").read_text("utf-8"))

    @property
    def fetched_at(self) -> dt.datetime:
        at: dt.datetime = self.source["fetched_at"]
        return at

    @property
    def page(self) -> Page:
        url, body = self.source["url"], (self.folder / "page.html").read_bytes()
        return Page(url=url, final_url=url, body=body, fetched=Fetched(at=self.fetched_at))

    @property
    def json(self) -> Path:
        return self.folder / "expected.json"

    @property
    def markdown(self) -> Path:
        return self.folder / "expected.md"

    @property
    def fields(self) -> dict[str, Any] | None:
        return json.loads(self.json.read_text("utf-8")) if self.json.exists() else None


CASES = [Case(path.parent) for path in sorted(FIXTURES.glob("*/*/page.html"))]
ARTICLES = [case for case in CASES if "error" not in case.source]
ERRORS = [case for case in CASES if "error" in case.source]
FIELDS = [(case, field) for case in ARTICLES for field in case.fields or {}]
NOT_YET = pytest.mark.xfail(reason="wanted, and not met yet", strict=True)

each_article = pytest.mark.parametrize("case", ARTICLES, ids=[case.name for case in ARTICLES])


@cache
def article_of(case: Case) -> Article:
    return extract_page(case.page)


def markdown_of(case: Case) -> str:
    return FORMATS["md"].render(article_of(case), RenderOptions(created=case.fetched_at))


def rewritten(expected: dict[str, Any] | None, shown: dict[str, Any]) -> dict[str, Any]:
    """What ``--update`` writes: today's values of the same fields, for a new case of all but the volatile."""
    names = [name for name in shown if name not in VOLATILE] if expected is None else list(expected)
    return {name: shown[name] for name in names}


@pytest.fixture(scope="module", autouse=True)
def update(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--update"):
        return
    for case in ARTICLES:
        fields = rewritten(case.fields, article_of(case).to_dict())
        fields |= {name: (case.fields or {})[name] for name in case.source.get("not_yet", ())}
        case.json.write_text(json.dumps(fields, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        case.markdown.write_text(markdown_of(case), encoding="utf-8")


@each_article
def test_says_what_it_proves_and_what_is_expected(case: Case) -> None:
    assert len(case.source["why"].split()) > 5
    assert case.source["url"].startswith(("http://", "https://"))
    assert case.json.exists(), f"{case.json} is missing: write it, or run pytest --update and read it"
    assert case.markdown.exists(), f"{case.markdown} is missing: write it, or run pytest --update and read it"


@pytest.mark.parametrize(
    ("case", "field"),
    [
        pytest.param(
            case,
            field,
            id=f"{case.name}-{field}",
            marks=NOT_YET if field in case.source.get("not_yet", ()) else (),
        )
        for case, field in FIELDS
    ],
)
def test_field(case: Case, field: str) -> None:
    expected = (case.fields or {})[field]
    found = article_of(case).to_dict()[field]
    assert found == expected, f"{field} of {case.name}\n{difference(as_lines(expected), as_lines(found))}"


@each_article
def test_markdown(case: Case) -> None:
    expected = case.markdown.read_text("utf-8")
    found = markdown_of(case)
    assert found == expected, f"Markdown of {case.name}\n{difference(as_lines(expected), as_lines(found))}"


@each_article
def test_output_is_what_the_schema_says(case: Case) -> None:
    Draft202012Validator(CONTRACT).validate(article_of(case).to_dict(provenance=True))


@each_article
def test_the_same_bytes_give_the_same_bytes(case: Case) -> None:
    again = FORMATS["json"].render(extract_page(case.page), RenderOptions())
    assert again == FORMATS["json"].render(article_of(case), RenderOptions())


@pytest.mark.parametrize("case", ERRORS, ids=[case.name for case in ERRORS])
def test_a_page_without_an_article_is_an_error(case: Case) -> None:
    with pytest.raises(ExtractError) as raised:
        extract_page(case.page)
    assert raised.value.code == case.source["error"]


def as_lines(value: object) -> list[str]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return text.split("\n")


def difference(expected: list[str], found: list[str]) -> str:
    return "\n".join(difflib.unified_diff(expected, found, "expected", "found", lineterm=""))


# ------------------------------------------------------------------------------- the machinery itself


def test_an_update_keeps_the_fields_that_were_chosen() -> None:
    shown = {"headline": "New", "body": "Text.", "fetch": {}}
    assert rewritten({"headline": "Old"}, shown) == {"headline": "New"}


def test_an_update_of_a_new_case_takes_all_fields_but_the_volatile() -> None:
    assert rewritten(None, {"headline": "New", "body": "Text.", "fetch": {}}) == {
        "headline": "New",
        "body": "Text.",
    }


def test_volatile_fields_are_fields() -> None:
    assert set(CONTRACT["properties"]) >= VOLATILE


def test_there_is_no_update_under_ci() -> None:
    command = [sys.executable, "-m", "pytest", "--update", "--collect-only", "-q", __file__]
    refused = subprocess.run(command, env={"CI": "true"}, capture_output=True, text=True, check=False)
    assert refused.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--update" in refused.stderr
