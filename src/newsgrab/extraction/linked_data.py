"""JSON-LD (https://www.w3.org/TR/json-ld11/) as it stands in pages: read tolerantly, within bounds.

Of 2,109 scripts in the corpus 23 are no JSON: comments or CDATA around them, trailing commas, raw
quotation marks inside strings. The largest has 106 KB.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from newsgrab.extraction.vocabulary import schema
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex

Thing: TypeAlias = Mapping[str, Any]
"""A JSON object that says something: its values are of any JSON type, whatever schema.org says."""

MAX_SCRIPT: Final = 2_000_000
"""Characters; longer scripts are not read (20 times the largest of the corpus)."""

MAX_NODES: Final = 5_000
"""Objects and lists looked at on one page."""

MAX_TEXT: Final = 5_000
"""Characters of one value that are looked at; the longest headline of the corpus has 300."""

_GROUPS: Final = tuple((name, schema(name)) for name in ("articles", "pages", "sites", "others"))
_INWARD: Final = ("@graph", "mainEntity", "mainEntityOfPage")

_DECODER: Final = json.JSONDecoder(strict=False, parse_int=str, parse_constant=str)
_WRAPPING: Final = regex(r"<!\[CDATA\[|\]\]>|<!--|-->|^[ \t]*//[ \t\r]*$", re.MULTILINE)
_LINE_COMMENT: Final = regex(r"(?<=[\s,])//[^\n]*")
_TRAILING_COMMA: Final = regex(r",(?=\s*[\]}])")
_FACT: Final = regex(
    r'"(@type|headline|datePublished|dateModified|articleSection|isAccessibleForFree)"'
    r'\s{0,20}:\s{0,20}"((?:[^"\\]|\\.)*)"'
)
_AUTHOR: Final = regex(r'"author"[\s:\[]{0,20}\{[^{}\]]{0,300}?"name"\s{0,20}:\s{0,20}"((?:[^"\\]|\\.)*)"')
_TAG: Final = regex(r"<[^<>]{0,300}>")


class Linked(NamedTuple):
    """What the scripts of a page describe.

    Attributes:
        articles: Articles, in document order.
        others: Videos, recipes, reviews and other works, where the page has them.
        pages: WebPage objects.
        sites: WebSite and publisher objects at the top.
        by_id: Everything found, by its ``@id``.
    """

    articles: tuple[Thing, ...] = ()
    others: tuple[Thing, ...] = ()
    pages: tuple[Thing, ...] = ()
    sites: tuple[Thing, ...] = ()
    by_id: Mapping[str, Thing] = {}


def linked(scripts: tuple[str, ...]) -> Linked:
    """Reads the JSON-LD scripts of a page; what cannot be read is left out.

    Args:
        scripts: The text of each script, in document order.
    """
    found: dict[str, list[Thing]] = {"articles": [], "others": [], "pages": [], "sites": []}
    by_id: dict[str, Thing] = {}
    left = MAX_NODES
    for script in scripts:
        for thing in _things(script, left):
            left -= 1
            kinds = types_of(thing)
            for group, names in _GROUPS:
                if not names.isdisjoint(kinds):
                    found[group].append(thing)
                    break
            if isinstance(key := thing.get("@id"), str):
                by_id.setdefault(key, thing)
    return Linked(**{group: tuple(things) for group, things in found.items()}, by_id=by_id)


def _things(script: str, left: int) -> Iterator[Thing]:
    """The objects of a script and of the lists and graphs in it, in document order."""
    stack: list[Any] = [_parsed(script)]
    while stack and left > 0:
        left -= 1
        value = stack.pop()
        if isinstance(value, dict):
            if value:
                yield value
            stack.extend(value[key] for key in _INWARD if key in value)
        elif isinstance(value, list):
            stack.extend(reversed(value[:left]))


def _parsed(script: str) -> object:
    """The value of a script, of its repaired form, or the few facts that can be picked out of it."""
    if len(script) > MAX_SCRIPT:
        return None
    text = script.strip()
    if not text:
        return None
    value = _decoded(text)
    if value is None:
        bare = _WRAPPING.sub("", text).strip()
        value = _decoded(_TRAILING_COMMA.sub("", _LINE_COMMENT.sub("", bare)))
        if value is None:
            value = _picked(bare)
    return value


def _decoded(text: str) -> object:
    """The value a text begins with; several, where it goes on with more objects."""
    try:
        value, end = _DECODER.raw_decode(text)
        if text.startswith(",", end) or text.startswith("{", end):
            value, _ = _DECODER.raw_decode(f"[{text.rstrip('; ')}]")
    except (ValueError, RecursionError):
        return None
    return value


def _picked(text: str) -> Thing | None:
    """Type, headline, dates and author of a script that is no JSON."""
    facts: dict[str, Any] = {}
    for match in _FACT.finditer(text[: MAX_SCRIPT // 10]):
        if match[1] != "@type" or match[2].lower() in schema("articles"):
            facts.setdefault(match[1], _unquoted(match[2]))
    if author := _AUTHOR.search(text[: MAX_SCRIPT // 10]):
        facts["author"] = {"name": _unquoted(author[1])}
    return facts if "@type" in facts else None


def _unquoted(inside: str) -> str:
    try:
        return str(_DECODER.decode(f'"{inside}"'))
    except ValueError:
        return inside


def types_of(thing: Thing) -> tuple[str, ...]:
    """The names of an object's types, lower case, without ``https://schema.org/``."""
    kind = thing.get("@type")
    if isinstance(kind, str):
        return (kind.rpartition("/")[2].lower(),)
    if isinstance(kind, list):
        return tuple(name.rpartition("/")[2].lower() for name in kind if isinstance(name, str))
    return ()


def texts(value: object) -> Iterator[str]:
    """The texts of a property: of a string, of each in a list, of an object's name."""
    stack: list[Any] = [value]
    for _ in range(MAX_NODES):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, str):
            if shown := plain(item):
                yield shown
        elif isinstance(item, bool):
            yield str(item)
        elif isinstance(item, list):
            stack.extend(reversed(item[:MAX_NODES]))
        elif isinstance(item, dict):
            stack.append(item.get("@value") or item.get("name") or item.get("headline"))


def text(value: object) -> str | None:
    """The first text of a property."""
    if isinstance(value, str) and (shown := plain(value)):
        return shown  # nearly all are strings
    return next(texts(value), None)


def plain(value: str) -> str:
    """A value without character references, tags and needless spaces, as many sites write them into JSON."""
    value = value[:MAX_TEXT]
    if "&" in value:
        from html import unescape  # noqa: PLC0415 - 2 ms, for the names of all characters

        value = unescape(unescape(value))
    if "<" in value:
        value = _TAG.sub("", value)
    return " ".join(value.split())


def addresses(value: object) -> Iterator[str]:
    """The addresses of a property: of a string, of each in a list, of an object's ``url`` or ``@id``."""
    stack: list[Any] = [value]
    for _ in range(MAX_NODES):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, list):
            stack.extend(reversed(item[:MAX_NODES]))
        elif isinstance(item, dict):
            stack.append(item.get("url") or item.get("contentUrl") or item.get("@id"))
