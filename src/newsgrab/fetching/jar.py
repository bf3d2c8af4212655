"""The cookies of a run: the user's, and those that servers set, which stay with the host that set them."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from newsgrab.fetching.cookies import Cookie, domain_matches
from newsgrab.urls import host_of

_EACH_HOST: Final = 50
_LONGEST: Final = 4096  # characters of name and value, as browsers have it (RFC 6265bis section 5.6)
_HOST_CHARACTERS: Final = 32 << 10  # all cookies of a host; servers refuse longer headers anyway
_HOSTS: Final = 1024
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}

_Key = tuple[str, str, str]  # domain, path, name


class Jar:
    """Which cookies go with which request; nothing is written anywhere."""

    def __init__(self, own: Iterable[Cookie]) -> None:
        """Holds the user's cookies.

        Args:
            own: Those of the user's file; of two that are the same, the last counts.
        """
        by_key = {(each.domain, each.path, each.name): each for each in own}
        self._own: dict[str, list[Cookie]] = {}
        for each in by_key.values():
            self._own.setdefault(each.domain, []).append(each)
        self._set: OrderedDict[str, dict[_Key, Cookie]] = OrderedDict()

    def header(self, url: str, start: str) -> str:
        """The ``Cookie`` header for a request, ``""`` for none.

        Args:
            url: What is asked for.
            start: The address first asked for: where a redirect leads to another port of a host, or from
                https to http, the user's cookies stay behind, though RFC 6265 knows no ports.
        """
        now = time.time()
        kept = self._set.get(host_of(url), {})
        found = list(self._own_for(url)) if _is_as_safe(url, start) else []
        found = [each for each in found if (each.domain, each.path, each.name) not in kept]
        found = [each for each in (*found, *kept.values()) if each.belongs_to(url, now)]
        found.sort(key=lambda each: -len(each.path))  # RFC 6265 section 5.4: longer paths first
        return "; ".join(f"{each.name}={each.value}" if each.name else each.value for each in found)

    def learn(self, url: str, lines: Iterable[str]) -> None:
        """Takes what a server sets; no other host ever gets it, whatever its ``Domain`` says.

        Args:
            url: What was asked for.
            lines: The ``Set-Cookie`` headers of the answer.
        """
        for line in lines:
            cookie = _set_cookie(url, line, time.time())
            if cookie is None:
                continue
            host = host_of(url)
            kept = self._set.setdefault(host, {})
            self._set.move_to_end(host)
            key = (cookie.domain, cookie.path, cookie.name)
            kept.pop(key, None)
            kept[key] = cookie  # an expired one too: it takes back one of the user's
            while len(kept) > _EACH_HOST or sum(map(_size, kept.values())) > _HOST_CHARACTERS:
                del kept[next(iter(kept))]
            while len(self._set) > _HOSTS:
                self._set.popitem(last=False)

    def _own_for(self, url: str) -> Iterator[Cookie]:
        domain = urlsplit(url).hostname or ""
        while domain:
            yield from self._own.get(domain, ())
            domain = domain.partition(".")[2]


def _size(cookie: Cookie) -> int:
    return len(cookie.name) + len(cookie.value) + len(cookie.path)


def _is_as_safe(url: str, start: str) -> bool:
    """Whether the way to an address is as safe as the one the user chose: no other port, no less security."""
    here, there = urlsplit(start), urlsplit(url)
    if here.scheme == "https" and there.scheme == "http":
        return False
    usual = [parts.port in (None, _DEFAULT_PORTS[parts.scheme]) for parts in (here, there)]
    return all(usual) or here.port == there.port


def _set_cookie(url: str, line: str, now: float) -> Cookie | None:
    """The cookie of a ``Set-Cookie`` header (RFC 6265 section 5.2); ``None`` if it is to be passed over."""
    pair, *rest = line.split(";")
    name, equals, value = (part.strip() for part in pair.partition("="))
    if not equals:
        name, value = "", name
    if not (name or value) or len(name) + len(value) > _LONGEST or not f"{name}{value}".isprintable():
        return None
    said = {key.strip().lower(): word.strip() for key, _, word in (each.partition("=") for each in rest)}
    parts = urlsplit(url)
    host, domain = parts.hostname or "", said.get("domain", "").lower().removeprefix(".")
    # Only between www.example.com and example.com: what is set never leaves the host (host_of).
    wide = (
        bool(domain)
        and domain_matches(host, domain, subdomains=True)
        and host_of(f"//{domain}") == host_of(url)
    )
    if domain and not wide:
        domain = ""
    path = said.get("path", "")
    cookie = Cookie(
        domain=domain or host,
        subdomains=wide,
        path=path if path.startswith("/") else parts.path.rpartition("/")[0] or "/",
        secure="secure" in said,
        expires=_expiry(said, now),
        name=name,
        value=value,
    )
    return cookie if _is_honest(cookie, parts.scheme, has_path=path == "/") else None


def _is_honest(cookie: Cookie, scheme: str, *, has_path: bool) -> bool:
    """Whether what its name promises holds (RFC 6265bis section 4.1.3); http may not say secure."""
    if cookie.secure and scheme != "https":
        return False
    prefix = cookie.name.lower()
    if prefix.startswith("__host-"):
        return cookie.secure and has_path and not cookie.subdomains
    return cookie.secure or not prefix.startswith("__secure-")


def _expiry(said: dict[str, str], now: float) -> float | None:
    seconds = said.get("max-age", "")
    if seconds.removeprefix("-").isdecimal():
        return now + min(int(seconds[:12]), 10**9) if not seconds.startswith("-") else 0.0
    if "expires" not in said:
        return None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - 10 ms, and rare

    try:
        return parsedate_to_datetime(said["expires"]).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
