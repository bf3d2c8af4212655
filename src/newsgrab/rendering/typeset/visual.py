"""Right-to-left text for terminals that know nothing of it: letters joined, then put in the order of the eye.

Arabic letters become their presentation forms (Unicode's own decompositions tell which), and a line is
reordered by the bidirectional algorithm (UAX #9) without its explicit controls, which ``text`` takes out.
"""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Final, Literal
from unicodedata import bidirectional, category, decomposition

from newsgrab.named_tuples import NamedTuple

Form = Literal["isolated", "initial", "medial", "final"]

_BLOCKS: Final = ((0xFB50, 0xFE00), (0xFE70, 0xFEFD))  # presentation forms A and B
_LAM: Final = "\u0644"
_MIRRORS: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_NEUTRAL: Final = frozenset(("B", "S", "WS", "ON", "BN"))
_JOINERS: Final = frozenset("\u0640\u200d")


def reordered(line: str) -> str:
    """A line as a terminal has to show it from left to right; its paragraph begins at the right."""
    clusters = list(_clusters(_joined(line)))
    levels = _levels([cluster[0] for cluster in clusters])
    for level in range(max(levels, default=1), 0, -1):  # rule L2
        clusters, levels = _reversed_runs(clusters, levels, level)
    shown = (
        cluster.translate(_MIRRORS) if level % 2 else cluster
        for cluster, level in zip(clusters, levels, strict=True)
    )
    return "".join(shown)


def _clusters(text: str) -> Iterator[str]:
    """Letters with their marks, which stay behind them."""
    cluster = ""
    for char in text:
        if cluster and category(char) in ("Mn", "Me", "Cf"):
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = char
    if cluster:
        yield cluster


def _reversed_runs(clusters: list[str], levels: list[int], lowest: int) -> tuple[list[str], list[int]]:
    pairs: list[tuple[str, int]] = []
    for high, run in groupby(zip(clusters, levels, strict=True), key=lambda pair: pair[1] >= lowest):
        members = list(run)
        pairs += reversed(members) if high else members
    return [cluster for cluster, _ in pairs], [level for _, level in pairs]


def _levels(chars: list[str]) -> list[int]:
    """Rules W2-W7, N1, N2 and I1-I2 for a paragraph that begins at the right (level 1)."""
    kinds = _with_numbers([bidirectional(char) for char in chars])
    strong = _with_neutrals(kinds)
    return [{"R": 1, "L": 2, "N": 2}[kind] for kind in strong]


def _with_numbers(kinds: list[str]) -> list[str]:
    """Each as R, L, N (a number) or a neutral; signs belong to numbers, but not among Arabic letters."""
    kinds = list(kinds)
    last = "R"
    for at, kind in enumerate(kinds):
        if kind in ("R", "AL", "L"):
            last = kind
        elif kind == "EN" and last == "AL":
            kinds[at] = "AN"
    for at in range(1, len(kinds) - 1):
        between = kinds[at - 1] if kinds[at - 1] == kinds[at + 1] else ""
        if (kinds[at] in ("ES", "CS") and between == "EN") or (kinds[at] == "CS" and between == "AN"):
            kinds[at] = between
    for signs in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):  # from both sides
        for at in signs:
            beside = kinds[at - 1 : at] + kinds[at + 1 : at + 2]
            if kinds[at] == "ET" and "EN" in beside:
                kinds[at] = "EN"
    return _told_apart(kinds)


def _told_apart(kinds: list[str]) -> list[str]:
    last = "R"
    told = []
    for kind in kinds:
        if kind in ("R", "AL", "L"):
            last = "L" if kind == "L" else "R"
            told.append(last)
        elif kind in ("EN", "AN"):
            told.append("L" if kind == "EN" and last == "L" else "N")
        else:
            told.append(kind)
    return told


def _with_neutrals(kinds: list[str]) -> list[str]:
    """Neutrals between two of a kind become of that kind, others follow the paragraph; numbers count as R."""
    resolved: list[str] = []
    last = "R"
    runs = [(kind, len(list(run))) for kind, run in groupby(kinds, key=_side)]
    for number, (kind, count) in enumerate(runs):
        if kind != "neutral":
            resolved += [kind] * count
            last = "L" if kind == "L" else "R"
            continue
        after = runs[number + 1][0] if number + 1 < len(runs) else "R"
        resolved += ["L" if last == "L" and after == "L" else "R"] * count
    return resolved


def _side(kind: str) -> str:
    return kind if kind in ("R", "L", "N") else "neutral"


class _Shapes(NamedTuple):
    """The forms of a letter that Unicode has."""

    isolated: str = ""
    initial: str = ""
    medial: str = ""
    final: str = ""


@cache
def _shapes() -> dict[str, _Shapes]:
    found: dict[str, _Shapes] = {}
    for first, end in _BLOCKS:
        for point in range(first, end):
            form, *letters = decomposition(chr(point)).split()[:3] or [""]
            text = "".join(chr(int(letter, 16)) for letter in letters)
            if form.strip("<>") in _Shapes._fields and (len(text) == 1 or text.startswith(_LAM)):
                shapes = found.get(text, _Shapes())
                if not getattr(shapes, form[1:-1]):
                    found[text] = shapes._replace(**{form[1:-1]: chr(point)})
    return found


def _joined(text: str) -> str:
    """Arabic letters in the forms they take beside each other, lam and alef as one."""
    letters = list(text)
    shown: list[str] = []
    at = 0
    while at < len(letters):
        pair = letters[at] + (letters[at + 1] if at + 1 < len(letters) else "")
        one = pair if pair[0] == _LAM and len(pair) > 1 and pair in _shapes() and _is_alef(pair) else pair[0]
        shown.append(_formed(one, _before(letters, at), _after(letters, at + len(one))))
        at += len(one)
    return "".join(shown)


def _is_alef(pair: str) -> bool:
    return pair[1] in "\u0622\u0623\u0625\u0627"


def _formed(letter: str, before: str, after: str) -> str:
    shapes = _shapes().get(letter)
    if shapes is None:
        return letter
    from_before = bool(shapes.final) and (before in _JOINERS or bool(_forms(before).initial))
    to_after = bool(shapes.initial) and (after in _JOINERS or bool(_forms(after).final))
    if from_before and to_after and shapes.medial:
        return shapes.medial
    if from_before:
        return shapes.final
    return (shapes.initial if to_after else shapes.isolated) or letter


def _forms(letter: str) -> _Shapes:
    return _shapes().get(letter, _Shapes())


def _before(letters: list[str], at: int) -> str:
    """The letter before, marks passed over."""
    while at > 0:
        at -= 1
        if category(letters[at]) != "Mn":
            return letters[at]
    return ""


def _after(letters: list[str], at: int) -> str:
    while at < len(letters):
        if category(letters[at]) != "Mn":
            return letters[at]
        at += 1
    return ""
