"""``newsgrab completion``: the script that a shell completes commands and flags with."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

import typer

Shell = Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="SHELL", help="bash, zsh or fish.")]


def completion(shell: Shell) -> Callable[[], int]:
    """Print the script that completes commands and flags in a shell."""
    return partial(print_completion, shell)


def print_completion(shell: Literal["bash", "zsh", "fish"]) -> int:
    """Prints it and returns the exit status.

    Raises:
        ReaderGone, OutputError: As ``write_out``.
    """
    from newsgrab.cli.app import command_tree  # noqa: PLC0415 - it names this command
    from newsgrab.cli.completing import SHELLS  # noqa: PLC0415 - where it is used
    from newsgrab.cli.describing import described  # noqa: PLC0415 - as above
    from newsgrab.cli.streams import write_out  # noqa: PLC0415 - as above

    write_out(SHELLS[shell](described(command_tree())))
    return 0
