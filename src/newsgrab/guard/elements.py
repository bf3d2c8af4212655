"""What the tree builder of browsers knows about elements (https://html.spec.whatwg.org/multipage/parsing.html)."""

from typing import Final


def _names(text: str) -> frozenset[bytes]:
    return frozenset(text.encode("ascii").split())


VOID: Final = _names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)

FORMATTING: Final = _names("a b big code em font i nobr s small strike strong tt u")

CLOSES_P: Final = _names(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search "
    "section summary table ul xmp"
)

OPTION: Final = _names("option")

HEADINGS: Final = _names("h1 h2 h3 h4 h5 h6")

BLOCKS: Final = CLOSES_P | _names(
    "base basefont bgsound body button caption colgroup head html link meta noframes script style tbody td "
    "template tfoot th thead title tr"
)
"""Start tags that do not open dangling formatting elements again; the others, and text, do."""

SPECIAL: Final = (
    VOID
    | CLOSES_P
    | _names(
        "applet body button caption colgroup frameset head html iframe marquee noembed noframes noscript "
        "object script select style tbody td template textarea tfoot th thead title tr"
    )
)

SCOPE: Final = _names(
    "applet caption html table td th marquee object template mi mo mn ms mtext annotation-xml foreignobject "
    "desc title"
)
"""Elements that an end tag does not reach beyond."""

MARKERS: Final = _names("applet object marquee template td th caption")
"""Elements inside of which the formatting elements outside are forgotten."""

SCOPED_ENDS: Final = SPECIAL - VOID - _names("html body form")
"""Elements whose end tag closes them wherever they stand in scope; others' stops at a special element."""

END_SCOPES: Final = {b"li": SCOPE | _names("ol ul"), b"p": SCOPE | {b"button"}}
"""Scopes of end tags that end earlier."""

FOREIGN: Final = _names("svg math")
LEAVES_FOREIGN: Final = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing "
    "menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var font foreignobject "
    "desc title mi mo mn ms mtext annotation-xml"
)
"""Start tags that end svg and math, and elements inside of them whose content is HTML again: from there on
``/>`` closes nothing."""

ITEMS: Final = {b"li": _names("li"), b"dd": _names("dd dt"), b"dt": _names("dd dt")}
ITEM_SKIPS: Final = _names("address div p")
"""Items of lists, and what they close, looking past these."""

CELLS: Final = _names("td th")
ROWS: Final = _names("tr tbody thead tfoot table")
_BODIES: Final = _names("tbody thead tfoot table template")
TABLE_BORDERS: Final = _names("html table template")

TABLE_PARTS: Final = {
    b"td": ROWS | {b"template"},
    b"th": ROWS | {b"template"},
    b"tr": _BODIES,
    b"tbody": TABLE_BORDERS,
    b"thead": TABLE_BORDERS,
    b"tfoot": TABLE_BORDERS,
    b"caption": TABLE_BORDERS,
    b"colgroup": TABLE_BORDERS,
}
"""For each part of a table what it is put into: all that stands open inside of that is closed first."""

PLAIN_ENDS: Final = (
    (SPECIAL | _names("span abbr cite label picture time svg g path"))
    - MARKERS
    - FOREIGN
    - _names("p select table template button form")
)
"""Elements whose end tag only takes them from the stack when they are the innermost."""

CAREFUL_STARTS: Final = (
    VOID
    | FORMATTING
    | HEADINGS
    | MARKERS
    | FOREIGN
    | frozenset(TABLE_PARTS)
    | frozenset(ITEMS)
    | _names("p select table template button form option")
)
"""Start tags that do more than closing a paragraph and opening an element."""

IDLE_STARTS: Final = VOID - _names("hr")
"""Start tags after which all is as before."""

COUNTED: Final = FOREIGN | _names("p select table template button form")
"""Elements that are often asked for, so that the open ones are counted."""
