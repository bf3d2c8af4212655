"""Addresses: made requestable, compared, named.

What is valid follows RFC 3986; how a sloppy address is read (backslashes, spaces, the characters
that are percent-encoded) follows the WHATWG URL standard, because links are written for browsers.
Nothing here resolves or opens anything.
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote, urljoin

from newsgrab.errors import BadUrl
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.trackers import untracked

MAX_BYTES: Final = 8192
"""Longest address taken, in bytes: RFC 9110 section 4.1 asks for 8000 octets at least."""

_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}
_HOST = regex(r"(?:[a-z][a-z0-9+.\-]*:)?//(?:[^/?#\\]*@)?(\[[^\]/?#\\]*\]|[^:/?#\\]*)", re.IGNORECASE)
_SCHEME = regex(r"([a-z][a-z0-9+.\-]*):(?!\d+(?:[/?#]|$))", re.IGNORECASE)
_WEB = regex(r"(https?):[/\\]{2}([^/?#\\]*)([^?#]*)(\?[^#]*)?", re.IGNORECASE)
_NO_COLON = regex(r"(https?)/{1,2}(.*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = regex(r"(?:(.*)@)?(\[[0-9a-fA-F:.]+\]|[^:\[\]@]*)(?::([0-9]{0,5}))?", re.DOTALL)
_NAME = regex(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_TIDY = regex(r"https?://[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?:[/?#]|\Z)")
_RELATIVE = regex(r"((?:\.\.?/)*)([\w-][\w./-]*(?:\?[\w.=&-]+)?(?:#[\w.-]*)?)", re.ASCII)
_NORMAL = regex(r"https?://[a-z0-9_-]{1,60}(?:\.[a-z0-9_-]{1,60}){1,3}/[A-Za-z0-9_~./-]*")
_LONE_PERCENT = regex(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = regex(r"%[0-9A-Fa-f]{2}")
_UNSHOWABLE = regex(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")
_CONTROL = regex(r"[\x00-\x1f\x7f]")
_EDGES: Final = "".join(map(chr, range(0x21)))  # C0 control or space, as the WHATWG strips them
_BREAKS: Final = {9: None, 10: None, 13: None}
# What stays bare: what RFC 3986 allows in a path, query or fragment, and "[", "]", "|", which servers
# are known to expect bare. Path and query share one set, so that a whole reference is quoted at once.
_SAFE: Final = "/?%:@!$&'()*+,;=~-._[]|"


class _Parts(NamedTuple):
    scheme: str
    userinfo: str
    host: str
    port: str
    path: str
    query: str

    @property
    def netloc(self) -> str:
        return f"{self.host}:{self.port}" if self.port else self.host


def check(url: str) -> str:
    """The address as it can be requested.

    The host is lower case and in its ASCII form (IDNA, UTS 46), path and query are
    percent-encoded, dot segments resolved, default port and fragment left out. A user name
    and password stay, since they are needed for the request; ``redact`` takes them out.

    Args:
        url: What somebody typed or linked to.

    Raises:
        BadUrl: It is no http or https address; the message says what is missing.
    """
    parts = _split(url.strip(_EDGES))
    login = f"{parts.userinfo}@" if parts.userinfo else ""
    return f"{parts.scheme}://{login}{parts.netloc}{parts.path}{parts.query}"


def redact(url: str) -> str:
    """The address as it may be shown: no user name, password or control characters, at most 300 long."""
    shown = re.sub(r"(?<=//)[^/?#\\]*@", "", _UNSHOWABLE.sub("", url), count=1)
    return shown if len(shown) <= 300 else shown[:299] + "…"  # noqa: PLR2004 - about three lines of a terminal


def host_of(url: str) -> str:
    """The host in lower case, without ``www.``, port and final dot; ``""`` if there is none."""
    found = _HOST.match(url)
    if found is None:
        return ""
    host = found[1].lower().rstrip(".")
    if not host.isascii():
        try:
            host = _ascii(host)
        except BadUrl:
            return host
    return host.removeprefix("www.")


def origin_of(url: str) -> str:
    """Scheme, host and port (left out where default), the unit of robots.txt and of secrets (RFC 6454).

    Raises:
        BadUrl: As ``check``.
    """
    parts = _split(url)
    return f"{parts.scheme}://{parts.netloc}"


def normalise(url: str) -> str:
    """The address by which two links to one page are known to be the same; idempotent.

    As ``check``, but user name, password and tracking parameters (``data/trackers.toml``) are
    left out too, and escapes are in capitals. What is no http(s) address comes back stripped
    and otherwise as it was.
    """
    if len(url) <= MAX_BYTES and "/." not in url and _NORMAL.fullmatch(url):
        return url  # four in five are so already; to see that takes 1 us, the rest of this 15
    text = url.strip(_EDGES)
    try:
        parts = _split(text)
    except BadUrl:
        return text
    query = untracked(parts.query[1:]) if parts.query else ""
    rest = _ESCAPE.sub(lambda found: found[0].upper(), f"{parts.path}{query}")
    return f"{parts.scheme}://{parts.netloc}{rest}"


def article_id(url: str) -> str:
    """16 hex digits of the SHA-256 of the normalised address."""
    from hashlib import sha256  # noqa: PLC0415 - OpenSSL takes 2 ms to load

    return sha256(normalise(url).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def join(base: str, reference: str) -> str | None:
    """The absolute http(s) address a link of a page means.

    Args:
        base: The page's own address, or what its ``<base>`` says; ``""`` where unknown.
        reference: The value of ``href`` or ``src``, verbatim.

    Returns:
        The address with its fragment, or ``None`` if it leads to something else (``mailto:``,
        ``javascript:``, ``data:``), is relative to an unknown page, is longer than 8 KiB or no
        address at all.
    """
    # Nineteen links in twenty of a news page take one of these three ways out, in about 1 us.
    plain = reference.isascii() and reference.isprintable() and " " not in reference
    if plain and len(reference) <= MAX_BYTES:
        if _is_rooted(reference):
            root = _root(base)
            return root and root + reference
        if _TIDY.match(reference):
            return reference
        relative = _RELATIVE.fullmatch(reference)
        if relative and "/." not in relative[2] and "//" not in relative[2]:
            joined = (_folder(base, relative[1]) or "") + relative[2]
            return joined if len(relative[2]) < len(joined) <= MAX_BYTES else None
    return _join_slowly(base, reference)


@lru_cache(maxsize=64)
def _root(base: str) -> str | None:
    try:
        return origin_of(base)
    except BadUrl:
        return None


@lru_cache(maxsize=64)
def _folder(base: str, up: str) -> str | None:
    """The folder that ``./`` or ``../`` and the like mean."""
    return _join_slowly(base, up or "./")


def _is_rooted(reference: str) -> bool:
    return reference[:1] == "/" and reference[1:2] not in ("/", "\\") and "/." not in reference


def _join_slowly(base: str, reference: str) -> str | None:
    text = reference.strip(_EDGES)
    if not text.isprintable():
        text = text.translate(_BREAKS)
    try:
        joined = _joined(base, text)
    except (BadUrl, ValueError):  # ValueError is urljoin's word for a broken "[...]" host
        return None
    return joined if joined and len(joined) <= MAX_BYTES else None


def _joined(base: str, text: str) -> str | None:
    if _is_rooted(text):
        root = _root(base)
        return root and root + _quoted(text, _SAFE + "#")
    before, mark, fragment = text.partition("#")
    parts = _split(before if _WEB.match(before) else urljoin(base, before.replace("\\", "/")))
    return f"{parts.scheme}://{parts.netloc}{parts.path}{parts.query}{mark}{_quoted(fragment)}"


@lru_cache(maxsize=64)  # each address that is fetched is asked for its parts seven times
def _split(text: str) -> _Parts:
    if len(text) > MAX_BYTES:
        raise BadUrl(f"the address is longer than {MAX_BYTES} bytes")
    if _CONTROL.search(text):
        raise BadUrl(f"a line break or control character inside the address: {redact(text)}")
    if (web := _WEB.match(text)) is None:
        raise BadUrl(_complaint(text))
    scheme = web[1].lower()
    userinfo, host, port = _authority(web[2], text)
    port = "" if port == _DEFAULT_PORTS[scheme] else port
    path = _without_dots(_quoted(web[3].replace("\\", "/"))) or "/"
    query = _quoted(web[4] or "")
    parts = _Parts(scheme, userinfo, host, port, path, "" if query == "?" else query)
    if sum(map(len, parts)) > MAX_BYTES - len("://@:"):  # quoting makes three bytes of one
        raise BadUrl(f"the address is longer than {MAX_BYTES} bytes")
    return parts


def _complaint(text: str) -> str:
    """What is wrong with an address that does not begin like ``https://host``."""
    if not text:
        return "the address is empty"
    scheme = _SCHEME.match(text)
    if scheme is None:
        slip = _NO_COLON.match(text)
        name, rest = ("https", text) if slip is None else (slip[1].lower(), slip[2])
        return f"no scheme: did you mean {name}:{redact('//' + rest.lstrip('/'))}?"
    name, rest = scheme[1].lower(), text[scheme.end() :].lstrip("/\\")
    meant = _meant(name) if rest else None
    if meant is not None:
        return f"no web address: did you mean {meant}:{redact('//' + rest)}?"
    if name in _DEFAULT_PORTS:
        return f"no host: {redact(text)}"
    return f"only http: and https: addresses can be fetched, not {name}:"


def _meant(scheme: str) -> str | None:
    """The scheme that somebody who wrote this one had in mind."""
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    return next(iter(get_close_matches(scheme, _DEFAULT_PORTS, n=1, cutoff=0.75)), None)


def _authority(authority: str, text: str) -> tuple[str, str, str]:
    found = _AUTHORITY.fullmatch(authority)
    if found is None or int(found[3] or 0) > 65535:  # noqa: PLR2004 - RFC 9293: ports have 16 bits
        raise BadUrl(f"no valid host and port: {redact(text)}")
    userinfo = _quoted((found[1] or "").replace("@", "%40"), "%:!$&'()*+,;=~-._")
    host = found[2]
    if not host:
        raise BadUrl(f"no host: {redact(text)}")
    host = f"[{_ipv6(host[1:-1])}]" if host[0] == "[" else _ascii(host)
    return userinfo, host, found[3] or ""


def _ipv6(text: str) -> str:
    from ipaddress import IPv6Address  # noqa: PLC0415 - seldom needed

    try:
        return IPv6Address(text).compressed
    except ValueError:
        raise BadUrl(f"no valid IPv6 address: [{text}]") from None


def _ascii(host: str) -> str:
    """The host as DNS knows it: percent-decoded, IDNA, lower case, no final dot."""
    name = (unquote(host) if "%" in host else host).lower()
    if not name.isascii():
        import idna  # noqa: PLC0415 - its tables take 10 ms, and few hosts need them

        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except UnicodeError:
            name = ""
    name = name.removesuffix(".")
    if len(name) > 253 or not _NAME.fullmatch(name):  # noqa: PLR2004 - RFC 1035 section 2.3.4
        raise BadUrl(f"no valid host name: {redact(host)}")
    return name


def _quoted(text: str, safe: str = _SAFE) -> str:
    try:
        # Arguments of a command that are not UTF-8 come as surrogates that stand for their bytes.
        done = quote(text, safe=safe, errors="surrogateescape") if text else text
    except UnicodeError:
        raise BadUrl(f"half a character in the address: {redact(text)}") from None
    return _LONE_PERCENT.sub("%25", done) if "%" in done else done


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4 for a path that begins with a slash, or an empty one."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
