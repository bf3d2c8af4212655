"""Blocks made quickly: a page has dozens, and a frozen dataclass sets each of its fields by its name."""

from typing import Any

from newsgrab.model.article import Block, BlockType


class _Draft(Block):
    """A block that is not frozen yet; only with both methods does CPython take its short way to the slots."""

    __slots__ = ()
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__


def plain_block(
    kind: BlockType, text: str = "", md: str = "", level: int | None = None, index: int | None = None
) -> Block:
    """The same as ``Block(type=kind, ...)`` in 0.3 us instead of 2.2, for blocks with no others inside.

    Args:
        kind: Its ``type``; the other arguments are fields of the same name.
        text: Plain text.
        md: A paragraph's text as CommonMark.
        level: A heading's level.
        index: Which picture or embed it is.
    """
    made: Any = object.__new__(_Draft)
    made.type = kind
    made.text = text
    made.md = md
    made.level = level
    made.index = index
    made.ordered = False
    made.items = made.blocks = made.header = made.rows = ()
    made.cite = made.caption = made.lang = None
    made.__class__ = Block
    block: Block = made
    return block
