"""Lines of plain words and flags, read without Typer: that takes 60 ms of CPU to load, as much as a page.

What the flags of a command set, and to what, is ``data/flags.json``, written from Typer's own account of them
by ``pytest --update tests/test_cli_plain.py``, which also holds both readings to be the same. What is not
plain (an abbreviation, a mistake, a variable, a configuration, a value to be parsed) is left to Typer.
"""

import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from newsgrab.cli.place import place_of_config
from newsgrab.tables import json_of


def plain_job(arguments: Sequence[str]) -> Callable[[], int] | None:
    """What the words ask for, ready to be done; ``None`` if they are not plain enough to be sure."""
    if not arguments:
        return None
    first, *words = arguments
    commands: dict[str, Any] = json_of("flags.json")
    if first not in commands:
        if first != "-" and (first.startswith("-") or not any(mark in first for mark in "./:")):
            return None
        first, words = "get", list(arguments)  # no command is called like an address or a path
    command = commands[first]
    if _is_configured() or not os.environ.keys().isdisjoint(command["variables"]):
        return None
    if (values := _values(command, words)) is None:
        return None
    module = import_module(f"newsgrab.cli.run_{first}")
    flags = getattr(module, f"{first.capitalize()}Flags")
    return partial(getattr(module, f"run_{first}"), flags(**values))


def _is_configured() -> bool:
    path = place_of_config()
    return path is not None and path.exists()


def _values(command: dict[str, Any], words: Sequence[str]) -> dict[str, Any] | None:
    """The value of each parameter; ``None`` if something is not plain."""
    values, inputs = dict(command["defaults"]), []
    left = iter(words)
    for word in left:
        if word[:1] != "-" or word == "-":
            inputs.append(word)
            continue
        name, is_there, value = word.partition("=")
        flag = command["flags"].get(name)
        if flag is None or (is_there and (flag["takes"] == "nothing" or not name.startswith("--"))):
            return None
        given = True if flag["takes"] == "nothing" else _value(flag, value if is_there else next(left, "-"))
        if given is None:
            return None
        values[flag["sets"]] = [*(values[flag["sets"]] or ()), given] if flag["many"] else given
    return values if _are_taken(inputs, command["inputs"], values) else None


def _value(flag: dict[str, Any], word: str) -> str | int | None:
    """The value as the flag takes it, if it is one that needs no thought."""
    if word[:1] == "-":
        return None
    if flag["takes"] == "number":
        number = int(word) if word.isascii() and word.isdecimal() and len(word) <= len("1000000") else -1
        return number if flag["least"] <= number <= flag["most"] else None
    return word if not flag["of"] or word in flag["of"] else None


def _are_taken(inputs: list[str], place: dict[str, Any], values: dict[str, Any]) -> bool:
    if place["many"]:
        values[place["sets"]] = inputs or None
    elif inputs:
        values[place["sets"]] = inputs[0]
    return place["many"] or len(inputs) < 2  # noqa: PLR2004 - one
