"""Pictures and embeds of the story."""

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Final
from urllib.parse import urlsplit

from newsgrab import urls
from newsgrab.dom import Media, Node
from newsgrab.dom.tree import Attributes
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.names import is_icon, is_post
from newsgrab.extraction.story_region import Region
from newsgrab.model import Embed, Image
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.text import clean

_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src")
"""Where lazy pages keep the real address; ``src`` itself is often a placeholder and comes last."""

_SMALLEST: Final = 50
"""CSS pixels; smaller pictures are icons and trackers."""

_PLAYERS: Final = frozenset({"video", "audio"})
_PIXELS: Final = regex(r"([0-9]{1,5})(?:\.[0-9]*)?\s{0,5}(?:px)?", re.IGNORECASE)
_DESCRIPTOR: Final = regex(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)[wx]")
_WIDTHS: Final = regex(r"(?:[0-9]{1,9}w, )*[0-9]{1,9}w,?")
"""The sizes of a plain ``srcset``, nine in ten; to take one apart word by word costs four times as much."""

_FRAMES: Final = ("data-src", "src", "data")
_COUNTRY: Final = 2
_REGISTRIES: Final = frozenset({"ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"})
"""Labels under which the registries of countries give out names, as in ``bbc.co.uk``."""


class Placed(NamedTuple):
    """A picture or embed and the run before which it stands.

    Attributes:
        run: Index of the first run after it.
        what: The picture or embed.
    """

    run: int
    what: Image | Embed


def placed(evidence: Evidence, kept: Sequence[int], base: str) -> list[Placed]:
    """Pictures and embeds of the story in document order, each address once."""
    if not kept:
        return []
    title = evidence.headline.run if evidence.headline is not None else None
    start, end = kept[0], kept[-1] + 1
    first = start if title is None else min(title + 1, start)
    region = Region(evidence, kept, title)
    near = [m for m in evidence.survey.media if first <= m.run <= end or (m.run < first and region.heads(m))]
    found = _around(region, near, base) if near else {}
    for post in _posts(evidence, base):
        if start <= post.run <= end:
            found[post.what.url] = post
    return sorted(found.values(), key=attrgetter("run"))


def _around(region: "Region", near: Sequence[Media], base: str) -> dict[str, Placed]:
    found: dict[str, Placed] = {}
    for medium in near:
        if region.holds(medium):
            what = _image(region, medium, base) if medium.tag == "img" else _embed(medium, base)
            if what is not None:
                found.setdefault(what.url, Placed(medium.run, what))
    return found


def _posts(evidence: Evidence, base: str) -> Iterator[Placed]:
    """Quoted posts of social networks; the last link of one is its own address."""
    zones = evidence.survey.zones
    if "blockquote" not in zones.tags:
        return
    for index, names in enumerate(zones.names):
        if zones.tags[index] == "blockquote" and names and is_post(names):
            links = zones.nodes[index].css("a[href]")
            url = urls.join(base, links[-1].attributes.get("href") or "") if links else None
            if url:
                yield Placed(zones.runs[index], Embed(provider=_provider(url), url=url, kind="post"))


def _image(region: Region, medium: Media, base: str) -> Image | None:
    attributes = medium.node.attributes
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    if (width is not None and width < _SMALLEST) or (height is not None and height < _SMALLEST):
        return None
    url = _address(attributes, base) or _address_around(medium.node, base)
    if url is None or is_icon(url):
        return None
    caption, credit = region.caption(medium)
    alt = clean(attributes.get("alt") or "") or None
    return Image(url=url, alt=alt, caption=caption, credit=credit, width=width, height=height)


def _address(attributes: Attributes, base: str) -> str | None:
    """A picture's best address."""
    for key in _SOURCES:
        value = attributes.get(key)
        if not value:
            continue
        value = _largest(value) if "srcset" in key else value.strip()
        if value and not value.startswith("data:") and (url := urls.join(base, value)):
            return url
    return None


def _address_around(node: Node, base: str) -> str | None:
    """The best address that the ``picture`` around a picture gives it."""
    picture = node.parent
    if picture is None or picture.tag != "picture":
        return None
    found = (_address(source.attributes, base) for source in picture.css("source"))
    return next(filter(None, found), None)


def _largest(srcset: str) -> str:
    """The address of the largest candidate, ``""`` if there is none."""
    words = srcset.split()
    addresses, sizes = words[::2], words[1::2]
    if (
        len(addresses) == len(sizes)
        and _WIDTHS.fullmatch(" ".join(sizes))
        and "data:" not in srcset
        and not any(address[0] == "," or address[-1] == "," for address in addresses)
    ):
        widths = [int(size.rstrip(",")[:-1]) for size in sizes]
        return addresses[widths.index(max(widths))]
    candidates = [found for found in _candidates(srcset) if not found[1].startswith("data:")]
    return max(candidates, key=itemgetter(0))[1] if candidates else ""


def _candidates(srcset: str) -> Iterator[tuple[float, str]]:
    """Each address with its width or density (https://html.spec.whatwg.org/#parse-a-srcset-attribute)."""
    address, size = "", 1.0
    for part in srcset.split():
        word = part
        if address:
            descriptor, comma, word = part.partition(",")
            if found := _DESCRIPTOR.fullmatch(descriptor):
                size = float(found[1])
            if not comma:
                continue
            yield size, address
            address, size = "", 1.0
        word = word.lstrip(",")
        if word.endswith(","):
            yield size, word.rstrip(",")
        else:
            address = word
    if address:
        yield size, address


def _pixels(value: str | None) -> int | None:
    found = _PIXELS.fullmatch(value.strip()) if value else None
    return int(found[1]) if found else None


def _embed(medium: Media, base: str) -> Embed | None:
    nodes = [medium.node, *(medium.node.css("source") if medium.tag in _PLAYERS else ())]
    values = filter(None, (node.attributes.get(key) for node in nodes for key in _FRAMES))
    url = next(filter(None, (urls.join(base, value) for value in values)), None)
    if url is None:
        return None
    kind = medium.tag if medium.tag in _PLAYERS else "frame"
    return Embed(provider=_provider(url), url=url, kind="video" if "/embed/" in urlsplit(url).path else kind)


def _provider(url: str) -> str:
    """The name in a host: ``youtube`` of ``www.youtube.com``, ``bbc`` of ``www.bbc.co.uk``."""
    *rest, name, country = ["", *urls.host_of(url).split(".")]
    if name in _REGISTRIES and len(country) == _COUNTRY and rest[-1]:
        return rest[-1]
    return name or country
