"""An article as a row: one value a column, lists joined."""

from collections.abc import Mapping
from typing import Any, Final

COLUMNS: Final = (
    "id", "url", "canonical_url", "host", "site_name", "type", "headline", "kicker", "dek", "description",
    "byline", "dateline", "published", "modified", "language", "direction", "body", "disclaimer", "image",
    "word_count",
)  # fmt: skip
"""Fields of the JSON that are columns of the same name."""

_JOINED: Final[Mapping[str, str]] = {"authors": "name", "sections": "", "tags": ""}
"""Lists that are one column, and what of each entry is shown."""

_INSIDE: Final[Mapping[str, tuple[str, str]]] = {
    "fetched": ("fetch", "at"),
    "confidence": ("extraction", "confidence"),
}

NAMES: Final = (*COLUMNS, *_JOINED, *_INSIDE)
"""The columns of a table, in their order."""

_BETWEEN: Final = "; "


def row_of(article: Mapping[str, Any]) -> dict[str, Any]:
    """The values by column; what the article does not say is ``None``."""
    row = {name: scalar(article.get(name)) for name in COLUMNS}
    for name, key in _JOINED.items():
        row[name] = _BETWEEN.join(str(one) for one in entries(article, name, key)) or None
    for name, (outer, inner) in _INSIDE.items():
        inside = article.get(outer)
        row[name] = scalar(inside.get(inner)) if isinstance(inside, Mapping) else None
    return row


def entries(article: Mapping[str, Any], name: str, key: str = "") -> list[str]:
    """What a list of an article says, each once.

    Args:
        article: The article.
        name: Of the list.
        key: What of each entry is meant, where entries are objects.
    """
    found = article.get(name)
    shown = [one.get(key) if key and isinstance(one, Mapping) else one for one in found or ()]
    return list(dict.fromkeys(one for one in shown if isinstance(one, str) and one))


def scalar(value: Any) -> str | int | float | None:  # noqa: ANN401 - whatever JSON may hold
    """A value that a cell can hold; ``None`` for what is none."""
    return value if isinstance(value, str | int | float) else None
