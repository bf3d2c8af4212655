"""Where a key stands in a TOML file, which Python's reader does not tell."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str, ...]
_LONGEST = 1_000
"""Lines of one value."""


def lines_of(text: str) -> dict[Path, int]:
    """The line of every table and key of a valid file, counted from 1, by the names that lead to it."""
    found: dict[Path, int] = {}
    table: Path = ()
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        line, start = lines[number].strip(), number + 1
        number += 1
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            table = next(iter(_paths(_parsed(line) or {})), ())
            for length in range(1, len(table) + 1):
                found.setdefault(table[:length], start)
            continue
        value = _parsed(line)
        while value is None and number < min(len(lines), start + _LONGEST):
            line += "\n" + lines[number]
            number += 1
            value = _parsed(line)
        for path in _paths(value or {}):
            found.setdefault(table + path, start)
    return found


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _paths(value: Mapping[str, Any]) -> Iterator[Path]:
    """The names that lead to each value inside, the longest first."""
    for name, inner in value.items():
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            inner = inner[0]  # noqa: PLW2901 - an array of tables, of which a heading names the next
        if isinstance(inner, dict):
            yield from ((name, *path) for path in _paths(inner))
        yield (name,)
