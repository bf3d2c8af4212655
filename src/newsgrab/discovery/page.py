"""Front pages and section pages: their stories, told from navigation, and their feeds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import Final

from newsgrab import guard
from newsgrab.discovery.entries import Paper, address_of, title_of
from newsgrab.discovery.shapes import day_in, family_of, shape_of, story_score
from newsgrab.discovery.twins import is_plain, page_key
from newsgrab.dom import parse
from newsgrab.dom.links import Anchor, anchors, base, feeds
from newsgrab.errors import NotHtml, TooLarge
from newsgrab.model import Fates, Link, Listing
from newsgrab.text import shown_size
from newsgrab.urls import host_of, join

_LARGEST: Final = 10 << 20
_STORY: Final = 2.0
"""Scores from here on are stories."""

_FAMILY: Final = 4
"""So many addresses of one make say something about each other."""

_ENOUGH: Final = 5
"""So many addresses that were asked for say what others of their make are,"""

_MOSTLY: Final = 0.8
"""if so large a share of them was of one kind."""

_LONG_TEXT: Final = 40
_MIDDLING_TEXT: Final = 18
_SHORT_TEXT: Final = 12
_REPEATED: Final = 3
"""A short text that so many different addresses share ("Read more") says nothing of any."""


class _Candidate:
    """An address of the page, and all that its links say of it."""

    __slots__ = ("is_furniture", "is_heading", "score", "text", "url")

    def __init__(self, url: str) -> None:
        self.url = url
        self.text = ""
        self.is_heading = False
        self.is_furniture = True
        self.score = 0.0


def read_page(paper: Paper) -> Listing:
    """The stories a page links to, in its order, then its feeds.

    A link is judged by its address (a date, a number, a long name), its text (a headline is long), its place
    (headings, navigation), and by the other addresses of its make. Only the page's own site counts: its host,
    those below it and the one above.

    Raises:
        NotHtml: There is no tag in it.
        TooLarge: It has more than 10 MiB.
        TooComplex: It would blow the parser up.
    """
    if b"<" not in paper.body:
        raise NotHtml("it is neither feed nor sitemap nor page")
    if len(paper.body) > _LARGEST:
        raise TooLarge(f"a page of more than {shown_size(_LARGEST)}")
    guard.check(paper.body)
    tree = parse(paper.body)
    place = join(paper.url, base(tree) or "") or paper.url
    candidates = _candidates(anchors(tree), place, paper.url)
    _judge(candidates.values(), paper.fates)
    stories = [_link(one, paper) for one in candidates.values() if one.score >= _STORY]
    named = dict.fromkeys(url for href in feeds(tree) if (url := address_of(href, place)))
    return Listing(
        kind="section",
        links=(*stories, *(Link(url=url, kind="feed", found_in=paper.url) for url in named)),
    )


def _candidates(links: Iterable[Anchor], place: str, own: str) -> Mapping[str, _Candidate]:
    links = tuple(links)
    shared: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        shared[link.text].add(link.href)
    found: dict[str, _Candidate] = {}
    for link in links:
        url = address_of(link.href, place)
        if url is None or not is_same_site(url, own) or page_key(url) == page_key(own):
            continue
        one = found.setdefault(page_key(url), _Candidate(url))
        if is_plain(url) and not is_plain(one.url):
            one.url = url
        is_button = len(link.text) < _LONG_TEXT and len(shared[link.text]) >= _REPEATED
        if not is_button and len(link.text) > len(one.text):
            one.text = link.text
        one.is_heading = one.is_heading or link.is_heading
        one.is_furniture = one.is_furniture and link.is_furniture
    return found


def is_same_site(url: str, other: str) -> bool:
    """Whether two addresses are of one host, or the host of one is below that of the other.

    Args:
        url: An absolute address.
        other: Another.
    """
    one, two = host_of(url), host_of(other)
    return one == two or one.endswith(f".{two}") or two.endswith(f".{one}")


def _judge(candidates: Iterable[_Candidate], fates: Mapping[str, Fates]) -> None:
    """Scores each alone, then by its family: addresses of one make are mostly of one kind.

    What became of such addresses before counts more than what they look like.
    """
    candidates = tuple(candidates)
    families: defaultdict[tuple[object, ...], list[_Candidate]] = defaultdict(list)
    for one in candidates:
        one.score = story_score(one.url) + _text_score(one)
        families[_family(one.url)].append(one)
    for family in families.values():
        if len(family) < _FAMILY:
            continue
        mean = fmean(min(one.score, 5.0) for one in family)
        for one in family:
            if one.score > -2:  # noqa: PLR2004 - what is surely navigation stays so
                one.score = 0.6 * one.score + 0.4 * mean
    for one in candidates:
        one.score += _experience(fates.get(family_of(one.url)))


def _experience(fates: Fates | None) -> float:
    """What earlier addresses of this make add to a score."""
    if fates is None or sum(fates) < _ENOUGH:
        return 0.0
    share = fates.stories / sum(fates)
    return 3.0 if share >= _MOSTLY else -4.0 if share <= 1 - _MOSTLY else 0.0


def _text_score(one: _Candidate) -> float:
    wide = Counter(character >= "\u2e80" for character in one.text)  # Chinese, Japanese, Korean: denser
    length = wide[False] + 2.5 * wide[True]
    score = -1.0 if length < _SHORT_TEXT else 0.0
    score = 1.0 if length >= _MIDDLING_TEXT else score
    score = 2.0 if length >= _LONG_TEXT else score
    score += 1.5 if one.is_heading else 0.0
    return score - (3.0 if one.is_furniture else 0.0)


def _family(url: str) -> tuple[object, ...]:
    shape = shape_of(url)
    return len(shape.segments), shape.ending, shape.has_day or shape.has_month, shape.has_id


def _link(one: _Candidate, paper: Paper) -> Link:
    day = day_in(one.url)
    if day is not None and day.date > paper.now.date():
        day = None
    return Link(url=one.url, found_in=paper.url, title=title_of(one.text), published=day)
