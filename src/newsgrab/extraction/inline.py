"""Text of a run with its links and emphasis, as CommonMark."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from newsgrab import markdown, urls
from newsgrab.dom import Mark, Run
from newsgrab.model import Hyperlink
from newsgrab.text import clean

_SPACE: Final = re.compile(r"\s+")


class Inline(NamedTuple):
    """A run ready for output.

    Attributes:
        text: Plain text.
        md: The same with links and emphasis.
        links: The links in it.
    """

    text: str
    md: str
    links: tuple[Hyperlink, ...]


def inline(run: Run, base: str) -> Inline:
    """The text of a run, cleaned for output.

    Args:
        run: The run.
        base: The page's address, for relative links.
    """
    text = clean(run.text)
    if not run.marks:
        return Inline(text, markdown.escape(text), ())
    links: list[Hyperlink] = []
    md = _SPACE.sub(" ", _span(run, 0, len(run.parts), _nested(run.marks), base, links)).strip()
    return Inline(text, md, tuple(links))


def _nested(marks: Sequence[Mark]) -> list[Mark]:
    """Outer marks first."""
    return sorted((m for m in marks if m.kind != "br"), key=lambda mark: (mark.start, -mark.end))


def _span(run: Run, start: int, end: int, marks: list[Mark], base: str, links: list[Hyperlink]) -> str:  # noqa: PLR0913 - one recursion
    """Parts ``start`` to ``end`` with the marks that lie inside them."""
    pieces: list[str] = []
    at = start
    while marks:
        mark = marks[0]
        if mark.start >= end:
            break
        marks.pop(0)
        if mark.start < at or mark.end > end:
            continue
        pieces.append(_plain(run, at, mark.start, first=at == 0))
        inner = _span(run, mark.start, mark.end, marks, base, links)
        pieces.append(_marked(run, mark, inner, base, links))
        at = mark.end
    pieces.append(_plain(run, at, end, first=at == 0))
    return markdown.join(pieces)


def _plain(run: Run, start: int, end: int, *, first: bool) -> str:
    if start >= end:
        return ""
    raw = _SPACE.sub(" ", "".join(run.parts[start:end]))
    body = clean(raw)
    if not body:
        return " " if raw else ""
    text = markdown.escape(body, starts_line=first)
    return f"{' ' if raw[0] == ' ' and not first else ''}{text}{' ' if raw[-1] == ' ' else ''}"


def _marked(run: Run, mark: Mark, inner: str, base: str, links: list[Hyperlink]) -> str:
    if mark.kind == "a":
        attributes = mark.node.attributes
        url = urls.join(base, attributes.get("href") or "")
        text = clean("".join(run.parts[mark.start : mark.end]))
        if url is None or not text or (attributes.get("href") or "").startswith("#"):
            return inner
        links.append(Hyperlink(url=url, text=text, rel=attributes.get("rel")))
        return markdown.link(inner, url)
    if mark.kind == "code":
        return inner
    return markdown.emphasis(inner, strong=mark.kind == "strong")
