"""Printed bylines: the lines near the headline, or right after the body, that name the writers."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from newsgrab import urls
from newsgrab.dom import Node, Run, Survey
from newsgrab.extraction.authors import LONGEST, Words, people
from newsgrab.extraction.names import name_words
from newsgrab.extraction.site_name import Names
from newsgrab.model import Author
from newsgrab.text import clean, fold

BEFORE: Final = 8
"""Runs above the headline that are searched: some sites print the byline over it."""

AFTER: Final = 4
"""Runs after the first of the body and after its last."""

FARTHEST: Final = 60
"""Runs after the headline, at most, where the body begins late or is not found."""

_NAMED: Final = frozenset(
    (
        "author authors byline bylines byl authorname authorsname bylineauthor bylinename postauthor articleauthor "
        "entryauthor storyauthor newsauthor authorlink authorinfo authorlist authorblock writer writers writtenby "
        "writername postedby publishedby reporter reporters reportername journalist journalists contributor "
        "contributors columnist autor autores autori autoren autorname autorbox auteur auteurs autore autorzy "
        "verfasser redakteur redacteur skribent forfatter journaliste bylinelink kicker authorship articlebyline "
        "storybyline postbyline entrybyline credit metaauthor authormeta vcard fn"
    ).split()
)
"""Words of class and id that mark a byline (from the corpus, by number of sites)."""

_STRONG: Final = frozenset(("author", "authors", "byline", "bylines", "autor", "autoren", "auteur", "autore", "writer"))
_OTHER: Final = frozenset(
    (
        "bio biography avatar image photo picture comment comments commentauthor related social share twitter follow "
        "more caption figcaption credit copyright description recommended reviewer date time datetime timestamp "
        "published updated role jobtitle position authorrole authortitle authorbio authordesc about tag tags topic "
        "category breadcrumb teaser card newsletter readtime"
    ).split()
)
"""Words that say an element with an author's word is something else."""

_PAGES: Final = (
    "/author/", "/authors/", "/autor/", "/autoren/", "/autores/", "/auteur/", "/auteurs/", "/autore/", "/autori/",
    "/profile/", "/profiles/", "/journalist/", "/journalists/", "/journaliste/", "/staff/", "/by/", "/reporter/",
    "/reporters/", "/writer/", "/writers/", "/contributor/", "/contributors/", "/people/", "/team/", "/byline/",
    "/columnist/", "/columnists/", "/yazar/", "/yazarlar/", "/person/", "/redaktion/", "/redakteur/", "/authorid/",
    "/impressum/autor", "author=", "/firma/", "/forfatter/", "/av/", "/profil/", "/columnistas/", "/firmas/",
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


def printed(survey: Survey, span: tuple[int, int, int], words: Words, names: Names) -> Byline | None:
    """The page's byline.

    Args:
        survey: The page.
        span: The runs that hold the headline (-1 where none does), the first and the last of the body.
        words: Of the page's languages.
        names: Of its site.
    """
    return min(_bylines(survey, span, words, names), key=lambda line: line.rank, default=None)


def _bylines(survey: Survey, span: tuple[int, int, int], words: Words, names: Names) -> Iterator[Byline]:
    headline, first, last = span
    runs = survey.runs
    start = max(headline - BEFORE, 0)
    end = min(first + AFTER, start + BEFORE + FARTHEST, len(runs))
    marked = {mention.run: mention.kind for mention in survey.mentions if mention.kind == "author" and start <= mention.run < end}
    for n in range(start, end):
        if n != headline and len(runs[n].text) <= LONGEST:
            far = 0 if headline <= n <= first else 1
            yield from _read(survey, n, marked, words, names, far)
    for n in range(max(last, end), min(last + AFTER, len(runs))):
        if len(runs[n].text) <= LONGEST:
            yield from _read(survey, n, {}, words, names, 4)


def _read(
    survey: Survey, n: int, marked: dict[int, str], words: Words, names: Names, far: int
) -> Iterator[Byline]:
    run = survey.runs[n]
    rank, path = _mark(survey, n, run, marked, words)
    if rank is None:
        return
    shown = _shown(run)
    authors = people(shown, words, names)
    if authors:
        linked = _addresses(run)
        authors = tuple(
            Author(name=a.name, type=a.type, role=a.role, url=linked.get(fold(a.name))) for a in authors
        )
        yield Byline(authors, clean(run.text), path, rank + far, n)


def _mark(survey: Survey, n: int, run: Run, marked: dict[int, str], words: Words) -> tuple[int | None, str]:
    """How good the sign is that a run is a byline, and what it is."""
    tokens = run.text.split(None, 4)[:4]
    opens = any(fold(" ".join(tokens[:k])).rstrip(":") in words.prefixes for k in range(1, len(tokens) + 1))
    named = _named(survey, run)
    if n in marked:
        return 0, "itemprop author"
    if named and opens:
        return 0, "class and prefix"
    if named:
        return 2, "class"
    if _addresses(run):
        return 1 if opens else 3, "link"
    if opens and len(run.text.split()) <= 12:  # noqa: PLR2004 - "By" opens sentences, too; bylines are short
        return 3, "prefix"
    return None, ""


def _named(survey: Survey, run: Run) -> bool:
    """Whether class or id of a run, or of one of the two elements around it, say that it is a byline."""
    own = name_words(run.names)
    if not _OTHER.isdisjoint(own):
        return False
    if not _NAMED.isdisjoint(own):
        return True
    zone = run.zone
    for _ in range(3):
        if zone < 0:
            break
        around = name_words(survey.zones.names[zone])
        if not _OTHER.isdisjoint(around):
            return False
        if not _NAMED.isdisjoint(around):
            return True
        zone = survey.zones.parents[zone]
    return False


def _shown(run: Run) -> str:
    """A run's text with its elements parted: name, title, date and buttons stand in elements of their own."""
    apart = run.node.text(separator="\n") or ""
    if len(apart) > 2 * len(run.text) + 40:
        return run.text
    return _rejoined(part for part in (" ".join(p.split()) for p in apart.split("\n")) if part)


def _rejoined(parts: Iterable[str]) -> str:
    """Parts joined again where one name was parted: two words, each in an element of its own."""
    joined: list[str] = []
    for part in parts:
        lone = " " not in part and part[:1].isupper() and part.isalpha()
        if joined and lone and " " not in joined[-1] and joined[-1][:1].isupper() and joined[-1].isalpha() and len(joined[-1]) > 2:
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return "\n".join(joined)


def _addresses(run: Run) -> dict[str, str]:
    """The folded texts of a run's links to writers' pages, and where they lead."""
    found = {}
    for mark in run.marks:
        if mark.kind == "a":
            _note(found, mark.node)
    return found


def _note(found: dict[str, str], node: Node) -> None:
    attributes = node.attributes
    href = attributes.get("href")
    if not href:
        return
    if (attributes.get("rel") or "").find("author") >= 0 or any(page in href.lower() for page in _PAGES):
        found[fold(node.text() or "")] = href
