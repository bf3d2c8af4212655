"""Body text, pictures and embeds put together in the order of the page."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import count

from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.media import Placed, placed
from newsgrab.extraction.structure import Body, build
from newsgrab.model import Block, Embed, Hyperlink, Image
from newsgrab.model.drafts import plain_block
from newsgrab.named_tuples import NamedTuple


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
    images, embeds = count(), count()
    at = 0
    for run, what in found:
        upto = bisect_left(body.starts, run, at)
        blocks += body.blocks[at:upto]
        if isinstance(what, Image):
            blocks.append(plain_block("image", index=next(images)))
        else:
            blocks.append(plain_block("embed", index=next(embeds)))
        at = upto
    return (*blocks, *body.blocks[at:])
