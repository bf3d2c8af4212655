"""Single values as lines: what ``--field`` and ``--print`` ask for."""

from newsgrab.model import Article
from newsgrab.model.paths import text_of, value_at
from newsgrab.rendering.formats import RenderOptions, encodable
from newsgrab.rendering.printing import filled, parse
from newsgrab.text import for_stream


def render(article: Article, options: RenderOptions) -> str:
    r"""The values of ``options.fields``: one as it stands, several on one line with tabs between.

    In a line of several, a tab, a line end and a backslash inside a value are ``\t``, ``\n`` and ``\\``, as
    jq writes TSV; ``options.raw`` leaves them, and characters that could drive a terminal. A value that
    is not there leaves its place empty.
    """
    shown = article.to_dict(provenance=True)
    texts = [text_of(value_at(shown, path)) for path in options.fields]
    if not options.raw:
        texts = [for_stream(text) for text in texts]
        if len(texts) > 1:
            texts = [_in_cell(text) for text in texts]
    return encodable("\t".join(texts) + "\n")


def render_template(article: Article, options: RenderOptions) -> str:
    """``options.template`` with the article's values, and a line end."""
    shown = article.to_dict(provenance=True)
    return encodable(filled(parse(options.template), shown, raw=options.raw) + "\n")


def _in_cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
