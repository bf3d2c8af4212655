"""The pages of one article made one article again."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from newsgrab.extraction.fingerprint import fingerprint
from newsgrab.model import Article, Block
from newsgrab.records import replace
from newsgrab.text import word_count

_T = TypeVar("_T")

_REPEATED: Final = 40
"""Characters: what is so long and stands on two pages is a dek or a box of both; "No." may come again."""

_MORE: Final = "more_pages"


def joined(pages: Sequence[tuple[str, Article]], asked: Article, *, complete: bool) -> Article:
    """One article of several pages; what it is beside its text is what the page that was asked for says.

    Args:
        pages: Addresses and articles in the order of reading.
        asked: The one of these that was asked for.
        complete: Whether all pages are there; otherwise the warning stays.
    """
    articles = [article for _, article in pages]
    body, blocks = _text(articles)
    warnings = _all(articles, lambda article: article.trace.warnings)
    return replace(
        asked,
        body=body,
        blocks=blocks,
        notices=_all(articles, lambda article: article.notices),
        updates=_all(articles, lambda article: article.updates),
        images=tuple(image for article in articles for image in article.images),
        embeds=tuple(embed for article in articles for embed in article.embeds),
        links=_all(articles, lambda article: article.links),
        word_count=word_count(body),
        pages=tuple(url for url, _ in pages),
        parts=_all(articles, lambda article: article.parts),
        fingerprint=fingerprint(body),
        size=sum(article.size for article in articles),
        trace=replace(
            asked.trace,
            kept_blocks=sum(article.trace.kept_blocks for article in articles),
            removed_blocks=sum(article.trace.removed_blocks for article in articles),
            warnings=tuple(code for code in warnings if code != _MORE or not complete),
        ),
    )


def _text(articles: Iterable[Article]) -> tuple[str, tuple[Block, ...]]:
    """The bodies one after the other, and their blocks; what is long and was there before is left out."""
    bodies: list[str] = []
    blocks: list[Block] = []
    images = embeds = 0
    seen: set[str] = set()
    for article in articles:
        texts = article.body.split("\n\n")
        again = {text for text in texts if text in seen and len(text) >= _REPEATED}
        bodies += [text for text in texts if text and text not in again]
        blocks += [_moved(block, images, embeds) for block in article.blocks if block.text not in again]
        images, embeds = images + len(article.images), embeds + len(article.embeds)
        seen.update(texts)
    return "\n\n".join(bodies), tuple(blocks)


def _all(articles: Iterable[Article], values: Callable[[Article], tuple[_T, ...]]) -> tuple[_T, ...]:
    """What all of them say, each once."""
    found: list[_T] = []
    for article in articles:
        found += [value for value in values(article) if value not in found]
    return tuple(found)


def _moved(block: Block, images: int, embeds: int) -> Block:
    """A block whose pictures and embeds stand so much further down the lists."""
    shift = {"image": images, "embed": embeds}.get(block.type, 0)
    if not images and not embeds:
        return block
    return replace(
        block,
        index=None if block.index is None else block.index + shift,
        items=tuple(tuple(_moved(inner, images, embeds) for inner in item) for item in block.items),
        blocks=tuple(_moved(inner, images, embeds) for inner in block.blocks),
    )
