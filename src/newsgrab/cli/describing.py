"""The commands and their flags as values, for whoever tells of them: help, completion, manual."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from newsgrab.cli.headings import EXAMPLES, GROUPS, OTHERS
from newsgrab.records import dataclass

_NO_DEFAULT: Final[tuple[object, ...]] = (None, False, (), [], "")


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag.

    Attributes:
        names: The long one first.
        value: What stands for its value in help; ``""`` where it takes none.
        choices: All values there are, if they can be listed.
        says: One line.
        default: What is told of its default; ``""`` for none.
        variable: The environment variable that sets it; ``""`` for none.
        group: The heading it stands under.
    """

    names: tuple[str, ...]
    value: str
    choices: tuple[str, ...]
    says: str
    default: str
    variable: str
    group: str

    @property
    def takes_path(self) -> bool:
        """Whether its value is a file or a folder."""
        return "FILE" in self.value or "DIR" in self.value

    @property
    def usage(self) -> str:
        """``-o, --output DIR/``; short names first, long ones under each other."""
        short = [name for name in self.names if not name.startswith("--")]
        long = [name for name in self.names if name.startswith("--")]
        shown = ", ".join((*short, *long)) if short else "    " + ", ".join(long)
        return f"{shown} {self.value}".rstrip()


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        path: Its words, ``newsgrab`` first.
        says: One line.
        more: Further paragraphs.
        inputs: What its words are, each with a line about it.
        flags: In the order of their headings.
        below: Its own commands, if it is a family.
    """

    path: tuple[str, ...]
    says: str
    more: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    flags: tuple[Flag, ...]
    below: tuple["Command", ...] = ()

    @property
    def name(self) -> str:
        """Its words without ``newsgrab``."""
        return " ".join(self.path[1:])

    @property
    def usage(self) -> str:
        """``newsgrab get [OPTIONS] [SRC]...``."""
        words = ["COMMAND", "..."] if self.below else [word for word, _ in self.inputs]
        return " ".join((*self.path, "[OPTIONS]", *words))

    @property
    def examples(self) -> tuple[tuple[str, str], ...]:
        """Lines to type, each with what it does."""
        return EXAMPLES.get(self.name, ())

    @cached_property
    def groups(self) -> dict[str, list[Flag]]:
        """Its flags by heading."""
        found: dict[str, list[Flag]] = {}
        for heading in (*GROUPS, OTHERS):
            if flags := [flag for flag in self.flags if flag.group == heading]:
                found[heading] = flags
        return found


_HELP: Final = Flag(("--help", "-h"), "", (), "Show this page.", "", "", OTHERS)
"""Typer has it apart from the others."""


def described(command: Any, path: tuple[str, ...] = ("newsgrab",)) -> Command:  # noqa: ANN401 - as in ``app``
    """A command of Typer with all that are below it."""
    says, *more = [" ".join(part.split()) for part in (command.help or "").strip().split("\n\n")]
    below = getattr(command, "commands", {})
    parameters = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    return Command(
        path=path,
        says=says,
        more=tuple(more),
        inputs=tuple(_input(one) for one in parameters if one.param_type_name == "argument"),
        flags=(*(_flag(one) for one in parameters if one.param_type_name == "option"), _HELP),
        below=tuple(described(one, (*path, name)) for name, one in below.items()),
    )


def every(command: Command) -> Iterator[Command]:
    """A command and all that are below it."""
    yield command
    for one in command.below:
        yield from every(one)


def _input(parameter: Any) -> tuple[str, str]:  # noqa: ANN401 - as above
    return parameter.metavar or parameter.name.upper(), parameter.help or ""


def _flag(parameter: Any) -> Flag:  # noqa: ANN401 - as above
    names = tuple(sorted(parameter.opts, key=lambda name: not name.startswith("--")))
    choices = tuple(getattr(parameter.type, "choices", ()))
    value = "" if parameter.is_flag else parameter.metavar or "|".join(choices) or "VALUE"
    shows = parameter.show_default is not False and parameter.default not in _NO_DEFAULT
    return Flag(
        names=names,
        value=value,
        choices=choices,
        says=parameter.help or "",
        default=str(parameter.default) if shows else "",
        variable=parameter.envvar or "",
        group=next((heading for heading, flags in GROUPS.items() if names[0] in flags), OTHERS),
    )
