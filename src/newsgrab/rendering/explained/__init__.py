"""An explanation as text: for a person at a terminal, for a script, and as the page itself in colours."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from newsgrab.model import Explanation
from newsgrab.rendering.explained import as_html, as_json, as_text
from newsgrab.rendering.explained.options import ExplainOptions

__all__ = ["FORMATS", "ExplainOptions"]

FORMATS: Final[Mapping[str, Callable[[Explanation, ExplainOptions], str]]] = MappingProxyType(
    {"text": as_text.render, "json": as_json.render, "html": as_html.render}
)
"""The formats by the name ``newsgrab explain --format`` takes; each gives text that UTF-8 can hold."""
