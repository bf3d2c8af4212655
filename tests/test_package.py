"""What ``pip install`` brings is whole, and asks for what it uses and nothing else."""

import ast
import re
import sys
import tomllib
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

import newsgrab

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "newsgrab"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
BROUGHT = {"anyio": "httpx", "certifi": "httpx", "idna": "httpx"}
"""Packages we import that another dependency brings, and which one."""
IMPORTED_AS = {"markdown-it-py": "markdown_it"}


def files_below(folder: Traversable, prefix: str = "") -> set[str]:
    """Names of the files that are not code, with the folders they are in."""
    found: set[str] = set()
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= files_below(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith((".py", ".pyc")):
            found.add(prefix + entry.name)
    return found


def imported() -> set[str]:
    """Top-level names of what the package imports and Python does not bring."""
    names: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"newsgrab"}


def names_of(requirements: list[str]) -> set[str]:
    names = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in requirements}
    return {IMPORTED_AS.get(name, name) for name in names}


def test_all_data_is_installed() -> None:
    # In an editable installation this cannot fail; `.ci/run` tests the wheel.
    data = files_below(SOURCE / "data")
    assert {"schema.json", "model.json", "trackers.toml", "languages/ar.toml"} <= data
    assert files_below(resources.files("newsgrab") / "data") == data
    assert (resources.files("newsgrab") / "py.typed").is_file()


def test_it_depends_on_what_it_imports_and_on_nothing_else() -> None:
    extras = PROJECT["optional-dependencies"]
    asked = names_of([*PROJECT["dependencies"], *extras["http2"], *extras["warc"], *extras["parquet"]])
    assert imported() - set(BROUGHT) == asked


def test_what_another_package_brings_it_brings() -> None:
    for name, by in BROUGHT.items():
        assert name in imported()
        assert name in names_of(metadata.requires(by) or []), f"{by} brings no {name}"


def test_the_version_is_one() -> None:
    assert metadata.version("newsgrab") == newsgrab.__version__
