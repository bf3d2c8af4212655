"""The page for reading as a browser shows it: light and dark, wide and narrow, from left and from right."""

from html import escape
from pathlib import Path

import pytest

from browser import Picture, Pixel, screenshot
from command import newsgrab
from extraction_pages import ARABIC, H1, STORY, page, paragraphs

WIDE, NARROW, HEIGHT = 1000, 500, 700
COLUMN = 648
"""Most pixels a column and its padding take: 38 rem and 2 times 1.25 rem, of 16 pixels."""

TABLE = (
    "<table><tr>"
    + "".join(f"<th>{escape(text[:34])}</th>" for text in STORY)
    + "</tr><tr>"
    + "".join(f"<td>{number * 1000}</td>" for number in range(5))
    + "</tr></table>"
)
ADDRESS = f"<p>It stands at https://brenn.example/{'a' * 200} and nowhere else, said the harbour master.</p>"


def light(pixel: Pixel) -> bool:
    return min(pixel) > 200


def dark(pixel: Pixel) -> bool:
    return max(pixel) < 90


def seen(html: bytes, folder: Path, width: int, *, in_the_dark: bool = False) -> Picture:
    done = newsgrab("extract", "-o", folder / "story.html", stdin=html)
    assert (done.status, done.err) == (0, "")
    return screenshot(folder / "story.html", folder, (width, HEIGHT), dark=in_the_dark)


def ink(picture: Picture, left: int, right: int) -> float:
    """The share of pixels between two columns that are not as light as paper."""
    return picture.share((left, 0, right, HEIGHT), lambda pixel: not light(pixel))


def in_english(*more: str) -> bytes:
    return page(f"<article>{H1}{paragraphs(STORY[:2])}{''.join(more)}{paragraphs(STORY[2:])}</article>")


def test_dark_letters_on_light_paper_or_the_other_way_round(tmp_path: Path) -> None:
    whole = (0, 0, WIDE, HEIGHT)
    by_day = seen(in_english(), tmp_path, WIDE)
    assert by_day.share(whole, light) > 0.85
    assert 0.01 < by_day.share(whole, dark) < 0.15
    by_night = seen(in_english(), tmp_path, WIDE, in_the_dark=True)
    assert by_night.share(whole, dark) > 0.85
    assert 0.005 < by_night.share(whole, light) < 0.15


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_leaves_the_column(tmp_path: Path, width: int) -> None:
    picture = seen(in_english(TABLE, ADDRESS), tmp_path, width)
    margin = max((width - COLUMN) // 2, 0) + 18
    assert ink(picture, margin, width - margin) > 0.03
    assert ink(picture, 0, margin) == 0
    assert ink(picture, width - margin, width) == 0


def test_arabic_begins_at_the_right(tmp_path: Path) -> None:
    heading = "<h1>عاد ميناء برين إلى العمل</h1>"
    story = f"<article>{heading}{paragraphs(ARABIC)}</article>"
    picture = seen(
        page(story, title="عاد ميناء برين إلى العمل", attributes='lang="ar" dir="rtl"'), tmp_path, WIDE
    )
    margin, third = (WIDE - COLUMN) // 2, COLUMN // 3
    left, right = ink(picture, margin, margin + third), ink(picture, WIDE - margin - third, WIDE - margin)
    assert right > 1.2 * left > 0
