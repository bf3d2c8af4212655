"""The work of ``newsgrab convert``."""

import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from newsgrab.cli.streams import write_out
from newsgrab.errors import UsageError
from newsgrab.pipeline.converting import convert, opened
from newsgrab.report import Colour, Report, Voice, is_terminal, wants_colour
from newsgrab.sinks import format_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertFlags:
    """The flags of ``newsgrab convert``, named as its parameters."""

    words: list[str] | None
    form: str | None
    output: str | None
    color: Colour
    quiet: bool
    verbose: bool
    version: bool


def run_convert(flags: ConvertFlags) -> int:
    """Converts, and returns the exit status.

    Raises:
        UsageError: There is no input, or nobody says what is to be made, or a database has no file.
        OutputError: It cannot be written; what was there before is there still.
        ReaderGone: Nobody reads standard output any more.
    """
    if not flags.words and is_terminal(sys.stdin):
        raise UsageError("no input: name files of JSON lines, or pipe them in")
    output = None if flags.output == "-" else flags.output
    form = flags.form or (format_of(output) if output else None)
    if form is None:
        raise UsageError("what is to be made of them? -f csv, tsv, sqlite, epub or parquet, or -o FILE.csv")
    if output is None and form not in ("csv", "tsv"):
        raise UsageError(f"{form} is a file: -o FILE says which")
    if output is not None:
        return _converted(flags, form, output)
    with tempfile.TemporaryDirectory(prefix="newsgrab-") as folder:
        place = Path(folder, f"articles.{form}")
        status = _converted(flags, form, str(place))
        if not place.exists():
            return status
        with place.open(encoding="utf-8", newline="") as file:
            while piece := file.read(1 << 16):
                write_out(piece)
    return status


def _converted(flags: ConvertFlags, form: str, place: str) -> int:
    voice = Voice(quiet=flags.quiet, verbose=flags.verbose, colour=wants_colour(flags.color))
    with ExitStack() as unless_whole:
        sink = opened(form, place)
        unless_whole.callback(sink.discard)
        with Report(voice, errors=None, total=None) as report:
            saved = 0
            for outcome in convert(flags.words or ["-"], sink):
                report.add(outcome)
                saved += outcome.verdict == "saved"
        if not report.inputs:
            raise UsageError("no article to convert: there is nothing to read")
        if saved:
            sink.close()
            unless_whole.pop_all()
    return report.status
