"""The errors newsgrab raises, and the exit status each of them means.

A function returns what its name says or raises one of these. Each class carries a stable
machine code (``code``), the exit status of a run that had only this failure (``status``) and
whether a later attempt can succeed (``transient``)::

    NewsgrabError                     1  internal
    ├── UsageError                    2  usage
    │   ├── BadUrl                    2  bad_url
    │   ├── MissingFile               2  missing_file
    │   ├── IsDirectory               2  is_directory
    │   └── BadConfig                 2  bad_config
    ├── FetchError                    4  fetch_failed
    │   ├── DnsError                  4  dns
    │   ├── ConnectionRefused         4  refused
    │   ├── ConnectionReset           4  reset
    │   ├── FetchTimeout              4  timeout
    │   ├── TlsError                  4  tls_error
    │   ├── Truncated                 4  truncated
    │   ├── BadEncoding               4  bad_encoding
    │   ├── HttpStatus                4  http_<status>
    │   ├── TooManyRedirects          4  too_many_redirects
    │   └── BadRedirect               4  bad_redirect
    ├── ExtractError                  5  no_content
    │   ├── EmptyPage                 5  empty
    │   ├── NoContent                 5  no_content
    │   ├── SoftNotFound              5  soft_404
    │   ├── TooComplex                5  too_complex
    │   ├── ParseTimeout              5  parse_timeout
    │   ├── WorkerCrash               5  worker_crash
    │   ├── Damaged                   5  damaged
    │   ├── RequireUnmet              5  require_unmet
    │   ├── BadXml                    5  bad_xml
    │   ├── NotHtml                   6  not_html
    │   └── Wall                      7  paywall
    │       ├── Challenge             7  challenge
    │       ├── Consent               7  consent
    │       ├── GeoBlocked            7  geo_blocked
    │       └── Login                 7  login
    ├── PolicyError                   6  policy
    │   ├── BlockedByRobots           6  blocked_by_robots
    │   ├── BlockedAddress            6  blocked_address
    │   ├── TooLarge                  6  too_large
    │   ├── Offline                   6  offline
    │   └── Filtered                  6  filtered
    ├── OutputError                   9  write_failed
    │   ├── DiskFull                  9  disk_full
    │   └── StateFailed               9  state_failed
    └── Busy                         75  busy

``Wall`` and ``NotHtml`` are extraction errors because the page itself says so; their statuses
are those of the command line's table (``newsgrab help exit-codes``).
"""

from enum import IntEnum
from functools import cache
from typing import ClassVar


class ExitStatus(IntEnum):
    """What the process returns; the meaning of each is part of the public contract."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    PARTIAL = 3
    FETCH = 4
    EXTRACT = 5
    POLICY = 6
    WALL = 7
    FINDINGS = 8
    OUTPUT = 9
    TRY_LATER = 75
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143


class NewsgrabError(Exception):
    """Anything newsgrab can tell the user about; its message is one line for a person."""

    code: str = "internal"
    status: ClassVar[ExitStatus] = ExitStatus.INTERNAL
    transient: ClassVar[bool] = False

    def __init_subclass__(
        cls, *, code: str | None = None, status: ExitStatus | None = None, transient: bool | None = None
    ) -> None:
        """Takes what a class says of itself in its head; what it leaves out it inherits."""
        super().__init_subclass__()
        cls.code = cls.code if code is None else code
        cls.status = cls.status if status is None else status
        cls.transient = cls.transient if transient is None else transient


class UsageError(NewsgrabError, code="usage", status=ExitStatus.USAGE):
    """The command was used wrongly."""


class BadUrl(UsageError, code="bad_url"):
    """An address that is no http(s) URL."""


class MissingFile(UsageError, code="missing_file"):
    """A file that is not there or cannot be read."""


class IsDirectory(UsageError, code="is_directory"):
    """A folder where a file was expected."""


class BadConfig(UsageError, code="bad_config"):
    """A configuration or rule file that cannot be used; names file and line."""


class FetchError(NewsgrabError, code="fetch_failed", status=ExitStatus.FETCH):
    """The page could not be had."""


class DnsError(FetchError, code="dns", transient=True):
    """The host's name has no address."""


class ConnectionRefused(FetchError, code="refused", transient=True):
    """Nobody listens there."""


class ConnectionReset(FetchError, code="reset", transient=True):
    """The connection broke before or inside the answer."""


class FetchTimeout(FetchError, code="timeout", transient=True):
    """The deadline passed before the answer was complete."""


class TlsError(FetchError, code="tls_error"):
    """The server's certificate or handshake was not accepted."""


class Truncated(FetchError, code="truncated", transient=True):
    """The answer ended before its own framing or encoding says it should."""


class BadEncoding(FetchError, code="bad_encoding"):
    """A Content-Encoding that is unknown, layered or does not decode."""


class HttpStatus(FetchError):
    """The server answered with an error status; the code is ``http_404`` and the like.

    Attributes:
        http_status: The status of the answer (RFC 9110 section 15).
        retry_after_s: What ``Retry-After`` asked for, in seconds, if anything.
    """

    def __init__(self, message: str, http_status: int, retry_after_s: float | None = None) -> None:
        """Keeps the status and sets the code from it."""
        super().__init__(message)
        self.http_status = http_status
        self.retry_after_s = retry_after_s
        self.code = f"http_{http_status}"


class TooManyRedirects(FetchError, code="too_many_redirects"):
    """More hops than allowed, or a loop."""


class BadRedirect(FetchError, code="bad_redirect"):
    """A redirect to something that must not be followed."""


class ExtractError(NewsgrabError, code="no_content", status=ExitStatus.EXTRACT):
    """There is nothing to return as an article."""


class EmptyPage(ExtractError, code="empty"):
    """No bytes, or none that show text."""


class NoContent(ExtractError, code="no_content"):
    """A page without an article."""


class SoftNotFound(ExtractError, code="soft_404"):
    """A "page not found" that was answered with success."""


class TooComplex(ExtractError, code="too_complex"):
    """Markup nested or attributed so that parsing it would take minutes or gigabytes."""


class ParseTimeout(ExtractError, code="parse_timeout"):
    """Extraction was cut off at its time limit."""


class WorkerCrash(ExtractError, code="worker_crash"):
    """The process that extracted the page died."""


class Damaged(ExtractError, code="damaged"):
    """An archive of pages that breaks off or makes no sense from some place on."""


class RequireUnmet(ExtractError, code="require_unmet"):
    """The page does not say what the user requires of it."""


class BadXml(ExtractError, code="bad_xml"):
    """A feed or sitemap that cannot be read, or that is none."""


class NotHtml(ExtractError, code="not_html", status=ExitStatus.POLICY):
    """Bytes that are no HTML page: a PDF, an image, an archive."""


class Wall(ExtractError, code="paywall", status=ExitStatus.WALL):
    """The page shows a wall where the article would be; ``Wall`` itself is a paywall."""


class Challenge(Wall, code="challenge"):
    """A bot challenge."""


class Consent(Wall, code="consent"):
    """A consent wall."""


class GeoBlocked(Wall, code="geo_blocked"):
    """The publisher does not show the page in this country or region."""


class Login(Wall, code="login"):
    """A login form instead of the article."""


class PolicyError(NewsgrabError, code="policy", status=ExitStatus.POLICY):
    """newsgrab refuses by its own rules."""


class BlockedByRobots(PolicyError, code="blocked_by_robots"):
    """robots.txt forbids the path (RFC 9309)."""


class BlockedAddress(PolicyError, code="blocked_address"):
    """The host's address is private, loopback, link-local or otherwise not public."""


class TooLarge(PolicyError, code="too_large"):
    """More bytes than the limit, on the wire or decoded."""


class Offline(PolicyError, code="offline"):
    """Nothing of it is kept, and the user wants nothing asked for."""


class Filtered(PolicyError, code="filtered"):
    """Left out by the user's own filters."""


class OutputError(NewsgrabError, code="write_failed", status=ExitStatus.OUTPUT):
    """The result could not be written."""


class DiskFull(OutputError, code="disk_full"):
    """No space left where the output goes."""


class StateFailed(OutputError, code="state_failed"):
    """The state could not be read or written."""


class Busy(NewsgrabError, code="busy", status=ExitStatus.TRY_LATER, transient=True):
    """Another run is at work with the same state."""


def by_code(code: str) -> type[NewsgrabError]:
    """The class with that machine code, for one that is made of its message alone; else ``NewsgrabError``."""
    return _by_code().get(code, NewsgrabError)


@cache
def _by_code() -> dict[str, type[NewsgrabError]]:
    found: dict[str, type[NewsgrabError]] = {}
    left: list[type[NewsgrabError]] = [NewsgrabError]
    for cls in left:  # grows meanwhile: a class before those below it, which share its code unless they say
        left.extend(cls.__subclasses__())
        if cls is not HttpStatus:
            found[cls.code] = cls
    return found
