"""Which articles a folder holds already: one JSON object a line, only ever appended to."""

import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from newsgrab.durable import as_output_error, make_folder
from newsgrab.errors import DiskFull, StateFailed
from newsgrab.records import dataclass, field
from newsgrab.urls import normalise

PLACE: Final = Path(".newsgrab") / "index.jsonl"
"""Where the index stands inside the folder."""

_LINE_BYTES: Final = 2_048
"""As much is read at a time; lines are mostly shorter."""


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
    is passed over, and whoever asks checks that the files are still there. Of each row only its place in the
    file is in memory: 300 bytes, where rows take four times as much.
    """

    def __init__(self, folder: Path) -> None:
        """Reads the folder's index, and opens it for more.

        Raises:
            StateFailed: It can be neither read nor made.
            DiskFull: There is no space for it.
        """
        self._path = folder / PLACE
        self._by_url: dict[int, int] = {}  # the hashes of keys -> the place of the last such row
        self._by_article: dict[int, int] = {}
        make_folder(self._path.parent)
        try:
            with ExitStack() as until_ready:
                self._file = until_ready.enter_context(self._path.open("a+b", buffering=0))
                self._read_all()
                until_ready.pop_all()
        except OSError as error:
            raise self._failure(error) from error

    def by_url(self, url: str) -> Row | None:
        """What was saved for this address.

        Raises:
            StateFailed: The index cannot be read.
        """
        key = normalise(url)
        row = self._at(self._by_url.get(hash(key)))
        return row if row is not None and row.url == key else None

    def by_article(self, article_id: str, url: str, sha256: str) -> Row | None:
        """What was saved of this very article.

        The id alone does not tell: some sites declare their front page the canonical URL of every page,
        and pages without any address share one id.

        Args:
            article_id: Its id.
            url: The address that answered, ``""`` if there is none.
            sha256: The fingerprint of its body.

        Raises:
            StateFailed: The index cannot be read.
        """
        for key in (*((normalise(url),) if url else ()), sha256):
            row = self._at(self._by_article.get(hash((article_id, key))))
            if row is not None and row.id == article_id and key in (row.final_url, row.sha256):
                return row
        return None

    def add(self, row: Row) -> None:
        """Appends the row in one write, so that two processes do not mix their lines.

        It is not synced: a row that a power failure takes costs one more fetch and no article.

        Raises:
            StateFailed: The system refuses.
            DiskFull: No space left.
        """
        shown = {"url": row.url, "id": row.id, "final_url": row.final_url, "sha256": row.sha256}
        line = json.dumps(shown | {"files": dict(row.files)}, ensure_ascii=False) + "\n"
        data = line.encode("utf-8", "backslashreplace")
        try:
            self._file.write(data)
            end = self._file.tell()  # behind what was just written, wherever others have written meanwhile
        except OSError as error:
            raise self._failure(error) from error
        self._remember(row, end - len(data))

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

    def _read_all(self) -> None:
        place, torn = 0, False
        with self._path.open("rb") as lines:
            for line in lines:
                torn = not line.endswith(b"\n")
                if (row := _row(line)) is not None:
                    self._remember(row, place)
                place += len(line)
        if torn:
            self._file.write(b"\n")

    def _at(self, place: int | None) -> Row | None:
        if place is None:
            return None
        line = b""
        try:
            self._file.seek(place)
            while not line.endswith(b"\n") and (piece := self._file.read(_LINE_BYTES)):
                line += piece[: piece.find(b"\n") + 1 or None]
        except OSError as error:
            raise self._failure(error) from error
        return _row(line)

    def _remember(self, row: Row, place: int) -> None:
        if row.url:
            self._by_url[hash(row.url)] = place
        if row.final_url:
            self._by_article[hash((row.id, row.final_url))] = place
        self._by_article[hash((row.id, row.sha256))] = place

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
