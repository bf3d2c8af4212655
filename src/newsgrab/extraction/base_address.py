"""The address that the relative links of a page start from, and what makes an address believable."""

from typing import Final

from newsgrab import urls
from newsgrab.dom import Survey

_LOCAL: Final = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "invalid"}
)
"""Last labels of names that no public name server knows (RFC 6761, 6762, 8375)."""

_UNFILLED: Final = ("{{", "}}", "${", "<%", "%7b%7b", "$%7b")
_ESCAPED: Final = ("http%3a", "https%3a")
_LOOKED_AT: Final = 500
_UNKNOWN: Final = frozenset({"undefined", "null", "none", "nan", "[object object]", "#"})
"""What templates and scripts write where they have no value, and an address in the place of a path."""


def is_unfilled(reference: str) -> bool:
    """Whether a template or script put this where it had no address to put."""
    start = reference[:_LOOKED_AT].lower()
    word = reference.rpartition("/")[2].strip().lower()
    return word in _UNKNOWN or start.startswith(_ESCAPED) or any(mark in start for mark in _UNFILLED)


def is_public(host: str) -> bool:
    """Whether a host is a name such as are given out: no number, no machine of an office's own network."""
    name, _, top = host.rstrip(".").rpartition(".")
    return (
        bool(name)
        and top not in _LOCAL
        and not top.isdigit()
        and not top.startswith("0x")
        and ":" not in host
    )


def relative_to(survey: Survey, base: str) -> str:
    """What the relative addresses of a page are relative to (https://html.spec.whatwg.org/#document-base-url).

    Args:
        survey: The page; what its ``<base>`` says counts if it leads to a public host or the page's own.
        base: The page's address, ``""`` where unknown.
    """
    if not survey.base or is_unfilled(survey.base):
        return base
    address = urls.join(base, survey.base)
    if address is None or not (
        urls.host_of(address) == urls.host_of(base) or is_public(urls.host_of(address))
    ):
        return base
    return address
