"""newsgrab: news articles as clean data.

The public names load on first use (PEP 562), so that importing the package costs nothing::

    import newsgrab

    article = newsgrab.extract(html, url="https://example.com/story")
    article.metadata.headline, article.body, article.disclaimer
    article.to_dict()                       # the JSON object of `newsgrab schema`
    page = newsgrab.fetch("https://example.com/story")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsgrab.version import VERSION as __version__  # noqa: N811 - the name PEP 396 gave it

if TYPE_CHECKING:
    from newsgrab import errors
    from newsgrab.extraction import extract
    from newsgrab.fetching import afetch, fetch
    from newsgrab.model import Article, Page

_HOMES = {
    "extract": "newsgrab.extraction",
    "fetch": "newsgrab.fetching",
    "afetch": "newsgrab.fetching",
    "Article": "newsgrab.model",
    "Page": "newsgrab.model",
}

__all__ = ["Article", "Page", "__version__", "afetch", "errors", "extract", "fetch"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    """Loads a public name where it is first used."""
    if name == "errors":
        return import_module("newsgrab.errors")
    if home := _HOMES.get(name):
        value = getattr(import_module(home), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
