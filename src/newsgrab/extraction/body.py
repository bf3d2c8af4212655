"""Where the main content is: its core zone, and where every other zone stands to it."""

from typing import Final, NamedTuple

from newsgrab.dom import Run, Survey

BLOCK_TAGS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "caption", "summary", "legend", "pre", "address"}
)
MENU_TAGS: Final = frozenset({"nav", "menu", "ul", "ol"})
"""Tags of runs that are a whole list of links."""

_WEIGHTY: Final = 60
"""Characters from which a run counts towards the core; shorter ones are mostly labels and captions."""

FAR: Final = 99


class Layout(NamedTuple):
    """The page seen from its main content.

    Attributes:
        homes: For each run the zone it belongs to: the one around its element.
        mass: For each run its characters of prose, 0 for short or linked text.
        core: Index of the core zone, -1 if there is none.
        first: Index of the first run of weight inside the core.
        last: Index of the last one.
        up: For each zone the steps from the core up to the nearest zone that holds both.
        down: For each zone the steps from there down to it.
        total: Characters of prose on the page.
    """

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
    homes = _homes(runs, parents)
    mass = [_mass(run) for run in runs]
    direct = [0] * len(parents)
    for home, weight in zip(homes, mass, strict=True):
        direct[home] += weight
    core = _core(direct, parents)
    up, down = _places(parents, core)
    inside = [n for n, home in enumerate(homes) if mass[n] and not up[home]]
    first, last = (inside[0], inside[-1]) if inside else (0, len(runs) - 1)
    return Layout(homes, mass, core, first, last, up, down, sum(mass))


def _mass(run: Run) -> int:
    size = len(run.text)
    if size < _WEIGHTY or run.link_chars * 2 > size or run.tag in MENU_TAGS:
        return 0
    return size - run.link_chars


def _homes(runs: tuple[Run, ...], parents: list[int]) -> list[int]:
    """A lone run in a zone of its own, like ``<div>text</div>``, belongs to the zone around it."""
    busy = [0] * len(parents)
    for parent in parents[1:]:
        busy[parent] += 2
    for run in runs:
        busy[run.zone] += 1
    return [
        zone if busy[zone] > 1 or tag in BLOCK_TAGS or not zone else parents[zone]
        for _, tag, _, zone, *_ in runs
    ]


def _core(direct: list[int], parents: list[int]) -> int:
    """A zone's score: its own prose, 60 % of its children's and 25 % of its grandchildren's."""
    score = [float(weight) for weight in direct]
    for index, weight in enumerate(direct):
        if weight and index:
            parent = parents[index]
            score[parent] += 0.6 * weight
            if parent > 0:
                score[parents[parent]] += 0.25 * weight
    best = max(range(len(score)), key=score.__getitem__, default=-1)
    return best if best >= 0 and score[best] > 0 else -1


def _places(parents: list[int], core: int) -> tuple[list[int], list[int]]:
    up, down = [FAR] * len(parents), [0] * len(parents)
    index, steps = core, 0
    while index >= 0:
        up[index] = steps
        index, steps = parents[index], steps + 1
    for index, parent in enumerate(parents):
        if up[index] == FAR and parent >= 0:
            up[index], down[index] = up[parent], down[parent] + 1
    return up, down
