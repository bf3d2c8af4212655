"""Cookies of the user, from a file of cookies: what each is, and where it may go.

The file is the one that curl, wget and yt-dlp read and browser extensions write ("Netscape cookies.txt").
``http.cookiejar`` reads it too, but drops expired lines unasked, insists on a first line that many
programs leave out, fails on fractions of seconds, and tells neither which line is bad nor why.
"""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from newsgrab.errors import BadConfig, BadUrl, MissingFile
from newsgrab.records import dataclass, field
from newsgrab.urls import check

_LARGEST: Final = 16 << 20  # bytes; browsers keep some thousand cookies of 4 KiB at most
_HTTP_ONLY: Final = "#HttpOnly_"
_FIELDS: Final = 7
_WITHOUT_VALUE: Final = 6  # editors cut the tab at the end of a line
_NAME: Final = re.compile(r"[^\x00-\x20\x7f;,=]*")
_VALUE: Final = re.compile(r"[^\x00-\x1f\x7f;]*")
_SECONDS: Final = re.compile(r"-?\d+(?:\.\d*)?")
# Second-level names that registries of countries give domains under: example.co.uk, example.com.au.
_UNDER_COUNTRIES: Final = frozenset(
    {"ac", "asn", "asso", "biz", "co", "com", "edu", "firm", "gen", "go", "gob", "gouv", "gov", "govt", "gub"}
    | {"gv", "id", "in", "ind", "inf", "info", "ltd", "me", "mi", "mil", "ne", "net", "nom", "nic", "or"}
    | {"org", "plc", "press", "pro", "sch", "school", "web"}
)
_COUNTRY: Final = 2  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One cookie (RFC 6265 section 5.3).

    Attributes:
        domain: A host in lower case, without a dot in front.
        subdomains: Whether hosts below the domain get it, too.
        path: Where its paths begin.
        secure: Whether it goes over https only.
        expires: Seconds since 1970; ``None`` for one that lasts as long as the run.
        name: Its name, ``""`` for one that is a value alone.
        value: Its value, which is a secret.
    """

    domain: str
    subdomains: bool
    path: str
    secure: bool
    expires: float | None
    name: str
    value: str = field(repr=False)

    def belongs_to(self, url: str, now: float) -> bool:
        """Whether it may be sent with a request for the address (RFC 6265 section 5.4).

        Args:
            url: An address as ``urls.check`` gives it.
            now: Seconds since 1970.
        """
        parts = urlsplit(url)
        return (
            (self.expires is None or self.expires > now)
            and (parts.scheme == "https" or not self.secure)
            and domain_matches(parts.hostname or "", self.domain, subdomains=self.subdomains)
            and path_matches(parts.path or "/", self.path)
        )


def domain_matches(host: str, domain: str, *, subdomains: bool) -> bool:
    """RFC 6265 section 5.1.3; an address has no subdomains."""
    return host == domain or (subdomains and host.endswith(f".{domain}") and not _is_address(host))


def path_matches(path: str, start: str) -> bool:
    """RFC 6265 section 5.1.4: ``/news`` covers ``/news`` and ``/news/today``, not ``/newsletter``."""
    return path == start or (path.startswith(start) and (start.endswith("/") or path[len(start)] == "/"))


def read_cookies(name: str) -> tuple[Cookie, ...]:
    """The cookies of a file.

    Args:
        name: Its path.

    Raises:
        MissingFile: It cannot be read.
        BadConfig: A line is no cookie; the message has its number, but nothing of what it says.
    """
    return tuple(
        _cookie(line, f"{name}, line {number}")
        for number, line in enumerate(_lines(name), 1)
        if _counts(line)
    )


def _lines(name: str) -> Iterator[str]:
    try:
        with Path(name).open("rb") as file:
            data = file.read(_LARGEST + 1)
        text = data.decode("utf-8-sig")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name, or not UTF-8
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise MissingFile(f"the file of cookies {name} cannot be read: {why}") from None
    if len(data) > _LARGEST:
        raise BadConfig(f"{name} is no file of cookies: it is larger than {_LARGEST >> 20} MB")
    return (line.removesuffix("\r") for line in text.split("\n"))


def _counts(line: str) -> bool:
    return bool(line.strip()) and (not line.startswith("#") or line.startswith(_HTTP_ONLY))


def _cookie(line: str, place: str) -> Cookie:
    fields = line.removeprefix(_HTTP_ONLY).split("\t")
    if len(fields) == _WITHOUT_VALUE:
        fields.append("")
    if len(fields) != _FIELDS:
        raise BadConfig(
            f"{place} is no cookie: {_FIELDS} fields with tabs between, not {_shape(line, fields)}"
        )
    domain, subdomains, path, secure, expires, name, value = fields
    flags = {"TRUE": True, "FALSE": False}
    if subdomains.upper() not in flags or secure.upper() not in flags:
        raise BadConfig(f"{place} is no cookie: the second and the fourth field are TRUE or FALSE")
    if not _SECONDS.fullmatch(expires.strip() or "0"):
        raise BadConfig(f"{place} is no cookie: the fifth field is when it expires, in seconds since 1970")
    if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value) or not (name or value):
        raise BadConfig(f"{place} is no cookie: its name or value has characters that cannot be sent")
    host = _host(domain, place)
    below = flags[subdomains.upper()] and not _is_address(host)
    if below and is_public_suffix(host):
        raise BadConfig(f"{place}: the cookie is for all sites under {host}; it needs the domain of one site")
    return Cookie(
        domain=host,
        subdomains=below,
        path=path if path.startswith("/") else "/",
        secure=flags[secure.upper()],
        expires=float(expires.strip() or 0) or None,
        name=name,
        value=value,
    )


def _shape(line: str, fields: list[str]) -> str:
    if line.lstrip().startswith(("{", "[")):
        return "JSON; export it as cookies.txt (Netscape)"
    if len(fields) == 1 and len(line.split()) == _FIELDS:
        return "spaces"
    return str(len(fields))


def _host(domain: str, place: str) -> str:
    name = domain.strip().removeprefix(".")
    try:
        host = "" if set(name) & set("/?#@\\") else urlsplit(check(f"http://{name}/")).netloc
    except BadUrl:
        host = ""
    if not host or ":" in host.rpartition("]")[2]:
        raise BadConfig(f"{place} is no cookie: the first field is no domain")
    return host.strip("[]")


def is_public_suffix(domain: str) -> bool:
    """Whether a domain is likely to be a registry and no site: ``com``, ``co.uk``.

    By its shape; a registry with another habit is not seen, but then a browser has written the line, and
    browsers know them all.
    """
    labels = domain.split(".")
    return len(labels) == 1 or (
        len(labels) == 2 and len(labels[1]) == _COUNTRY and labels[0] in _UNDER_COUNTRIES  # noqa: PLR2004 - a pair
    )


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
