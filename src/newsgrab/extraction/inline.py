"""Text of a run with its links and emphasis, as CommonMark."""

from collections.abc import Sequence
from typing import NamedTuple

from newsgrab import markdown, urls
from newsgrab.dom import Mark, Run
from newsgrab.model import Hyperlink
from newsgrab.text import clean


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
    marks = _nested(run.marks) if run.marks else None
    if not marks:
        return Inline(text, markdown.escape(text), ())
    # Where the whole has nothing to clean and nothing to escape, its parts have not: nine runs in ten.
    # Only "_" means nothing inside a word and something where a mark parts the word.
    plain = text == run.text and text.isprintable() and markdown.escape(text) == text and "_" not in text
    span = _Span(run, marks, base, plain=plain)
    md = span.between(0, len(run.parts)).strip()
    if "  " in md or not md.isprintable():
        md = " ".join(md.split())
    return Inline(text, md, tuple(span.links))


def _nested(marks: Sequence[Mark]) -> list[Mark]:
    """Outer marks first, line breaks left out."""
    if len(marks) == 1:
        return [] if marks[0].kind == "br" else list(marks)
    return sorted([mark for mark in marks if mark.kind != "br"], key=lambda mark: (mark.start, -mark.end))


class _Span:
    """The marked text of one run, and the links met in it."""

    def __init__(self, run: Run, marks: list[Mark], base: str, *, plain: bool) -> None:
        self.parts = run.parts
        self.marks = marks
        self.base = base
        self.is_plain = plain
        self.links: list[Hyperlink] = []
        self.around: list[str] = []
        self.next = 0

    def between(self, start: int, end: int) -> str:
        """Parts ``start`` to ``end`` with the marks that lie inside them."""
        pieces: list[str] = []
        at, marks = start, self.marks
        while self.next < len(marks):
            mark = marks[self.next]
            if mark.start >= end:
                break
            self.next += 1
            if mark.start < at or mark.end > end:
                continue
            if mark.start > at:
                pieces.append(self.plain(at, mark.start))
            pieces.append(self.marked(mark))
            at = mark.end
        if at < end:
            pieces.append(self.plain(at, end))
        return markdown.join(pieces) if len(pieces) > 1 else "".join(pieces)

    def plain(self, start: int, end: int) -> str:
        raw = self.parts[start] if end - start == 1 else "".join(self.parts[start:end])
        if self.is_plain:
            return raw
        body = clean(raw)
        if not body:
            return " " if raw else ""
        text = markdown.escape(body, starts_line=start == 0)
        before = " " if start and raw[0].isspace() else ""
        return f"{before}{text} " if raw[-1].isspace() else f"{before}{text}"

    def marked(self, mark: Mark) -> str:
        if self.next < len(self.marks) and self.marks[self.next].start < mark.end:
            self.around.append(mark.kind)
            inner = self.between(mark.start, mark.end)
            self.around.pop()
        else:
            inner = self.plain(mark.start, mark.end)
        if mark.kind == "a":
            return self.linked(mark, inner)
        if mark.kind == "code" or mark.kind in self.around:  # four asterisks are text, two are bold
            return inner
        return markdown.emphasis(inner, strong=mark.kind == "strong")

    def linked(self, mark: Mark, inner: str) -> str:
        attributes = mark.node.attributes
        href = attributes.get("href")
        if not href or href[0] == "#":
            return inner
        url = urls.join(self.base, href)
        raw = "".join(self.parts[mark.start : mark.end])
        text = " ".join(raw.split()) if self.is_plain else clean(raw)
        if url is None or not text:
            return inner
        self.links.append(Hyperlink(url=url, text=text, rel=attributes.get("rel")))
        return markdown.link(inner, url)
