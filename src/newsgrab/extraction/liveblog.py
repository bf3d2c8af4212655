"""The entries of a live blog: the zones side by side that each print a time and hold some of the body."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from newsgrab import dates
from newsgrab.dom import Mention, Zones
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.structure import blocks_of
from newsgrab.model import Update
from newsgrab.text import clean

_FEWEST: Final = 2
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def updates(evidence: Evidence, kept: Sequence[int], base: str) -> tuple[Update, ...]:
    """The entries of a live blog in the order of the page; ``()`` where there is no series of them.

    Args:
        evidence: The page.
        kept: Indexes of the runs that are body, in order.
        base: The page's address.
    """
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
    words = [pack.dates for pack in evidence.packs]
    printed = time.node.attributes.get("datetime") or time.node.text() or ""
    return Update(
        published=dates.parse(printed, words),
        headline=clean(runs[heading].text) if heading is not None else None,
        blocks=blocks_of(evidence, [n for n in numbers if n != heading], base),
    )
