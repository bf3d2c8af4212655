"""``docs/hostile.md`` names every row of the suite, and each row's tests are where it says."""

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent.parent
TABLE: Final = (ROOT / "docs" / "hostile.md").read_text("utf-8")
ROWS: Final = {
    name: re.findall(r"`(tests/[\w/.]+)`", places)
    for name, places in re.findall(r"^\| ([RF]\d+) \|[^|]+\|([^|]+)\|$", TABLE, re.MULTILINE)
}
PROMISED: Final = {
    *(f"R{number:02}" for number in (*range(1, 22), *range(30, 59), *range(60, 76))),
    *(f"F{number}" for number in range(7, 14)),
}


def rows_in(path: str) -> set[str]:
    """The rows that a file of tests names."""
    text = (ROOT / path).read_text("utf-8")
    named = re.findall(r"""row="(R\d+)"|def test_\w*?(r\d+|f\d+)_|[("'](R\d+|F\d+)[)"' ]""", text)
    found = {name.upper() for each in named for name in each if name}
    return found | {name.upper() for name in re.findall(r"(?<=_)r\d\d(?=_)", text)}


def test_every_row_stands_there_once() -> None:
    assert set(ROWS) == PROMISED
    assert len(re.findall(r"^\| [RF]\d+ \|", TABLE, re.MULTILINE)) == len(PROMISED)


@pytest.mark.parametrize("row", sorted(PROMISED))
def test_its_tests_are_where_it_says(row: str) -> None:
    assert ROWS[row]
    assert all(row in rows_in(path) for path in ROWS[row]), (row, ROWS[row])


def test_no_test_is_without_a_row() -> None:
    for path in (ROOT / "tests" / "hostile").glob("test_*.py"):
        place = path.relative_to(ROOT).as_posix()
        if path.name != "test_table.py":
            missing = {row for row in rows_in(place) if place not in ROWS.get(row, [])}
            assert not missing, (place, missing)
