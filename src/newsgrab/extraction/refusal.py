"""Whether what was found may be called an article at all."""

from typing import Final
from urllib.parse import urlsplit

from newsgrab.errors import NoContent
from newsgrab.model import Article

DOUBTFUL: Final = 0.5
"""Confidence below which a page must say itself that it is an article.

Of the corpus pages with a gold body one in 30 lies below, with a mean F1 of .78; above .9 it is .976.
"""

HOPELESS: Final = 0.1
"""Confidence below which it is not believed."""

_FRONT: Final = frozenset({"", "/"})


def require_article(article: Article) -> None:
    """Refuses a front page, a listing, an empty shell.

    Args:
        article: What was extracted.

    Raises:
        NoContent: It is no article.
    """
    confidence = article.trace.confidence
    if confidence >= DOUBTFUL:
        return
    metadata = article.metadata
    declared = metadata.type != "unknown" or metadata.published is not None or bool(metadata.authors)
    front = bool(article.url) and urlsplit(article.url).path in _FRONT
    if confidence < HOPELESS or front or not declared:
        what = "a front or section page" if front or article.body else "no text"
        raise NoContent(f"no article on this page ({what}; confidence {confidence:.2f})")
