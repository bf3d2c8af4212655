"""One address a user asked for, and what of the user's secrets may go where on the way to it."""

import re
from base64 import b64encode
from collections.abc import Iterable
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from newsgrab import urls
from newsgrab.fetching.errand import Errand
from newsgrab.fetching.jar import Jar
from newsgrab.fetching.netrc import Login
from newsgrab.model import Known

Kind = Literal["page", "any", "listing", "image"]
"""What an answer may be: a web page, anything, or a feed or sitemap, of which the beginning will do."""


CONDITIONS: Final = frozenset({"if-none-match", "if-modified-since"})
"""The header fields by which something is asked for only if it has changed (RFC 9110 section 13.1)."""

_ETAG: Final = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,512}"')  # RFC 9110 section 8.8.3, without obs-text
_HTTP_DATE: Final = re.compile(r"[A-Z][a-z]{2,8},? [0-9A-Za-z :-]{10,32}")  # RFC 9110 section 5.6.7


class Visit:
    """One address, with all its redirects and attempts.

    Attributes:
        url: The address, without a login.
        errand: What it may cost.
        kind: What is wanted.
    """

    def __init__(
        self,
        start: str,
        errand: Errand,
        kind: Kind,
        known: Known | None = None,
        *,
        shown_on: str | None = None,
    ) -> None:
        """Nothing is asked yet.

        Args:
            start: The address as ``urls.check`` gives it.
            errand: What it may cost.
            kind: What is wanted.
            known: What it was when it was last asked for.
            shown_on: The page that names the address, if no user did: secrets go to the origin of that page
                only, and nowhere if it is ``""``.
        """
        parts = urlsplit(start)
        self.url = urls.origin_of(start) + start.partition(parts.netloc)[2]
        self.errand = errand
        self.kind = kind
        self._known = known
        self._unconditional = False
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

    def conditions(self, url: str) -> dict[str, str]:
        """The header fields that ask for the page only if it has changed (RFC 9110 section 13.1).

        Both go out where both are known: a server that understands tags passes over the date.

        Args:
            url: What is to be asked for; validators mean something only where the page stood.
        """
        if self._known is None or self._unconditional or url != self._known.final_url:
            return {}
        told = self._known.validators
        fields = {}
        if told.etag is not None and _ETAG.fullmatch(told.etag):
            fields["if-none-match"] = told.etag
        if told.last_modified is not None and _HTTP_DATE.fullmatch(told.last_modified):
            fields["if-modified-since"] = told.last_modified
        return fields

    def ask_in_full(self) -> bool:
        """Sends no conditions from now on.

        Returns:
            Whether that is new.
        """
        was, self._unconditional = self._unconditional, True
        return not was

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
