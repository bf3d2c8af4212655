"""What fetching remembers of a host between runs, as a protocol: ``state`` keeps it, ``fetching`` asks."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRobots:
    """The robots.txt of an origin as it was answered.

    Attributes:
        status: HTTP status, after redirects.
        body: Its beginning.
        age_s: Seconds since it was fetched.
    """

    status: int
    body: bytes
    age_s: float


class HostMemory(Protocol):
    """What outlives a run."""

    def robots(self, origin: str) -> KnownRobots | None:
        """The robots.txt of an origin, if it was ever had."""

    def keep_robots(self, origin: str, status: int, body: bytes) -> None:
        """Remembers it, fetched now."""

    def rest_s(self, host: str) -> float:
        """Seconds for which the host still wants to be left alone; 0 if it does not."""

    def keep_rest(self, host: str, seconds: float) -> None:
        """Remembers that it wants to be left alone for so long from now."""
