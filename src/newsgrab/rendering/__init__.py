"""An article as text: one module a format, and the table that names them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from newsgrab.model import Article
from newsgrab.rendering.formats import Format, RenderOptions

__all__ = ["FORMATS", "LINES", "Format", "RenderOptions"]


def _later(module: str, name: str = "render") -> Callable[[Article, RenderOptions], str]:
    """A function of a module that is loaded when it is first called: a run has one format of seven."""

    def render(article: Article, options: RenderOptions) -> str:
        made: str = getattr(import_module(f"newsgrab.rendering.{module}"), name)(article, options)
        return made

    return render


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        found.name: found
        for found in (
            Format(name="json", extension="json", render=_later("as_json")),
            Format(name="jsonl", extension="jsonl", render=_later("as_json", "render_line")),
            Format(name="md", extension="md", render=_later("as_markdown")),
            Format(name="txt", extension="txt", render=_later("as_text")),
            Format(name="html", extension="html", render=_later("as_html")),
        )
    }
)
"""The formats by the name ``--format`` takes."""

LINES: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "field": Format(name="field", extension="txt", render=_later("as_fields")),
        "print": Format(name="print", extension="txt", render=_later("as_fields", "render_template")),
    }
)
"""What ``--field`` and ``--print`` make of an article."""
