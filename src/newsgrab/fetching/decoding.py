"""Content codings (RFC 9110 section 8.4.1), undone within bounds.

HTTP libraries decompress a whole chunk from the wire at once: 1.6 KB of brotli became one chunk of
1 GiB. Here each step makes no more than is still allowed. A stream that ends early is noticed too,
which the framing alone does not show: half an article is no article.
"""

import zlib
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from newsgrab.errors import BadEncoding, TooLarge
from newsgrab.text import for_screen


class Overflow(TooLarge):
    """The decoded bytes are more than allowed.

    Attributes:
        kept: The last bytes that were still within the limit.
    """

    def __init__(self, kept: bytes) -> None:
        """Keeps what fits, for readers that are content with a beginning."""
        super().__init__("more decoded bytes than allowed")
        self.kept = kept


class Decoder(Protocol):
    """Undoes one coding, piece by piece."""

    def decode(self, data: bytes, room: int) -> bytes:
        """The next decoded bytes.

        Args:
            data: The next bytes from the wire.
            room: How many decoded bytes are still allowed.

        Raises:
            Overflow: There are more.
            BadEncoding: They are not in this coding.
        """

    def is_complete(self) -> bool:
        """Whether the stream came to its own end; one without any byte did."""


class _Plain:
    def decode(self, data: bytes, room: int) -> bytes:
        if len(data) > room:
            raise Overflow(data[:room])
        return data

    def is_complete(self) -> bool:
        return True


class _Zlib:
    """gzip of one or more members, and deflate with or without its zlib wrapper."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._stream: zlib._Decompress | None = None
        self._held = b""
        self._members = 0
        self._made = False  # whether the present member has made any byte

    def decode(self, data: bytes, room: int) -> bytes:
        made: list[bytes] = []
        data = self._held + data
        self._held = b""
        while data:
            if self._stream is None or self._stream.eof:
                data = self._begin(data)
                continue
            piece = self._step(data, room + 1)
            if len(piece) > room:
                raise Overflow(b"".join(made) + piece[:room])
            room -= len(piece)
            made.append(piece)
            data = self._stream.unconsumed_tail or self._stream.unused_data
        return b"".join(made)

    def _begin(self, data: bytes) -> bytes:
        """Opens the next member; what follows the last one and is none is passed over, as browsers do."""
        if self._members:
            data = data.lstrip(b"\0")
            if not self._gzip or data[:1] != b"\x1f":
                return b""
        if not self._gzip and len(data) == 1:
            self._held = data
            return b""
        self._stream = zlib.decompressobj(31 if self._gzip else _deflate_bits(data))
        self._members += 1
        self._made = False
        return data

    def _step(self, data: bytes, most: int) -> bytes:
        assert self._stream is not None  # noqa: S101 - for the type checker: decode() has opened it
        try:
            piece = self._stream.decompress(data, most)
        except zlib.error as error:
            if self._members > 1 and not self._made:
                self._stream = zlib.decompressobj(-15)
                self._stream.decompress(b"\x03\x00")  # an empty stream: all further bytes are passed over
                return b""
            raise BadEncoding(f"it does not decompress ({error})") from error
        self._made = self._made or bool(piece)
        return piece

    def is_complete(self) -> bool:
        return not self._held and (self._stream is None or self._stream.eof)


def _deflate_bits(data: bytes) -> int:
    """The zlib wrapper by its header (RFC 1950 section 2.2), else raw, which some servers send."""
    wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0  # noqa: PLR2004 - RFC 1950
    return 15 if wrapped else -15


class _Brotli:
    def __init__(self, module: Any) -> None:  # noqa: ANN401 - brotli has no types
        self._stream = module.Decompressor()
        self._error: type[Exception] = module.error
        self._begun = False

    def decode(self, data: bytes, room: int) -> bytes:
        made: list[bytes] = []
        self._begun = self._begun or bool(data)
        try:
            while not self._stream.is_finished():
                piece = self._stream.process(data, output_buffer_limit=room + 1)
                data = b""
                if len(piece) > room:
                    raise Overflow(b"".join(made) + piece[:room])
                made.append(piece)
                room -= len(piece)
                if self._stream.can_accept_more_data():
                    break
        except self._error as error:
            raise BadEncoding(f"it does not decompress ({error})") from error
        return b"".join(made)

    def is_complete(self) -> bool:
        return not self._begun or self._stream.is_finished()


class _Zstd:
    """Zstandard by the standard library's interface (PEP 784, or its backport)."""

    def __init__(self, module: Any) -> None:  # noqa: ANN401 - not there in Python 3.11
        self._module = module
        # RFC 9659: a window of more than 8 MiB is not to be sent, and not to be believed.
        self._settings = {module.DecompressionParameter.window_log_max: 23}
        self._stream: Any = None

    def decode(self, data: bytes, room: int) -> bytes:
        made: list[bytes] = []
        try:
            while data or (self._stream is not None and not self._stream.needs_input):
                if self._stream is None or self._stream.eof:
                    self._stream = self._module.ZstdDecompressor(options=self._settings)
                piece = self._stream.decompress(data, room + 1)
                if len(piece) > room:
                    raise Overflow(b"".join(made) + piece[:room])
                made.append(piece)
                room -= len(piece)
                data = self._stream.unused_data if self._stream.eof else b""
                if self._stream.eof and not data:
                    break
        except self._module.ZstdError as error:
            raise BadEncoding(f"it does not decompress ({error})") from error
        return b"".join(made)

    def is_complete(self) -> bool:
        return self._stream is None or bool(self._stream.eof)


@cache
def _optional() -> dict[str, Any]:
    """The coding libraries that are there and can be bounded."""
    found: dict[str, Any] = {}
    if find_spec("brotli"):
        module = import_module("brotli")
        if hasattr(module.Decompressor, "can_accept_more_data"):  # since 1.2; before, no output limit
            found["br"] = module
    for name in ("compression.zstd", "backports.zstd"):
        if "zstd" not in found and find_spec(name.partition(".")[0]) and find_spec(name):
            found["zstd"] = import_module(name)
    return found


def accepted() -> str:
    """The value of ``Accept-Encoding``: what ``decoder_for`` can undo."""
    return ", ".join(("gzip", "deflate", *_optional()))


def decoder_for(content_encoding: str | None) -> Decoder:
    """The decoder for a ``Content-Encoding`` header.

    Raises:
        BadEncoding: The coding is unknown, or there are several layers, which only bombs have.
    """
    codings = [name.strip().lower() for name in (content_encoding or "").split(",")]
    match [name for name in codings if name not in ("", "identity")]:
        case []:
            return _Plain()
        case ["gzip" | "x-gzip"]:
            return _Zlib(gzip=True)
        case ["deflate"]:
            return _Zlib(gzip=False)
        case ["br"] if "br" in _optional():
            return _Brotli(_optional()["br"])
        case ["zstd"] if "zstd" in _optional():
            return _Zstd(_optional()["zstd"])
        case [single]:
            raise BadEncoding(f"it is sent in an unknown content encoding ({for_screen(single)[:40]})")
        case several:
            raise BadEncoding(f"it is sent in {len(several)} layers of content encoding")
