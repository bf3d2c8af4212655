"""Why an article looks as it does: each block of the page with its rule, each field with its losers."""

from typing import Literal

from newsgrab.model.article import Direction, Notice, Provenance
from newsgrab.records import dataclass

Fate = Literal["kept", "field", "stripped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedBlock:
    """One block of the page, in its order.

    Attributes:
        text: Its text, spaces single; not cleaned for a terminal.
        element: The element that holds it.
        names: Class, id, itemprop and role of that element, blanks between.
        label: What it was taken for; ``body`` is kept.
        rule: What decided: ``score``, ``furniture``, ``label:related``, ``repeated`` ...
        score: Above 0 the cues speak for the body; ``None`` where nothing was measured.
        field: The field of the article that has the text, where it is not the body.
        places: Which text nodes of the page's body are its, counted from 0 in document order.
    """

    text: str
    element: str
    names: str
    label: str
    rule: str
    score: float | None
    field: str | None = None
    places: tuple[int, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether it is part of the article's text."""
        return self.label == "body"

    @property
    def fate(self) -> Fate:
        """What became of it."""
        return "kept" if self.kept else "field" if self.field else "stripped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one source says about a field.

    Attributes:
        source: json-ld, microdata, meta, markup or url, as in ``Provenance``.
        path: Where there.
        value: What it says.
        agrees: Whether that is what the field has.
    """

    source: str
    path: str
    value: str
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedField:
    """One field of the metadata.

    Attributes:
        name: As in the article.
        values: What it has; several for lists, none where the page does not say.
        source: Where that came from, where one place can be named.
        others: What all other sources say, those that lost among them.
    """

    name: str
    values: tuple[str, ...] = ()
    source: Provenance | None = None
    others: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a page is no article: what ``newsgrab get`` ends with.

    Attributes:
        code: The machine code, like ``no_content``.
        status: The exit status.
        reason: One line for a person.
    """

    code: str
    status: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A whole page explained.

    Attributes:
        url: Its address, ``""`` where unknown.
        charset: WHATWG name of the charset it was read in.
        language: BCP 47 tag of the article.
        direction: Its direction.
        confidence: How sure the judge is, 0 to 1.
        refusal: Why it is no article; ``None`` if it is one.
        blocks: All text, in document order.
        fields: All fields of the metadata.
        notices: Disclaimers, corrections and their kin.
        warnings: Stable codes, like ``charset_guessed``.
        html: The page in UTF-8, as it was read.
    """

    url: str
    charset: str
    language: str | None = None
    direction: Direction | None = None
    confidence: float = 0.0
    refusal: Refusal | None = None
    blocks: tuple[ExplainedBlock, ...] = ()
    fields: tuple[ExplainedField, ...] = ()
    notices: tuple[Notice, ...] = ()
    warnings: tuple[str, ...] = ()
    html: bytes = b""
