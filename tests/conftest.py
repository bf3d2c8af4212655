"""What all tests share: no network but loopback, no settings of whoever runs them."""

import os
import runpy
from pathlib import Path

import pytest

_HERMETIC = Path(__file__).parent / "hermetic"

runpy.run_path(str(_HERMETIC / "sitecustomize.py"))  # the subprocesses load it by themselves
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_HERMETIC), os.environ.get("PYTHONPATH"))))
for name in [name for name in os.environ if name.startswith("NEWSGRAB_")]:
    # Where some tests find their data.
    if name not in ("NEWSGRAB_CORPUS", "NEWSGRAB_SAMPLE", "NEWSGRAB_HTML5LIB_TESTS"):
        del os.environ[name]
os.environ["XDG_CONFIG_HOME"] = str(_HERMETIC / "none")
os.environ["NEWSGRAB_NO_STATE"] = "1"  # ports of loopback come again; tests of the state take this away
# Buffered as with everyone: without a buffer, nothing fails late. And compiled once, not in each subprocess.
for name in ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"):
    os.environ.pop(name, None)
for name in ("NO_COLOR", "CLICOLOR_FORCE", "http_proxy", "https_proxy", "all_proxy", "no_proxy"):
    os.environ.pop(name, None)
    os.environ.pop(name.upper(), None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update`` writes today's output into ``fixtures/`` (test_golden.py)."""
    parser.addoption(
        "--update", action="store_true", help="write today's output into fixtures/; read the diff"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Under CI nobody reads what ``--update`` writes."""
    if config.getoption("--update") and os.environ.get("CI"):
        raise pytest.UsageError("--update is refused under CI")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for output that does not exist yet."""
    return tmp_path / "out"
