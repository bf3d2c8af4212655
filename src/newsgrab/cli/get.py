"""``newsgrab get``: fetch, extract, write."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from newsgrab.cli import flags, selection, shape_flags

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SRC]...",
        help="Addresses, HTML files, web archives (.warc, .warc.gz), or - for HTML on standard input.",
    ),
]


def get(
    context: typer.Context,
    words: Sources = None,
    *,
    input_files: flags.InputFile = None,
    null: flags.Null = False,
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
    save_images: flags.SaveImages = False,
    warc: flags.Warc = None,
    filenames: shape_flags.Filenames = "unicode",
    keep: shape_flags.Keep = None,
    drop: shape_flags.Drop = None,
    pages: shape_flags.Pages = "first",
    since: selection.Since = None,
    until: selection.Until = None,
    match: selection.Match = None,
    reject: selection.Reject = None,
    languages: shape_flags.Lang = None,
    min_words: shape_flags.MinWords = 0,
    require: shape_flags.Require = None,
    limit: selection.Limit = None,
    encoding: flags.Encoding = None,
    jobs: flags.Jobs = 8,
    ordered: flags.Ordered = False,
    delay: flags.Delay = 1.0,
    timeout: flags.Timeout = 60.0,
    connect_timeout: flags.ConnectTimeout = 10.0,
    retries: flags.Retries = 2,
    max_size: flags.MaxSize = 10 << 20,
    max_redirects: flags.MaxRedirects = 5,
    user_agent: flags.UserAgent = None,
    contact: flags.Contact = None,
    headers: flags.Header = None,
    robots: flags.Robots = "respect",
    allow_private: flags.AllowPrivate = False,
    allow_downgrade: flags.AllowDowngrade = False,
    insecure: flags.Insecure = False,
    cacert: flags.CaCert = None,
    proxy: flags.Proxy = None,
    cookies: flags.Cookies = None,
    netrc: flags.Netrc = False,
    http2: flags.Http2 = False,
    state: flags.State = None,
    no_state: flags.NoState = False,
    refresh: flags.Refresh = False,
    new_only: flags.NewOnly = False,
    max_age: flags.MaxAge = 0.0,
    offline: flags.Offline = False,
    dry_run: flags.DryRun = False,
    log_file: flags.LogFile = None,
    log_format: flags.LogFormat = "text",
    progress: flags.Progress = "auto",
    color: flags.Colour = "auto",
    quiet: flags.Quiet = False,
    verbose: flags.Verbose = False,
    version: flags.Version = False,
) -> Callable[[], int]:
    """Fetch pages, extract their articles, write them.

    Articles go to standard output as JSON, or with -o to files; what fails is told on standard error.
    Run again into the same folder, it fetches only what is not there yet.
    """
    given = locals()
    given = shape_flags.agreed(given.pop("context"), given)
    from newsgrab.cli.run_get import GetFlags, run_get  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(run_get, GetFlags(**given))
