"""``newsgrab convert``: articles that were saved as JSON, in another format."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from newsgrab.cli import flags, shape_flags
from newsgrab.cli.flag_values import format_name

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE]...", help="Files of JSON or JSON lines; none, or -, is standard input."),
]
Format = Annotated[
    list[str] | None,
    flags.flag(
        "--format",
        "-f",
        parser=format_name,
        metavar="NAME",
        says="What to make; repeatable for files. Default: what the name behind -o ends on.",
    ),
]
Output = Annotated[
    str | None,
    flags.flag(
        "--output",
        "-o",
        metavar="FILE|DIR/|TEMPLATE|-",
        says="The file, or the folder of notes and pages; without it text goes to standard output.",
    ),
]


def convert(
    context: typer.Context,
    words: Files = None,
    *,
    formats: Format = None,
    output: Output = None,
    color: flags.Colour = "auto",
    quiet: flags.Quiet = False,
    verbose: flags.Verbose = False,
    version: flags.Version = False,
) -> Callable[[], int]:
    """Put articles saved as JSON into one table (CSV, TSV, Parquet), database (SQLite) or book (EPUB).

    The file is there as a whole or not at all. In tables no cell is a formula: what begins like one has an
    apostrophe in front. Notes and pages (Markdown, HTML, text) are made of them as get makes them.
    """
    given = locals()
    given = shape_flags.told_by_name(given.pop("context"), given)
    from newsgrab.cli.run_convert import ConvertFlags, run_convert  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(run_convert, ConvertFlags(**given))
