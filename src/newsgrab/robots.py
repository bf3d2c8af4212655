"""robots.txt: what a site allows, from the bytes of its file (RFC 9309).

Pure: the file is fetched by ``newsgrab.fetching``. Matching is Protego's, which was recorded against
4,200 real files.
"""

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES: Final = 500 * 1024
"""How much of a file is read: RFC 9309 section 2.5 asks for 500 KiB at least."""

MAX_DELAY_S: Final = 30.0
"""Longest crawl delay obeyed, in seconds; sites ask for a day, which would be a ban without saying so."""

_SUCCESS = range(200, 300)
_UNAVAILABLE = range(400, 500)


class Rules(Protocol):
    """What a robots.txt says to one crawler."""

    def allows(self, url: str, agent: str) -> bool:
        """Whether a crawler of that product token (like ``newsgrab``) may fetch the address."""

    def delay_s(self, agent: str) -> float:
        """Seconds the site wants between two requests, at most ``MAX_DELAY_S``; 0 if it does not say."""

    def sitemaps(self) -> tuple[str, ...]:
        """What its ``Sitemap`` lines say, verbatim."""


class _Same:
    """One answer for every address."""

    def __init__(self, *, allowed: bool) -> None:
        self._allowed = allowed

    def allows(self, url: str, agent: str) -> bool:  # noqa: ARG002 - the same for all
        return self._allowed

    def delay_s(self, agent: str) -> float:  # noqa: ARG002 - as above
        return 0.0

    def sitemaps(self) -> tuple[str, ...]:
        return ()


class _File:
    """Keeps the file and not what it is parsed to, which takes 20 to 50 times as much memory."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def allows(self, url: str, agent: str) -> bool:
        return _PARSED.of(self._body).can_fetch(url, agent)

    def delay_s(self, agent: str) -> float:
        asked = _PARSED.of(self._body).crawl_delay(agent)
        return min(max(asked or 0.0, 0.0), MAX_DELAY_S)

    def sitemaps(self) -> tuple[str, ...]:
        return tuple(_PARSED.of(self._body).sitemaps)


class _Parsed:
    """The files used last, parsed: those of the hosts being asked at the moment."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._files: OrderedDict[bytes, Protego] = OrderedDict()

    def of(self, body: bytes) -> "Protego":
        rules = self._files.get(body)
        if rules is None:
            rules = self._files[body] = _protego(body)
            self._size += len(body)
            while self._size > self._most and len(self._files) > 1:
                self._size -= len(self._files.popitem(last=False)[0])
        self._files.move_to_end(body)
        return rules


def _protego(body: bytes) -> "Protego":
    from protego import Protego  # noqa: PLC0415 - 40 ms, and many runs never need it

    # Protego takes a byte-order mark for part of the first line and loses its group.
    return Protego.parse(body.decode("utf-8-sig", "replace"))


_PARSED: Final = _Parsed(1 << 18)  # up to 12 MiB parsed: a file grows 20 to 50 times, and takes 2 ms

ALLOW_ALL: Final[Rules] = _Same(allowed=True)
DENY_ALL: Final[Rules] = _Same(allowed=False)


def parse(body: bytes) -> Rules:
    """The rules of a file; what is no rule is passed over, so any bytes will do.

    Args:
        body: The file; beyond ``MAX_BYTES`` only whole lines before that are read.
    """
    if len(body) > MAX_BYTES:
        # Half a line is dropped: half of "Disallow: /private" would forbid the whole site.
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    return _File(body)


def by_status(status: int, body: bytes) -> Rules:
    """The rules that an answer to the request for robots.txt means (RFC 9309 section 2.3.1).

    Success is parsed; 4xx means there is no such file, so everything is allowed; anything
    else, 5xx above all, forbids everything until the site can answer.
    """
    if status in _SUCCESS:
        return parse(body)
    return ALLOW_ALL if status in _UNAVAILABLE else DENY_ALL
