"""``docs/article.md`` says what the JSON Schema says: it is made from it, by ``pytest --update``."""

import json
from importlib import resources
from pathlib import Path
from typing import Any, Final

import pytest

PAPER = Path(__file__).parent.parent / "docs" / "article.md"
WORDS: Final = {"string": "text", "integer": "whole number", "boolean": "true or false"}
ABOUT: Final = """# The article

Every field of the JSON object, in its order. All are always there. `?` marks what is `null` where the page
does not say; a list without entries is empty. `newsgrab schema` prints the same as JSON Schema, which is
what this page is made from (`pytest --update`).
"""


def paper(schema: dict[str, Any]) -> str:
    """The whole page."""
    parts = [ABOUT, table(schema["properties"])]
    for name, part in schema["$defs"].items():
        parts.append(f"## {name}\n")
        if "description" in part:
            parts.append(part["description"] + "\n")
        if "oneOf" in part:
            names = [kind["$ref"].rpartition("/")[2] for kind in part["oneOf"]]
            parts.append("One of " + ", ".join(f"[{name}](#{name})" for name in names) + ".\n")
        if "properties" in part:
            parts.append(table(part["properties"]))
        elif "type" in part:
            parts.append(kind_of(part) + "\n")
    return "\n".join(parts)


def table(properties: dict[str, dict[str, Any]]) -> str:
    """A row for each field, and under an object one for each of its own."""
    return "\n".join(["| field | kind | |", "|---|---|---|", *rows(properties, "")]) + "\n"


def rows(properties: dict[str, dict[str, Any]], prefix: str) -> list[str]:
    found = []
    for name, field in properties.items():
        says = field.get("description", "").replace("|", "\\|")
        found.append(f"| `{prefix}{name}` | {kind_of(field)} | {says} |")
        found += rows(field.get("properties", {}), f"{prefix}{name}.")
    return found


def kind_of(field: dict[str, Any]) -> str:
    """What stands in a field, in words."""
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{word}`" for word in field["enum"] if word is not None) + (
            "?" if None in field["enum"] else ""
        )
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if field["type"] == "array":
        return f"list of {kind_of(field['items'])}"
    if field["type"] == "object":
        extra = field.get("additionalProperties")
        return f"for each field {kind_of(extra)}" if extra else f"{{{', '.join(field['properties'])}}}"
    kinds: list[str] = field["type"] if isinstance(field["type"], list) else [field["type"]]
    return WORDS.get(kinds[0], kinds[0]) + ("?" if "null" in kinds else "")


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest) -> str:
    schema = json.loads((resources.files("newsgrab") / "data" / "schema.json").read_text("utf-8"))
    text = paper(schema)
    if request.config.getoption("--update"):
        PAPER.write_text(text, "utf-8")
    return text


def test_the_paper_says_what_the_schema_says(made: str) -> None:
    assert PAPER.read_text("utf-8") == made, "run pytest --update tests/test_docs.py"


def test_every_link_has_its_section(made: str) -> None:
    assert made.count("](#") > 10
    for part in made.split("](#")[1:]:
        assert f"\n## {part.split(')')[0]}\n" in made
