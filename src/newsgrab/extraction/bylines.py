"""Printed bylines: the lines near the headline, or right after the body, that name the writers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from newsgrab.dom import Mention, Run, Survey
from newsgrab.extraction.authors import LONGEST, Words, people, piece_of, without_prefix
from newsgrab.extraction.names import name_words
from newsgrab.extraction.site_name import Names
from newsgrab.model import Author
from newsgrab.text import clean, fold

BEFORE: Final = 8
"""Runs above the headline that are searched: some sites print the byline over it."""

AFTER: Final = 4
"""Runs after the first of the body, and after its last."""

FARTHEST: Final = 40
"""Runs after the headline, at most, that are searched before the body."""

BEYOND: Final = 16
"""Runs after the last of the body that are searched for elements named like bylines."""

_SURE: Final = 1
_OPENING: Final = 30
_LONGEST_DATED: Final = 70
_LONGEST_TEXT: Final = 120
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_LONGEST_NAME: Final = 4
_FOREIGN: Final = frozenset({"figure", "figcaption", "aside"})
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_LONGEST_LINE: Final = 14
"""Words; "By" opens sentences too, and bylines are short."""

_NAMED: Final = frozenset(
    (
        "author authors byline bylines byl authorname authorsname bylineauthor bylinename postauthor articleauthor "
        "entryauthor storyauthor newsauthor authorlink authorinfo authorlist authorblock writer writers writtenby "
        "writername postedby publishedby reporter reporters reportername journalist journalists contributor "
        "contributors columnist autor autores autori autoren autorname auteur auteurs autore autorzy verfasser "
        "redakteur redacteur skribent forfatter journaliste authorship metaauthor authormeta creator creators signature"
    ).split()
)
"""Words of class and id that mark a byline (from the corpus, by number of sites)."""

_OTHER: Final = frozenset(
    (
        "bio biography avatar image photo picture comment comments related social share twitter follow more caption "
        "figcaption credit copyright description recommended reviewer"
        "role jobtitle position authorrole authortitle authorbio authordesc about tag tags topic category breadcrumb "
        "teaser card newsletter readtime headline"
    ).split()
)
"""Words that say an element with an author's word is something else."""

_PAGES: Final = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autor[ei]|profil(?:es?)?|journalist(?:e?s?)|staff|by|reporters?|writers?"
    r"|contributors?|people|team|byline|columnists?|yazar(?:lar)?|person|redakteur|firmas?|forfatter|columnistas)/|author="
)
"""What stands in the address of a writer's page."""


class Byline(NamedTuple):
    """One printed byline.

    Attributes:
        authors: Whom it names.
        text: The line as printed.
        path: What marked it.
        rank: How good the mark is; smaller is better.
        run: Index of the run.
    """

    authors: tuple[Author, ...]
    text: str
    path: str
    rank: int
    run: int


class Span(NamedTuple):
    """Where to look: the runs of the headline (-1 if none), and the first and last of the body."""

    headline: int
    first: int
    last: int


def printed(survey: Survey, span: Span, words: Words, names: Names) -> Byline | None:
    """The page's byline: the best line near the headline, or failing that one after the body.

    Args:
        survey: The page.
        span: Where headline and body stand.
        words: Of the page's languages.
        names: Of its site.
    """
    near = range(max(span.headline - BEFORE, 0), _near(survey, span))
    found = list(_marked_up(survey, near, words, names))
    for line in _lines(survey, near, span, words, names):
        found.append(line)
        if line.rank <= _SURE:
            break
    if not found:
        after = range(max(near.stop, span.last), min(span.last + BEYOND, len(survey.runs)))
        found = [line._replace(rank=line.rank + 4) for n in after if n < span.last + AFTER or _named(survey, n) for line in _line(survey, n, words, names)]
    if not found:
        below = range(max(span.headline + 1, near.start), min(span.first, near.stop))
        found = [line for n in below for line in _beside_date(survey.runs[n], n, words, names)]
    return min(found, key=lambda line: line.rank, default=None)


def naming(survey: Survey, span: Span, name: str) -> int | None:
    """The run near the headline that names a writer the metadata name, if one does."""
    wanted = name.casefold()
    for n in range(max(span.headline + 1, 0), _near(survey, span)):
        run = survey.runs[n]
        if len(run.text) <= LONGEST and wanted in run.text.casefold():
            return n
    return None


def line_at(survey: Survey, n: int, words: Words, names: Names, *, fewest: int) -> Byline:
    """A run known to be the byline; it is read for names only where it links more writers than are known.

    Args:
        survey: The page.
        n: The run.
        words: Of the page's languages.
        names: Of its site.
        fewest: How many writers the metadata name.
    """
    run = survey.runs[n]
    if run.links > fewest and len(_linked(run)) > fewest:
        for line in _read(run, n, (0, "link and prefix"), words, names):
            return line
    return Byline((), clean(run.text), "name", 0, n)


def _near(survey: Survey, span: Span) -> int:
    return min(span.first + AFTER, max(span.headline, 0) + FARTHEST, len(survey.runs))


def _marked_up(survey: Survey, near: range, words: Words, names: Names) -> Iterator[Byline]:
    for mention in survey.mentions:
        if mention.kind == "author" and mention.run in near and not _is_other(survey, mention):
            yield from _microdata(mention, words, names)


def _lines(survey: Survey, near: range, span: Span, words: Words, names: Names) -> Iterator[Byline]:
    for n in near:
        if n != span.headline:
            below = span.headline <= n <= span.first
            for line in _line(survey, n, words, names):
                yield line if below else line._replace(rank=line.rank + 1)


def _line(survey: Survey, n: int, words: Words, names: Names) -> Iterator[Byline]:
    if len(survey.runs[n].text) <= LONGEST and (mark := _mark(survey, n, words)) is not None:
        yield from _read(survey.runs[n], n, mark, words, names)


def _beside_date(run: Run, n: int, words: Words, names: Names) -> Iterator[Byline]:
    """A line under the headline that is a date and one full name, and nothing else."""
    if len(run.text) <= _LONGEST_DATED and run.tag not in _HEADINGS and _YEAR.search(run.text):
        for line in _read(run, n, (6, "beside a date"), words, names):
            author = line.authors[0]
            if len(line.authors) == 1 and author.type == "person" and _is_whole(author.name):
                yield line


def _is_other(survey: Survey, mention: Mention) -> bool:
    """Whether an author is a picture's or a comment's."""
    zone = mention.zone
    for _ in range(3):
        if zone < 0:
            return False
        if survey.zones.tags[zone] in _FOREIGN or not _OTHER.isdisjoint(name_words(survey.zones.names[zone])):
            return True
        zone = survey.zones.parents[zone]
    return False


def _microdata(mention: Mention, words: Words, names: Names) -> Iterator[Byline]:
    node = mention.node
    shown = node.attributes.get("content")
    if not shown:
        inner = node.css_first("[itemprop~=name]") or node
        shown = inner.attributes.get("content") or inner.text(separator="\n") or ""
    if len(shown) <= LONGEST and (authors := people(shown, words, names)):
        yield Byline(authors, clean(shown), "itemprop author", 0, mention.run)


def _read(run: Run, n: int, mark: tuple[int, str], words: Words, names: Names) -> Iterator[Byline]:
    rank, path = mark
    linked = _linked(run)
    shown = _shown(run)
    authors = people(shown, words, names)
    if linked and "prefix" not in path:
        authors = tuple(author for author in authors if fold(author.name) in linked) or people(
            "\n".join(name for name, _ in linked.values()), words, names
        )
    if authors and ("prefix" in path or _is_full(authors[0].name) or fold(authors[0].name) in linked):
        pages = {name: page for name, (_, page) in linked.items()}
        found = tuple(replace(author, url=pages.get(fold(author.name))) for author in authors)
        yield Byline(found, clean(run.text), path, rank, n)


def _mark(survey: Survey, n: int, words: Words) -> tuple[int, str] | None:
    """How good the sign is that a run is a byline, and what it is."""
    run = survey.runs[n]
    named = _named(survey, n)
    linked = not named and bool(run.marks) and bool(_linked(run))
    if _opens(run, words):
        return (0, "class and prefix") if named else (1, "link and prefix") if linked else (3, "prefix")
    return (2, "class") if named else (3, "link") if linked else None


def _opens(run: Run, words: Words) -> bool:
    """Whether a run is short and begins with "By" or its like."""
    text = run.text
    if len(text) > _LONGEST_TEXT:
        return False
    start = text[:_OPENING]
    if start.isascii() and start[0].lower() not in words.initials:
        return False
    if not (start.lower() if start.isascii() else fold(start)).startswith(words.openings):
        return False
    piece = piece_of(_shown(run))
    return len(piece) <= _LONGEST_LINE and without_prefix(piece, words) is not piece


def _named(survey: Survey, n: int) -> bool:
    """Whether class or id of a run, or of one of the elements around it, say that it is a byline."""
    zones = survey.zones
    run = survey.runs[n]
    names, zone = run.names, run.zone
    for _ in range(4):
        if names and (said := _says_byline(names)) is not None:
            return said
        if zone < 0:
            break
        names, zone = zones.names[zone], zones.parents[zone]
    return False


@lru_cache(maxsize=20_000)
def _says_byline(names: str) -> bool | None:
    """What class and id say: a byline, something else with an author's word, or nothing."""
    words = name_words(names)
    if not _OTHER.isdisjoint(words):
        return False
    return None if _NAMED.isdisjoint(words) else True


def _is_whole(name: str) -> bool:
    """Whether a text looks like given and family name: two to four words, each with a capital."""
    tokens = name.split()
    return 2 <= len(tokens) <= _LONGEST_NAME and all(token[0].isupper() for token in tokens) and not name.isupper()  # noqa: PLR2004


def _is_full(name: str) -> bool:
    """Whether a name is long enough to be one where nothing but a class says so: two words, or no Latin ones."""
    return " " in name or not name.isascii()


def _shown(run: Run) -> str:
    """A run's text with its elements parted: name, title, date and buttons stand in elements of their own."""
    apart = (" ".join(part.split()) for part in (run.node.text(separator="\n") or "")[: 4 * LONGEST].split("\n"))
    return _rejoined(part for part in apart if part and part in run.text) or run.text


def _rejoined(parts: Iterable[str]) -> str:
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


def _linked(run: Run) -> dict[str, tuple[str, str]]:
    """A run's links to writers' pages: folded text -> text and address."""
    found = {}
    for mark in run.marks:
        if mark.kind != "a":
            continue
        attributes = mark.node.attributes
        href = attributes.get("href") or ""
        if "author" in (attributes.get("rel") or "") or _PAGES.search(href.lower()):
            name = clean(mark.node.text() or "")
            if name in run.text:
                found[fold(name)] = (name, href)
    return found
