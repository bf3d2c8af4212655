"""Sub-headings that pages print as a bold paragraph.

On 283 pages of news these rules take 48 lines on 17 pages: 47 are sub-headings, one is a list of writers.
"""

from collections.abc import Sequence
from typing import Final

from newsgrab.model import Block
from newsgrab.model.drafts import plain_block

_LONGEST: Final = 80
"""Characters of a sub-heading; longer ones in bold are deks and first paragraphs."""

_PROSE: Final = 100
"""Characters from which a paragraph below is prose: under a bold name stands a line about it."""

_ENDINGS: Final = frozenset(".!?…:;,。！？：；，؟،؛۔।")
"""A sentence, a question of an interview and a label before a list end so."""

_BOLD: Final = "**"
_LEVEL: Final = 3
_ALONE: Final = 2


def with_subheadings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a body, those that are sub-headings made headings.

    They stand below the headings that are marked up as such, where there are any.
    """
    found = [at for at, block in enumerate(blocks) if block.md and block.md[:2] == _BOLD]
    found = [at for at in found if _is_subheading(blocks, at)]
    if not found:
        return tuple(blocks)
    level = _LEVEL if any(block.type == "heading" for block in blocks) else _ALONE
    made = list(blocks)
    for at in found:
        made[at] = plain_block("heading", made[at].text, level=level)
    return tuple(made)


def _is_subheading(blocks: Sequence[Block], at: int) -> bool:
    """Whether it is bold from end to end, short and no sentence, with prose above and below."""
    text = blocks[at].text or ""
    if not 0 < at < len(blocks) - 1 or not _is_bold(blocks[at]) or len(text) > _LONGEST:
        return False
    above, below = blocks[at - 1], blocks[at + 1]
    return (
        text[-1] not in _ENDINGS
        and above.type != "heading"
        and not _is_bold(above)
        and below.type == "paragraph"
        and not _is_bold(below)
        and len(below.text or "") >= max(_PROSE, 2 * len(text))
    )


def _is_bold(block: Block) -> bool:
    md = block.md or ""
    return md[:2] == md[-2:] == _BOLD and _BOLD not in md[2:-2]
