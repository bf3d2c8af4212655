"""Start light: which modules a command loads. Counted, not timed, so that it never flakes."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from command import environment, story
from loopback import Loopback, page

_TELL = """
import sys
before = set(sys.modules)
loaded, sys.argv = sys.argv[1], ["newsgrab", *sys.argv[2:]]
from newsgrab.__main__ import main
status = main()
with open(loaded, "w") as file:
    print(*(set(sys.modules) - before), sep="\\n", file=file)
sys.exit(status)
"""

HEAVY = {"httpx", "httpcore", "anyio", "ssl", "rich", "sqlite3", "pydantic", "asyncio"}
EXTRACTION = {"selectolax", "newsgrab.extraction", "newsgrab.dom", "newsgrab.rendering", "newsgrab.pipeline"}

WITHOUT_A_PAGE = [
    ("--help",),
    ("get", "--help"),
    ("explain", "--help"),
    ("discover", "--help"),
    ("read", "--help"),
    ("help", "exit-codes"),
    ("schema",),
]


def loaded(
    tmp_path: Path, *arguments: str, stdin: str = "", env: Mapping[str, str | None] | None = None
) -> set[str]:
    """The modules that a command has loaded when it has done its work."""
    seen = tmp_path / "modules"
    done = subprocess.run(
        [sys.executable, "-c", _TELL, seen, *arguments],
        input=stdin.encode(),
        capture_output=True,
        env=environment(env),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return set(seen.read_text().split())


def test_the_version_loads_neither_typer_nor_anything_else(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "--version")
    assert not modules & (HEAVY | EXTRACTION | {"typer", "newsgrab.cli", "dataclasses", "pathlib", "json"})


@pytest.mark.parametrize("words", WITHOUT_A_PAGE)
def test_what_needs_no_page_loads_no_machinery(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert not loaded(tmp_path, *words) & (HEAVY | EXTRACTION)


@pytest.mark.parametrize(
    "words", [("extract",), ("-",), ("read", "-"), ("explain", "-"), ("explain", "-", "-f", "html")]
)
def test_a_file_needs_no_network_and_no_event_loop(tmp_path: Path, words: tuple[str, ...]) -> None:
    # Without variables, which are left to Typer.
    modules = loaded(tmp_path, *words, stdin=story(), env={"NEWSGRAB_NO_STATE": None})
    assert "newsgrab.extraction" in modules
    assert not modules & (HEAVY | {"typer", "tomllib"})
    assert words[0] in ("read", "explain") or not modules & {"inspect", "importlib.resources"}


def test_an_address_loads_the_client_and_no_more(tmp_path: Path) -> None:
    with Loopback() as server:
        server["/a"] = page(story())
        modules = loaded(tmp_path, server.url("/a"), "--allow-private")
    assert modules & {"httpx", "httpcore"}
    # httpx loads rich where click and pygments happen to be installed, for a command line of its own.
    assert not modules & {"sqlite3", "pydantic"}


def test_discover_loads_the_client_and_no_more(tmp_path: Path) -> None:
    with Loopback() as server:
        server["/feed"] = page("<rss><channel><item><link>/a-b-c</link></item></channel></rss>")
        modules = loaded(tmp_path, "discover", server.url("/feed"), "--allow-private", "--no-state")
    assert "newsgrab.pipeline.discovering" in modules
    assert not modules & {"sqlite3", "pydantic"}


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys, newsgrab; print(*(name for name in sys.modules if name.startswith('newsgrab')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert set(done.stdout.split()) == {"newsgrab", "newsgrab.version"}
