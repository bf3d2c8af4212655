"""The regular expressions of ``--match`` and ``--reject``."""

import os
import re

from newsgrab.errors import UsageError


def patterns(flag_name: str, given: list[str] | None) -> tuple[re.Pattern[str], ...]:
    """The regular expressions that a flag gives; else those of its variable, one a line.

    Args:
        flag_name: The flag, ``--match`` or ``--reject``.
        given: What it was given, verbatim.

    Raises:
        UsageError: Something is none.
    """
    # Not by Typer, which parts the values of a variable at every space.
    variable = "NEWSGRAB_" + flag_name.removeprefix("--").upper()
    found = []
    for text in given or os.environ.get(variable, "").splitlines():
        try:
            found.append(re.compile(text))
        except re.error as error:
            raise UsageError(f"{flag_name} {text!r} is no regular expression: {error}") from None
    return tuple(found)
