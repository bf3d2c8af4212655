"""Hashes of a body, for finding copies."""

import hashlib
import re
import sys
from array import array
from typing import Final

from newsgrab.model import Fingerprint

_WORDS: Final = re.compile(r"\w{4,}")
_FIELD: Final = 16
_FIELDS: Final = tuple(b"".join(bytes((byte >> bit & 1, 0)) for bit in range(8)) for byte in range(256))
_KEPT: Final = 20_000


def fingerprint(body: str) -> Fingerprint:
    """SHA-256 and simhash of a body without its case and spacing.

    The simhash (Charikar 2002) is taken over the distinct words of four letters and more: bodies that differ in a few words
    differ in a few of its 64 bits.
    """
    folded = " ".join(body.casefold().split())
    return Fingerprint(sha256=hashlib.sha256(folded.encode()).hexdigest(), simhash=f"{_simhash(folded):016x}")


class _Votes(dict[str, int]):
    """Word -> its 64 bits, each in a field of 16: the sum of some words counts their votes on each bit.

    Remembered, for articles share most of their words; 160 bytes each.
    """

    def __missing__(self, word: str) -> int:
        if len(self) > _KEPT:
            self.clear()
        digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        value = self[word] = int.from_bytes(b"".join([_FIELDS[byte] for byte in digest]), "little")
        return value


_votes: Final = _Votes()


def _simhash(folded: str) -> int:
    """Each distinct word votes on each bit; no more than fit a field are asked."""
    words = sorted(set(_WORDS.findall(folded)))[: (1 << _FIELD) - 1]
    counts = array("H", sum(map(_votes.__getitem__, words)).to_bytes(64 * _FIELD // 8, "little"))
    if sys.byteorder == "big":
        counts.byteswap()
    half = len(words) / 2
    return sum(1 << n for n, count in enumerate(counts) if count > half)
