"""What ``get`` and ``extract`` have in common: their flags, and what is opened before the first input."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Literal, Protocol

from newsgrab.charset import name_of
from newsgrab.cli.choosing import ShapeFlags, fields_of, formats_of, selection_of, shape_of
from newsgrab.cli.output import PRINTED, Output, to_container, to_files, to_stdout
from newsgrab.errors import UsageError
from newsgrab.pipeline import Job, Source, Work, read_all
from newsgrab.records import dataclass
from newsgrab.rendering import RenderOptions
from newsgrab.report import Choice, Colour, ErrorFile, Report, Voice, is_terminal, may_show_bar, wants_colour

if TYPE_CHECKING:
    from newsgrab.journal import Journal
    from newsgrab.store import OnConflict


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFlags(ShapeFlags):
    """The flags of both commands, named as their parameters; ``newsgrab.cli.flags`` says what they mean."""

    words: list[str] | None
    encoding: str | None
    max_size: int
    output: str | None
    formats: list[str] | None
    on_conflict: "OnConflict"
    errors: str | None
    front_matter: Literal["yaml", "toml", "none"]
    array: bool
    provenance: bool
    save_html: bool
    save_images: bool = False
    pages: Literal["all", "first"] = "first"
    log_file: str | None
    log_format: Literal["text", "json"]
    progress: Choice
    color: Colour
    quiet: bool
    verbose: bool
    version: bool

    @property
    def writes_files(self) -> bool:
        """Whether articles go anywhere but to standard output."""
        return self.output not in (None, "-")


def work_offline(flags: PageFlags, sources: Sequence[Source], url: str | None = None) -> int:
    """Works files and standard input, and returns the exit status; loads neither HTTP client nor asyncio.

    Args:
        flags: The flags.
        sources: The inputs, no address among them.
        url: The address of a page that is a file.

    Raises:
        NewsgrabError: What concerns the run and not one input.
    """
    with opened(flags, total=len(sources), url=url) as (work, report):
        for outcome in read_all(sources, work):
            report.add(outcome)
            if report.saved == flags.limit:
                break
    return report.status


@contextmanager
def opened(flags: PageFlags, total: int | None, url: str | None = None) -> Iterator[tuple[Work, Report]]:
    """Everything a run needs; closed and summed up in the end.

    Args:
        flags: The flags.
        total: How many inputs there are; ``None`` if that is not known.
        url: The address of a page that is a file.

    Raises:
        UsageError: Flags that do not go together.
        OutputError: Something cannot be written, known before anything is fetched.
    """
    if flags.verbose:
        show_log()
    check_encoding(flags.encoding)
    if flags.errors == "-":
        raise UsageError("standard output is for articles: -e takes a file")
    output = _output(flags, many=total != 1)
    job = _job(flags, output)
    with ExitStack() as stack:
        stack.callback(output.destination.close)
        errors = ErrorFile(flags.errors) if flags.errors else None
        if errors is not None:
            stack.callback(errors.close)
        journal = stack.enter_context(journal_of(flags))
        report = stack.enter_context(Report(_voice(flags), errors, total, journal))
        yield (
            Work(
                destination=output.destination,
                job=job,
                max_bytes=flags.max_size,
                encoding=flags.encoding,
                url=url,
                save_html=flags.save_html,
                save_images=flags.save_images,
                pages=flags.pages,
            ),
            report,
        )


def _job(flags: PageFlags, output: Output) -> Job:
    return Job(
        formats=output.formats,
        rendering=RenderOptions(
            indent=output.indent,
            front_matter=flags.front_matter,
            provenance=flags.provenance,
            fields=fields_of(flags),
            template=flags.template or "",
            raw=flags.raw,
        ),
        selection=selection_of(flags),
        shape=shape_of(flags),
    )


def check_encoding(encoding: str | None) -> None:
    """Refuses a charset that nobody knows.

    Args:
        encoding: Its name, if one is named.

    Raises:
        UsageError: There is none of that name.
    """
    if encoding is not None and name_of(encoding) is None:
        raise UsageError(f"no charset is called {encoding!r} (labels: encoding.spec.whatwg.org)")


def _output(flags: PageFlags, *, many: bool) -> Output:
    formats = formats_of(flags, flags.formats or (), array=flags.array, to_files=flags.writes_files)
    if containers := _containers(flags, formats, many=many):
        return to_container(containers, flags.output, flags.on_conflict)
    if flags.save_html and not flags.writes_files:
        raise UsageError("--save-html keeps a page beside its article: -o DIR/ says where")
    if flags.output is None or flags.output == "-":
        return to_stdout(formats, array=flags.array, many=many)
    if flags.array:
        raise UsageError("--array is for standard output, not for files")
    from newsgrab.store import Template  # noqa: PLC0415 - start light

    template = Template.parse(flags.output, flags.filenames)
    return to_files(template, formats, flags.on_conflict, many=many, save_html=flags.save_html)


def _containers(flags: PageFlags, formats: Sequence[str], *, many: bool) -> tuple[str, ...]:
    """The formats, if they are of files that hold many articles.

    Raises:
        UsageError: Flags that do not go together.
    """
    if not flags.writes_files and set(formats) <= set(PRINTED):  # the usual case loads nothing
        return ()
    from newsgrab.cli.collecting import containers_of  # noqa: PLC0415 - start light

    found = containers_of(formats, flags.output, many=many)
    others = {"--array": flags.array, "--save-html": flags.save_html, "--save-images": flags.save_images}
    if found and (wrong := [name for name, is_set in others.items() if is_set]):
        raise UsageError(f"{found[0]} is one file of all articles: no {wrong[0]} with it")
    return found


def _voice(flags: PageFlags) -> Voice:
    # Articles running through a terminal would run through the bar.
    is_free = flags.writes_files or not is_terminal(sys.stdout)
    return Voice(
        quiet=flags.quiet,
        verbose=flags.verbose,
        colour=wants_colour(flags.color),
        progress=is_free and may_show_bar(flags.progress, quiet=flags.quiet),
    )


class LogFlags(Protocol):
    """The flags of a log."""

    @property
    def log_file(self) -> str | None:
        """Where it is."""

    @property
    def log_format(self) -> Literal["text", "json"]:
        """What its lines are."""


def journal_of(flags: LogFlags) -> "AbstractContextManager[Journal | None]":
    """The log, if one is wanted, open while the context is.

    Raises:
        UsageError: It is standard output.
        OutputError: It cannot be written.
    """
    if flags.log_file is None:
        return nullcontext()
    if flags.log_file == "-":
        raise UsageError("standard output is for articles: --log-file takes a file")
    from newsgrab.journal import Journal  # noqa: PLC0415 - seldom wanted, and loads logging

    return Journal(flags.log_file, flags.log_format)


def show_log() -> None:
    """Shows on standard error what modules note, tracebacks of bugs among it."""
    import logging  # noqa: PLC0415 - 5 ms, seldom wanted

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("newsgrab: %(message)s"))
    logger = logging.getLogger("newsgrab")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
