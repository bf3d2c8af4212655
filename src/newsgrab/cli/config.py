"""``newsgrab config``: the file with defaults, profiles and sources."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final

import typer

from newsgrab.cli import flags

File = Annotated[
    str | None,
    flags.flag(
        "--config",
        "-c",
        metavar="FILE",
        says="This file. Default: newsgrab.toml in $XDG_CONFIG_HOME/newsgrab.",
    ),
]
Checked = Annotated[
    str | None, typer.Argument(metavar="[FILE]", help="The file; by default the one that is used.")
]
Profile = Annotated[str | None, flags.flag("--profile", metavar="NAME", says="With this profile.")]


def path(*, config: File = None) -> Callable[[], int]:
    """Print where the configuration is, whether or not there is one yet."""
    from newsgrab.cli.run_config import print_path  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(print_path, config)


def show(*, config: File = None, profile: Profile = None) -> Callable[[], int]:
    """Print what the configuration comes to, as JSON: defaults and sources."""
    from newsgrab.cli.run_config import print_config  # noqa: PLC0415 - as above

    return partial(print_config, config, profile)


def init(*, config: File = None) -> Callable[[], int]:
    """Write a configuration to begin with; one that is there is left alone."""
    from newsgrab.cli.run_config import write_first  # noqa: PLC0415 - as above

    return partial(write_first, config)


def validate(file: Checked = None, *, config: File = None) -> Callable[[], int]:
    """Check the configuration; what is wrong is named with its line."""
    from newsgrab.cli.run_config import check  # noqa: PLC0415 - as above

    return partial(check, file or config)


COMMANDS: Final[dict[str, Callable[..., Callable[[], int]]]] = {
    "path": path,
    "show": show,
    "init": init,
    "validate": validate,
}
