"""The commands, and what a line of words means."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import typer

from newsgrab.cli.completion import completion
from newsgrab.cli.config import COMMANDS as config_commands  # noqa: N811 - of several groups
from newsgrab.cli.convert import convert
from newsgrab.cli.discover import discover
from newsgrab.cli.doctor import doctor
from newsgrab.cli.explain import explain
from newsgrab.cli.extract import extract
from newsgrab.cli.flags import Version
from newsgrab.cli.get import get
from newsgrab.cli.inputs import is_source
from newsgrab.cli.read import read
from newsgrab.cli.run import run
from newsgrab.cli.schema import schema
from newsgrab.cli.settings import Defaults, Settings, flag_of
from newsgrab.cli.signals import ReaderGone
from newsgrab.cli.state import COMMANDS as state_commands  # noqa: N811 - as above
from newsgrab.cli.streams import cut_off
from newsgrab.cli.topics import topics
from newsgrab.cli.versions import diff, dups, history
from newsgrab.errors import UsageError

_COMMANDS: Final[dict[str, Callable[..., Any]]] = {
    "get": get,
    "extract": extract,
    "read": read,
    "explain": explain,
    "discover": discover,
    "convert": convert,
    "run": run,
    "history": history,
    "diff": diff,
    "dups": dups,
    "doctor": doctor,
    "schema": schema,
    "completion": completion,
    "help": topics,
}
_GROUPS: Final[dict[str, tuple[str, Mapping[str, Callable[..., Any]]]]] = {
    "config": ("The file with defaults, profiles and sources.", config_commands),
    "state": ("What is remembered between runs.", state_commands),
}
_CONFIGURED: Final = ("get", "extract", "read", "explain", "discover", "run")
"""The commands whose flags have defaults in the configuration."""

_OWN_FLAGS: Final = ("-h", "--help", "-V", "--version")
# Click's base of all complaints about usage; it has no public name that Typer 0.26 to 0.28 share.
_Complaint: type[Any] = typer.BadParameter.__bases__[0]


def job_of(arguments: Sequence[str]) -> Callable[[], int]:
    """What the words ask for, ready to be done.

    Help is shown at once, and what is left to do is to return its status.

    Raises:
        UsageError: They make no sense; the message says why, and what may have been meant.
        ReaderGone: Nobody reads the help.
        OutputError: It cannot be written.
    """
    try:
        words = _in_full(arguments)
        app, settings = command_tree(words[0]), Settings()
        asked = app.main(
            args=words,
            prog_name="newsgrab",
            standalone_mode=False,
            obj=settings,
            default_map=_default_map(app, settings),
        )
        if sys.stdout is not None:
            sys.stdout.flush()
    except _Complaint as complaint:
        from newsgrab.cli.complaints import in_one_line  # noqa: PLC0415 - for mistakes only

        raise UsageError(in_one_line(complaint)) from None
    except OSError as error:  # help, to a disk that is full
        raise cut_off(error) from error
    except SystemExit as leaving:
        if leaving.code == 1:  # Typer's answer to EPIPE
            raise ReaderGone from None
        raise
    if isinstance(asked, list):
        return job_of(asked)
    return asked if callable(asked) else lambda: int(asked or 0)


def command_tree(first: str = "") -> Any:  # noqa: ANN401 - Typer's own click has no public types
    """The commands, as Typer has them.

    Args:
        first: The first word, where only what it needs is to be made: to make all takes 15 ms of CPU time.
    """
    chosen = (first,) if first in _COMMANDS or first in _GROUPS else (*_COMMANDS, *_GROUPS)
    app = typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,  # it asks Python at each key: 150 ms; ``newsgrab completion`` does not
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_newsgrab)
    for name, command in _COMMANDS.items():
        if name in chosen:
            app.command(name)(_title_of(command) if first in _OWN_FLAGS else command)
    for name, (says, commands) in _GROUPS.items():
        if name not in chosen:
            continue
        group = typer.Typer(help=says, rich_markup_mode=None, pretty_exceptions_enable=False)
        for word, command in commands.items():
            group.command(word)(command)
        app.add_typer(group, name=name)
    made: Any = typer.main.get_command(app)
    for name in _CONFIGURED:
        if name in made.commands:
            made.commands[name].params.extend(_config_options())
    _give_help(made, ("newsgrab",))
    return made


def _title_of(command: Callable[..., Any]) -> Callable[[], None]:
    """All that the page of all commands shows of one."""

    def title() -> None:
        raise AssertionError("only its first line is shown")

    title.__doc__ = command.__doc__
    return title


def all_flags() -> dict[str, Any]:
    """Every flag that a configuration can set, with a parameter of some command that has it."""
    found: dict[str, Any] = {}
    app = command_tree()
    for name in _CONFIGURED:
        for parameter in app.commands[name].params:
            if (flag := flag_of(parameter)) is not None:
                found.setdefault(flag, parameter)
    return found


def _default_map(app: Any, settings: Settings) -> dict[str, Any]:  # noqa: ANN401 - as above
    return {
        name: Defaults(settings, {parameter.name: parameter for parameter in app.commands[name].params})
        for name in _CONFIGURED
        if name in app.commands
    }


def _config_options() -> list[Any]:
    """``--config`` and ``--profile``, which say where the other flags have their defaults from."""

    def choose(context: Any, parameter: Any, value: str | None) -> str | None:  # noqa: ANN401 - as above
        setattr(context.obj, "named" if parameter.name == "config" else "profile", value)
        return value

    shared: dict[str, Any] = {"expose_value": False, "is_eager": True, "callback": choose}
    return [
        typer.core.TyperOption(
            param_decls=["--config", "-c"],
            metavar="FILE",
            envvar="NEWSGRAB_CONFIG",
            help="Defaults of flags. Default: newsgrab.toml in $XDG_CONFIG_HOME/newsgrab.",
            **shared,
        ),
        typer.core.TyperOption(
            param_decls=["--profile"],
            metavar="NAME",
            envvar="NEWSGRAB_PROFILE",
            help="Further defaults from there.",
            **shared,
        ),
    ]


def _give_help(command: Any, path: tuple[str, ...]) -> None:  # noqa: ANN401 - as above
    """Has a command, and those below it, show pages of our own."""

    def show(_context: object, formatter: Any) -> None:  # noqa: ANN401 - as above
        from shutil import get_terminal_size  # noqa: PLC0415 - 2 ms, with all archives it knows

        from newsgrab.cli.describing import described  # noqa: PLC0415 - where it is used
        from newsgrab.cli.help_page import help_page  # noqa: PLC0415 - as above

        formatter.write(help_page(described(command, path), get_terminal_size().columns))

    command.format_help = show
    for name, one in getattr(command, "commands", {}).items():
        _give_help(one, (*path, name))


def _newsgrab(version: Version = False) -> None:
    """News pages as clean data.

    newsgrab URL is short for newsgrab get URL.
    """


def _in_full(arguments: Sequence[str]) -> list[str]:
    """``newsgrab URL`` is ``newsgrab get URL``, also with flags in front; nothing at all asks for help."""
    if not arguments:
        return ["--help"]
    first = arguments[0]
    if first in _GROUPS and len(arguments) == 1:
        return [first, "--help"]
    if first in _COMMANDS or first in _GROUPS or first in _OWN_FLAGS:
        return list(arguments)
    if first.startswith("-") or is_source(first):
        return ["get", *arguments]
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    near = get_close_matches(first, [*_COMMANDS, *_GROUPS], n=1)
    hint = f"did you mean {near[0]}?" if near else "newsgrab --help lists the commands"
    raise UsageError(f"no such command or file: {first}; {hint}")
