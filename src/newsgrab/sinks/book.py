"""A book of articles (EPUB 3.3): one chapter an article, a table of contents, and no pictures.

Pictures are left out because a book may not show what stands elsewhere (EPUB 3.3 section 3.6).
"""

import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from newsgrab.records import dataclass
from newsgrab.sinks.part import Part

_VOID: Final = ("br", "hr", "img")
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 section 2.2
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_WHEN: Final = (1980, 1, 1, 0, 0, 0)  # the least a ZIP can say: the same articles give the same bytes
_LONG_AGO: Final = "1980-01-01T00:00:00Z"

_CONTAINER: Final = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_PAGE: Final = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}"{dir}>
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="book.css"/></head>
<body>
{body}
</body>
</html>
"""  # noqa: E501 - a line of XML
_PACKAGE: Final = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>{lang}</dc:language>
{authors}<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
<item id="nav" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="book.css" media-type="text/css"/>
{items}</manifest>
<spine{direction}>
{spine}</spine>
</package>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """An article of the book.

    Attributes:
        id: Of the article.
        title: In the table of contents.
        html: What stands in the page, harmless.
        authors: Their names.
        language: BCP 47.
        direction: ``ltr`` or ``rtl``.
        fetched: When, in UTC, like ``2024-02-09T08:00:00Z``.
    """

    id: str
    title: str
    html: str
    authors: tuple[str, ...] = ()
    language: str | None = None
    direction: str | None = None
    fetched: str | None = None


class BookFile:
    """A book that is being written; a chapter that comes again is left out."""

    def __init__(self, path: str, style: str) -> None:
        """Writes what is the same in every book.

        Args:
            path: Where it will be; a book of several articles is called like the file.
            style: The style sheet.

        Raises:
            OutputError: It cannot be written.
        """
        self._part = Part(path)
        self._name = Path(path).stem
        self._chapters: dict[str, Chapter] = {}
        with self._part.named():
            self._zip = zipfile.ZipFile(self._part.path, "w", zipfile.ZIP_DEFLATED)
            self._write("mimetype", "application/epub+zip", zipfile.ZIP_STORED)  # first, and as it is
            self._write("META-INF/container.xml", _CONTAINER)
            self._write("book/book.css", style)

    def add(self, chapter: Chapter) -> None:
        """Writes a chapter.

        Raises:
            OutputError: It cannot be written.
        """
        if chapter.id in self._chapters:
            return
        number = len(self._chapters) + 1
        # The text is on the disk: what is kept is what the table of contents needs.
        self._chapters[chapter.id] = Chapter(
            id=chapter.id,
            title=chapter.title,
            html="",
            authors=chapter.authors,
            language=chapter.language,
            direction=chapter.direction,
            fetched=chapter.fetched,
        )
        direction = f' dir="{chapter.direction}"' if chapter.direction in ("ltr", "rtl") else ""
        page = _PAGE.format(
            lang=_language(chapter.language),
            dir=direction,
            title=_xml(chapter.title),
            body=as_xml(chapter.html),
        )
        with self._part.named():
            self._write(f"book/{number}.xhtml", page)

    def close(self) -> None:
        """Writes the table of contents, and puts the book in its place.

        Raises:
            OutputError: It cannot be written.
        """
        chapters = list(self._chapters.values())
        with self._part.named():
            self._write("book/contents.xhtml", _contents(chapters, self._title(chapters)))
            self._write("book/book.opf", _package(chapters, self._title(chapters)))
            self._zip.close()
        self._part.finish()

    def discard(self) -> None:
        """Leaves no trace of it."""
        with suppress(OSError, ValueError):
            self._zip.close()
        self._part.discard()

    def _title(self, chapters: list[Chapter]) -> str:
        return chapters[0].title if len(chapters) == 1 else self._name

    def _write(self, name: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
        entry = zipfile.ZipInfo(name, _WHEN)
        entry.external_attr = 0o644 << 16
        self._zip.writestr(entry, text.encode("utf-8", "replace"), how)


def _package(chapters: list[Chapter], title: str) -> str:
    numbers = range(1, len(chapters) + 1)
    ids = sha256("\n".join(chapter.id for chapter in chapters).encode("utf-8", "replace")).hexdigest()
    names = dict.fromkeys(name for chapter in chapters for name in chapter.authors)
    right = all(chapter.direction == "rtl" for chapter in chapters)
    return _PACKAGE.format(
        identifier=f"urn:newsgrab:{ids[:32]}",
        title=_xml(title),
        lang=_shared_language(chapters),
        authors="".join(f"<dc:creator>{_xml(name)}</dc:creator>\n" for name in names if name.strip()),
        modified=max((chapter.fetched for chapter in chapters if chapter.fetched), default=_LONG_AGO),
        items=_joined(
            numbers, lambda n: f'<item id="c{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>'
        ),
        spine=_joined(numbers, lambda n: f'<itemref idref="c{n}"/>'),
        direction=' page-progression-direction="rtl"' if right else "",
    )


def _contents(chapters: list[Chapter], title: str) -> str:
    entries = _joined(
        range(1, len(chapters) + 1),
        lambda n: f'<li><a href="{n}.xhtml">{_xml(chapters[n - 1].title)}</a></li>',
    )
    body = f'<nav epub:type="toc"><h1>{_xml(title)}</h1>\n<ol>\n{entries}</ol></nav>'
    return _PAGE.format(lang=_shared_language(chapters), dir="", title=_xml(title), body=body)


def _joined(numbers: range, line: Callable[[int], str]) -> str:
    return "".join(f"{line(number)}\n" for number in numbers)


def _shared_language(chapters: list[Chapter]) -> str:
    """The language of all, or ``mul``: several (ISO 639-2)."""
    languages = {_language(chapter.language) for chapter in chapters}
    return languages.pop() if len(languages) == 1 else "mul"


def _language(tag: str | None) -> str:
    return tag if tag and _LANGUAGE.fullmatch(tag) else "und"


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", " ".join(text.split())))


def as_xml(html: str) -> str:
    """Well-formed XML of HTML in which every element is closed, as sanitisers write it."""
    rewriter = _Rewriter()
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.parts)


class _Rewriter(HTMLParser):
    """Writes elements and text as XML wants them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = "".join(f' {name}="{escape(_NO_XML.sub(chr(0xFFFD), value or ""))}"' for name, value in attrs)
        self.parts.append(f"<{tag}{shown}{'/' if tag in _VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(_NO_XML.sub("\ufffd", data), quote=False))
