"""``newsgrab doctor``: whether all that newsgrab needs is there."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from newsgrab.cli import flags
from newsgrab.cli.explain import Colour

Address = Annotated[
    str,
    typer.Argument(metavar="[URL]", help="What is fetched with --network. Default: https://example.com/."),
]
AskNetwork = Annotated[bool, flags.flag("--network", says="Also fetch a page.")]


def doctor(
    url: Address = "https://example.com/",
    *,
    network: AskNetwork = False,
    allow_private: flags.AllowPrivate = False,
    state: flags.State = None,
    no_state: flags.NoState = False,
    color: Colour = "auto",
    version: flags.Version = False,
) -> Callable[[], int]:
    """Check versions, extras, configuration, state and clock, and the network if asked to.

    The status is 8 if something is wrong.
    """
    given = locals()
    from newsgrab.cli.run_doctor import DoctorFlags, run_doctor  # noqa: PLC0415 - ``--help`` needs none of it

    return partial(run_doctor, DoctorFlags(**given))
