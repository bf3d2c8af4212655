"""A page made what is wanted of it: its card, and the article in each format."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from newsgrab.extraction import extract_page
from newsgrab.model import Card, Page
from newsgrab.rendering import FORMATS, LINES, RenderOptions
from newsgrab.shaping import Selection, Shape, check, shaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is wanted of every page.

    Attributes:
        formats: Names in ``rendering.FORMATS`` or ``rendering.LINES``.
        rendering: How they are rendered; ``created`` is set to the time of the fetch.
        selection: Which articles are wanted.
        shape: How much of them.
    """

    formats: tuple[str, ...] = ("json",)
    rendering: RenderOptions = field(default_factory=RenderOptions)
    selection: Selection = field(default_factory=Selection)
    shape: Shape = field(default_factory=Shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a page gave.

    Attributes:
        card: Of the article.
        texts: File extension -> the article in that format, or whatever else belongs beside it.
    """

    card: Card
    texts: Mapping[str, str | bytes]


def make(page: Page, job: Job) -> Made:
    """Extracts and renders, here and now.

    Raises:
        ExtractError: As ``extraction.extract_page``; or a field is not there that has to be.
        Filtered: The article is not one of those that are wanted.
    """
    article = extract_page(page)
    check(article, job.selection)
    article = shaped(article, job.shape)
    rendering = replace(job.rendering, created=article.fetched.at)
    wanted = [FORMATS.get(name) or LINES[name] for name in job.formats]
    texts = {format_.extension: format_.render(article, rendering) for format_ in wanted}
    return Made(card=Card.of(article), texts=texts)
