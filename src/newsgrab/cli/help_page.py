"""The page that ``--help`` shows: usage, examples, then the flags under their headings."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from newsgrab.cli.describing import Command, Flag
from newsgrab.cli.headings import FAMILIES, OTHERS

_WIDEST: Final = 100
_INDENT: Final = 2
_COLUMN: Final = 34
"""Columns for flags; what is longer has its line for itself."""

_VARIABLES: Final = "Every flag can also be set as NEWSGRAB_<FLAG>, like NEWSGRAB_JOBS=4."
_STATUSES: Final = "Statuses: newsgrab help exit-codes."


def help_page(command: Command, columns: int) -> str:
    """The whole page.

    Args:
        command: What it is about.
        columns: Of the terminal.
    """
    width = min(columns, _WIDEST)
    lines = [f"Usage: {command.usage}", ""]
    for part in (command.says, *command.more):
        lines += [*wrap(part, width), ""]
    if command.examples:
        lines += _section("Examples", command.examples, width)
    if not command.below and any(says for _, says in command.inputs):
        lines += _section("Words", command.inputs, width)
    for heading, names in _families(command):
        told = [(one.path[-1], one.says) for one in command.below if one.path[-1] in names]
        lines += _section(heading, told, width, column=14)
    for heading, flags in command.groups.items():
        lines += _section(heading, [(flag.usage, _told(flag)) for flag in flags], width)
    if any(flag.variable for flag in command.flags):
        lines += wrap(f"{_VARIABLES} {_STATUSES}", width)
    elif len(command.path) == 1:
        lines += wrap(f"newsgrab COMMAND --help tells more. {_VARIABLES} {_STATUSES}", width)
    return "\n".join(lines).rstrip("\n")


def _families(command: Command) -> Iterator[tuple[str, Sequence[str]]]:
    names = [one.path[-1] for one in command.below]
    if len(command.path) > 1:
        yield "Commands", names
        return
    yield from FAMILIES.items()
    known = {name for family in FAMILIES.values() for name in family}
    yield OTHERS, [name for name in names if name not in known]


def _told(flag: Flag) -> str:
    return f"{flag.says} Default: {flag.default}." if flag.default else flag.says


def _section(heading: str, rows: Iterable[tuple[str, str]], width: int, column: int = _COLUMN) -> list[str]:
    lines = []
    for left, right in rows:
        first, *rest = wrap(right, max(width - column, 20)) or [""]
        if len(left) + _INDENT + 1 < column:
            lines.append(f"{' ' * _INDENT}{left}".ljust(column) + first)
        else:
            lines += [f"{' ' * _INDENT}{left}", *([f"{' ' * column}{first}"] if first else [])]
        lines += [f"{' ' * column}{line}" for line in rest]
    return [f"{heading}:", *(line.rstrip() for line in lines), ""] if lines else []
