"""robots.txt: what its bytes and its status allow (RFC 9309)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrab import robots

STORY = "https://example.com/news/story?id=1"
US = "newsgrab"


def rules(text: str) -> robots.Rules:
    return robots.parse(text.encode())


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /news", False),
        ("User-agent: *\nDisallow: /new", False),
        ("User-agent: *\nDisallow: /News", True),
        ("User-agent: *\nDisallow: /news/\nAllow: /news/story", True),
        ("User-agent: *\nAllow: /\nDisallow: /news/story", False),
        ("User-agent: *\nDisallow: /*?id=", False),
        ("User-agent: *\nDisallow: /*.pdf$", True),
        ("User-agent: NEWSGRAB\nDisallow: /", False),
        ("User-agent: newsgrab\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: newsgrab\nUser-agent: other\nDisallow: /", False),
        ("User-agent: other\nDisallow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\rDisallow: /", False),
        ("# comment\nuser-AGENT : * # all\n  disallow : /  ", False),
        ("Disallow: /", True),
        ("<!doctype html><title>Not here</title>", True),
    ],
)
def test_what_a_file_allows(text: str, allowed: bool) -> None:  # noqa: FBT001 - a table's column
    assert rules(text).allows(STORY, US) is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        *((status, True) for status in (400, 401, 403, 404, 410, 429)),
        *((status, False) for status in (200, 204, 304, 500, 502, 503, 599, 999)),
    ],
)
def test_what_a_status_allows(status: int, allowed: bool) -> None:  # noqa: FBT001 - a table's column
    assert robots.by_status(status, b"User-agent: *\nDisallow: /").allows(STORY, US) is allowed


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("", 0),
        ("Crawl-delay: 2", 2),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 0", 0),
        ("Crawl-delay: -1", 0),
        ("Crawl-delay: nan", 0),
        ("Crawl-delay: soon", 0),
        ("Crawl-delay: 86400", 30),
        ("Crawl-delay: 99999999", 30),
        ("Crawl-delay: inf", 0),
    ],
)
def test_how_long_a_site_wants_us_to_wait_is_obeyed_up_to_30_seconds(line: str, seconds: float) -> None:
    assert rules(f"User-agent: *\n{line}\nAllow: /").delay_s(US) == seconds


def test_only_the_first_500_kib_count_and_of_these_whole_lines() -> None:
    start = b"User-agent: *\n"
    filler = b"#" * (robots.MAX_BYTES - len(start) - 12) + b"\n"
    assert robots.parse(start + filler + b"Disallow: /private\n").allows(STORY, US)
    assert robots.parse(start + filler + b"Disallow: /").allows(STORY, US) is False


def test_a_hostile_file_takes_no_time() -> None:
    started = time.monotonic()
    many = b"".join(b"User-agent: a%d\nDisallow: /%d\n" % (n, n) for n in range(30_000))
    assert robots.parse(many).allows(STORY, US)
    stars = "User-agent: *\nDisallow: /" + "*a" * 200 + "$\n"
    assert rules(stars).allows("https://example.com/" + "a" * 5000 + "b", US)
    assert time.monotonic() - started < 5


def test_of_many_hosts_only_the_files_used_last_are_kept_parsed() -> None:
    filler = "# filler\n" * 5000
    kept = [rules(f"{filler}User-agent: *\nDisallow: /{'news' if n % 2 else n}/\n") for n in range(20)]
    for _ in range(2):
        assert [each.allows(STORY, US) for each in kept] == [True, False] * 10
    assert 0 < sum(map(len, robots._PARSED._files)) == robots._PARSED._size <= 1 << 18


@given(st.binary(max_size=400))
def test_any_bytes_make_rules(body: bytes) -> None:
    made = robots.parse(body)
    assert made.allows(STORY, US) in (True, False)
    assert 0 <= made.delay_s(US) <= robots.MAX_DELAY_S
