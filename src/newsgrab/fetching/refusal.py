"""An answer that is neither a page nor a redirect, and whether it is a wall."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from newsgrab.errors import FetchError, NewsgrabError, by_code
from newsgrab.fetching.content import read_beginning, skim
from newsgrab.fetching.failures import status_error
from newsgrab.rules.walls import refusals, wall_answered
from newsgrab.urls import redact

if TYPE_CHECKING:
    from newsgrab.fetching.client import Answer

_LOOKED_AT: Final = 64 << 10
_PATIENCE_S: Final = 3.0
_WORDS: Final = {
    "challenge": "a bot challenge stands where the article would be",
    "geo_blocked": "its publisher does not show this page in the country it was asked from",
    "login": "a login is wanted",
    "paywall": "it is to be paid for",
}


async def refused(answer: "Answer", url: str) -> NewsgrabError:
    """The error that says what an answer without success is.

    Args:
        answer: Whose body has not been read; a little of it is, where walls answer so.
        url: What was asked for.
    """
    if answer.status in refusals().statuses:
        code = wall_answered(answer.status, answer.headers, await _beginning(answer))
        if code is not None:
            return by_code(code)(f"{redact(url)} answered {answer.status}: {_WORDS[code]}")
    else:
        await skim(answer)
    return status_error(url, answer.status, answer.headers)


async def _beginning(answer: "Answer") -> bytes:
    """What can be had of the body soon and without trouble: it is only there to be named."""
    from newsgrab.fetching.wire_errors import WIRE_ERRORS  # noqa: PLC0415 - loads the HTTP library

    with suppress(TimeoutError, FetchError, *WIRE_ERRORS):
        async with asyncio.timeout(_PATIENCE_S):
            return await read_beginning(answer, _LOOKED_AT)
    return b""
