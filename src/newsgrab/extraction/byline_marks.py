"""What marks a run as a byline: its class or id, a link to a writer's page, the word it begins with."""

from functools import lru_cache
from typing import Final

from newsgrab.dom import Mention, Run, Survey, Zones
from newsgrab.extraction.byline_parts import LONGEST
from newsgrab.extraction.byline_prefixes import from_prefix, without_prefix
from newsgrab.extraction.byline_words import Words, piece_of
from newsgrab.extraction.names import name_words
from newsgrab.extraction.vocabulary import classes
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.text import clean, fold

LONGEST_LINE: Final = 14
"""Words of a line that is known by its first word only; "By" opens sentences too."""

_LONGEST_TEXT: Final = 120
_LONGEST_INSIDE: Final = 8_000
"""Characters of an element's own text, for some have style sheets between name and date."""

_OPENING: Final = 30
_AROUND: Final = 3
_YEAR: Final = regex(r"\d{4}|\d[./-]\d\d?[./-]\d\d")
_FOREIGN: Final = frozenset({"figure", "figcaption", "aside"})
_BYLINE: Final = classes("byline")
_NAMED_SO: Final = classes("writer_name")
_BESIDE_NAME: Final = classes("beside_name")
_BESIDE: Final = classes("beside_byline") | _BESIDE_NAME
_ELSEWHERE: Final = classes("elsewhere")
_PAGES: Final = classes("writer_pages")
_ASKED: Final = "author="
"""What stands in the query of a writer's page."""


class Mark(NamedTuple):
    """How good the sign is that a run is a byline (smaller is better), and what it is."""

    rank: int
    path: str
    opens: bool = False


def mark_of(run: Run, zones: Zones, words: Words) -> Mark | None:
    """What marks a run as a byline, if anything does; the least work for all that are not.

    Args:
        run: The run.
        zones: Of its page.
        words: Of the page's languages.
    """
    if len(run.text) > LONGEST:
        return None
    named = is_named(run, zones)
    linked = not named and bool(run.links) and bool(linked_names(run))
    if _opens(run, words):
        return _NAMED if named else _LINKED if linked else _PREFIXED
    return BY_CLASS if named else _BY_LINK if linked else None


_NAMED: Final = Mark(0, "class and prefix", opens=True)
_LINKED: Final = Mark(1, "link and prefix", opens=True)
BY_CLASS: Final = Mark(2, "class")
_BY_LINK: Final = Mark(3, "link")
_PREFIXED: Final = Mark(3, "prefix", opens=True)


def is_named(run: Run, zones: Zones) -> bool:
    """Whether class or id of a run, or of an element around it, say that it is this story's byline."""
    names, zone = run.names, run.zone
    around, parents = zones.names, zones.parents
    if zone >= 0:
        outer = parents[zone]  # -1 gives the last zone: one too many to look at, never one too few
        if not any(map(_says, (names, around[zone], around[outer], around[parents[outer]]))):
            return False
    said = False
    for _ in range(_AROUND + 1):
        if says := _says(names):
            byline, elsewhere = says
            said = said or byline is True
            if (elsewhere and said) or (byline is False and not said):
                return False
        if zone < 0:
            break
        names, zone = around[zone], parents[zone]
    return said


@lru_cache(maxsize=20_000)
def _says(names: str) -> tuple[bool | None, bool] | None:
    """What `says_byline` tells, and whether it is another story's; ``None`` where they say neither."""
    byline, elsewhere = says_byline(names), not _ELSEWHERE.isdisjoint(name_words(names))
    return None if byline is None and not elsewhere else (byline, elsewhere)


def says_byline(names: str) -> bool | None:
    """Whether class and id say "byline" (true), something else with an author's word (false), or neither."""
    words = name_words(names)
    if not _BESIDE.isdisjoint(words):
        return not _NAMED_SO.isdisjoint(words) and _ELSEWHERE.isdisjoint(words)
    return None if _BYLINE.isdisjoint(words) else True


def is_foreign(survey: Survey, mention: Mention) -> bool:
    """Whether an author in the markup is a picture's or a comment's."""
    return _is_beside(mention.zone, survey.zones, _BESIDE)


def is_pictured(run: Run, zones: Zones) -> bool:
    """Whether a run is a picture's caption, a reader's comment or another story's, by names around it."""
    own = name_words(run.names)
    beside = run.tag in _FOREIGN or not (_BESIDE_NAME.isdisjoint(own) and _ELSEWHERE.isdisjoint(own))
    return beside or _is_beside(run.zone, zones, _BESIDE_NAME)


def _is_beside(zone: int, zones: Zones, words: frozenset[str]) -> bool:
    for _ in range(_AROUND):
        if zone < 0:
            return False
        if zones.tags[zone] in _FOREIGN or not words.isdisjoint(name_words(zones.names[zone])):
            return True
        zone = zones.parents[zone]
    return False


def _opens(run: Run, words: Words) -> bool:
    """Whether a run is short and begins with "By" or its like, perhaps after a date."""
    text = run.text
    if len(text) > _LONGEST_TEXT:
        return False
    start = text[:_OPENING]
    openings = words.openings.get(_initial(start[0]))
    if openings:
        if not (start.lower() if start.isascii() else fold(start)).startswith(openings):
            return False
    elif not _YEAR.search(start):
        return False
    piece = piece_of(apart(run))
    return len(piece) <= LONGEST_LINE and without_prefix(from_prefix(piece, words), words) is not piece


@lru_cache(maxsize=10_000)
def _initial(letter: str) -> str:
    return fold(letter)[:1]


def apart(run: Run) -> str:
    """A run's text, its elements parted by line ends: name, title, date and buttons have their own."""
    child = run.node.first_child
    if child is not None and child.next is None and child.is_text_node:
        return run.text
    inside = (run.node.text(separator="\n") or "")[:_LONGEST_INSIDE].split("\n")
    parts = [" ".join(part.split()) for part in inside]
    return _rejoined([part for part in parts if part and part in run.text]) or run.text


def _rejoined(parts: list[str]) -> str:
    """Parts joined again where one name was parted: two words, each in an element of its own."""
    joined: list[str] = []
    for part in parts:
        if joined and _lone(part) and _lone(joined[-1]):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return "\n".join(joined)


def _lone(part: str) -> bool:
    return len(part) > 2 and part.isalpha() and part[0].isupper() and not part.isupper()  # noqa: PLR2004 - "By"


def linked_names(run: Run) -> dict[str, tuple[str, str]]:
    """A run's links to writers' pages: the link's folded text -> its text and address."""
    found = {}
    for mark in run.marks:
        if mark.kind != "a":
            continue
        attributes = mark.node.attributes
        href = attributes.get("href") or ""
        if _is_page(href.lower()) or "author" in (attributes.get("rel") or ""):
            name = clean(mark.node.text() or "")
            if name in run.text:
                found[fold(name)] = (name, href)
    return found


def _is_page(address: str) -> bool:
    """Whether an address in small letters is a writer's page: one of its inner segments says so."""
    return not _PAGES.isdisjoint(address.split("/")[1:-1]) or _ASKED in address
