"""``newsgrab help``: topics that are no command."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Final

import typer

from newsgrab.cli.headings import FAMILIES
from newsgrab.errors import ExitStatus, NewsgrabError, UsageError

_MEANING: Final = {
    ExitStatus.OK: "all wanted inputs are done (also: nothing new)",
    ExitStatus.INTERNAL: "internal error: a bug of newsgrab (-v shows the traceback)",
    ExitStatus.USAGE: "wrong usage, configuration or rule file",
    ExitStatus.PARTIAL: "some inputs failed, the rest was written",
    ExitStatus.FETCH: "no input could be fetched, or all failed for different causes",
    ExitStatus.EXTRACT: "fetched, but there is no article",
    ExitStatus.POLICY: "refused: robots.txt, private address, size, type",
    ExitStatus.WALL: "login, paywall, consent or bot wall; not shown in your country",
    ExitStatus.FINDINGS: "findings: a check failed",
    ExitStatus.OUTPUT: "output or state could not be written (disk, rights)",
    ExitStatus.TRY_LATER: "try later: locked, or out of time with work left",
    ExitStatus.INTERRUPTED: "interrupted (SIGINT, Ctrl-C)",
    ExitStatus.BROKEN_PIPE: "the reader of standard output has gone (SIGPIPE)",
    ExitStatus.TERMINATED: "terminated (SIGTERM)",
}
_EXIT_CODES: Final = "exit-codes"
_NEAR_EXIT_CODES: Final = (_EXIT_CODES, "exit-status", "statuses")
_NAMES_WIDTH: Final = 66  # columns for the codes beside their status


def topics(
    topic: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC]...", help="exit-codes, or a command.")
    ] = None,
) -> Callable[[], int] | list[str]:
    """Show help on a topic or a command."""
    words = topic or []
    if words == [_EXIT_CODES]:
        return partial(_print, exit_codes())
    if len(words) == 1 and _means_exit_codes(words[0]):
        raise UsageError(f"no such topic: {words[0]}; did you mean {_EXIT_CODES}?")
    return [*words, "--help"]


def _means_exit_codes(word: str) -> bool:
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    commands = [name for family in FAMILIES.values() for name in family]
    near = get_close_matches(word, (*commands, *_NEAR_EXIT_CODES), n=1)
    return bool(near) and near[0] in _NEAR_EXIT_CODES


def statuses() -> Iterator[tuple[str, str]]:
    """Each exit status, and what it means."""
    for status, meaning in _MEANING.items():
        yield str(int(status)), meaning


def exit_codes() -> str:
    """The exit statuses, and the codes in messages and records that lead to each."""
    lines = ["Exit status   meaning", ""]
    lines += [f"{status:>11}   {meaning}" for status, meaning in statuses()]
    lines += [
        "",
        "One input: the status of its own cause. Many: that cause if all failed alike,",
        "4 if all failed but not alike, 3 if only some failed.",
        "",
        "     Status   codes in messages and in the file of -e",
        "",
    ]
    codes: dict[ExitStatus, list[str]] = {}
    for error in _all_errors(NewsgrabError):
        codes.setdefault(error.status, []).append(
            "http_<status>" if error.__name__ == "HttpStatus" else error.code
        )
    for status, names in sorted(codes.items()):
        first, *more = _wrapped(list(dict.fromkeys(names)))
        lines += [f"{int(status):>11}   {first}", *(f"{'':14}{line}" for line in more)]
    return "\n".join(lines) + "\n"


def _all_errors(error: type[NewsgrabError]) -> Iterator[type[NewsgrabError]]:
    yield error
    for kind in error.__subclasses__():
        yield from _all_errors(kind)


def _wrapped(names: list[str]) -> list[str]:
    from textwrap import wrap  # noqa: PLC0415 - where it is used

    return wrap(", ".join(names), _NAMES_WIDTH)


def _print(text: str) -> int:
    from newsgrab.cli.streams import write_out  # noqa: PLC0415 - where it is used

    write_out(text)
    return 0
