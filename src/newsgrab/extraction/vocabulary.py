"""Keys of meta tags, words of class and id, types of schema.org: ``data/metadata.toml``, read once."""

from typing import Final, cast

from newsgrab.model.article import ArticleType
from newsgrab.tables import table

_TABLES: Final = table("metadata")

SCHEMA_TYPES: Final = cast("dict[str, ArticleType]", _TABLES["schema_types"])
"""Lower-case schema.org types that say more than "article", and what they say."""


def keys(name: str) -> tuple[str, ...]:
    """The keys of meta tags that hold one thing, the most reliable first.

    Raises:
        KeyError: There is no such list.
    """
    return tuple(_TABLES["keys"][name])


def classes(name: str) -> frozenset[str]:
    """The words of class and id that mark one thing.

    Raises:
        KeyError: There is no such list.
    """
    return frozenset(_TABLES["classes"][name])


def schema(name: str) -> frozenset[str]:
    """Lower-case names of schema.org types of one group.

    Raises:
        KeyError: There is no such list.
    """
    return frozenset(_TABLES["schema"][name])
