"""The panel beside a tinted page: the verdict, the rules at work, the fields with sources and losers."""

from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Final, Literal, TypeAlias

from newsgrab.model import ExplainedBlock, ExplainedField, Explanation, Statement
from newsgrab.model.explanation import Fate
from newsgrab.tables import text_of
from newsgrab.text import clean

Side: TypeAlias = Literal["left", "right"]

_FATES: Final[dict[Fate, str]] = {
    "kept": "kept in the body",
    "field": "in fields of their own",
    "stripped": "stripped",
}
_LONGEST: Final = 600
"""Characters shown of a value or a block; the rest is on the page."""


def panel(explanation: Explanation, side: Side) -> str:
    """The panel, in a shadow tree: no style of the page reaches it, and it reaches none of theirs.

    Args:
        explanation: What it tells.
        side: Where it stands: where lines of the page end.
    """
    css = text_of("explanation-panel.css")
    inside = "\n".join(
        (
            "<h1>newsgrab explain</h1>",
            f'<p class="url">{_text(explanation.url)}</p>' if explanation.url else "",
            _verdict(explanation),
            _fates(explanation),
            "<h2>Fields</h2><dl>",
            *map(_field, explanation.fields),
            *_notices(explanation),
            "</dl>",
            "<h2>Rules that took something out</h2>",
            _rules(explanation),
            f"<details><summary><h2>All {len(explanation.blocks)} blocks</h2></summary>",
            f'<ul class="blocks">{"".join(map(_block, explanation.blocks))}</ul></details>',
        )
    )
    return (
        f'<newsgrab-panel side="{side}" dir="ltr" lang="en"><template shadowrootmode="open">'
        f'<style>{css}</style><div class="panel">{inside}</div></template></newsgrab-panel>'
    )


def _text(value: str, element: str = "bdi", kind: str = "") -> str:
    """Text of the page in an element of its own, and so in its own direction whatever stands around it."""
    shown = clean(value)
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    named = f' class="{kind}"' if kind else ""
    return f'<{element}{named} dir="auto">{escape(shown)}</{element}>'


def _verdict(explanation: Explanation) -> str:
    if (refusal := explanation.refusal) is None:
        return f'<p class="verdict">An article, confidence {explanation.confidence:.2f}</p>'
    ends = f"newsgrab get ends with status {refusal.status} (<code>{escape(refusal.code)}</code>)"
    return f'<p class="verdict refused">Refused: {_text(refusal.reason)}; {ends}</p>'


def _fates(explanation: Explanation) -> str:
    counts = Counter(block.fate for block in explanation.blocks)
    rows = (
        f'<li class="{fate}"><i></i><span>{counts[fate]} {meaning}</span></li>'
        for fate, meaning in _FATES.items()
    )
    return f'<ul class="fates">{"".join(rows)}</ul>'


def _rules(explanation: Explanation) -> str:
    counts = Counter(block.rule for block in explanation.blocks if not block.kept)
    rows = (f"<li><code>{escape(rule)}</code> {count}</li>" for rule, count in counts.most_common())
    return f'<ul class="rules">{"".join(rows)}</ul>'


def _field(field: ExplainedField) -> str:
    values = "".join(_text(value, "dd") for value in field.values)
    shown = values or '<dd class="nothing">the page does not say</dd>'
    source = field.source
    place = f'<dd class="source">from {_place(source.source, source.path)}</dd>' if source else ""
    others = "".join(map(_other, field.others))
    return f"<dt>{field.name}</dt>{shown}{place}" + (
        f'<dd><ul class="others">{others}</ul></dd>' if others else ""
    )


def _other(other: Statement) -> str:
    place = _place(other.source, other.path)
    if other.agrees:
        return f'<li class="agrees">also {place}</li>'
    return f'<li class="lost">not {place}{_text(other.value, "div", "text")}</li>'


def _place(source: str, path: str) -> str:
    return f"{escape(source)} <code>{escape(clean(path))}</code>"


def _notices(explanation: Explanation) -> Iterator[str]:
    for notice in explanation.notices:
        yield f"<dt>{notice.kind} of the {notice.scope}</dt>{_text(notice.text, 'dd')}"


def _block(block: ExplainedBlock) -> str:
    score = "" if block.score is None else f" {block.score:+.2f}"
    return (
        f'<li class="{block.fate}"><code>{escape(block.element)} · {escape(block.rule)}{score}</code>'
        f"{_text(block.text, 'div', 'text')}</li>"
    )
