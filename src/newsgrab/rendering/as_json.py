"""JSON (RFC 8259), and JSON Lines: one object a line."""

import json
from typing import Any

from newsgrab.model import Article
from newsgrab.records import replace
from newsgrab.rendering.formats import RenderOptions, json_text


def render(article: Article, options: RenderOptions) -> str:
    """The object of the contract, on one line or indented by two spaces.

    With ``options.fields`` an object of these alone, under the names they were asked for by; else what
    ``options.extra`` carries stands behind the article's own fields.
    """
    return json_text(_shown(article, options), indent=options.indent)


def render_line(article: Article, options: RenderOptions) -> str:
    """As ``render``, always on one line."""
    return render(article, replace(options, indent=False))


def _shown(article: Article, options: RenderOptions) -> dict[str, Any]:
    if options.fields:
        from newsgrab.model.paths import value_at  # noqa: PLC0415 - where it is used

        shown = article.to_dict(provenance=True)
        return {path: value_at(shown, path) for path in options.fields}
    shown = article.to_dict(provenance=options.provenance)
    if options.extra:
        carried: dict[str, Any] = json.loads(options.extra)
        return shown | {name: value for name, value in carried.items() if name not in shown}
    return shown
