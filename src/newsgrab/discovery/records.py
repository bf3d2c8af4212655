"""The records of an XML file: the items of a feed, the addresses of a sitemap.

Read with expat as a stream of events, so that a file of any size costs the memory of one record. A document
type with declarations of its own is refused: entities that stand for others (billion laughs), for files
(XXE) and attributes by default are declared there and nowhere else. A document type without them, as RSS 0.91
has it, is never loaded.

Feeds are broken every day, so a break is not the end: what can be mended is (control characters, a bare
``&``, the entities of HTML), and reading goes on at the next record behind a break that cannot.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Final
from xml.parsers import expat

from newsgrab.discovery.mending import mended
from newsgrab.errors import BadXml
from newsgrab.named_tuples import NamedTuple

_LONGEST_TEXT: Final = 16_384
"""Characters of one field that are kept; an address has at most 8 KiB, a title less."""

_MOST_FIELDS: Final = 64
"""Fields of one record that are kept."""

_DEEPEST: Final = 1_000
_LONGEST_STRETCH: Final = 1 << 20
"""Most bytes without a ``<``. 6 million attributes in one tag would take 1 GB; a text so long is no news."""

_MOST_RECORDS: Final = 600_000
"""Records that are read: in 50 MiB more than a million empty ones could stand, and take half a minute."""

_MOST_BREAKS: Final = 10_000
_MOST_OPEN: Final = 2
"""Breaks that are something left open: each costs a look at the rest of the file."""

_OPEN: Final = frozenset(
    {
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    }
)
_STRETCH: Final = re.compile(rb"<[^<]{%d}" % _LONGEST_STRETCH)
_PREFIXES: Final = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.w3.org/2005/atom": "atom",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "https://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://search.yahoo.com/mrss/": "media",
}
"""What is called so here, whatever a file calls it."""


class Wanted(NamedTuple):
    """What is read of a file.

    Attributes:
        records: What records are called.
        fields: What the children of records that matter are called, with the prefix of a foreign namespace;
            ``news:news/news:title`` is a child of a child.
    """

    records: frozenset[str]
    fields: frozenset[str]


class Field(NamedTuple):
    """A child of a record, or a child of one: its name as in ``Wanted.fields``, its attributes and text."""

    name: str
    attributes: dict[str, str]
    text: str


class Record(NamedTuple):
    """One record, its fields in the order of the file."""

    name: str
    attributes: dict[str, str]
    fields: tuple[Field, ...]


class Course:
    """How the reading goes.

    Attributes:
        root: The name of the outermost element, ``""`` before there is one.
        base: Its ``xml:base``, if it has one.
        flaws: What is wrong with the file.
    """

    def __init__(self) -> None:
        """Nothing is read yet."""
        self.root = ""
        self.base: str | None = None
        self.flaws: list[str] = []


class _Broken(Exception):
    """What expat does not mind and we do."""


class _Enough(Exception):
    """All that is wanted has been read."""


def read_records(body: bytes, wanted: Wanted, take: Callable[[Record], None]) -> Course:
    """Gives each record of a file to ``take``, as it comes.

    Args:
        body: The file in UTF-8.
        wanted: What is read of it.
        take: Takes one.

    Raises:
        BadXml: It declares a document type of its own.
    """
    course = Course()
    body = body[max(body.find(b"<"), 0) :]
    if (stretch := _STRETCH.search(body)) is not None:
        body = body[: stretch.start()]
        course.flaws.append("more than 1 MiB without a tag; what stands before it is read")
    names = b"|".join(name.encode() for name in wanted.records)
    opening = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:%s)[\s>/]" % names)
    reader, start, is_mended, left_open = _Reader(wanted, take, course), 0, False, 0
    for _ in range(_MOST_BREAKS):
        wrong = reader.read(memoryview(body)[start:])
        if wrong is None:
            return course
        left_open += wrong in _OPEN
        at, done = start + reader.broken_at, start + reader.done
        if not is_mended:
            course.flaws.append(f"broken at byte {at} ({wrong}); what can be read of it is")
            is_mended, body, start = True, mended(body[done:]), 0
            if not done:
                course.root = ""
            continue
        reader.give_up_record()
        following = opening.search(body, at)
        if following is None or left_open > _MOST_OPEN:
            return course
        start = following.start()
    course.flaws.append(f"broken in {_MOST_BREAKS} places; the rest is left out")
    return course


class _Reader:
    """Takes the events of one parse after the other, and knows the record it is in."""

    def __init__(self, wanted: Wanted, take: Callable[[Record], None], course: Course) -> None:
        self.done = 0
        self.broken_at = 0
        self._wanted = wanted
        self._parents = frozenset(name.partition("/")[0] for name in wanted.fields)
        self._take = take
        self._course = course
        self._prefixes: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._records = 0
        self._begin()

    def read(self, data: memoryview) -> str | None:
        """Reads the file, or what follows a break; says what is wrong where it is broken.

        Raises:
            BadXml: It declares a document type of its own.
        """
        self._begin()
        parser = self._parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.UseForeignDTD(True)  # entities that nobody declared are passed over then
        parser.StartDoctypeDeclHandler = _refuse_declarations
        parser.SkippedEntityHandler = self._skipped
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        before = b"<_>" if self._course.root else b""  # what follows a break has lost its root
        try:
            parser.Parse(before, False)
            parser.Parse(data, True)
        except expat.ExpatError as error:
            self.broken_at = max(parser.ErrorByteIndex - len(before), 0)
            self.done = self._end_of_tag(data, len(before))
            return expat.ErrorString(error.code)
        except _Enough:
            self._course.flaws.append(f"more than {_MOST_RECORDS} entries; those are read")
        except _Broken as error:
            self.broken_at = max(parser.CurrentByteIndex - len(before), 0)
            self.done = self._end_of_tag(data, len(before))
            return str(error)
        return None

    def give_up_record(self) -> None:
        """The record that a break has cut short is given as far as it came."""
        if self._fields:
            self._take(Record(self._name, self._attributes, tuple(self._fields)))

    def _begin(self) -> None:
        self._depth = 0
        self._level = 0
        self._last_end = -1
        self._fields: list[Field] = []
        self._field: tuple[str, dict[str, str]] | None = None
        self._child: tuple[str, dict[str, str], int] | None = None
        self._parts: list[str] = []
        self._size = 0

    def _end_of_tag(self, data: memoryview, before: int) -> int:
        """Where the last whole record ends."""
        if self._last_end < 0:
            return 0
        start = self._last_end - before
        return start + bytes(data[start : start + 100]).find(b">") + 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Broken(f"nested more than {_DEEPEST} deep")
        short = self._known.get(name) or self._named(name)
        if not self._level:
            if not self._course.root:
                self._open_root(name, attributes)
            elif short in self._wanted.records:
                self._level, self._name, self._attributes = self._depth, short, attributes
        elif self._depth == self._level + 1:
            if short in self._parents and len(self._fields) < _MOST_FIELDS:
                self._field, self._size = (short, attributes), 0
                self._parts.clear()
        elif self._depth == self._level + 2 and self._field is not None:
            self._child = (short, attributes, len(self._parts))

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._depth == self._level + 1:
            if self._field is not None and self._child is not None:
                name, attributes, start = self._child
                self._keep(f"{self._field[0]}/{name}", attributes, start)
            self._child = None
        elif self._depth == self._level:
            if self._field is not None:
                self._keep(*self._field, 0)
                self._field = None
        elif self._level and self._depth < self._level:
            record = Record(self._name, self._attributes, tuple(self._fields))
            self._level, self._fields = 0, []
            self._last_end = self._parser.CurrentByteIndex
            self._take(record)
            self._records += 1
            if self._records >= _MOST_RECORDS:
                raise _Enough

    def _keep(self, name: str, attributes: dict[str, str], start: int) -> None:
        if name in self._wanted.fields:
            self._fields.append(Field(name, attributes, "".join(self._parts[start:])))

    def _text(self, text: str) -> None:
        if self._field is not None and self._size < _LONGEST_TEXT:
            self._parts.append(text[: _LONGEST_TEXT - self._size])
            self._size += len(text)

    def _skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - expat's signature
        if not is_parameter:
            self._text(unescape(f"&{name};"))

    def _open_root(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, short = name.rpartition(":")
        self._prefixes[prefix] = ""
        for attribute, value in attributes.items():
            known = _PREFIXES.get(value.strip().lower())
            if known is not None and attribute.startswith("xmlns:"):
                self._prefixes.setdefault(attribute.removeprefix("xmlns:"), known)
        self._course.root = short.lower()
        self._course.base = attributes.get("xml:base")

    def _named(self, name: str) -> str:
        """The name without the prefix of the root, or with the one that its namespace has here."""
        prefix, colon, short = name.rpartition(":")
        prefix = self._prefixes.get(prefix, prefix)
        known = f"{prefix}:{short}" if prefix and colon else short
        if len(self._known) < 1_000:  # noqa: PLR2004 - a file that invents names is not remembered whole
            self._known[name] = known
        return known


def _refuse_declarations(name: str, _system: str | None, _public: str | None, has_subset: bool) -> None:  # noqa: FBT001 - expat's signature
    if has_subset:
        raise BadXml(f"it declares a document type of its own ({name[:40]}), which is not read")
