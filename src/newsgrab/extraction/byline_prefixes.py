"""What opens a byline: "By" and its like, before the name, written together with it, or after a date."""

from typing import Final

from newsgrab.extraction.byline_words import Piece, Words, piece_of, shown
from newsgrab.patterns import regex
from newsgrab.text import fold

EDGES: Final = " .,:;-–—_/|\\*'‘’\"“”#+&()[]\u200e\u200f،؛"
"""What is stripped from both ends of a part of a byline."""

_LABELLED: Final = regex(r"([^:：]{1,30})[:：]\s{0,3}(?=\S)")
_DIGIT: Final = regex(r"\d")


def from_prefix(piece: Piece, words: Words) -> Piece:
    """A part from the byline's prefix on, where a date stands before it: "2023 By Jane Roe".

    Args:
        piece: Words of a line.
        words: Of the page's languages.
    """
    firsts = words.prefixes.firsts
    for n in range(1, len(piece) - 1):
        if piece[n][1] in firsts and _DIGIT.search(piece[n - 1][0]) and words.prefixes.opening(piece[n:]):
            return piece[n:]
    return piece


def without_prefix(piece: Piece, words: Words) -> Piece:
    """The words after "By" and its like, which may stand there twice; the same list where there is none.

    Args:
        piece: Words of a line.
        words: Of the page's languages.
    """
    while piece:
        many = words.prefixes.opening(piece)
        rest = piece[many:] if many else _unglued(piece, words)
        if rest is piece:
            break
        piece = rest
    return piece


def _unglued(piece: Piece, words: Words) -> Piece:
    """The words after a prefix that is written together with the name, as in Chinese or before a colon."""
    head = shown(piece)
    label = _LABELLED.match(head) if ":" in head or "：" in head else None
    if label and fold(label[1]) in words.prefixes.all:
        return piece_of(head[label.end() :])
    first, bare = piece[0]
    for prefix in words.unspaced:
        ends = len(prefix) > 1 or first[len(prefix) : len(prefix) + 1] in ":：/／"
        if ends and bare.startswith(prefix) and len(bare) > len(prefix) + 1:
            name = first[len(prefix) :].lstrip(EDGES)
            return [(name, fold(name)), *piece[1:]]
    return piece
