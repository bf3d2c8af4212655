"""JSON (RFC 8259), and JSON Lines: one object a line."""

import json
from dataclasses import replace

from newsgrab.model import Article
from newsgrab.rendering.formats import RenderOptions, encodable


def render(article: Article, options: RenderOptions) -> str:
    """The object of the contract, on one line or indented by two spaces.

    Letters of every script stand for themselves. U+2028 and U+2029 are escaped: JSON allows them in
    strings, but many a reader takes them for the end of the line.
    """
    shown = article.to_dict(provenance=options.provenance)
    indent = 2 if options.indent else None
    text = json.dumps(shown, ensure_ascii=False, allow_nan=False, indent=indent)
    text = text.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")
    return f"{encodable(text)}\n"


def render_line(article: Article, options: RenderOptions) -> str:
    """As ``render``, always on one line."""
    return render(article, replace(options, indent=False))
