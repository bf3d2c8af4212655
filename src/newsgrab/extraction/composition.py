"""Body text, pictures and embeds put together in the order of the page."""

from collections.abc import Sequence
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
    images = tuple(p.what for p in found if isinstance(p.what, Image))
    embeds = tuple(p.what for p in found if isinstance(p.what, Embed))
    return Composed(_merged(body, found, images, embeds), body.text, body.links, images, embeds)


def _merged(
    body: Body, found: Sequence[Placed], images: tuple[Image, ...], embeds: tuple[Embed, ...]
) -> tuple[Block, ...]:
    """Each picture before the block that begins after it."""
    blocks: list[Block] = []
    waiting = [
        (
            p.run,
            Block(type="image", index=images.index(p.what))
            if isinstance(p.what, Image)
            else Block(type="embed", index=embeds.index(p.what)),
        )
        for p in found
    ]
    for block, first in zip(body.blocks, body.starts, strict=True):
        while waiting and waiting[0][0] <= first:
            blocks.append(waiting.pop(0)[1])
        blocks.append(block)
    return (*blocks, *(block for _, block in waiting))
