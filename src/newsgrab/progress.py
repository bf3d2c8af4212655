"""A progress bar on standard error, for a person who waits. What it shows is clean already."""

import time
from collections import Counter
from typing import Final

from newsgrab.urls import host_of

_LONGEST_HOST: Final = 30


class Bar:
    """A progress bar on standard error."""

    def __init__(self, total: int | None) -> None:
        """Shows it; without a total it counts and moves."""
        from rich import console, progress  # noqa: PLC0415 - 58 ms, for a person at a terminal only

        self._progress = progress.Progress(
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[told]}", markup=False),
            progress.TimeElapsedColumn(),
            console=console.Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=total, told="")
        self._progress.start()

    def advance(self, told: str) -> None:
        """One more input is done.

        Args:
            told: What stands beside the bar.
        """
        self._progress.update(self._task, advance=1, told=told)

    def say(self, message: str, *, colour: bool) -> None:
        """One line above the bar, as ``say`` without one."""
        from rich.text import Text  # noqa: PLC0415 - as above

        # Text, not markup: "[/red]" in a headline would end the run (measured with rich 15).
        line = Text.assemble(("newsgrab:", "red" if colour else ""), " ", message)
        self._progress.console.print(line, soft_wrap=True, highlight=False)

    def close(self) -> None:
        """Removes it."""
        self._progress.stop()


def pace(counts: Counter[str], started: float, url: str) -> str:
    """How fast it goes, what has failed so far, and where it just was.

    Args:
        counts: Inputs by what became of them.
        started: When the first began, of the monotonic clock.
        url: The address just done.
    """
    elapsed_s = max(time.monotonic() - started, 0.1)
    failed, host = counts["failed"], host_of(url)[:_LONGEST_HOST]
    rate = f"{counts.total() / elapsed_s:.1f}/s"
    return ", ".join(filter(None, (rate, f"{failed} failed" if failed else "", host)))
