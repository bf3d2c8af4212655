"""How to fetch: limits, manners, identity."""

import re
from importlib.util import find_spec
from typing import Final, Literal

from newsgrab.errors import UsageError
from newsgrab.fetching.cookies import Cookie
from newsgrab.fetching.netrc import Login
from newsgrab.records import dataclass, field
from newsgrab.version import VERSION

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a field name, RFC 9110 section 5.6.2
_VALUE = re.compile(r"[\x20-\x7e\t\x80-\U0010ffff]*")
# Decided by newsgrab itself: the framing, and the codings that it can decode within bounds.
_OWN_HEADERS: Final = frozenset(
    {"accept-encoding", "connection", "content-length", "expect", "host", "te", "trailer"}
    | {"transfer-encoding", "upgrade"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """How pages are fetched.

    Attributes:
        total_timeout_s: Seconds one page may take, redirects and retries included; waiting for
            politeness and for a ``Retry-After`` comes on top.
        connect_timeout_s: Seconds for a connection with its TLS handshake.
        read_timeout_s: Seconds a server may be silent.
        max_bytes: Largest page, on the wire as well as decoded.
        max_redirects: Hops followed.
        retries: Further attempts after a failure that may pass.
        delay_s: Seconds between the end of a request and the start of the next one to the same host.
            With 0 there is no wait, and two requests to one host may be under way at once.
        user_agent: How newsgrab names itself; robots.txt is read for the part before the first slash.
        contact: A mail address or URL of whoever runs it, for the ``User-Agent``.
        allow_private: Also connects to addresses that are not public.
        allow_downgrade: Also follows redirects from https to http.
        robots: Whether robots.txt is obeyed.
        insecure: Accepts any certificate.
        cacert: File of certificates (PEM) to trust instead of the usual ones.
        proxy: URL of a proxy; ``None`` takes it from the environment (``HTTPS_PROXY``, ``NO_PROXY`` ...),
            ``""`` uses none.
        headers: Sent to the origin first asked and to no other.
        cookies: The user's cookies; with any, even with none of them (``()``), those that servers set are
            kept for their own host as long as the ``Fetcher`` lives. ``None`` neither sends nor keeps any.
        logins: Sent to the origin first asked if it is at one of these hosts, and to no other.
        http2: Speaks HTTP/2 where an https server does; needs the package ``h2``.

    Raises:
        UsageError: On creation, if a value cannot work.
    """

    total_timeout_s: float = 60.0
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 15.0
    max_bytes: int = 10 * 1024 * 1024
    max_redirects: int = 5
    retries: int = 2
    delay_s: float = 1.0
    user_agent: str = f"newsgrab/{VERSION}"
    contact: str | None = None
    allow_private: bool = False
    allow_downgrade: bool = False
    robots: Literal["respect", "ignore"] = "respect"
    insecure: bool = False
    cacert: str | None = None
    proxy: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    cookies: tuple[Cookie, ...] | None = field(default=None, repr=False)
    logins: tuple[Login, ...] = field(default=(), repr=False)
    http2: bool = False

    def __post_init__(self) -> None:
        """Checks what would otherwise fail in the middle of a run."""
        for name in ("total_timeout_s", "connect_timeout_s", "read_timeout_s", "max_bytes"):
            if not getattr(self, name) > 0:
                raise UsageError(f"{name} must be more than 0, not {getattr(self, name)}")
        for name in ("max_redirects", "retries", "delay_s"):
            if not getattr(self, name) >= 0:
                raise UsageError(f"{name} must not be negative, but is {getattr(self, name)}")
        if self.robots not in ("respect", "ignore"):
            raise UsageError(f"robots is respect or ignore, not {self.robots}")
        if self.http2 and find_spec("h2") is None:
            raise UsageError("HTTP/2 needs the package h2: pip install 'newsgrab[http2]'")
        for name, value in (*self.headers, ("User-Agent", self.agent)):
            _check_header(name, value)

    @property
    def agent(self) -> str:
        """The ``User-Agent`` header."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    @property
    def product(self) -> str:
        """The product token that robots.txt is read for (RFC 9309 section 2.2.1)."""
        return self.user_agent.partition("/")[0].strip()


def _check_header(name: str, value: str) -> None:
    if not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
        raise UsageError(f"no valid header: {name!r}, or what it is to say")  # which may be a secret
    if name.lower() in _OWN_HEADERS:
        raise UsageError(f"the header {name} is newsgrab's own and cannot be set")
