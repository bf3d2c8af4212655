"""Web archives (WARC, ISO 28500): the records of a file, one after the other, and where it breaks off.

Archives are large, come from anywhere and are often cut off, so they are read as a stream and within
bounds, whatever their numbers say. ``warcio``, the library that writes ours, is not used for it: it takes
damage for the end of the file, complains on standard error by itself, and reads lines of any length (1.8.1).
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from newsgrab.errors import Damaged
from newsgrab.records import dataclass, field

GZIP: Final = b"\x1f\x8b"
"""How a compressed archive begins, and each of its records (RFC 1952 section 2.3.1)."""

_PIECE: Final = 1 << 16
_MOST_LINE: Final = 1 << 16
"""Longest line, in bytes; the longest lines are addresses, and crawlers follow none of 60,000."""
_MOST_FIELDS: Final = 256
_MOST_DIGITS: Final = 15
_GAP: Final = 4
"""Bytes between two records: two line ends."""


class CutOff(Damaged):
    """The file ends in the middle of a record, as it does where its writer was killed.

    Attributes:
        whole: How many bytes of the file come before that record; ``None`` if what is there cannot be
            parted from it.
    """

    whole: int | None = None


class _Plain:
    """The bytes of a file."""

    def __init__(self, file: BinaryIO, begun: bytes) -> None:
        self._file = file
        self._begun = begun
        self._given = 0

    def piece(self) -> bytes:
        """Some more; nothing at the end."""
        got = self._begun or self._file.read(_PIECE)
        self._begun = b""
        self._given += len(got)
        return got

    def place(self, left: int) -> int:
        """Where in the file that is, of which so much is left."""
        return self._given - left


class _Members:
    """The bytes in the members of a gzip file; each piece is of one member only."""

    def __init__(self, file: BinaryIO, begun: bytes) -> None:
        self._file = file
        self._packed = begun
        self._taken = len(begun)
        self._start = 0
        self._member: zlib._Decompress | None = None

    def piece(self) -> bytes:
        """Some more; nothing at the end.

        Raises:
            Damaged: They make no sense.
            CutOff: The file ends before they do.
        """
        while self._member is not None or self._begin():
            if made := self._unpacked():
                return made
        return b""

    def place(self, left: int) -> int:  # noqa: ARG002 - a member is the smallest place there is
        """Where in the file the member begins."""
        return self._start

    def _begin(self) -> bool:
        """Opens the next member, if there is one."""
        while len(self._packed) < len(GZIP) or not self._packed.strip(b"\0"):  # tapes are padded
            self._packed = self._packed.lstrip(b"\0")
            if not self._fill():
                break
        if not self._packed:
            return False
        self._start = self._taken - len(self._packed)
        if len(self._packed) < len(GZIP) and GZIP.startswith(self._packed):
            raise self._cut()
        if not self._packed.startswith(GZIP):
            raise Damaged(f"no gzip at byte {self._start:,}")
        self._member = zlib.decompressobj(31)
        return True

    def _unpacked(self) -> bytes:
        assert self._member is not None  # noqa: S101 - for the type checker: ``piece`` has opened it
        if not self._packed and not self._fill():
            raise self._cut()
        try:
            made = self._member.decompress(self._packed, _PIECE)
        except zlib.error as error:
            raise Damaged(f"the record at byte {self._start:,} does not decompress") from error
        self._packed = self._member.unconsumed_tail or self._member.unused_data
        if self._member.eof:
            self._member = None
        return made

    def _cut(self) -> CutOff:
        return CutOff(f"it ends in the middle of a record, the one at byte {self._start:,}")

    def _fill(self) -> bool:
        got = self._file.read(_PIECE)
        self._packed += got
        self._taken += len(got)
        return bool(got)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record, whose block is read while it is the present one.

    Attributes:
        fields: The named fields, names in lower case.
        start: Where in the file it begins, or the gzip member that it is in.
    """

    fields: Mapping[str, str]
    start: int
    _records: "Records" = field(repr=False)

    def read(self) -> bytes:
        """Some bytes of the block; nothing at its end.

        Raises:
            Damaged: The file is broken here.
            CutOff: It ends here.
        """
        return self._records.read()


class Records:
    """The records of a file.

    Attributes:
        packed: Whether the file is compressed.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Reads the first bytes.

        Args:
            file: Open for reading, where a record begins.
        """
        begun = file.read(_PIECE)
        self.packed = begun.startswith(GZIP)
        self._bytes = _Members(file, begun) if self.packed else _Plain(file, begun)
        self._buffer = b""
        self._left = 0  # bytes of the present block
        self._start = -1  # of the present record
        self._shares = False  # whether it stands in the gzip member of another

    def __iter__(self) -> Iterator[Record]:
        """One after the other; what of a block is not read is passed over.

        Raises:
            Damaged: What comes is no record.
            CutOff: The file ends in the middle of one.
        """
        while (record := self._next()) is not None:
            yield record
            while self.read():
                pass

    def read(self) -> bytes:
        """Some bytes of the present block; nothing at its end."""
        if not self._left:
            return b""
        if not self._buffer:
            self._refill()
        got = self._buffer[: self._left]
        self._buffer = self._buffer[len(got) :]
        self._left -= len(got)
        return got

    def _next(self) -> Record | None:
        gap = self._pass_gap()
        if not self._buffer:
            if not self.packed and self._start >= 0 and gap < _GAP:
                raise self._cut()
            return None
        place = self._bytes.place(len(self._buffer))
        self._shares = place == self._start
        self._start = place
        if not self._line().startswith(b"WARC/"):
            raise Damaged(f"no WARC record at byte {place:,}")
        fields = self._fields()
        length = fields.get("content-length", "")
        if not (length.isascii() and length.isdecimal() and len(length) <= _MOST_DIGITS):
            raise Damaged(f"the record at byte {place:,} does not say how long it is")
        self._left = int(length)
        return Record(fields=fields, start=place, _records=self)

    def _pass_gap(self) -> int:
        """Passes over the line ends before the next record; the buffer is empty then at the end only."""
        gap = 0
        while self._buffer or self._more():
            stripped = self._buffer.lstrip(b"\r\n")
            gap += len(self._buffer) - len(stripped)
            self._buffer = stripped
            if stripped:
                break
        return gap

    def _fields(self) -> dict[str, str]:
        """The named fields (ISO 28500:2017 section 4), which may go on in the next line."""
        fields: dict[str, str] = {}
        name = ""
        for _ in range(_MOST_FIELDS):
            text = self._line().decode("utf-8", "replace").rstrip()
            if not text:
                return fields
            if text[0] in " \t":
                fields[name] = f"{fields.get(name, '')} {text.strip()}".strip()
                continue
            name, _, value = text.partition(":")
            name = name.strip().lower()
            fields[name] = value.strip()
        raise Damaged(f"the record at byte {self._start:,} has a head without end")

    def _line(self) -> bytes:
        while b"\n" not in self._buffer:
            if len(self._buffer) > _MOST_LINE:
                raise Damaged(f"no WARC record at byte {self._start:,}")
            self._refill()
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def _more(self) -> bool:
        try:
            got = self._bytes.piece()
        except CutOff as cut:
            raise self._placed(cut) from None
        self._buffer += got
        return bool(got)

    def _refill(self) -> None:
        """Some more of the present record.

        Raises:
            CutOff: There is no more.
        """
        if not self._more():
            raise self._cut()

    def _cut(self) -> CutOff:
        return self._placed(CutOff(f"it ends in the middle of a record, the one at byte {self._start:,}"))

    def _placed(self, cut: CutOff) -> CutOff:
        place = self._bytes.place(0) if self.packed else self._start
        cut.whole = None if place == self._start and self._shares else place
        return cut
