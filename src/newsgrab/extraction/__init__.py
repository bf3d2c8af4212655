"""From the bytes of a page to its article, in steps that are each a function of the step before.

::

    Page        -> charset, guard, evidence.gather -> Evidence       walked once, claims and cues
    Evidence    -> boilerplate.judged              -> [Judgement]    each run kept or stripped, by which rule
    Judgements  -> notices.part                    -> body | notices
    Body        -> structure.build, media.placed   -> blocks, images, embeds
    all of it   -> metadata.assemble               -> Article
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from newsgrab import charset, guard, text, urls
from newsgrab.extraction import boilerplate, composition, metadata, notices
from newsgrab.extraction.access import has_wall, observed
from newsgrab.extraction.completion import completed
from newsgrab.extraction.confidence import confidence
from newsgrab.extraction.evidence import Evidence, gather
from newsgrab.extraction.fingerprint import fingerprint
from newsgrab.extraction.judgement import Judgement, kept
from newsgrab.extraction.lead_image import with_printed
from newsgrab.extraction.pager import parts
from newsgrab.extraction.refusal import nothing_found, require_article
from newsgrab.extraction.sniff import require_html
from newsgrab.extraction.sources import sourced
from newsgrab.model import Access, Article, Metadata, Notice, Page, Trace, Update
from newsgrab.named_tuples import NamedTuple
from newsgrab.records import replace

_TAIL: Final = 4096  # bytes: scripts and comments may follow on the last tag


def extract(html: bytes | str, url: str | None = None, *, encoding: str | None = None) -> Article:
    """The article on a page that is at hand; nothing is fetched.

    Args:
        html: The page, as bytes in its own charset or as text.
        url: Its address; relative links and the canonical URL are resolved against it.
        encoding: A charset that beats what the page declares.

    Raises:
        ExtractError: There is nothing to return: the page is empty, not HTML, a wall, too complex,
            or has no article.
    """
    if isinstance(html, str):
        return _extracted(
            Page(url=url, final_url=url, body=html.encode("utf-8", "replace"), encoding="utf-8")
        )
    return _extracted(Page(url=url, final_url=url, body=html, encoding=encoding))


def extract_page(page: Page) -> Article:
    """The article on a page, where there surely is one; the same bytes always give the same article.

    Raises:
        ExtractError: As for ``extract``; also where what was found is not likely to be an article, as
            on front pages.
    """
    seen = _seen(page)
    article = _article(page, seen)
    require_article(article, seen.evidence, seen.judgements, page.body)
    return article


class _Seen(NamedTuple):
    """A page read and judged."""

    html: bytes
    evidence: Evidence
    judgements: list[Judgement]
    notices: tuple[Notice, ...]
    charset: str
    warnings: tuple[str, ...]


def _extracted(page: Page) -> Article:
    return _article(page, _seen(page))


def _seen(page: Page) -> _Seen:
    require_html(page.body)
    html, name, guessed = charset.utf8(page.body, page.fetched.content_type, page.encoding)
    guard.check(html)

    evidence = gather(html, page.final_url or page.url or "")
    judgements, found = notices.part(evidence, boilerplate.judged(evidence))
    cut_off = page.fetched.open_ended and b"</html" not in html[-_TAIL:].lower()
    doubts = {"charset_guessed": guessed, "maybe_cut_off": cut_off}
    warnings = tuple(code for code, holds in doubts.items() if holds)
    return _Seen(html, evidence, judgements, found, name, warnings)


def _article(page: Page, seen: _Seen) -> Article:
    _, evidence, judgements, found, charset_name, warnings = seen
    base = page.final_url or page.url or ""
    body_runs = kept(judgements)
    body = composition.compose(evidence, body_runs, evidence.claims.relative_to)
    if not body.text:
        if evidence.headline is None:
            raise nothing_found(page.body)
        warnings = (*warnings, "no_body")
    others = parts(evidence.survey, evidence.claims, body_runs[-1]) if body_runs else ()
    if others:
        warnings = (*warnings, "more_pages")
    facts = with_printed(_metadata(evidence, body_runs, body.text, page.fetched.at), body.images)
    prints = fingerprint(body.text)
    return Article(
        id=urls.article_id(facts.canonical_url or base or f"sha256:{prints.sha256}"),
        url=base,
        requested_url=page.url or "",
        host=urls.host_of(base),
        metadata=_completed(facts, body.text, evidence, body_runs),
        body=body.text,
        blocks=body.blocks,
        notices=found,
        updates=_updates(evidence, body_runs) if facts.type == "liveblog" else (),
        images=body.images,
        embeds=body.embeds,
        links=body.links,
        word_count=text.word_count(body.text),
        parts=others,
        fingerprint=prints,
        fetched=page.fetched,
        charset=charset_name,
        size=len(page.body),
        trace=Trace(
            confidence=confidence(evidence, judgements),
            kept_blocks=len(body_runs),
            removed_blocks=len(judgements) - len(body_runs),
            warnings=warnings,
        ),
    )


def _updates(evidence: Evidence, body_runs: Sequence[int]) -> tuple[Update, ...]:
    from newsgrab.extraction.liveblog import updates  # noqa: PLC0415 - for one page in a hundred

    return updates(evidence, body_runs, evidence.claims.relative_to)


def _completed(facts: Metadata, body: str, evidence: Evidence, body_runs: Sequence[int]) -> Metadata:
    free = facts.access.declared_free
    seen = observed(free, body, lambda: has_wall(evidence, body_runs))
    told = completed(facts, body, evidence.language, evidence.survey.language)
    return sourced(replace(told, access=Access(declared_free=free, observed=seen)), evidence)


def _metadata(
    evidence: Evidence, body_runs: Sequence[int], text_of_body: str, at: datetime | None
) -> Metadata:
    return metadata.assemble(
        metadata.Facts(
            survey=evidence.survey,
            claims=evidence.claims,
            headline=evidence.headline,
            kept=tuple(body_runs),
            body=text_of_body,
            language=evidence.language,
            at=at,
        )
    )
