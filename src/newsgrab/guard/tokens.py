"""The tags of a page, as the tokenizer of browsers finds them.

Where the tokenizer's state depends on the tree, the reading with more tags is taken.
Source: https://html.spec.whatwg.org/multipage/parsing.html#tokenization.
"""

import re
from collections.abc import Iterator
from typing import Final

from newsgrab.patterns import regex

_ATTRIBUTE: Final = (
    rb"(?:=[^ \t\n\f\r/>=]*+|[^ \t\n\f\r/>=]++)"
    rb"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"[^\"]*+\"|'[^']*+'|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+)?+)?+"
)
_TOKEN: Final = regex(
    rb"<(?:(?P<end>/)?(?P<name>[A-Za-z][^ \t\n\f\r/>]*+)"
    rb"(?P<attributes>(?:[ \t\n\f\r/]++|" + _ATTRIBUTE + rb")*+)(?P<close>>?)"
    rb"|!--(?:-?>|.*?--!?>|.*)"
    rb"|[!?/][^>]*+>?)",
    re.DOTALL,
)
r"""White space is spelled out: the vertical tab, which ``\s`` holds too, is part of a name in HTML."""

_ONE_ATTRIBUTE: Final = regex(_ATTRIBUTE)


def _end_of(name: str) -> re.Pattern[bytes]:
    either_case = "".join(f"[{letter}{letter.upper()}]" for letter in name)
    return regex(f"</{either_case}(?=[ \\t\\n\\f\\r/>])".encode())


_RAW: Final = {
    name.encode(): _end_of(name)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
"""Elements whose content is text up to their end tag; not inside of svg, math and select. (With the flag for
either case the search is ten times slower.)"""

Tag = tuple[bytes, bool, bytes, bool]
"""Name in lower case, whether it is an end tag, the inside after the name, and whether anything stands
between this tag and the one before. A plain tuple, for pages have thousands."""


class Tokens:
    """Iterates over the tags of a page.

    Attributes:
        raw: Whether ``<style>`` and its kin hold text here; may be changed while iterating.
    """

    def __init__(self, html: bytes) -> None:
        """Starts at the first byte."""
        self.raw = True
        self._html = html

    def __iter__(self) -> Iterator[Tag]:
        """Yields the tags in order."""
        html, start, size = self._html, 0, len(self._html)
        while start < size:
            at, start = start, size
            for found in _TOKEN.finditer(html, at):
                slash, name, attributes, close = found.groups()
                if name is None:
                    continue
                if not close:
                    return  # the tokenizer drops a tag that the page's end cuts short
                name = name.lower()
                yield name, slash is not None, attributes, found.start() > at
                at = found.end()
                if name in _RAW and self.raw and not slash:
                    end = _RAW[name].search(html, at)
                    start = end.start() if end else size
                    break


def attribute_count(attributes: bytes) -> int:
    """How many attributes stand in the inside of a tag, duplicates counted."""
    return sum(1 for _ in _ONE_ATTRIBUTE.finditer(attributes))


def ends_itself(attributes: bytes) -> bool:
    """Whether the inside of a start tag ends in a slash that is no part of a value (``<path/>``)."""
    if not attributes.endswith(b"/"):
        return False
    end = max((found.end() for found in _ONE_ATTRIBUTE.finditer(attributes)), default=0)
    return end < len(attributes)
