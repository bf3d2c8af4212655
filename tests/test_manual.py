"""The manual and the table of flags say what the commands say: they are made from them (``--update``)."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from newsgrab.cli.app import command_tree
from newsgrab.cli.describing import Command, described, every
from newsgrab.cli.manual import flags_paper, man_page

ROOT = Path(__file__).parent.parent
PAPERS = {"newsgrab.1": man_page, "flags.md": flags_paper}


@pytest.fixture(scope="module")
def top() -> Command:
    return described(command_tree())


@pytest.mark.parametrize("name", PAPERS)
def test_the_paper_is_current(name: str, top: Command, request: pytest.FixtureRequest) -> None:
    path = ROOT / "docs" / name
    if request.config.getoption("--update"):
        path.write_text(PAPERS[name](top), "utf-8")
    assert path.read_text("utf-8") == PAPERS[name](top), "run pytest --update tests/test_manual.py"


def test_the_manual_is_installed() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    assert built["targets"]["wheel"]["shared-data"] == {"docs/newsgrab.1": "share/man/man1/newsgrab.1"}


def test_a_reader_of_manuals_shows_all_of_it(top: Command) -> None:
    if (groff := shutil.which("groff")) is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        [groff, "-man", "-Tutf8", "-ww", "-rLL=200n", ROOT / "docs" / "newsgrab.1"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    # Overstruck and underlined on old printers, styled on new terminals.
    shown = " ".join(re.sub(r"\x1b\[[\d;]*m|.\x08", "", done.stdout).replace("\u2010", "-").split())
    for command in every(top):
        for flag in command.flags:
            assert " ".join(flag.usage.split()) in shown, flag.usage
            assert flag.says in shown, flag.says
