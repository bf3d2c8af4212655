"""Fetching pages from the web: polite, bounded, and careful where it connects.

``FetchOptions`` is cheap to import; ``Fetcher``, ``fetch`` and ``afetch`` load asyncio when they are
first used, and the HTTP library only with the first request.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsgrab.fetching.options import FetchOptions

if TYPE_CHECKING:
    from newsgrab.fetching.fetcher import Fetcher
    from newsgrab.fetching.single import afetch, fetch

__all__ = ["FetchOptions", "Fetcher", "afetch", "fetch"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    """Loads a public name where it is first used (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    place = "fetcher" if name == "Fetcher" else "single"
    value = globals()[name] = getattr(import_module(f"newsgrab.fetching.{place}"), name)
    return value
