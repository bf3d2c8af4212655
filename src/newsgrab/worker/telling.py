"""A page explained: the report as text, and what ``newsgrab get`` would refuse it with."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from newsgrab.extraction.explanation import explain
from newsgrab.model import Page, Refusal
from newsgrab.rendering.explained import FORMATS, ExplainOptions
from newsgrab.worker import frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is wanted.

    Attributes:
        form: A name in ``rendering.explained.FORMATS``.
        options: How it is rendered.
    """

    form: str
    options: ExplainOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a page.

    Attributes:
        text: The report.
        refusal: Why the page is no article, if it is none.
    """

    text: str
    refusal: Refusal | None


def tell(page: Page, telling: Telling) -> Told:
    """Explains and renders, here and now.

    Raises:
        ExtractError: It is no page at all.
    """
    explanation = explain(page)
    return Told(text=FORMATS[telling.form](explanation, telling.options), refusal=explanation.refusal)


def question(page: Page, telling: Telling) -> bytes:
    """The frame that asks for a page to be explained."""
    return frames.page_question(page, {"telling": asdict(telling)})


def answer(page: Page, asked: Mapping[str, Any]) -> bytes:
    """The frame that tells of a page.

    Args:
        page: The page.
        asked: The telling, as it came.

    Raises:
        ExtractError: As ``tell``.
    """
    told = tell(page, Telling(form=asked["form"], options=ExplainOptions(**asked["options"])))
    refusal = None if told.refusal is None else asdict(told.refusal)
    return frames.frame({"refusal": refusal}, told.text.encode())


def answered(head: bytes, body: bytes) -> Told:
    """What was told.

    Raises:
        ExtractError: As ``tell``.
        Bug: It failed otherwise.
    """
    refusal = frames.told_of(head)["refusal"]
    return Told(text=body.decode(), refusal=None if refusal is None else Refusal(**refusal))
