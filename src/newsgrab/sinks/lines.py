"""JSON lines (jsonlines.org): an article a line, all that there is of it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from newsgrab.sinks.part import Part


class LinesFile:
    """A file of lines that is being written."""

    def __init__(self, path: str) -> None:
        """Opens it.

        Args:
            path: Where it will be.

        Raises:
            OutputError: It cannot be written.
        """
        self._part = Part(path)
        with self._part.named():
            self._file = self._part.path.open("w", encoding="utf-8", errors="replace", newline="\n")

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
