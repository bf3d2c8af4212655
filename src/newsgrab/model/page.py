"""What goes in: pages; and what became of each."""

from datetime import datetime
from typing import Final, Literal

from newsgrab.records import dataclass, field

Via = Literal["http", "file", "warc", "browser"]
Verdict = Literal["saved", "unchanged", "skipped", "failed"]
NOT_MODIFIED: Final = 304
RobotsVerdict = Literal["allowed", "ignored", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave for a conditional request (RFC 9110 section 13.1), verbatim."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Something that was had before, to be had again only if it has changed.

    Attributes:
        final_url: The address that answered, after redirects.
        validators: What that one gave.
    """

    final_url: str
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """How a page was had.

    Attributes:
        at: When the answer was complete, aware; ``None`` for bytes that were simply given.
        status: HTTP status (RFC 9110 section 15).
        via: Where the bytes came from.
        content_type: The ``Content-Type`` header, verbatim.
        elapsed_s: Seconds from the first request to the last byte, waiting for politeness excluded.
        redirects: The URLs passed through, first asked first, the final one left out.
        validators: For the next conditional request.
        robots: Whether robots.txt was asked and what it said.
        cut: Whether there is more of it than these bytes.
        open_ended: Whether only the end of the connection was the end of the answer (RFC 9112 section 6.3):
            nothing shows whether all of it came.
    """

    at: datetime | None = None
    status: int | None = None
    via: Via = "file"
    content_type: str | None = None
    elapsed_s: float | None = None
    redirects: tuple[str, ...] = ()
    validators: Validators = field(default_factory=Validators)
    robots: RobotsVerdict = "none"
    cut: bool = False
    open_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes of a page, wherever they came from: the network, a file, a WARC record, stdin.

    Attributes:
        url: The address asked for; ``None`` when nobody knows.
        final_url: The address that answered, after redirects.
        body: The bytes, content encoding (gzip ...) removed, in the page's own charset.
        encoding: A charset the user insists on; it beats everything else.
        fetched: How it was had.
    """

    url: str | None
    final_url: str | None
    body: bytes
    encoding: str | None = None
    fetched: Fetched = field(default_factory=Fetched)

    @property
    def is_unchanged(self) -> bool:
        """Whether it is as it was when it was had before; then it has no body (RFC 9110 section 15.4.5)."""
        return self.fetched.status == NOT_MODIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input.

    Attributes:
        url: The input, as given (a URL or a file name).
        verdict: Whether it was written, left alone or failed.
        code: The machine code of the failure (see ``newsgrab.errors``), ``None`` if none.
        status: The exit status this outcome alone would give.
        reason: One line for a person, ``""`` if none.
        paths: The files written, or found already there.
        http_status: The status of the answer, if there was one.
        attempts: How many requests were made for it.
        elapsed_s: Seconds from taking it up to being done with it.
        extra: What the input brought along, as ``pipeline.Source.extra``.
    """

    url: str
    verdict: Verdict
    code: str | None = None
    status: int = 0
    reason: str = ""
    paths: tuple[str, ...] = ()
    http_status: int | None = None
    attempts: int = 1
    elapsed_s: float = 0.0
    extra: str = ""
