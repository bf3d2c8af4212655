"""The flags, each described once."""

from typing import Annotated, Any, Literal

import typer

from newsgrab.cli.flag_values import duration, format_name, positive_duration, size


def flag(*names: str, says: str, **more: Any) -> Any:  # noqa: ANN401 - as typer.Option
    """An option that ``NEWSGRAB_<FLAG>`` sets too.

    Args:
        names: Its names, the long one first.
        says: Its line in the help.
        more: As for ``typer.Option``.
    """
    variable = "NEWSGRAB_" + names[0].removeprefix("--").upper().replace("-", "_")
    shown: dict[str, Any] = {"envvar": variable, "show_envvar": False} | more
    return typer.Option(*names, help=says, **shown)


def is_chosen(context: typer.Context, name: str) -> bool:
    """Whether the command line or the environment sets a parameter."""
    source = context.get_parameter_source(name)
    return source is not None and source.name in ("COMMANDLINE", "ENVIRONMENT")


def is_said(context: typer.Context, name: str) -> bool:
    """Whether the command line sets a parameter."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _version(wanted: bool) -> None:
    if wanted:
        from newsgrab.version import VERSION  # noqa: PLC0415 - where it is used

        typer.echo(f"newsgrab {VERSION}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", "-V", help="Show the version.", callback=_version, is_eager=True),
]

# ------------------------------------------------------------------------------------------ output

Format = Annotated[
    list[str] | None,
    flag(
        "--format",
        "-f",
        parser=format_name,
        metavar="NAME",
        says="json, jsonl, md, txt, html; all in one file: csv, tsv, sqlite, epub, parquet. Repeatable for"
        " files. Default: what -o ends on, else json.",
    ),
]
Output = Annotated[
    str | None,
    flag(
        "--output",
        "-o",
        metavar="DIR/|TEMPLATE|FILE|-",
        says="Write files: into a folder (ending on /), named like '{host}/{slug}.md', or all.csv.",
    ),
]
OnConflict = Annotated[
    Literal["skip", "overwrite", "suffix", "version"],
    flag(
        "--on-conflict",
        says="What to do with an article that is there already; version keeps the one before as NAME.v1.EXT.",
    ),
]
FrontMatter = Annotated[
    Literal["yaml", "toml", "none"], flag("--front-matter", says="What stands before the text in Markdown.")
]
Array = Annotated[bool, flag("--array", says="One JSON array instead of one object a line.")]
Provenance = Annotated[
    bool, flag("--provenance", says="Add to JSON where each field's value came from.", show_default=False)
]
SaveHtml = Annotated[
    bool, flag("--save-html", says="Keep the page, too, beside its article as NAME.source.html.")
]
SaveImages = Annotated[
    bool,
    flag("--save-images", says="Fetch the pictures, too, into the folder NAME_files beside the article."),
]
Warc = Annotated[
    str | None,
    flag(
        "--warc",
        metavar="FILE",
        says="Add every request and its answer to this web archive (.warc, .warc.gz); needs newsgrab[warc].",
    ),
]
Errors = Annotated[
    str | None,
    flag("--errors", "-e", metavar="FILE", says="Write failures there as JSON lines, which -i takes."),
]

# ------------------------------------------------------------------------------------------- input

Encoding = Annotated[
    str | None,
    flag("--encoding", metavar="NAME", says="Read pages in this charset, whatever they declare."),
]
MaxSize = Annotated[
    int,
    flag("--max-size", metavar="SIZE", parser=size, show_default=False, says="Largest page. Default: 10M."),
]

# ----------------------------------------------------------------------------------------- messages

Quiet = Annotated[bool, flag("--quiet", "-q", says="Errors only: no progress, no summary.")]
State = Annotated[
    str | None,
    flag(
        "--state",
        metavar="FILE",
        says="What is remembered between runs. Default: newsgrab/state.sqlite in $XDG_STATE_HOME.",
    ),
]
NoState = Annotated[bool, flag("--no-state", says="Remember nothing between runs.")]
Refresh = Annotated[
    bool,
    flag("--refresh", says="Ask for everything anew, also what is known to be unchanged, gone or to crash."),
]
NewOnly = Annotated[
    bool,
    flag("--new-only", says="Only what no earlier run has saved; what failed, when its time has come."),
]
MaxAge = Annotated[
    float,
    flag(
        "--max-age",
        metavar="TIME",
        parser=duration,
        show_default=False,
        says="Do not ask again for what was had less than that ago and is still there. Default: ask.",
    ),
]
Offline = Annotated[bool, flag("--offline", says="Ask nobody: only what earlier runs have kept.")]
Verbose = Annotated[bool, flag("--verbose", "-v", says="A line for every input; tracebacks of bugs.")]
Colour = Annotated[Literal["auto", "always", "never"], flag("--color", says="Colour on standard error.")]
LogFile = Annotated[
    str | None,
    flag(
        "--log-file",
        metavar="FILE",
        says="Add a line for every input to this file, with the time; at 10 MB it becomes FILE.1.",
    ),
]
LogFormat = Annotated[Literal["text", "json"], flag("--log-format", says="Lines of text, or JSON lines.")]
Progress = Annotated[Literal["auto", "never"], flag("--progress", says="The progress bar.")]

# ----------------------------------------------------------------------------------------- network

InputFile = Annotated[
    list[str] | None,
    flag(
        "--input-file",
        "-i",
        metavar="FILE",
        says="A list of addresses, one a line or JSON lines with url; # comments; - is standard input.",
    ),
]
Null = Annotated[bool, flag("--null", "-0", says="Addresses in lists end with NUL, not with a line end.")]
Jobs = Annotated[int, flag("--jobs", "-j", metavar="N", min=1, max=256, says="Pages fetched at a time.")]
DryRun = Annotated[
    bool, flag("--dry-run", "-n", says="Say what would be fetched; fetch no article, note nothing.")
]
Ordered = Annotated[bool, flag("--ordered", says="Articles in the order of the inputs.")]
Delay = Annotated[
    float,
    flag(
        "--delay",
        metavar="TIME",
        parser=duration,
        show_default=False,
        says="Pause between two requests to one host. Default: 1s.",
    ),
]
Timeout = Annotated[
    float,
    flag(
        "--timeout",
        metavar="TIME",
        parser=positive_duration,
        show_default=False,
        says="Most time for a page, redirects and retries included. Default: 60s.",
    ),
]
ConnectTimeout = Annotated[
    float,
    flag(
        "--connect-timeout",
        metavar="TIME",
        parser=positive_duration,
        show_default=False,
        says="Most time for a connection. Default: 10s.",
    ),
]
Retries = Annotated[int, flag("--retries", metavar="N", min=0, says="Further attempts where that may help.")]
MaxRedirects = Annotated[int, flag("--max-redirects", metavar="N", min=0, says="Redirects followed.")]
UserAgent = Annotated[
    str | None,
    flag("--user-agent", "-A", metavar="NAME", says="Name told to servers. Default: newsgrab/VERSION."),
]
Contact = Annotated[
    str | None,
    flag("--contact", metavar="MAIL", says="Mail address or URL of yours, told to servers with the name."),
]
Header = Annotated[
    list[str] | None,
    flag(
        "--header",
        "-H",
        metavar="'NAME: VALUE'|@FILE",
        # Not by Typer, which parts the values of a variable at every space.
        envvar=None,
        says="Header for the host first asked, no other; @FILE has one a line.",
    ),
]
Robots = Annotated[Literal["respect", "ignore"], flag("--robots", says="Whether robots.txt is obeyed.")]
AllowPrivate = Annotated[
    bool, flag("--allow-private", says="Also fetch from addresses that are not public (127.0.0.1, 10.0.0.1).")
]
AllowDowngrade = Annotated[bool, flag("--allow-downgrade", says="Also follow redirects from https to http.")]
Insecure = Annotated[bool, flag("--insecure", "-k", says="Accept any certificate.")]
CaCert = Annotated[
    str | None, flag("--cacert", metavar="FILE", says="Trust these certificates (PEM) and no others.")
]
Proxy = Annotated[
    str | None,
    flag(
        "--proxy",
        "-x",
        metavar="URL",
        says="Fetch through this proxy. Default: HTTPS_PROXY and its kin; '' is none.",
    ),
]
Cookies = Annotated[
    str | None,
    flag(
        "--cookies",
        "-b",
        metavar="FILE",
        says="Send these cookies (cookies.txt) where each belongs; keep a host's own during the run.",
    ),
]
Netrc = Annotated[
    bool, flag("--netrc", says="Log in at hosts asked with ~/.netrc or $NETRC.", show_default=False)
]
Http2 = Annotated[bool, flag("--http2", says="Speak HTTP/2 where servers do; needs newsgrab[http2].")]
