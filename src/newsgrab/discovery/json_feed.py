"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from newsgrab.discovery.entries import Entry, Newest, Paper, links_of, moment_of
from newsgrab.errors import BadXml
from newsgrab.model import Listing

_ITEMS: Final = re.compile(r'"items"\s*:\s*\[\s*')
_NEXT: Final = re.compile(r"\s*,\s*")
_END: Final = re.compile(r"\s*\]")


def read_json_feed(paper: Paper) -> Listing:
    """The articles a JSON feed names, in its order.

    Item by item: a feed that is cut off or broken gives those before the break, and the whole is never
    in memory as objects.

    Raises:
        BadXml: It is none.
    """
    text = paper.body.decode("utf-8", "replace")
    start = _ITEMS.search(text)
    if start is None:
        raise BadXml("it is no feed: JSON without items")
    kept, flaws = Newest(), []
    for item in _items(text, start.end()):
        if isinstance(item, str):
            flaws.append(item)
        elif isinstance(item, dict) and (entry := _entry(item, paper)):
            kept.add(entry)
    links = links_of(kept.in_order(), paper)
    return Listing(kind="feed", links=links, notes=(*flaws, *kept.notes))


def _items(text: str, at: int) -> Iterator[Any]:
    """The items of the list that begins there; a string is what is wrong with the rest."""
    decoder = json.JSONDecoder()
    if _END.match(text, at):
        return
    while True:
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield f"broken at character {at}; what stands before it is read"
            return
        yield None if isinstance(item, str) else item
        following = _NEXT.match(text, at)
        if following is None:
            if not _END.match(text, at):
                yield f"broken at character {at}; what stands before it is read"
            return
        at = following.end()


def _entry(item: dict[str, Any], paper: Paper) -> Entry | None:
    reference = _text(item, "url") or _text(item, "external_url") or _text(item, "id")
    if not reference or (reference == _text(item, "id") and "://" not in reference):
        return None
    return Entry(
        reference=reference,
        title=_text(item, "title"),
        published=moment_of(_text(item, "date_published"), paper.now),
        modified=moment_of(_text(item, "date_modified"), paper.now),
    )


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""
