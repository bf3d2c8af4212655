"""What class, id and role of an element say."""

from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from newsgrab.patterns import regex
from newsgrab.tables import json_of

_WORDS: Final = regex(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ICON_WORDS: Final = 5
"""Words of a file name, joined ones too, up to which one of them tells: photographs have longer names."""

_KEPT: Final = 20_000
"""Names remembered, a few megabytes; pages of one site repeat theirs."""


@lru_cache(maxsize=_KEPT)
def name_words(names: str) -> tuple[str, ...]:
    """The words of class and id: parted at hyphens and humps; each pair of neighbours joined, too.

    ``article-body`` and ``articleBody`` both give ``article``, ``body`` and ``articlebody``.
    """
    words = [word.lower() for word in _WORDS.findall(names)]
    joined = ["".join(pair) for pair in pairwise(words)]
    return tuple(dict.fromkeys([*words, *joined]))


@cache
def _table(kind: str) -> frozenset[str]:
    table = json_of("furniture.json")
    return frozenset(table[kind])


@lru_cache(maxsize=_KEPT)
def is_furniture(names: str) -> bool:
    """Whether an element of these names is a menu, footer, pop-up or log-in: never part of an article."""
    words = name_words(names)
    return not _table("furniture").isdisjoint(words) and _table("spared").isdisjoint(words)


@lru_cache(maxsize=_KEPT)
def is_wall(names: str) -> bool:
    """Whether an element of these names asks the reader to subscribe or register."""
    return not _table("walls").isdisjoint(name_words(names))


@lru_cache(maxsize=_KEPT)
def is_post(names: str) -> bool:
    """Whether a quote of these names is the post of a social network."""
    return not _table("posts").isdisjoint(name_words(names))


@lru_cache(maxsize=_KEPT)
def is_story_box(names: str) -> bool:
    """Whether nothing in these names says that a picture inside is another story's or a writer's portrait."""
    return _table("foreign_pictures").isdisjoint(name_words(names))


def is_icon(url: str) -> bool:
    """Whether a picture at this address is a button or a placeholder, or a portrait of Gravatar's."""
    return "gravatar.com/" in url or _is_called(_file(url), "icons")


def is_stand_in(url: str) -> bool:
    """Whether an image declared for a story is the site's logo, which stands where a story has none."""
    return _is_called(_file(url), "stand_ins")


def _file(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@lru_cache(maxsize=_KEPT)
def _is_called(file: str, kind: str) -> bool:
    words = name_words(file.rpartition(".")[0])
    return 0 < len(words) <= _ICON_WORDS and not _table(kind).isdisjoint(words)
