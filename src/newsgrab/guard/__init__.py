"""Refuses pages that would blow the parser up, before it sees them.

Lexbor cannot be interrupted and knows no limits: 100 kB of ``<div>`` cost it 0.7 s and grow with the square,
25 kB of ``<b id=1><div><b id=2>...</b></b>...`` cost minutes, 13 kB of ``<p><b id=1><p><b id=2>...`` 180 MB.

There are two answers. The quick one lets nearly every page through by bounds that hold whatever its markup
means, found without reading a tag: end tags, comments and quotes prove nothing, for an attacker can write
them where they do not count. Pages beyond those bounds (0.4 % of the corpus) are read tag by tag. The exact
one reads all pages so.
"""

from typing import Final

from newsgrab.patterns import regex

__all__ = ["check"]

_FEW_TAGS: Final = 1_800
"""With so many ``<``, or fewer, the worst page found takes 0.9 s and 290 MB (180 unclosed ``<b>`` in as many
``<div>`` and 1,400 ``</b>``; 900 ``<b id=...>`` in a ``<p>`` and 900 more ``<p>``). 64 % of the pages of the
corpus have no more."""

_LEFT_OPEN_LIMITS: Final = ((3_500, 64), (6_000, 24), (20_000, 8))
"""With so many ``<`` so many formatting elements may be left open. The parser opens them again in every
paragraph that follows and rearranges the tree at each misplaced end tag, at a cost that explodes: the worst
pages found within these limits take 0.6, 0.8 and 0.8 s, but 15,000 tags with 12 elements left open take
minutes. 14 of 3,307 pages of the corpus are beyond."""

_MANY_OPTIONS: Final = 12_000
"""The parser goes through all options of a select for each new one: so many take 0.5 s."""

_LARGE: Final = 100
"""Bytes of a tag that count as one more element left open, as they are copied along with it."""

_SPACE: Final = rb"[ \t\n\f\r]"
_NAMES: Final = (
    rb"(?:[BbIiSsUu]|[Ee][Mm]|[Tt][Tt]|[Bb][Ii][Gg]|[Ff][Oo][Nn][Tt]|[Cc][Oo][Dd][Ee]|[Nn][Oo][Bb][Rr]"
    rb"|[Ss](?:[Mm][Aa][Ll][Ll]|[Tt][Rr](?:[Ii][Kk][Ee]|[Oo][Nn][Gg])))"
)
_PLAIN: Final = (
    rb"(?:" + _SPACE + rb"++[^ \t\n\f\r<>\"'=/]++"
    rb"(?:=(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^ \t\n\f\r\"'<>=`]++))?+){0,20}+" + _SPACE + rb"*+"
)
"""Attributes written so that no reading of their quotes could end the tag elsewhere."""

_INSIDE: Final = (
    rb"(?:[^<]*+<(?:(?P<inner>[Aa]|[Ss][Pp][Aa][Nn]|" + _NAMES + rb")" + _PLAIN + rb">[^<]*+</(?P=inner)>"
    rb"|(?:[Bb][Rr]|[Ii][Mm][Gg])" + _PLAIN + rb"/?>)){0,8}+[^<]*+"
)
_LEFT_OPEN: Final = regex(
    rb"<(?=[BbIiSsUuTtEeFfCcNn][> \t\n\f\r/MmTtOoIi])(?P<name>" + _NAMES + rb")(?=[> \t\n\f\r/])"
    rb"(?!" + _PLAIN + rb"/?>" + _INSIDE + rb"</(?P=name)>)"
)
"""A start tag of a formatting element (https://html.spec.whatwg.org/#formatting, without ``a``, of which the
parser keeps one) that is not closed soon, with nothing but small inline elements in between. The look-ahead
for two letters saves two thirds of the time."""

_LONG_TAG_WORK: Final = 2e9
"""The parser compares each attribute with those before it (2 ns a pair): of attributes in tags of at most L
bytes, a page of n bytes holds n * L / 8.4 pairs. Tags longer than this number / n are looked at."""

_SHORT_PAGE: Final = 50_000
"""Bytes that hold too few attributes even as a single tag: 0.6 s."""

_SHORTEST_PROBE: Final = 512
_LONGEST_PROBE: Final = 16_384

_MANY_PAIRS: Final = 1e8
"""Pairs of attributes of long tags, 0.2 s; a page with more is read tag by tag."""

_OPTION: Final = regex(rb"<[Oo][Pp][Tt]")
_TAG: Final = regex(rb"</?[A-Za-z]")
_SEPARATORS: Final = b" \t\n\f\r/\"'"


def check(html: bytes, *, exact: bool = False) -> None:
    """Lets a page pass that the parser can cope with.

    A page that passes exactly parses in about a second and 300 MB at most, however it was built. The quick
    check promises the same but for pages made to deceive it: it does not look into quoted attribute values,
    nor at how many attributes are copied along with a link left open. It takes a quarter of the parse's time
    on half of the pages, half of that on the others.

    Args:
        html: The page in UTF-8.
        exact: Reads every tag, which takes about five times as long as parsing.

    Raises:
        TooComplex: The page is nested too deeply, leaves too many elements open, has tags with too many
            attributes or too many tags; the message says which.
    """
    if exact or not (_few_tags(html) and _short_tags(html)):
        from newsgrab.guard.reading import refuse_if_complex  # noqa: PLC0415 - for one page in 250

        refuse_if_complex(html)


def _few_tags(html: bytes) -> bool:
    tags = html.count(b"<")
    if tags <= _FEW_TAGS:
        return True
    if tags > _LEFT_OPEN_LIMITS[-1][0] or (tags > _MANY_OPTIONS and _many_options(html)):
        return False
    left_open = sum(
        1 + max(html.find(b">", tag.end()) - tag.end(), 0) // _LARGE for tag in _LEFT_OPEN.finditer(html)
    )
    return any(tags <= most and left_open <= limit for most, limit in _LEFT_OPEN_LIMITS)


def _many_options(html: bytes) -> bool:
    return len(_OPTION.findall(html)) > _MANY_OPTIONS


def _short_tags(html: bytes) -> bool:
    """Whether no stretch without ``>`` is long enough to hold too many attributes."""
    size = len(html)
    if size <= _SHORT_PAGE:
        return True
    probe = int(min(max(_LONG_TAG_WORK / size, _SHORTEST_PROBE), _LONGEST_PROBE))
    at, pairs = 0, 0
    while at < size:
        if html.find(b">", at, at + probe) >= 0:
            at += probe
            continue
        end = html.find(b">", at + probe)
        if end < 0:
            return pairs <= _MANY_PAIRS  # a tag that never ends is dropped by the tokenizer
        # find() first: most such stretches are data in scripts, and it passes them thirty times as fast.
        start = html.find(b"<", html.rfind(b">", 0, at) + 1, end)
        tag = _TAG.search(html, start, end) if start >= 0 else None
        if tag:
            text = html[tag.start() : end]
            pairs += (len(text) - len(text.translate(None, _SEPARATORS))) ** 2 // 2
        at = end + 1
    return pairs <= _MANY_PAIRS
