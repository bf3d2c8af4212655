"""Plain text: the address, headline, who and when, the body, and what the page says about the article."""

import re
from collections.abc import Iterable
from typing import Final

from newsgrab.model import Article
from newsgrab.rendering.formats import RenderOptions, encodable

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def render(article: Article, options: RenderOptions) -> str:  # noqa: ARG001 - one signature for all formats
    """Paragraphs parted by blank lines; the address, in angle brackets (RFC 3986 appendix C), comes first.

    It holds no control characters but line feeds and tabs, and none that turn the direction of writing.
    """
    meta = article.metadata
    byline = meta.byline or ", ".join(author.name for author in meta.authors)
    when = str(meta.published) if meta.published else meta.published_raw or ""
    signed = " · ".join(text for text in (byline, when, meta.site_name or article.host) if text)
    parts = [
        f"<{article.url}>" if article.url else "",
        _line(meta.kicker),
        _line(meta.headline),
        "" if meta.dek and article.body.startswith(meta.dek) else _line(meta.dek),
        _line(signed),
        article.body,
        *_notices(article),
    ]
    text = "\n\n".join(part for part in parts if part.strip())
    return f"{encodable(_CONTROL.sub('', text.replace(chr(13), '')))}\n"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _notices(article: Article) -> Iterable[str]:
    """Those of the article itself under a rule, the disclaimer last."""
    own = [notice for notice in article.notices if notice.scope == "article"]
    own.sort(key=lambda notice: notice.kind == "disclaimer")
    return ("* * *", *(notice.text for notice in own)) if own else ()
