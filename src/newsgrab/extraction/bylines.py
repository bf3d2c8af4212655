"""Printed bylines: the lines near the headline, or right after the body, that name the writers."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from newsgrab.dom import Mention, Survey
from newsgrab.extraction.authors import people
from newsgrab.extraction.byline_marks import (
    Mark,
    apart,
    is_foreign,
    is_named,
    is_pictured,
    linked_names,
    mark_of,
    says_byline,
)
from newsgrab.extraction.byline_parts import LONGEST
from newsgrab.extraction.byline_reading import LONGEST_LINE, Byline, Search, Span, printed_part, read
from newsgrab.extraction.byline_words import Words
from newsgrab.extraction.names import name_words
from newsgrab.extraction.person_names import is_persons
from newsgrab.extraction.site_name import Names
from newsgrab.extraction.vocabulary import classes
from newsgrab.model import Author
from newsgrab.patterns import regex
from newsgrab.text import clean

BEFORE: Final = 3
"""Runs above the headline that are searched; of 700 right bylines of the corpus 22 stand there."""

FARTHEST: Final = 10
"""Runs after the headline, at most, that are searched before the body; 2 of 700 stand farther away."""

AFTER: Final = 4
"""Runs after the first of the body, and after its last."""

BEYOND: Final = 10
"""Runs after the last of the body that are searched for elements named like bylines."""

LONGEST_LABEL: Final = 20
"""Characters of a run that is a byline's label alone."""

_LABELLED: Final = 2
_SURE: Final = 1
_BETTER: Final = 3
_FULL_NAME: Final = Mark(6, "full name")
_LINKED: Final = Mark(0, "link and prefix", opens=True)
_BOX: Final = 8
_GAP: Final = 5
"""Characters of "and" with the blanks around it."""
_BOX_PARTS: Final = 3
_FULL: Final = range(2, 5)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_YEAR: Final = regex(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PARTICULARS: Final = classes("particulars")


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
    for place in (
        _marked_up,
        _below_headline,
        _above_headline,
        _full_names,
        _after_body,
        _boxes,
        _signatures,
        _far_below,
    ):
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
                found = read(search, run, _LINKED)
                if found is not None:
                    return found
            return Byline((), printed_part(clean(run.text), (name,)), "name", 0)
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


def _far_below(search: Search) -> Byline | None:
    """A line farther below the body that begins with "By" and names persons, among the particulars there."""
    survey = search.survey
    for n in search.after:
        run = survey.runs[n]
        if len(run.text) > LONGEST_LINE or run.tag in _HEADINGS or is_pictured(run, survey.zones):
            continue
        mark = mark_of(run, survey.zones, search.words)
        found = read(search, run, mark) if mark is not None and mark.opens else None
        if found is not None and all(is_persons(author.name) for author in found.authors):
            return found
    return None


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
        found = read(search, runs[n], mark) or (_labelled(search, n) if mark.opens else None)
        if found is not None:
            best, start = found, n if best is None else start
            if best.rank <= _SURE:
                break
    return best


def _labelled(search: Search, number: int) -> Byline | None:
    """The byline in the run below one that is nothing but "By" or "Written by"."""
    runs = search.survey.runs
    label = runs[number].text
    if len(label) > LONGEST_LABEL or number + 1 >= len(runs) or len(runs[number + 1].text) > LONGEST_LINE:
        return None
    joined = f"{label} {apart(runs[number + 1])}"
    authors = people(joined, search.words, search.names)
    known = bool(authors) and all(is_persons(author.name) for author in authors)
    if not known and not (_is_full(authors) and not search.names.names_site(authors[0].name)):
        return None
    return Byline(authors, clean(joined), "label", _LABELLED)


def _full_names(search: Search) -> Byline | None:
    """A line under the headline that is one full name and a date, or a name in a line of particulars."""
    near = search.near
    for n in range(max(search.span.headline + 1, near.start), near.stop):
        run = search.survey.runs[n]
        if len(run.text) > LONGEST_LINE or run.tag in _HEADINGS or not _may_name(run.text):
            continue
        if found := (_dated(search, n) or _lone(search, n)):
            return found
    return None


def _dated(search: Search, number: int) -> Byline | None:
    """A full name with a date or among the story's particulars; inside the body it must be a known name."""
    run = search.survey.runs[number]
    if not _YEAR.search(run.text) and _PARTICULARS.isdisjoint(name_words(run.names)):
        return None
    found = read(search, run, _FULL_NAME)
    if found is None or not _is_full(found.authors):
        return None
    return found if is_persons(found.authors[0].name) else None


def _signatures(search: Search) -> Byline | None:
    """A line right after the body that is nothing but a person's name."""
    start = search.span.last
    for n in range(max(start, search.near.stop), min(start + AFTER, len(search.survey.runs))):
        if _may_name(search.survey.runs[n].text[:LONGEST_LINE]) and (found := _lone(search, n)):
            return found
    return None


def _lone(search: Search, number: int) -> Byline | None:
    """The byline a run is that is nothing but names with known given names, and perhaps their titles."""
    runs = search.survey.runs
    run = runs[number]
    text, beside = run.text, range(max(number - 1, 0), min(number + 2, len(runs)))
    if len(text) > LONGEST_LINE or is_pictured(run, search.survey.zones):
        return None
    if run.link_chars == len(text) and not any(_YEAR.search(runs[n].text[:LONGEST_LINE]) for n in beside):
        return None  # a link to a topic, unless a date stands beside it
    authors = people(apart(run), search.words, search.names)
    said = sum(len(author.name) + len(author.role or "") + _GAP for author in authors)
    if not authors or said < len(text) or not all(is_persons(author.name) for author in authors):
        return None
    return Byline(authors, clean(text), _FULL_NAME.path, _FULL_NAME.rank)


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
