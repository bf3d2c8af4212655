"""Plain lines are read without Typer, and as Typer reads them."""

import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrab.cli.app import command_tree, job_of
from newsgrab.cli.flag_values import FORMATS, format_name
from newsgrab.cli.plain import plain_job
from newsgrab.errors import NewsgrabError
from newsgrab.tables import DATA

COMMANDS = ("get", "extract", "read", "explain")
TABLE: dict[str, Any] = json.loads((DATA / "flags.json").read_text("utf-8"))


@pytest.fixture(autouse=True, scope="module")
def _nothing_configured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        for name in [name for name in os.environ if "NEWSGRAB" in name]:
            patch.delenv(name)
        yield


def told_by_typer(name: str) -> dict[str, Any]:
    """What ``plain`` knows of a command, by Typer."""
    command = command_tree(name).commands[name]
    job = job_of([name, "-"])
    assert isinstance(job, partial)
    (flags,) = job.args
    defaults = {field: getattr(flags, field) for field in flags.__dataclass_fields__}
    (place,) = [one for one in command.params if one.param_type_name == "argument"]
    defaults[place.name] = None
    rows = {opt: row for one in command.params if (row := row_of(one)) for opt in one.opts}
    return {
        "inputs": {"sets": place.name, "many": place.nargs == -1},
        "defaults": defaults,
        "variables": sorted({one.envvar for one in command.params if one.envvar} | {"_NEWSGRAB_COMPLETE"}),
        "flags": dict(sorted(rows.items())),
    }


def row_of(parameter: Any) -> dict[str, Any] | None:  # noqa: ANN401 - Typer's own click has no public types
    if parameter.param_type_name == "argument" or parameter.is_eager or not parameter.expose_value:
        return None
    row = {"sets": parameter.name, "many": parameter.multiple}
    if parameter.is_flag:
        return None if parameter.secondary_opts else row | {"takes": "nothing"}
    kind = type(parameter.type).__name__
    if kind == "IntRange":
        return row | {"takes": "number", "least": parameter.type.min, "most": parameter.type.max or 1_000_000}
    if getattr(parameter.type, "func", None) is format_name:
        return row | {"takes": "word", "of": list(FORMATS)}
    if "Choice" in kind:
        return row | {"takes": "word", "of": list(parameter.type.choices)}
    return row | {"takes": "word", "of": []} if kind == "StringParamType" else None


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_typer_says(name: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        told = {command: told_by_typer(command) for command in COMMANDS}
        (DATA / "flags.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
        TABLE.clear()
        TABLE.update(told)
    assert TABLE[name] == told_by_typer(name), "run pytest --update tests/test_cli_plain.py"
    assert len(TABLE[name]["flags"]) > 20


def asked(job: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a partial of some command
    assert isinstance(job, partial)
    return job.func, job.args


NUMBERS = ["1", "0", "007", "-3", "999999999"]
VALUES = st.sampled_from(
    [
        *NUMBERS,
        "",
        "-",
        "--",
        "json",
        "JSON",
        "md",
        "text",
        "skip",
        "yaml",
        "never",
        "a=b",
        "{slug}",
        "x.html",
    ]
)
KNOWN = {name for one in TABLE.values() for name in one["flags"]}
FLAGS = st.sampled_from(sorted(KNOWN | {"--since", "--out", "-qv"}))
WORDS = st.one_of(
    VALUES.map(lambda value: [value]),
    FLAGS.map(lambda flag: [flag]),
    st.tuples(FLAGS, VALUES).map(list),
    st.tuples(FLAGS, VALUES).map(lambda pair: ["=".join(pair)]),
)
FIRST = st.sampled_from([*COMMANDS, "-", "https://a.example/x", "./page.html"])
LINES = st.tuples(FIRST, st.lists(WORDS, max_size=4))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_a_plain_line_means_what_typer_makes_of_it(line: tuple[str, list[list[str]]]) -> None:
    first, groups = line
    words = [first, *(word for group in groups for word in group)]
    if (job := plain_job(words)) is not None:
        assert asked(job) == asked(job_of(words))


PLAIN = [
    ["extract", "a.html"],
    ["extract", "-f", "md", "a.html", "-o", "out/"],
    ["extract", "--field=headline,url"],
    ["https://a.example/x", "--require=headline", "-q"],
    ["get", "-i", "list.txt", "--jobs", "4"],
    ["read", "a.html", "--width", "60"],
    ["explain", "-", "-f", "html"],
]


@pytest.mark.parametrize("words", PLAIN, ids=" ".join)
def test_the_usual_lines_are_plain(words: list[str]) -> None:
    assert plain_job(words) is not None


NOT_PLAIN = [
    [],
    ["--help"],
    ["extract", "--help"],
    ["extract", "-V"],
    ["extract", "--config", "x.toml"],
    ["extract", "--outp", "x"],
    ["extract", "-qv"],
    ["extract", "-f", "JSON"],
    ["extract", "-f", "pdf"],
    ["extract", "--since", "2d"],
    ["extract", "--limit", "0"],
    ["extract", "-o"],
    ["extract", "--quiet=1"],
    ["extract", "--", "a.html"],
    ["read", "a.html", "b.html"],
    ["schema"],
    ["extrct", "a.html"],
]


@pytest.mark.parametrize("words", NOT_PLAIN, ids=" ".join)
def test_whatever_else_is_left_to_typer(words: list[str]) -> None:
    assert plain_job(words) is None


def test_a_configuration_and_variables_are_left_to_typer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plain_job(["extract", "-"]) is not None
    with monkeypatch.context() as patch:
        patch.setenv("NEWSGRAB_FORMAT", "md")
        assert plain_job(["extract", "-"]) is None
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "newsgrab").mkdir()
    (tmp_path / "newsgrab" / "newsgrab.toml").write_text("")
    assert plain_job(["extract", "-"]) is None


def test_a_mistake_is_told_as_ever() -> None:
    with pytest.raises(NewsgrabError, match="no such option: --fromat; did you mean --format"):
        job_of(["extract", "--fromat", "md"])
