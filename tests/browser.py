"""A page as a person sees it: Chromium without a window, and the pixels of what it shows."""

import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_SAMPLES: Final = {2: 3, 6: 4}
"""Bytes of a pixel by colour type, at 8 bits a sample (PNG Specification, section 11.2.1)."""

Pixel = tuple[int, int, int]


@dataclass(frozen=True)
class Picture:
    """Rows of pixels."""

    rows: tuple[tuple[Pixel, ...], ...]

    def share(self, box: tuple[int, int, int, int], wanted: Callable[[Pixel], bool]) -> float:
        """The share of pixels that are as wanted, in the box from (left, top) to (right, bottom)."""
        left, top, right, bottom = box
        pixels = [pixel for row in self.rows[top:bottom] for pixel in row[left:right]]
        return sum(map(wanted, pixels)) / len(pixels)


def greenish(pixel: Pixel) -> bool:
    red, green, blue = pixel
    return green > red + 20 and green > blue + 10


def reddish(pixel: Pixel) -> bool:
    red, green, blue = pixel
    return red > green + 20 and red > blue + 20


def bluish(pixel: Pixel) -> bool:
    red, green, blue = pixel
    return blue > red + 20 and blue > green + 10


def screenshot(
    page: Path, scratch: Path, size: tuple[int, int] = (900, 600), *, dark: bool = False
) -> Picture:
    """What a browser shows of a file, to a reader who likes it dark; skipped where there is none."""
    browser = next(filter(None, map(shutil.which, _NAMES)), None)
    if browser is None:
        pytest.skip("no Chromium on this machine: what the page looks like is not seen")
    shown = scratch / "screen.png"
    width, height = size
    subprocess.run(
        [
            browser,
            *_FLAGS,
            f"--user-data-dir={scratch / 'profile'}",
            f"--window-size={width},{height}",
            # PreferredColorScheme of third_party/blink/public/mojom/css: 0 is dark, 1 light.
            f"--blink-settings=preferredColorScheme={int(not dark)}",
            f"--screenshot={shown}",
            page.as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return picture(shown.read_bytes())


def picture(png: bytes) -> Picture:
    """The pixels of a PNG file of 8 bits a sample, not interlaced, as browsers write them."""
    assert png.startswith(_SIGNATURE)
    at, data = len(_SIGNATURE), b""
    width = step = 0
    while at < len(png):
        (length,), kind = struct.unpack_from(">I", png, at), png[at + 4 : at + 8]
        chunk = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunk)
            assert (depth, interlaced) == (8, 0)
            step = _SAMPLES[colour]
        elif kind == b"IDAT":
            data += chunk
        at += length + 12
    return Picture(_rows(zlib.decompress(data), width * step, step))


def _rows(data: bytes, size: int, step: int) -> tuple[tuple[Pixel, ...], ...]:
    rows, above = [], bytearray(size)
    for start in range(0, len(data), size + 1):
        above = _unfiltered(data[start], bytearray(data[start + 1 : start + 1 + size]), above, step)
        rows.append(tuple((r, g, b) for r, g, b, *_ in zip(*[iter(above)] * step, strict=True)))
    return tuple(rows)


def _unfiltered(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    """One row as it was before it was filtered (PNG Specification, section 9.2)."""
    for n in range(len(row)) if kind else ():
        left, corner = (row[n - step], above[n - step]) if n >= step else (0, 0)
        row[n] = (row[n] + _predicted(kind, left, above[n], corner)) & 0xFF
    return row


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind != 4:
        return (0, left, up, (left + up) // 2)[kind]
    guess = left + up - corner
    return min((left, up, corner), key=lambda near: abs(guess - near))
