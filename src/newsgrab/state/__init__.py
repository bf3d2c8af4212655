"""What newsgrab remembers between runs: one SQLite file."""

from newsgrab.state.database import Failure, State

__all__ = ["Failure", "State"]
