"""Exchanges in a web archive (WARC 1.1, ISO 28500:2017), each record a gzip member of its own.

What is written is what came: the payload with its ``Content-Encoding`` as the server sent it, as wget and
Heritrix keep it. Only the transfer coding is undone, since the HTTP library gives nothing else; a
``Transfer-Encoding`` that was there is named ``X-Crawler-Transfer-Encoding``, as in Common Crawl, because
readers would look for chunks. HTTP/2, which has no text form, is written as HTTP/1.1 with a
``WARC-Protocol: h2`` (proposed in iipc/warc-specifications #42, and widely used). Logins, cookies and the
user's own headers are not in an ``Exchange`` to begin with.
"""

import io
import os
import re
from base64 import b32encode
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha1
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from newsgrab.durable import as_output_error, make_folder
from newsgrab.errors import Damaged, OutputError, UsageError
from newsgrab.model import Exchange, Fields
from newsgrab.version import VERSION
from newsgrab.warc import GZIP, CutOff, Records

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_TOKEN: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a field name, RFC 9110 section 5.6.2
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]+")
_STANDARD: Final = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_PLAIN_HTTP: Final = ("HTTP/1.0", "HTTP/1.1")
_TAILS: Final = (1 << 16, 1 << 20, 1 << 26)
"""How far back from the end the last record of an archive is looked for, in bytes."""
_RECORD: Final = re.compile(rb"\x1f\x8b\x08|(?<=\r\n\r\n)WARC/")


class WarcFile:
    """An archive that is written to; what it has already stays.

    Attributes:
        removed: Bytes of a record that an earlier run could not finish, which are gone now.
    """

    def __init__(self, name: str) -> None:
        """Opens it, and writes what is going to write to it.

        Args:
            name: Its path; on ``.gz`` it ends where it is to be compressed.

        Raises:
            UsageError: It is something else, or damaged, or the package ``warcio`` is not there.
            OutputError: It cannot be written, or another run writes to it.
        """
        try:
            from warcio.warcwriter import WARCWriter  # noqa: PLC0415 - an extra; 36 ms
        except ImportError as error:
            raise UsageError("--warc needs the package warcio: pip install 'newsgrab[warc]'") from error
        self._path = Path(name)
        self.removed = 0
        make_folder(self._path.parent)
        try:
            self._file: BinaryIO = self._path.open("a+b", buffering=0)
            _lock(self._file, name)
            begun = self._file.seek(0, os.SEEK_END) > 0
            if begun:
                self.removed = _mended(self._file, name)
        except OSError as error:
            raise as_output_error(name, error) from error
        self._file.seek(0)
        packed = self._file.read(len(GZIP)) == GZIP if begun else name.endswith(".gz")
        self._made = io.BytesIO()
        self._writer = WARCWriter(self._made, gzip=packed, warc_version="1.1")
        about = {"software": f"newsgrab/{VERSION}", "format": "WARC File Format 1.1", "conformsTo": _STANDARD}
        info = self._writer.create_warcinfo_record(self._path.name, about)
        self._info = str(info.rec_headers.get_header("WARC-Record-ID"))
        self._write(info)

    def add(self, exchange: Exchange) -> None:
        """Appends a response and its request, in one stroke: a kill leaves both, or a broken end.

        Raises:
            DiskFull: No space; what was there before stays whole.
            OutputError: Any other refusal of the system, likewise.
        """
        response = self._record("response", exchange, _answer(exchange), exchange.body)
        request = self._record("request", exchange, _request(exchange), b"")
        identity = response.rec_headers.get_header("WARC-Record-ID")
        request.rec_headers.add_header("WARC-Concurrent-To", identity)
        self._write(response, request)

    def close(self) -> None:
        """Makes it durable.

        Raises:
            OutputError: The system refuses.
        """
        try:
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise as_output_error(self._path, error) from error

    def _record(self, kind: str, exchange: Exchange, head: bytes, body: bytes) -> "ArcWarcRecord":
        from warcio.recordloader import ArcWarcRecord  # noqa: PLC0415 - as above

        fields = {
            "WARC-Date": exchange.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Warcinfo-ID": self._info,
            # Of the body alone; the digest of all of it is the library's.
            "WARC-Payload-Digest": f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode()}",
        }
        if exchange.address is not None:
            fields["WARC-IP-Address"] = exchange.address
        if kind == "response" and exchange.cut is not None:
            fields["WARC-Truncated"] = exchange.cut
        if exchange.version not in _PLAIN_HTTP:
            fields["WARC-Protocol"] = "h2"
        made = self._writer.create_warc_record(exchange.url, kind, warc_headers_dict=fields)
        # Put in afterwards: the library would read our head, and write it as it thinks it should be.
        block = head + body
        return ArcWarcRecord(
            "warc", kind, made.rec_headers, io.BytesIO(block), None, made.content_type, len(block)
        )

    def _write(self, *records: "ArcWarcRecord") -> None:
        for record in records:
            self._writer.write_record(record)
        made = self._made.getvalue()
        self._made.seek(0)
        self._made.truncate()
        whole = self._file.seek(0, os.SEEK_END)
        try:
            view = memoryview(made)
            while view:
                view = view[self._file.write(view) :]
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(whole)
            raise as_output_error(self._path, error) from error


def _request(exchange: Exchange) -> bytes:
    return b"GET %s HTTP/1.1\r\n%s\r\n" % (exchange.target.encode("ascii", "replace"), _lines(exchange.asked))


def _answer(exchange: Exchange) -> bytes:
    version = exchange.version if exchange.version in _PLAIN_HTTP else "HTTP/1.1"
    reason = exchange.reason or _phrase(exchange.status)
    first = b"%s %d %s" % (version.encode(), exchange.status, _shown(reason.encode("latin-1", "replace")))
    renamed = [
        (b"X-Crawler-Transfer-Encoding" if name.lower() == b"transfer-encoding" else name, value)
        for name, value in exchange.answered
    ]
    return b"%s\r\n%s\r\n" % (first, _lines(renamed))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _lines(fields: Fields | Iterable[tuple[bytes, bytes]]) -> bytes:
    """Header fields as text; no value can open a line of its own (R74)."""
    return b"".join(b"%s: %s\r\n" % (name, _shown(value)) for name, value in fields if _TOKEN.fullmatch(name))


def _shown(value: bytes) -> bytes:
    return _CONTROL.sub(b" ", value).strip()


def _lock(file: BinaryIO, name: str) -> None:
    """Keeps other runs away, until the system sees that this one is gone."""
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError(f"{name}: another run writes to this archive") from None


def _mended(file: BinaryIO, name: str) -> int:
    """Sees that an archive ends on a whole record; how many bytes of a broken one had to go for that.

    Raises:
        UsageError: It is no archive, or broken otherwise than at its end.
    """
    if _ends_well(file):
        return 0
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    try:
        records = sum(1 for _ in Records(file))
    except CutOff as cut:
        if not cut.whole:
            raise UsageError(f"--warc {name}: no archive that can be added to: {cut}") from cut
        file.truncate(cut.whole)
        return size - cut.whole
    except Damaged as damage:
        raise UsageError(f"--warc {name}: no archive that can be added to: {damage}") from damage
    if not records:
        raise UsageError(f"--warc {name}: no archive that can be added to: there is no record in it")
    return 0


def _ends_well(file: BinaryIO) -> bool:
    """Whether the last bytes are whole records: known without reading gigabytes of others before them."""
    size = file.seek(0, os.SEEK_END)
    for length in _TAILS:
        start = max(0, size - length)
        file.seek(start)
        tail = file.read(length)
        places = [0] * (start == 0) + [one.start() for one in _RECORD.finditer(tail)]
        for found in reversed(places):
            if _is_whole(tail[found:]):
                return True
        if not start:
            break
    return False


def _is_whole(tail: bytes) -> bool:
    try:
        return sum(1 for _ in Records(io.BytesIO(tail))) > 0
    except Damaged:
        return False
