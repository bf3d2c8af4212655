"""Lengths of time and sizes as people write them."""

import re
from typing import Final

_UNITS_S: Final = {"ms": 0.001, "": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_UNITS_BYTES: Final = {"": 0, "k": 10, "m": 20, "g": 30}
_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*(ms|[smhd]?)", re.IGNORECASE)
_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?", re.IGNORECASE)


def seconds_of(text: str) -> float:
    """Seconds of ``30s``, ``5m``, ``2h``, ``7d``, ``200ms`` or a plain number.

    Raises:
        ValueError: It is none; the message says so.
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no duration like 30s, 5m, 2h or 7d")
    return float(found[1]) * _UNITS_S[found[2].lower()]


def bytes_of(text: str) -> int:
    """Bytes of ``10M``, ``500k``, ``1G`` or a plain number; units are powers of 1024.

    Raises:
        ValueError: It is none, or nothing; the message says so.
    """
    found = _SIZE.fullmatch(text.strip())
    count = int(float(found[1]) * (1 << _UNITS_BYTES[found[2].lower()])) if found else 0
    if not count:
        raise ValueError(f"{text!r} is no size like 10M or 500k")
    return count
