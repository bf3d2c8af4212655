"""``newsgrab explain``: why an article looks as it does."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

import typer

from newsgrab.cli import flags

Source = Annotated[
    str | None,
    typer.Argument(metavar="SRC", help="An address, an HTML file, or - for HTML on standard input."),
]
Url = Annotated[str | None, flags.flag("--url", metavar="URL", says="The address a file came from.")]
Output = Annotated[
    str | None,
    # Not NEWSGRAB_OUTPUT, which is where articles go; likewise the format.
    flags.flag(
        "--output", "-o", metavar="FILE", envvar="NEWSGRAB_EXPLAIN_OUTPUT", says="Write it to this file."
    ),
]
Format = Annotated[
    Literal["text", "json", "html"] | None,
    flags.flag(
        "--format",
        "-f",
        envvar="NEWSGRAB_EXPLAIN_FORMAT",
        says="html is the page itself, tinted. Default: what the name behind -o ends on, else text.",
    ),
]
Colour = Annotated[
    Literal["auto", "always", "never"], flags.flag("--color", says="Colour of text and of messages.")
]
Verbose = Annotated[bool, flags.flag("--verbose", "-v", says="Tracebacks of bugs.")]


def explain(
    word: Source = None,
    *,
    url: Url = None,
    encoding: flags.Encoding = None,
    max_size: flags.MaxSize = 10 << 20,
    output: Output = None,
    form: Format = None,
    delay: flags.Delay = 1.0,
    timeout: flags.Timeout = 60.0,
    connect_timeout: flags.ConnectTimeout = 10.0,
    retries: flags.Retries = 2,
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
    color: Colour = "auto",
    verbose: Verbose = False,
    version: flags.Version = False,
) -> Callable[[], int]:
    """Show what becomes of each block of a page, by which rule, and where each field came from.

    + is kept in the body, = goes into a field of its own, - is stripped. A page that get refuses is
    explained all the same; the status is then that of get: 5 where there is no article, 7 for a wall.
    """
    given = locals()
    from newsgrab.cli.run_explain import ExplainFlags, run_explain  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(run_explain, ExplainFlags(**given))
