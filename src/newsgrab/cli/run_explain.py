"""The work of ``newsgrab explain``."""

import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from newsgrab.cli.inputs import source_of
from newsgrab.cli.network import NetworkFlags, fetch_options
from newsgrab.cli.opening import check_encoding, show_log
from newsgrab.cli.streams import write_out
from newsgrab.durable import as_output_error, make_folder, write_whole
from newsgrab.errors import NewsgrabError, UsageError
from newsgrab.model import Outcome, Refusal
from newsgrab.pipeline import Source
from newsgrab.pipeline.reading import ReadOptions, tell_address, tell_file
from newsgrab.records import dataclass
from newsgrab.rendering.explained import ExplainOptions
from newsgrab.report import Colour, Report, Voice, is_terminal, wants_colour
from newsgrab.urls import check
from newsgrab.worker.telling import Setting, Telling, Told

if TYPE_CHECKING:
    from newsgrab.fetching import FetchOptions

_BY_EXTENSION: Final = {".html": "html", ".htm": "html", ".json": "json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainFlags(NetworkFlags):
    """The flags of ``newsgrab explain``, named as its parameters."""

    word: str | None
    url: str | None
    encoding: str | None
    max_size: int
    output: str | None
    form: Literal["text", "json", "html"] | None
    color: Colour
    verbose: bool
    version: bool


def run_explain(flags: ExplainFlags) -> int:
    """Explains, and returns the exit status: that of ``get`` for the same page.

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
    network = fetch_options(flags, flags.max_size)
    reading = ReadOptions(max_bytes=flags.max_size, encoding=flags.encoding, url=flags.url)
    voice = Voice(verbose=flags.verbose, colour=wants_colour(flags.color))
    with Report(voice, errors=None, total=1) as report:
        started = time.monotonic()
        try:
            told = told_of(source, reading, network, _telling(flags))
        except NewsgrabError as error:
            report.add(
                _outcome(
                    source, started, Refusal(code=error.code, status=int(error.status), reason=str(error))
                )
            )
            return report.status
        _write(told.text, flags.output)
        report.add(_outcome(source, started, told.refusal))
    return report.status


def source_of_one(word: str | None, url: str | None) -> Source:
    """The one input of a command.

    Args:
        word: Its word.
        url: The address a file came from.

    Raises:
        UsageError: There is none, or an address has another one.
    """
    if word is None:
        raise UsageError("no input: name an address or an HTML file, or - for HTML on standard input")
    source = source_of(word)
    if source.kind == "archive":
        raise UsageError(f"{word} is an archive of many pages, and this takes one")
    if url is not None:
        check(url)
        if source.kind == "url":
            raise UsageError("--url is the address of a file, and an address has its own")
    return source


def told_of(source: Source, reading: ReadOptions, network: "FetchOptions", wanted: Telling | Setting) -> Told:
    """What is told of an input: of a file here, of an address from a process of its own.

    Raises:
        NewsgrabError: It cannot be had, or not be told of.
    """
    if source.kind != "url":
        return tell_file(source, reading, wanted)
    from newsgrab.cli.online import drive  # noqa: PLC0415 - loads asyncio

    told: list[Told] = []

    async def run() -> None:
        told.append(await tell_address(source, reading, network, wanted))

    drive(run)
    return told[0]


def _outcome(source: Source, started: float, refusal: Refusal | None) -> Outcome:
    elapsed_s = time.monotonic() - started
    if refusal is None:
        return Outcome(url=source.shown, verdict="saved", reason="explained", elapsed_s=elapsed_s)
    return Outcome(
        url=source.shown,
        verdict="failed",
        code=refusal.code,
        status=refusal.status,
        reason=refusal.reason,
        elapsed_s=elapsed_s,
    )


def _telling(flags: ExplainFlags) -> Telling:
    to_stdout = flags.output in (None, "-")
    is_shown = to_stdout and is_terminal(sys.stdout)
    suffix = "" if flags.output is None else Path(flags.output).suffix.lower()
    options = ExplainOptions(
        indent=is_shown or not to_stdout,
        width=shutil.get_terminal_size().columns if is_shown else None,
        colour=to_stdout and wants_colour(flags.color, sys.stdout),
    )
    return Telling(form=flags.form or _BY_EXTENSION.get(suffix, "text"), options=options)


def _write(text: str, output: str | None) -> None:
    if output is None or output == "-":
        write_out(text)
        return
    target = Path(output)
    if target.exists() and not target.is_file():  # a pipe or a device cannot be replaced, only written
        try:
            target.write_text(text, "utf-8", newline="\n")
        except OSError as error:
            raise as_output_error(target, error) from error
        return
    make_folder(target.parent)
    write_whole(target, text.encode(), replace=True)
