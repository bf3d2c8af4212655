"""Body text, pictures and embeds put together in the order of the page."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.media import Placed, placed
from newsgrab.extraction.structure import Body, build
from newsgrab.model import Block, Embed, Hyperlink, Image


class Composed(NamedTuple):
    """The body of an article with its pictures.

    Attributes:
        blocks: Text, pictures and embeds in order.
        text: The text alone, blocks parted by a blank line.
        links: The links in it.
        images: The pictures that the blocks point to.
        embeds: The embeds that the blocks point to.
    """

    blocks: tuple[Block, ...]
    text: str
    links: tuple[Hyperlink, ...]
    images: tuple[Image, ...]
    embeds: tuple[Embed, ...]


def compose(evidence: Evidence, kept: Sequence[int], base: str) -> Composed:
    """The body of an article.

    Args:
        evidence: The page.
        kept: Indexes of the runs that are body, in order.
        base: The page's address.
    """
    body = build(evidence, kept, base)
    found = placed(evidence, kept, base)
    images = [p.what for p in found if isinstance(p.what, Image)]
    embeds = [p.what for p in found if isinstance(p.what, Embed)]
    return Composed(_merged(body, found), body.text, body.links, tuple(images), tuple(embeds))


def _merged(body: Body, found: Sequence[Placed]) -> tuple[Block, ...]:
    """Each picture before the block that begins after it."""
    blocks: list[Block] = []
    counts = {Image: count(), Embed: count()}
    at = 0
    for block, first in zip(body.blocks, body.starts, strict=True):
        while at < len(found) and found[at].run <= first:
            blocks.append(_block(found[at], counts))
            at += 1
        blocks.append(block)
    return (*blocks, *(_block(place, counts) for place in found[at:]))


def _block(place: Placed, counts: Mapping[type, Iterator[int]]) -> Block:
    kind = type(place.what)
    return Block(type="image" if kind is Image else "embed", index=next(counts[kind]))
