"""JSON (RFC 8259), and JSON Lines: one object a line."""

from dataclasses import replace

from newsgrab.model import Article
from newsgrab.rendering.formats import RenderOptions, json_text


def render(article: Article, options: RenderOptions) -> str:
    """The object of the contract, on one line or indented by two spaces."""
    return json_text(article.to_dict(provenance=options.provenance), indent=options.indent)


def render_line(article: Article, options: RenderOptions) -> str:
    """As ``render``, always on one line."""
    return render(article, replace(options, indent=False))
