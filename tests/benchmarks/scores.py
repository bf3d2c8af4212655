"""How near an extracted article comes to the gold: the metrics of the field, each page by itself.

A metric that a page's gold does not allow is left out, so a set's figure is the mean over the pages that
have it; ``snippets`` are counts, for they are summed over the set.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import fmean
from typing import Any, Final, NamedTuple

_WORD: Final = re.compile(r"\w+")
_UNSPACED: Final = (
    "\u2e80-\u2fdf\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
_TOKEN: Final = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_SHINGLE: Final = 4
_SEAM: Final = re.compile(r"\s+(?:\||-|:|::|·|•|»|>|/|~|_)\s+|\s*\|\s*|_")
_SHORTEST_PART: Final = 12
_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_ALIKE: Final = str.maketrans("‘’‚`´“”„«»–—−‑‐", "'''''\"\"\"\"\"-----", "\u200b\u200e\u200f\ufeff\u00ad")


class Found(NamedTuple):
    """What a tool made of a page.

    Attributes:
        body: The article's text, paragraphs parted by a blank line.
        headline: Its headline.
        published: ISO date of publication.
        authors: Names.
        disclaimer: Verbatim.
    """

    body: str = ""
    headline: str | None = None
    published: str | None = None
    authors: Sequence[str] = ()
    disclaimer: str | None = None


Scores = dict[str, float | tuple[int, int, int]]
"""A page's figures by metric; ``snippets`` are those found rightly, found wrongly and missed."""


def scores(gold: Mapping[str, Any], found: Found) -> Scores:
    """One page."""
    page: Scores = {}
    if gold.get("body") is not None:
        page |= _of_body(gold["body"], found.body)
        if gold.get("paragraphs") and gold["paragraphs"] != [gold["body"]]:
            page["paragraphs"] = _overlap(
                Counter(map(_spaced, gold["paragraphs"])), Counter(map(_spaced, found.body.split("\n\n")))
            )
    if gold.get("with") or gold.get("without"):
        page["snippets"] = _snippets(gold, found.body)
    if start := gold.get("first_words") or gold.get("body_prefix"):
        page["start"] = float(_letters(start) in _letters(found.body))
    return page | _of_fields(gold, found)


def _of_body(gold: str, body: str) -> Scores:
    """F1 of words, of words with Chinese and the like letter by letter, and of runs of four words."""
    return {
        "words": _overlap(Counter(_WORD.findall(gold.lower())), Counter(_WORD.findall(body.lower()))),
        "tokens": _overlap(Counter(_TOKEN.findall(gold.lower())), Counter(_TOKEN.findall(body.lower()))),
        "shingles": _overlap(_shingles(gold), _shingles(body)),
    }


def _shingles(text: str) -> Counter[Any]:
    words = _WORD.findall(text)
    return Counter(tuple(words[n : n + _SHINGLE]) for n in range(max(1, len(words) - _SHINGLE + 1)) if words)


def _overlap(gold: Counter[Any], found: Counter[Any]) -> float:
    """F1 of two multisets."""
    if not gold or not found:
        return float(not gold and not found)
    return 2 * (gold & found).total() / (gold.total() + found.total())


def _snippets(gold: Mapping[str, Any], body: str) -> tuple[int, int, int]:
    text = _spaced(body)
    wanted = [_spaced(part) in text for part in gold.get("with") or ()]
    unwanted = [_spaced(part) in text for part in gold.get("without") or ()]
    return sum(wanted), sum(unwanted), len(wanted) - sum(wanted)


def _of_fields(gold: Mapping[str, Any], found: Found) -> Scores:
    page: Scores = {}
    if gold.get("title"):
        page["headline"] = float(_same_title(gold["title"], found.headline or ""))
    if day := _day(gold.get("date")):
        page["day"] = float(_day(found.published) == day)
    if gold.get("authors"):
        page["authors"] = _overlap(Counter(set(_names(gold["authors"]))), Counter(set(_names(found.authors))))
    if "disclaimer" in gold:
        wanted, shown = _spaced(gold["disclaimer"] or ""), _spaced(found.disclaimer or "")
        optional = {_spaced(text) for text in gold.get("optional") or () if isinstance(text, str)}
        page["disclaimer"] = float(wanted == shown or (not wanted and shown in optional))
    return page


def _same_title(gold: str, found: str) -> bool:
    """Equal but for case and signs, or but for a site's name at one end."""
    one, other = _letters(gold), _letters(found)
    return bool(found) and (one == other or one in _parts(found) or other in _parts(gold))


def _parts(title: str) -> set[str]:
    parts = set()
    for seam in _SEAM.finditer(title):
        for part in (title[: seam.start()], title[seam.end() :]):
            if len(part) >= min(_SHORTEST_PART, len(title) / 2):
                parts.add(_letters(part))
    return parts


def _day(text: object) -> date | None:
    found = _DAY.search(text) if isinstance(text, str) else None
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _names(authors: str | Iterable[str]) -> list[str]:
    parts = (
        re.split(r"\s*(?:;|,|\||\s&\s|\s(?:and|und|et|y)\s|\n)\s*", authors)
        if isinstance(authors, str)
        else authors
    )
    return [name for name in (" ".join(_WORD.findall(_folded(part))) for part in parts) if name]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold()


def _letters(text: str) -> str:
    return "".join(_WORD.findall(_folded(text))).replace("_", "")


def _spaced(text: str) -> str:
    return " ".join(text.split())


def summed(pages: Iterable[Scores]) -> dict[str, float]:
    """The figures of a set: means, and F1 over all snippets together."""
    values: dict[str, list[float]] = {}
    right = wrong = missed = 0
    for page in pages:
        for metric, value in page.items():
            if isinstance(value, tuple):
                right, wrong, missed = right + value[0], wrong + value[1], missed + value[2]
            else:
                values.setdefault(metric, []).append(value)
    figures = {metric: fmean(found) for metric, found in values.items()}
    if right + wrong + missed:
        figures["snippets"] = 2 * right / (2 * right + wrong + missed)
    return figures
