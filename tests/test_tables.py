"""Data files are read line by line where they are written so, and as ``tomllib`` reads them."""

import tomllib

import pytest

from newsgrab.tables import DATA, loads, read_by_line

SHIPPED = sorted(str(file.relative_to(DATA)) for file in DATA.rglob("*.toml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_file_is_read_the_fast_way_and_right(name: str) -> None:
    toml = (DATA / name).read_text("utf-8")
    assert read_by_line(toml) == tomllib.loads(toml)


WRITTEN_OTHERWISE = [
    "a = 'literal'",
    "a='no spaces'",
    "a.b = 1",
    'a = ["x",]',
    'a = ["x", # why\n"y"]',
    'a = """\nlines"""',
    'a = "\\U0001F600"',
    "a = 1_000",
    "a = 2026-11-30",
    "a = inf",
    "[b.c]\nx = 1\n[b]\ny = 2",
    '[ b . "c.d" ]\nx = 1',
    "a = { b = [1, 2], c = { d = 1 } }",
    "\ta = 1",
    'a = [\n  "x # y", # why\n  "z"\n  ]',
    'a = "x  # y"  # why',
]


@pytest.mark.parametrize("toml", WRITTEN_OTHERWISE)
def test_what_is_written_otherwise_is_read_as_well(toml: str) -> None:
    assert loads(toml) == tomllib.loads(toml)


@pytest.mark.parametrize(
    "toml", ["a", "a = ", "a = [\n1,", "[a", "a = 1\na = 2", "[a]\n[a]", 'a = """\\\n', "a = 1 2"]
)
def test_what_is_no_toml_is_refused(toml: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        loads(toml)
