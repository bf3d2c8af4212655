"""The work of ``newsgrab convert``."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack

from newsgrab.cli.collecting import collected, containers_of
from newsgrab.cli.output import to_files, to_stdout
from newsgrab.errors import UsageError
from newsgrab.pipeline.containers import Taking
from newsgrab.pipeline.converting import Rendered, convert
from newsgrab.records import dataclass
from newsgrab.rendering import FORMATS
from newsgrab.report import Colour, Report, Voice, is_terminal, wants_colour
from newsgrab.store import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertFlags:
    """The flags of ``newsgrab convert``, named as its parameters."""

    words: list[str] | None
    formats: list[str] | None
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
    formats = tuple(dict.fromkeys(flags.formats or ()))
    if containers := containers_of(formats, flags.output, many=True):
        return _converted(flags, collected(containers, flags.output, grows=False, sources=flags.words or ()))
    output = None if flags.output == "-" else flags.output
    if not formats:
        formats = _renderings_of(output)
    if not formats:
        raise UsageError("what is to be made of them? -f md, csv, sqlite, epub ..., or -o FILE.csv")
    return _converted(flags, _rendered(formats, output))


def _renderings_of(output: str | None) -> tuple[str, ...]:
    """The format that the name of a template tells."""
    return tuple(name for name, known in FORMATS.items() if (output or "").endswith(f".{known.extension}"))


def _rendered(formats: Sequence[str], output: str | None) -> Taking:
    if output is None:
        place = to_stdout(formats, array=False, many=True)
    else:
        place = to_files(Template.parse(output), formats, "skip", many=True, save_html=False)
    return Rendered(place.destination, formats, indent=place.indent)


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
