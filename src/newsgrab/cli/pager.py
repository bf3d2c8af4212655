"""Long text for a person: through the pager, where there is a terminal and one that works."""

import os
import shlex
import subprocess
import sys
from contextlib import suppress

from newsgrab.cli.streams import write_out
from newsgrab.report import is_terminal


def show(text: str, *, paged: bool) -> None:
    """Writes to standard output, through ``$PAGER`` (by default ``less``) if that is a terminal.

    As git does, ``less`` is asked to show what fits without waiting and to leave it on the screen
    (``LESS=FRX``), unless the user has said otherwise; and to leave colours alone in any case, for who sets
    ``LESS=-i`` does not want to see their codes. An empty ``$PAGER`` and ``cat`` are none.

    Args:
        text: All of it.
        paged: Whether a pager is wanted.

    Raises:
        ReaderGone, OutputError: As ``write_out``.
    """
    command = shlex.split(os.environ.get("PAGER", "less")) if paged and is_terminal(sys.stdout) else []
    if not command or command == ["cat"] or not _has_paged(command, text):
        write_out(text)


def _has_paged(command: list[str], text: str) -> bool:
    """Whether the pager could be started; that it is left early is no failure."""
    around = {"LESS": "FX", "LESSCHARSET": "utf-8", "LV": "-c"} | os.environ
    around["LESS"] = f"-R {around['LESS']}"  # in front: a prompt (-P) goes to the end of the variable
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=around)  # noqa: S603 - the user's own
    except OSError:
        return False
    with process, suppress(BrokenPipeError):
        while True:
            try:
                process.communicate(text.encode("utf-8", "replace"))
                break
            except KeyboardInterrupt:  # it is for the pager, which shares the terminal
                continue
    return True
