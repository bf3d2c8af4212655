"""What of an exchange may be kept: the body as far as it was read, and no secret."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from typing import Final

from newsgrab.errors import ConnectionReset, FetchTimeout, TooLarge, Truncated
from newsgrab.model import Cut, Fields

SECRET: Final = frozenset({"authorization", "cookie", "cookie2", "proxy-authorization"})
"""Request fields that are nobody else's business, in lower case."""

_SECRET_ANSWERS: Final = frozenset({b"set-cookie", b"set-cookie2", b"proxy-authenticate"})
"""A session is as good as a password: whoever has the record of one could go on with it."""

_ADDRESSES: Final = frozenset({b"location", b"content-location", b"refresh", b"link"})
_USERINFO: Final = re.compile(rb"(?<=//)[^/?#\\,;<>\s]*@")


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

    def cut(self, error: BaseException | None, declared: str | None) -> Cut | None:
        """Why the body is not all there, if it is not.

        Args:
            error: What ended the reading, if anything did; a body that nobody wanted is not read.
            declared: The answer's ``Content-Length``.
        """
        if self._whole or declared == str(len(self.body)):
            return None
        match error:
            case TooLarge():
                return "length"
            case asyncio.CancelledError() | FetchTimeout():
                return "time"
            case ConnectionReset() | Truncated():
                return "disconnect"
        return "unspecified"


def open_request(fields: Iterable[tuple[bytes, bytes]], secret: frozenset[str]) -> Fields:
    """The fields of a request that anybody may see.

    Args:
        fields: All of them.
        secret: Names that are not to be seen, in lower case: ``SECRET``, and what the user added.
    """
    return tuple((name, value) for name, value in fields if name.decode("latin-1").lower() not in secret)


def open_answer(fields: Iterable[tuple[bytes, bytes]]) -> Fields:
    """The fields of an answer that anybody may see: no session, no login in an address.

    Args:
        fields: All of them.
    """
    seen = []
    for name, value in fields:
        lowered = name.lower()
        if lowered not in _SECRET_ANSWERS:
            seen.append((name, _USERINFO.sub(b"", value) if lowered in _ADDRESSES else value))
    return tuple(seen)
