"""What the JSON Schema of an article says about a place in it."""

from functools import cache
from typing import Any, Literal

from newsgrab.model.paths import ALIASES
from newsgrab.tables import json_of

Kind = Literal["moment", "text", "integer", "number", "boolean", "list", "object"]

_KINDS: dict[str, Kind] = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "array": "list",
    "object": "object",
}
_FETCHED = "fetch.at"


class NoSuchField(LookupError):
    """There is none; ``near`` are names that are like it, the likeliest first."""

    def __init__(self, path: str, near: list[str]) -> None:
        """Keeps both."""
        super().__init__(path)
        self.near = near


def kind_at(path: str) -> Kind:
    """What kind of value a place holds; ``moment`` is a text that is a time.

    Args:
        path: As for ``paths.value_at``.

    Raises:
        NoSuchField: An article has no such place.
    """
    full = ALIASES.get(path, path)
    place, mapped = _schema(), False
    for step in full.split("."):
        place = _resolved(place)
        while not step.isdecimal() and place.get("type") == "array":
            place, mapped = _resolved(place["items"]), True
        if step.isdecimal() and place.get("type") == "array":
            place = place["items"]
        else:
            below = _properties(place).get(step) or place.get("additionalProperties")
            if not below:
                raise NoSuchField(path, _near(full))
            place = below
    return "list" if mapped else _kind(place, full)


def field_names() -> tuple[str, ...]:
    """The fields of an article, in its order, and the short names."""
    return (*_schema()["properties"], *ALIASES)


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json_of("schema.json")
    return schema


def _resolved(place: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in place:
        place = _schema()["$defs"][place["$ref"].rpartition("/")[2]]
    return place


def _properties(place: dict[str, Any]) -> dict[str, Any]:
    place = _resolved(place)
    names: dict[str, Any] = dict(place.get("properties", {}))
    for kind in place.get("oneOf", ()):
        names |= _properties(kind)
    return names


def _kind(place: dict[str, Any], path: str) -> Kind:
    if path == _FETCHED or place.get("$ref", "").endswith("/moment"):
        return "moment"
    told = _resolved(place).get("type", "object" if "oneOf" in _resolved(place) else "string")
    kinds = [told] if isinstance(told, str) else [kind for kind in told if kind != "null"]
    return _KINDS[kinds[0]]


def _near(path: str) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    first, point, rest = path.partition(".")
    if point and first in _schema()["properties"]:
        place = _resolved(_schema()["properties"][first])
        place = _resolved(place["items"]) if place.get("type") == "array" else place
        return [f"{first}.{name}" for name in get_close_matches(rest, _properties(place), n=1)]
    return get_close_matches(first, field_names(), n=1)
