"""What stands where an article would be: a challenge, a login, a consent wall, "not in your country".

Known by general signs: the words of the headline and of what was kept (``data/walls.toml``, by language),
the scripts of the vendors of challenges, a field for a password, and how bare the page is. Nothing here is
asked of a page that is surely an article; ``refusal`` says which are not.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from newsgrab.dom import Run
from newsgrab.errors import (
    Challenge,
    Consent,
    ExtractError,
    GeoBlocked,
    Login,
    NoContent,
    SoftNotFound,
    Wall,
)
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.suspect import Suspect
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.rules.walls import texts_in, titles, words
from newsgrab.text import fold

_TITLE_PARTS: Final = regex(r"\s[|–—·•»:-]+\s|\s?\|\s?|: ")

_BARE_LINKS: Final = 15
_BARE_RUNS: Final = 40
_BARE_PROSE: Final = 1_500
"""Links, runs and characters of prose that a page made of a challenge alone has at most."""

_FEW_LINKS: Final = 40
"""Links that a page made of a consent wall has at most: policies, imprint, partners."""

_LEAD: Final = 60
"""Characters of something else before a wall's words: a lead, and what follows is a teaser."""

_REST: Final = 150
"""Characters of something else in a body that is all wall if it opens so."""

_HALF: Final = 0.5
_SCANT: Final = 300
_LOOKED_AT: Final = 4_000
"""Characters of a page that are searched for words."""


def wall(page: Suspect) -> ExtractError | None:
    """What the page is instead of an article, as the error to raise; ``None`` if nothing shows it."""
    signs = Signs(_title_kinds(page), _spoken(page))
    for holds, error, what in _WALLS:
        if holds(page, signs):
            return error(what)
    return None


class Signs(NamedTuple):
    """What its words say a page is: those of the headline, and those that what is kept is made of."""

    titles: frozenset[str]
    spoken: frozenset[str]


def _is_region(page: Suspect, signs: Signs) -> bool:
    """Not shown here, for the law of this country or that of the publisher."""
    if "geo_blocked" in signs.spoken:
        return True
    return "geo_blocked" in signs.titles and not page.declared and _is_scant(page)


def _is_challenge(page: Suspect, signs: Signs) -> bool:
    if not _is_bare(page):
        return False
    if "challenge" in signs.titles:
        return not page.declared or "challenge" in signs.spoken
    if "challenge" not in signs.spoken:
        return False
    return _has_mark(page, "challenge") or (not page.declared and _is_scant(page))


def _is_marked(page: Suspect, _signs: Signs) -> bool:
    """A challenge without words that are known: nothing but a vendor's script."""
    return not page.declared and _is_bare(page) and _is_scant(page) and _has_mark(page, "challenge")


def _is_missing(page: Suspect, signs: Signs) -> bool:
    """A short page; one that calls itself an article must say it in its whole headline."""
    return "missing" in signs.titles and sum(map(page.size, page.kept)) < _BARE_PROSE


def _is_login(page: Suspect, signs: Signs) -> bool:
    if "login" in signs.spoken:
        return True
    return "login" in signs.titles and not page.declared and _has_mark(page, "login")


def _is_consent(page: Suspect, signs: Signs) -> bool:
    """A page of its own; where the headline of an article is printed, it is a banner over that."""
    if sum([run.links for run in page.evidence.survey.runs]) > _FEW_LINKS:
        return False
    if "consent" in signs.titles:
        return not page.declared or "consent" in signs.spoken
    return "consent" in signs.spoken and not (page.declared and page.titled)


def _is_paywall(page: Suspect, signs: Signs) -> bool:
    if page.article.body:
        return "paywall" in signs.spoken
    return "paywall" in signs.spoken or page.article.metadata.access.declared_free is False


def _wants_scripts(page: Suspect, signs: Signs) -> bool:
    return "script" in signs.spoken or ("script" in signs.titles and _is_scant(page))


_WALLS: Final[tuple[tuple[Callable[[Suspect, Signs], bool], type[ExtractError], str], ...]] = (
    (_is_region, GeoBlocked, "its publisher does not show this page in the country it was asked from"),
    (_is_challenge, Challenge, "a bot challenge stands where the article would be"),
    (_is_missing, SoftNotFound, 'the page says "not found", though its status does not'),
    (_is_login, Login, "a login stands where the article would be"),
    (_is_consent, Consent, "a consent wall stands where the article would be"),
    (_is_paywall, Wall, "a paywall stands where the article would be, and no lead before it"),
    (_is_marked, Challenge, "a bot challenge stands where the article would be"),
    (_wants_scripts, NoContent, "no article on this page (it asks for JavaScript)"),
)
"""In this order: "access denied" may be for the country, a challenge may ask for JavaScript, a login may have
a puzzle of a challenge's vendor."""


def _is_bare(page: Suspect) -> bool:
    runs = page.evidence.survey.runs
    return (
        len(runs) <= _BARE_RUNS
        and sum([run.links for run in runs]) <= _BARE_LINKS
        and page.evidence.layout.total <= _BARE_PROSE
    )


def _is_scant(page: Suspect) -> bool:
    return sum(map(page.size, page.kept)) < _SCANT


def _has_mark(page: Suspect, kind: str) -> bool:
    return has_mark(page.html, kind)


def has_mark(html: bytes, kind: str) -> bool:
    """Whether the source of a page has what the vendors of challenges, or a login, put there."""
    return any(mark in html for mark in words().marks[kind])


def _title_kinds(page: Suspect) -> frozenset[str]:
    """What the headline says the page is; where it is no declared article, the parts of the title too."""
    known, shown = titles(), [page.article.metadata.headline or ""]
    if not page.declared:
        title = page.evidence.survey.title or ""
        shown += [title, *_TITLE_PARTS.split(title), *_TITLE_PARTS.split(shown[0])]
    return frozenset[str]().union(*[known.get(fold(text), frozenset()) for text in shown])


def _spoken(page: Suspect) -> frozenset[str]:
    """The walls that what is kept speaks of, and of nothing else; without a body all that is shown."""
    if page.kept:
        return _opened(page)
    runs = [run for run in page.evidence.survey.runs if run.link_chars < _HALF * len(run.text)]
    shown = "\n".join([fold(text) for text in _first(runs)])
    return frozenset(kind for kind, phrases in _phrases(page.evidence) if _said(phrases, shown))


def _opened(page: Suspect) -> frozenset[str]:
    """The first words decide about nearly all pages: a wall has no lead before it."""
    texts = list(_first([page.evidence.survey.runs[number] for number in page.kept]))
    opening, size = [], 0
    for text in texts:
        opening.append(fold(text))
        size += len(text)
        if size * page.scale >= _LEAD:
            break
    start = "\n".join(opening)
    found = []
    for kind, phrases in _phrases(page.evidence):
        if _said(phrases, start):
            folded = [*opening, *map(fold, texts[len(opening) :])]
            if _fills(_said(phrases, "\n".join(folded)), folded, page.scale):
                found.append(kind)
    return frozenset(found)


def _said(phrases: Sequence[str], text: str) -> list[str]:
    return [phrase for phrase in phrases if phrase in text]


def _first(runs: Sequence[Run]) -> Iterator[str]:
    left = _LOOKED_AT
    for run in runs:
        yield run.text[:left]
        left -= len(run.text)
        if left <= 0:
            return


def _fills(said: Sequence[str], texts: Sequence[str], scale: float) -> bool:
    """Whether these phrases open the body, and half of it or nearly all has them."""
    matched = total = 0
    for text in texts:
        if any(phrase in text for phrase in said):
            matched += len(text)
        elif not matched and (total + len(text)) * scale >= _LEAD:
            return False
        total += len(text)
    return matched >= _HALF * total or (total - matched) * scale < _REST


def phrases_of(evidence: Evidence, kind: str) -> tuple[str, ...]:
    """The folded words of one kind of wall, in the page's languages and in English.

    Args:
        evidence: The page.
        kind: challenge, consent, geo_blocked, login, paywall, script or missing.
    """
    return tuple(phrase for name, found in _phrases(evidence) if name == kind for phrase in found)


def _phrases(evidence: Evidence) -> Iterator[tuple[str, tuple[str, ...]]]:
    """By kind, in the page's languages and in English; in all where they are unknown."""
    known = words().texts
    declared = (evidence.survey.language or "").lower().replace("_", "-").partition("-")[0]
    codes = [code for code in dict.fromkeys((evidence.language or declared, declared, "en")) if code in known]
    chosen = codes if evidence.language or declared in known else list(known)
    for code in chosen:
        yield from texts_in(code).items()
