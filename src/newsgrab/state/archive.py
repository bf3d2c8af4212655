"""What an article has been: its versions, and the near copies of it."""

import json
from collections.abc import Mapping
from typing import Final

from newsgrab.model import KeptFile, KnownPage
from newsgrab.records import dataclass, field
from newsgrab.state.file import StateFile
from newsgrab.state.pages import Pages, shown_files

NEAR: Final = 7
"""Most bits of 64 in which near copies differ: one word in twenty changed moves 5.6 on average, other
articles are 31.6 apart (400 bodies). Of its four quarters one has then at most one bit changed."""

_QUARTER: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text an article has had.

    Attributes:
        number: From 1.
        at: When it was first seen, seconds since 1970.
        sha256: Of the normalised body.
        headline: Its headline.
        files: Extension -> the file it was saved to.
    """

    number: int
    at: float
    sha256: str
    headline: str | None = None
    files: Mapping[str, KeptFile] = field(default_factory=dict)


class Archive:
    """The tables ``versions`` and ``bands``, and with them ``pages``; keys are normalised addresses."""

    def __init__(self, file: StateFile, pages: Pages) -> None:
        """Asks nothing yet."""
        self._file, self._pages = file, pages

    def keep(self, key: str, page: KnownPage, moved: Mapping[str, KeptFile] | None = None) -> None:
        """Remembers a page and its article, whose files are durable, all of it or nothing.

        Args:
            key: Its address.
            page: The page.
            moved: Where the files of the version before are now, if it is kept.
        """
        with self._file.together():
            number = self._pages.keep(key, page)
            last = self._file.row("SELECT max(number), sha256 FROM versions WHERE page = ?", number)
            version, sha256 = (0, None) if last is None or last[0] is None else last
            files = shown_files(page.files)
            if sha256 == page.card.sha256:
                self._file.write(
                    "UPDATE versions SET files = ?, headline = ? WHERE page = ? AND number = ?",
                    files, page.card.headline, number, version,
                )  # fmt: skip
                return
            if version:
                self._file.write(
                    "UPDATE versions SET files = ? WHERE page = ? AND number = ?",
                    shown_files(moved or {}), number, version,
                )  # fmt: skip
            self._file.write(
                "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?)",
                number, version + 1, self._file.now(), page.card.sha256, page.card.headline, files,
            )  # fmt: skip
            self._note_simhash(number, page.card.simhash)

    def versions(self, key: str) -> list[Version]:
        """The versions of an article, oldest first."""
        rows = self._file.rows(
            "SELECT number, at, sha256, headline, versions.files FROM versions JOIN pages ON page = id"
            " WHERE key = ? ORDER BY number", key,
        )  # fmt: skip
        return [
            Version(
                number=number,
                at=at,
                sha256=sha256,
                headline=headline,
                files={
                    name: KeptFile(path=path, sha256=hashed)
                    for name, (path, hashed) in json.loads(files).items()
                },
            )
            for number, at, sha256, headline, files in rows
        ]

    def near_copies(self) -> list[list[str]]:
        """Groups of addresses whose articles are near copies of each other, oldest first in each."""
        simhashes: dict[int, int] = {}
        by_band: dict[int, list[int]] = {}
        for bits, page, simhash in self._file.each("SELECT bits, page, simhash FROM bands"):
            by_band.setdefault(bits, []).append(page)
            simhashes[page] = simhash & _MASK
        leader = {page: page for page in simhashes}

        def first(page: int) -> int:
            while leader[page] != page:
                leader[page] = leader[leader[page]]
                page = leader[page]
            return page

        for page, simhash in simhashes.items():
            for bits in _probes(simhash):
                for other in by_band.get(bits, ()):
                    if other < page and (simhash ^ simhashes[other]).bit_count() <= NEAR:
                        one, two = sorted((first(page), first(other)))
                        leader[two] = one
        groups: dict[int, list[int]] = {}
        for page in sorted(simhashes):
            groups.setdefault(first(page), []).append(page)
        return [self._keys(group) for group in groups.values() if len(group) > 1]

    def _keys(self, pages: list[int]) -> list[str]:
        found = [self._file.row("SELECT key FROM pages WHERE id = ?", page) for page in pages]
        return [row[0] for row in found if row is not None]

    def _note_simhash(self, page: int, simhash: str) -> None:
        self._file.write("DELETE FROM bands WHERE page = ?", page)
        if value := int(simhash or "0", 16):  # 0 is the simhash of nothing
            signed = value - (1 << 64) if value >> 63 else value
            self._file.write_each(
                "INSERT INTO bands VALUES (?, ?, ?)", [(bits, page, signed) for bits in _bands(value)]
            )


_MASK: Final = (1 << 64) - 1


def _bands(simhash: int) -> list[int]:
    """The quarters of a simhash, each with its number before it."""
    return [
        number << _QUARTER | simhash >> _QUARTER * number & (1 << _QUARTER) - 1
        for number in range(64 // _QUARTER)
    ]


def _probes(simhash: int) -> list[int]:
    """Each quarter, and what it is with one bit changed."""
    return [
        bits ^ change for bits in _bands(simhash) for change in (0, *(1 << bit for bit in range(_QUARTER)))
    ]
