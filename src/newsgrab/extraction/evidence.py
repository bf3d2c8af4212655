"""A page read: its tree walked, its claims gathered, its cues measured. The judge works on this."""

from functools import cache, lru_cache
from typing import Final

from newsgrab import dom
from newsgrab.dom import Run, Survey
from newsgrab.extraction.body import Layout, layout
from newsgrab.extraction.cues import Cues, cues
from newsgrab.extraction.headline import Headline, headline
from newsgrab.extraction.names import is_furniture
from newsgrab.extraction.structured import Claims, claims
from newsgrab.named_tuples import NamedTuple
from newsgrab.rules import LanguagePack, detect, label_of, leading_label, pack, weak_label_of
from newsgrab.text import fold

SCANT: Final = 400
"""Characters of prose below which a page is walked once more with nothing left out.

On some 40 of 2,040 pages of the corpus the article itself stands in an element named like furniture.
"""

LITTLE: Final = 1_200
MUCH: Final = 4.0
"""Characters of prose below which it is walked once more, too, if that brings so many times the prose:
articles about the weather are of the category "weather", and some stand "above-footer"."""

_LABEL: Final = 60
_LINKED: Final = 0.5
_SAMPLE: Final = 600


class Evidence(NamedTuple):
    """What is known of a page before its runs are judged.

    Attributes:
        survey: All that one walk brought home.
        claims: What the page says about itself.
        headline: The headline, if the page has one.
        layout: The core of the page.
        language: BCP 47 primary tag, by the words of the prose; the declared one only breaks ties.
        packs: Language packs to match with, the page's own first.
        labels: For each run the kind of label its text is, ``""`` if none.
        cues: The evidence for each run.
    """

    survey: Survey
    claims: Claims
    headline: Headline | None
    layout: Layout
    language: str | None
    packs: tuple[LanguagePack, ...]
    labels: list[str]
    cues: Cues


def gather(html: bytes, base: str) -> Evidence:
    """Reads a page.

    Args:
        html: The page in UTF-8.
        base: Its address, ``""`` if nobody knows it.
    """
    survey, found = _walked(dom.parse(html))
    said = claims(survey, base)
    title = headline(survey, said)
    language = detect(_sample(survey.runs, found), survey.language)
    packs = _packs(language or "en")
    labels = [
        "" if size > _LABEL and run[4] < _LINKED * size else _label(run, language or "en")
        for run, size in zip(survey.runs, found.sizes, strict=True)
    ]
    number = title.run if title is not None and title.run is not None else -1
    return Evidence(survey, said, title, found, language, packs, labels, cues(survey, found, number, labels))


def _walked(tree: dom.Tree) -> tuple[Survey, Layout]:
    """The page without its furniture, or with it where that seems to hold the article."""
    survey = dom.walk(tree, is_furniture)
    found = layout(survey)
    if found.total >= LITTLE or not survey.skipped:
        return survey, found
    left_out = max(len(skipped.node.text() or "") for skipped in survey.skipped)
    if found.total >= SCANT and left_out < MUCH * found.total:
        return survey, found
    whole = dom.walk(tree)
    found_again = layout(whole)
    if found.total >= SCANT and found_again.total < MUCH * found.total:
        return survey, found
    return whole, found_again


def _sample(runs: tuple[Run, ...], found: Layout) -> str:
    """Some prose of the core; of the whole page where that is little."""
    picked: list[str] = []
    size = 0
    for number in (*range(found.first, found.last + 1), *range(found.first)):
        if found.mass[number] or not found.total:
            picked.append(runs[number].text)
            size += len(runs[number].text)
            if size > _SAMPLE:
                break
    return " ".join(picked)


def _label(run: Run, language: str) -> str:
    """What kind of label a run is that is short or mostly links."""
    label, leading = _labels_of(run.text[: _LABEL + 1], language)
    return label or (leading if run.link_chars >= _LINKED * len(run.text) else "")


@lru_cache(maxsize=20_000)
def _labels_of(text: str, language: str) -> tuple[str, str]:
    """What kind of label a text is, and what kind it opens with; remembered, for sites repeat theirs."""
    folded, packs = fold(text), _packs(language)
    label = (label_of(folded, packs) or weak_label_of(folded, packs)) if len(text) <= _LABEL else None
    return label or "", leading_label(folded, packs) or ""


@cache
def _packs(language: str) -> tuple[LanguagePack, ...]:
    """The pack of a language and the English one: English labels stand on pages of every language."""
    return tuple(pack(code) for code in dict.fromkeys((language, "en")))
