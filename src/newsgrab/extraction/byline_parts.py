"""The parts of a byline: cut at commas, bars and what cannot be in a name, and freed of what opens them."""

import re
from collections.abc import Iterator
from typing import Final

from newsgrab.extraction.byline_prefixes import EDGES, from_prefix, without_prefix
from newsgrab.extraction.byline_words import Piece, Words, folded, lists, piece_of
from newsgrab.patterns import regex
from newsgrab.text import clean

LONGEST: Final = 300
"""Characters of a byline that are read; 12 names with titles have fewer."""

_CONTACTS: Final = regex(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,80}|https?://\S{1,300}|www\.\S{1,200}|(?<![\w.])@\w{1,40}",
    re.IGNORECASE,
)
_ASIDES: Final = regex(r"[(\[（【][^()\[\]（）【】]{0,80}[)\]）】]")
_PARTS: Final = regex(r"[|•·;،؛、，；／｜●▪►»«<>,]|(?<=\s)[-–—~:](?=\s)|[-–—]{2,}|(?<!\d)/|/(?!\d)")
_GLUED: Final = regex(r"(?<=[^\W\d])(?=(?:19|20)\d\d(?:年|[-/.]\d))")


def parts_of(line: str, words: Words) -> Iterator[Piece]:
    """The parts of a line, those without letters empty: a date or a time.

    What follows "Reviewed by" in an element of its own is left out with it.

    Args:
        line: A byline.
        words: Of the page's languages.
    """
    others = False
    for part in _parts(line):
        if part.isascii() and part.lower() == part.upper():
            yield []
            continue
        whole = piece_of(part)
        if not others or words.prefixes.opening(whole):
            yield whole
        others = not others and folded(whole) in words.credits


def opened_part(whole: Piece, words: Words, *, after: bool) -> Piece:
    """A part without what opens it; after a name a title is one, even if it could open a byline.

    Args:
        whole: The part.
        words: Of the page's languages.
        after: Whether a name stands before it.
    """
    if (after and folded(whole) in words.roles.all) or words.others.opening(whole) > words.prefixes.opening(
        whole
    ):
        return whole
    rest = without_prefix(from_prefix(whole, words), words)
    if not rest and whole[-1][1] in lists()["teams"]:
        return whole[-1:]
    return rest


def _parts(line: str) -> list[str]:
    """A line cut at commas, bars, bullets and what cannot be in a name."""
    if line.replace(" ", "").isalnum() and not _GLUED.search(line):
        return [clean(line[:LONGEST])]
    text = clean(line[:LONGEST].replace("\n", " | "))
    if "@" in text or "://" in text or "www." in text:
        text = _CONTACTS.sub(" | ", text)
    if "20" in text or "19" in text:
        text = _GLUED.sub(" | ", text)
    if "(" in text or "[" in text or not text.isascii():
        text = _ASIDES.sub(" ", text)
    return [bare for part in _PARTS.split(text) if (bare := part.strip(EDGES))]
