"""Whether bytes are a page at all."""

import random
import zlib

import pytest

from extraction_pages import article_page
from newsgrab.errors import EmptyPage, NotHtml
from newsgrab.extraction.sniff import require_html

PAGE = article_page()
ARABIC = PAGE.decode().replace("harbour", "ميناء")
BINARY = bytes(range(256)) * 8


@pytest.mark.parametrize("body", [b"", b" ", b"\r\n\t \n" * 1000])
def test_nothing_is_an_empty_page(body: bytes) -> None:
    with pytest.raises(EmptyPage):
        require_html(body)


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"PK\x03\x04", "ZIP"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"BZh91AY&SY\x01", "bzip2"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"(\xb5/\xfd", "zstd"),
        (b"\x7fELF\x02", "executable"),
        (b"MZ\x90\x00", "executable"),
        (b"BM\x36\x00\x00\x00", "bitmap"),
        (b"ID3\x03\x00", "MP3"),
        (b"OggS\x00", "Ogg"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (b"wOF2\x00\x01", "font"),
    ],
)
@pytest.mark.parametrize("rest", [b"", b"\0" * 2000, PAGE])
def test_a_file_of_another_kind_is_refused_by_name(start: bytes, word: str, rest: bytes) -> None:
    with pytest.raises(NotHtml, match=word):
        require_html(start + rest)


def test_its_beginning_is_enough() -> None:
    with pytest.raises(NotHtml, match="PDF"):
        require_html(b"\n %PDF-")


@pytest.mark.parametrize(
    "body",
    [
        BINARY,
        b"\0\1\2\3" * 500,
        zlib.compress(PAGE * 50),
        *(random.Random(seed).randbytes(4_000) for seed in range(40)),  # noqa: S311 - only the bytes matter
    ],
)
def test_binary_data_without_a_known_beginning_are_refused(body: bytes) -> None:
    with pytest.raises(NotHtml):
        require_html(body)


@pytest.mark.parametrize(
    "body",
    [
        PAGE,
        b"\xef\xbb\xbf" + PAGE,
        b"   \n" + PAGE,
        b"<?xml version='1.0' encoding='utf-8'?>" + PAGE,
        b"<!-- made by hand -->" + PAGE,
        b"just a line of text",
        b"BM is short for British Museum.",
        b"MZ writes again.",
        b"ID3 is a tag.",
        ARABIC.encode("windows-1256", "replace"),
        ARABIC.encode("utf-8"),
        *(ARABIC.encode(name) for name in ("utf-16", "utf-16-le", "utf-16-be")),
        *("港口重新开放".encode(name) * 20 for name in ("gb18030", "utf-8", "utf-16")),
        "港が開いた".encode("iso2022_jp") * 20,
    ],
)
def test_pages_in_every_charset_pass(body: bytes) -> None:
    require_html(body)


def test_stray_control_characters_do_not_make_a_page_binary() -> None:
    require_html(b"\0\0\0" + PAGE)
    require_html(PAGE.replace(b"<p>", b"<p>\x0b\x01"))
