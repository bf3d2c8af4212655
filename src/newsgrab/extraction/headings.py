"""Which printed text is the headline the metadata mean.

In the corpus the first ``h1`` is the headline on 78 pages of 100, the ``h1`` that agrees best with
the metadata on 85, and some text of the page on 96. Where a printed first heading and ``og:title`` differ
and one of them is right, it is the printed one on 218 pages and ``og:title`` on 73, 17 of these in
fundus_pub, whose publishers' parsers read it. No pattern of agreement between JSON-LD, ``og:title``,
``twitter:title`` and ``<title>`` turns that round on the other sets, not even all of them against it.
"""

from itertools import pairwise
from typing import Final

from newsgrab.dom import Run, Survey
from newsgrab.extraction.kickers import parted
from newsgrab.extraction.names import name_words
from newsgrab.extraction.site_name import Names, beginnings, endings, squeezed, without_tail
from newsgrab.extraction.titles import LONGEST, Claimed, Wanted, agreement, likeness, parts
from newsgrab.extraction.vocabulary import classes

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

HALF: Final = 0.5
"""Share of a title below which a first heading that ends it, or stands inside it, is the site or a section.

So on 8 pages of the corpus, and on 1 not.
"""

HEADING: Final = 1.4
"""A heading beats a longer part of the title that is none."""

BESIDE: Final = 6
"""Runs around a first heading in which a second one that prints another title is the headline.

The first is then a line for search engines, or the last of the breadcrumbs: so on 8 pages of the
corpus, and on none not. Farther away, and in third headings, stand teasers.
"""

PROSE: Final = 150
"""Characters of a paragraph of prose."""

ABOVE: Final = 10
"""Runs below a lone first heading among which the prose begins."""

NO_LABEL: Final = 16
"""Characters from which such a heading is no section's name.

Those on pages that have no title but ``<title>`` are right on 7 pages of the corpus, and wrong on 1.
"""

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})

MOST: Final = 12
"""First headings that are looked at."""

SENTENCES: Final = 200
"""Characters from which such a heading is a paragraph: one page of the corpus marks its description so."""

_FEWEST: Final = 4
_SHARE: Final = 0.25
_NO_TITLE: Final = 9
_MENUS: Final = frozenset({"ul", "ol", "nav", "menu"})
_STORIES: Final = tuple(classes("story"))
_TITLES: Final = tuple(classes("title"))
_BESIDE_TITLE: Final = classes("beside_title")
_DEKS: Final = classes("dek")


def first_headings(survey: Survey) -> dict[str, int]:
    """The squeezed texts of the page's ``h1``, and the run of each.

    Those whose names say that they are breadcrumbs, logos or another title count where there is no other.
    """
    firsts: dict[str, int] = {}
    others: dict[str, int] = {}
    runs = survey.runs
    for n in [n for n, run in enumerate(runs) if run.tag == "h1"][:MOST]:
        shown, names = runs[n].text, runs[n].names
        if len(shown) <= LONGEST:
            aside = names and not _BESIDE_TITLE.isdisjoint(name_words(names))
            (others if aside else firsts).setdefault(squeezed(shown), n)
    return firsts or others


def beside(survey: Survey, index: int, wanted: Wanted, claimed: Claimed, *, exact: bool) -> int:
    """The second heading near a first one, where that prints a title the first one does not.

    Args:
        survey: The page.
        index: The run of the first heading.
        wanted: Titles in the metadata; those still to come are added where there are such headings.
        claimed: Those still to come.
        exact: Whether the first heading prints a title word for word. Then the second must be another
            wording of the same.

    Returns:
        Its run, or that of the first one.
    """
    start = max(index - BESIDE, 0)
    near = [n for n, run in enumerate(survey.runs[start : index + BESIDE + 1], start) if run.tag == "h2"]
    if not near:
        return index
    for title, claim in claimed:
        wanted.setdefault(title, claim)
    first = squeezed(survey.runs[index].text)
    titles = [title for title in wanted if title not in (first, "")]
    if exact:
        titles = [title for title in titles if agreement(title, first) > AGREES]
    for n in near:
        run = survey.runs[n]
        if not _DEKS.isdisjoint(name_words(run.names)):
            continue
        bare = squeezed(run.text)
        for title in titles:
            if bare == title or (bare.endswith(title) and parted(run, {title: wanted[title]})[1]):
                return n
    return index


def alike(firsts: dict[str, int], wanted: Wanted, names: Names) -> int | None:
    """The ``h1`` that agrees best with the metadata, if one does."""
    weights = dict.fromkeys(wanted, 1.0)
    for claim in wanted.values():
        weights.setdefault(squeezed(without_tail(claim.value)), 0.95)
        for part in beginnings(claim.value):
            if len(part) >= _SHARE * len(claim.value):
                weights.setdefault(squeezed(part), OTHER_PART)
    weights.pop("", None)
    pairs = [(set(pairwise(title)), weight) for title, weight in weights.items()]
    best, most = None, AGREES
    for shown, n in firsts.items():
        if shown in names.declared:
            continue
        own = set(pairwise(shown))
        agreed = max([likeness(own, other) * weight for other, weight in pairs], default=0.0)
        agreed = max(agreed, weights.get(shown, 0.0))
        if agreed > most and (shown in weights or not _is_section(shown, wanted)):
            best, most = n, agreed
    return best


def _is_section(shown: str, wanted: Wanted) -> bool:
    """Whether a text is a smaller part of titles: the name of the section, or a site that does not say it."""
    shares = [
        len(shown) / len(title)
        for title, claim in wanted.items()
        if shown in title and shown in parts(claim.value)
    ]
    return bool(shares) and max(shares) < HALF


def elsewhere(survey: Survey, wanted: Wanted) -> int | None:
    """A text that says what the metadata say, or how one of them begins or ends."""
    longest = max(map(len, wanted), default=0)
    titles = {
        title: claim for title, claim in wanted.items() if len(title) > min(_SHARE * longest, _NO_TITLE)
    }
    tails = {squeezed(part) for claim in titles.values() for part in endings(claim.value)}
    heads = {
        squeezed(part): len(title) for title, claim in titles.items() for part in beginnings(claim.value)
    }
    heads.pop("", None)
    starts = {title[:count] for title in (*titles, *tails) for count in (1, 2)}
    most_letters = 2 * longest + 20
    best, most = None, PART
    for n, run in enumerate(survey.runs):
        shown = run.text
        heading = run.tag in HEADINGS
        if not heading and shown[:2].casefold() not in starts and _begins_otherwise(shown, starts):
            continue
        if not _FEWEST <= len(shown) <= most_letters or run.tag in _MENUS:
            continue
        bare = squeezed(shown)
        share = 0.0
        for title in titles:
            if title.startswith(bare):
                share = max(share, len(bare) / len(title))
        if not share and bare in tails:
            share = ENDING * len(bare) / longest
        if heading:
            share = HEADING * (share or _more(run, bare, titles, heads))
        if share > most:
            best, most = n, share
    return best


def _begins_otherwise(shown: str, starts: set[str]) -> bool:
    """Whether a text has other first letters than these."""
    return shown[:2].isalnum() or (shown[0].isalnum() and shown[0].casefold() not in starts)


def _more(run: Run, bare: str, titles: Wanted, heads: dict[str, int]) -> float:
    """The share of a title in a heading that says more: a kicker before it, the time after it."""
    for title in titles:
        if bare.endswith(title) and parted(run, {title: titles[title]})[1]:
            return 1.0
    if bare[-1:].isdigit():
        for head, size in heads.items():
            if bare.startswith(head) and bare[len(head) :].isdigit():
                return len(head) / size
    return 0.0


def by_name(survey: Survey, firsts: dict[str, int]) -> int | None:
    """The ``h1`` whose names say that it is the article's title, whatever the metadata say."""
    for n in firsts.values():
        names = survey.runs[n].names.lower()
        if any(word in names for word in _STORIES) and any(word in names for word in _TITLES):
            return n
    return None


def above_prose(survey: Survey, firsts: dict[str, int], wanted: Wanted, names: Names) -> int | None:
    """The ``h1`` right above the prose, where nothing but ``<title>`` says something else."""
    alone = all(claim.path == "title" for claim in wanted.values())
    for bare, n in firsts.items():
        shown = survey.runs[n].text
        if names.names_site(shown):
            continue
        if not (alone and len(shown) >= NO_LABEL) and not any(title.startswith(bare) for title in wanted):
            continue
        for run in survey.runs[n + 1 : n + ABOVE]:
            if run.tag == "h1":
                break
            if run.tag not in _MENUS and len(run.text) >= PROSE > 4 * run.link_chars:
                return n
    return None
