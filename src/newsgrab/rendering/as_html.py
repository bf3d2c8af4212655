"""A page for reading: one file, no scripts, light or dark as the reader likes it.

The body is the Markdown of ``as_markdown``, made HTML by markdown-it and then put through nh3, which lets
pass what is named here and nothing else; a content security policy forbids the rest once more.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Final

from newsgrab.model import Article, Moment
from newsgrab.rendering.as_markdown import body_markdown
from newsgrab.rendering.formats import RenderOptions, encodable
from newsgrab.tables import text_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

TAGS: Final[dict[str, set[str]]] = {
    "a": {"href"},
    "blockquote": set(),
    "br": set(),
    "code": set(),
    "em": set(),
    "h2": set(),
    "h3": set(),
    "h4": set(),
    "h5": set(),
    "h6": set(),
    "hr": set(),
    "img": {"src", "alt"},
    "li": set(),
    "ol": {"start"},
    "p": set(),
    "pre": set(),
    "strong": set(),
    "table": set(),
    "tbody": set(),
    "td": set(),
    "th": set(),
    "thead": set(),
    "tr": set(),
    "ul": set(),
}
"""What the body may consist of: elements, and their attributes."""

SCHEMES: Final = frozenset({"http", "https", "mailto"})
"""Where links lead; a picture may also be a file beside the page."""


def render(article: Article, options: RenderOptions) -> str:  # noqa: ARG001 - one signature for all formats
    """The page."""
    meta = article.metadata
    direction = f' dir="{meta.direction}"' if meta.direction else ""
    language = f' lang="{escape(meta.language)}"' if meta.language else ""
    return encodable(
        f"<!doctype html>\n<html{language}{direction}>\n<head>\n{_head(article)}</head>\n"
        f"<body>\n{content(article)}</body>\n</html>\n"
    )


def content(article: Article) -> str:
    """What stands in the page, for pages of other kinds too."""
    return f"<article>\n<header>\n{_opening(article)}</header>\n{_body(article)}</article>\n"


def _head(article: Article) -> str:
    """The policy comes first, since it holds for what follows; then the address, before any other words."""
    title = article.metadata.headline or article.metadata.site_name or article.url or "article"
    source = f'<link rel="canonical" href="{escape(article.url)}">\n' if _leads(article.url) else ""
    return (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy())}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"{source}<title>{_words(title)}</title>\n<style>{style()}</style>\n"
    )


def _opening(article: Article) -> str:
    meta = article.metadata
    byline = meta.byline or ", ".join(author.name for author in meta.authors)
    site = _words(meta.site_name or article.host)
    linked = f'<a href="{escape(article.url)}">{site or _words(article.url)}</a>'
    signed = [
        f'<span class="byline">{_words(byline)}</span>' if byline else "",
        _time(meta.published, meta.published_raw),
        linked if _leads(article.url) else site,
    ]
    lines = [
        f'<p class="kicker">{_words(meta.kicker)}</p>' if meta.kicker else "",
        f"<h1>{_words(meta.headline)}</h1>" if meta.headline else "",
        f'<p class="dek">{_words(meta.dek)}</p>' if meta.dek else "",
        f'<p class="signed">{" · ".join(part for part in signed if part)}</p>' if any(signed) else "",
    ]
    return "".join(f"{line}\n" for line in lines if line)


def _time(moment: Moment | None, printed: str | None) -> str:
    if moment is None:
        return _words(printed)
    return f'<time datetime="{escape(str(moment))}">{_words(printed or str(moment))}</time>'


def _body(article: Article) -> str:
    import nh3  # noqa: PLC0415 - start light

    html = encodable(_markdown().render(body_markdown(article)))  # nh3 takes no lone surrogates
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: names for tag, names in TAGS.items() if names},
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - start light

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _words(text: str | None) -> str:
    return escape(" ".join((text or "").split()))


def _leads(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


@cache
def policy() -> str:
    """Pictures, the page's own style, and nothing else (https://www.w3.org/TR/CSP3/)."""
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src http: https: file: 'self'; style-src 'sha256-{digest}';"
        " base-uri 'none'; form-action 'none'"
    )


@cache
def style() -> str:
    """The style sheet."""
    return text_of("reader.css")
