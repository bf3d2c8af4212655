"""The title printed on the story.

In the corpus the first ``h1`` is the headline on 78 pages of 100, the ``h1`` that agrees best with
the metadata on 85, and some text of the page on 96. So the metadata decide which printed text it
is, and the printed text, not theirs, is the headline: ``<title>`` has the site's name, ``og:title``
is often another headline, made for being shared. Where a printed first heading and ``og:title``
differ, the printed one is in the gold on 75 pages, ``og:title`` on 19 (12 of them in fundus_pub).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from newsgrab import text
from newsgrab.dom import Run, Survey
from newsgrab.extraction.site_name import Names, beginnings, endings, squeezed, without_tail
from newsgrab.extraction.structured import Claim, Claims, Source
from newsgrab.extraction.vocabulary import classes, keys

TITLE_KEYS: Final = keys("title")

AGREES: Final = 0.45
"""Agreement from which a first heading is the headline the metadata mean.

On the corpus headings of 0.5 and more are right twice as often as the metadata, those below 0.4 half
as often.
"""

OTHER_PART: Final = 0.8
"""Weight of agreeing with a part of a title that is not taken for its headline."""

PART: Final = 0.35
"""Share of a title from which a text that begins it is its headline; what follows is sections and site."""

ENDING: Final = 0.7
"""The same share counts less for a text that ends a title: a site's name does that, too."""

HEADING: Final = 1.4
"""A heading beats a longer part of the title that is none."""

LONGEST: Final = 400
"""Characters; the longest headline of the corpus has 250."""

_SHORTEST: Final = 2
_FEWEST: Final = 4
_MOST: Final = 12
_SHARE: Final = 0.25
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_MENUS: Final = frozenset({"ul", "ol", "nav", "menu"})
_STORIES: Final = tuple(classes("story"))
_TITLES: Final = tuple(classes("title"))
_SEAMS: Final = " :|·•/-–—"


class Headline(NamedTuple):
    """The headline, and where it was found.

    Attributes:
        text: The headline, without kicker and site name.
        source: ``markup`` where the page prints it.
        path: The element, meta key or property.
        raw: Verbatim.
        run: Index of the run that prints it, if one does.
        kicker: What stands before it in the same element.
    """

    text: str
    source: Source
    path: str
    raw: str
    run: int | None = None
    kicker: str | None = None


Wanted: TypeAlias = dict[str, Claim]
"""What the metadata call the headline, by squeezed title, the most trusted first."""


def _values(wanted: Wanted) -> Iterator[str]:
    return (claim.value for claim in wanted.values())


def headline(survey: Survey, claims: Claims) -> Headline | None:
    """The headline without the site's name; ``None`` where the page has none.

    Args:
        survey: The page.
        claims: Its own statements.
    """
    names = claims.names
    firsts = _first_headings(survey)
    wanted: dict[str, Claim] = {}
    for claim in _said(survey, claims, names):
        title = squeezed(claim.value)
        wanted.setdefault(title, claim)
        if title in firsts:
            return _printed(survey.runs[firsts[title]], firsts[title], wanted, names)
    index = _alike(firsts, wanted, names)
    if index is None:
        index = _elsewhere(survey, wanted)
    if index is None:
        index = _by_name(survey, firsts)
    if index is not None:
        return _printed(survey.runs[index], index, wanted, names)
    for claim in wanted.values():
        return Headline(without_tail(claim.value), claim.source, claim.path, claim.raw)
    for n in firsts.values():
        if not names.is_site(survey.runs[n].text):
            return _printed(survey.runs[n], n, wanted, names)
    return None


def _said(survey: Survey, claims: Claims, names: Names) -> Iterator[Claim]:
    """What the metadata call the headline, the site's name taken off, the most trusted first."""
    found = [*claims.property("headline")] if claims.declared else []
    found += claims.meta(TITLE_KEYS)
    if survey.title:
        found.append(Claim(survey.title, "markup", "title", survey.title))
    if not claims.declared:
        found += claims.property("headline")
        found += claims.property("name")
    seen: set[str] = set()
    for claim in found:
        if claim.value in seen:
            continue
        seen.add(claim.value)
        value = names.without_site(text.clean(claim.value[:LONGEST]))
        if len(value) >= _SHORTEST and not names.is_site(value):
            yield claim._replace(value=value)


def _first_headings(survey: Survey) -> dict[str, int]:
    """The squeezed texts of the page's ``h1``, and the run of each."""
    firsts: dict[str, int] = {}
    for n, run in enumerate(survey.runs):
        if run.tag == "h1" and len(run.text) <= LONGEST:
            firsts.setdefault(squeezed(run.text), n)
            if len(firsts) == _MOST:
                break
    return firsts


def _alike(firsts: dict[str, int], wanted: Wanted, names: Names) -> int | None:
    """The ``h1`` that agrees best with the metadata, if one does."""
    weights = dict.fromkeys(wanted, 1.0)
    for title in _values(wanted):
        weights.setdefault(squeezed(without_tail(title)), 0.95)
        for part in beginnings(title):
            if len(part) >= _SHARE * len(title):
                weights.setdefault(squeezed(part), OTHER_PART)
    weights.pop("", None)
    best, most = None, AGREES
    for shown, n in firsts.items():
        if shown in names.declared:
            continue
        agreement = max((_agreement(shown, other) * weight for other, weight in weights.items()), default=0.0)
        if agreement > most:
            best, most = n, agreement
    return best


def _agreement(one: str, other: str) -> float:
    """How much of two squeezed titles is the same, 0 to 1 (Dice's coefficient over pairs of letters)."""
    if one == other:
        return 1.0
    first, second = set(pairwise(one)), set(pairwise(other))
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _elsewhere(survey: Survey, wanted: Wanted) -> int | None:
    """A text that says what the metadata say, or how one of them begins or ends."""
    titles = [title for title in wanted if title]
    tails = {squeezed(part) for title in _values(wanted) for part in endings(title)}
    edges = frozenset(char for title in (*titles, *tails) for char in (title[:1], title[-1:]))
    longest = max(map(len, titles), default=0)
    best, most = None, PART
    for n, run in enumerate(survey.runs):
        shown = run.text
        if not _FEWEST <= len(shown) <= 2 * longest + 20 or run.tag in _MENUS:
            continue
        first, last = shown[0], shown[-1]
        if first.isalnum() and last.isalnum() and edges.isdisjoint((first.lower(), last.lower())):
            continue
        bare = squeezed(shown)
        share = max((len(bare) / len(title) for title in titles if title.startswith(bare)), default=0.0)
        if not share and bare in tails:
            share = ENDING * len(bare) / longest
        if run.tag in _HEADINGS:
            share *= HEADING
        if share > most:
            best, most = n, share
    return best


def _by_name(survey: Survey, firsts: dict[str, int]) -> int | None:
    """The ``h1`` whose names say that it is the article's title, whatever the metadata say."""
    for n in firsts.values():
        names = survey.runs[n].names.lower()
        if any(word in names for word in _STORIES) and any(word in names for word in _TITLES):
            return n
    return None


def _printed(run: Run, index: int, wanted: Wanted, names: Names) -> Headline:
    """The headline a run prints, parted from the kicker in the same element."""
    kicker, shown = _parted(run, wanted)
    if shown is None:
        shown = names.without_site(text.clean(run.text))
    return Headline(shown.strip(_SEAMS) or run.text, "markup", run.tag, run.text, index, kicker)


def _parted(run: Run, wanted: Wanted) -> tuple[str | None, str | None]:
    """Kicker and headline where one element holds both: seen by what the metadata have of it.

    Where its parts are not parted in the metadata, their wording is taken: what divides two lines or
    two sizes of type on the screen is a colon or a dash there, and nothing in the text of the page.
    """
    parts = _pieces(run) if run.tag in _HEADINGS else []
    if len(parts) < 2:  # noqa: PLR2004 - one part cannot be parted
        return None, None
    for cut in range(1, min(len(parts), _MOST)):
        before, after = "".join(parts[:cut]), "".join(parts[cut:])
        if squeezed(after) in wanted:
            return text.clean(before).strip(_SEAMS) or None, text.clean(after)
        if squeezed(before) in wanted:
            return None, text.clean(before)
    same = wanted.get(squeezed(run.text))
    return None, same.value if same else None


def _pieces(run: Run) -> list[str]:
    """The texts of a heading's children, down to where there are several."""
    node = run.node
    while True:
        pieces = []
        child = node.first_child
        inner = None
        while child is not None:
            shown = child.text_content if child.is_text_node else child.text()
            if shown and shown.strip():
                pieces.append(shown)
                inner = child
            child = child.next
        if len(pieces) != 1 or inner is None or inner.is_text_node:
            return pieces
        node = inner
