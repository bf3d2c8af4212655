"""A page told to a person: explained, with what ``newsgrab get`` would refuse it with, or typeset."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from newsgrab.extraction import extract_page
from newsgrab.extraction.explanation import explain
from newsgrab.model import Page, Refusal
from newsgrab.records import dataclass
from newsgrab.rendering.explained import FORMATS, ExplainOptions
from newsgrab.rendering.typeset import TypesetOptions, typeset
from newsgrab.shaping import Shape, shaped
from newsgrab.worker import frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An explanation that is wanted.

    Attributes:
        form: A name in ``rendering.explained.FORMATS``.
        options: How it is rendered.
    """

    form: str
    options: ExplainOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """An article that is wanted typeset.

    Attributes:
        shape: How much of it.
        options: How it is set.
    """

    shape: Shape
    options: TypesetOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a page.

    Attributes:
        text: The report, or the article.
        refusal: Why the page is no article, if it is none.
    """

    text: str
    refusal: Refusal | None


def tell(page: Page, wanted: Telling | Setting) -> Told:
    """Does what is wanted, here and now.

    Raises:
        ExtractError: It is no page at all; to be typeset, it has to be an article.
    """
    if isinstance(wanted, Setting):
        article = shaped(extract_page(page), wanted.shape)
        return Told(text=typeset(article, wanted.options), refusal=None)
    explanation = explain(page)
    return Told(text=FORMATS[wanted.form](explanation, wanted.options), refusal=explanation.refusal)


def question(page: Page, wanted: Telling | Setting) -> bytes:
    """The frame that asks for it."""
    name = "setting" if isinstance(wanted, Setting) else "telling"
    return frames.page_question(page, {"tell": {name: asdict(wanted)}})


def answer(page: Page, asked: Mapping[str, Any]) -> bytes:
    """The frame that tells of a page.

    Args:
        page: The page.
        asked: What is wanted, as it came.

    Raises:
        ExtractError: As ``tell``.
    """
    told = tell(page, _wanted(asked))
    refusal = None if told.refusal is None else asdict(told.refusal)
    return frames.frame({"refusal": refusal}, told.text.encode())


def _wanted(asked: Mapping[str, Any]) -> Telling | Setting:
    if "telling" in asked:
        telling = asked["telling"]
        return Telling(form=telling["form"], options=ExplainOptions(**telling["options"]))
    setting = asked["setting"]
    shape = Shape(keep=tuple(setting["shape"]["keep"]), drop=tuple(setting["shape"]["drop"]))
    return Setting(shape=shape, options=TypesetOptions(**setting["options"]))


def answered(head: bytes, body: bytes) -> Told:
    """What was told.

    Raises:
        ExtractError: As ``tell``.
        Bug: It failed otherwise.
    """
    refusal = frames.told_of(head)["refusal"]
    return Told(text=body.decode(), refusal=None if refusal is None else Refusal(**refusal))
