"""Hashes of a body, for finding copies."""

import hashlib
import re
import sys
from array import array
from typing import Final

from newsgrab.model import Fingerprint
from newsgrab.text import fold

_WORDS: Final = re.compile(r"\w+")
_FIELD: Final = 16
_KEPT: Final = 20_000


def fingerprint(body: str) -> Fingerprint:
    """SHA-256 and simhash of a body without its case, marks and spacing.

    The simhash (Charikar 2002) is taken over the distinct words: bodies that differ in a few words
    differ in a few of its 64 bits.
    """
    folded = fold(body)
    return Fingerprint(sha256=hashlib.sha256(folded.encode()).hexdigest(), simhash=f"{_simhash(folded):016x}")


class _Votes(dict[str, int]):
    """Word -> its 64 bits, each in a field of 16: the sum of some words counts their votes on each bit.

    Remembered, for articles share most of their words; 160 bytes each.
    """

    def __missing__(self, word: str) -> int:
        if len(self) > _KEPT:
            self.clear()
        bits = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")
        value = self[word] = sum((bits >> n & 1) << (_FIELD * n) for n in range(64))
        return value


_votes: Final = _Votes()


def _simhash(folded: str) -> int:
    """Each distinct word votes on each bit; no more than fit a field are asked."""
    words = sorted(set(_WORDS.findall(folded)))[: (1 << _FIELD) - 1]
    counts = array("H", sum(map(_votes.__getitem__, words)).to_bytes(64 * _FIELD // 8, sys.byteorder))
    if sys.byteorder == "big":
        counts.reverse()
    half = len(words) / 2
    return sum(1 << n for n, count in enumerate(counts) if count > half)
