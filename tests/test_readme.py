"""The README and docs/recipes.md are true: recipes run, what is shown comes out, what is named is there.

Its addresses are those of the fixtures, served here on loopback. A block of ``console`` is run on a
terminal, and ``…`` in it stands for output that is left out.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from command import environment, newsgrab
from listings import front_page, rss
from loopback import Loopback, page
from newsgrab.errors import ExitStatus
from newsgrab.state import State
from newsgrab.store.template import FIELDS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text("utf-8")
RECIPES = (ROOT / "docs" / "recipes.md").read_text("utf-8")
PAPERS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{path.name}" for path in DOCS.glob("*.md")),
)
LIST = ("nidaa.example", "thewharfside.example", "tidende.example")


class Block(NamedTuple):
    """A fenced block, and where it begins."""

    paper: str
    line: int
    mark: str
    language: str
    text: str


def blocks() -> Iterator[Block]:
    fence = re.compile(r"^(?:<!-- run: (\w+) -->\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for paper, text in (("README", README), ("recipes", RECIPES)):
        for found in fence.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield Block(paper, line, found[1] or "", found[2], found[3])


def blocks_of(language: str) -> list[Block]:
    return [block for block in blocks() if block.language == language and not block.mark]


def marked(name: str) -> str:
    (text,) = [block.text for block in blocks() if block.mark == name]
    (line,) = text.splitlines()
    return line


def addresses() -> Iterator[tuple[str, bytes]]:
    """The address and the page of each fixture."""
    for source in sorted((ROOT / "fixtures").glob("*/*/source.toml")):
        yield tomllib.loads(source.read_text("utf-8"))["url"], (source.parent / "page.html").read_bytes()


class Web(NamedTuple):
    """The fixtures' hosts on loopback: where each of them is."""

    places: dict[str, str]

    def local(self, text: str) -> str:
        for origin, place in self.places.items():
            text = text.replace(origin, place)
        return text


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    origins = dict.fromkeys(url[: url.index("/", 8)] for url, _ in addresses())
    hosts = {origin: f"127.0.0.{number}" for number, origin in enumerate(origins, 2)}
    with Loopback(hosts=tuple(hosts.values())) as server:
        named: dict[str, list[str]] = {host: [] for host in hosts.values()}
        for url, body in addresses():
            parts = urlsplit(url)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            host = hosts[f"{parts.scheme}://{parts.netloc}"]
            server[host, path] = page(body)
            named[host].append(path)
        for host, paths in named.items():
            server[host, "/"] = page(front_page([(path, "A headline") for path in paths], feed="/feed.xml"))
            server[host, "/feed.xml"] = page(rss(*(f"<link>{escape(path)}</link>" for path in paths)))
        yield Web({origin: server.url("", host) for origin, host in hosts.items()})


@pytest.fixture
def desk(tmp_path: Path, web: Web) -> Path:
    """A folder as the README's reader has it: a list, cookies, saved pages, what failed the last time."""
    urls = [web.local(url) for url, _ in addresses() if any(host in url for host in LIST)]
    assert len(urls) == len(LIST)
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    (tmp_path / "urls.txt").write_text("# this week\n" + "\n".join(urls) + "\n", "utf-8")
    (tmp_path / "failed.jsonl").write_text(f'{{"url": "{urls[0]}", "code": "timeout"}}\n', "utf-8")
    (tmp_path / "cookies.txt").write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\topen\n", "utf-8")
    (tmp_path / "saved").mkdir()
    (tmp_path / "state" / "newsgrab").mkdir(parents=True)
    State(tmp_path / "state" / "newsgrab" / "state.sqlite").close()
    (tmp_path / "config" / "newsgrab").mkdir(parents=True)
    (tmp_path / "config" / "newsgrab" / "newsgrab.toml").write_text(
        f"[sources.tidende]\nurl = '{web.places['https://www.tidende.example']}/feed.xml'\noutput = 'news/'\n"
    )
    shutil.copy(ROOT / "fixtures/nidaa.example/zill-disclaimer/page.html", tmp_path / "saved/story.html")
    return tmp_path


def around(desk: Path) -> dict[str, str]:
    commands = str(Path(sys.executable).parent)
    return environment(
        {
            "PATH": commands + os.pathsep + os.environ["PATH"],
            "NEWSGRAB_ALLOW_PRIVATE": "1",
            "NEWSGRAB_DELAY": "0",
            "XDG_CONFIG_HOME": str(desk / "config"),
            "XDG_STATE_HOME": str(desk / "state"),
            "TERM": "dumb",
            "PAGER": "cat",
            "NEWSGRAB_NO_STATE": None,
        }
    )


def done(command: list[str], desk: Path) -> str:
    """Standard output of a command that succeeds without a word of complaint."""
    ended = subprocess.run(command, cwd=desk, env=around(desk), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    complaints = [line for line in ended.stderr.splitlines() if not re.search(r"\d (saved|skipped)", line)]
    assert not complaints
    return ended.stdout


def on_a_terminal(command: str, desk: Path) -> str:
    """All that a person sees of a command."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        ["bash", "-c", command], cwd=desk, env=around(desk), stdin=theirs, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # Linux says so when the other side has closed
            while piece := os.read(ours, 65536):
                seen += piece
    os.close(ours)
    return seen.decode("utf-8").replace("\r\n", "\n")


def needs(text: str) -> None:
    for program in ("jq", "curl"):
        if re.search(rf"\b{program}\b", text) and shutil.which(program) is None:
            pytest.skip(f"this recipe needs {program}")


def line_of(case: object) -> str:
    return f"{case.paper} {case.line}" if isinstance(case, Block) else ""


def test_the_first_line_makes_markdown(desk: Path) -> None:
    install, _, run = marked("main").partition(" && ")
    assert install.startswith("pip install ")
    assert done(["bash", "-c", run], desk).startswith("---\ntitle: ")


def test_the_second_line_runs_these_tests() -> None:
    install, _, run = marked("test").partition(" && ")
    assert install.startswith("pip install ")
    assert run == "python -m pytest"


def test_there_are_ten_recipes_with_their_output_and_more_elsewhere() -> None:
    numbers = re.findall(r"^\*\*(\d+)\. ", README, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 11)]
    assert len(blocks_of("console")) >= 10
    assert len(blocks_of("sh")) >= 20


def test_it_is_read_in_five_minutes() -> None:
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
    assert len(prose.split()) < 1200  # 240 words a minute


@pytest.mark.parametrize("block", blocks_of("sh"), ids=line_of)
def test_a_recipe_runs(block: Block, desk: Path, web: Web) -> None:
    needs(block.text)
    before = {path for path in desk.rglob("*") if path.is_file()}
    shown = done(["bash", "-euo", "pipefail", "-c", web.local(block.text)], desk)
    made = {path for path in desk.rglob("*") if path.is_file()} - before
    assert shown or any(path.stat().st_size for path in made), "it does nothing"


@pytest.mark.parametrize("block", blocks_of("toml"), ids=line_of)
def test_a_configuration_is_one(block: Block, tmp_path: Path) -> None:
    (tmp_path / "newsgrab.toml").write_text(block.text, "utf-8")
    assert newsgrab("config", "validate", tmp_path / "newsgrab.toml").status == 0


@pytest.mark.parametrize("block", blocks_of("python"), ids=line_of)
def test_an_example_in_python_runs(block: Block, desk: Path) -> None:
    assert done([sys.executable, "-W", "error", "-c", block.text], desk)


@pytest.mark.parametrize("block", blocks_of("console"), ids=line_of)
def test_what_is_shown_is_what_comes(block: Block, desk: Path, web: Web) -> None:
    needs(block.text)
    command, _, shown = web.local(block.text).removeprefix("$ ").partition("\n")
    pieces = shown.replace("\n…\n", "\n…").rstrip("\n").split("…")
    pattern = ".*?".join(re.escape(piece) for piece in pieces)
    seen = on_a_terminal(command, desk)
    assert re.fullmatch(pattern, seen.rstrip("\n"), re.DOTALL), seen


def test_its_flags_exist() -> None:
    names = ["get", "extract", "read", "explain", "discover", "run", "diff", "completion"]
    commands = (*names, "state list", "state rm")
    known = "".join(newsgrab(*command.split(), "--help").out.decode() for command in commands)
    for flag in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README + RECIPES)):
        assert re.search(rf"(?<!\S){flag}\b", known), flag


def test_its_statuses_are_statuses() -> None:
    (told,) = re.findall(r"^\*\*Statuses for scripts\*\*: (.*?)\.", README, re.MULTILINE | re.DOTALL)
    assert {int(number) for number in re.findall(r"\d+", told)} < {int(status) for status in ExitStatus}


def test_its_names_for_files_are_the_fields() -> None:
    (told,) = re.findall(r"the fields are\s+(.*?)\.", RECIPES, re.DOTALL)
    assert tuple(re.findall(r"`(\w+)`", told)) == FIELDS


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_somewhere(paper: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)", (ROOT / paper).read_text("utf-8")):
        assert target.startswith("https://") or ((ROOT / paper).parent / target).exists(), target
