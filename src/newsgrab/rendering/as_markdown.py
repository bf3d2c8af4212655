"""CommonMark with the tables of GitHub Flavored Markdown, behind YAML front matter."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from newsgrab.markdown import autolink, destination, emphasis, escape
from newsgrab.model import Article, Block, Embed, Image
from newsgrab.patterns import regex
from newsgrab.records import dataclass
from newsgrab.rendering.formats import RenderOptions, encodable
from newsgrab.rendering.front_matter import toml_front_matter, yaml_front_matter

_BACKTICKS: Final = regex("`+")
_CODE_LANGUAGE: Final = regex(r"[\w+#.-]+")
_FENCE: Final = 3
_MEANINGFUL: Final = str.maketrans({char: f"%{ord(char):02X}" for char in "%#?:"})
_TOP: Final = 2
_DEEPEST: Final = 6
_FRONT_MATTER: Final[Mapping[str, Callable[[Article, datetime | None], str]]] = {
    "yaml": yaml_front_matter,
    "toml": toml_front_matter,
    "none": lambda _article, _created: "",
}


@dataclass(frozen=True, slots=True)
class _Story:
    """What blocks refer to: the pictures, the embeds, and by how much headings move up."""

    images: Sequence[Image]
    embeds: Sequence[Embed]
    shift: int


def render(article: Article, options: RenderOptions) -> str:
    """Front matter, headline, body, and what the page says about the article, the disclaimer last.

    Words of the article stay words (nothing in them works as Markdown or HTML); links lead to http,
    https and mailto only.
    """
    parts = [
        _FRONT_MATTER[options.front_matter](article, options.created),
        _heading_line(1, article.metadata.headline or ""),
        body_markdown(article),
    ]
    return f"{encodable(_paragraphs(parts))}\n"


def body_markdown(article: Article) -> str:
    """What comes after the headline."""
    story = _Story(article.images, article.embeds, _shift(article.blocks))
    return _paragraphs((_flow(article.blocks, story), _updates(article, story), _notices(article)))


def captions(article: Article) -> frozenset[str]:
    """The lines of ``body_markdown`` that stand beneath pictures and tables."""
    flows = [article.blocks, *(update.blocks for update in article.updates)]
    tables = (_caption(block.caption) for flow in flows for block in _all_of(flow))
    return frozenset((*map(_beneath, article.images), *tables)) - {""}


def _all_of(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all_of(block.blocks)
        for item in block.items:
            yield from _all_of(item)


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _shift(blocks: Iterable[Block]) -> int:
    levels = [block.level for block in blocks if block.type == "heading" and block.level]
    return min(levels) - _TOP if levels else 0


def _flow(blocks: Iterable[Block], story: _Story) -> str:
    """Blocks one below the other; lists that follow each other directly get different marks.

    With the same mark CommonMark would make one list of them (section 5.3).
    """
    parts: list[str] = []
    last: Block | None = None
    changed = False
    for block in blocks:
        follows = last is not None and block.type == last.type == "list" and block.ordered == last.ordered
        changed = follows and not changed
        text = _list(block, story, changed_mark=changed) if block.type == "list" else _shown(block, story)
        if text:
            parts.append(text)
            last = block
    return "\n\n".join(parts)


def _shown(block: Block, story: _Story) -> str:
    return _BY_TYPE[block.type](block, story)


def _heading_line(level: int, text: str) -> str:
    escaped = escape(" ".join(text.split()), starts_line=False)
    if escaped.endswith("#"):
        escaped = f"{escaped[:-1]}\\#"  # a closing run of "#" would be dropped (section 4.2)
    return f"{'#' * level} {escaped}" if escaped else ""


def _heading(block: Block, story: _Story) -> str:
    level = (block.level or _TOP) - story.shift
    return _heading_line(max(_TOP, min(level, _DEEPEST)), block.text)


def _paragraph(block: Block, _story: _Story) -> str:
    return (block.md or escape(block.text.strip())).strip()


def _list(block: Block, story: _Story, *, changed_mark: bool = False) -> str:
    items = [(item, text) for item in block.items if (text := _item(item, story))]
    tight = all(_is_tight(item) for item, _ in items)
    lines = []
    for number, (_, text) in enumerate(items, start=1):
        mark = f"{number}{')' if changed_mark else '.'}" if block.ordered else "*" if changed_mark else "-"
        lines.append(f"{mark} {_indented(text, len(mark) + 1)}")
    return ("\n" if tight else "\n\n").join(lines)


def _is_tight(item: Sequence[Block]) -> bool:
    types = [block.type for block in item]
    return types in (["paragraph"], ["paragraph", "list"])


def _item(item: Sequence[Block], story: _Story) -> str:
    if _is_tight(item):
        return "\n".join(text for block in item if (text := _flow((block,), story)))
    return _flow(item, story)


def _indented(text: str, width: int) -> str:
    first, *others = text.split("\n")
    indent = " " * width
    return "\n".join((first, *(f"{indent}{line}" if line else line for line in others)))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n")) if text else ""


def _quote(block: Block, story: _Story) -> str:
    cite = f"— {escape(block.cite.strip(), starts_line=False)}" if block.cite else ""
    return _quoted(_paragraphs((_flow(block.blocks, story), cite)))


def _table(block: Block, _story: _Story) -> str:
    width = max((len(row) for row in (block.header, *block.rows)), default=0)
    if not width:
        return _caption(block.caption)
    rows = [_row(block.header, width), f"|{' --- |' * width}", *(_row(row, width) for row in block.rows)]
    return _paragraphs(("\n".join(rows), _caption(block.caption)))


def _row(cells: Sequence[str], width: int) -> str:
    padded = (*cells, *("",) * (width - len(cells)))
    return f"| {' | '.join(map(_cell, padded))} |"


def _cell(text: str) -> str:
    return escape(" ".join(text.split()), starts_line=False).replace("|", r"\|")


def _image(block: Block, story: _Story) -> str:
    if block.index is None or block.index >= len(story.images):
        return ""
    image = story.images[block.index]
    beneath = _beneath(image)
    place = _path(image.file) if image.file else image.url
    if not image.file and not place.lower().startswith(("http://", "https://")):
        return beneath
    alt = escape(" ".join((image.alt or "").split()), starts_line=False)
    return _paragraphs((f"![{alt}]({destination(place)})", beneath))


def _beneath(image: Image) -> str:
    caption = image.caption or ""
    credit = image.credit if image.credit and image.credit not in caption else ""
    return _caption(" — ".join(text for text in (caption, credit) if text))


def _path(file: str) -> str:
    """A path as a relative address, in which nothing may mean a scheme, a query or a fragment."""
    return file.translate(_MEANINGFUL)


def _caption(text: str | None) -> str:
    return emphasis(escape(" ".join((text or "").split())))


def _embed(block: Block, story: _Story) -> str:
    if block.index is None or block.index >= len(story.embeds):
        return ""
    return autolink(story.embeds[block.index].url)


def _code(block: Block, _story: _Story) -> str:
    if not block.text.strip():
        return ""
    longest = max((len(run) for run in _BACKTICKS.findall(block.text)), default=0)
    fence = "`" * max(_FENCE, longest + 1)
    language = block.lang if block.lang and _CODE_LANGUAGE.fullmatch(block.lang) else ""
    return f"{fence}{language}\n{block.text}\n{fence}"


_BY_TYPE: Final[Mapping[str, Callable[[Block, _Story], str]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "list": _list,
    "quote": _quote,
    "table": _table,
    "image": _image,
    "embed": _embed,
    "code": _code,
}


def _updates(article: Article, story: _Story) -> str:
    """The entries of a live blog that the body does not hold already."""
    body = set(article.blocks)
    return _paragraphs(
        _paragraphs((_heading_line(_TOP, update.headline or ""), _flow(update.blocks, story)))
        for update in article.updates
        if not body.issuperset(update.blocks)
    )


def _notices(article: Article) -> str:
    """Corrections and the like, then the disclaimers, each a quote, under one rule."""
    own = [notice for notice in article.notices if notice.scope == "article"]
    own.sort(key=lambda notice: notice.kind == "disclaimer")
    quotes = _paragraphs(_quoted(_text(notice.text)) for notice in own)
    return f"---\n\n{quotes}" if quotes else ""


def _text(text: str) -> str:
    return _paragraphs(escape(part.strip()) for part in text.split("\n\n"))
