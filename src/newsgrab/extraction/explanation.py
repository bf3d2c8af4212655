"""Why the article of a page is what it is: each block with its rule, each field with what lost.

The steps are those of ``extract_page``, looked at one by one; what it would refuse is explained, too.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from newsgrab import dom
from newsgrab.dom import Run, Skipped
from newsgrab.errors import ExtractError
from newsgrab.extraction import _article, _Seen, _seen
from newsgrab.extraction.confidence import confidence
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.explained_fields import fields
from newsgrab.extraction.judgement import Judgement
from newsgrab.extraction.refusal import require_article
from newsgrab.model import Article, ExplainedBlock, Explanation, Metadata, Notice, Page, Refusal
from newsgrab.text import clean

FURNITURE: Final = "furniture"
"""The rule of elements that are not walked, since their names say what they are."""


def explain(page: Page) -> Explanation:
    """Every block and every field of a page, also of one that is no article.

    Args:
        page: The page.

    Raises:
        EmptyPage: There is nothing in it.
        NotHtml: It is a picture, a PDF or other binary data.
        TooComplex: It would blow up the parser.
    """
    seen = _seen(page)
    evidence, judgements = seen.evidence, seen.judgements
    article, refusal = _verdict(page, seen)
    metadata = Metadata() if article is None else article.metadata
    return Explanation(
        url=page.final_url or page.url or "",
        charset=seen.charset,
        language=metadata.language or evidence.language,
        direction=metadata.direction,
        confidence=confidence(evidence, judgements),
        refusal=refusal,
        blocks=tuple(_blocks(evidence, judgements, _Homes(evidence, article, seen.notices))),
        fields=fields(evidence, metadata),
        notices=seen.notices,
        warnings=article.trace.warnings if article else seen.warnings,
        html=seen.html,
    )


def _verdict(page: Page, seen: _Seen) -> tuple[Article | None, Refusal | None]:
    """The article, where there is anything to call so, and why it would not be given out."""
    article = None
    try:
        article = _article(page, seen)
        require_article(article, seen.evidence, seen.judgements, page.body)
    except ExtractError as error:
        return article, Refusal(code=error.code, status=int(error.status), reason=str(error))
    return article, None


class _Homes:
    """The fields of the article by the texts they were made of."""

    def __init__(self, evidence: Evidence, article: Article | None, found: Sequence[Notice]) -> None:
        self._headline = evidence.headline.run if evidence.headline else None
        metadata = Metadata() if article is None else article.metadata
        printed = {"kicker": metadata.kicker, "dek": metadata.dek, "byline": metadata.byline}
        images = article.images if article else ()
        self._exact = {text: name for name, text in printed.items() if text}
        self._exact |= {text: "images" for image in images for text in (image.caption, image.credit) if text}
        self._exact |= {notice.text: "notices" for notice in found}
        self._byline = metadata.byline or ""

    def of_run(self, number: int, run: Run, judgement: Judgement) -> str | None:
        """The field that has the text of a run, if it is not the body."""
        if judgement.label == "body":
            return None
        if number == self._headline:
            return "headline"
        text = clean(run.text)
        if text not in self._exact and judgement.label == "byline" and self._byline:
            return "byline" if self._byline in text or text in self._byline else None
        return self._exact.get(text)

    def of_lines(self, text: str) -> str | None:
        """The field that has one of the lines of an element that was left out."""
        found = (self._exact.get(clean(line)) for line in text.split("\n"))
        return "notices" if "notices" in found else None


def _blocks(evidence: Evidence, judgements: Sequence[Judgement], homes: _Homes) -> Iterator[ExplainedBlock]:
    """Runs and elements left out, in document order."""
    survey, found = evidence.survey, dom.places(evidence.survey)
    left_out = iter(sorted(zip(survey.skipped, found.skipped, strict=True), key=lambda pair: pair[0].run))
    skipped = next(left_out, None)
    for number, (run, judgement) in enumerate(zip(survey.runs, judgements, strict=True)):
        while skipped is not None and skipped[0].run <= number:
            yield from _furniture(*skipped, homes)
            skipped = next(left_out, None)
        yield _block(run, judgement, homes.of_run(number, run, judgement), found.runs[number])
    while skipped is not None:
        yield from _furniture(*skipped, homes)
        skipped = next(left_out, None)


def _block(run: Run, judgement: Judgement, field: str | None, places: tuple[int, ...]) -> ExplainedBlock:
    return ExplainedBlock(
        text=run.text,
        element=run.tag,
        names=run.names,
        label=judgement.label,
        rule=judgement.rule,
        score=round(judgement.score, 3),
        field=field,
        places=places,
    )


def _furniture(skipped: Skipped, places: tuple[int, ...], homes: _Homes) -> Iterator[ExplainedBlock]:
    """An element left out, if it has any text."""
    lines = skipped.node.text(separator="\n") or ""
    if text := " ".join(lines.split()):
        yield ExplainedBlock(
            text=text,
            element=skipped.tag,
            names=skipped.names,
            label="navigation",
            rule=FURNITURE,
            score=None,
            field=homes.of_lines(lines),
            places=places,
        )
