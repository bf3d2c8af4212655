"""The house rules hold in every file, and each rule finds what it forbids.

Complexity, docstrings and the like are ruff's to check; the arrows between modules import-linter's.
"""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import house_rules
from house_rules import CATCHES_ALL, OF_CODE, OF_EVERY_FILE, OF_THE_PACKAGE, Rule, Source

ROOT = Path(__file__).parent.parent
PACKAGE = "src/newsgrab/"
FOLDERS = ("src", "tests", "docs", "fixtures", ".ci")
OURS = (".py", ".md", ".toml", ".json", "")
"""Pages of fixtures are written as others write them."""


@cache
def sources() -> tuple[Source, ...]:
    """Every text of the project that is ours; hidden folders in its folders are caches."""
    paths = list(ROOT.iterdir())
    for folder in FOLDERS:
        start = ROOT / folder
        paths += [path for path in start.rglob("*") if "/." not in f"/{path.relative_to(start).as_posix()}"]
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        for path in sorted(paths)
        if path.is_file() and path.suffix in OURS
    )


def broken(rule: Rule, wanted: Callable[[Source], bool]) -> list[str]:
    return [
        f"{source.path}:{finding.line}: {finding.says}"
        for source in sources()
        if wanted(source)
        for finding in rule(source)
    ]


def report(findings: list[str]) -> str:
    return "\n" + "\n".join(findings)


@pytest.mark.parametrize("rule", OF_CODE, ids=lambda rule: rule.__name__)
def test_all_code(rule: Rule) -> None:
    findings = broken(rule, lambda source: source.path.endswith(".py"))
    assert not findings, report(findings)


@pytest.mark.parametrize("rule", OF_THE_PACKAGE, ids=lambda rule: rule.__name__)
def test_the_package(rule: Rule) -> None:
    findings = broken(rule, lambda source: source.path.startswith(PACKAGE) and source.path.endswith(".py"))
    assert not findings, report(findings)


@pytest.mark.parametrize("rule", OF_EVERY_FILE, ids=lambda rule: rule.__name__)
def test_every_text(rule: Rule) -> None:
    findings = broken(rule, lambda _: True)
    assert not findings, report(findings)


def test_the_files_are_found() -> None:
    paths = {source.path for source in sources()}
    assert {"README.md", ".ci/run", "pyproject.toml", "src/newsgrab/errors.py", "tests/conftest.py"} <= paths
    assert "src/newsgrab/data/languages/ar.toml" in paths


def test_where_everything_may_be_caught_it_is() -> None:
    # An exception nobody uses any more is a hole.
    for name in CATCHES_ALL:
        source = Source("elsewhere.py", (ROOT / name).read_text("utf-8"))
        assert list(house_rules.errors_are_caught_by_name(source)), name


def test_ruff_has_the_same_budgets() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert lint["mccabe"]["max-complexity"] == 10
    assert lint["pylint"]["max-args"] == house_rules.PARAMETERS
    assert lint["select"] == ["ALL"]


# --------------------------------------------------------------------------------- each rule can fail

CLI = PACKAGE + "cli/get.py"
MANY = ", ".join(f"p{n}" for n in range(6))
BAD: list[tuple[Rule, str, str]] = [
    (house_rules.functions_are_short, "a.py", "def f():\n" + "    x = 1\n" * 40),
    (house_rules.functions_are_short, CLI, f"def get({MANY}):\n" + "    x = 1\n" * 16),
    (house_rules.functions_are_short, CLI, "def opened():\n" + "    x = 1\n" * 40),
    (house_rules.parameters_are_few, "a.py", f"def f({MANY}): ..."),
    (house_rules.parameters_are_few, "a.py", "class A:\n    def f(self, a, b, c, *, d, e, f): ..."),
    (house_rules.modules_are_short, PACKAGE + "a.py", "x = 1\n" * 301),
    (house_rules.modules_are_short, "tests/command.py", "x = 1\n" * 301),
    (house_rules.names_say_something, "src/newsgrab/url_utils.py", ""),
    (house_rules.names_say_something, "a.py", "def get_title(): ..."),
    (house_rules.names_say_something, "a.py", "async def _process_page(): ..."),
    (house_rules.names_say_something, "a.py", "class HostManager: ..."),
    (house_rules.errors_are_caught_by_name, "a.py", "try: f()\nexcept Exception: pass"),
    (house_rules.errors_are_caught_by_name, "a.py", "try: f()\nexcept: pass"),
    (house_rules.errors_are_caught_by_name, "a.py", "try: f()\nexcept (OSError, Exception) as e: log(e)"),
    (house_rules.errors_are_caught_by_name, "a.py", "with contextlib.suppress(Exception): f()"),
    (house_rules.nothing_is_executed, "a.py", "eval('1')"),
    (house_rules.nothing_is_executed, "a.py", "import pickle"),
    (house_rules.nothing_is_executed, "a.py", "from marshal import loads"),
    (house_rules.nothing_is_executed, "a.py", "subprocess.run('ls', shell=True)"),
    (house_rules.nothing_is_executed, "a.py", "yaml.load(text)"),
    (house_rules.nothing_is_executed, "a.py", "archive.extractall(folder)"),
    (house_rules.libraries_are_used_with_care, "a.py", "async for piece in response.aiter_bytes(): ..."),
    (house_rules.libraries_are_used_with_care, "a.py", "title = response.text"),
    (house_rules.libraries_are_used_with_care, "a.py", "feedparser.parse(address)"),
    (house_rules.libraries_are_used_with_care, "a.py", "for node in root.traverse():\n    node.decompose()"),
    (house_rules.values_are_frozen, "a.py", "@dataclass(slots=True)\nclass A: ..."),
    (house_rules.values_are_frozen, "a.py", "@dataclasses.dataclass\nclass A: ..."),
    (house_rules.exceptions_have_reasons, "a.py", "x = 1  # noqa"),
    (house_rules.exceptions_have_reasons, "a.py", "x = 1  # noqa: S101"),
    (house_rules.exceptions_have_reasons, "a.py", "x = 1  # type: ignore[arg-type]"),
    (house_rules.exceptions_have_reasons, "a.py", "def f():  # noqa: C901 - it is long\n    ..."),
    (house_rules.nothing_is_put_off, "a.md", f"{'todo'.upper()}: write this"),
    (house_rules.no_path_of_the_machine, "a.md", f"see /{'home'}/ada/newsgrab"),
]

GOOD: list[tuple[Rule, str, str]] = [
    (house_rules.functions_are_short, "a.py", "def f():\n" + "    x = 1\n" * 39),
    (
        house_rules.functions_are_short,
        CLI,
        f"def get({MANY}):\n" + '    """D.\n\n    D."""\n' + "    x = 1\n" * 15,
    ),
    (house_rules.parameters_are_few, "a.py", "def f(self, a, b, c, *, d, e): ..."),
    (house_rules.parameters_are_few, CLI, f"def get({MANY}): ..."),
    (house_rules.modules_are_short, PACKAGE + "a.py", "x = 1\n" * 300),
    (house_rules.names_say_something, "a.py", "def get(): ...\nclass GetFlags: ..."),
    (
        house_rules.errors_are_caught_by_name,
        "a.py",
        "try: f()\nexcept BaseException:\n    close()\n    raise",
    ),
    (house_rules.errors_are_caught_by_name, next(iter(CATCHES_ALL)), "try: f()\nexcept Exception: pass"),
    (house_rules.nothing_is_executed, "a.py", "re.compile('x')\nsubprocess.run(['ls'])"),
    (house_rules.nothing_is_executed, "a.py", "archive.extractall(folder, filter='data')"),
    (house_rules.libraries_are_used_with_care, "a.py", "feedparser.parse(io.BytesIO(body))\nrun.text"),
    (house_rules.libraries_are_used_with_care, "a.py", "for node in list(root.traverse()):\n    ..."),
    (house_rules.values_are_frozen, "a.py", "@dataclass(frozen=True)\nclass A: ..."),
    (house_rules.exceptions_have_reasons, "a.py", "x = 1  # noqa: S101 - for the type checker"),
    (house_rules.exceptions_have_reasons, "a.py", "x = 1  # type: ignore[arg-type]  # it is a number"),
    (house_rules.no_path_of_the_machine, "a.md", "#!/usr/bin/env bash, https://a.example/home/ada/x"),
]


def shown(case: object) -> str:
    return str(getattr(case, "__name__", ""))


@pytest.mark.parametrize(("rule", "path", "text"), BAD, ids=shown)
def test_a_rule_finds_what_it_forbids(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text)))


@pytest.mark.parametrize(("rule", "path", "text"), GOOD, ids=shown)
def test_a_rule_lets_the_rest_pass(rule: Rule, path: str, text: str) -> None:
    assert not list(rule(Source(path, text)))


def test_every_rule_is_shown_to_fail() -> None:
    assert {rule for rule, *_ in BAD} == {*OF_CODE, *OF_THE_PACKAGE, *OF_EVERY_FILE}
