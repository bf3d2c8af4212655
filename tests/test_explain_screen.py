"""The tinted page as a browser shows it: what is kept is green, what is stripped red, at their places."""

import struct
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

from browser import Picture, bluish, greenish, picture, reddish, screenshot
from command import newsgrab
from extraction_pages import ARABIC, HEADLINE, OTHERS, STORY
from loopback import Loopback, page

LINE = 44
PANEL = 368
WIDTH = 900
STYLE = (
    "body{margin:0;background:#222}.at{position:absolute;width:500px;height:40px;margin:0;"
    "font:bold 18px/20px monospace;overflow:hidden}ul.at{padding:0}li{display:inline}"
)


class Sheet:
    """A page whose blocks stand one under the other at known places."""

    def __init__(self, title: str, side: str = "left") -> None:
        self._title, self._side = title, side
        self._parts: list[str] = []

    def add(self, tag: str, inside: str) -> int:
        """Adds an element and tells how far from the top it is."""
        top = len(self._parts) * LINE
        self._parts.append(f'<{tag} class="at" style="top:{top}px;{self._side}:10px">{inside}</{tag}>')
        return top

    def html(self, attributes: str, head: str = "") -> str:
        return (
            f"<!doctype html><html {attributes}><head><meta charset=utf-8><title>{self._title}</title>"
            f"<style>{STYLE}</style>{head}</head><body><article>{''.join(self._parts)}</article></body></html>"
        )


def shown(html: str, tmp_path: Path, *flags: str) -> Picture:
    done = newsgrab("explain", "-f", "html", "-o", tmp_path / "seen.html", *flags, "-", stdin=html)
    assert (done.status, done.out, done.err) == (0, b"", "")
    return screenshot(tmp_path / "seen.html", tmp_path)


def links() -> str:
    return "".join(f'<li><a href="/{n}">{escape(text)}</a> ' for n, text in enumerate(OTHERS))


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        for path in ("/s.js", "/frame", "/style.css", "/x.png", "/beacon", "/gone"):
            server[path] = page("")
        yield server


def test_kept_is_green_and_stripped_is_red_and_the_page_does_nothing(
    server: Loopback, tmp_path: Path
) -> None:
    sheet = Sheet(HEADLINE)
    menu = sheet.add("ul", links())
    headline = sheet.add("h1", HEADLINE)
    kept = [sheet.add("p", f"<b>{text[:20]}</b>{text[20:]}") for text in STORY[:4]]
    sheet.add("p", '<img src="x.png" onerror="document.body.remove()"><iframe src="frame"></iframe>')
    head = (
        '<script src="s.js"></script><script>document.documentElement.remove()</script>'
        '<link rel=stylesheet href="style.css"><link rel=preload as=fetch href="beacon">'
        '<meta http-equiv=refresh content="0;url=/gone">'
        "<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\">"
    )
    html = sheet.html('lang="en"', head).replace("<body>", "<body onload=\"document.body.innerHTML=''\">")
    seen = shown(html, tmp_path, "--url", server.url("/story"))

    for top in kept:
        assert seen.share((10, top, 450, top + 16), greenish) > 0.6
        assert seen.share((10, top, 450, top + 16), reddish) == 0
    assert seen.share((10, menu, 450, menu + 16), reddish) > 0.5
    assert seen.share((10, headline, 250, headline + 16), bluish) > 0.5
    assert set(server.paths()) == {"/style.css", "/x.png"}
    assert seen.share((WIDTH - PANEL + 2, 0, WIDTH, 600), lambda pixel: min(pixel) > 225) > 0.7


def test_two_blocks_of_one_element_have_two_colours(tmp_path: Path) -> None:
    sheet = Sheet(HEADLINE)
    sheet.add("h1", HEADLINE)
    inside = "<br><br>".join((*STORY[:3], f'<b>Read also</b>: <a href="/x">{OTHERS[0]}</a>', *STORY[3:]))
    top = sheet.add("div", inside)
    html = sheet.html('lang="en"').replace("height:40px", "height:auto")
    seen = shown(html, tmp_path)
    rows = [seen.share((10, row, 250, row + 1), greenish) for row in range(top, 600)]
    red = [seen.share((10, row, 250, row + 1), reddish) for row in range(top, 600)]
    first_red, last_red = red.index(max(red)), len(red) - red[::-1].index(max(red))
    assert max(red) > 0.5
    assert max(rows[:first_red]) > 0.5
    assert max(rows[last_red:]) > 0.5
    assert all(g == 0 or r < 0.1 for g, r in zip(rows, red, strict=True))


def test_on_a_right_to_left_page_the_panel_stands_left(tmp_path: Path) -> None:
    title = "ميناء برين يعود إلى العمل"
    sheet = Sheet(title, "right")
    headline = sheet.add("h1", title)
    kept = [sheet.add("p", text) for text in ARABIC]
    seen = shown(sheet.html('lang="ar" dir="rtl"'), tmp_path)
    for top in kept:
        assert seen.share((WIDTH - 300, top, WIDTH - 10, top + 16), greenish) > 0.5
    assert seen.share((WIDTH - 120, headline, WIDTH - 10, headline + 16), bluish) > 0.5
    assert seen.share((0, 0, PANEL - 2, 600), lambda pixel: min(pixel) > 225) > 0.7
    assert seen.share((PANEL + 20, 500, WIDTH, 600), lambda pixel: max(pixel) < 60) > 0.9


# ------------------------------------------------------------------------------- the machinery itself


def test_every_filter_of_png_is_undone() -> None:
    # Four rows of two pixels, filtered by Sub, Up, Average and Paeth.
    rows = [
        bytes([1, 10, 20, 30, 1, 1, 1]),
        bytes([2, 1, 1, 1, 1, 1, 1]),
        bytes([3, 1, 1, 1, 1, 1, 1]),
        bytes([4, 1, 1, 1, 1, 1, 1]),
    ]

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + bytes(4)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 4, 8, 2, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"".join(rows)))
    assert picture(png).rows == (
        ((10, 20, 30), (11, 21, 31)),
        ((11, 21, 31), (12, 22, 32)),
        ((6, 11, 16), (10, 17, 25)),
        ((7, 12, 17), (11, 18, 26)),
    )
