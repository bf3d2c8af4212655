"""The names of the site, and titles without them."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from newsgrab import urls
from newsgrab.extraction.linked_data import Linked, Thing, plain, text
from newsgrab.extraction.vocabulary import keys
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex

NAME_KEYS: Final = keys("site")

# What stands between headline and site name, bars in group 1. A colon parts a headline too often to be one.
_SEAM: Final = regex(
    r"([|｜•┃∣│¦_]|::|(?<=\s)[»«›‹·](?=\s))|(?<=\s)[-–—―−~/<>]|[-–—](?=\s)|－|--+|(?<=\s)ـ+(?=\s)"
)

_SEAM_ONLY: Final = regex(_SEAM.pattern.replace("(", "(?:", 1))

_MARKS: Final = frozenset("|｜•┃∣│¦_»«›‹·–—―−~<>－ـ")

LONGEST_NAME: Final = 50
"""Characters; some pages declare their headline as the name of the site."""

_SHORT_TAIL: Final = 0.4
"""Share of a title up to which what stands after a bar is taken for a section or a site's name."""

_SHORTEST_LABEL: Final = 3
_ADDRESS: Final = regex(r"(?:www\.)?[\w-]{1,60}(?:\.[\w-]{1,60}){0,3}\.[a-z]{2,6}", re.IGNORECASE)
_ADDRESS_END: Final = regex(r"(?:com|net|org|info|tv|[a-z]{2})\Z")
_SECOND_LEVEL: Final = frozenset(["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go"])
_UNWRITTEN: Final = regex(r"[\W_]+")
_ASCII_OTHERS: Final = bytes(code for code in range(128) if not chr(code).isalnum())


def squeezed(title: str) -> str:
    """A title's letters and digits in small letters, for comparing."""
    if title.isascii():
        return title.lower().encode("ascii").translate(None, _ASCII_OTHERS).decode("ascii")
    return _UNWRITTEN.sub("", title).casefold()


def host_label(base: str) -> str:
    """The part of a host that names the site: ``example`` of ``https://news.example.co.uk/``."""
    labels = urls.host_of(base).split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    return labels[-1].replace("-", "") if labels else ""


class Names(NamedTuple):
    """The names of one site.

    Attributes:
        shown: What it calls itself, the likeliest name first; empty where it says nothing.
        declared: The same, squeezed.
        label: Its host's main part.
    """

    shown: tuple[str, ...]
    declared: frozenset[str]
    label: str

    def is_site(self, segment: str) -> bool:
        """Whether a text is the site's name and nothing else."""
        return self.is_squeezed_site(squeezed(segment))

    def is_squeezed_site(self, bare: str) -> bool:
        """Whether a squeezed text is the site's name and nothing else."""
        return not bare or bare in self.declared or (len(bare) >= _SHORTEST_LABEL and bare == self.label)

    def names_site(self, segment: str) -> bool:
        """Whether a part of a title is the site's name, perhaps with a word more or less, or an address."""
        bare, label = squeezed(segment), self.label
        if self.is_squeezed_site(bare):
            return True
        if len(label) > _SHORTEST_LABEL and label in bare and len(bare) <= 2 * len(label) + 4:
            return True
        if len(bare) >= _SHORTEST_LABEL and label.startswith(bare):
            return True
        for name in self.declared:
            if len(bare) > _SHORTEST_LABEL and name.startswith(bare) and _ADDRESS_END.match(name, len(bare)):
                return True
            if len(name) > _SHORTEST_LABEL and name in bare and len(bare) <= 2 * len(name):
                return True
        return "." in segment and _ADDRESS.fullmatch(segment) is not None

    def without_site(self, title: str) -> str:
        """A title without the site's name at either end."""
        for _ in range(4):
            shorter = self._cut(title)
            if shorter == title:
                break
            title = shorter
        return title

    def _cut(self, title: str) -> str:
        if "-" not in title and "/" not in title and "::" not in title and _MARKS.isdisjoint(title):
            return title  # a tenth of the time of the pattern, and true of two titles in three
        seams = list(_SEAM.finditer(title))
        bars = [seam for seam in seams if seam[1]]
        for found in (bars, [seam for seam in seams if not seam[1]]):
            if not found:
                continue
            head, tail = title[: found[-1].start()].strip(), title[found[-1].end() :].strip()
            if head and self.names_site(tail):
                return head
            start, rest = title[: found[0].start()].strip(), title[found[0].end() :].strip()
            if rest and self.names_site(start):
                return rest
        return title


def names_of(metas: Mapping[str, Sequence[str]], linked: Linked, article: Thing, base: str) -> Names:
    """The names of the page's site.

    Args:
        metas: Contents of the meta tags by key.
        linked: What the JSON-LD scripts describe.
        article: Its object for this page.
        base: The page's address.
    """
    found = [plain(content) for key in NAME_KEYS if key in metas for content in metas[key]]
    publisher = article.get("publisher")
    if isinstance(publisher, dict) and "name" not in publisher:
        publisher = linked.by_id.get(str(publisher.get("@id")))
    names = (publisher, *[site.get("name") for site in linked.sites])
    found += [text(name) or "" for name in names if name is not None]
    shown = tuple(dict.fromkeys([name for name in found if name and len(name) <= LONGEST_NAME]))
    declared = frozenset([bare for bare in map(squeezed, shown) if bare])
    return Names(shown, declared, host_label(base))


def without_tail(title: str) -> str:
    """A title up to its bars, where what follows is short: a section, or a name the site does not declare."""
    for seam in reversed([seam for seam in _SEAM.finditer(title) if seam[1]]):
        if len(title) - seam.end() > _SHORT_TAIL * len(title):
            break
        title = title[: seam.start()].rstrip()
    return title


def beginnings(title: str) -> list[str]:
    """What stands before each bar and dash of a title."""
    return [title[: seam.start()].strip() for seam in _SEAM.finditer(title)]


def endings(title: str) -> list[str]:
    """What stands after each bar, dash and lone colon of a title; a colon right after a word is not one."""
    parts = [title[seam.end() :].strip() for seam in _SEAM.finditer(title)]
    return [*parts, *title.split(" : ")[1:]]


def segments(title: str, *, colons: bool = False) -> list[str]:
    """What stands between the bars, dashes and lone colons of a title; ``colons``: between all colons."""
    pieces = title.replace("：", ": ").split(": " if colons else " : ")
    return [part for piece in pieces for part in _SEAM_ONLY.split(piece)]
