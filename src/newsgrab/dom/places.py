"""Where the text of a survey stands in the page: which text nodes are whose.

The walk does not note it, for only an explanation asks. The nodes are found again by their order, the
element that holds them and their letters.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from newsgrab.dom import elements
from newsgrab.dom.records import Run, Survey
from newsgrab.dom.tree import TEXT, Node
from newsgrab.named_tuples import NamedTuple

_UNREAD: Final = frozenset({*elements.SKIPPED, *elements.MEDIA, "script", "title", "link", "meta"})


class Places(NamedTuple):
    """Text nodes of the body, counted from 0 in document order.

    Attributes:
        runs: For each run those it is made of.
        skipped: For each element that was not walked those inside it.
    """

    runs: tuple[tuple[int, ...], ...]
    skipped: tuple[tuple[int, ...], ...]


def places(survey: Survey) -> Places:
    """Finds the text nodes of each run and of each element left out.

    Args:
        survey: A page; its tree must not have changed.
    """
    finder = _Finder(survey)
    for node, opens in steps(survey.zones.nodes[0] if survey.zones.nodes else None):
        if node.tag_id == TEXT:
            finder.text(node)
        elif opens:
            finder.open(node)
        else:
            finder.close(node)
    return Places(tuple(map(tuple, finder.of_runs)), tuple(map(tuple, finder.of_skipped)))


def steps(root: Node | None) -> Iterator[tuple[Node, bool]]:
    """Every node below one, in document order, and each element twice: where it opens and where it closes.

    Without recursion, for pages may be nested deeper than Python's stack.

    Args:
        root: The node; it is visited itself.
    """
    if root is None:
        return
    node, end = root, root.mem_id
    while True:
        yield node, True
        child = node.first_child
        if child is not None:
            node = child
            continue
        while True:
            if node.is_element_node:
                yield node, False
            if node.mem_id == end:
                return
            following = node.next
            if following is not None:
                node = following
                break
            parent = node.parent
            if parent is None:
                return
            node = parent


class _Finder:
    """Goes along the runs while the nodes go by."""

    def __init__(self, survey: Survey) -> None:
        self._runs: Sequence[Run] = survey.runs
        self._skipped = {skipped.node.mem_id: n for n, skipped in enumerate(survey.skipped)}
        self.of_runs: list[list[int]] = [[] for _ in survey.runs]
        self.of_skipped: list[list[int]] = [[] for _ in survey.skipped]
        self._last = {run.node.mem_id: n for n, run in enumerate(survey.runs)}
        self._count = self._run = 0
        self._rest = _letters(survey.runs[0].text) if survey.runs else ""
        self._whole: tuple[int, list[int]] | None = None
        self._unread: int | None = None

    def text(self, node: Node) -> None:
        number, self._count = self._count, self._count + 1
        letters = _letters(node.text_content or "")
        if not letters:
            return
        if self._whole is not None:
            self._whole[1].append(number)
        elif self._unread is None and self._rest.startswith(letters):
            self.of_runs[self._run].append(number)
            self._rest = self._rest[len(letters) :]
            if not self._rest:
                self._go_to(self._run + 1)

    def open(self, node: Node) -> None:
        """Notes elements whose text is one owner's, or nobody's, down to where they close."""
        if self._whole is not None or self._unread is not None:
            return
        name = node.mem_id
        if name in self._skipped:
            self._whole = name, self.of_skipped[self._skipped[name]]
        elif self._is_whole(node):
            self._whole = name, self.of_runs[self._run]
        elif node.tag in _UNREAD or (node.tag == "span" and elements.is_hidden(node.attributes)):
            self._unread = name

    def close(self, node: Node) -> None:
        """Runs end with the element that holds them, even where some of their letters were not found."""
        name = node.mem_id
        if self._whole is not None and self._whole[0] == name:
            self._whole = None
        if self._unread == name:
            self._unread = None
        last = self._last.get(name, -1)
        if last >= self._run:
            self._go_to(last + 1)

    def _is_whole(self, node: Node) -> bool:
        """Whether the run that comes next is all the text of an element, as that of a menu is."""
        if self._run == len(self._runs) or self._runs[self._run].node.mem_id != node.mem_id:
            return False
        return self._rest == _letters(node.text() or "")

    def _go_to(self, number: int) -> None:
        self._run = number
        self._rest = _letters(self._runs[number].text) if number < len(self._runs) else ""


def _letters(text: str) -> str:
    return "".join(text.split())
