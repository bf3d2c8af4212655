"""One address a user asked for, and what of the user's secrets may go where on the way to it."""

from base64 import b64encode
from collections.abc import Iterable
from typing import Literal
from urllib.parse import unquote, urlsplit

from newsgrab import urls
from newsgrab.fetching.errand import Errand
from newsgrab.fetching.jar import Jar
from newsgrab.fetching.netrc import Login

Kind = Literal["page", "any", "listing", "image"]
"""What an answer may be: a web page, anything, or a feed or sitemap, of which the beginning will do."""


class Visit:
    """One address, with all its redirects and attempts.

    Attributes:
        url: The address, without a login.
        errand: What it may cost.
        kind: What is wanted.
    """

    def __init__(self, start: str, errand: Errand, kind: Kind, shown_on: str | None = None) -> None:
        """Nothing is asked yet.

        Args:
            start: The address as ``urls.check`` gives it.
            errand: What it may cost.
            kind: What is wanted.
            shown_on: The page that names the address, if no user did: secrets go to the origin of that page
                only, and nowhere if it is ``""``.
        """
        parts = urlsplit(start)
        self.url = urls.origin_of(start) + start.partition(parts.netloc)[2]
        self.errand = errand
        self.kind = kind
        self._start = self.url if shown_on is None else shown_on
        self._origin = urls.origin_of(self._start) if self._start else ""
        self._is_shown = shown_on is not None
        self._login = None if parts.username is None or self._is_shown else _login_in(start)

    def secrets(
        self, url: str, headers: Iterable[tuple[str, str]], logins: Iterable[Login]
    ) -> dict[str, str]:
        """The user's own headers and login, for the origin first asked and no other.

        Args:
            url: What is to be asked for.
            headers: The headers the user gave.
            logins: The logins the user has.
        """
        if urls.origin_of(url) != self._origin:
            return {}
        fields = {name.lower(): value for name, value in headers}
        if "authorization" not in fields and (login := self._login or _login_for(url, logins)):
            fields["authorization"] = f"Basic {b64encode(login.encode()).decode('ascii')}"  # RFC 7617
        return fields

    def cookies(self, url: str, jar: Jar) -> str:
        """The ``Cookie`` header for a request; a page cannot have other sites asked in the user's name.

        Args:
            url: What is to be asked for.
            jar: The cookies.
        """
        if self._is_shown and urls.origin_of(url) != self._origin:
            return ""
        return jar.header(url, self._start)


def _login_in(url: str) -> str:
    parts = urlsplit(url)
    return f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"


def _login_for(url: str, logins: Iterable[Login]) -> str | None:
    host = urlsplit(url).hostname
    return next((f"{login.name}:{login.password}" for login in logins if login.host == host), None)
