"""``newsgrab run``: what is new in the sources of the configuration, for cron."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

import typer

from newsgrab.cli import flags
from newsgrab.cli.flag_values import positive_duration

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]...", help="Sources of the configuration; none is all of them."),
]
Recheck = Annotated[
    str | None,
    flags.flag(
        "--recheck", metavar="TIMES", says="Look at articles again so long after they were found: 6h,24h,7d."
    ),
]
Deadline = Annotated[
    float | None,
    flags.flag(
        "--deadline",
        metavar="TIME",
        parser=positive_duration,
        says="End after so long; the next run goes on. Status 75 if there is work left.",
    ),
]
Lock = Annotated[
    Literal["fail", "wait"],
    flags.flag("--lock", says="What to do while another run is at work: status 75, or wait."),
]
MaxFail = Annotated[
    float | None,
    flags.flag(
        "--max-fail",
        metavar="PCT",
        min=0,
        max=100,
        says="Status 3 if more than so many percent of the articles fail. Default: 50, of ten or more.",
    ),
]
AlertAfter = Annotated[
    int,
    flags.flag("--alert-after", metavar="N", min=1, says="Status 3 if a source fails so many runs in a row."),
]
ShardFlag = Annotated[
    str | None,
    flags.flag("--shard", metavar="K/N", says="Only the hosts that fall to the K-th of N machines."),
]
OnSuccess = Annotated[
    str | None, flags.flag("--on-success", metavar="CMD", says="Run this when all went well; no shell.")
]
OnFailure = Annotated[
    str | None, flags.flag("--on-failure", metavar="CMD", says="Run this when the status is not 0; no shell.")
]
SummaryFile = Annotated[
    str | None,
    flags.flag("--summary-file", metavar="FILE", says="Write what became of the run there, as JSON."),
]


def run(
    context: typer.Context,
    words: Names = None,
    *,
    dry_run: flags.DryRun = False,
    output: flags.Output = None,
    formats: flags.Format = None,
    on_conflict: flags.OnConflict = "skip",
    errors: flags.Errors = None,
    front_matter: flags.FrontMatter = "yaml",
    provenance: flags.Provenance = False,
    save_html: flags.SaveHtml = False,
    encoding: flags.Encoding = None,
    recheck: Recheck = None,
    deadline: Deadline = None,
    lock: Lock = "fail",
    max_fail: MaxFail = None,
    alert_after: AlertAfter = 3,
    shard: ShardFlag = None,
    summary_file: SummaryFile = None,
    on_success: OnSuccess = None,
    on_failure: OnFailure = None,
    jobs: flags.Jobs = 8,
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
    log_file: flags.LogFile = None,
    log_format: flags.LogFormat = "text",
    progress: flags.Progress = "auto",
    color: flags.Colour = "auto",
    quiet: flags.Quiet = False,
    verbose: flags.Verbose = False,
    version: flags.Version = False,
) -> Callable[[], int]:
    """Fetch what is new in the sources of the configuration; silent while all is well.

    What a run does not get to, the next one does. What fails is tried again when its time has come.
    """
    given = locals()
    settings = given.pop("context").obj
    chosen = frozenset(name for name in given if flags.is_chosen(context, name))
    from newsgrab.cli.run_run import RunFlags, run_sources  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(run_sources, RunFlags(**given), settings, chosen)
