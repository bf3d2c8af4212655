"""Sentences about the article rather than of it: disclaimers, corrections, credits.

They are looked for in the whole article region and in the footers the walk left out, before anything
is thrown away: the disclaimer of an opinion piece often stands after the share bar, in an element
without a name.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress
from typing import Final

from newsgrab.dom import Skipped
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.judgement import Judgement, Judgements, kept
from newsgrab.extraction.names import name_words
from newsgrab.model import Notice
from newsgrab.model.article import NoticeScope
from newsgrab.named_tuples import NamedTuple
from newsgrab.rules import (
    BEGINNING,
    SHORTEST_NOTICE,
    LanguagePack,
    NoticePattern,
    is_telling,
    may_open_with_notice,
    notice_of,
)
from newsgrab.text import clean, fold

LONGEST: Final = 600
"""Characters of a notice; longer blocks are prose about something."""

_SHORTEST_ASIDE: Final = 16
"""Characters of a notice outside the body; shorter texts there are dates and buttons, a third of all."""

_SHORTEST_LINE: Final = 40
"""Characters of a notice in what was not walked; its shorter lines are the links of a footer."""

_TEXT: Final = frozenset("stTdD")
"""Runs at a glance that are no menus, headings or labels (``cues.Cues.gists``)."""

_CAPTIONS: Final = frozenset({"figcaption", "caption", "figure"})
_QUOTED: Final = frozenset({"pre", "code"})

_LONGEST_KEPT: Final = 400
_HEAD, _TAIL = 6, 5
"""Kept runs at the two ends of the body that may be notices; in between only those that open like one.

On 3,307 pages 15 notices stood in between, 9 of them opened like one; the words of the others were also
those of three paragraphs about something else.
"""

_FAR: Final = 4
_FOOTER: Final = 4_000
_TELLING: Final = frozenset({"footer", "copyright", "colophon", "comments", "commentform", "respond"})
"""Words of the names of elements that were left out and may hold a notice; menus do not."""

_COMMENTS: Final = frozenset({"comment", "comments", "respond", "commentlist", "disqus"})


class Parted(NamedTuple):
    """Body and notices, apart.

    Attributes:
        judgements: As given, the notices taken out of the body.
        notices: The notices in document order.
    """

    judgements: list[Judgement]
    notices: tuple[Notice, ...]


def part(evidence: Evidence, judgements: list[Judgement]) -> Parted:
    """Takes the notices out of the body and out of what was stripped."""
    runs = evidence.survey.runs
    found: dict[str, Notice] = {}
    parted = Judgements(judgements)
    for number in _candidates(evidence, judgements):
        pattern = _pattern_of(runs[number].text, evidence.packs)
        if pattern is None:
            continue
        scope = _scope(evidence, number, pattern)
        if _is_of_another(pattern, scope, runs[number].tag):
            continue
        text = clean(runs[number].text)
        found.setdefault(text, Notice(kind=pattern.kind, text=text, scope=scope))
        parted[number] = Judgement("notice", f"notice:{pattern.kind}", judgements[number].score)
    for notice in _in_footers(evidence):
        found.setdefault(notice.text, notice)
    return Parted(parted, tuple(found.values()))


def _is_of_another(pattern: NoticePattern, scope: NoticeScope, tag: str = "") -> bool:
    """Whether a reader wrote it, correcting himself, or it belongs to a picture or to quoted code."""
    if scope == "comments":
        return pattern.kind != "disclaimer"
    return tag in _QUOTED or (tag in _CAPTIONS and pattern.kind == "agency")


@lru_cache(maxsize=8192)
def _pattern_of(text: str, packs: tuple[LanguagePack, ...]) -> NoticePattern | None:
    """Remembered, for the pages of a site share what stands around their articles."""
    return notice_of(fold(text), packs) if is_telling(text, packs) else None


def _candidates(evidence: Evidence, judgements: Sequence[Judgement]) -> list[int]:
    """The runs that may be notices by length, look and place."""
    layout, gists = evidence.layout, evidence.cues.gists
    sizes, homes, up, last = layout.sizes, layout.homes, layout.up, layout.last
    inside = _inside(evidence, kept(judgements))
    return [
        number
        for number in compress(range(len(gists)), map(_TEXT.__contains__, gists))
        if (
            number in inside
            if judgements[number][0] == "body"
            else _SHORTEST_ASIDE <= sizes[number] <= LONGEST and (up[homes[number]] <= _FAR or number > last)
        )
    ]


def _inside(evidence: Evidence, body: Sequence[int]) -> set[int]:
    """Those of the runs of the body that may be notices by length and place."""
    runs, sizes, packs = evidence.survey.runs, evidence.layout.sizes, evidence.packs
    middle = [
        number
        for number in body[_HEAD:-_TAIL]
        if sizes[number] <= _LONGEST_KEPT and may_open_with_notice(runs[number][0][:BEGINNING], packs)
    ]
    ends = [
        number
        for number in (*body[:_HEAD], *body[-_TAIL:])
        if SHORTEST_NOTICE <= sizes[number] <= _LONGEST_KEPT
    ]
    opening = [
        number
        for number in middle
        if (pattern := _pattern_of(runs[number][0], packs)) is not None and pattern.start
    ]
    return {*ends, *opening}


def _scope(evidence: Evidence, number: int, pattern: NoticePattern) -> NoticeScope:
    """What a notice is about: a box of comments and the page's own footer speak of themselves."""
    if pattern.scope != "article":
        return pattern.scope
    zones = evidence.survey.zones
    zone, footer = evidence.survey.runs[number].zone, False
    while zone > 0:
        if not _COMMENTS.isdisjoint(name_words(zones.names[zone])) or _opens_with_comments(evidence, zone):
            return "comments"
        if zones.tags[zone] == "article":
            return "article"
        footer = footer or zones.tags[zone] == "footer"
        zone = zones.parents[zone]
    return "site" if footer else "article"


def _opens_with_comments(evidence: Evidence, zone: int) -> bool:
    first = evidence.survey.zones.runs[zone]
    return bool(evidence.layout.down[zone]) and evidence.labels[first] == "comments"


def _in_footers(evidence: Evidence) -> Iterator[Notice]:
    """Notices in elements the walk left out by their names; those of the page's footer are the site's."""
    for skipped in evidence.survey.skipped:
        if _TELLING.isdisjoint(name_words(skipped.names)):
            continue
        text = skipped.node.text(separator="\n") or ""
        if len(text) <= _FOOTER:
            for pattern, line in _patterns_in(text, evidence.packs):
                scope = _footer_scope(skipped, pattern)
                if not _is_of_another(pattern, scope):
                    yield Notice(kind=pattern.kind, text=line, scope=scope)


@lru_cache(maxsize=512)
def _patterns_in(text: str, packs: tuple[LanguagePack, ...]) -> tuple[tuple[NoticePattern, str], ...]:
    """Remembered, for the pages of a site share their footer."""
    lines = [line for line in text.split("\n") if _SHORTEST_LINE <= len(line) <= LONGEST]
    found = [(_pattern_of(line, packs), line) for line in lines]
    return tuple((pattern, clean(line)) for pattern, line in found if pattern is not None)


def _footer_scope(skipped: Skipped, pattern: NoticePattern) -> NoticeScope:
    if pattern.scope == "article" and not _COMMENTS.isdisjoint(name_words(skipped.names)):
        return "comments"
    return "site" if pattern.scope == "article" else pattern.scope
