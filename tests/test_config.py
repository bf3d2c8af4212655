"""``newsgrab.toml``: what it may say, what it is worth beside flags and variables, what is wrong with it."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import Done, newsgrab, story
from loopback import Loopback, page
from newsgrab.config import read_config
from newsgrab.config.lines import lines_of
from newsgrab.errors import BadConfig, MissingFile

A = "[sources.a]\nurl = 'https://a.example'\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "newsgrab.toml"


class TestLines:
    def test_every_key_has_one(self) -> None:
        text = (
            "# a remark\n[defaults]\ndelay = '2s'\n\n[sources.a]\nurl = 'x'\nmatch = [\n"
            "  'one', # [not.a.table]\n  'two',\n]\nlast = '''\n[sources.c]\nx = 1\n'''\n"
            "[sources.'b.c']\nurl.deep = 1\nhere = {key = 1}\n"
        )
        found = lines_of(text)
        assert found["defaults",] == 2
        assert found["defaults", "delay"] == 3
        assert found["sources", "a"] == 5
        assert found["sources", "a", "match"] == 7
        assert found["sources", "a", "last"] == 11
        assert found["sources", "b.c"] == 15
        assert found["sources", "b.c", "url", "deep"] == 16
        assert found["sources", "b.c", "here", "key"] == 17
        assert ("sources", "c") not in found

    @given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), unique=True, max_size=8), st.integers(0, 3))
    def test_whatever_stands_between(self, names: list[str], gap: int) -> None:
        lines = ["[t]"]
        for name in names:
            lines += ["#"] * gap + [f"{name} = 1"]
        found = lines_of("\n".join(lines))
        assert [found["t", name] for name in names] == [1 + (gap + 1) * (at + 1) for at in range(len(names))]


class TestReading:
    def test_a_source(self, config: Path) -> None:
        config.write_text(
            "[sources.harbour]\nurl = 'HTTPS://News.example/feed'\nkind = 'feed'\ninterval = '2h'\n"
            "match = '/story/'\nformat = ['md', 'json']\nrecheck = ['6h', '1d']\nfirst_run_limit = 20\n"
            "expect_new = '3d'\ndelay = 2\nsave_html = true\n"
        )
        (source,) = read_config(config).sources
        assert (source.name, source.place) == ("harbour", f"{config}:1")
        assert (source.url, source.kind, source.interval_s) == ("https://news.example/feed", "feed", 7200)
        assert (source.match, source.formats, source.recheck_s) == (
            ("/story/",),
            ("md", "json"),
            (21_600, 86_400),
        )
        assert (source.first_run_limit, source.expect_new_s, source.delay_s) == (20, 259_200, 2)
        assert source.save_html

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("[defaults]\nx = \n", ":2: Invalid value"),
            ("[defaults]\n\n[source.a]\nurl = 1\n", ":3: source: no such table; did you mean [sources]?"),
            ("[sources]\na = 1\n", ":2: sources.a: has to be a table, [sources.a]"),
            (f"{A}intervall = '1h'\n", ":3: sources.a.intervall: no such key; did you mean interval"),
            ("[sources.a]\nkind = 'feed'\n", ":1: sources.a: has no url"),
            ("[sources.a]\nurl = 'gopher://a.example'\n", ":2: sources.a.url: only http: and https: "),
            (f"{A}kind = 'rss'\n", ":3: sources.a.kind: has to be one of auto, feed"),
            (f"{A}interval = '1 week'\n", ":3: sources.a.interval: '1 week' is no duration"),
            (f"{A}limit = 0\n", ":3: sources.a.limit: has to be a number from 1"),
            (f"{A}limit = true\n", ":3: sources.a.limit: has to be a number"),
            (f"{A}match = ['(']\n", ":3: sources.a.match: '(' is no regular expression"),
            (f"{A}save_html = 'yes'\n", ":3: sources.a.save_html: has to be true or false"),
            ("[sources.'a/b']\nurl = 'https://a.example'\n", ":1: a source is named with letters"),
            ("profiles = 3\n", ":1: profiles: has to be a table"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_named_with_its_line(self, config: Path, text: str, complaint: str) -> None:
        config.write_text(text)
        with pytest.raises(BadConfig) as error:
            read_config(config)
        assert str(error.value).startswith(f"{config}{complaint}")

    def test_what_cannot_be_read(self, config: Path) -> None:
        with pytest.raises(MissingFile, match="No such file"):
            read_config(config)
        config.write_bytes(b"[defaults]\nx = '\xff'\n")
        with pytest.raises(BadConfig, match=r"newsgrab\.toml:2: not UTF-8"):
            read_config(config)

    @given(st.binary(max_size=200))
    def test_any_bytes_are_a_configuration_or_a_complaint(self, data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "newsgrab.toml")
            path.write_bytes(data)
            told = None
            try:
                read_config(path)
            except BadConfig as error:
                told = str(error)
            assert told is None or told.startswith(f"{path}:")


class TestCommand:
    def test_one_to_begin_with_is_written_once_and_is_right(self, config: Path) -> None:
        assert newsgrab("config", "init", "-c", config).out.decode() == f"{config}\n"
        assert newsgrab("config", "validate", config).out.decode() == f"{config}: 0 sources, nothing wrong\n"
        text = config.read_text()
        again = newsgrab("config", "init", "-c", config)
        assert (again.status, "is there already" in again.complaint) == (2, True)
        config.write_text(
            text.replace("# [", "[").replace("# u", "u").replace("# k", "k").replace("# d", "d")
        )
        assert newsgrab("config", "validate", config).out.decode() == f"{config}: 1 sources, nothing wrong\n"

    def test_where_it_is(self, tmp_path: Path) -> None:
        done = newsgrab("config", "path", env={"XDG_CONFIG_HOME": str(tmp_path)})
        assert done.out.decode() == f"{tmp_path}/newsgrab/newsgrab.toml\n"
        done = newsgrab("config", "path", env={"XDG_CONFIG_HOME": None, "HOME": str(tmp_path)})
        assert done.out.decode() == f"{tmp_path}/.config/newsgrab/newsgrab.toml\n"

    def test_what_it_comes_to(self, config: Path) -> None:
        config.write_text(
            "[defaults]\ndelay = '2s'\nheader = ['X-Key: secret']\n[profiles.p]\ndelay = '9s'\n"
            "[sources.a]\nurl = 'https://a.example'\nheaders = 'X-Key: secret'\n"
        )
        shown: dict[str, Any] = json.loads(newsgrab("config", "show", "-c", config, "--profile", "p").out)
        assert (shown["defaults"]["delay"], shown["sources"]["a"]["url"]) == ("9s", "https://a.example/")
        assert "secret" not in json.dumps(shown)

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("[defaults]\njbs = 4\n", ":2: jbs: no such flag; did you mean jobs?"),
            ("[defaults]\njobs = 'many'\n", ":2: jobs: 'many' is no number"),
            ("[defaults]\njobs = 0\n", ":2: jobs: 0 is not in the range"),
            ("[defaults]\ndelay = 'soon'\n", ":2: delay: 'soon' is no duration"),
            ("[profiles.x]\nquiet = 'yes'\n", ":2: quiet: true or false is wanted"),
            ("[defaults]\ndelay = ['1s']\n", ":2: delay: one value is wanted"),
            ("[defaults]\nconfig = 'a'\n", ":2: config: no such flag"),
            (f"{A}output = '{{nme}}.md'\n", ":1: no field {nme}"),
        ],
    )
    def test_wrong_defaults_are_named_too(self, config: Path, text: str, complaint: str) -> None:
        config.write_text(text)
        done = newsgrab("config", "validate", config)
        assert done.status == 2
        assert done.complaint.startswith(f"{config}{complaint}")

    def test_all_that_is_wrong_is_told(self, config: Path) -> None:
        config.write_text(f"[defaults]\njbs = 4\n{A}kindd = 'feed'\nlimit = 0\n[sources.b]\nkind = 'feed'\n")
        done = newsgrab("config", "validate", config)
        assert done.status == 2
        told = [line.partition(".toml:")[2] for line in done.err.splitlines()]
        assert [line.split(":")[:2] for line in told] == [
            ["5", " sources.a.kindd"],
            ["6", " sources.a.limit"],
            ["7", " sources.b"],
            ["2", " jbs"],
        ]


class TestAuthority:
    """The command line, then the environment, then the profile, then the defaults, then what is built in."""

    @pytest.fixture
    def server(self) -> Iterator[Loopback]:
        with Loopback() as server:
            server["/a"] = page(story())
            yield server

    def names(
        self, server: Loopback, config: Path, *more: str, env: dict[str, str | None] | None = None
    ) -> list[str]:
        """How newsgrab has named itself."""
        done = newsgrab("get", server.url("/a"), "-c", config, "--allow-private", *more, env=env)
        assert done.status == 0, done.err
        return [server.log[-1].headers["user-agent"], server.log[-1].headers.get("x-desk", "")]

    def test_each_beats_those_after_it(self, server: Loopback, config: Path) -> None:
        config.write_text(
            "[defaults]\nuser-agent = 'default/1'\nheader = ['X-Desk: default']\n"
            "[profiles.p]\nuser_agent = 'profile/1'\n"
        )
        env: dict[str, str | None] = {"NEWSGRAB_USER_AGENT": "env/1", "NEWSGRAB_HEADER": "X-Desk: env"}
        assert self.names(server, config) == ["default/1", "default"]
        assert self.names(server, config, "--profile", "p") == ["profile/1", "default"]
        assert self.names(server, config, env={"NEWSGRAB_PROFILE": "p"})[0] == "profile/1"
        assert self.names(server, config, "--profile", "p", env=env) == ["env/1", "env"]
        line = ("--user-agent", "line/1", "-H", "X-Desk: line")
        assert self.names(server, config, *line, env=env) == ["line/1", "line"]

    def test_the_usual_place_and_the_variable(self, server: Loopback, tmp_path: Path) -> None:
        folder = tmp_path / "newsgrab"
        folder.mkdir()
        (folder / "newsgrab.toml").write_text("[defaults]\nallow-private = true\nformat = 'md'\n")

        def get(**env: str | None) -> Done:
            return newsgrab("get", server.url("/a"), env=env)

        assert get(XDG_CONFIG_HOME=str(tmp_path)).out.startswith(b"---\n")
        assert get(NEWSGRAB_CONFIG=str(folder / "newsgrab.toml")).out.startswith(b"---\n")
        assert get().status == 6
        missing = get(NEWSGRAB_CONFIG=str(tmp_path / "none.toml"))
        assert (missing.status, "none.toml cannot be read" in missing.complaint) == (2, True)

    def test_a_place_for_articles_is_none_for_single_fields(self, server: Loopback, config: Path) -> None:
        folder = config.parent / "news"
        config.write_text(
            f"[defaults]\nallow-private = true\noutput = '{folder}/'\nformat = ['md', 'json']\n"
        )
        lines = newsgrab("get", server.url("/a"), "-c", config, "-F", "headline")
        assert (lines.status, lines.out) == (0, b"The old bridge is closed\n")
        assert newsgrab("get", server.url("/a"), "-c", config, "-p", "{word_count}").out.strip().isdigit()
        assert not folder.exists()
        assert newsgrab("get", server.url("/a"), "-c", config).status == 0
        assert len(list(folder.rglob("*.md"))) == 1

    def test_a_profile_that_is_none(self, config: Path) -> None:
        config.write_text("[profiles.night]\njobs = 2\n")
        done = newsgrab("get", "https://a.example", "-c", config, "--profile", "day")
        assert (done.status, done.complaint) == (2, f"{config}: no profile 'day'; there are: night")
