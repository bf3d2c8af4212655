"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from newsgrab.discovery.entries import Entry, Newest, Paper, links_of
from newsgrab.errors import BadXml
from newsgrab.model import Listing

_LARGEST: Final = 10 << 20
"""Bytes that are read: an item made of nothing but ``{}`` takes 24 times its size in memory."""

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
    text = paper.body[:_LARGEST].decode("utf-8", "replace")
    start = _ITEMS.search(text)
    if start is None:
        raise BadXml("it is no feed: JSON without items")
    kept = Newest(paper.now)
    flaws = ["the first 10 MiB are read"] if len(paper.body) > _LARGEST else []
    for item in _items(text, start.end()):
        if isinstance(item, str):
            flaws.append(item)
        elif isinstance(item, dict) and (entry := _entry(item)):
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


def _entry(item: dict[str, Any]) -> Entry | None:
    reference = _text(item, "url") or _text(item, "external_url") or _text(item, "id")
    if not reference or (reference == _text(item, "id") and "://" not in reference):
        return None
    return Entry(
        reference=reference,
        title=_text(item, "title"),
        published=_text(item, "date_published"),
        modified=_text(item, "date_modified"),
    )


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""
