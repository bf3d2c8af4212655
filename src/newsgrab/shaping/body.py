"""How much of an article is wanted: parts of it left out, or taken into its text."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from newsgrab.model import Article, Block
from newsgrab.records import dataclass, replace
from newsgrab.text import word_count

_LINK: Final = re.compile(r"\\.|\[((?:\\.|[^\\\[\]])*)\]\((?:\\.|[^()\\\s])*\)", re.DOTALL)
"""An escaped character, or a link as ``markdown`` writes it (CommonMark 6.3): its text, its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Parts by the names in ``KEEPABLE`` and ``DROPPABLE``.

    Attributes:
        keep: What is taken into the body although it stands in fields of its own.
        drop: What is left out everywhere.
    """

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def shaped(article: Article, shape: Shape) -> Article:
    """The article in that shape; its fingerprint stays that of the page."""
    before = article
    for name in shape.drop:
        article = DROPPABLE[name](article)
    for name in shape.keep:
        article = KEEPABLE[name](article)
    if article is before:
        return article
    body = "\n\n".join(_texts(article.blocks))
    return replace(article, body=body, word_count=word_count(body))


# ------------------------------------------------------------------------------------------ dropped


def _without_tables(article: Article) -> Article:
    return replace(article, blocks=_without(article.blocks, "table"))


def _without_images(article: Article) -> Article:
    facts = replace(article.metadata, image=None)
    return replace(article, blocks=_without(article.blocks, "image"), images=(), metadata=facts)


def _without_embeds(article: Article) -> Article:
    return replace(article, blocks=_without(article.blocks, "embed"), embeds=())


def _without_notices(article: Article) -> Article:
    return replace(article, notices=())


def _without_links(article: Article) -> Article:
    return replace(article, blocks=tuple(map(_unlinked, article.blocks)), links=())


def _unlinked(block: Block) -> Block:
    if block.type == "paragraph":
        return replace(block, md=_LINK.sub(_words_of, block.md))
    return _with_inner(block, lambda inner: tuple(map(_unlinked, inner)))


def _words_of(found: re.Match[str]) -> str:
    return found[0] if found[1] is None else found[1]


def _without(blocks: tuple[Block, ...], kind: str) -> tuple[Block, ...]:
    kept = (block for block in blocks if block.type != kind)
    inner = (_with_inner(block, lambda below: _without(below, kind)) for block in kept)
    return tuple(block for block in inner if not _is_hollow(block))


def _with_inner(block: Block, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Block:
    if block.type == "list":
        return replace(block, items=tuple(changed for item in block.items if (changed := change(item))))
    if block.type == "quote":
        return replace(block, blocks=change(block.blocks))
    return block


def _is_hollow(block: Block) -> bool:
    return (block.type == "list" and not block.items) or (block.type == "quote" and not block.blocks)


# --------------------------------------------------------------------------------------------- kept


def _with_notices(article: Article) -> Article:
    return _with_end(article, [notice.text for notice in article.notices if notice.scope == "article"])


def _with_disclaimer(article: Article) -> Article:
    return _with_end(article, [article.disclaimer] if article.disclaimer else [])


def _with_end(article: Article, texts: list[str]) -> Article:
    told = set(_texts(article.blocks))
    parts = [part for text in texts for part in text.split("\n\n") if part not in told]
    return replace(article, blocks=(*article.blocks, *(_paragraph(part) for part in parts)))


def _with_captions(article: Article) -> Article:
    """Each picture's caption as a paragraph behind it."""

    def captions(block: Block) -> Iterator[Block]:
        yield block
        if block.type == "image" and block.index is not None and block.index < len(article.images):
            image = article.images[block.index]
            if text := " — ".join(filter(None, (image.caption, image.credit))):
                yield _paragraph(text)

    return replace(article, blocks=tuple(each for block in article.blocks for each in captions(block)))


def _with_embeds(article: Article) -> Article:
    """Each embed's address as a paragraph in its place."""
    return replace(
        article,
        blocks=tuple(
            _paragraph(article.embeds[block.index].url)
            if block.type == "embed" and block.index is not None and block.index < len(article.embeds)
            else block
            for block in article.blocks
        ),
    )


def _paragraph(text: str) -> Block:
    return Block(type="paragraph", text=text)


def _texts(blocks: tuple[Block, ...]) -> list[str]:
    """The texts of a body in their order, as extraction joins them."""
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


DROPPABLE: Final[Mapping[str, Callable[[Article], Article]]] = {
    "tables": _without_tables,
    "links": _without_links,
    "images": _without_images,
    "embeds": _without_embeds,
    "notices": _without_notices,
}
"""What ``--drop`` can leave out."""

KEEPABLE: Final[Mapping[str, Callable[[Article], Article]]] = {
    "disclaimer": _with_disclaimer,
    "notices": _with_notices,
    "captions": _with_captions,
    "embeds": _with_embeds,
}
"""What ``--keep`` can take into the body."""
