"""Places in an article's JSON, like ``headline``, ``fetch.status`` or ``authors.name``."""

import json
from collections.abc import Mapping
from typing import Any, Final

ALIASES: Final[Mapping[str, str]] = {
    "site": "site_name",
    "author": "authors.0.name",
    "section": "sections.0",
    "fetched": "fetch.at",
}
"""Short names, the same as in names of files."""


def value_at(shown: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - whatever JSON may hold
    """What stands there; ``None`` where nothing does.

    A number picks from a list, a name is looked up in each of its entries: ``authors.0.name`` is the first
    name, ``authors.name`` the list of them.

    Args:
        shown: The article as ``Article.to_dict`` gives it.
        path: Names and numbers parted by points.
    """
    value: Any = shown
    for step in ALIASES.get(path, path).split("."):
        value = _below(value, step)
    return value


def _below(value: Any, step: str) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, Mapping):
        return value.get(step)
    if not isinstance(value, list):
        return None
    if step.isdecimal():
        return value[int(step)] if int(step) < len(value) else None
    return [found for one in value if (found := _below(one, step)) is not None]


def is_there(value: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a page says it: nothing, an empty text and an empty list say nothing; 0 and false do."""
    return value is not None and value not in ("", []) and value != {}


def text_of(value: Any) -> str:  # noqa: ANN401 - as above
    """A value as text.

    Nothing is empty; lists of texts are joined by a comma, and of what has a name (authors) the names are;
    anything else with parts is JSON on one line.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(_is_plain(one) for one in value):
        return ", ".join(text_of(one) for one in value)
    if isinstance(value, Mapping) and "name" in value:
        return text_of(value["name"])
    return json.dumps(value, ensure_ascii=False)


def _is_plain(value: object) -> bool:
    return "name" in value if isinstance(value, Mapping) else not isinstance(value, list)
