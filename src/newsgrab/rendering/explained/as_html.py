"""An explanation as the page itself: its text tinted by what became of it, and a panel beside it.

The page does nothing when it is opened: what runs, sends or embeds is left out of it, and a content
security policy forbids the rest. Its pictures and styles are asked for from where they are.
"""

from html import escape
from typing import Final

from newsgrab import urls
from newsgrab.dom.markup import Markup, inert
from newsgrab.model import ExplainedBlock, Explanation
from newsgrab.rendering.explained.options import ExplainOptions
from newsgrab.rendering.explained.panel import Side, panel
from newsgrab.rendering.formats import encodable
from newsgrab.tables import text_of

POLICY: Final = (
    "default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline' http: https:; "
    "font-src http: https: data:; form-action 'none'"
)
"""Pictures, styles and their fonts, and nothing else (https://www.w3.org/TR/CSP3/)."""

_FATES: Final = {"kept": "kept", "field": "not in the body, but in", "stripped": "stripped"}


def render(explanation: Explanation, options: ExplainOptions) -> str:  # noqa: ARG001 - one signature for all formats
    """The page."""
    owners = {place: block for block in explanation.blocks for place in block.places}

    def wrap(place: int, text: str) -> str:
        block = owners.get(place)
        return text if block is None else _tinted(block, text)

    page = inert(explanation.html, wrap)
    side: Side = "left" if explanation.direction == "rtl" else "right"
    return encodable(
        f"{'<!doctype html>' if page.is_modern else ''}\n"
        f'<html{page.root} newsgrab-panel="{side}">\n<head>\n{_head(explanation, page)}</head>\n'
        f"<body{page.attributes}>{page.body}\n{panel(explanation, side)}\n</body>\n</html>\n"
    )


def _head(explanation: Explanation, page: Markup) -> str:
    """The policy comes first: it holds for what follows it."""
    title = f"newsgrab explain {explanation.url}".rstrip()
    return (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"{_base(explanation, page)}<title>{escape(title)}</title>\n{page.head}"
        f"<style>{_style('explanation.css')}</style>\n"
    )


def _base(explanation: Explanation, page: Markup) -> str:
    """What the page's relative addresses are relative to, where that is known."""
    declared = urls.join(explanation.url, page.base) if page.base else None
    address = declared or explanation.url
    return f'<base href="{escape(address)}">\n' if address else ""


def _style(name: str) -> str:
    """A style sheet that is shipped."""
    return text_of(name)


def _tinted(block: ExplainedBlock, text: str) -> str:
    return f'<newsgrab-block fate="{block.fate}" title="{escape(_says(block))}">{text}</newsgrab-block>'


def _says(block: ExplainedBlock) -> str:
    """What is shown while the pointer is over a block."""
    fate = f"{_FATES[block.fate]} {block.field}" if block.fate == "field" else _FATES[block.fate]
    score = "" if block.score is None else f"\nscore: {block.score:+.2f}"
    return f"{fate}\nrule: {block.rule}\nlabel: {block.label}{score}"
