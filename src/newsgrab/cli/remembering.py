"""Where the state is, and its opening."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrab.errors import StateFailed, UsageError

if TYPE_CHECKING:
    from newsgrab.state import State


@contextmanager
def remembering(named: str | None, *, without: bool) -> "Iterator[State | None]":
    """The state a run works with, closed in the end.

    Args:
        named: The file the user names; by default it is in ``$XDG_STATE_HOME/newsgrab``.
        without: Whether the user wants none.

    Raises:
        UsageError: One is named and none is wanted.
        StateFailed: The one that is named cannot be used. A run goes on without the default one: it
            remembers nothing, which harms nobody, and a home that is read-only is no reason to fetch nothing.
    """
    if without and named is not None:
        raise UsageError("--state names a file and --no-state wants none")
    path = None if without else place_of_state(named)
    state = None
    if path is not None:
        from newsgrab.state import State  # noqa: PLC0415 - loads SQLite

        try:
            state = State(path)
        except StateFailed as error:
            if named is not None:
                raise
            logging.getLogger("newsgrab").debug("%s; going on without", error)
    try:
        yield state
    finally:
        if state is not None:
            state.close()


def place_of_state(named: str | None) -> Path | None:
    """The file of the state, whether or not there is one yet; ``None`` for a user without a home.

    Args:
        named: The file the user names.
    """
    return _default() if named is None else Path(named)


def _default() -> Path | None:
    """By the XDG Base Directory Specification, section 3; none for a user without a home."""
    if (base := os.environ.get("XDG_STATE_HOME", "")) and Path(base).is_absolute():
        return Path(base, "newsgrab", "state.sqlite")
    try:
        return Path.home() / ".local" / "state" / "newsgrab" / "state.sqlite"
    except RuntimeError:
        return None
