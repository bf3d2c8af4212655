"""What is known of hosts and pages from earlier runs: ``state`` keeps it, others ask."""

from collections.abc import Mapping
from typing import Protocol

from newsgrab.model.card import Card
from newsgrab.model.page import Known
from newsgrab.records import dataclass


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file an article was saved to.

    Attributes:
        path: Its absolute path.
        sha256: First half of the SHA-256 of what was written, 32 hex digits.
    """

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage(Known):
    """A page as it was when it was last had.

    Attributes:
        recipe: What tells how the article was made of the page: another recipe makes another article.
        card: Of the article.
        files: Extension -> the file the article was saved to; none if it went to a stream.
        age_s: Seconds since a server last said that the page is so.
    """

    recipe: str
    card: Card
    files: Mapping[str, KeptFile]
    age_s: float = 0.0


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
