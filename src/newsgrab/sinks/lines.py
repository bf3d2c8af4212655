"""JSON lines (jsonlines.org): an article a line, all that there is of it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from newsgrab.errors import UsageError
from newsgrab.sinks.held import Held
from newsgrab.sinks.part import Part


class LinesFile:
    """A file of lines that is being written."""

    def __init__(self, path: str, *, grow: bool = False) -> None:
        """Opens it.

        Args:
            path: Where it will be.
            grow: Whether what is there stays in it.

        Raises:
            UsageError: It is to grow, and holds something else.
            OutputError: It cannot be written.
        """
        self.held = Held()
        self._part = Part(path, grow=grow)
        with self._part.named():
            self._file = self._part.path.open("w", encoding="utf-8", errors="replace", newline="\n")
            if grow and Path(path).exists():
                self._take_over(path)

    def _take_over(self, path: str) -> None:
        with Path(path).open(encoding="utf-8", errors="replace", newline="\n") as before:
            for number, line in enumerate(before, start=1):
                try:
                    row = json.loads(line) if line.strip() else {}
                except (ValueError, RecursionError):
                    row = None
                if not isinstance(row, dict):
                    self.discard()
                    raise UsageError(f"{path}:{number}: no JSON object: more can be added to JSON lines only")
                self.held.note(row.get("id"), row.get("url"), row.get("requested_url"))
                self._file.write(line if line.endswith("\n") else f"{line}\n")

    def add(self, article: Mapping[str, Any]) -> None:
        """Writes a line; what many a reader takes for its end is escaped.

        Raises:
            OutputError: It cannot be written.
        """
        text = json.dumps(article, ensure_ascii=False)
        text = text.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")
        with self._part.named():
            self._file.write(f"{text}\n")

    def close(self) -> None:
        """Puts the file in its place.

        Raises:
            OutputError: It cannot be written.
        """
        with self._part.named():
            self._file.close()
        self._part.finish()

    def discard(self) -> None:
        """Leaves no trace of it."""
        with suppress(OSError):
            self._file.close()
        self._part.discard()
