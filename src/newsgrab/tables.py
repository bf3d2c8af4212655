"""The files in ``data/``; TOML is read in a fifth of the time that ``tomllib`` takes.

TOML files are written line by line: a table, or a key and a value, or a list that ends on a line of its own.
Such values are JSON, too, for which Python has a parser in C. What is written otherwise is read by
``tomllib``, so it is read right, only slower; ``tests/test_tables.py`` says if a shipped file is.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
_COMMENT: Final = "  #"
"""Opens one behind a value; in a string it would leave half of it, which is no JSON."""

_LONG_STRING: Final = '"""\\'


def text_of(name: str) -> str:
    """A file that comes with newsgrab.

    Args:
        name: Its path in ``data/``.
    """
    return (DATA / name).read_text("utf-8")  # importlib.resources would load zipfile and tempfile: 6 ms


def json_of(name: str) -> Any:  # noqa: ANN401 - whatever JSON may hold
    """What a JSON file holds that comes with newsgrab.

    Args:
        name: Its name in ``data/``.
    """
    return json.loads(text_of(name))


def table(name: str) -> dict[str, Any]:
    """What a TOML file holds that comes with newsgrab.

    Args:
        name: Its name in ``data/``, without the suffix.
    """
    return loads(text_of(f"{name}.toml"))


def loads(toml: str) -> dict[str, Any]:
    """As ``tomllib.loads``.

    Raises:
        tomllib.TOMLDecodeError: It is no TOML; a `ValueError`.
    """
    try:
        return read_by_line(toml)
    except (ValueError, AttributeError, TypeError):
        import tomllib  # noqa: PLC0415 - 2 ms, and what is shipped needs none of it

        return tomllib.loads(toml)


def read_by_line(toml: str) -> dict[str, Any]:
    """As ``tomllib.loads``, of what is written line by line.

    Raises:
        ValueError: It is written otherwise, which does not mean that it is wrong.
    """
    root: dict[str, Any] = {}
    here = root
    lines = iter(toml.split("\n"))
    for line in lines:
        if not line or line[0] == "#":
            continue
        if line[0] == "[":
            here = _opened(root, line)
            continue
        name, is_there, value = line.partition(" = ")
        key = _key(name)
        if not is_there or key in here:
            raise ValueError(line)
        here[key] = _value(value.partition(_COMMENT)[0], lines)
    return root


def _opened(root: dict[str, Any], header: str) -> dict[str, Any]:
    """The table that a header opens, a new one: the last of its list, where there are two brackets."""
    is_list = header.startswith("[[")
    *path, last = map(_key, header[1 + is_list : -1 - is_list].split("."))
    if not header.endswith("]]" if is_list else "]"):
        raise ValueError(header)
    here: Any = root
    for key in path:
        here = here.setdefault(key, {})
        here = here[-1] if isinstance(here, list) else here
    made: dict[str, Any] = {}
    if is_list:
        here.setdefault(last, []).append(made)
    elif here.setdefault(last, made) is not made:  # TOML may have the table of a table first; not here
        raise ValueError(header)
    return made


def _key(name: str) -> str:
    if name.replace("_", "a").replace("-", "a").isalnum() and name.isascii():
        return name
    key = json.loads(name)
    if not isinstance(key, str):
        raise ValueError(name)  # noqa: TRY004 - of the text, not of a type
    return key


def _value(value: str, lines: Iterator[str]) -> Any:  # noqa: ANN401 - whatever TOML holds
    if value == "[":
        return json.loads("".join(_list(lines)))
    if value == _LONG_STRING:
        return json.loads("".join(_long_string(lines)))
    if value[:1] == "{":
        pairs = [pair.partition(" = ") for pair in value[1:-1].split(", ")]
        return {_key(name.strip()): json.loads(inner) for name, _, inner in pairs}
    return json.loads(value)


def _list(lines: Iterator[str]) -> Iterator[str]:
    """The JSON of a list that goes over several lines: without comments, and without the last comma."""
    yield "["
    held = ""
    for line in lines:
        text = line.partition(_COMMENT)[0].strip()
        if not text or text[0] == "#":
            continue
        if text[0] == "]":
            yield held.removesuffix(",")
            held = text
            if line[0] == "]":
                yield text
                return
            continue
        yield held
        held = text
    raise ValueError("a list without an end")


def _long_string(lines: Iterator[str]) -> Iterator[str]:
    """The JSON of a string that goes over several lines."""
    yield '"'
    goes_on = True
    for line in lines:
        text = line.lstrip() if goes_on else line
        goes_on = text.endswith("\\")
        if text.endswith('"""'):
            yield text.removesuffix('""')
            return
        yield text.removesuffix("\\") if goes_on else f"{text}\\n"
    raise ValueError("a string without an end")
