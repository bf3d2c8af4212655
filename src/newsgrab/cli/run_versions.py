"""The work of ``newsgrab history``, ``diff`` and ``dups``."""

import datetime as dt
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from newsgrab.cli.run_state import existing
from newsgrab.cli.streams import write_out
from newsgrab.errors import ExitStatus, MissingFile, UsageError
from newsgrab.records import dataclass
from newsgrab.report import Colour, wants_colour
from newsgrab.state import State
from newsgrab.state.archive import Version
from newsgrab.state.ledger import Row
from newsgrab.text import for_screen
from newsgrab.text.changes import Change, changes
from newsgrab.urls import normalise, redact

_GONE: Final = ("[-", "-]", "\x1b[31m", "\x1b[0m")
_COME: Final = ("{+", "+}", "\x1b[32m", "\x1b[0m")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffFlags:
    """The arguments of ``newsgrab diff``, named as its parameters."""

    url: str
    first: int | None
    second: int | None
    as_json: bool
    exit_code: bool
    color: Colour
    state: str | None


def print_history(named: str | None, form: Literal["text", "json"], url: str) -> int:
    """Prints the versions, and returns the exit status.

    Raises:
        UsageError: The article is not known.
    """
    with existing(named) as state:
        versions = _versions(state, url)
    for version in versions:
        shown = _shown(version)
        if form == "json":
            write_out(f"{json.dumps(shown, ensure_ascii=False)}\n")
        else:
            where = " ".join(shown["files"]) or "not kept"
            parts = (str(version.number), shown["at"], for_screen(version.headline or ""), for_screen(where))
            write_out("\t".join(parts) + "\n")
    return ExitStatus.OK


def print_diff(flags: DiffFlags) -> int:
    """Prints what differs between two versions, and returns the exit status.

    Raises:
        UsageError: The article or a version is not known.
        MissingFile: A version's files are not there.
    """
    with existing(flags.state) as state:
        versions = _versions(state, flags.url)
    first, second = _chosen(versions, flags.first, flags.second)
    found = list(changes(text_of(first), text_of(second)))
    differs = any(change.before != change.after for change in found)
    if flags.as_json:
        told = [{"before": one.before, "after": one.after} for one in found if one.before != one.after]
        head = {
            "schema": "newsgrab.diff/1",
            "url": flags.url,
            "before": _shown(first),
            "after": _shown(second),
        }
        write_out(json.dumps({**head, "changes": told}, ensure_ascii=False) + "\n")
    else:
        write_out("".join(_paragraphs(found, colour=wants_colour(flags.color, sys.stdout))))
    return ExitStatus.FINDINGS if differs and flags.exit_code else ExitStatus.OK


def print_copies(named: str | None, form: Literal["text", "json"]) -> int:
    """Prints groups of near copies, and returns the exit status."""
    with existing(named) as state:
        for keys in state.archive.near_copies():
            rows = sorted((row for key in keys if (row := state.ledger.row(key))), key=_age)
            if len(rows) < 2:  # noqa: PLR2004 - one alone is no copy
                continue
            if form == "json":
                told = [{"url": row.url, "headline": row.card and row.card.headline} for row in rows]
                write_out(json.dumps({"origin": told[0], "copies": told[1:]}, ensure_ascii=False) + "\n")
            else:
                lines = [f"{redact(row.url)}\t{for_screen(_headline(row))}".rstrip() for row in rows]
                write_out("\n    ".join(lines) + "\n")
    return ExitStatus.OK


def text_of(version: Version) -> str:
    """The text of a version, as its files have it.

    Raises:
        MissingFile: None of them is there, or it was not kept.
    """
    if not version.files:
        raise MissingFile(
            f"version {version.number} was not kept; recheck and --on-conflict version keep them"
        )
    for extension, file in sorted(version.files.items()):  # json before md, and the page itself never
        if extension not in ("json", "jsonl", "md"):
            continue
        try:
            text = Path(file.path).read_text("utf-8")
        except OSError:
            continue
        return _body(text) if extension != "md" else _without_front_matter(text)
    paths = ", ".join(file.path for file in version.files.values())
    raise MissingFile(f"version {version.number} is not where it was saved: {paths}")


def _body(text: str) -> str:
    """Headline and body of the JSON of an article; what somebody has made of it otherwise as it is."""
    try:
        told: Any = json.loads(text)
        return "\n\n".join(part for part in (told.get("headline"), told["body"]) if part)
    except (ValueError, AttributeError, KeyError, TypeError):
        return text


def _without_front_matter(text: str) -> str:
    if text.startswith("---\n") and (end := text.find("\n---\n", 4)) >= 0:
        return text[end + 5 :].lstrip("\n")
    return text


def _versions(state: State, url: str) -> list[Version]:
    versions = state.archive.versions(normalise(url))
    if not versions:
        raise UsageError(f"no article of {redact(url)} is in the state; newsgrab state list shows what is")
    return versions


def _chosen(versions: Sequence[Version], first: int | None, second: int | None) -> tuple[Version, Version]:
    known = {version.number: version for version in versions}
    if len(known) == 1 and first is None:
        raise UsageError("there is only one version of it")
    after = second if second is not None else max(known)
    before = first if first is not None else after - 1
    for number in (before, after):
        if number not in known:
            raise UsageError(f"there is no version {number}; there are {min(known)} to {max(known)}")
    return known[before], known[after]


def _paragraphs(found: Sequence[Change], *, colour: bool) -> Iterator[str]:
    """The paragraphs in which something has changed, a blank line between them."""
    marked, is_changed = "", False
    for change in found:
        if change.before == change.after:
            first, *others = change.after.split("\n")
            marked += _safe(first)
            for line in others:
                if is_changed:
                    yield f"{marked}\n\n"
                marked, is_changed = _safe(line), False
            continue
        is_changed = True
        for text, marks in ((change.before, _GONE), (change.after, _COME)):
            if text:
                start, end = marks[2:] if colour else marks[:2]
                marked += f"{start}{_safe(text)}{end}"
    if is_changed:
        yield f"{marked}\n"


def _safe(text: str) -> str:
    """The text without what could steer a terminal; the blanks at its ends stay."""
    inside = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if inside else ""
    return " " * bool(before) + for_screen(inside) + " " * bool(after)


def _shown(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": f"{dt.datetime.fromtimestamp(version.at, dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "headline": version.headline,
        "sha256": version.sha256,
        "files": [file.path for file in version.files.values()],
    }


def _headline(row: Row) -> str:
    return (row.card.headline if row.card else None) or row.title or ""


def _age(row: Row) -> tuple[str, float]:
    """The earlier published comes first; where the page does not say, what was found earlier."""
    published = row.card.published if row.card else None
    return (published.isoformat() if published else "9999", row.found_at)
