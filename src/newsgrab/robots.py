"""robots.txt: what a site allows, from the bytes of its file (RFC 9309).

Pure: the file is fetched by ``newsgrab.fetching``. Matching is Protego's, which was recorded against
4,200 real files.
"""

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


class _Same:
    """One answer for every address."""

    def __init__(self, *, allowed: bool) -> None:
        self._allowed = allowed

    def allows(self, url: str, agent: str) -> bool:  # noqa: ARG002 - the same for all
        return self._allowed

    def delay_s(self, agent: str) -> float:  # noqa: ARG002 - as above
        return 0.0


class _Parsed:
    def __init__(self, rules: "Protego") -> None:
        self._rules = rules

    def allows(self, url: str, agent: str) -> bool:
        return self._rules.can_fetch(url, agent)

    def delay_s(self, agent: str) -> float:
        asked = self._rules.crawl_delay(agent)
        return min(max(asked or 0.0, 0.0), MAX_DELAY_S)


ALLOW_ALL: Final[Rules] = _Same(allowed=True)
DENY_ALL: Final[Rules] = _Same(allowed=False)


def parse(body: bytes) -> Rules:
    """The rules of a file; what is no rule is passed over, so any bytes will do.

    Args:
        body: The file; beyond ``MAX_BYTES`` only whole lines before that are read.
    """
    from protego import Protego  # noqa: PLC0415 - 40 ms, and many runs never need it

    if len(body) > MAX_BYTES:
        # Half a line is dropped: half of "Disallow: /private" would forbid the whole site.
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    # Protego takes a byte-order mark for part of the first line and loses its group.
    return _Parsed(Protego.parse(body.decode("utf-8-sig", "replace")))


def by_status(status: int, body: bytes) -> Rules:
    """The rules that an answer to the request for robots.txt means (RFC 9309 section 2.3.1).

    Success is parsed; 4xx means there is no such file, so everything is allowed; anything
    else, 5xx above all, forbids everything until the site can answer.
    """
    if status in _SUCCESS:
        return parse(body)
    return ALLOW_ALL if status in _UNAVAILABLE else DENY_ALL
