"""From the bytes of a page to its article, in steps that are each a function of the step before."""

import hashlib

from newsgrab import dom, text, urls
from newsgrab.errors import EmptyPage, NoContent
from newsgrab.extraction import headline as headlines
from newsgrab.extraction import metadata, structured
from newsgrab.model import Article, Block, Fingerprint, Page, Trace


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
    body = html.encode("utf-8", "replace") if isinstance(html, str) else html
    known = "utf-8" if isinstance(html, str) else encoding
    return extract_page(Page(url=url, final_url=url, body=body, encoding=known))


def extract_page(page: Page) -> Article:
    """The article on a page; the same bytes always give the same article.

    Raises:
        ExtractError: As for ``extract``.
    """
    if not page.body.strip():
        raise EmptyPage("the page is empty")
    survey = dom.walk(dom.parse(page.body))
    base = page.final_url or page.url or ""
    claims = structured.claims(survey, base)
    title = headlines.headline(survey, claims)
    kept = [n for n, run in enumerate(survey.runs) if len(run.text) > 80 and run.link_chars < len(run.text) / 2]
    if not kept:
        raise NoContent("no article on this page")
    paragraphs = [text.clean(survey.runs[n].text) for n in kept]
    body = "\n\n".join(paragraphs)
    facts = metadata.Facts(survey=survey, claims=claims, headline=title, kept=tuple(kept), body=body, language=None)
    return Article(
        id=urls.article_id(base),
        url=base,
        requested_url=page.url or "",
        host=urls.host_of(base),
        metadata=metadata.assemble(facts),
        body=body,
        blocks=tuple(Block(type="paragraph", text=p, md=p) for p in paragraphs),
        word_count=text.word_count(body),
        fingerprint=Fingerprint(sha256=hashlib.sha256(body.encode()).hexdigest(), simhash="0" * 16),
        fetched=page.fetched,
        size=len(page.body),
        trace=Trace(),
    )
