"""The pictures of an article, fetched as politely as its page and put beside it."""

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from newsgrab.errors import FetchError, NewsgrabError, OutputError
from newsgrab.fetching.pictures import picture_kind
from newsgrab.model import Page
from newsgrab.text import for_filename, for_screen
from newsgrab.urls import origin_of, redact

if TYPE_CHECKING:
    from newsgrab.fetching import Fetcher

_MOST_FAILURES: Final = 3
"""Pictures of one article that may take all their time and come to nothing; the rest is not tried then."""
_NAME_BYTES: Final = 60
_HASH_DIGITS: Final = 10
_NO_LETTERS: Final = re.compile(r"[^\w]+")

Place = Callable[[str, bytes], str]
"""Puts a picture beside its article: its name and its bytes -> its path as seen from the article."""


async def pictures_beside(
    urls: tuple[str, ...], page: Page, fetcher: "Fetcher", place: Place
) -> dict[str, str | None]:
    """Fetches pictures and puts them beside their article; one that fails is noted and costs nothing else.

    Args:
        urls: Where they are; one after the other, since most are on one host.
        page: That shows them. The user's secrets go along only to the origin the user asked, and only where
            that is the one that answered.
        fetcher: Fetches them: robots.txt, pauses, sizes and times are those of pages.
        place: Puts them where they belong.

    Returns:
        Address -> path as seen from the article, ``None`` for what could not be had.

    Raises:
        OutputError: One cannot be written.
    """
    asked, answered = page.url or "", page.final_url or ""
    shown_on = asked if asked and origin_of(asked) == origin_of(answered) else ""
    files: dict[str, str | None] = dict.fromkeys(urls)
    failures = 0
    for url in urls:
        if failures >= _MOST_FAILURES:
            _note(url, "not tried, since others failed")
            continue
        try:
            got = await fetcher.fetch_picture(url, shown_on)
            files[url] = place(file_name(url, got.body), got.body)
        except OutputError:
            raise
        except NewsgrabError as error:
            failures += isinstance(error, FetchError)
            _note(url, str(error))
    return files


def file_name(url: str, body: bytes) -> str:
    """The name of a picture's file: of its address what people know it by, of its bytes what it is.

    Args:
        url: Where it was.
        body: Its bytes, of a kind that ``picture_kind`` knows.
    """
    last = ""
    with suppress(ValueError):
        last = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    stem = _NO_LETTERS.sub("-", last.rpartition(".")[0] or last).strip("-_")
    known = for_filename(stem, _NAME_BYTES) or "picture"
    return f"{known}-{sha256(url.encode('utf-8', 'replace')).hexdigest()[:_HASH_DIGITS]}.{picture_kind(body)}"


def _note(url: str, why: str) -> None:
    place = redact(url)
    said = why.removeprefix(f"{place} ").removeprefix(f"{place}: ")
    logging.getLogger("newsgrab").debug("picture %s: %s", place, for_screen(said))
