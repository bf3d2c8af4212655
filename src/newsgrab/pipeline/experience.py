"""How the addresses of a host have fared: those of one make are mostly of one kind, story or not."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from newsgrab.discovery import family_of
from newsgrab.model import Fates, Page
from newsgrab.urls import normalise, origin_of

if TYPE_CHECKING:
    from newsgrab.state import State

_MOST: Final = 2_000
"""Addresses of a host that are looked at, those asked for last: 30 ms."""

_NO_STORY: Final = frozenset({"no_content", "soft_404", "not_html", "empty"})


def fates_at(page: Page, state: "State | None") -> Mapping[str, Fates]:
    """What became of addresses of the origin of a page, by their make.

    Args:
        page: What is to be read; only of a page of HTML it matters.
        state: What earlier runs saw.
    """
    url = page.final_url or page.url or ""
    if state is None or "html" not in (page.fetched.content_type or "html").lower():
        return {}
    stories: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for key, verdict, code in state.agenda.fates(origin_of(normalise(url)), _MOST):
        if verdict == "saved":
            stories[family_of(key)] += 1
        elif code in _NO_STORY:
            others[family_of(key)] += 1
    return {family: Fates(stories[family], others[family]) for family in stories | others}
