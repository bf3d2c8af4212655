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
_ASCII: Final = bytes(range(128))
_LITTLE: Final = 4
"""How many times as long a text is as its characters beyond ASCII, where these are looked at alone."""

_LONGEST_MEAN: Final = 30
"""Bytes; where words are longer on average, they are not parted by blanks. Of 398 bodies
in many languages those with parted words have 5 to 15 bytes a word, the others from 30 to 600."""

_SHORT: Final = 5
"""Bytes of a word up to which it is left out. Measured on 400 bodies: one word changed moves 0.9 bits on
average (4 at most in 95 of 100), one word in twenty 5.6 (11); other articles are 31.6 apart. With all words
it is the same at a fifth more of the cost."""

_SPREAD: Final = 0x9E3779B1
"""2**32 divided by the golden ratio, the factor of multiplicative hashing (Knuth, TAOCP, 6.4)."""


def fingerprint(body: str) -> Fingerprint:
    """SHA-256 and simhash of a body without its case and spacing.

    The simhash (Charikar 2002) is taken over the distinct longer words, in scripts that do not part words
    over the distinct pairs of letters: bodies that differ in a few differ in a few of its 64 bits.
    """
    data = _lowered(body)
    sha256 = hashlib.sha256(data.translate(None, _SPACE)).hexdigest()
    return Fingerprint(sha256=sha256, simhash=f"{_simhash(data):016x}")


def _lowered(body: str) -> bytes:
    """The same as ``body.lower().encode()``; where little is beyond ASCII in a third of the time.

    Quotation marks and accented letters send ``str.lower`` its slow way, in nine bodies of ten.
    """
    data = body.encode("utf-8", "replace")
    beyond = data.translate(None, _ASCII)
    if len(beyond) * _LITTLE <= len(data):
        letters = beyond.decode()
        if letters == letters.lower():
            return data.lower()
    return body.lower().encode("utf-8", "replace")


def _simhash(data: bytes) -> int:
    """Each distinct word votes on each bit; pairs of letters do where blanks part no words."""
    words = data.translate(None, _PUNCTUATION).split()
    if words and len(data) > _LONGEST_MEAN * len(words):
        letters = b"".join(words).decode()
        pairs = set(map(str.__add__, letters, letters[1:]))
        return _majority([crc32(pair.encode()) for pair in pairs])
    telling = {word for word in words if len(word) > _SHORT} or set(words)
    return _majority(list(map(crc32, telling)))


def _majority(checksums: list[int]) -> int:
    """The bits that more than half of the words have.

    A word has the 32 bits of its checksum and 32 from the middle of that times a constant. All
    words lie side by side in one number, 64 bits each, so that one operation serves them all.
    """
    lanes = array("Q", checksums)
    if sys.byteorder == "big":
        lanes.byteswap()
    ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * len(checksums), "little")
    low = int.from_bytes(lanes.tobytes(), "little")
    planes = _added(low | (low * _SPREAD >> 16 & ones * 0xFFFFFFFF) << 32, len(checksums))
    least, more, equal = len(checksums) // 2 + 1, 0, -1
    for digit in range(len(planes) - 1, -1, -1):
        if least >> digit & 1:
            equal &= planes[digit]
        else:
            more |= equal & planes[digit]
            equal &= ~planes[digit]
    return more | equal if checksums else 0


def _added(lanes: int, count: int) -> list[int]:
    """How often each of 64 bits is set in as many lanes: all the sums' lowest digits, all their next ones...

    The upper half of the lanes is added to the lower one, digit by digit, until a single lane is left: half
    the time of counting bit by bit.
    """
    planes = [lanes]
    for power in range((count - 1).bit_length() - 1, -1, -1):
        width = 64 << power
        mask, carry, sums = (1 << width) - 1, 0, []
        for plane in planes:
            lower, upper = plane & mask, plane >> width
            either = lower ^ upper
            sums.append(either ^ carry)
            carry = lower & upper | either & carry
        planes = [*sums, carry]
    return planes
