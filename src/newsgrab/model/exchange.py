"""What was asked and answered on the wire, as a value, and who keeps a record of it, as a protocol.

``fetching`` tells a ``Recorder`` of every exchange, ``sinks`` has one, ``pipeline`` hands it over.
"""

import datetime as dt
from typing import Literal, Protocol

from newsgrab.records import dataclass

Fields = tuple[tuple[bytes, bytes], ...]
"""Header fields in their order, names as they were sent."""

Cut = Literal["length", "time", "disconnect", "unspecified"]
"""Why a body is not all there, in the words of WARC (ISO 28500:2017 section 5.13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer; nothing in it is secret.

    Attributes:
        url: What was asked for, without a login.
        at: When, aware.
        target: What stood in the request line.
        asked: The fields of the request, without those that are secret.
        version: Of the protocol, like ``HTTP/1.1`` or ``HTTP/2``.
        status: Of the answer (RFC 9110 section 15).
        reason: The words after the status, where there are any.
        answered: The fields of the answer, without those that are secret.
        body: As it came: its transfer coding undone, its content coding not.
        cut: Why that is not all, ``None`` if it is.
        address: Of the server, ``None`` where a proxy stands between.
    """

    url: str
    at: dt.datetime
    target: str
    asked: Fields
    version: str
    status: int
    reason: str
    answered: Fields
    body: bytes
    cut: Cut | None = None
    address: str | None = None


class Recorder(Protocol):
    """Keeps exchanges."""

    def add(self, exchange: Exchange) -> None:
        """Takes one.

        Raises:
            OutputError: It cannot be written.
        """
