"""An article as text: one module a format, and the table that names them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from newsgrab.rendering import as_fields, as_html, as_json, as_markdown, as_text
from newsgrab.rendering.formats import Format, RenderOptions

__all__ = ["FORMATS", "LINES", "Format", "RenderOptions"]

FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        found.name: found
        for found in (
            Format(name="json", extension="json", render=as_json.render),
            Format(name="jsonl", extension="jsonl", render=as_json.render_line),
            Format(name="md", extension="md", render=as_markdown.render),
            Format(name="txt", extension="txt", render=as_text.render),
            Format(name="html", extension="html", render=as_html.render),
        )
    }
)
"""The formats by the name ``--format`` takes."""

LINES: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "field": Format(name="field", extension="txt", render=as_fields.render),
        "print": Format(name="print", extension="txt", render=as_fields.render_template),
    }
)
"""What ``--field`` and ``--print`` make of an article."""
