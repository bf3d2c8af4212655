"""What one walk over the page brings home.

These are NamedTuples and slotted classes rather than frozen dataclasses: a page has hundreds of
them, and a frozen dataclass takes four times as long to make.
"""

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from newsgrab.dom.tree import Node
from newsgrab.named_tuples import NamedTuple

MARK_LINK: Final = "a"
MARK_STRONG: Final = "strong"
MARK_EMPHASIS: Final = "em"
MARK_CODE: Final = "code"
MARK_BREAK: Final = "br"

Holder: TypeAlias = tuple[str, str, Node]
"""The element that holds text directly: its tag, its names, itself."""

MarkKind = Literal["a", "strong", "em", "code", "br"]


class Mark(NamedTuple):
    """Inline markup inside a run.

    Attributes:
        kind: What it is.
        start: Index of the first of the run's parts inside it.
        end: Index after the last.
        node: The element.
    """

    kind: str
    start: int
    end: int
    node: Node


class Run(NamedTuple):
    """A run of text between two block boundaries, in document order.

    Attributes:
        text: Its text with spaces collapsed; not yet cleaned for output.
        tag: Name of the element that holds it directly: ``p``, ``h2``, ``li``, ``div`` ...
        names: That element's class, id and itemprop, blanks between.
        zone: Index of the nearest zone around it; for text directly in a zone, that zone.
        link_chars: How many characters of the text stand inside links.
        links: How many links it has.
        parts: Its text nodes as they are in the page.
        marks: Inline markup over the parts.
        node: The element.
    """

    text: str
    tag: str
    names: str
    zone: int
    link_chars: int
    links: int
    parts: tuple[str, ...]
    marks: tuple[Mark, ...]
    node: Node


class Zone(NamedTuple):
    """An element that groups blocks: ``div``, ``section``, ``ul``, ``blockquote`` ...

    Attributes:
        parent: Index of the zone around it, -1 for the body.
        tag: Its name.
        names: Its class, id, itemprop and role, blanks between.
        run: How many runs stand before it.
        node: The element.
    """

    parent: int
    tag: str
    names: str
    run: int
    node: Node


class Zones:
    """All zones of a page, in columns; a zone's index is always greater than its parent's.

    A page has hundreds, and five appends to lists cost a quarter of making one record.

    Attributes:
        parents: Index of the zone around each, -1 for the body.
        tags: Their names.
        names: Their class, id, itemprop and role, blanks between.
        runs: How many runs stand before each.
        nodes: The elements.
        hidden: Indexes of those that say they are not shown.
    """

    __slots__ = ("hidden", "names", "nodes", "parents", "runs", "tags")

    def __init__(self) -> None:
        """Starts without zones; the walk fills the columns."""
        self.parents: list[int] = []
        self.tags: list[str] = []
        self.names: list[str] = []
        self.runs: list[int] = []
        self.nodes: list[Node] = []
        self.hidden: set[int] = set()

    def __len__(self) -> int:
        """How many zones there are."""
        return len(self.parents)

    def __getitem__(self, index: int) -> Zone:
        """One zone as a record."""
        return Zone(
            self.parents[index], self.tags[index], self.names[index], self.runs[index], self.nodes[index]
        )

    def upwards(self, zone: int) -> Iterator[int]:
        """A zone and those around it, the body left out.

        Args:
            zone: Its index.
        """
        while zone > 0:
            yield zone
            zone = self.parents[zone]


class Media(NamedTuple):
    """A picture, player or foreign frame.

    Attributes:
        tag: ``img``, ``iframe``, ``video``, ``audio``, ``embed`` or ``object``.
        zone: Index of the nearest zone around it.
        run: How many runs stand before it.
        node: The element.
    """

    tag: str
    zone: int
    run: int
    node: Node


class Mention(NamedTuple):
    """An element that says something about the article: ``time``, ``abbr``, or with ``itemprop`` or ``rel``.

    Attributes:
        kind: ``time``, ``abbr``, or the value of ``itemprop`` or ``rel``.
        tag: The element's name.
        zone: Index of the nearest zone around it.
        run: How many runs stand before it.
        node: The element.
    """

    kind: str
    tag: str
    zone: int
    run: int
    node: Node


class Skipped(NamedTuple):
    """An element that was not walked, since its names say that it is furniture.

    Attributes:
        tag: Its name.
        names: Its class, id, itemprop and role, blanks between.
        zone: Index of the zone around it.
        run: How many runs stand before it.
        node: The element.
    """

    tag: str
    names: str
    zone: int
    run: int
    node: Node


class Survey(NamedTuple):
    """The whole page in records.

    Attributes:
        language: The ``lang`` of the root element, verbatim.
        direction: Its ``dir``.
        base: The ``href`` of ``<base>``, verbatim.
        title: Text of ``<title>``.
        metas: (key, content) of each ``<meta>`` that has both; the key is its ``property``, ``name``,
            ``itemprop`` or ``http-equiv``, lower case, in document order.
        links: (rel, href, type) of each ``<link>``.
        scripts: Text of each JSON-LD script.
        runs: All text.
        zones: All groupings.
        media: All pictures and players.
        mentions: All elements that carry facts.
        skipped: What was not walked.
    """

    language: str | None
    direction: str | None
    base: str | None
    title: str | None
    metas: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str, str], ...]
    scripts: tuple[str, ...]
    runs: tuple[Run, ...]
    zones: Zones
    media: tuple[Media, ...]
    mentions: tuple[Mention, ...]
    skipped: tuple[Skipped, ...]
