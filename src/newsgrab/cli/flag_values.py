"""What the values of flags may look like."""

from typing import Final

import typer

from newsgrab.quantities import bytes_of, seconds_of

FORMATS: Final = ("json", "jsonl", "md", "txt", "html", "csv", "tsv", "sqlite", "epub", "parquet")
"""What ``--format`` takes; spelt out, since ``--help`` and completion load no format."""


def duration(text: str) -> float:
    """Seconds of ``30s``, ``5m``, ``2h``, ``7d``, ``200ms`` or a plain number.

    Raises:
        typer.BadParameter: It is none.
    """
    try:
        return seconds_of(str(text))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def positive_duration(text: str) -> float:
    """As ``duration``, but longer than nothing.

    Raises:
        typer.BadParameter: It is not.
    """
    if not (seconds := duration(text)):
        raise typer.BadParameter("must be more than 0")
    return seconds


def size(text: str) -> int:
    """Bytes of ``10M``, ``500k``, ``1G`` or a plain number; units are powers of 1024.

    Raises:
        typer.BadParameter: It is none, or nothing.
    """
    try:
        return bytes_of(str(text))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def format_name(text: str) -> str:
    """The name of a format.

    Raises:
        typer.BadParameter: There is none of that name.
    """
    name = str(text).lower()
    if name not in FORMATS:
        raise typer.BadParameter(f"{text!r} is none of {', '.join(FORMATS)}")
    return name


def format_told(output: str) -> str | None:
    """The format that the name of a file tells, ``None`` if it tells none."""
    from newsgrab.sinks import format_of  # noqa: PLC0415 - ``--help`` needs no formats

    last = output.rpartition(".")[2].lower()
    return last if last in FORMATS and "." in output else format_of(output)
