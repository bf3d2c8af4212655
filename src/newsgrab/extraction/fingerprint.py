"""Hashes of a body, for finding copies."""

import hashlib
import string
import sys
from array import array
from typing import Final
from zlib import crc32

from newsgrab.model import Fingerprint

_SPACE: Final = b" \t\n\r\v\f"
_PUNCTUATION: Final = string.punctuation.encode()
_SPREAD: Final = 0x9E3779B1
"""2**32 divided by the golden ratio, the factor of multiplicative hashing (Knuth, TAOCP, 6.4)."""


def fingerprint(body: str) -> Fingerprint:
    """SHA-256 and simhash of a body without its case and spacing.

    The simhash (Charikar 2002) is taken over the distinct words: bodies that differ in a few words
    differ in a few of its 64 bits.
    """
    data = body.lower().encode("utf-8", "replace")
    sha256 = hashlib.sha256(data.translate(None, _SPACE)).hexdigest()
    return Fingerprint(sha256=sha256, simhash=f"{_simhash(data):016x}")


def _simhash(data: bytes) -> int:
    """Each distinct word votes on each bit; most votes win."""
    checksums = list(map(crc32, set(data.translate(None, _PUNCTUATION).split())))
    half = len(checksums) / 2
    return sum([1 << bit for bit, count in enumerate(_counts(checksums)) if count > half])


def _counts(checksums: list[int]) -> list[int]:
    """For each of 64 bits, lowest first, how many words have it.

    A word has the 32 bits of its checksum and 32 from the middle of that times a constant. All
    words lie side by side in one number, 64 bits each, so that one operation serves them all.
    """
    lanes = array("Q", checksums)
    if sys.byteorder == "big":
        lanes.byteswap()
    ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * len(checksums), "little")
    low = int.from_bytes(lanes.tobytes(), "little")
    data = (low | (low * _SPREAD >> 16 & ones * 0xFFFFFFFF) << 32).to_bytes(8 * len(checksums), "little")
    each = int.from_bytes(b"\1" * len(checksums), "little")
    columns = [int.from_bytes(data[byte::8], "little") for byte in range(8)]
    return [(column >> bit & each).bit_count() for column in columns for bit in range(8)]
