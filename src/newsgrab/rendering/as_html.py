"""A page for reading: one file, no scripts, light or dark as the reader likes it.

The body is the Markdown of ``as_markdown``, made HTML by markdown-it and then put through nh3, which lets
pass what is named here and nothing else; a content security policy forbids the rest once more.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from newsgrab.model import Article, Moment
from newsgrab.patterns import regex
from newsgrab.records import replace
from newsgrab.rendering.as_markdown import body_markdown, captions
from newsgrab.rendering.formats import RenderOptions, encodable
from newsgrab.tables import text_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

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
    "p": {"class"},
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

CAPTION: Final = "caption"
"""The class of paragraphs beneath pictures and tables; the body has no other."""

_FOR_MACHINES = regex(r"\d{4}-?\d\d-?\d\d[T ]\d\d|\d+$")
_EMPHASIS: Final = ("em_open", "em_close")

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
    linked = f'<a href="{escape(article.url)}" dir="auto">{site or _words(article.url)}</a>'
    # Each part reads its own way: without that, the digits of a date turn round in Arabic.
    signed = [
        f'<span class="byline" dir="auto">{_words(byline)}</span>' if byline else "",
        _time(meta.published, meta.published_raw),
        linked if _leads(article.url) else f'<span dir="auto">{site}</span>' if site else "",
    ]
    lines = [
        f'<p class="kicker">{_words(meta.kicker)}</p>' if meta.kicker else "",
        f"<h1>{_words(meta.headline)}</h1>" if meta.headline else "",
        f'<p class="dek">{_words(meta.dek)}</p>' if meta.dek else "",
        f'<p class="signed">{" · ".join(part for part in signed if part)}</p>' if any(signed) else "",
    ]
    return "".join(f"{line}\n" for line in lines if line)


def _time(moment: Moment | None, printed: str | None) -> str:
    """As it is printed; what was made for machines, like ``2024-02-09T10:20:00+03:00``, easier to read."""
    if moment is None:
        return f'<span dir="auto">{_words(printed)}</span>' if printed else ""
    shown = printed if printed and not _FOR_MACHINES.match(printed) else str(moment)[:16].replace("T", " ")
    return f'<time datetime="{escape(str(moment))}" dir="auto">{_words(shown)}</time>'


def _body(article: Article) -> str:
    import nh3  # noqa: PLC0415 - start light

    maker = _markdown()
    tokens = maker.parse(body_markdown(_without_dek(article)))
    _mark(tokens, captions(article))
    html = encodable(maker.renderer.render(tokens, maker.options, {}))  # nh3 takes no lone surrogates
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: names for tag, names in TAGS.items() if names},
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )


def _without_dek(article: Article) -> Article:
    """The dek stands under the headline; where it is the first paragraph, too, it is shown once."""
    first, *others = article.blocks or (None,)
    if first is None or first.type != "paragraph" or first.text != article.metadata.dek:
        return article
    return replace(article, blocks=tuple(others))


def _mark(tokens: list["Token"], lines: frozenset[str]) -> None:
    """Makes paragraphs that are one of these lines captions: a class of their own, no emphasis."""
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open" and inline.content in lines and inline.children:
            opening.attrSet("class", CAPTION)
            inline.children = [one for one in inline.children if one.type not in _EMPHASIS]


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
