"""Addresses that lead to one page in two dresses: AMP, the mobile site, http and https.

Which of them exist nobody can know without asking, so none is made up: they only count as one.
"""

import re
from typing import Final

_DRESS: Final = re.compile(r"https?://(?:(?:www|m|mobile|amp|wap|touch)\.(?=[^/:]*\.))*")
_PLAIN_SCHEME: Final = re.compile(r"https?://(?:www\.)?")
_AMP_PATH: Final = re.compile(r"(?<=/)amp/|/amp(?=/?$)|/amp\.html$|[./]amp(?=\.html?$)|\.amp$")
_AMP_QUERY: Final = re.compile(r"(?:amp(?:=[^&]*)?|outputtype=amp(?:-[^&]*)?|m=1|mobile=1)", re.IGNORECASE)
_WRAPPED: Final = re.compile(
    r"https?://(?:www\.google\.[a-z.]{2,6}/amp/|[\w.-]*\.?cdn\.ampproject\.org/[cvi]/)(s/)?(?=[\w-]+\.)(.*)",
    re.DOTALL,
)


def unwrapped(url: str) -> str:
    """The address of the publisher in one of Google's AMP viewer or cache; any other as it is.

    Args:
        url: An absolute address.
    """
    found = _WRAPPED.match(url)
    return f"http{'s' if found[1] else ''}://{found[2]}" if found else url


def page_key(url: str) -> str:
    """The same for addresses that lead to one page, and made of nothing else than the address.

    Args:
        url: A normalised address (``urls.normalise``).
    """
    rest = _DRESS.sub("", url, count=1)
    path, mark, query = rest.partition("?")
    host, slash, path = path.partition("/")
    path = _AMP_PATH.sub("", slash + path).rstrip("/")
    pairs = [pair for pair in query.split("&") if pair and not _AMP_QUERY.fullmatch(pair)] if mark else []
    return f"{host}{path}?{'&'.join(pairs)}" if pairs else host + path


def is_plain(url: str) -> bool:
    """Whether nothing in an address says that it is the AMP or the mobile one of two.

    Args:
        url: A normalised address.
    """
    return page_key(url) == _PLAIN_SCHEME.sub("", url, count=1).rstrip("/")
