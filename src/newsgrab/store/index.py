"""Which articles a folder holds already: one JSON object a line, only ever appended to."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from newsgrab.durable import as_output_error, make_folder
from newsgrab.errors import DiskFull, StateFailed
from newsgrab.records import dataclass, field
from newsgrab.urls import normalise

PLACE: Final = Path(".newsgrab") / "index.jsonl"
"""Where the index stands inside the folder."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article that was saved.

    Attributes:
        url: The normalised address that was asked for; ``""`` for a page without one.
        id: The article's id.
        final_url: The normalised address that answered.
        sha256: The fingerprint of the body.
        files: Extension -> path relative to the folder.
    """

    url: str
    id: str
    final_url: str
    sha256: str
    files: Mapping[str, str] = field(default_factory=dict)


class Index:
    """The rows of a folder, by address and by article.

    A crash repeats and never loses: the file is durable before its row is written, a torn last line
    is passed over, and whoever asks checks that the files are still there.
    """

    def __init__(self, folder: Path) -> None:
        """Reads the folder's index, and opens it for more.

        Raises:
            StateFailed: It can be neither read nor made.
            DiskFull: There is no space for it.
        """
        self._path = folder / PLACE
        self._by_url: dict[str, Row] = {}
        self._by_article: dict[tuple[str, str], Row] = {}
        make_folder(self._path.parent)
        try:
            self._file = self._opened()
        except OSError as error:
            raise self._failure(error) from error

    def by_url(self, url: str) -> Row | None:
        """What was saved for this address."""
        return self._by_url.get(normalise(url))

    def by_article(self, article_id: str, url: str, sha256: str) -> Row | None:
        """What was saved of this very article.

        The id alone does not tell: some sites declare their front page the canonical URL of every page,
        and pages without any address share one id.

        Args:
            article_id: Its id.
            url: The address that answered, ``""`` if there is none.
            sha256: The fingerprint of its body.
        """
        found = self._by_article.get((article_id, normalise(url))) if url else None
        return found or self._by_article.get((article_id, sha256))

    def add(self, row: Row) -> None:
        """Appends the row in one write, so that two processes do not mix their lines.

        It is not synced: a row that a power failure takes costs one more fetch and no article.

        Raises:
            StateFailed: The system refuses.
            DiskFull: No space left.
        """
        self._remember(row)
        shown = {"url": row.url, "id": row.id, "final_url": row.final_url, "sha256": row.sha256}
        line = json.dumps(shown | {"files": dict(row.files)}, ensure_ascii=False) + "\n"
        try:
            self._file.write(line.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """Makes what was added durable.

        Raises:
            StateFailed: The system refuses.
        """
        try:
            with self._file:
                os.fsync(self._file.fileno())
        except OSError as error:
            raise self._failure(error) from error

    def _opened(self) -> BinaryIO:
        torn = False
        if self._path.exists():
            with self._path.open("rb") as lines:
                for line in lines:
                    torn = not line.endswith(b"\n")
                    if (row := _row(line)) is not None:
                        self._remember(row)
        file = self._path.open("ab", buffering=0)
        if torn:
            file.write(b"\n")
        return file

    def _remember(self, row: Row) -> None:
        if row.url:
            self._by_url[row.url] = row
        if row.final_url:
            self._by_article[row.id, row.final_url] = row
        self._by_article[row.id, row.sha256] = row

    def _failure(self, error: OSError) -> StateFailed | DiskFull:
        shown = as_output_error(self._path, error)
        return shown if isinstance(shown, DiskFull) else StateFailed(str(shown))


def _row(line: bytes) -> Row | None:
    """The row of a line, or ``None`` where a crash or an editor left something else."""
    try:
        shown: Any = json.loads(line)
        url, article_id, final_url, sha256 = (str(shown[n]) for n in ("url", "id", "final_url", "sha256"))
        files = {str(extension): str(path) for extension, path in shown["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    # No template makes such a path, so somebody else wrote the line; nothing is written out there.
    if any(Path(path).is_absolute() or ".." in Path(path).parts for path in files.values()):
        return None
    return Row(url, article_id, final_url, sha256, files)
