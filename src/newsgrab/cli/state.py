"""``newsgrab state``: what is remembered between runs."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final, Literal

import typer

from newsgrab.cli import flags
from newsgrab.cli.flag_values import positive_duration

Url = Annotated[str, typer.Argument(metavar="URL", help="The address as it was asked for.")]
Urls = Annotated[list[str] | None, typer.Argument(metavar="[URL]...", help="Addresses.")]
Format = Annotated[
    Literal["text", "json"],
    flags.flag("--format", "-f", envvar="NEWSGRAB_STATE_FORMAT", says="Lines, or one JSON object a line."),
]
Source = Annotated[str | None, flags.flag("--source", metavar="NAME", says="Of this source only.")]
Verdict = Annotated[
    Literal["wanted", "saved", "failed", "passed"] | None,
    flags.flag("--verdict", says="With this verdict only."),
]
Limit = Annotated[
    int | None,
    flags.flag("--limit", metavar="N", min=1, envvar="NEWSGRAB_STATE_LIMIT", says="At most so many."),
]
OlderThan = Annotated[
    float | None,
    flags.flag(
        "--older-than",
        metavar="TIME",
        parser=positive_duration,
        says="What was neither named nor asked for for so long, like 90d.",
    ),
]


def list_(
    *,
    source: Source = None,
    verdict: Verdict = None,
    limit: Limit = None,
    form: Format = "text",
    state: flags.State = None,
) -> Callable[[], int]:
    """List the addresses, those found last first, and what became of each."""
    from newsgrab.cli.run_state import list_rows  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(list_rows, state, form, source=source, verdict=verdict, limit=limit)


def get(url: Url, *, form: Format = "text", state: flags.State = None) -> Callable[[], int]:
    """Show all that is known of one address."""
    from newsgrab.cli.run_state import show_row  # noqa: PLC0415 - as above

    return partial(show_row, state, form, url)


def rm(urls: Urls = None, *, older_than: OlderThan = None, state: flags.State = None) -> Callable[[], int]:
    """Forget addresses; what was saved of them stays where it is."""
    from newsgrab.cli.run_state import remove  # noqa: PLC0415 - as above

    return partial(remove, state, urls or [], older_than)


def export(*, state: flags.State = None) -> Callable[[], int]:
    """Print everything that is known of addresses as JSON lines."""
    from newsgrab.cli.run_state import list_rows  # noqa: PLC0415 - as above

    return partial(list_rows, state, "json", source=None, verdict=None, limit=None)


def stats(*, form: Format = "text", state: flags.State = None) -> Callable[[], int]:
    """Count what there is."""
    from newsgrab.cli.run_state import count  # noqa: PLC0415 - as above

    return partial(count, state, form)


def vacuum(*, state: flags.State = None) -> Callable[[], int]:
    """Check the file, and give back the space of what was forgotten."""
    from newsgrab.cli.run_state import tidy  # noqa: PLC0415 - as above

    return partial(tidy, state)


COMMANDS: Final[dict[str, Callable[..., Callable[[], int]]]] = {
    "list": list_,
    "get": get,
    "rm": rm,
    "export": export,
    "stats": stats,
    "vacuum": vacuum,
}
