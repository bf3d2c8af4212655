"""Where a redirect leads, and whether to go there. Pure."""

from collections.abc import Sequence
from typing import Final

from newsgrab import urls
from newsgrab.errors import BadRedirect, BadUrl, TooManyRedirects
from newsgrab.text import for_screen

STATUSES: Final = frozenset({301, 302, 303, 307, 308})
"""The statuses that redirect a GET request (RFC 9110 section 15.4)."""


def next_address(passed: Sequence[str], location: str, *, most: int, downgrade: bool) -> str:
    """The address to ask next.

    Args:
        passed: The addresses asked so far, the redirecting one last.
        location: The ``Location`` header, ``""`` if there is none.
        most: How many hops are allowed.
        downgrade: Whether a hop from https to http is.

    Raises:
        BadRedirect: It leads nowhere, to another scheme, or from https to http.
        TooManyRedirects: It is one hop too many, or back to where it came from.
    """
    here = passed[-1]
    place, named = urls.redact(here), urls.redact(for_screen(location))
    joined = urls.join(here, location) if location.strip() else None
    if joined is None:
        where = f"to {named}, which is no http(s) address" if named else "without saying where to"
        raise BadRedirect(f"{place} redirects {where}")
    try:
        target = urls.check(joined)
    except BadUrl as error:
        raise BadRedirect(f"{place} redirects to {named}: {error}") from error
    if here.startswith("https:") and target.startswith("http:") and not downgrade:
        raise BadRedirect(f"{place} redirects from https to http ({named}); --allow-downgrade to follow it")
    if target in passed:
        raise TooManyRedirects(f"{urls.redact(passed[0])} redirects in a circle ({urls.redact(target)})")
    if len(passed) > most:
        raise TooManyRedirects(f"{urls.redact(passed[0])} redirects more than {most} times")
    return target
