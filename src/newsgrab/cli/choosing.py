"""What the flags of selecting and shaping come to."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from newsgrab.cli.expressions import patterns
from newsgrab.errors import UsageError
from newsgrab.records import dataclass
from newsgrab.shaping import DROPPABLE, KEEPABLE, Selection, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeFlags:
    """The flags, named as the parameters of the commands; ``shape_flags`` says what they mean."""

    fields: list[str] | None = None
    template: str | None = None
    raw: bool = False
    keep: list[str] | None = None
    drop: list[str] | None = None
    require: list[str] | None = None
    min_words: int = 0
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    languages: list[str] | None = None
    match: list[str] | None = None
    reject: list[str] | None = None
    limit: int | None = None
    filenames: Literal["unicode", "ascii", "windows"] = "unicode"


def selection_of(flags: ShapeFlags) -> Selection:
    """Which articles are wanted.

    Raises:
        UsageError: A pattern or the name of a field that is none, times that leave nothing.
    """
    if flags.since and flags.until and flags.since > flags.until:
        raise UsageError("nothing is both so new and so old: --since is after --until")
    require = _fields(flags.require)
    return Selection(
        require=require,
        min_words=flags.min_words,
        since=flags.since.isoformat() if flags.since else "",
        until=flags.until.isoformat() if flags.until else "",
        languages=_parted(flags.languages),
        match=tuple(found.pattern for found in patterns("--match", flags.match)),
        reject=tuple(found.pattern for found in patterns("--reject", flags.reject)),
    )


def shape_of(flags: ShapeFlags) -> Shape:
    """How much of them.

    Raises:
        UsageError: A part that nobody knows, or one that is to be kept and dropped.
    """
    keep = _named(_parted(flags.keep), KEEPABLE, "--keep")
    drop = _named(_parted(flags.drop), DROPPABLE, "--drop")
    if both := set(keep) & set(drop):
        raise UsageError(f"{' and '.join(sorted(both))}: either to keep or to drop")
    return Shape(keep=keep, drop=drop)


def fields_of(flags: ShapeFlags) -> tuple[str, ...]:
    """The only fields wanted; none is all.

    Raises:
        UsageError: An article has none of that name, or flags that do not go together.
    """
    fields = _fields(flags.fields)
    if flags.fields and not fields:
        raise UsageError("-F names no field; is a variable unset?")
    if flags.template is not None:
        if not flags.template:
            raise UsageError("-p prints nothing: its template is empty; is a variable unset?")
        if fields:
            raise UsageError("-F and -p each say what is printed: give one of them")
        from newsgrab.rendering.printing import parse  # noqa: PLC0415 - start light

        parse(flags.template)
    if flags.raw and not fields and flags.template is None:
        raise UsageError("--raw is about what -F and -p print")
    return fields


def formats_of(flags: ShapeFlags, formats: Iterable[str], *, array: bool, to_files: bool) -> tuple[str, ...]:
    """The formats wanted, those of ``-F`` and ``-p`` among them.

    Raises:
        UsageError: Flags that do not go together.
    """
    given = tuple(dict.fromkeys(formats))
    if flags.template is not None:
        if given or array or to_files:
            raise UsageError("-p prints lines to standard output: no -f, --array or -o with it")
        return ("print",)
    if not flags.fields or (given and all(name in ("json", "jsonl") for name in given)):
        return given
    if given:
        raise UsageError(f"-F makes lines or, with -f json, objects of those fields; not {given[0]}")
    if to_files:
        raise UsageError("-F prints values to standard output; for files of these fields add -f json")
    return () if array else ("field",)


def _fields(given: Iterable[str] | None) -> tuple[str, ...]:
    if paths := _parted(given):
        from newsgrab.rendering.printing import check_field  # noqa: PLC0415 - start light

        for path in paths:
            check_field(path)
    return paths


def _parted(texts: Iterable[str] | None) -> tuple[str, ...]:
    """``a,b`` and ``c`` as ``a``, ``b``, ``c``."""
    parts = (part.strip() for text in texts or () for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _named(names: tuple[str, ...], known: Iterable[str], flag: str) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise UsageError(f"{flag} knows no {name!r}; {hint}")
    return names
