"""The manual page, and the tables of ``docs/``: made from the commands themselves."""

from collections.abc import Iterator
from typing import Final

from newsgrab.cli.describing import Command, Flag, every
from newsgrab.cli.headings import GROUPS, OTHERS
from newsgrab.cli.topics import statuses

_HEAD: Final = """\
.TH NEWSGRAB 1 "" "newsgrab" "User Commands"
.SH NAME
newsgrab \\- news pages as clean data
.SH SYNOPSIS
"""
_FILES: Final = (
    (
        "$XDG_STATE_HOME/newsgrab/state.sqlite",
        "What is remembered between runs; by default in ~/.local/state.",
    ),
    ("$XDG_CONFIG_HOME/newsgrab/newsgrab.toml", "The configuration; by default in ~/.config."),
)
_ENVIRONMENT: Final = (
    ("NEWSGRAB_<FLAG>", "Sets a flag, like NEWSGRAB_JOBS=4; the command line beats it."),
    ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "Proxies, where --proxy names none."),
    ("NO_COLOR, CLICOLOR_FORCE, TERM", "Whether messages are coloured, where --color does not say."),
    ("PAGER", "What newsgrab read shows long articles with; by default less."),
)


def man_page(top: Command) -> str:
    """``newsgrab.1`` in the macros of man(7)."""
    commands = [command for command in every(top) if not command.below]
    parts = [
        _HEAD,
        *(f".B newsgrab\n{_roff(one.usage.removeprefix('newsgrab '))}\n.br\n" for one in commands),
    ]
    parts += [".SH DESCRIPTION\n", *(f"{_roff(text)}\n.PP\n" for text in (top.says, *top.more))]
    parts.append(".SH COMMANDS\n")
    for command in commands:
        parts.append(f'.SS "newsgrab {command.name}"\n{_roff(command.says)}\n')
        parts += [f".PP\n{_roff(text)}\n" for text in command.more]
        for flags in command.groups.values():
            parts += [f".TP\n.B {_roff(flag.usage.strip())}\n{_roff(_told(flag))}\n" for flag in flags]
    for heading, rows in (
        ("ENVIRONMENT", _ENVIRONMENT),
        ("FILES", _FILES),
        ("EXIT STATUS", list(statuses())),
    ):
        parts += [f'.SH "{heading}"\n', *(f".TP\n.B {_roff(name)}\n{_roff(says)}\n" for name, says in rows)]
    parts.append(".SH EXAMPLES\n")
    for command in every(top):
        parts += [f".TP\n.B {_roff(line)}\n{_roff(says or ' ')}\n" for line, says in command.examples]
    return "".join(parts)


def flags_paper(top: Command) -> str:
    """``docs/flags.md``: each flag once under its heading, and which commands take it."""
    known: dict[tuple[str, str, str], list[str]] = {}
    groups: dict[str, list[tuple[Flag, tuple[str, str, str]]]] = {}
    for command in every(top):
        for heading, flags in command.groups.items():
            for flag in flags:
                key = (flag.usage, flag.says, flag.variable)
                if key not in known:
                    groups.setdefault(heading, []).append((flag, key))
                known.setdefault(key, []).append(command.name or "newsgrab")
    lines = [_FLAGS_HEAD]
    for heading in (*GROUPS, OTHERS):
        if not (rows := groups.get(heading)):
            continue
        lines += [f"## {heading}", "", "| flag | | variable | commands |", "|---|---|---|---|"]
        lines += [_row(flag, known[key]) for flag, key in rows] + [""]
    return "\n".join([*lines, *_statuses_table()])


_FLAGS_HEAD: Final = """\
# Flags and statuses

All commands, all flags, all exit statuses: the same as `newsgrab COMMAND --help` and
`newsgrab help exit-codes`, from which this page is made (`pytest --update`). The command line beats the
variable.
"""


def _row(flag: Flag, commands: list[str]) -> str:
    usage, told = (text.replace("|", "\\|") for text in (flag.usage.strip(), _told(flag)))
    variable = f"`{flag.variable}`" if flag.variable else ""
    return f"| `{usage}` | {told} | {variable} | {', '.join(commands)} |"


def _statuses_table() -> Iterator[str]:
    yield from ("## Exit statuses", "", "| status | meaning |", "|--:|---|")
    yield from (f"| {status} | {meaning} |" for status, meaning in statuses())
    yield ""


def _told(flag: Flag) -> str:
    return f"{flag.says} Default: {flag.default}." if flag.default else flag.says


def _roff(text: str) -> str:
    """Text that no macro takes for its own (groff_char(7), man(7))."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("'", "\\(aq")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped
