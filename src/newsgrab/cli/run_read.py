"""The work of ``newsgrab read``."""

import os
import shutil
import sys
import time
from collections.abc import Mapping
from typing import Final, Literal

from newsgrab.cli.choosing import ShapeFlags, shape_of
from newsgrab.cli.network import NetworkFlags, fetch_options
from newsgrab.cli.opening import check_encoding, show_log
from newsgrab.cli.pager import show
from newsgrab.cli.run_explain import source_of_one, told_of
from newsgrab.errors import NewsgrabError
from newsgrab.model import Outcome
from newsgrab.pipeline.reading import ReadOptions
from newsgrab.records import dataclass
from newsgrab.rendering.typeset import Bidi, TypesetOptions
from newsgrab.report import Colour, Report, Voice, is_terminal, wants_colour
from newsgrab.worker.telling import Setting

_WIDEST: Final = 80
"""Longer lines are hard to find back from: books have 45 to 75 letters."""

_VTE_WITH_BIDI: Final = 5800  # 0.58, September 2019
_ORDERS: Final = ("KONSOLE_VERSION", "MLTERM")
_ORDERS_NOT: Final = (
    "KITTY_WINDOW_ID",
    "ALACRITTY_WINDOW_ID",
    "WT_SESSION",
    "XTERM_VERSION",
    "GHOSTTY_BIN_DIR",
)
_PROGRAMS: Final[Mapping[str, Bidi]] = {
    "Apple_Terminal": "terminal",
    "mintty": "terminal",
    "vscode": "visual",
    "WezTerm": "visual",
}


@dataclass(frozen=True, kw_only=True)
class ReadFlags(NetworkFlags):
    """The flags of ``newsgrab read``, named as its parameters."""

    word: str | None
    width: int | None
    bidi: Literal["auto", "terminal", "visual", "none"]
    pager: Literal["auto", "never"]
    keep: list[str] | None
    drop: list[str] | None
    url: str | None
    encoding: str | None
    max_size: int
    color: Colour
    verbose: bool
    version: bool


def run_read(flags: ReadFlags) -> int:
    """Shows the article, and returns the exit status: that of ``get`` for the same page.

    Raises:
        NewsgrabError: Flags that make no sense, or output that cannot be written.
        KeyboardInterrupt: Ctrl-C.
        Terminated: SIGTERM.
        ReaderGone: Nobody reads standard output any more.
    """
    if flags.verbose:
        show_log()
    check_encoding(flags.encoding)
    source = source_of_one(flags.word, flags.url)
    shape = shape_of(ShapeFlags(keep=flags.keep, drop=flags.drop))
    network = fetch_options(flags, flags.max_size)
    reading = ReadOptions(max_bytes=flags.max_size, encoding=flags.encoding, url=flags.url)
    with Report(Voice(colour=wants_colour(flags.color)), errors=None, total=1) as report:
        started = time.monotonic()
        try:
            told = told_of(source, reading, network, Setting(shape=shape, options=_options(flags)))
        except NewsgrabError as error:
            report.add(
                Outcome(
                    url=source.shown,
                    verdict="failed",
                    code=error.code,
                    status=int(error.status),
                    reason=str(error),
                    elapsed_s=time.monotonic() - started,
                )
            )
            return report.status
    show(told.text, paged=flags.pager == "auto")
    return 0


def _options(flags: ReadFlags) -> TypesetOptions:
    is_shown = is_terminal(sys.stdout)
    columns = min(shutil.get_terminal_size().columns, _WIDEST) if is_shown else _WIDEST
    return TypesetOptions(
        width=flags.width or columns,
        colour=wants_colour(flags.color, sys.stdout),
        bidi=flags.bidi if flags.bidi != "auto" else _bidi(os.environ) if is_shown else "none",
    )


def _bidi(around: Mapping[str, str]) -> Bidi:
    """Whether the terminal orders right-to-left letters; inside tmux and the like nobody knows."""
    if around.get("TMUX") or around.get("STY"):
        return "none"
    if any(around.get(name) for name in _ORDERS) or _number(around.get("VTE_VERSION")) >= _VTE_WITH_BIDI:
        return "terminal"
    if any(around.get(name) for name in _ORDERS_NOT) or around.get("TERM") in ("linux", "foot"):
        return "visual"
    return _PROGRAMS.get(around.get("TERM_PROGRAM", ""), "none")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
