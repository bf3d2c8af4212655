"""Rules about runs that belong together: under a label, in a wall, in one table, under one heading."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.judgement import LABELS, Judgement, Label, change, kept
from newsgrab.extraction.names import is_post, is_wall

_BOXES: Final = frozenset(
    {"latest", "related", "readalso", "mostread", "comments", "newsletter", "subscribe", "follow", "ad"}
)
"""Kinds of labels that head a box of their own."""

_HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_WHOLE: Final = frozenset({"table", "blockquote"})
_ALMOST: Final = -1.5
"""A heading or table that scores more than this is kept if what belongs to it is."""

_UNSURE: Final = 1.0
_CLEAR: Final = 0.7
_FEWEST_TWINS: Final = 3
_HEAVY: Final = 200
"""Scores and counts of the rule of twins; characters up to which length counts."""

_LONGEST_BOX: Final = 2_000
"""Characters of prose in a box; a label may by chance open the zone that holds the article."""

_MOST_OF_IT: Final = 0.4
"""Share of what is kept that is no box under a label, and no wall either."""


def _under_a_label(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A zone apart from the core that opens with a label is all what the label says."""
    zones, layout, runs = evidence.survey.zones, evidence.layout, evidence.survey.runs
    for number, label in enumerate(evidence.labels):
        if label not in _BOXES:
            continue
        box = _widest(evidence, runs[number].zone, number)
        if not layout.down[box] or zones.runs[box] != number:
            continue
        inside = list(within(evidence, box, number + 1))
        if sum(layout.mass[n] for n in inside) <= _LONGEST_BOX:
            _strip(evidence, judgements, inside, (LABELS[label], f"under:{label}"))


def _strip(
    evidence: Evidence, judgements: list[Judgement], inside: Sequence[int], verdict: tuple[Label, str]
) -> None:
    """Decides about the kept runs among some, unless that would leave too little of the article.

    Elements named like walls hold whole articles on one page in 400, boxes under a label on one in 1,000.
    """
    sizes = evidence.layout.sizes
    body = [n for n in inside if judgements[n].label == "body"]
    if sum(sizes[n] for n in body) <= _MOST_OF_IT * sum(sizes[n] for n in kept(judgements)):
        for n in body:
            change(judgements, n, *verdict)


def _widest(evidence: Evidence, box: int, number: int) -> int:
    """The outermost zone apart from the core that still opens with the run."""
    zones, layout = evidence.survey.zones, evidence.layout
    while layout.down[zones.parents[box]] and zones.runs[zones.parents[box]] == number:
        box = zones.parents[box]
    return box


def within(evidence: Evidence, box: int, start: int) -> Iterator[int]:
    """Runs inside a zone.

    Args:
        evidence: The page.
        box: Index of the zone.
        start: Index of the first of its runs to be looked at.
    """
    zones, runs = evidence.survey.zones, evidence.survey.runs
    parents, size = zones.parents, len(zones.parents)
    end = box + 1  # a zone stands right before those inside it
    while end < size and parents[end] >= box:
        end += 1
    for number in range(start, len(runs)):
        if not box <= runs[number][3] < end:
            return
        yield number


def _walls_go(evidence: Evidence, judgements: list[Judgement]) -> None:
    """The box that asks to subscribe, where the article would go on."""
    zones, runs, down = evidence.survey.zones, evidence.survey.runs, evidence.layout.down
    if not any(map(is_wall, zones.names)):
        return
    in_wall: dict[int, bool] = {}
    inside: list[int] = []
    for number in kept(judgements):
        path, zone = [], runs[number].zone
        while down[zone] and zone not in in_wall:
            path.append(zone)
            zone = zones.parents[zone]
        wall = in_wall.get(zone, False)
        for inner in reversed(path):
            wall = in_wall[inner] = wall or (zones.names[inner] != "" and is_wall(zones.names[inner]))
        if in_wall.get(runs[number].zone):
            inside.append(number)
    if inside:
        _strip(evidence, judgements, inside, ("promo", "wall"))


def _posts_are_embeds(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A quoted post of a social network is an embed; its text is not the article's."""
    zones = evidence.survey.zones
    if "blockquote" not in zones.tags:
        return
    for index, names in enumerate(zones.names):
        if zones.tags[index] == "blockquote" and names and is_post(names):
            for number in within(evidence, index, zones.runs[index]):
                if judgements[number].label == "body":
                    change(judgements, number, "related", "embedded_post")


def _all_or_nothing(evidence: Evidence, judgements: list[Judgement]) -> None:
    """Cells of one table and parts of one quote stay together: the cues of a single cell say little."""
    zones, layout, runs = evidence.survey.zones, evidence.layout, evidence.survey.runs
    if _WHOLE.isdisjoint(zones.tags):
        return
    members: dict[int, list[int]] = defaultdict(list)
    for number, run in enumerate(runs):
        zone = run.zone
        while layout.down[zone]:
            if zones.tags[zone] in _WHOLE:
                members[zone].append(number)
                break
            zone = zones.parents[zone]
    for numbers in members.values():
        weights = [len(runs[n].text) + 8 for n in numbers]
        mean = sum(judgements[n].score * w for n, w in zip(numbers, weights, strict=True)) / sum(weights)
        if mean <= _ALMOST or not any(judgements[n].label == "body" for n in numbers):
            continue
        for n in numbers:
            if judgements[n].rule == "score":
                change(judgements, n, "body", "whole_group")


def _headings_of_kept(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A heading right above kept text in the same zone is that text's."""
    runs, homes = evidence.survey.runs, evidence.layout.homes
    for number in range(len(runs) - 2, -1, -1):
        judgement = judgements[number]
        if judgement.rule == "score" and judgement.label != "body" and runs[number].tag in _HEADINGS:
            below = judgements[number + 1]
            if judgement.score > _ALMOST and below.label == "body" and homes[number] == homes[number + 1]:
                change(judgements, number, "body", "heading_of_kept")


def _as_its_twins(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A doubtful run goes the way of those of the same tag and names, in zones of the same names."""
    doubtful = [
        number
        for number, (_, rule, score) in enumerate(judgements)
        if -_UNSURE < score < _UNSURE and rule == "score"
    ]
    if not doubtful:
        return
    looks = evidence.cues.looks
    sums = {looks[number]: [0.0, 0.0, 0.0] for number in doubtful}
    for look, (_, _, score), size in zip(looks, judgements, evidence.layout.sizes, strict=True):
        if look in sums:
            total, capped = sums[look], min(size, _HEAVY)
            total[0] += score * capped
            total[1] += capped
            total[2] += 1
    for number in doubtful:
        score, (weighed, weight, many) = judgements[number].score, sums[looks[number]]
        mean = weighed / (weight or 1)
        if many >= _FEWEST_TWINS and mean * score < 0 and abs(mean) > _CLEAR:
            change(judgements, number, "body" if mean > 0 else "navigation", "twins")


GROUP_RULES: Final[tuple[Callable[[Evidence, list[Judgement]], None], ...]] = (
    _as_its_twins,
    _under_a_label,
    _walls_go,
    _posts_are_embeds,
    _all_or_nothing,
    _headings_of_kept,
)
