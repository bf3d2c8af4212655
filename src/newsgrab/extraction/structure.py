"""Kept runs as blocks: paragraphs, headings, nested lists, quotes, tables, code."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from newsgrab.dom import Node, Run, Zones
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.inline import inline, is_plain
from newsgrab.extraction.subheadings import with_subheadings
from newsgrab.model import Block, Hyperlink
from newsgrab.model.drafts import plain_block
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.text import clean, clean_code

_GROUPS: Final = frozenset({"ul", "ol", "dl", "blockquote", "table"})
_HEADINGS: Final = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_NO_PARAGRAPHS: Final = {"pre", *_HEADINGS}
_DEK: Final = 60
_STOPS: Final = ".。۔।"
"""A heading of more than 60 characters that ends like a sentence is a dek or a paragraph in large print."""

_LISTS: Final = frozenset({"ul", "ol", "dl"})
_CELLS: Final = frozenset({"td", "th"})
_SPAN: Final = regex(r"\s*\+?0*([1-9][0-9]{0,8})")
_FEWEST_CELLS: Final = 2
_WIDEST: Final = 100
"""Columns a cell may take; HTML allows 1,000, which a hostile page could multiply by its cells."""

_LANGUAGE: Final = "language-"
_DASHES: Final = "—–―- "
_CITE: Final = 120
_first: Final = itemgetter(0)


class Body(NamedTuple):
    """The body as it is shown.

    Attributes:
        blocks: Its blocks.
        starts: For each block the index of its first run.
        text: Its text, blocks parted by a blank line.
        links: The links in it.
    """

    blocks: tuple[Block, ...]
    starts: tuple[int, ...]
    text: str
    links: tuple[Hyperlink, ...]


class _Builder:
    """Blocks from runs; remembers the links met on the way."""

    def __init__(self, evidence: Evidence, base: str, kept: Sequence[int]) -> None:
        self.runs = evidence.survey.runs
        self.zones = evidence.survey.zones
        self.base = base
        self.links: list[Hyperlink] = []
        self.paths = _paths(self.runs, self.zones, kept)
        self.is_flat = not any(self.paths.values())
        self.is_plain = is_plain("".join([self.runs[number].text for number in kept]))

    def blocks(self, numbers: Sequence[int], level: int = 0) -> tuple[Block, ...]:
        return tuple([block for _, block in self.placed(numbers, level)])

    def placed(self, numbers: Sequence[int], level: int = 0) -> list[tuple[int, Block]]:
        """The blocks, each with its first run."""
        if self.is_flat:
            return [(number, block) for number in numbers if (block := self.leaf(number)) is not None]
        found: list[tuple[int, Block]] = []
        paths = [self.paths[self.runs[number].zone] for number in numbers]
        groups = [path[level] if len(path) > level else -1 for path in paths]
        for group, members in groupby(zip(groups, numbers, strict=True), key=_first):
            inside = [number for _, number in members]
            if group < 0:
                found += [(number, block) for number in inside if (block := self.leaf(number)) is not None]
            else:
                found += [(inside[0], block) for block in self.grouped(group, inside, level + 1)]
        return found

    def leaf(self, number: int) -> Block | None:
        run = self.runs[number]
        text, tag = run.text, run.tag
        plain = self.is_plain or is_plain(text)
        if plain and not run.marks and tag not in _NO_PARAGRAPHS and text[0].isalpha():
            return plain_block("paragraph", text, text)  # half of all runs
        if tag == "pre":
            code = clean_code(run.node.text() or "")
            return Block(type="code", text=code, lang=_language(run.node)) if code else None
        text, md, links = inline(run, self.base, plain=plain)
        if not text[:1].isalnum() and not any(map(str.isalnum, text)):
            return None
        if links:
            self.links += links
        if tag in _HEADINGS and not (len(text) > _DEK and text[-1] in _STOPS):
            return plain_block("heading", text, level=_HEADINGS[tag])
        return plain_block("paragraph", text, md)

    def grouped(self, zone: int, numbers: list[int], level: int) -> Iterator[Block]:
        tag = self.zones.tags[zone]
        if tag == "blockquote":
            yield self.quote(numbers, level)
        elif tag == "table":
            yield from self.table(zone, numbers, level)
        else:
            parted = groupby(numbers, key=lambda n: self._child(n, zone))
            items = [self.blocks(list(item), level) for _, item in parted]
            if items := [item for item in items if item]:
                yield Block(type="list", ordered=tag == "ol", items=tuple(items))

    def quote(self, numbers: list[int], level: int) -> Block:
        cite = None
        if len(numbers) > 1 and self._is_source(numbers[-1], numbers[0]):
            cite = clean(self.runs[numbers[-1]].text).lstrip(_DASHES)
            numbers = numbers[:-1]
        return Block(type="quote", blocks=self.blocks(numbers, level), cite=cite)

    def _is_source(self, number: int, first: int) -> bool:
        """Whether the last run of a quote is its source: after a dash, in a footer, bare after paragraphs."""
        run = self.runs[number]
        return len(run.text) <= _CITE and (
            run.text[0] in _DASHES
            or self.zones.tags[run.zone] == "footer"
            or (run.tag == "blockquote" and self.runs[first].tag == "p")
        )

    def table(self, zone: int, numbers: list[int], level: int) -> Iterator[Block]:
        caption = None
        if self.runs[numbers[0]].tag == "caption":
            caption, numbers = clean(self.runs[numbers[0]].text), numbers[1:]
        rows = [(zone, list(row)) for zone, row in groupby(numbers, key=lambda n: self._row(n, zone))]
        texts = [self._cells(row, inside) for row, inside in rows]
        if max((sum(map(bool, row)) for row in texts), default=0) < _FEWEST_CELLS:
            yield from self.blocks(numbers, level)
            return
        texts = _without_empty_columns(texts)
        heads = all(self.zones.tags[self._cell(number)] == "th" for number in rows[0][1])
        header, rest = (texts[0], texts[1:]) if heads else ((), texts)
        yield Block(type="table", header=header, rows=tuple(rest), caption=caption)

    def _cells(self, row: int, numbers: Sequence[int]) -> tuple[str, ...]:
        """The texts of a row's cells; empty ones, and columns that a wide one covers, keep their place."""
        said: dict[int, str] = {}
        for cell, inside in groupby(numbers, key=self._cell):
            said[self.zones.nodes[cell].mem_id] = " ".join(clean(self.runs[n].text) for n in inside)
        if row < 0:
            return tuple(said.values())
        texts: list[str] = []
        node = self.zones.nodes[row].first_child
        while node is not None:
            if node.tag in _CELLS:
                texts += [said.get(node.mem_id, ""), *[""] * (_columns(node) - 1)]
            node = node.next
        return tuple(texts)

    def _up_to(self, number: int, tags: frozenset[str]) -> int:
        zone = self.runs[number].zone
        while zone > 0 and self.zones.tags[zone] not in tags:
            zone = self.zones.parents[zone]
        return zone

    def _child(self, number: int, zone: int) -> int:
        """The item of a list that a run stands in."""
        at = self.runs[number].zone
        while self.zones.parents[at] != zone and at > 0:
            at = self.zones.parents[at]
        return at

    def _row(self, number: int, zone: int) -> int:
        row = self._up_to(number, frozenset({"tr", "table"}))
        return row if row != zone else -number

    def _cell(self, number: int) -> int:
        return self._up_to(number, frozenset({"td", "th", "table"}))


def _columns(cell: Node) -> int:
    """How many columns a cell takes (https://html.spec.whatwg.org/#attr-tdth-colspan)."""
    found = _SPAN.match(cell.attributes.get("colspan") or "")
    return min(int(found[1]), _WIDEST) if found else 1


def _without_empty_columns(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Columns for space between others are layout."""
    used = {column for row in rows for column, text in enumerate(row) if text}
    return [tuple(text for column, text in enumerate(row) if column in used) for row in rows]


def _language(pre: Node) -> str | None:
    """The language of code by its class, as https://html.spec.whatwg.org/#the-code-element recommends."""
    nodes = (pre, pre.css_first("code"))
    names = " ".join(node.attributes.get("class") or "" for node in nodes if node is not None).split()
    found = [clean(name[len(_LANGUAGE) :]) for name in names if name.startswith(_LANGUAGE)]
    return next(filter(None, found), None)


def _paths(runs: Sequence[Run], zones: Zones, kept: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """For each zone of a kept run the lists, quotes and tables around it, outermost first.

    One that holds the whole body, and a list of items with headings of their own, is layout.
    """
    paths: dict[int, tuple[int, ...]] = {}
    known: dict[int, tuple[int, ...]] = {-1: (), 0: ()}
    layout: set[int] = set()
    for number in kept:
        run = runs[number]
        path = paths.get(run.zone)
        if path is None:
            path = paths[run.zone] = _path(zones, run.zone, known)
        if path and run.tag in _HEADINGS:
            layout.update([at for at in path if zones.tags[at] in _LISTS])
    if all(paths.values()):
        layout = layout.union(set.intersection(*map(set, paths.values())) if paths else ())
    if not layout:
        return paths
    return {zone: tuple([at for at in path if at not in layout]) for zone, path in paths.items()}


def _path(zones: Zones, zone: int, known: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    climbed: list[int] = []
    while zone not in known:
        climbed.append(zone)
        zone = zones.parents[zone]
    path = known[zone]
    for at in reversed(climbed):
        if zones.tags[at] in _GROUPS:
            path = (*path, at)
        known[at] = path
    return path


def _texts(blocks: Sequence[Block]) -> list[str]:
    texts: list[str] = []
    for block in blocks:
        if block.text:
            texts.append(block.text)
        elif block.type == "list":
            for item in block.items:
                texts += _texts(item)
        elif block.type == "quote":
            texts += _texts(block.blocks)
        else:
            texts += [" ".join(filter(None, row)) for row in (block.header, *block.rows) if any(row)]
    return texts


def blocks_of(evidence: Evidence, numbers: Sequence[int], base: str) -> tuple[Block, ...]:
    """Some runs as blocks, by themselves."""
    return _Builder(evidence, base, numbers).blocks(numbers)


def build(evidence: Evidence, kept: Sequence[int], base: str) -> Body:
    """The body of an article.

    Args:
        evidence: The page.
        kept: Indexes of the runs that are body, in order.
        base: The page's address, for relative links.
    """
    builder = _Builder(evidence, base, kept)
    placed = builder.placed(kept)
    blocks = with_subheadings([block for _, block in placed])
    starts = tuple([number for number, _ in placed])
    return Body(blocks, starts, "\n\n".join(_texts(blocks)), tuple(builder.links))
