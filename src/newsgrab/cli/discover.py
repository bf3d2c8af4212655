"""``newsgrab discover``: the addresses of articles."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

import typer

from newsgrab.cli import flags, selection

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="SRC...", help="Addresses of sites, section pages, feeds or sitemaps."),
]
Format = Annotated[
    Literal["text", "jsonl"],
    # Not NEWSGRAB_FORMAT, which is that of articles.
    flags.flag(
        "--format", "-f", envvar="NEWSGRAB_DISCOVER_FORMAT", says="One address a line, or one JSON object."
    ),
]
Kind = Annotated[
    Literal["auto", "feed", "sitemap", "section"],
    flags.flag(
        "--kind",
        says="What is read of a site: its feeds, its sitemaps, the links of a page; auto is page and feeds.",
    ),
]
Jobs = Annotated[int, flags.flag("--jobs", "-j", metavar="N", min=1, max=256, says="Sources read at a time.")]


def discover(
    words: Sources = None,
    *,
    form: Format = "text",
    kind: Kind = "auto",
    since: selection.Since = None,
    until: selection.Until = None,
    match: selection.Match = None,
    reject: selection.Reject = None,
    limit: selection.Limit = None,
    jobs: Jobs = 8,
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
    state: flags.State = None,
    no_state: flags.NoState = False,
    color: flags.Colour = "auto",
    quiet: flags.Quiet = False,
    verbose: flags.Verbose = False,
    version: flags.Version = False,
) -> Callable[[], int]:
    """List the addresses of the articles that sites, section pages, feeds and sitemaps name.

    Each is written once and as soon as it is found; newsgrab get -i - takes them, as text and as JSON lines.
    """
    given = locals()
    from newsgrab.cli.run_discover import DiscoverFlags, run_discover  # noqa: PLC0415 - as for ``get``

    return partial(run_discover, DiscoverFlags(**given))
