"""A source of runs: its table read and checked, key by key."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final, Literal, TypeVar

from newsgrab.errors import BadConfig, BadUrl
from newsgrab.quantities import seconds_of
from newsgrab.records import dataclass, field
from newsgrab.urls import check

T = TypeVar("T")

SourceKind = Literal["auto", "feed", "sitemap", "section"]
_KINDS: Final = ("auto", "feed", "sitemap", "section")
_NAME: Final = re.compile(r"[\w.-]{1,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """A source as the file describes it.

    Attributes:
        name: The name of its table.
        place: ``FILE:LINE`` of that.
        url: The address of a feed, sitemap, site or section page.
        kind: What is read of it.
        interval_s: It is searched at most every so many seconds.
        match: Only addresses in which one of these regular expressions is found.
        reject: No addresses in which one of these is found.
        since: Only what was published then or later, as ``--since`` takes it.
        limit: Most links a run takes of it.
        output: Where its articles go, as ``-o`` takes it.
        formats: How they are written, as ``-f`` takes it.
        headers: Further header fields.
        delay_s: Seconds between two requests to one host.
        save_html: Whether pages are kept beside their articles.
        recheck_s: So many seconds after it was found an article is looked at again for changes.
        first_run_limit: So many links are taken when it is new; the others are passed over for good.
        expect_new_s: After so many seconds without anything new something is wrong.
    """

    name: str
    place: str
    url: str
    kind: SourceKind = "auto"
    interval_s: float = 0.0
    match: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    since: str | None = None
    limit: int | None = None
    output: str | None = None
    formats: tuple[str, ...] = ()
    headers: tuple[str, ...] = field(default=(), repr=False)
    delay_s: float | None = None
    save_html: bool | None = None
    recheck_s: tuple[float, ...] | None = None
    first_run_limit: int | None = None
    expect_new_s: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file, with the lines of its keys.

    Attributes:
        values: What it says.
        path: The names that lead to it.
        file: The file's name.
        lines: The line of every key of the file.
    """

    values: Mapping[str, Any]
    path: tuple[str, ...]
    file: str
    lines: Mapping[tuple[str, ...], int]

    def place(self, name: str | None = None) -> str:
        """``FILE:LINE`` of a key, or of the table."""
        path = self.path if name is None else (*self.path, name)
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.file}:{self.lines.get(path, 1)}"

    def wrong(self, name: str, why: str) -> BadConfig:
        """The error for a key."""
        return BadConfig(f"{self.place(name)}: {'.'.join((*self.path, name))}: {why}")

    def table(self, name: str) -> "Table":
        """The table of that name; an empty one if there is none.

        Raises:
            BadConfig: It is no table.
        """
        value = self.values.get(name, {})
        if not isinstance(value, dict):
            raise self.wrong(name, f"has to be a table, [{'.'.join((*self.path, name))}]")
        return Table(value, (*self.path, name), self.file, self.lines)


Blame = Callable[[BadConfig], None]
"""Takes what is wrong: raises it, or goes on to the next."""


def source_of(name: str, table: Table, blame: Blame) -> SourceConfig | None:
    """A source; ``None`` if something is wrong with it.

    Args:
        name: The name of its table.
        table: What it says.
        blame: Takes each key that is unknown or has a value that makes no sense.
    """
    wrong: list[BadConfig] = []
    if not _NAME.fullmatch(name):
        what = f"a source is named with letters, digits, points and hyphens: {name!r}"
        wrong.append(BadConfig(f"{table.place()}: {what}"))
    known: dict[str, Any] = {}
    for key, value in table.values.items():
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            wrong.append(table.wrong(key, f"no such key{hint}"))
            continue
        attribute, read = _KEYS[key]
        try:
            known[attribute] = read(value)
        except (ValueError, BadUrl) as error:
            wrong.append(table.wrong(key, str(error)))
    if "url" not in table.values:
        wrong.append(BadConfig(f"{table.place()}: {'.'.join(table.path)}: has no url"))
    for complaint in wrong:
        blame(complaint)
    return None if wrong else SourceConfig(name=name, place=table.place(), **known)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("has to be a text, in quotes")
    return value


def _url(value: object) -> str:
    return check(_text(value))


def _kind(value: object) -> str:
    if value not in _KINDS:
        raise ValueError(f"has to be one of {', '.join(_KINDS)}")
    return str(value)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("has to be a duration, like '30s', '5m', '2h' or '7d'")  # noqa: TRY004 - caught by that name
    return seconds_of(str(value))


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("has to be a number from 1")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("has to be true or false")  # noqa: TRY004 - as above
    return value


def _pattern(value: object) -> str:
    text = _text(value)
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return text


def _each(read: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    def read_each(value: object) -> tuple[T, ...]:
        """One value, or a list of them."""
        return tuple(map(read, value if isinstance(value, list) else [value]))

    return read_each


_KEYS: Final[dict[str, tuple[str, Callable[[object], object]]]] = {
    "url": ("url", _url),
    "kind": ("kind", _kind),
    "interval": ("interval_s", _seconds),
    "match": ("match", _each(_pattern)),
    "reject": ("reject", _each(_pattern)),
    "since": ("since", _text),
    "limit": ("limit", _count),
    "output": ("output", _text),
    "format": ("formats", _each(_text)),
    "headers": ("headers", _each(_text)),
    "delay": ("delay_s", _seconds),
    "save_html": ("save_html", _flag),
    "recheck": ("recheck_s", _each(_seconds)),
    "first_run_limit": ("first_run_limit", _count),
    "expect_new": ("expect_new_s", _seconds),
}
KEYS: Final = tuple(_KEYS)
"""What may stand in the table of a source."""
