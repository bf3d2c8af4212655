"""Where the main content is: its core zone, and where every other zone stands to it."""

from collections import Counter, defaultdict
from typing import Final

from newsgrab.dom import Run, Survey
from newsgrab.named_tuples import NamedTuple

BLOCK_TAGS: Final = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "caption", "summary", "legend", "pre",
    "address",
})  # fmt: skip
MENU_TAGS: Final = frozenset({"nav", "menu", "ul", "ol"})
"""Tags of runs that are a whole list of links."""

_WEIGHTY: Final = 60
"""Characters from which a run counts towards the core; shorter ones are mostly labels and captions."""

FAR: Final = 99


class Layout(NamedTuple):
    """The page seen from its main content.

    Attributes:
        sizes: For each run the characters of its text.
        homes: For each run the zone it belongs to: the one around its element.
        mass: For each run its characters of prose, 0 for short or linked text.
        core: Index of the core zone, -1 if there is none.
        first: Index of the first run of weight inside the core.
        last: Index of the last one.
        up: For each zone the steps from the core up to the nearest zone that holds both.
        down: For each zone the steps from there down to it.
        total: Characters of prose on the page.
    """

    sizes: list[int]
    homes: list[int]
    mass: list[int]
    core: int
    first: int
    last: int
    up: list[int]
    down: list[int]
    total: int


def layout(survey: Survey) -> Layout:
    """Finds the core: the zone with most prose in it or just beneath it."""
    runs, parents = survey.runs, survey.zones.parents
    sizes = [len(run[0]) for run in runs]
    homes = _homes(runs, parents)
    mass = [
        0 if size < _WEIGHTY or run[4] * 2 > size or run[1] in MENU_TAGS else size - run[4]
        for run, size in zip(runs, sizes, strict=True)
    ]
    core = _core(homes, mass, parents)
    up, down = _places(parents, core)
    inside = [n for n, weight in enumerate(mass) if weight and not up[homes[n]]]
    first, last = (inside[0], inside[-1]) if inside else (0, len(runs) - 1)
    return Layout(sizes, homes, mass, core, first, last, up, down, sum(mass))


def _homes(runs: tuple[Run, ...], parents: list[int]) -> list[int]:
    """A lone run in a zone of its own, like ``<div>text</div>``, belongs to the zone around it."""
    around = [run[3] for run in runs]
    lone = {zone for zone, many in Counter(around).items() if many == 1 and zone}.difference(parents)
    return [
        parents[zone] if zone in lone and run[1] not in BLOCK_TAGS else zone
        for zone, run in zip(around, runs, strict=True)
    ]


def _core(homes: list[int], mass: list[int], parents: list[int]) -> int:
    """A zone's score: its own prose, 60 % of its children's and 25 % of its grandchildren's."""
    direct: dict[int, int] = {}
    for home, weight in zip(homes, mass, strict=True):
        if weight:
            direct[home] = direct.get(home, 0) + weight
    score = defaultdict[int, float](float, direct)
    for home in sorted(direct):
        if home:
            parent = parents[home]
            score[parent] += 0.6 * direct[home]
            if parent > 0:
                score[parents[parent]] += 0.25 * direct[home]
    return max(sorted(score), key=score.__getitem__, default=-1)


def _places(parents: list[int], core: int) -> tuple[list[int], list[int]]:
    path: dict[int, int] = {}
    while core >= 0:
        path[core] = len(path)
        core = parents[core]
    if not path:
        return [FAR] * len(parents), [0] * len(parents)
    up: list[int] = []
    down: list[int] = []
    for index, parent in enumerate(parents):
        if index in path:
            up.append(path[index])
            down.append(0)
        else:
            up.append(up[parent])
            down.append(down[parent] + 1)
    return up, down
