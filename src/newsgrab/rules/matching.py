"""Matching a folded block against packs: labels and notices, always the whole block."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.records import dataclass
from newsgrab.rules.languages import COUNT, LanguagePack, NoticePattern
from newsgrab.rules.telling import words_of

SHORTEST_NOTICE: Final = 8
"""Characters, folded, of the shortest block that may be a notice: "Source: AFP"."""

_HEADING_LINKS: Final = frozenset({"readalso", "related", "more"})
"""Kinds of labels that stand before links in the text, as in "Related: A new quay"."""

REACH: Final = 120
"""How many characters may stand between two groups of a notice: a long clause, not a paragraph."""

_LABEL_CHARACTERS: Final = 60  # the longest are about addresses "that will not be published"
_LABEL_WORDS: Final = 6
_LONG_WORDS: Final = 15  # characters; six words of Chinese are a paragraph
_LONGEST_NOTICE: Final = 600
_SHORTEST_LOOSE: Final = 20  # characters of a notice that is not told by its beginning
_DENSE_SCRIPTS: Final = frozenset({"Hans", "Hant", "Jpan", "Kore"})  # eight characters say as much as twenty
_START: Final = 2  # characters by which phrases that open or close a block are looked up; none is shorter
_NUMBER: Final = regex(r"\d[\d.,]*")


def _is_short(folded: str) -> bool:
    if len(folded) <= _LABEL_CHARACTERS:
        return bool(folded)
    return len(folded) <= _LABEL_WORDS * _LONG_WORDS and folded.count(" ") < _LABEL_WORDS


def _opens(start: str, folded: str) -> bool:
    """Whether ``folded`` begins with the words ``start`` and goes on."""
    return folded.startswith(start) and len(folded) > len(start) and not folded[len(start)].isalnum()


def _closes(end: str, folded: str) -> bool:
    return folded.endswith(end) and len(folded) > len(end) and not folded[-len(end) - 1].isalnum()


def _open_label(folded: str, pack: LanguagePack) -> str | None:
    edges = _edges(pack)
    if folded[:_START] in edges.starts:
        for start, kind in pack.label_prefixes:
            if _opens(start, folded):
                return kind
    if folded[-_START:] in edges.ends:
        for end, kind in pack.label_suffixes:
            if _closes(end, folded):
                return kind
        for start, end, kind in pack.label_frames:
            if _opens(start, folded) and _closes(end, folded[len(start) + 1 :]):
                return kind
    return None


class _Edges(NamedTuple):
    """How the labels with an open part begin and end: it settles nearly all blocks.

    Attributes:
        starts: The first characters of those with an open end.
        ends: The last characters of the others.
    """

    starts: frozenset[str]
    ends: frozenset[str]


@cache
def _edges(pack: LanguagePack) -> _Edges:
    ends = [end for end, _ in pack.label_suffixes] + [end for _, end, _ in pack.label_frames]
    return _Edges(
        starts=frozenset(start[:_START] for start, _ in pack.label_prefixes),
        ends=frozenset(end[-_START:] for end in ends),
    )


def _spellings(folded: str) -> tuple[str, ...]:
    """A block as labels are listed: as it is, with its numbers as `COUNT`, and without those around."""
    if not (folded[0].isdigit() or folded[-1].isdigit()):
        return (folded,)
    counted = _NUMBER.sub(COUNT, folded)
    return (folded, counted, counted.strip(f"{COUNT} :()[]+"))


def label_of(folded: str, packs: Iterable[LanguagePack]) -> str | None:
    """What kind of label a whole block is, if it is one: `LabelKind`.

    A number before or after the label, as in "Comments (12)", does not matter.

    Args:
        folded: The folded text of the block.
        packs: The page's own language first.
    """
    if not _is_short(folded):
        return None
    spellings = _spellings(folded)
    for pack in packs:
        for spelling in spellings:
            if kind := pack.labels.get(spelling):
                return kind
        if kind := _open_label(folded, pack):
            return kind
    return None


def weak_label_of(folded: str, packs: Iterable[LanguagePack]) -> str | None:
    """The same for words that need more evidence, like standing over links or among buttons."""
    if not _is_short(folded):
        return None
    spellings = _spellings(folded)
    for pack in packs:
        for spelling in spellings:
            if kind := pack.weak_labels.get(spelling):
                return kind
    return None


def leading_label(folded: str, packs: Iterable[LanguagePack]) -> str | None:
    """``"readalso"`` where a block of any length opens with such a label, or with a related one and a colon.

    A sentence may open with the same words: it is a read-also line only if at least half of it is
    link text, which the caller knows.
    """
    for pack in packs:
        if folded.startswith(pack.readalso) and any(
            folded == label or _opens(label, folded) for label in pack.readalso
        ):
            return "readalso"
    before, colon, behind = folded.partition(":")
    if colon and behind and any(pack.labels.get(before.rstrip()) in _HEADING_LINKS for pack in packs):
        return "readalso"
    return None


def notice_of(folded: str, packs: Iterable[LanguagePack]) -> NoticePattern | None:
    """The notice pattern that a whole block of 20 to 600 characters fits.

    From 8 in Chinese and the like, and for patterns that open the block. In the packs' order, in each the
    patterns that open a block first, then in the file's order.
    """
    if not SHORTEST_NOTICE <= len(folded) <= _LONGEST_NOTICE:
        return None
    for pack in packs:
        gates = _gates(pack)
        for pattern in gates.by_start.get(folded[:_START], ()):
            if _fits(folded, pattern):
                return pattern
        if len(folded) < _SHORTEST_LOOSE and pack.script not in _DENSE_SCRIPTS:
            continue
        for words, pattern in gates.by_word:
            for word in words:  # any() with a generator takes three times as long
                if word in folded:
                    if _fits(folded, pattern):
                        return pattern
                    break
    return None


@dataclass(frozen=True, slots=True)
class _Gates:
    """A pack's notice patterns behind what settles nearly all of them at once.

    Without it a block costs a search for each phrase of each first group: 35 us where this takes 6.

    Attributes:
        by_start: First characters of a block -> the patterns that open with them.
        by_word: The other patterns, each with a few words of which any block that fits has one.
    """

    by_start: Mapping[str, tuple[NoticePattern, ...]]
    by_word: tuple[tuple[tuple[str, ...], NoticePattern], ...]


@cache
def _gates(pack: LanguagePack) -> _Gates:
    by_start: dict[str, tuple[NoticePattern, ...]] = {}
    for pattern in pack.notices:
        for start in dict.fromkeys(phrase[:_START] for phrase in pattern.groups[0] if pattern.start):
            by_start[start] = (*by_start.get(start, ()), pattern)
    return _Gates(
        by_start=by_start,
        by_word=tuple(
            (words_of(pattern, pack.stopwords), pattern) for pattern in pack.notices if not pattern.start
        ),
    )


def _fits(folded: str, pattern: NoticePattern) -> bool:
    """Whether each group has a place within reach behind a place of the group before it."""
    ends: list[int] = [0]
    reach = 0 if pattern.start else len(folded)
    for group in pattern.groups:
        present = [phrase for phrase in group if phrase in folded]
        places = [(at, at + len(phrase)) for phrase in present for at in _places(folded, phrase)]
        ends = sorted(end for at, end in places if _within(ends, at, reach))
        if not ends:
            return False
        reach = REACH
    return True


def _within(ends: list[int], at: int, reach: int) -> bool:
    nearest = bisect_right(ends, at) - 1
    return nearest >= 0 and at - ends[nearest] <= reach


def _places(folded: str, phrase: str) -> Iterator[int]:
    at = folded.find(phrase)
    while at >= 0:
        yield at
        at = folded.find(phrase, at + 1)
