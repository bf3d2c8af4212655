"""What was asked and answered, for whoever keeps a record of it; secrets are left out here already."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from newsgrab.errors import TooLarge

Fields = tuple[tuple[bytes, bytes], ...]
"""Header fields in their order, names as they were sent."""

Cut = Literal["length", "time", "disconnect", "unspecified"]
"""Why a body is not all there, in the words of WARC (ISO 28500 section 5.13)."""

SECRET: Final = frozenset({"authorization", "cookie", "cookie2", "proxy-authorization"})
"""Request fields that are nobody else's business, in lower case."""

_SECRET_ANSWERS: Final = frozenset({b"set-cookie", b"set-cookie2", b"proxy-authenticate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer.

    Attributes:
        url: What was asked for, without a login.
        at: When, aware.
        asked: The fields of the request.
        version: Of the protocol, like ``HTTP/1.1`` or ``HTTP/2``.
        status: Of the answer.
        reason: The words after the status, where there are any.
        answered: The fields of the answer.
        body: As it came: its transfer coding undone, its content coding not.
        cut: Why that is not all, ``None`` if it is.
        address: Of the server, ``None`` where a proxy stands between.
    """

    url: str
    at: dt.datetime
    asked: Fields
    version: str
    status: int
    reason: str
    answered: Fields
    body: bytes
    cut: Cut | None
    address: str | None


class Recorder(Protocol):
    """Keeps exchanges."""

    def add(self, exchange: Exchange) -> None:
        """Takes one.

        Raises:
            OutputError: It cannot be written.
        """


class Tape:
    """Listens while the body of an answer is read."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        """Has heard nothing yet."""
        self.body = bytearray()
        self._pieces = pieces
        self._whole = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Itself."""
        return self

    async def __anext__(self) -> bytes:
        """The next piece of the body."""
        try:
            piece = await anext(self._pieces)
        except StopAsyncIteration:
            self._whole = True
            raise
        self.body += piece
        return piece

    def cut(self, error: BaseException | None) -> Cut | None:
        """Why the body is not all there, if it is not.

        Args:
            error: What ended the reading, if anything did.
        """
        if self._whole:
            return None
        match error:
            case TooLarge():
                return "length"
            case asyncio.CancelledError() | TimeoutError():
                return "time"
            case OSError():
                return "disconnect"
        return "unspecified"


def open_fields(fields: Iterable[tuple[bytes, bytes]], secret: frozenset[str]) -> Fields:
    """The fields that anybody may see.

    Args:
        fields: Those of a request or of an answer.
        secret: Names that are not to be seen, in lower case.
    """
    return tuple(
        (name, value)
        for name, value in fields
        if name.lower() not in _SECRET_ANSWERS and name.decode("latin-1").lower() not in secret
    )
