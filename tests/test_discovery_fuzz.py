"""Any bytes are a listing or one error (F7), and what comes out is what was promised."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import listings
from newsgrab.discovery import read_listing
from newsgrab.errors import NewsgrabError
from newsgrab.model import Page
from newsgrab.urls import MAX_BYTES, normalise
from newsgrab.worker import frames

NOW = dt.datetime(2024, 3, 12, 12, 0, tzinfo=dt.UTC)
FEED = f"{listings.HOST}/feed"
SEEDS = (
    listings.RSS_091, listings.RSS_2, listings.RDF, listings.ATOM, listings.JSON_FEED, listings.NEWS_SITEMAP,
    listings.PREFIXED_SITEMAP, listings.INDEX, f"{listings.story_url(1)}\n{listings.story_url(2)}\n".encode(),
    listings.front_page([("/2024/03/12/the-bridge", "The bridge is closed")], feed="/feed").encode(),
)  # fmt: skip
PIECES = (
    b"<item>", b"</item>", b"<link>", b"</link>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&", b"&#0;",
    b"&#x110000;", b"&nbsp;", b"<", b">", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b"<!DOCTYPE x [",
    b"<?xml", b"{", b"[", b"]", b"\\u0000", b"http://", b"javascript:", b"\xed\xa0\x80", b"9" * 400,
    b"<x:y xmlns:x=''>", b"\n", b'"items":[', b"1e999", b"//[", b"xml:base='//['",
)  # fmt: skip


def check(body: bytes) -> None:
    try:
        listing = read_listing(Page(url=FEED, final_url=FEED, body=body), NOW)
    except NewsgrabError:
        return
    for link in listing.links:
        assert link.url.startswith(("http://", "https://"))
        assert len(link.url) <= MAX_BYTES
        assert normalise(link.url) == link.url
        assert "#" not in link.url
        assert link.title is None or (link.title.isprintable() and link.title)
        for moment in (link.published, link.modified):
            assert moment is None or moment.date <= (NOW + dt.timedelta(days=1)).date()
    keys = [(link.kind, link.url) for link in listing.links]
    assert len(keys) == len(set(keys))
    head, rows = _parts(frames.listing_answer(listing))
    assert frames.listing_answered(head, rows) == listing


def _parts(frame: bytes) -> tuple[bytes, bytes]:
    head, _ = frames.LENGTHS.unpack(frame[: frames.LENGTHS.size])
    start = frames.LENGTHS.size + head
    return frame[frames.LENGTHS.size : start], frame[start:]


def mutants(count: int, seed: int) -> Iterator[bytes]:
    """Listings with pieces cut out, doubled, turned round and put in."""
    chance = random.Random(seed)  # noqa: S311 - to be the same each time
    for _ in range(count):
        body = bytearray(chance.choice(SEEDS))
        for _ in range(chance.randint(1, 8)):
            at, to = sorted(chance.randrange(len(body) + 1) for _ in range(2))
            match chance.randrange(5):
                case 0:
                    body[at:at] = chance.choice(PIECES)
                case 1:
                    del body[at : min(to, at + 40)]
                case 2:
                    body[at:at] = body[at : min(to, at + 200)]
                case 3 if at < len(body):
                    body[at] = chance.randrange(256)
                case _:
                    other = chance.choice(SEEDS)
                    body[at:at] = other[chance.randrange(len(other)) :][:300]
        yield bytes(body)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    check(body)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.sampled_from(PIECES), max_size=30), st.integers(0, 1_500))
def test_pieces_of_markup_anywhere(body: bytes, pieces: list[bytes], at: int) -> None:
    check(body[:at] + b"".join(pieces) + body[at:])


def test_mutants() -> None:
    for body in mutants(1_500, 6):
        check(body)


@pytest.mark.long
def test_very_many_mutants() -> None:
    for body in mutants(300_000, 7):
        check(body)
