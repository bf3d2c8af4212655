"""``newsgrab extract``: the same from files, without any network."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from newsgrab.cli import flags, selection, shape_flags

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...",
        help="HTML files and web archives (.warc, .warc.gz); none, or -, is HTML on standard input.",
    ),
]
Url = Annotated[str | None, flags.flag("--url", metavar="URL", says="The address the page came from.")]


def extract(
    context: typer.Context,
    words: Files = None,
    *,
    url: Url = None,
    encoding: flags.Encoding = None,
    max_size: flags.MaxSize = 10 << 20,
    output: flags.Output = None,
    formats: flags.Format = None,
    fields: shape_flags.Field = None,
    template: shape_flags.Print = None,
    raw: shape_flags.Raw = False,
    on_conflict: flags.OnConflict = "skip",
    errors: flags.Errors = None,
    front_matter: flags.FrontMatter = "yaml",
    array: flags.Array = False,
    provenance: flags.Provenance = False,
    save_html: flags.SaveHtml = False,
    filenames: shape_flags.Filenames = "unicode",
    keep: shape_flags.Keep = None,
    drop: shape_flags.Drop = None,
    since: selection.Since = None,
    until: selection.Until = None,
    match: selection.Match = None,
    reject: selection.Reject = None,
    languages: shape_flags.Lang = None,
    min_words: shape_flags.MinWords = 0,
    require: shape_flags.Require = None,
    limit: selection.Limit = None,
    log_file: flags.LogFile = None,
    log_format: flags.LogFormat = "text",
    progress: flags.Progress = "auto",
    color: flags.Colour = "auto",
    quiet: flags.Quiet = False,
    verbose: flags.Verbose = False,
    version: flags.Version = False,
) -> Callable[[], int]:
    """Extract the articles of HTML files and web archives; nothing is fetched.

    With --url relative links become absolute and the article knows where it stood.
    """
    given = locals()
    given = shape_flags.agreed(given.pop("context"), given)
    from newsgrab.cli.run_extract import ExtractFlags, run_extract  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(run_extract, ExtractFlags(**given))
