"""``newsgrab history``, ``diff`` and ``dups``: what articles have been, and which are copies."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

import typer

from newsgrab.cli import flags

Url = Annotated[str, typer.Argument(metavar="URL", help="The address of an article in the state.")]
First = Annotated[int | None, typer.Argument(metavar="[V1]", help="The version before.")]
Second = Annotated[int | None, typer.Argument(metavar="[V2]", help="The version after.")]
_LINES = "Lines, or one JSON object a line."
HistoryFormat = Annotated[
    Literal["text", "json"], flags.flag("--format", "-f", envvar="NEWSGRAB_HISTORY_FORMAT", says=_LINES)
]
DupsFormat = Annotated[
    Literal["text", "json"], flags.flag("--format", "-f", envvar="NEWSGRAB_DUPS_FORMAT", says=_LINES)
]
Json = Annotated[bool, flags.flag("--json", says="The changes as one JSON object.")]
ExitCode = Annotated[bool, flags.flag("--exit-code", says="Status 8 if anything differs.")]


def history(url: Url, *, form: HistoryFormat = "text", state: flags.State = None) -> Callable[[], int]:
    """List the versions of an article: when each was first seen, and where it is."""
    from newsgrab.cli.run_versions import print_history  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(print_history, state, form, url)


def diff(
    url: Url,
    first: First = None,
    second: Second = None,
    *,
    as_json: Json = False,
    exit_code: ExitCode = False,
    color: flags.Colour = "auto",
    state: flags.State = None,
) -> Callable[[], int]:
    """Show what has changed in an article between two of its versions, by words.

    By default the last two. The paragraphs that have changed are shown, with [-what went-] and
    {+what came+}; on a terminal in red and green.
    """
    given = locals()
    from newsgrab.cli.run_versions import DiffFlags, print_diff  # noqa: PLC0415 - as above

    return partial(print_diff, DiffFlags(**given))


def dups(*, form: DupsFormat = "text", state: flags.State = None) -> Callable[[], int]:
    """List articles that are near copies of each other, in groups, the likely origin first."""
    from newsgrab.cli.run_versions import print_copies  # noqa: PLC0415 - as above

    return partial(print_copies, state, form)
