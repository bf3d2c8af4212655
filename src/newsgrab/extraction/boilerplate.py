"""What is body and what is not, each removal under the name of its rule.

Two learned passes score every run (``judge``); then rules that a reader would give as reasons: a
label over links, the headline once more, a caption, a heading over nothing, a text said twice.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from newsgrab.extraction.body import MENU_TAGS
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.groups import GROUP_RULES, within
from newsgrab.extraction.judge import LINKS_ONLY, judge
from newsgrab.extraction.judgement import LABELS, Judgement, Judgements, change, kept
from newsgrab.rules import LanguagePack
from newsgrab.text import fold

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SHORTEST_REPEAT: Final = 40
_LINE: Final = 160
"""Characters; a printed byline or date line is shorter."""

_DATE: Final = 40
_DATE_DIGITS: Final = 5
"""Characters of a printed date at most, and its digits at least: ``3 May 2025``."""

_SHRUNK: Final = 0.75
"""Share of its length that folding leaves of a headline at least; dots for "…" may lengthen it."""

_PROSE: Final = 2.0
"""Score from which a line is prose, however it opens."""

_LIKELY: Final = 1.0
"""Score from which a text above the headline may be the article's."""

_STORY: Final = 200
"""Characters that are a story rather than a line in a box."""

_LINKED_PROSE: Final = 500
"""Characters of a run that is no teaser, though it is all link."""

_HEAD: Final = 8
"""Runs after the headline among which bylines and date lines stand."""


_BY_GROUP: Final = ("under:", "twins")
"""Rules that judge a run by its company."""

_new: Final = tuple.__new__
"""Makes a record from its tuple in a third of the time that the record's own ``__new__`` takes."""

_ONLY_LINKS: Final = Judgement("navigation", "links", LINKS_ONLY)


def scored(evidence: Evidence) -> list[float]:
    """The judge's score of each run."""
    the_judge = judge()
    alone = the_judge.alone(evidence.survey, evidence.layout, evidence.cues)
    return the_judge.together(evidence.survey, evidence.layout, evidence.cues, alone)


def judged(evidence: Evidence) -> list[Judgement]:
    """The decision about each run, in document order."""
    return decided(evidence, scored(evidence))


def decided(evidence: Evidence, scores: Sequence[float]) -> list[Judgement]:
    """The same by the scores of some judge."""
    judgements = Judgements(
        [
            _new(Judgement, ("body", "score", score)) if score > 0 else _stripped(score, label, gist)
            for score, label, gist in zip(scores, evidence.labels, evidence.cues.gists, strict=True)
        ]
    )
    for rule in RULES:
        rule(evidence, judgements)
    return judgements


def _stripped(score: float, label: str, gist: str) -> Judgement:
    if label:
        return Judgement(LABELS.get(label, "navigation"), f"label:{label}", score)
    return _ONLY_LINKS if gist == "m" else _new(Judgement, ("navigation", "score", score))


def _labels_go(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A block that is nothing but a label of furniture is never body, wherever it stands."""
    for number in kept(judgements):
        if (label := evidence.labels[number]) in LABELS:
            change(judgements, number, LABELS[label], f"label:{label}")


def _headline_once(evidence: Evidence, judgements: list[Judgement]) -> None:
    """The headline is a field of its own; the body does not open with it again."""
    if evidence.headline is None:
        return
    if (number := evidence.headline.run) is not None:
        change(judgements, number, "headline", "headline")
    wanted = fold(evidence.headline.text)
    shortest, longest = len(wanted) * _SHRUNK, len(wanted) * 2
    sizes = evidence.layout.sizes
    for number in [number for number in kept(judgements) if shortest <= sizes[number] <= longest]:
        if fold(evidence.survey.runs[number].text) == wanted:
            change(judgements, number, "headline", "headline_again")


def _lines_near_headline(evidence: Evidence, judgements: list[Judgement]) -> Iterator[int]:
    """Kept runs around the headline that are short, and no prose by their score."""
    if evidence.headline is None or evidence.headline.run is None:
        return
    first, sizes = evidence.headline.run, evidence.layout.sizes
    for number in range(max(first - 2, 0), min(first + _HEAD + 1, len(judgements))):
        label, _, score = judgements[number]
        if label == "body" and score < _PROSE and sizes[number] <= _LINE:
            yield number


def _byline_is_a_field(evidence: Evidence, judgements: list[Judgement]) -> None:
    """Lines near the headline that open with a word for writing or publishing, like "Published" or "By"."""
    for number in _lines_near_headline(evidence, judgements):
        text = evidence.survey.runs[number].text
        if _is_loose(text) and _opens_so(fold(text), evidence.packs):
            change(judgements, number, "byline", "byline")


def _opens_so(folded: str, packs: Sequence[LanguagePack]) -> bool:
    for pack in packs:
        for word in (*pack.byline_prefixes, *pack.date_prefixes):
            if folded.startswith(word) and not folded[len(word) : len(word) + 1].isalnum():
                return True
    return False


def _dates_are_a_field(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A short line with the digits of a date right above or below the headline."""
    for number in _lines_near_headline(evidence, judgements):
        text = evidence.survey.runs[number].text
        if len(text) <= _DATE and sum(map(str.isdigit, text)) >= _DATE_DIGITS:
            change(judgements, number, "byline", "date_line")


def _words_or_nothing(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A run without a letter, like a time or a page number, is no text, but it may be a cell."""
    for number in kept(judgements):
        if evidence.layout.sizes[number] <= _DATE:
            run = evidence.survey.runs[number]
            if run.tag not in {"td", "th"} and not any(map(str.isalpha, run.text)):
                change(judgements, number, "navigation", "no_words")


def _is_loose(text: str) -> bool:
    """No sentence: it has the digits of a date, or does not end like one."""
    return not text.endswith((".", "!", "?", "؟", "。")) or sum(map(str.isdigit, text)) >= _DATE_DIGITS


def _captions_go(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A caption belongs to its picture."""
    runs, zones = evidence.survey.runs, evidence.survey.zones
    captions = [number for number in kept(judgements) if runs[number][1] == "figcaption"]
    for figure in [index for index, tag in enumerate(zones.tags) if tag == "figure"]:
        captions += [
            n for n in within(evidence, figure, zones.runs[figure]) if _is_caption(evidence, n, figure)
        ]
    for number in captions:
        if judgements[number].label == "body":
            change(judgements, number, "caption", "figcaption")


def _is_caption(evidence: Evidence, number: int, figure: int) -> bool:
    """Whether a run of a figure stands in an element inside a ``figcaption``, which is no zone."""
    node, end = evidence.survey.runs[number].node, evidence.survey.zones.nodes[figure].mem_id
    while node.tag != "figcaption" and node.mem_id != end and node.parent is not None:
        node = node.parent
    return node.tag == "figcaption"


def _said_once(evidence: Evidence, judgements: list[Judgement]) -> None:
    """Of equal texts one stays: teasers and print views repeat the lead, or the whole article.

    It is the one in the zone of which more is kept, or the one the judge is surer of.
    """
    sizes, homes, runs = evidence.layout.sizes, evidence.layout.homes, evidence.survey.runs
    body = [number for number in kept(judgements) if sizes[number] >= _SHORTEST_REPEAT]
    if len({runs[number].text for number in body}) == len(body):
        return
    weights: Counter[int] = Counter()
    for number in body:
        weights[homes[number]] += sizes[number]
    first: dict[str, int] = {}
    for number in body:
        earlier = first.setdefault(runs[number].text, number)
        if earlier != number:
            worse, better = sorted(
                (number, earlier), key=lambda n: (weights[homes[n]], judgements[n].score, -n)
            )
            change(judgements, worse, "related", "repeated")
            first[runs[number].text] = better


def _heading_over_nothing(evidence: Evidence, judgements: list[Judgement]) -> None:
    """A heading at the end of the body heads what was stripped."""
    for number in reversed(kept(judgements)):
        if evidence.survey.runs[number].tag not in _HEADINGS:
            break
        change(judgements, number, "navigation", "heading_over_nothing")


def _not_everything(evidence: Evidence, judgements: list[Judgement]) -> None:
    """Rules about groups do not take all there is: where they do, what they went by was no sign.

    On 6 pages of the corpus they took the whole article, of up to 1,600 characters; on 4 others a line that
    asks to subscribe or about cookies, none of 150.
    """
    runs, layout = evidence.survey.runs, evidence.layout
    if any(layout.mass[number] and runs[number].tag not in _HEADINGS for number in kept(judgements)):
        return
    taken = [
        number
        for number, (label, rule, score) in enumerate(judgements)
        if label != "body" and score > 0 and rule.startswith(_BY_GROUP)
    ]
    if sum([layout.sizes[number] for number in taken]) >= _STORY:
        for number in taken:
            change(judgements, number, "body", "not_everything")


def _is_unclosed_link(evidence: Evidence, number: int) -> bool:
    """Whether a run is all link because nobody closed one; a menu is read with what it does not show."""
    size, tag = evidence.layout.sizes[number], evidence.survey.runs[number].tag
    return size >= _LINKED_PROSE and tag not in MENU_TAGS


def _best_of_none(evidence: Evidence, judgements: list[Judgement]) -> None:
    """Where nothing convinces, the likeliest prose is shown: the confidence says how little that means."""
    if kept(judgements):
        return
    layout = evidence.layout
    chances: dict[int, float] = {}
    for home, mass, (_, rule, score) in zip(layout.homes, layout.mass, judgements, strict=True):
        if mass and rule == "score":
            chances[home] = chances.get(home, 0.0) + mass * math.exp(score)
    best = max(chances, key=chances.__getitem__, default=-1)
    for number, judgement in enumerate(judgements):
        if judgement.rule == "links":
            likely = not layout.total and _is_unclosed_link(evidence, number)
        else:
            likely = judgement.rule == "score" and layout.homes[number] == best and layout.mass[number] > 0
        if likely:
            change(judgements, number, "body", "best_of_none")


def _above_the_headline(evidence: Evidence, judgements: list[Judgement]) -> None:
    """What stands above the headline with menus between them is the page's: consents, slogans, alerts."""
    if evidence.headline is None or not (first := evidence.headline.run):
        return
    menus = evidence.cues.gists.rfind("m", 0, first)
    for number in range(menus):
        if judgements[number].label == "body" and judgements[number].score < _LIKELY:
            change(judgements, number, "navigation", "above_headline")


RULES: Final[tuple[Callable[[Evidence, list[Judgement]], None], ...]] = (
    _best_of_none,
    _labels_go,
    *GROUP_RULES,
    _above_the_headline,
    _not_everything,
    _best_of_none,
    _headline_once,
    _byline_is_a_field,
    _dates_are_a_field,
    _words_or_nothing,
    _captions_go,
    _said_once,
    _heading_over_nothing,
)
"""The rules of the last pass, in order; each replaces the judgements it changes."""
