"""Pages that list articles: front pages, sections, tags, results of a search.

On a listing every paragraph stands alone beside the link to its story; an article has paragraphs that
follow one another. What a page calls itself only lowers the bar.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from newsgrab.extraction.confidence import teasers
from newsgrab.extraction.suspect import Suspect
from newsgrab.named_tuples import NamedTuple
from newsgrab.tables import table

_FRONT: Final = frozenset({"", "/"})
_LINKED: Final = 0.8
_TITLE: Final = range(15, 201)
"""Characters of a link that is the headline of a story."""

_STREAK: Final = 450
"""Characters of text without such a link between from which a page has a story of its own."""

_ALONE: Final = 1.25
"""Paragraphs to a teaser at most; on the one page of the corpus that is nearly a listing it is 1.4."""

_SENTENCE: Final = 40
"""Characters from which a run is a paragraph; shorter ones are bylines and dates of teasers."""

_FEWEST: Final = 2
_SEVERAL: Final = 5
_MANY: Final = 8
"""Teasers, headings and links of which a listing has at least so many; short articles have as many links."""

_LITTLE: Final = 200
_DOUBTFUL: Final = 0.5
_SOME: Final = 3
"""Characters and confidence below which what is kept may be a single teaser, and links beside it."""

_FAIR: Final = 0.7
"""Confidence from which a page is not taken for a listing by its links alone."""


class Shape(NamedTuple):
    """How text and links to stories take turns on a page.

    Attributes:
        headings: Headings that are such links.
        links: All such links.
        paragraphs: Paragraphs kept.
        streaks: Stretches of kept paragraphs without a link between.
    """

    headings: int
    links: int
    paragraphs: int
    streaks: int


def is_front(url: str) -> bool:
    """Whether an address is that of a site's front page."""
    parts = urlsplit(url)
    return bool(url) and parts.path in _FRONT and not parts.query


def _is_shallow(url: str) -> bool:
    """Whether an address is a single word behind the host, like those of sections."""
    return urlsplit(url).path.strip("/").isalpha()


def is_listing(page: Suspect) -> bool:
    """Whether the page shows other stories and none of its own."""
    shape = _shape(page)
    if shape is None:
        return False
    named = is_front(page.article.url) or _is_named_so(page)
    alone = shape.streaks >= _FEWEST and shape.paragraphs <= _ALONE * shape.streaks
    headed = shape.headings >= max(shape.streaks - 1, _SEVERAL)
    if len(page.article.body) < _LITTLE and page.article.trace.confidence < _DOUBTFUL:
        return shape.links >= _SOME and (named or _is_shallow(page.article.url))
    if page.declared:
        return named and alone and headed and shape.streaks >= _SEVERAL and shape.headings >= _MANY
    if alone and (named or headed):
        return True
    unsure = page.article.trace.confidence < _FAIR
    return named and unsure and (shape.headings >= _SEVERAL or shape.links >= _MANY)


def _shape(page: Suspect) -> Shape | None:
    """``None`` as soon as there is a story of its own, which is at once on most pages."""
    links = paragraphs = 0
    streaks = 0
    streak = 0.0
    for number, run in enumerate(page.evidence.survey.runs):
        size = page.evidence.layout.sizes[number]
        if size in _TITLE and run.links and run.link_chars >= _LINKED * size:
            links += 1
            streaks += streak > 0
            streak = 0.0
        elif page.judgements[number].label == "body" and page.size(number) >= _SENTENCE:
            paragraphs += 1
            streak += page.size(number)
            if streak >= _STREAK:
                return None
    return Shape(teasers(page.evidence), links, paragraphs, streaks + (streak > 0))


def _is_named_so(page: Suspect) -> bool:
    """By its type in JSON-LD or by its address."""
    names, linked = _names(), page.evidence.claims.linked
    for thing in (*linked.pages, *linked.others):
        kinds = thing.get("@type")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            if isinstance(kind, str) and kind.rpartition("/")[2].lower() in names["types"]:
                return True
    parts = urlsplit(page.article.url)
    if not names["paths"].isdisjoint(unquote(parts.path).strip("/").lower().split("/")[-2:]):
        return True
    return any(key.lower() in names["queries"] for key, _ in parse_qsl(parts.query))


@cache
def _names() -> Mapping[str, frozenset[str]]:
    data = table("walls")["listing"]
    return {name: frozenset(values) for name, values in data.items()}
