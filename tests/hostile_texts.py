"""Text made to keep a regular expression or a loop busy, and all the patterns there are to try it on."""

import ast
import importlib
import pkgutil
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import newsgrab
from newsgrab.patterns import Later

SIZE: Final = 100_000

_SEEDS: Final = (
    "a ", "a", "A", "Aa ", "1", "12 ", "1.1.", "1:1:", "2024-01-", "12/12/", "<", "<a ", "<!--", "</", "&",
    "&amp;", "&#", '"', "'", '\\"', '"name":"', "\u201c", " ", "\t", "\n", "\r\n", " \n", "\xa0", "\u200c",
    "\u3000", ".", ",", "-", ":", "/", ",.-:/", "- ", ", ", " - ", " | ", "|", "--", "::", "//", "http://",
    "https://a.b/", "a.", "a@a.", "a@", "@", "(", "[", "{", "([{", "(a", "[a", ")", "[[", "![](", "*", "_",
    "`", "*_", "#", "&lt;", "%", "%2", "%25", "\u0627\u0644 ", "\u0648 ", "\u0645\u062d\u0645\u062f",
    "\u4e2d", "\u5e74", "2024\u5e74", "\u0627\u4e2d ", "\u0661", "\u0966", "\u3001", "January ",
    "1 January ", "Jan. 1, ", "mars ", "\u064a\u0646\u0627\u064a\u0631 ", "1 hour ago ", "12:30 ",
    "12:30:00 ", "+01:00", "GMT ", "By ", "by Jane Roe ", "Jane Roe and ", "Jane Roe, ", "and ", " and",
    "und ", "Updated: ", "Editor ", "J. ", "O'", "-a", "0", "9", "0x", "a1", "A1 ", "1w, ", "1w,", "10px",
    "a/", "../", "./", "?", "?a=b&", "=", ";", "a;", "!", "\u2026", "\ud800", "e\u0301", "\u0301", "\u202e",
    "//\n", ", //", ",\n", ",   ", '{"a":', '"author":{', '"headline" ', "PARIS, ", "PARIS (AP) ",
    "\u2014 ",
)  # fmt: skip
"""What is repeated; each is tried with an end on which a match fails late, too."""


def hostile_texts(size: int = SIZE) -> Iterator[str]:
    """Texts of so many characters."""
    for seed in _SEEDS:
        text = (seed * (size // len(seed) + 1))[:size]
        yield text
        yield text[:-1] + "\x00"
    yield from (f"{opening}{' ' * size}x" for opening in ('"author"', ",", "By", "1", "<a", "(", "12:30"))


class Use(NamedTuple):
    """A pattern and how it is applied."""

    where: str
    pattern: re.Pattern[Any]
    how: str


def uses() -> Iterator[Use]:
    """Every compiled pattern of the package with each method it is used by, and every ``re.sub("...", ...)``.

    A new one is found by itself; one whose use cannot be seen, since it stands in a table, is tried by all.
    """
    sources = {path: path.read_text("utf-8") for path in Path(newsgrab.__path__[0]).rglob("*.py")}
    everything = "\n".join(sources.values())
    for where, pattern in _patterns().items():
        name = where.rpartition(".")[2].partition("[")[0]
        hows = set(
            re.findall(rf"\b{name}\.(match|fullmatch|search|findall|finditer|sub|subn|split)\b", everything)
        )
        yield from (Use(where, pattern, how) for how in sorted(hows or {"search", "fullmatch", "finditer"}))
    for path, source in sources.items():
        yield from _calls(path.stem, ast.parse(source))


def apply(use: Use, text: str) -> None:
    """Does with the text what the package does."""
    subject: Any = text if isinstance(use.pattern.pattern, str) else text.encode("utf-8", "replace")
    if use.how in ("findall", "finditer"):
        deque(use.pattern.finditer(subject), maxlen=0)
    elif use.how in ("sub", "subn"):
        use.pattern.sub(subject[:0], subject)
    else:
        getattr(use.pattern, use.how)(subject)


def _patterns() -> dict[str, re.Pattern[Any]]:
    """By module and name, also those inside tables."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(newsgrab.__path__, "newsgrab."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for where, pattern in _inside(value, f"{module.name.removeprefix('newsgrab.')}.{name}", 3):
                if pattern not in found.values():
                    found[where] = pattern
    return found


def _inside(value: object, where: str, depth: int) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield where, value
    elif isinstance(value, Later):
        yield where, value.compiled()
    elif depth and isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(item, f"{where}[{key!r}]", depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for number, item in enumerate(value):
            yield from _inside(item, f"{where}[{number}]", depth - 1)


def _calls(where: str, tree: ast.AST) -> Iterator[Use]:
    """Calls of ``re`` itself whose pattern is a literal."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in {"sub", "split", "search", "match", "fullmatch", "findall", "finditer"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield Use(f"{where}:{node.lineno}", re.compile(node.args[0].value), node.func.attr)
