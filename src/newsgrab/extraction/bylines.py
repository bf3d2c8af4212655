"""Printed bylines: the lines near the headline, or right after the body, that name the writers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from newsgrab.dom import Mention, Run, Survey
from newsgrab.extraction.authors import LONGEST, people
from newsgrab.extraction.byline_marks import (
    Mark,
    apart,
    is_foreign,
    is_named,
    linked_names,
    marks,
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
_BOX: Final = Mark(8, "author box")
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
    """What a search for bylines needs: the page, its parts, the words of its languages, its site's names."""

    survey: Survey
    span: Span
    words: Words
    names: Names

    @property
    def near(self) -> range:
        """The runs near the headline."""
        span = self.span
        end = min(span.first + AFTER, max(span.headline, 0) + FARTHEST, len(self.survey.runs))
        return range(max(span.headline - BEFORE, 0), end)

    @property
    def after(self) -> range:
        """The runs after the body."""
        end = min(self.span.last + BEYOND, len(self.survey.runs))
        return range(max(self.near.stop, self.span.last), end)


def printed(search: Search) -> Byline | None:
    """The page's byline: the best line near the headline, or failing that one after the body."""
    for places in (_marked_up, _lines, _below, _full_names, _boxes):
        found = next(places(search), None)
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
                yielded = next(_read(search, run, Mark(0, "link and prefix", opens=True)), None)
                if yielded is not None:
                    return yielded
            return Byline((), clean(run.text), "name", 0)
    return None


def _marked_up(search: Search) -> Iterator[Byline]:
    """Authors of the microdata near the headline."""
    near = search.near
    for mention in search.survey.mentions:
        if mention.kind == "author" and mention.run in near and not is_foreign(search.survey, mention):
            yield from _microdata(search, mention)


def _microdata(search: Search, mention: Mention) -> Iterator[Byline]:
    node = mention.node
    shown = node.attributes.get("content")
    if not shown:
        inner = node.css_first("[itemprop~=name]") or node
        shown = inner.attributes.get("content") or inner.text(separator="\n") or ""
    if len(shown) <= LONGEST and (authors := people(shown, search.words, search.names)):
        yield Byline(authors, clean(shown), "itemprop author", 0)


def _lines(search: Search) -> Iterator[Byline]:
    """Runs near the headline that are marked as bylines: those below it, then those above."""
    near, headline = search.near, search.span.headline
    yield from _marked(search, range(headline + 1, near.stop))
    yield from _marked(search, range(headline - 1, near.start - 1, -1))


def _below(search: Search) -> Iterator[Byline]:
    """Runs after the body: right after it all marked ones, farther away those that are named like bylines."""
    near = search.span.last + AFTER
    yield from _marked(search, [n for n in search.after if n < near or is_named(search.survey, n)])


def _marked(search: Search, places: Iterable[int]) -> Iterator[Byline]:
    """The best marked byline of some runs; one soon after it may be better, one farther away is not."""
    best: Byline | None = None
    start = 0
    for n, mark in marks(search.survey, places, search.words):
        if best is not None and (abs(n - start) > _BETTER or mark.rank >= best.rank):
            if abs(n - start) > _BETTER:
                break
            continue
        found = next(_read(search, search.survey.runs[n], mark), None)
        if found is not None:
            best, start = found, n if best is None else start
            if best.rank <= _SURE:
                break
    if best is not None:
        yield best


def _full_names(search: Search) -> Iterator[Byline]:
    """Lines under the headline that are one full name and a date, or a name in a line of particulars."""
    near = search.near
    for n in range(max(search.span.headline + 1, near.start), min(search.span.first, near.stop)):
        run = search.survey.runs[n]
        if len(run.text) > _LONGEST_LINE or run.tag in _HEADINGS:
            continue
        if _YEAR.search(run.text) or not _PARTICULARS.isdisjoint(name_words(run.names)):
            yield from _full(_read(search, run, _FULL_NAME))


def _boxes(search: Search) -> Iterator[Byline]:
    """Names at the start of boxes about the author, which the walk leaves out as furniture."""
    start, end = search.near.start, search.after.stop
    for skipped in search.survey.skipped:
        if not start <= skipped.run < end:
            continue
        if says_byline(skipped.names.replace("bio", "").replace("avatar", "")):
            shown = (skipped.node.text(separator="\n") or "")[:LONGEST].split("\n")
            parts = [" ".join(part.split()) for part in shown if part.strip()][:_BOX_PARTS]
            authors = people("\n".join(parts), search.words, search.names)[:1]
            yield from _full([Byline(authors, clean(" ".join(parts)), _BOX.path, _BOX.rank)])


def _full(lines: Iterable[Byline]) -> Iterator[Byline]:
    """Of some lines those that name one person by given and family name: words with capitals."""
    for line in lines:
        if len(line.authors) != 1 or line.authors[0].type != "person":
            continue
        words = line.authors[0].name.split()
        if len(words) in _FULL and all(word[0].isupper() and not word.isupper() for word in words):
            yield line


def _read(search: Search, run: Run, mark: Mark) -> Iterator[Byline]:
    """The byline a run is, if it names anybody."""
    linked = linked_names(run)
    shown = apart(run)
    authors = people(shown, search.words, search.names)
    if linked and not mark.opens:
        if mark.path == "link" and len(run.text) > _LONGEST_LINE and run.link_chars * 2 < len(run.text):
            return
        authors = tuple(author for author in authors if fold(author.name) in linked)
        if not authors and not search.words.others.opening(piece_of(shown)):
            authors = people("\n".join(name for name, _ in linked.values()), search.words, search.names)
    if authors and (mark.opens or _is_sure(authors[0].name, linked)):
        pages = {name: page for name, (_, page) in linked.items()}
        found = tuple(replace(author, url=pages.get(fold(author.name))) for author in authors)
        yield Byline(found, clean(run.text), mark.path, mark.rank)


def _is_sure(name: str, linked: dict[str, tuple[str, str]]) -> bool:
    """Whether a name is one where only class or link say so: two words, or one in East Asia, or linked."""
    return " " in name or _UNSPACED.match(name) is not None or fold(name) in linked
