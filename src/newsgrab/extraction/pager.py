"""The pages that an article is spread over, as far as this one links them.

A pager is known by its shape: the address of another page is this one's with a small number more, and the
link shows that number, or is ``rel=next``. So neighbouring articles, which many sites link so, are none.
"""

from collections.abc import Iterator
from typing import Final

from newsgrab import urls
from newsgrab.dom import Run, Survey
from newsgrab.extraction.structured import Claims
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex

MOST: Final = 50
"""Pages of one article."""

_BEFORE, _AFTER = 2, 12
"""Runs before the end of the body and after it among which its pager stands."""

_LONGEST: Final = 150
_NUMBERED: Final = regex(r"\A(?P<stem>[^?]+)[/_,-](?P<number>[1-9][0-9]?)(?P<rest>/?|\.[a-z]{3,5})")
_NAMED: Final = regex(
    r"\A(?P<stem>[^?]+)[/_,-][a-z]{1,8}[/_,-]?(?P<number>[1-9][0-9]?)(?P<rest>/?|\.[a-z]{3,5})"
)
_DIGIT: Final = regex(r"[0-9]")
_NUMBER: Final = regex(r"[1-9][0-9]?")
_QUERY: Final = regex(r"[a-z_]{1,12}=(?P<number>[0-9]{1,2})")


class _Page(NamedTuple):
    """An address that may be a page's of several: its number, and the address without it."""

    number: int
    stem: str


def parts(survey: Survey, claims: Claims, last: int) -> tuple[str, ...]:
    """Addresses of the article's pages in their order, this one among them; ``()`` where it has but one.

    Args:
        survey: The page.
        claims: Its own statements.
        last: The run the body ends with.
    """
    own = claims.base.partition("#")[0]
    if not own or len(own) > urls.MAX_BYTES:
        return ()
    mine: dict[str, int] = {}
    found: dict[int, str] = {}
    for shown, href, follows in _links(survey, last):
        mine = mine or dict([(_bare(own), 1), *((page.stem, page.number) for page in _pages(own))])
        address = (urls.join(claims.relative_to, href) or "").partition("#")[0]
        for page in _pages(address) if address != own else ():
            if page.stem in mine and (follows or shown == str(page.number)):
                found.setdefault(page.number, address)
                found.setdefault(mine[page.stem], own)
    return tuple([found[number] for number in sorted(found)][:MOST])


def _links(survey: Survey, last: int) -> Iterator[tuple[str, str, bool]]:
    """Text and address of each link that may lead to another page, and whether it says that it does."""
    for rel, href, _ in survey.links:
        if _follows(rel):
            yield "", href, True
    for run in survey.runs[max(last - _BEFORE, 0) : last + 1 + _AFTER]:
        if run.links and len(run.text) <= _LONGEST and _DIGIT.search(run.text):
            yield from _anchors(run)


def _anchors(run: Run) -> Iterator[tuple[str, str, bool]]:
    nodes = [mark.node for mark in run.marks if mark.kind == "a"] or run.node.css("a[href]")
    for node in nodes[:MOST]:
        attributes, shown = node.attributes, (node.text() or "").strip()
        follows = "rel" in attributes and _follows((attributes["rel"] or "").lower())
        if (follows or _NUMBER.fullmatch(shown)) and (href := attributes.get("href")):
            yield shown, href, follows


def _follows(rel: str) -> bool:
    return ("next" in rel or "prev" in rel) and not {"next", "prev"}.isdisjoint(rel.split())


def _pages(address: str) -> Iterator[_Page]:
    """What page an address may be of what, by its path or by one value of its query."""
    path, mark, query = address.partition("?")
    for found in (_NUMBERED.fullmatch(path), _NAMED.fullmatch(path)):
        if found is not None:
            rest = found["rest"].rstrip("/")
            yield _Page(int(found["number"]), _bare(f"{found['stem']}{rest}{mark}{query}"))
    pairs = query.split("&") if query else []
    for number, pair in enumerate(pairs):
        if value := _QUERY.fullmatch(pair):
            others = "&".join(pairs[:number] + pairs[number + 1 :])
            yield _Page(int(value["number"]), _bare(f"{path}?{others}"))


def _bare(address: str) -> str:
    """Without what makes no other page: the slash or question mark at the end."""
    return address.rstrip("?").rstrip("/")
