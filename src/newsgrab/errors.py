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
    │   ├── NotHtml                   6  not_html
    │   └── Wall                      7  paywall
    │       ├── Challenge             7  challenge
    │       ├── Consent               7  consent
    │       └── Login                 7  login
    ├── PolicyError                   6  refused
    │   ├── BlockedByRobots           6  blocked_by_robots
    │   ├── BlockedAddress            6  blocked_address
    │   ├── TooLarge                  6  too_large
    │   └── Filtered                  6  filtered
    └── OutputError                   9  write_failed
        ├── DiskFull                  9  disk_full
        └── StateFailed               9  state_failed

``Wall`` and ``NotHtml`` are extraction errors because the page itself says so; their statuses
are those of the command line's table (``newsgrab help exit-codes``).
"""

from enum import IntEnum
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


class UsageError(NewsgrabError):
    """The command was used wrongly."""

    code = "usage"
    status = ExitStatus.USAGE


class BadUrl(UsageError):
    """An address that is no http(s) URL."""

    code = "bad_url"


class MissingFile(UsageError):
    """A file that is not there or cannot be read."""

    code = "missing_file"


class IsDirectory(UsageError):
    """A folder where a file was expected."""

    code = "is_directory"


class BadConfig(UsageError):
    """A configuration or rule file that cannot be used; names file and line."""

    code = "bad_config"


class FetchError(NewsgrabError):
    """The page could not be had."""

    code = "fetch_failed"
    status = ExitStatus.FETCH


class DnsError(FetchError):
    """The host's name has no address."""

    code = "dns"
    transient = True


class ConnectionRefused(FetchError):
    """Nobody listens there."""

    code = "refused"
    transient = True


class ConnectionReset(FetchError):
    """The connection broke before or inside the answer."""

    code = "reset"
    transient = True


class FetchTimeout(FetchError):
    """The deadline passed before the answer was complete."""

    code = "timeout"
    transient = True


class TlsError(FetchError):
    """The server's certificate or handshake was not accepted."""

    code = "tls_error"


class Truncated(FetchError):
    """The answer ended before its own framing or encoding says it should."""

    code = "truncated"
    transient = True


class BadEncoding(FetchError):
    """A Content-Encoding that is unknown, layered or does not decode."""

    code = "bad_encoding"


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


class TooManyRedirects(FetchError):
    """More hops than allowed, or a loop."""

    code = "too_many_redirects"


class BadRedirect(FetchError):
    """A redirect to something that must not be followed."""

    code = "bad_redirect"


class ExtractError(NewsgrabError):
    """There is nothing to return as an article."""

    code = "no_content"
    status = ExitStatus.EXTRACT


class EmptyPage(ExtractError):
    """No bytes, or none that show text."""

    code = "empty"


class NoContent(ExtractError):
    """A page without an article."""

    code = "no_content"


class SoftNotFound(ExtractError):
    """A "page not found" that was answered with success."""

    code = "soft_404"


class TooComplex(ExtractError):
    """Markup nested or attributed so that parsing it would take minutes or gigabytes."""

    code = "too_complex"


class ParseTimeout(ExtractError):
    """Extraction was cut off at its time limit."""

    code = "parse_timeout"


class WorkerCrash(ExtractError):
    """The process that extracted the page died."""

    code = "worker_crash"


class NotHtml(ExtractError):
    """Bytes that are no HTML page: a PDF, an image, an archive."""

    code = "not_html"
    status = ExitStatus.POLICY


class Wall(ExtractError):
    """The page shows a wall where the article would be; ``Wall`` itself is a paywall."""

    code = "paywall"
    status = ExitStatus.WALL


class Challenge(Wall):
    """A bot challenge."""

    code = "challenge"


class Consent(Wall):
    """A consent wall."""

    code = "consent"


class Login(Wall):
    """A login form instead of the article."""

    code = "login"


class PolicyError(NewsgrabError):
    """newsgrab refuses by its own rules."""

    code = "refused"
    status = ExitStatus.POLICY


class BlockedByRobots(PolicyError):
    """robots.txt forbids the path (RFC 9309)."""

    code = "blocked_by_robots"


class BlockedAddress(PolicyError):
    """The host's address is private, loopback, link-local or otherwise not public."""

    code = "blocked_address"


class TooLarge(PolicyError):
    """More bytes than the limit, on the wire or decoded."""

    code = "too_large"


class Filtered(PolicyError):
    """Left out by the user's own filters."""

    code = "filtered"


class OutputError(NewsgrabError):
    """The result could not be written."""

    code = "write_failed"
    status = ExitStatus.OUTPUT


class DiskFull(OutputError):
    """No space left where the output goes."""

    code = "disk_full"


class StateFailed(OutputError):
    """The state could not be read or written."""

    code = "state_failed"
