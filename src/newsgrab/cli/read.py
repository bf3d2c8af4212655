"""``newsgrab read``: an article set for the terminal."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

from newsgrab.cli import flags
from newsgrab.cli.explain import Colour, Source, Url, Verbose
from newsgrab.cli.shape_flags import Drop, Keep

Width = Annotated[
    int | None,
    flags.flag("--width", metavar="N", min=20, says="Columns. Default: those of the terminal, at most 80."),
]
Bidi = Annotated[
    Literal["auto", "terminal", "visual", "none"],
    flags.flag(
        "--bidi",
        says="Who orders right-to-left letters: the terminal, or newsgrab (visual). Default: as it is known.",
    ),
]
Pager = Annotated[
    Literal["auto", "never"],
    flags.flag("--pager", says="Whether long articles go through $PAGER, or less, on a terminal."),
]


def read(
    word: Source = None,
    *,
    width: Width = None,
    bidi: Bidi = "auto",
    pager: Pager = "auto",
    keep: Keep = None,
    drop: Drop = None,
    url: Url = None,
    encoding: flags.Encoding = None,
    max_size: flags.MaxSize = 10 << 20,
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
    """Read an article on the terminal: headline, byline, text, notices set apart."""
    given = locals()
    from newsgrab.cli.run_read import ReadFlags, run_read  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(run_read, ReadFlags(**given))
