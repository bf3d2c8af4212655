"""The work of ``newsgrab convert``."""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from newsgrab.cli.output import to_files, to_stdout
from newsgrab.cli.streams import write_out
from newsgrab.errors import UsageError
from newsgrab.pipeline.converting import Rendered, Taking, convert, opened
from newsgrab.records import dataclass
from newsgrab.rendering import FORMATS
from newsgrab.report import Colour, Report, Voice, is_terminal, wants_colour
from newsgrab.sinks import format_of
from newsgrab.store import Template


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
    form = flags.form or (format_of(output) or _rendering_of(output) if output else None)
    if form is None:
        raise UsageError("what is to be made of them? -f md, csv, sqlite, epub ..., or -o FILE.csv")
    if form in FORMATS:
        return _converted(flags, _rendered(form, output))
    if output is not None:
        return _converted(flags, opened(form, output))
    if form not in ("csv", "tsv"):
        raise UsageError(f"{form} is a file: -o FILE says which")
    with tempfile.TemporaryDirectory(prefix="newsgrab-") as folder:
        place = Path(folder, f"articles.{form}")
        status = _converted(flags, opened(form, str(place)))
        if not place.exists():
            return status
        with place.open(encoding="utf-8", newline="") as file:
            while piece := file.read(1 << 16):
                write_out(piece)
    return status


def _rendering_of(output: str) -> str | None:
    """The format that the name of a template tells."""
    return next((name for name, known in FORMATS.items() if output.endswith(f".{known.extension}")), None)


def _rendered(form: str, output: str | None) -> Taking:
    if output is None:
        place = to_stdout((form,), array=False, many=True)
    else:
        place = to_files(Template.parse(output), (form,), "skip", many=True, save_html=False)
    return Rendered(place.destination, form, indent=place.indent)


def _converted(flags: ConvertFlags, sink: Taking) -> int:
    voice = Voice(quiet=flags.quiet, verbose=flags.verbose, colour=wants_colour(flags.color))
    with ExitStack() as unless_whole:
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
