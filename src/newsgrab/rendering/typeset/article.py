"""An article set for reading: headline, byline, text, pictures named, notices set apart."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from newsgrab.model import Article, Block, Embed, Image, Moment, Notice
from newsgrab.model.article import Direction
from newsgrab.records import dataclass, replace
from newsgrab.rendering.formats import encodable
from newsgrab.rendering.typeset.columns import width_of, wrapped
from newsgrab.rendering.typeset.lines import Line, Style, TypesetOptions, behind, placed
from newsgrab.rendering.typeset.tables import table
from newsgrab.text import direction_of, for_screen, for_stream

_NARROWEST: Final = 12
_BULLET: Final = "• "
_BAR: Final = "│ "
_SIGN_OF_IMAGE: Final = "▣ "
_SIGN_OF_EMBED: Final = "▷ "
_CODE: Final = "    "


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a block needs to know: how wide it may be, which way the article reads, what blocks point to."""

    width: int
    direction: Direction
    images: Sequence[Image]
    embeds: Sequence[Embed]

    def narrower(self, columns: int) -> "_Setting":
        return replace(self, width=max(self.width - columns, _NARROWEST))


def typeset(article: Article, options: TypesetOptions) -> str:
    """The article as lines of at most ``options.width`` columns, ended by a line feed.

    Nothing in it can drive the terminal but styles of our own, where they are wanted.
    """
    direction = article.metadata.direction or direction_of(article.body) or "ltr"
    setting = _Setting(max(options.width, _NARROWEST), direction, article.images, article.embeds)
    parts = [
        *_head(article, setting),
        *_flow(article.blocks, setting),
        *_updates(article, setting),
        *_notices(article.notices, setting),
    ]
    if article.url:
        parts.append(_rule(setting) + _set(article.url, setting, "faint", direction="ltr"))
    lines = (line for number, part in enumerate(parts) for line in ([Line()] if number else []) + part)
    return encodable("".join(f"{placed(line, options)}\n" for line in lines))


def _set(
    text: str, setting: _Setting, style: Style = "plain", *, direction: Direction | None = None
) -> list[Line]:
    """A paragraph, in its own direction or else in that of the article."""
    text = for_screen(text)
    way = direction or direction_of(text) or setting.direction
    return [Line(line, style, way) for line in wrapped(text, setting.width)]


def _rule(setting: _Setting) -> list[Line]:
    return [Line("─" * setting.width, "faint")]


def _head(article: Article, setting: _Setting) -> Iterator[list[Line]]:
    meta = article.metadata
    title = _set(meta.kicker, setting, "faint") if meta.kicker else []
    title += _set(meta.headline or "", setting, "headline")
    if title:
        yield title
    first = next((block.text for block in article.blocks if block.text), "")
    if meta.dek and meta.dek != first:
        yield _set(meta.dek, setting, "emphasis")
    writers = meta.byline or ", ".join(author.name for author in meta.authors)
    published, modified = _time(meta.published, setting), _time(meta.modified, setting)
    if modified not in ("", published):
        # One date alone is that of the article; of two it has to be said which is which.
        published, modified = f"published {published}" if published else "", f"modified {modified}"
    told = (meta.site_name, published, modified if modified.startswith("modified") else "")
    lines = _set(writers, setting) + _set(" · ".join(part for part in told if part), setting, "faint")
    yield lines + _rule(setting)


def _time(moment: Moment | None, setting: _Setting) -> str:
    """The local time as far as the page gives it: ``2024-02-09 10:20``.

    Among Arabic letters a hyphen parts numbers, and the day would come to stand before the year; a stroke
    does not (UAX #9, rule W4).
    """
    shown = "" if moment is None else str(moment)[:16].replace("T", " ")
    return shown.replace("-", "/") if setting.direction == "rtl" else shown


def _flow(blocks: Iterable[Block], setting: _Setting) -> list[list[Line]]:
    return [lines for block in blocks if (lines := _BY_TYPE[block.type](block, setting))]


def _together(parts: Iterable[list[Line]]) -> list[Line]:
    """Parts with an empty line between them."""
    return [line for number, part in enumerate(parts) for line in ([Line()] if number else []) + part]


def _heading(block: Block, setting: _Setting) -> list[Line]:
    return _set(block.text, setting, "heading")


def _paragraph(block: Block, setting: _Setting) -> list[Line]:
    return _set(block.text, setting)


def _list(block: Block, setting: _Setting) -> list[Line]:
    lines: list[Line] = []
    last = len(str(len(block.items)))
    for number, item in enumerate(block.items, start=1):
        mark = f"{number:>{last}}. " if block.ordered else _BULLET
        parts = _flow(item, setting.narrower(width_of(mark)))
        lines += behind(mark, [line for part in parts for line in part])
    return lines


def _quote(block: Block, setting: _Setting) -> list[Line]:
    inner = setting.narrower(width_of(_BAR))
    parts = _flow(block.blocks, inner)
    if block.cite:
        parts.append(_set(f"— {block.cite}", inner, "faint"))
    lines = _together(parts)
    way = next((line.direction for line in lines if line.text), setting.direction)
    return [replace(line, direction=way) for line in behind(_BAR, lines, hang=_BAR)]


def _table(block: Block, setting: _Setting) -> list[Line]:
    lines = table(block, setting.width, setting.direction)
    return lines + (_set(block.caption, setting, "faint") if block.caption else [])


def _image(block: Block, setting: _Setting) -> list[Line]:
    if block.index is None or block.index >= len(setting.images):
        return []
    image = setting.images[block.index]
    caption = image.caption or image.alt or ""
    credit = image.credit if image.credit and image.credit not in caption else ""
    text = " — ".join(filter(None, (caption, credit)))
    return behind(_SIGN_OF_IMAGE, _set(text, setting.narrower(2), "faint")) if text else []


def _embed(block: Block, setting: _Setting) -> list[Line]:
    if block.index is None or block.index >= len(setting.embeds):
        return []
    url = setting.embeds[block.index].url
    return behind(_SIGN_OF_EMBED, _set(url, setting.narrower(2), "faint", direction="ltr"))


def _code(block: Block, setting: _Setting) -> list[Line]:
    """As it stands: a line of a program that is broken is another program."""
    return [
        Line(f"{_CODE}{line}".replace("\t", _CODE)) for line in for_stream(block.text).split("\n") if setting
    ]


_BY_TYPE: Final[Mapping[str, Callable[[Block, _Setting], list[Line]]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "list": _list,
    "quote": _quote,
    "table": _table,
    "image": _image,
    "embed": _embed,
    "code": _code,
}


def _updates(article: Article, setting: _Setting) -> Iterator[list[Line]]:
    """The entries of a live blog that the body does not hold already."""
    body = set(article.blocks)
    for update in article.updates:
        if body.issuperset(update.blocks):
            continue
        head = " · ".join(filter(None, (_time(update.published, setting), update.headline)))
        yield from ([_set(head, setting, "heading")] if head else [])
        yield from _flow(update.blocks, setting)


def _notices(notices: Iterable[Notice], setting: _Setting) -> Iterator[list[Line]]:
    """Corrections and the like, then the disclaimers, each under its kind and behind a bar."""
    own = [notice for notice in notices if notice.scope == "article"]
    own.sort(key=lambda notice: notice.kind == "disclaimer")
    inner = setting.narrower(width_of(_BAR))
    for number, notice in enumerate(own):
        parts = [_set(part, inner, "emphasis") for part in notice.text.split("\n\n")]
        way = parts[0][0].direction if parts and parts[0] else setting.direction
        kind = Line(notice.kind.replace("_", " "), "faint", way)
        lines = behind(_BAR, [kind, *_together(parts)], hang=_BAR)
        yield ([] if number else _rule(setting)) + [replace(line, direction=way) for line in lines]
