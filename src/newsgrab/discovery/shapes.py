"""What an address alone says about what stands there."""

import datetime as dt
import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from newsgrab.model import Moment
from newsgrab.named_tuples import NamedTuple
from newsgrab.tables import table

_PATH: Final = re.compile(r"https?://[^/?#]*([^?#]*)(?:\?([^#]*))?")
_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_LONG_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)/(\d\d?|[a-z]{3})/(\d\d?)(?=/)")
_MONTH: Final = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2]|[a-z]{3})(?=/)")
_ID: Final = re.compile(r"\d{5,}|(?<![a-z])(?=[a-f]*\d)[0-9a-f]{8,}(?![a-z])", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W\d_]{2,}|[\u3040-\u9fff\uac00-\ud7af]", re.UNICODE)
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{2,5})$")
_LANGUAGE: Final = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_PAGED: Final = re.compile(r"/page/\d+/?$")


_HEADLINE: Final = 5
"""So many words are a headline and not a name or a topic."""


class _Known(NamedTuple):
    listings: frozenset[str]
    people: frozenset[str]
    pages: frozenset[str]
    files: frozenset[str]
    page_endings: frozenset[str]
    sitemaps_without_stories: frozenset[str]
    feeds_without_stories: frozenset[str]


@lru_cache(maxsize=1)
def _known() -> _Known:
    known = table("addresses")
    return _Known(**{name: frozenset(known[name]) for name in _Known._fields})


class Shape(NamedTuple):
    """An address by its parts.

    Attributes:
        segments: Of its path, decoded, lower case, the last one without its ending.
        ending: Of a file name, ``""`` if none.
        words: How many words the longest segment of the last two has.
        has_day: Whether there is a date in it.
        has_month: Whether there is a year and a month in it.
        has_id: Whether there is a long number in its last segment or its query.
    """

    segments: tuple[str, ...]
    ending: str
    words: int
    has_day: bool
    has_month: bool
    has_id: bool


def shape_of(url: str) -> Shape:
    """The parts of an address.

    Args:
        url: An absolute http(s) address.
    """
    found = _PATH.match(url)
    path, query = (unquote(found[1]).lower(), found[2] or "") if found else ("", "")
    segments = [segment for segment in path.split("/") if segment]
    ending = ""
    if segments and (name := _ENDING.search(segments[-1])):
        ending = name[1]
        if ending in _known().page_endings or ending in _known().files:
            segments[-1] = segments[-1][: name.start()]
        else:
            ending = ""
    last = segments[-1] if segments else ""
    return Shape(
        segments=tuple(segments),
        ending=ending,
        words=max((len(_WORDS.findall(segment)) for segment in segments[-2:]), default=0),
        has_day=bool(_DAY.search(path) or _LONG_DAY.search(path)),
        has_month=bool(_MONTH.search(path)),
        has_id=bool(_ID.search(last) or _ID.search(query)),
    )


def family_of(url: str) -> str:
    """The make of an address: its first segment, how many there are, its ending, dates and numbers.

    Args:
        url: An absolute http(s) address.
    """
    shape = shape_of(url)
    first = shape.segments[0] if len(shape.segments) > 1 and not shape.segments[0].isdecimal() else ""
    marks = f"{'d' if shape.has_day or shape.has_month else ''}{'n' if shape.has_id else ''}"
    return f"{first}/{len(shape.segments)}.{shape.ending} {marks}".rstrip()


def is_navigation(url: str) -> bool:
    """Whether an address is surely no story: a front page, a list of stories, a page about the paper, a file.

    Args:
        url: An absolute http(s) address.
    """
    shape = shape_of(url)
    if not shape.segments:  # "/" is a front page, "/?p=1234" and "/?story=the-old-bridge" are stories
        return not any(map(_names_story, url.partition("?")[2].split("&")))
    return _is_navigation(shape) or bool(_PAGED.search(url))


def _names_story(pair: str) -> bool:
    """Whether a pair of a query has a number of three digits and more, or a name of five letters and more."""
    value = pair.partition("=")[2]
    start = value[:-4]
    return (value.isdecimal() and len(value) > 2) or (start != "" and not start.isdecimal())  # noqa: PLR2004 - as said


def _is_navigation(shape: Shape) -> bool:
    known = _known()
    if shape.ending in known.files:
        return True
    segments = shape.segments
    if len(segments) > 1 and _LANGUAGE.fullmatch(segments[0]):
        segments = segments[1:]
    if segments[-1] in known.pages and len(segments) <= 2:  # noqa: PLR2004 - /about, /company/about
        return True
    tells = shape.has_day or shape.has_month or shape.has_id
    is_headline = shape.words >= _HEADLINE and len(segments) > 2  # noqa: PLR2004 - /tag/name is a list
    if is_headline:
        return False
    return not known.people.isdisjoint(segments[:-1]) or (segments[0] in known.listings and not tells)


def story_score(url: str) -> float:
    """How much an address looks like that of a story: below 0 it is none, from 3 on it is one.

    Args:
        url: An absolute http(s) address.
    """
    shape = shape_of(url)
    if is_navigation(url):
        return -3.0
    if not shape.segments:
        return 1.5
    score = 3.0 if shape.has_day else 2.0 if shape.has_month else 0.0
    score += 2.0 if shape.has_id else 0.0
    score += 3.0 if shape.words >= 4 else 1.5 if shape.words == 3 else 0.0  # noqa: PLR2004 - words of a slug
    score += 0.5 if shape.ending else 0.0
    return score + (0.5 if len(shape.segments) > 2 else 0.0)  # noqa: PLR2004 - /news/world/story


def day_in(url: str) -> Moment | None:
    """The day that an address names (``/2024/03/12/``).

    Args:
        url: An absolute http(s) address.
    """
    found = _DAY.search(url)
    try:
        return Moment(dt.date(int(found[1]), int(found[2]), int(found[3]))) if found else None
    except ValueError:
        return None


def lacks_stories(sitemap: str) -> bool:
    """Whether the name of a sitemap says that it lists tags, writers, pictures or the like.

    Args:
        sitemap: Its address.
    """
    name = sitemap.partition("?")[0].rpartition("/")[2].lower()
    words = re.split(r"[-.]|sitemap|\d+", name)
    return not _known().sitemaps_without_stories.isdisjoint(words)


def is_feed_of(feed: str, page: str, *, every: bool) -> bool:
    """Whether a feed that a page declares is to be read for the page's stories.

    Args:
        feed: The feed's address.
        page: The page's.
        every: Whether feeds of other parts of the site are welcome.
    """
    words = set(re.split(r"[/.?&=_-]", feed.partition("//")[2].lower()))
    if not _known().feeds_without_stories.isdisjoint(words):
        return False
    segments = shape_of(page).segments
    return every or not segments or segments[-1] in feed.lower()
