"""Pictures and embeds of the story."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from newsgrab import urls
from newsgrab.dom import Media, Node
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.names import is_post
from newsgrab.model import Embed, Image
from newsgrab.text import clean

_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src")
"""Where lazy pages keep the real address; ``src`` itself is often a placeholder and comes last."""

_SMALLEST: Final = 50
"""CSS pixels; smaller pictures are icons and trackers."""

_MOST_RUNS: Final = 2
_PLAYERS: Final = frozenset({"video", "audio"})
_CREDIT: Final = ':is([class*="credit"], [class*="copyright"], [class*="attribution"], [itemprop="copyrightHolder"])'
_NUMBER: Final = re.compile(r"\d+")


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
    around = _zones_around(evidence, kept)
    found: list[Placed] = []
    seen: set[str] = set()
    for medium in evidence.survey.media:
        if not _is_inside(evidence, medium, kept, around):
            continue
        what = _image(evidence, medium, base) if medium.tag == "img" else _embed(medium, base)
        if what is not None and what.url not in seen:
            seen.add(what.url)
            found.append(Placed(medium.run, what))
    posts = [post for post in _posts(evidence, base) if kept[0] <= post.run <= kept[-1] + 1]
    return sorted([*found, *posts], key=lambda placed: placed.run) if posts else found


def _posts(evidence: Evidence, base: str) -> Iterator[Placed]:
    """Quoted posts of social networks; the last link of one is its own address."""
    zones = evidence.survey.zones
    for index, names in enumerate(zones.names):
        if zones.tags[index] == "blockquote" and names and is_post(names):
            links = zones.nodes[index].css("a[href]")
            url = urls.join(base, links[-1].attributes.get("href") or "") if links else None
            if url:
                yield Placed(zones.runs[index], Embed(provider=_provider(url), url=url, kind="post"))


def _zones_around(evidence: Evidence, kept: Sequence[int]) -> set[int]:
    zones = evidence.survey.zones
    around: set[int] = set()
    for number in kept:
        zone = evidence.survey.runs[number].zone
        while zone >= 0 and zone not in around:
            around.add(zone)
            zone = zones.parents[zone]
    return around


def _is_inside(evidence: Evidence, medium: Media, kept: Sequence[int], around: set[int]) -> bool:
    """Whether it stands among the kept runs, in no box of its own that holds other text."""
    title = evidence.headline.run if evidence.headline is not None else None
    first = kept[0] if title is None else min(title + 1, kept[0])
    if not first <= medium.run <= kept[-1] + 1:
        return False
    zones, zone = evidence.survey.zones, medium.zone
    box = -1
    while zone not in around and zone > 0:
        box, zone = zone, zones.parents[zone]
    if box < 0:
        return True
    inside = range(zones.runs[box], zones.runs[box] + _runs_within(evidence, box))
    if any(evidence.labels[number] == "ad" for number in inside):
        return False
    if evidence.layout.up[zone] > 1 and zones.tags[box] != "figure":
        return not inside and title is not None and title < medium.run <= kept[0]
    return len(inside) <= _MOST_RUNS


def _runs_within(evidence: Evidence, box: int) -> int:
    zones, count = evidence.survey.zones, 0
    for number in range(zones.runs[box], len(evidence.survey.runs)):
        zone = evidence.survey.runs[number].zone
        while zone > box:
            zone = zones.parents[zone]
        if zone != box:
            break
        count += 1
    return count


def _image(evidence: Evidence, medium: Media, base: str) -> Image | None:
    attributes = medium.node.attributes
    url = next(_addresses(medium.node, base), None)
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    if url is None or min(width or _SMALLEST, height or _SMALLEST) < _SMALLEST:
        return None
    caption, credit = _caption(evidence, medium)
    alt = clean(attributes.get("alt") or "") or None
    return Image(url=url, alt=alt, caption=caption, credit=credit, width=width, height=height)


def _addresses(node: Node, base: str) -> Iterator[str]:
    attributes = node.attributes
    for key in _SOURCES:
        value = (attributes.get(key) or "").strip()
        if "srcset" in key and value:
            value = value.rsplit(",", 1)[-1].split()[0] if value.rsplit(",", 1)[-1].split() else ""
        if value and not value.startswith("data:") and (url := urls.join(base, value)):
            yield url


def _pixels(value: str | None) -> int | None:
    found = _NUMBER.match(value or "")
    return int(found[0][:5]) if found else None


def _caption(evidence: Evidence, medium: Media) -> tuple[str | None, str | None]:
    """Text of the figure around a picture, and the part of it that names the photographer."""
    zones, zone = evidence.survey.zones, medium.zone
    while zone > 0 and zones.tags[zone] != "figure":
        zone = zones.parents[zone]
    if zone <= 0:
        return None, None
    start = zones.runs[zone]
    runs = evidence.survey.runs[start : start + _runs_within(evidence, zone)]
    text = " ".join(clean(run.text) for run in runs)
    node = zones.nodes[zone].css_first(_CREDIT)
    credit = clean(node.text()) if node is not None else ""
    if credit and credit in text:
        text = " ".join(text.replace(credit, "", 1).split())
    return text or None, credit or None


def _embed(medium: Media, base: str) -> Embed | None:
    attributes = medium.node.attributes
    address = attributes.get("src") or attributes.get("data-src") or attributes.get("data") or ""
    if not address and medium.tag in _PLAYERS:
        source = medium.node.css_first("source")
        address = (source.attributes.get("src") or "") if source is not None else ""
    url = urls.join(base, address)
    if url is None:
        return None
    kind = medium.tag if medium.tag in _PLAYERS else "frame"
    return Embed(provider=_provider(url), url=url, kind="video" if "/embed/" in urlsplit(url).path else kind)


def _provider(url: str) -> str:
    """The name in a host: ``youtube`` of ``www.youtube.com``."""
    parts = urls.host_of(url).split(".")
    return parts[-2] if len(parts) > 1 else parts[0]
