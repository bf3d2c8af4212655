"""How a line that is a byline is read: whom it names, with their pages, and what of it is the byline."""

import re
from collections.abc import Sequence
from typing import Final

from newsgrab.dom import Run, Survey
from newsgrab.extraction.authors import people
from newsgrab.extraction.byline_marks import BY_CLASS, Mark, apart, linked_names
from newsgrab.extraction.byline_parts import LONGEST
from newsgrab.extraction.byline_words import Words, piece_of
from newsgrab.extraction.site_name import Names
from newsgrab.model import Author
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.records import replace
from newsgrab.text import clean, fold

LONGEST_LINE: Final = 70
"""Characters of a line that is known to be a byline by little more than its names."""

_AROUND: Final = " |·•,;-–—/@"
_DATE_BEFORE: Final = regex(
    r".{0,200}\d(?:[日時分]|\s?(?:Uhr\b|[apAP]\.?[mM]\b\.?(?:\s?\(?[A-Z]{2,4}\b\)?)?|h\b))?[\s|·•,;.–—-]{0,9}",
    re.DOTALL,
)
_DATE_AFTER: Final = regex(
    r"[|·•–—(]|\s[-~]\s|"
    r"(?:,\s{0,3}+|\s{1,3}+|(?<!\s))"
    r"(?:(?:\b|(?<=[^\W\d_A-ZÄÖÜ])(?=[A-ZÄÖÜ]))[^\W\d]{1,14}+[.,:]?\s{1,2}+){0,3}+\d"
)
"""What parts a name from a date, up to three words before a digit; nothing is tried twice."""
_DIGIT: Final = regex(r"\d")
_UNSPACED: Final = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


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


def read(search: Search, run: Run, mark: Mark) -> Byline | None:
    """The byline a run is, if it names anybody.

    Args:
        search: What is known of the page.
        run: The run.
        mark: What marks it.
    """
    linked = linked_names(run) if run.links else {}
    shown = apart(run)
    authors = people(shown, search.words, search.names)
    if linked and not mark.opens:
        if mark.path == "link" and len(run.text) > LONGEST_LINE and run.link_chars * 2 < len(run.text):
            return None
        authors = tuple(author for author in authors if fold(author.name) in linked)
        if not authors and not search.words.others.opening(piece_of(shown)):
            authors = people("\n".join(name for name, _ in linked.values()), search.words, search.names)
    if (
        mark is BY_CLASS
        and len(authors) > 1
        and " " in authors[1].name
        and not _is_sure(authors[0].name, linked)
    ):
        authors = authors[1:]  # a section stands before the names: "Politics · Jane Roe"
    if not authors or not (mark.opens or _is_sure(authors[0].name, linked)):
        return None
    if linked:
        pages = {name: page for name, (_, page) in linked.items()}
        authors = tuple(replace(author, url=pages.get(fold(author.name))) for author in authors)
    said = [authors[0].name, authors[-1].role or authors[-1].name]
    return Byline(authors, printed_part(clean(run.text), said), mark.path, mark.rank)


def printed_part(line: str, names: Sequence[str]) -> str:
    """A line without the date before its first name or after its last one: "By Jane Roe | 3 May 2024".

    Args:
        line: As printed.
        names: Its first, and its last or the job title of that one.
    """
    if len(line) > LONGEST:
        return line
    start = line.find(names[0])
    end = line.rfind(names[-1]) + len(names[-1])
    if start < 0 or end < start:
        return line
    tail = line[end:]
    if _DIGIT.search(tail) and (dated := _DATE_AFTER.search(tail)):
        tail = tail[: dated.start()]
    before = _DATE_BEFORE.match(line[:start])
    return f"{line[before.end() if before else 0 : end]}{tail}".strip(_AROUND)


def _is_sure(name: str, linked: dict[str, tuple[str, str]]) -> bool:
    """Whether a name is one where only class or link say so: two words, or one in East Asia, or linked."""
    return " " in name or _UNSPACED.match(name) is not None or fold(name) in linked
