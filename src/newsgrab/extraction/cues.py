"""What speaks for and against each run being part of the article.

Every cue is a key into one table of weights, and most keys join several facts (what kind of element,
how long, how much of it links, how it ends): a weight for each combination says more than the sum of
single weights, and costs one look-up. The trainer reads the same keys.
"""

import re
from bisect import bisect
from collections.abc import Mapping
from typing import Final, NamedTuple

from newsgrab.dom import Run, Survey
from newsgrab.extraction.body import Layout

Key = tuple[object, ...]

TABLES: Final = ("shape", "place", "near", "share", "zone", "headline", "twins", "label", "section", "signs")
"""The tables, in the order of the keys that ``cues`` gives for each run."""

_KINDS: Final[Mapping[str, str]] = {
    "p": "p", "h1": "h1", "h2": "h", "h3": "h", "h4": "h", "h5": "h", "h6": "h", "li": "li", "td": "td",
    "th": "td", "blockquote": "q", "nav": "menu", "ul": "menu", "ol": "menu", "menu": "menu",
    "figcaption": "cap", "caption": "cap", "dt": "dt", "dd": "dt", "pre": "pre", "figure": "cap",
    "legend": "dt", "summary": "dt", "address": "dt",
}  # fmt: skip
_ZONES: Final = frozenset({"li", "td", "blockquote", "figure", "aside", "footer", "header", "form", "dd"})
_LONGEST: Final = 400
_LENGTHS: Final = tuple(bisect((12, 25, 45, 80, 130, 220, _LONGEST), size) for size in range(_LONGEST + 1))
_ENDINGS: Final = dict.fromkeys(".!?؟۔।。！？…”»\"'’)）」』", ".") | dict.fromkeys("0123456789", "0") | {":": ":", "：": ":"}
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SIGNS: Final = re.compile(r"[©®|@•·→»›<>]|https?:|\d{4}|\d{1,2}[:./]\d{1,2}")
_SIGNED: Final = 120
"""Characters up to which a text is looked through for signs."""

_GISTS: Final = ("s", "s", "s", "t", "t", "T", "T", "T")
_LOOSE: Final = ("s", "s", "s", "d", "d", "D", "D", "D")


class Cues(NamedTuple):
    """The evidence on one page.

    Attributes:
        keys: For each run its keys into the tables; an empty key has no weight.
        gists: For each run one letter: what it is at a glance.
        shapes: For each run kind, length, share of links, ending.
    """

    keys: list[tuple[Key, ...]]
    gists: list[str]
    shapes: list[tuple[str, int, int, str]]


def shape(run: Run) -> tuple[str, int, int, str]:
    """The run by itself: kind of element, length, share of links, ending."""
    text, linked = run.text, 0
    size = len(text)
    if run.link_chars:
        linked = 1 + bisect((0.25, 0.6, 0.95), run.link_chars / size)
    if size < _LONGEST and not text.isascii() and _DENSE.search(text[:20]):
        size += size
    return (_KINDS.get(run.tag, "div"), _LENGTHS[min(size, _LONGEST)], linked, _ENDINGS.get(text[-1], "a"))


def _gist(kind: str, length: int, linked: int, ending: str) -> str:
    """One letter of a run, for its neighbours."""
    if kind == "menu" or linked == 4:  # noqa: PLR2004 - the last step of the scale
        return "m"
    if kind in {"h", "h1"}:
        return "h"
    if linked == 3:  # noqa: PLR2004 - the step before
        return "k"
    return (_GISTS if ending == "." else _LOOSE)[length]


def _zone_cells(survey: Survey, layout: Layout) -> list[Key]:
    """For each zone that is a home: how much it holds, how much of that links, how long its runs are."""
    size = len(survey.zones.parents)
    count, chars, linked = [0] * size, [0] * size, [0] * size
    for run, home in zip(survey.runs, layout.homes, strict=True):
        count[home] += 1
        chars[home] += len(run.text)
        linked[home] += run.link_chars
    cells: list[Key] = [()] * size
    for index in set(layout.homes):
        tag, runs, length = survey.zones.tags[index], count[index], chars[index]
        share = bisect((0.05, 0.2, 0.5, 0.9), linked[index] / (length or 1))
        mean = bisect((20, 50, 100, 200), length / runs)
        cells[index] = (tag if tag in _ZONES else "", share, mean, min(runs, 3), index in survey.zones.hidden)
    return cells


def _twins(survey: Survey, layout: Layout) -> list[int]:
    """How much of the page's prose stands in elements of the same tag and names as each run's."""
    signatures = [(run[1], run[2]) for run in survey.runs]
    mass: dict[tuple[str, str], int] = {}
    for signature, weight in zip(signatures, layout.mass, strict=True):
        mass[signature] = mass.get(signature, 0) + weight
    total = layout.total or 1
    steps = {signature: bisect((0.001, 0.03, 0.1, 0.3, 0.6), weight / total) for signature, weight in mass.items()}
    return [steps[signature] for signature in signatures]


def _sections(labels: list[str], homes: list[int]) -> list[Key]:
    """The label each run stands under, how far beneath it, and whether in the same zone."""
    cells: list[Key] = []
    label, since, home = "", 0, -1
    for found, here in zip(labels, homes, strict=True):
        cells.append((label, min(since, 5), here == home) if label and since < 12 else ())  # noqa: PLR2004
        if found:
            label, since, home = found, 0, here
        since += 1
    return cells


def _signs(text: str) -> str:
    found = _SIGNS.findall(text)
    return "".join(sorted({"9" if sign[0].isdigit() else sign[0] for sign in found})) if found else ""


def _from_headline(number: int, headline: int) -> int:
    if headline < 0:
        return -9
    distance = number - headline
    return bisect((2, 3, 5, 9, 17, 33, 65), distance) if distance > 0 else -1 if distance else -2


def cues(survey: Survey, layout: Layout, headline: int, labels: list[str]) -> Cues:
    """The evidence for each run.

    Args:
        survey: The page.
        layout: Its core, and where all zones stand to it.
        headline: Index of the run that prints the headline, -1 if none does.
        labels: For each run the kind of label its text is, ``""`` if none.
    """
    runs, homes, mass = survey.runs, layout.homes, layout.mass
    shapes = [shape(run) for run in runs]
    gists = ["L" if label else _gist(*form) for form, label in zip(shapes, labels, strict=True)]
    around = ["^", *gists, "$"]
    zone_cells, sections, twins = _zone_cells(survey, layout), _sections(labels, homes), _twins(survey, layout)
    above, total = 0, layout.total or 1
    keys: list[tuple[Key, ...]] = []
    for number, run in enumerate(runs):
        home, gist, form, text = homes[number], gists[number], shapes[number], run.text
        side = "<" if number < layout.first else ">" if number > layout.last else "="
        share = bisect((0.0001, 0.05, 0.3, 0.7, 0.9, 0.97, 0.9999), above / total)
        above += mass[number]
        signs = _signs(text) if len(text) < _SIGNED else ""
        label = labels[number]
        keys.append((
            form,
            (side, min(layout.up[home], 5), min(layout.down[home], 3), gist),
            (around[number], gist, around[number + 2]),
            (share, gist, side),
            zone_cells[home],
            (_from_headline(number, headline), gist),
            (twins[number], gist),
            (label,) if label else (),
            sections[number],
            (signs, form[1]) if signs else (),
        ))  # fmt: skip
    return Cues(keys, gists, shapes)
