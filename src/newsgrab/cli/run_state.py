"""The work of ``newsgrab state``."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Literal

from newsgrab.cli.remembering import place_of_state
from newsgrab.cli.streams import write_out
from newsgrab.errors import UsageError
from newsgrab.state import State
from newsgrab.state.ledger import Row
from newsgrab.text import for_screen
from newsgrab.urls import normalise, redact

Form = Literal["text", "json"]


@contextmanager
def existing(named: str | None) -> Iterator[State]:
    """The state, which has to be there already.

    Raises:
        UsageError: It is not.
        StateFailed: It cannot be used.
    """
    path = place_of_state(named)
    if path is None or not path.exists():
        raise UsageError(
            f"no state at {path}: no run has written any" if path else "no home for a state: --state"
        )
    with State(path) as state:
        yield state


def list_rows(
    named: str | None, form: Form, *, source: str | None, verdict: str | None, limit: int | None
) -> int:
    """Prints addresses, and returns the exit status."""
    with existing(named) as state:
        for row in islice(state.ledger.rows(source=source, verdict=verdict), limit):
            write_out(_line(row) if form == "text" else f"{json.dumps(_object(row), ensure_ascii=False)}\n")
    return 0


def show_row(named: str | None, form: Form, url: str) -> int:
    """Prints one address, and returns the exit status.

    Raises:
        UsageError: It is not known.
    """
    with existing(named) as state:
        row = state.ledger.row(normalise(url))
        if row is None:
            raise UsageError(f"{redact(url)} is not in the state; newsgrab state list shows what is")
        shown = _object(row)
    if form == "json":
        write_out(f"{json.dumps(shown, ensure_ascii=False)}\n")
    else:
        told = {name: value for name, value in shown.items() if value not in (None, [], "")}
        files = told.pop("files", [])
        lines = [f"{name}: {for_screen(str(value))}\n" for name, value in told.items()]
        write_out("".join([*lines, *(f"file: {for_screen(path)}\n" for path in files)]))
    return 0


def remove(named: str | None, urls: list[str], older_than_s: float | None) -> int:
    """Forgets addresses, and returns the exit status.

    Raises:
        UsageError: None is named, or one is not known.
    """
    if bool(urls) == (older_than_s is not None):
        raise UsageError("name the addresses to forget, or an age with --older-than")
    with existing(named) as state:
        if older_than_s is not None:
            count = state.agenda.forget_older(older_than_s)
        else:
            unknown = [url for url in urls if state.ledger.row(normalise(url)) is None]
            if unknown:
                raise UsageError(f"{redact(unknown[0])} is not in the state; nothing was forgotten")
            count = state.agenda.forget(normalise(url) for url in urls)
    write_out(f"{count} forgotten\n")
    return 0


def count(named: str | None, form: Form) -> int:
    """Prints how much there is of everything, and returns the exit status."""
    with existing(named) as state:
        counts = state.ledger.counts()
    if form == "json":
        write_out(f"{json.dumps(counts)}\n")
    else:
        write_out("".join(f"{number:>12}  {name.replace('_', ' ')}\n" for name, number in counts.items()))
    return 0


def tidy(named: str | None) -> int:
    """Checks and packs the file, and returns the exit status."""
    with existing(named) as state:
        state.ledger.vacuum()
    return 0


def _line(row: Row) -> str:
    headline = (row.card.headline if row.card else None) or row.title or ""
    shown = (_time(row.at or row.found_at), row.code or row.verdict, redact(row.url), for_screen(headline))
    return "\t".join(str(part) for part in shown).rstrip() + "\n"


def _object(row: Row) -> dict[str, Any]:
    card = row.card
    return {
        "url": row.url,
        "source": row.source or None,
        "verdict": row.verdict,
        "code": row.code,
        "message": row.message,
        "tries": row.tries,
        "found": _time(row.found_at),
        "asked": _time(row.at),
        "due": _time(row.due_at),
        "id": card.id if card else None,
        "headline": (card.headline if card else None) or row.title,
        "published": card.published.isoformat() if card and card.published else row.published,
        "files": list(row.files),
    }


def _time(at: float | None) -> str | None:
    return None if at is None else f"{dt.datetime.fromtimestamp(at, dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
