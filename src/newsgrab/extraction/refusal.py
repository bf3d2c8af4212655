"""Whether what was found may be called an article at all."""

from collections.abc import Sequence
from typing import Final

from newsgrab.errors import Challenge, ExtractError, NoContent, SoftNotFound
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.judgement import Judgement
from newsgrab.extraction.suspect import Suspect, suspect
from newsgrab.extraction.walls import has_mark, wall
from newsgrab.model import Article

SURE: Final = 0.7
"""Confidence from which a page of some length that calls itself an article is not asked anything."""

ENOUGH: Final = 800
"""Characters of body below which walls and listings are looked for all the same."""

SILENT: Final = 0.025
"""Confidence below which a page is not believed that names neither its type nor a date nor a writer."""

HOPELESS: Final = 0.01
"""Confidence below which it is not believed, whatever the page says.

Both as high as they can be without a false refusal on the corpus, where articles go down to 0.02.
"""


LONG: Final = 1_500
"""Characters of body from which it is believed all the same, if it is no wall and no listing."""


def require_article(
    article: Article, evidence: Evidence, judgements: Sequence[Judgement], html: bytes
) -> None:
    """Refuses a front page, a listing, an empty shell, a wall.

    Args:
        article: What was extracted.
        evidence: What it was extracted from.
        judgements: What was decided about each run.
        html: The page's source.

    Raises:
        ExtractError: It is no article; the class says what it is instead.
    """
    sure = article.trace.confidence >= SURE and len(article.body) >= ENOUGH
    if sure and article.metadata.type != "unknown":
        return
    page = suspect(article, evidence, judgements, html)
    if refused := wall(page) or _no_article(page):
        raise refused


def nothing_found(html: bytes) -> ExtractError:
    """What to raise where a page has neither text nor headline: a challenge may be nothing but a script.

    Args:
        html: The page's source.
    """
    if has_mark(html, "challenge"):
        return Challenge("a bot challenge stands where the article would be")
    return NoContent("no article on this page (no text, no headline)")


def _no_article(page: Suspect) -> ExtractError | None:
    from newsgrab.extraction.listing import is_front, is_listing  # noqa: PLC0415 - for doubtful pages only

    article, confidence = page.article, page.article.trace.confidence
    redirected = bool(article.requested_url) and not is_front(article.requested_url)
    if not page.declared and is_front(article.url) and redirected:
        return SoftNotFound("the address leads to the front page now")
    if not article.body:
        # A page that prints the headline of an article and has no prose is one of pictures or a video.
        return None if page.declared and page.titled else _no_content("no text", confidence)
    if is_listing(page):
        return _no_content("a front or section page", confidence)
    if len(article.body) < LONG and confidence < (HOPELESS if _speaks(page) else SILENT):
        return _no_content("nothing that holds together", confidence)
    return None


def _speaks(page: Suspect) -> bool:
    said = page.article.metadata
    return page.declared or said.published is not None or bool(said.authors)


def _no_content(what: str, confidence: float) -> NoContent:
    return NoContent(f"no article on this page ({what}; confidence {confidence:.2f})")
