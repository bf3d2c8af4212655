"""The entries of a live blog: as printed, or as its JSON-LD lists them where nothing is printed so."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from newsgrab import dates
from newsgrab.dom import Mention, Zones
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.linked_data import Thing, plain, text
from newsgrab.extraction.site_name import squeezed
from newsgrab.extraction.structure import blocks_of
from newsgrab.markdown import escape
from newsgrab.model import Moment, Update
from newsgrab.model.drafts import plain_block
from newsgrab.patterns import regex
from newsgrab.records import replace
from newsgrab.text import clean

_FEWEST: Final = 2
_MOST: Final = 1_000
_LONGEST: Final = 20_000
_LONGEST_TIME: Final = 100
"""Entries of JSON-LD that are read, and characters of the text and the time of one."""

_LINE: Final = regex(r"\n|</p>|<br */?>", re.IGNORECASE)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def updates(evidence: Evidence, kept: Sequence[int], base: str) -> tuple[Update, ...]:
    """The entries of a live blog in the order of the page; ``()`` where there is no series of them.

    Args:
        evidence: The page.
        kept: Indexes of the runs that are body, in order.
        base: The page's address.
    """
    declared = _declared(evidence)
    printed = _printed(evidence, kept, base)
    if not printed:
        return declared
    times = {squeezed(one.headline): one.published for one in declared if one.headline}
    return tuple([one if one.published else _timed(one, times) for one in printed])


def _timed(printed: Update, times: Mapping[str, Moment | None]) -> Update:
    """An entry whose printed time cannot be read, with the time that JSON-LD gives its headline."""
    return replace(printed, published=times.get(squeezed(printed.headline or "")))


def _declared(evidence: Evidence) -> tuple[Update, ...]:
    """What schema.org's ``liveBlogUpdate`` lists (https://schema.org/LiveBlogPosting)."""
    entries: Any = evidence.claims.article.get("liveBlogUpdate")
    listed = entries if isinstance(entries, list) else [entries]
    found = [_posting(evidence, entry) for entry in listed[:_MOST] if isinstance(entry, dict)]
    return tuple([update for update in found if update.blocks or update.headline])


def _posting(evidence: Evidence, entry: Thing) -> Update:
    said, body = entry.get("datePublished"), entry.get("articleBody")
    lines = _LINE.split(body[:_LONGEST]) if isinstance(body, str) else ()
    texts = [shown for line in lines if (shown := clean(plain(line)))]
    return Update(
        published=_moment(evidence, said[:_LONGEST_TIME]) if isinstance(said, str) else None,
        headline=clean(text(entry.get("headline")) or "") or None,
        blocks=tuple([plain_block("paragraph", shown, escape(shown)) for shown in texts]),
    )


def _moment(evidence: Evidence, said: str) -> Moment | None:
    return dates.parse(said, [pack.dates for pack in evidence.packs])


def _printed(evidence: Evidence, kept: Sequence[int], base: str) -> tuple[Update, ...]:
    """The zones side by side that each print a time and hold some of the body."""
    zones = evidence.survey.zones
    times = [mention for mention in evidence.survey.mentions if mention.kind == "time"]
    series: dict[int, dict[int, Mention]] = defaultdict(dict)
    for time in times:
        for child, parent in _upwards(zones, time.zone):
            series[parent].setdefault(child, time)
    members = {parent: _members(evidence, list(entries), kept) for parent, entries in series.items()}
    best = max(members, key=lambda parent: sum(map(bool, members[parent].values())), default=-1)
    if best < 0 or sum(map(bool, members[best].values())) < _FEWEST:
        return ()
    return tuple(
        _update(evidence, numbers, series[best][entry], base)
        for entry, numbers in sorted(members[best].items())
        if numbers
    )


def _upwards(zones: Zones, zone: int) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    while zone > 0:
        steps.append((zone, zones.parents[zone]))
        zone = zones.parents[zone]
    return steps


def _members(evidence: Evidence, entries: Sequence[int], kept: Sequence[int]) -> dict[int, list[int]]:
    """For each entry the kept runs inside it."""
    zones = evidence.survey.zones
    found: dict[int, list[int]] = {entry: [] for entry in entries}
    for number in kept:
        zone = evidence.survey.runs[number].zone
        while zone > 0 and zone not in found:
            zone = zones.parents[zone]
        if zone in found:
            found[zone].append(number)
    return found


def _update(evidence: Evidence, numbers: Sequence[int], time: Mention, base: str) -> Update:
    runs = evidence.survey.runs
    heading = next((n for n in numbers if runs[n].tag in _HEADINGS), None)
    printed = time.node.attributes.get("datetime") or time.node.text() or ""
    return Update(
        published=_moment(evidence, printed),
        headline=clean(runs[heading].text) if heading is not None else None,
        blocks=blocks_of(evidence, [n for n in numbers if n != heading], base),
    )
