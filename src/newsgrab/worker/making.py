"""A page made what is wanted of it: its card, and the article in each format."""

from collections.abc import Mapping
from typing import Final

from newsgrab.extraction import extract_page
from newsgrab.model import Article, Card, Page
from newsgrab.records import dataclass, field, replace
from newsgrab.rendering import FORMATS, LINES, RenderOptions
from newsgrab.shaping import Selection, Shape, check, shaped

_MOST_PICTURES: Final = 40
"""Of one article: galleries have a few dozen, and each costs its host a request and a pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is wanted of every page.

    Attributes:
        formats: Names in ``rendering.FORMATS`` or ``rendering.LINES``.
        rendering: How they are rendered; ``created`` is set to the time of the fetch.
        selection: Which articles are wanted.
        shape: How much of them.
        pictures: Address of a picture -> where it was saved, ``None`` where that failed.
    """

    formats: tuple[str, ...] = ("json",)
    rendering: RenderOptions = field(default_factory=RenderOptions)
    selection: Selection = field(default_factory=Selection)
    shape: Shape = field(default_factory=Shape)
    pictures: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a page gave.

    Attributes:
        card: Of the article.
        texts: File extension -> the article in that format, or whatever else belongs beside it.
        pictures: The addresses of its pictures, the lead image first, so many as may be saved.
    """

    card: Card
    texts: Mapping[str, str | bytes]
    pictures: tuple[str, ...] = ()


def make(page: Page, job: Job) -> Made:
    """Extracts and renders, here and now.

    Raises:
        ExtractError: As ``extraction.extract_page``; or a field is not there that has to be.
        Filtered: The article is not one of those that are wanted.
    """
    return finished(extract_page(page), job)


def finished(article: Article, job: Job) -> Made:
    """What is wanted of an article.

    Raises:
        ExtractError: A field is not there that has to be.
        Filtered: The article is not one of those that are wanted.
    """
    check(article, job.selection)
    article = _with_files(shaped(article, job.shape), job.pictures)
    rendering = replace(job.rendering, created=article.fetched.at)
    wanted = [FORMATS.get(name) or LINES[name] for name in job.formats]
    texts = {format_.extension: format_.render(article, rendering) for format_ in wanted}
    return Made(card=Card.of(article), texts=texts, pictures=tuple(_pictures(article)[:_MOST_PICTURES]))


def _pictures(article: Article) -> list[str]:
    lead = article.metadata.image
    urls = [*((lead,) if lead else ()), *(image.url for image in article.images)]
    return [url for url in dict.fromkeys(urls) if url.lower().startswith(("http://", "https://"))]


def _with_files(article: Article, files: Mapping[str, str | None]) -> Article:
    """The article, which knows where its pictures were saved, and warns of those that were not."""
    if not files:
        return article
    images = tuple(replace(image, file=files.get(image.url)) for image in article.images)
    lead = files.get(article.metadata.image or "")
    trace = article.trace
    if any(files.get(url) is None for url in _pictures(article)):
        trace = replace(trace, warnings=(*trace.warnings, "images_missing"))
    return replace(article, images=images, image_file=lead, trace=trace)
