"""Addresses that are not to be asked for again: gone for good, or deadly to what reads them."""

from typing import TYPE_CHECKING, Final

from newsgrab import errors
from newsgrab.model import Outcome
from newsgrab.pipeline.values import Source

if TYPE_CHECKING:
    from newsgrab.state import State

_GONE: Final = 410
_PATIENCE: Final = {"worker_crash": 3, "parse_timeout": 3, "http_410": 1}
"""How often an address may fail so before it is left alone. 410 means "gone" and "likely for good"
(RFC 9110 section 15.5.11)."""


def refuse(source: Source, state: "State") -> None:
    """Raises what the address failed with, where it has done so too often.

    Args:
        source: An address.
        state: What earlier runs saw.

    Raises:
        NewsgrabError: What they saw.
    """
    failed = state.failure(source.key)
    if failed is None or failed.times < _PATIENCE.get(failed.code, failed.times + 1):
        return
    if failed.code == "http_410":
        told = "gone for good (410) in an earlier run; --refresh to ask again"
        error: errors.NewsgrabError = errors.HttpStatus(told, _GONE)
    else:
        told = f"it failed so {failed.times} times in earlier runs; --refresh to try again"
        error = errors.by_code(failed.code)(told)
    setattr(error, "attempts", 0)  # noqa: B010 - not every error has it
    raise error


def note(source: Source, outcome: Outcome, state: "State") -> None:
    """Counts a failure of such a kind, and forgets it when the address does better.

    Args:
        source: An address.
        outcome: What became of it now.
        state: Where it is noted.
    """
    if outcome.code in _PATIENCE and outcome.attempts:
        state.keep_failure(source.key, outcome.code)
    elif outcome.verdict == "saved" and state.failure(source.key) is not None:
        state.forget_failure(source.key)
