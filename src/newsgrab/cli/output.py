"""Where articles go and in which formats, from ``-o``, ``-f`` and what stands on the other end."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgrab.cli.streams import Stdout
from newsgrab.errors import UsageError
from newsgrab.records import dataclass
from newsgrab.rendering import FORMATS, LINES
from newsgrab.report import is_terminal

if TYPE_CHECKING:
    from newsgrab.pipeline.containers import Container
    from newsgrab.store import Folder, OnConflict, Template


PRINTED: Final = (*FORMATS, *LINES)
"""What articles can be made one by one."""


@dataclass(frozen=True, slots=True)
class Output:
    """A place for articles, open.

    Attributes:
        destination: The place.
        formats: Names in ``rendering.FORMATS``, of what articles are made for it.
        indent: Whether JSON is laid out for a person.
    """

    destination: "Folder | Stdout | Container"
    formats: tuple[str, ...]
    indent: bool


def to_stdout(formats: Sequence[str], *, array: bool, many: bool) -> Output:
    """Standard output as the place.

    Raises:
        UsageError: More than one format, an array of something that is not JSON, or several pages of HTML.
    """
    if len(formats) > 1:
        raise UsageError(
            f"standard output takes one format, not {' and '.join(formats)}; -o DIR/ takes several"
        )
    name = formats[0] if formats else "json"
    is_json = name in ("json", "jsonl")
    if array and not is_json:
        raise UsageError(f"--array makes an array of JSON, not of {name}")
    if many and name == "html":
        raise UsageError("HTML is a page for each article: -o DIR/ says where")
    # A blank line before the front matter of the next: right under a paragraph "---" makes it a heading.
    between = ",\n" if array else "" if is_json or name in LINES else "\n"
    indent = not many and not array and is_terminal(sys.stdout)
    return Output(Stdout(array=array, between=between), (name,), indent)


def to_files(
    template: "Template", formats: Sequence[str], on_conflict: "OnConflict", *, many: bool, save_html: bool
) -> Output:
    """Files as the place.

    Raises:
        UsageError: The template does not do for so many articles or formats.
        OutputError: The folder cannot be written.
    """
    from newsgrab.store import COMPANION, Folder  # noqa: PLC0415 - start light

    output = template.text
    by_extension = {known.extension: name for name, known in FORMATS.items()}
    names = tuple(formats) or (by_extension.get(template.suffix, "json"),)
    if len(names) > 1 and "ext" not in template.fields:
        raise UsageError(f"{output!r} needs {{ext}} for {' and '.join(names)}")
    if not template.fields and (place := Path(output)).exists() and not place.is_file():
        # Written whole, an article would replace a device, or stand beside it as /dev/stdout-2.
        raise UsageError(f"{output!r} is no regular file; without -o articles go to standard output")
    if many and not template.fields:
        raise UsageError(
            f"{output!r} is one file and there may be many articles: end it on / to make it a folder,"
            " or name a field like {slug}; for one file of all end it on .jsonl, .csv or .db"
        )
    extensions = (*(FORMATS[name].extension for name in names), *([COMPANION] if save_html else ()))
    return Output(Folder(template, extensions, on_conflict), names, indent=True)


def to_container(formats: Sequence[str], output: str | None, on_conflict: "OnConflict") -> Output:
    """Files that hold many articles as the place.

    Raises:
        UsageError: The output is no name for such files, or it is there and is not to be overwritten.
        OutputError: One cannot be written.
    """
    from newsgrab.cli.collecting import collected  # noqa: PLC0415 - start light
    from newsgrab.pipeline.containers import FORM, Container  # noqa: PLC0415 - as above

    if on_conflict in ("suffix", "version"):
        raise UsageError(f"--on-conflict {on_conflict} is for files of one article, not for {formats[0]}")
    taking = collected(formats, output, grows=on_conflict != "overwrite")
    return Output(Container(taking, output or "-"), (FORM,), indent=False)
