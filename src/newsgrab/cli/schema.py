"""``newsgrab schema``: the JSON Schema of an article."""

from collections.abc import Callable


def schema() -> Callable[[], int]:
    """Print the JSON Schema of an article."""
    return print_schema


def print_schema() -> int:
    """Prints ``data/schema.json`` and returns the exit status.

    Raises:
        ReaderGone, OutputError: As ``write_out``.
    """
    from importlib.resources import files  # noqa: PLC0415 - where it is used

    from newsgrab.cli.streams import write_out  # noqa: PLC0415 - where it is used

    write_out(files("newsgrab").joinpath("data", "schema.json").read_text("utf-8"))
    return 0
