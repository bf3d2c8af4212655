"""Printed bylines: the lines near the headline, or right after the body, that name the writers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from newsgrab.dom import Mention, Run, Survey
from newsgrab.extraction.authors import LONGEST, Words, people, without_prefix
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

BEYOND: Final = 25
"""Runs after the last of the body that are searched for elements named like bylines."""

_OPENING: Final = 40
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

_PAGES: Final = (
    "/author/", "/authors/", "/autor/", "/autoren/", "/autores/", "/auteur/", "/auteurs/", "/autore/", "/autori/",
    "/profile/", "/profiles/", "/journalist/", "/journalists/", "/journaliste/", "/staff/", "/by/", "/reporter/",
    "/reporters/", "/writer/", "/writers/", "/contributor/", "/contributors/", "/people/", "/team/", "/byline/",
    "/columnist/", "/columnists/", "/yazar/", "/yazarlar/", "/person/", "/redakteur/", "author=", "/firma/",
    "/forfatter/", "/columnistas/", "/firmas/", "/profil/",
)  # fmt: skip
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
    end = _near(survey, span)
    found = [*_marked_up(survey, span, words, names), *_lines(survey, span, words, names)]
    if not found:
        after = range(max(end, span.last), min(span.last + BEYOND, len(survey.runs)))
        found = [line._replace(rank=line.rank + 4) for n in after for line in _line(survey, n, words, names)]
    return min(found, key=lambda line: line.rank, default=None)


def naming(survey: Survey, span: Span, name: str) -> int | None:
    """The run near the headline that names a writer the metadata name, if one does."""
    wanted = name.casefold()
    for n in range(max(span.headline + 1, 0), _near(survey, span)):
        run = survey.runs[n]
        if len(run.text) <= LONGEST and wanted in run.text.casefold():
            return n
    return None


def line_at(survey: Survey, n: int, words: Words, names: Names) -> Byline | None:
    """What one run says as a byline."""
    return next(iter(_read(survey.runs[n], n, (0, "prefix"), words, names)), None)


def _near(survey: Survey, span: Span) -> int:
    return min(span.first + AFTER, max(span.headline, 0) + FARTHEST, len(survey.runs))


def _marked_up(survey: Survey, span: Span, words: Words, names: Names) -> Iterator[Byline]:
    start, end = max(span.headline - BEFORE, 0), _near(survey, span)
    for mention in survey.mentions:
        if mention.kind == "author" and start <= mention.run < end and not _is_other(survey, mention):
            yield from _microdata(mention, words, names)


def _lines(survey: Survey, span: Span, words: Words, names: Names) -> Iterator[Byline]:
    for n in range(max(span.headline - BEFORE, 0), _near(survey, span)):
        if n == span.headline:
            continue
        below = span.headline <= n <= span.first
        for line in _line(survey, n, words, names, dated=below):
            yield line if below else line._replace(rank=line.rank + 1)


def _line(survey: Survey, n: int, words: Words, names: Names, *, dated: bool = False) -> Iterator[Byline]:
    run = survey.runs[n]
    if len(run.text) <= LONGEST:
        mark = _mark(survey, run, words)
        if mark is None and dated and run.tag not in _HEADINGS and _YEAR.search(run.text):
            mark = (6, "beside a date")
        if mark is not None:
            yield from _read(run, n, mark, words, names)


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
    if path == "beside a date" and not (len(authors) == 1 and authors[0].type == "person" and _is_whole(authors[0].name)):
        return
    if authors and ("prefix" in path or _is_full(authors[0].name) or fold(authors[0].name) in linked):
        pages = {name: page for name, (_, page) in linked.items()}
        found = tuple(replace(author, url=pages.get(fold(author.name))) for author in authors)
        yield Byline(found, clean(run.text), path, rank, n)


def _mark(survey: Survey, run: Run, words: Words) -> tuple[int, str] | None:
    """How good the sign is that a run is a byline, and what it is."""
    opens = False
    if fold(run.text[:_OPENING]).startswith(words.openings):
        tokens = _shown(run).split()
        opens = len(tokens) <= _LONGEST_LINE and without_prefix(tokens, words) != tokens
    if _named(survey, run):
        return (0, "class and prefix") if opens else (2, "class")
    if run.marks and _linked(run):
        return (1, "link and prefix") if opens else (3, "link")
    return (3, "prefix") if opens else None


def _named(survey: Survey, run: Run) -> bool:
    """Whether class or id of a run, or of one of the elements around it, say that it is a byline."""
    zones = survey.zones
    names, zone = run.names, run.zone
    for _ in range(4):
        around = name_words(names)
        if not _OTHER.isdisjoint(around):
            return False
        if not _NAMED.isdisjoint(around):
            return True
        if zone < 0:
            return False
        names, zone = zones.names[zone], zones.parents[zone]
    return False


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
        if "author" in (attributes.get("rel") or "") or any(page in href.lower() for page in _PAGES):
            name = clean(mark.node.text() or "")
            if name in run.text:
                found[fold(name)] = (name, href)
    return found
