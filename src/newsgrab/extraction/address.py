"""The address the page declares for itself."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from newsgrab import urls
from newsgrab.dom import Survey
from newsgrab.extraction.base_address import is_public, is_unfilled
from newsgrab.extraction.structured import Claim, Claims

_HOMES: Final = frozenset({"", "index", "default", "home"})
_LANGUAGE: Final = 2
"""Letters of a path that is a language's home page, like ``/ar/``."""


def canonical_url(survey: Survey, claims: Claims) -> Claim | None:
    """The address the page declares for itself, if it can be believed.

    It must be http or https and on a host that looks like the page's own, or, where
    that is unknown, like a public one; a home page is not the address of an article (RFC 6596 leaves both to
    the reader).
    """
    for claim in _addresses(survey, claims):
        address = None if is_unfilled(claim.value) else urls.join(claims.relative_to, claim.value)
        if address and _is_sane(claims.base, address) and (_is_home(claims.base) or not _is_home(address)):
            return claim._replace(value=address.partition("#")[0])
    return None


def _addresses(survey: Survey, claims: Claims) -> Iterator[Claim]:
    for rel, href, _ in survey.links:
        if "canonical" in rel and "canonical" in rel.split():
            yield Claim(href, "markup", "link rel=canonical", href)
    yield from claims.meta(("og:url",))


def _is_sane(base: str, address: str) -> bool:
    """Whether an address is one of the page's own site and open to all."""
    root = base.find("/", len("https://")) + 1
    if root and address.startswith(base[:root]):
        return True
    parts = urlsplit(address)
    if parts.port and parts.port != _port(base):
        return False  # the port of the server behind the site's own
    if not base:
        return is_public(parts.hostname or "")
    return _same_site(base, address)


def _port(base: str) -> int | None:
    try:
        return urlsplit(base).port
    except ValueError:
        return None


def _is_home(address: str) -> bool:
    """Whether an address is a home page: no path, ``/index.html``, or that of a language."""
    rest = address.partition("://")[2].partition("#")[0]
    path, _, query = rest.partition("/")[2].partition("?")
    if "/" in path.rstrip("/") or query:
        return False
    name, dot, _ = path.rstrip("/").lower().partition(".")
    return name in _HOMES or (not dot and len(name) == _LANGUAGE and name.isalpha())


def _same_site(base: str, address: str) -> bool:
    """Whether two hosts end alike: the last two labels, or the only long one among them."""
    one, other = (urls.host_of(url).split(".") for url in (base, address))
    short = len(one[-2:][0]) <= 3 and len(one) > 2  # noqa: PLR2004 - "co.uk", "com.br"
    many = 3 if short else 2
    return one[-many:] == other[-many:]
