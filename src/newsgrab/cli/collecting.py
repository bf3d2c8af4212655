"""Files that hold many articles: which are wanted, and where they go."""

import shlex
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from newsgrab.cli.streams import Out, copy_out
from newsgrab.errors import UsageError
from newsgrab.pipeline.containers import NAMES, Several, Taking, opened
from newsgrab.report import is_terminal
from newsgrab.sinks import GROWING, format_of
from newsgrab.sinks.table import TableStream
from newsgrab.store import Template

_TABLES = {"csv": ",", "tsv": "\t"}


def containers_of(formats: Sequence[str], output: str | None, *, many: bool) -> tuple[str, ...]:
    """The formats wanted, if they are of files that hold many articles; else ``()``.

    Args:
        formats: What ``-f`` names.
        output: What ``-o`` names; it decides where ``-f`` names nothing.
        many: Whether there may be several articles: JSON lines of them are one file, where one is named.

    Raises:
        UsageError: Some are and some are not.
    """
    wanted = tuple(dict.fromkeys(formats))
    if many and output is not None and _is_lines(wanted, output):
        return ("jsonl",)
    if not wanted:
        guess = None if output is None else format_of(output)
        return () if guess is None else (guess,)
    if not (found := tuple(name for name in wanted if name in NAMES)):
        return ()
    if others := [name for name in wanted if name not in NAMES]:
        raise UsageError(
            f"{found[0]} is one file of all articles and {others[0]} is one of each: make them one after the"
            " other, or the first by newsgrab convert"
        )
    return found


def collected(
    formats: Sequence[str], output: str | None, *, grows: bool, sources: Sequence[str] = ()
) -> Taking:
    """The files, open.

    Args:
        formats: Their formats.
        output: What ``-o`` names.
        sources: What is read, and must not be written over.
        grows: Whether a file that is there stays, and is added to.

    Raises:
        UsageError: The output is no name for such files.
        OutputError: One cannot be written.
    """
    if output is None or output == "-":
        return _streamed(formats)
    paths = _places(formats, output)
    for path in paths.values():
        if any(_is_same(path, source) for source in sources):
            raise UsageError(f"{str(path)!r} is read, and would be written over: -o has to name another file")
    there = [path for path in paths.values() if path.exists()]
    if grows and there and (len(paths) > 1 or formats[0] not in GROWING):
        raise UsageError(f"{str(there[0])!r} is there already: --on-conflict overwrite replaces it")
    takings: list[Taking] = []
    try:
        for name, path in paths.items():
            takings.append(opened(name, str(path), grow=grows))
    except BaseException:
        Several(takings).discard()
        raise
    return takings[0] if len(takings) == 1 else Several(takings)


def _is_lines(formats: tuple[str, ...], output: str) -> bool:
    is_file = output not in ("", "-") and not output.endswith("/") and not Path(output).is_dir()
    is_meant = formats == ("jsonl",) or (not formats and output.endswith(".jsonl"))
    return is_meant and is_file and "{" not in output


def _places(formats: Sequence[str], output: str) -> dict[str, Path]:
    template = Template.parse(output)
    example = f"articles.{formats[0]}" if len(formats) == 1 else "articles.{ext}"
    what = f"{formats[0]} is one file of all articles, and"
    if output.endswith("/") or Path(output).is_dir():
        raise UsageError(f"{what} {output!r} is a folder: -o {shlex.quote(str(Path(output, example)))}")
    if named := template.fields - {"ext"}:
        raise UsageError(f"{what} {{{min(named)}}} names one for each: -o {shlex.quote(example)}")
    if len(formats) > 1 and not template.fields:
        raise UsageError(f"{output!r} needs {{ext}} for {' and '.join(formats)}")
    paths = {name: template.place(name) for name in formats}
    for path in paths.values():
        if path.exists() and not path.is_file():  # written whole, it would replace a device
            raise UsageError(f"{str(path)!r} is no regular file; -o - is standard output")
    return paths


def _is_same(path: Path, source: str) -> bool:
    try:
        return source != "-" and path.exists() and path.samefile(source)
    except (OSError, ValueError):  # it is not there, or no name at all
        return False


def _streamed(formats: Sequence[str]) -> Taking:
    if len(formats) > 1:
        raise UsageError(
            f"standard output takes one format, not {' and '.join(formats)};"
            " -o 'articles.{ext}' takes several"
        )
    (name,) = formats
    if name in _TABLES:
        return TableStream(Out(), _TABLES[name])
    if is_terminal(sys.stdout):
        raise UsageError(f"{name} is nothing to look at: -o articles.{name}, or pipe it on")
    return _Piped(name)


class _Piped:
    """A file that cannot be written bit by bit: made elsewhere, then sent to standard output."""

    def __init__(self, name: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="newsgrab-")
        self._path = Path(self._folder.name, f"articles.{name}")
        self._taking = opened(name, str(self._path))

    def add(self, article: Mapping[str, Any]) -> None:
        self._taking.add(article)

    def close(self) -> None:
        with self._folder:
            self._taking.close()
            copy_out(self._path)

    def discard(self) -> None:
        self._taking.discard()
        self._folder.cleanup()
