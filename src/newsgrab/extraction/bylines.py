"""Printed bylines: the lines near the headline, or right after the body, that name the writers."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from newsgrab.dom import Mention, Run, Survey
from newsgrab.extraction.authors import LONGEST, people
from newsgrab.extraction.byline_marks import (
    Mark,
    apart,
    is_foreign,
    is_named,
    linked_names,
    mark_of,
    says_byline,
)
from newsgrab.extraction.byline_words import Words, piece_of
from newsgrab.extraction.names import name_words
from newsgrab.extraction.site_name import Names
from newsgrab.extraction.vocabulary import classes
from newsgrab.model import Author
from newsgrab.text import clean, fold

BEFORE: Final = 3
"""Runs above the headline that are searched; of 700 right bylines of the corpus 22 stand there."""

FARTHEST: Final = 10
"""Runs after the headline, at most, that are searched before the body; 2 of 700 stand farther away."""

AFTER: Final = 4
"""Runs after the first of the body, and after its last."""

BEYOND: Final = 10
"""Runs after the last of the body that are searched for elements named like bylines."""

_SURE: Final = 1
_BETTER: Final = 3
_FULL_NAME: Final = Mark(6, "full name")
_LINKED: Final = Mark(0, "link and prefix", opens=True)
_BOX: Final = 8
_BOX_PARTS: Final = 3
_LONGEST_LINE: Final = 70
_FULL: Final = range(2, 5)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_PARTICULARS: Final = classes("particulars")


class Byline(NamedTuple):
    """One printed byline.

    Attributes:
        authors: Whom it names.
        text: The line as printed.
        path: What marked it.
        rank: How good the mark is; smaller is better.
    """

    authors: tuple[Author, ...]
    text: str
    path: str
    rank: int


class Span(NamedTuple):
    """Where to look: the runs of the headline (-1 if none), and the first and last of the body."""

    headline: int
    first: int
    last: int


class Search(NamedTuple):
    """What a search for bylines needs.

    Attributes:
        survey: The page.
        span: Its parts.
        words: Of its languages.
        names: Of its site.
        near: The runs near the headline.
        after: The runs after the body.
    """

    survey: Survey
    span: Span
    words: Words
    names: Names
    near: range
    after: range


def search_in(survey: Survey, span: Span, words: Words, names: Names) -> Search:
    """A search and its places.

    Args:
        survey: The page.
        span: Where its headline and body stand.
        words: Of its languages.
        names: Of its site.
    """
    many = len(survey.runs)
    end = min(span.first + AFTER, max(span.headline, 0) + FARTHEST, many)
    after = range(max(end, span.last), min(span.last + BEYOND, many))
    return Search(survey, span, words, names, range(max(span.headline - BEFORE, 0), end), after)


def printed(search: Search) -> Byline | None:
    """The page's byline: the best line near the headline, or failing that one after the body."""
    for place in (_marked_up, _below_headline, _above_headline, _after_body, _full_names, _boxes):
        found = place(search)
        if found is not None:
            return found
    return None


def naming(search: Search, name: str, fewest: int) -> Byline | None:
    """The line near the headline that names a writer the metadata name.

    It is read for names only where it links more writers than are known.

    Args:
        search: Where to look.
        name: The writer.
        fewest: How many writers the metadata name.
    """
    wanted = name.casefold()
    for n in range(max(search.span.headline + 1, 0), search.near.stop):
        run = search.survey.runs[n]
        if len(run.text) <= LONGEST and wanted in run.text.casefold():
            if run.links > fewest and len(linked_names(run)) > fewest:
                found = _read(search, run, _LINKED)
                if found is not None:
                    return found
            return Byline((), clean(run.text), "name", 0)
    return None


def _marked_up(search: Search) -> Byline | None:
    """Authors of the microdata near the headline."""
    near = search.near
    for mention in search.survey.mentions:
        if mention.kind == "author" and mention.run in near and not is_foreign(search.survey, mention):
            found = _microdata(search, mention)
            if found is not None:
                return found
    return None


def _microdata(search: Search, mention: Mention) -> Byline | None:
    node = mention.node
    shown = node.attributes.get("content")
    if not shown:
        inner = node.css_first("[itemprop~=name]") or node
        shown = inner.attributes.get("content") or inner.text(separator="\n") or ""
    if len(shown) <= LONGEST and (authors := people(shown, search.words, search.names)):
        return Byline(authors, clean(shown), "itemprop author", 0)
    return None


def _below_headline(search: Search) -> Byline | None:
    return _marked(search, range(search.span.headline + 1, search.near.stop))


def _above_headline(search: Search) -> Byline | None:
    return _marked(search, range(search.span.headline - 1, search.near.start - 1, -1))


def _after_body(search: Search) -> Byline | None:
    """Runs right after the body if marked at all, farther away those that are named like bylines."""
    near, survey = search.span.last + AFTER, search.survey
    return _marked(search, (n for n in search.after if n < near or is_named(survey.runs[n], survey.zones)))


def _marked(search: Search, places: Iterable[int]) -> Byline | None:
    """The best marked byline of some runs; one soon after it may be better, one farther away is not."""
    runs, zones = search.survey.runs, search.survey.zones
    best: Byline | None = None
    start = 0
    for n in places:
        if best is not None and abs(n - start) > _BETTER:
            break
        mark = mark_of(runs[n], zones, search.words)
        if mark is None or (best is not None and mark.rank >= best.rank):
            continue
        found = _read(search, runs[n], mark)
        if found is not None:
            best, start = found, n if best is None else start
            if best.rank <= _SURE:
                break
    return best


def _full_names(search: Search) -> Byline | None:
    """A line under the headline that is one full name and a date, or a name in a line of particulars."""
    near = search.near
    for n in range(max(search.span.headline + 1, near.start), min(search.span.first, near.stop)):
        run = search.survey.runs[n]
        if len(run.text) > _LONGEST_LINE or run.tag in _HEADINGS or not _may_name(run.text):
            continue
        if _YEAR.search(run.text) or not _PARTICULARS.isdisjoint(name_words(run.names)):
            found = _read(search, run, _FULL_NAME)
            if found is not None and _is_full(found.authors):
                return found
    return None


def _may_name(text: str) -> bool:
    """Whether two words that begin with capitals stand together, as most lines with a date have none."""
    before = False
    for word in text.split():
        capital = word.lower() != word != word.upper()
        if capital and before:
            return True
        before = capital and word[-1] != ","
    return False


def _boxes(search: Search) -> Byline | None:
    """The name at the start of a box about the author, which the walk leaves out as furniture."""
    start, end = search.near.start, search.after.stop
    for skipped in search.survey.skipped:
        if start <= skipped.run < end and _is_box(skipped.names):
            shown = (skipped.node.text(separator="\n") or "")[:LONGEST].split("\n")
            parts = [" ".join(part.split()) for part in shown if part.strip()][:_BOX_PARTS]
            authors = people("\n".join(parts), search.words, search.names)[:1]
            if _is_full(authors):
                return Byline(authors, clean(" ".join(parts)), "author box", _BOX)
    return None


@lru_cache(maxsize=20_000)
def _is_box(names: str) -> bool:
    return bool(says_byline(names.replace("bio", "").replace("avatar", "")))


def _is_full(authors: tuple[Author, ...]) -> bool:
    """Whether they are one person, by given and family name: words with capitals."""
    if len(authors) != 1 or authors[0].type != "person":
        return False
    words = authors[0].name.split()
    return len(words) in _FULL and all(word[0].isupper() and not word.isupper() for word in words)


def _read(search: Search, run: Run, mark: Mark) -> Byline | None:
    """The byline a run is, if it names anybody."""
    linked = linked_names(run) if run.links else {}
    shown = apart(run)
    authors = people(shown, search.words, search.names)
    if linked and not mark.opens:
        if mark.path == "link" and len(run.text) > _LONGEST_LINE and run.link_chars * 2 < len(run.text):
            return None
        authors = tuple(author for author in authors if fold(author.name) in linked)
        if not authors and not search.words.others.opening(piece_of(shown)):
            authors = people("\n".join(name for name, _ in linked.values()), search.words, search.names)
    if not authors or not (mark.opens or _is_sure(authors[0].name, linked)):
        return None
    if linked:
        pages = {name: page for name, (_, page) in linked.items()}
        authors = tuple(replace(author, url=pages.get(fold(author.name))) for author in authors)
    return Byline(authors, clean(run.text), mark.path, mark.rank)


def _is_sure(name: str, linked: dict[str, tuple[str, str]]) -> bool:
    """Whether a name is one where only class or link say so: two words, or one in East Asia, or linked."""
    return " " in name or _UNSPACED.match(name) is not None or fold(name) in linked
