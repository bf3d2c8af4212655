"""Words and marks of walls, and what an answer that is no success says it is.

``data/walls.toml``, read once. Pages that were had are judged by ``extraction.walls``, which sees how they
are built; an answer of 403 or 503 is judged here, by its headers and the words of its beginning.
"""

from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Final

from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.tables import table
from newsgrab.text import fold

_KINDS: Final = ("challenge", "consent", "login", "paywall", "geo_blocked", "script", "missing")
_JUDGED: Final = ("geo_blocked", "challenge", "login", "paywall")
_TAG: Final = regex(r"<[^<>]*>")
_TITLE_PARTS: Final = regex(r"\s?[|–—·•»]\s?|\s-\s|: ")
_RATES: Final = frozenset({429, 503})


class Words(NamedTuple):
    """The data.

    Attributes:
        titles: Kind -> whole headlines or parts of ``<title>``, as they stand in the file.
        texts: Language -> kind -> parts of paragraphs, as they stand in the file.
        marks: Kind -> bytes of the source.
    """

    titles: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, Mapping[str, tuple[str, ...]]]
    marks: Mapping[str, tuple[bytes, ...]]


class Sign(NamedTuple):
    """A header field that says who refuses: its name and a part of its value, in lower case."""

    name: str
    has: str
    code: str


class Refusals(NamedTuple):
    """How answers that are no success are told apart.

    Attributes:
        statuses: Those that walls answer with.
        always: Status -> the wall it means by itself.
        signs: Headers that tell.
        mild: Folded words of challenges that servers without any say, too.
    """

    statuses: frozenset[int]
    always: Mapping[int, str]
    signs: tuple[Sign, ...]
    mild: frozenset[str]


@cache
def words() -> Words:
    """The shipped words, read when first asked for."""
    data = table("walls")
    texts: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind in _KINDS:
        for language, lists in data[kind].items():
            texts.setdefault(language, {})[kind] = tuple(lists["texts"])
    titles = {
        kind: tuple(chain.from_iterable(lists["titles"] for lists in data[kind].values())) for kind in _KINDS
    }
    marks = {kind: tuple(mark.encode() for mark in found) for kind, found in data["marks"].items()}
    return Words(titles, texts, marks)


@cache
def titles() -> Mapping[str, frozenset[str]]:
    """Folded headline or part of ``<title>`` -> what it may be."""
    known: dict[str, frozenset[str]] = {}
    for kind, found in words().titles.items():
        for title in map(fold, found):
            known[title] = known.get(title, frozenset()) | {kind}
    return known


@cache
def texts_in(language: str) -> Mapping[str, tuple[str, ...]]:
    """Kind -> folded parts of paragraphs; those of two thirds of the languages are never asked for.

    Raises:
        KeyError: There are no words of that language.
    """
    return {kind: tuple(map(fold, texts)) for kind, texts in words().texts[language].items()}


@cache
def refusals() -> Refusals:
    """The shipped signs, read when first asked for."""
    data = table("walls")["refused"]
    return Refusals(
        statuses=frozenset(data["statuses"]),
        always={int(status): code for status, code in data["always"].items()},
        signs=tuple(Sign(sign["name"], sign["has"], sign["code"]) for sign in data["header"]),
        mild=frozenset(map(fold, data["mild"])),
    )


def wall_answered(status: int, headers: Mapping[str, str], beginning: bytes) -> str | None:
    """The code of the wall that an answer is of: ``challenge``, ``geo_blocked``, ``login`` or ``paywall``.

    Args:
        status: An HTTP status that is no success.
        headers: Names in lower case.
        beginning: What the body begins with, content coding undone.

    Returns:
        The code; ``None`` where nothing shows that it is more than its status says.
    """
    known = refusals()
    if status not in known.statuses:
        return None
    for sign in known.signs:
        if sign.name in headers and sign.has in headers[sign.name].lower():
            return sign.code
    if status in known.always:
        return known.always[status]
    if status in _RATES and "retry-after" in headers:
        return None  # it asks for patience and says how much
    if any(mark in beginning for mark in words().marks["challenge"]):
        return "challenge"
    return _said(beginning.decode("utf-8", "replace"))


def _said(html: str) -> str | None:
    """By the words of the title and of the text, in every language there are words of."""
    mild = refusals().mild
    title = _between(html, "<title", "</title").partition(">")[2]
    parts = {fold(part) for part in (title, *_TITLE_PARTS.split(title))} - mild
    kinds = frozenset[str]().union(*(titles().get(part, frozenset()) for part in parts))
    shown = fold(_TAG.sub(" ", _without_code(html)))
    for kind in _JUDGED:
        if kind in kinds:
            return kind
        for language in words().texts:
            if any(phrase in shown for phrase in texts_in(language).get(kind, ()) if phrase not in mild):
                return kind
    return None


def _between(text: str, start: str, end: str) -> str:
    lower = text.lower()
    at = lower.find(start)
    return "" if at < 0 else text[at : lower.find(end, at) % (len(text) + 1)]


def _without_code(html: str) -> str:
    """Without scripts and styles, each up to its end or to that of the text."""
    for name in ("script", "style"):
        lower, kept, at = html.lower(), [], 0
        while (found := lower.find(f"<{name}", at)) >= 0:
            kept.append(html[at:found])
            end = lower.find(f"</{name}", found)
            at = len(html) if end < 0 else end
        html = "".join((*kept, html[at:]))
    return html
