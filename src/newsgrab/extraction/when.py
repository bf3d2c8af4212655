"""When the article was published and changed: the metadata first, then what stands near the headline.

On the corpus the metadata have the day right on 93 of 100 pages where they have one; a date printed
elsewhere than near the headline is another article's. Nothing is better than a guess.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from newsgrab.dom import Mention, Survey
from newsgrab.extraction.address_dates import Dated, address_date, corrected
from newsgrab.extraction.byline_marks import is_foreign
from newsgrab.extraction.byline_reading import Span
from newsgrab.extraction.date_reader import DateReader
from newsgrab.extraction.furniture_dates import skipped_dates
from newsgrab.extraction.names import name_words
from newsgrab.extraction.opening_dates import opening
from newsgrab.extraction.printed_dates import Stamped, in_header, stamped
from newsgrab.extraction.relative_dates import told_from_now
from newsgrab.extraction.structured import Claim, Claims, Source
from newsgrab.extraction.vocabulary import classes, keys
from newsgrab.model import Moment
from newsgrab.named_tuples import NamedTuple
from newsgrab.rules import Stamp

PUBLISHED_KEYS: Final = keys("published")
WEAK_KEYS: Final = keys("weak_published")
MODIFIED_KEYS: Final = keys("modified")

NEAR: Final = 4
"""Runs above the headline and below the first of the body whose ``<time>`` may be the article's."""

AFTER: Final = 2
"""Runs after the last of the body."""

_LONGEST: Final = 200
_MORNING: Final = 8
_EVENING: Final = 18
_A_MINUTE: Final = timedelta(minutes=1)
_WEST: Final = timedelta(hours=-12)
_EAST: Final = timedelta(hours=14)
_PUBLISHED_PROPS: Final = frozenset({"datePublished", "dateCreated", "datepublished", "uploadDate"})
_MODIFIED_PROPS: Final = frozenset({"dateModified", "datemodified"})
_TIMES: Final = frozenset({"time", "abbr"})
"""The hAtom microformat puts dates into the titles of abbreviations (https://microformats.org/wiki/hatom)."""

_MODIFIED_NAMES: Final = classes("modified")


class When(NamedTuple):
    """The two moments, and the claims they come from."""

    published: Moment | None
    published_claim: Claim | None
    modified: Moment | None
    modified_claim: Claim | None


def when(survey: Survey, claims: Claims, span: Span, reader: DateReader) -> When:
    """When the article was published and last changed, as far as the page says.

    Args:
        survey: The page.
        claims: Its own statements.
        span: Where headline and body stand.
        reader: How its dates are read.
    """
    published = _first(_claimed(claims), reader) or _first(_marked(survey, span, _PUBLISHED_PROPS), reader)
    modified = _first(_changed(survey, claims, span), reader)
    if published is None:
        published, printed_change = _near(survey, claims, span, reader)
        modified = modified or printed_change
    else:
        changed = modified[0].date if modified else None
        other = _contradicted(published[0], changed, in_header(survey, span, reader, published[0].date))
        published = other or _local(published, survey, span, reader)
    if published is None:
        published, printed_change = _elsewhere(survey, span, reader)
        modified = modified or printed_change
    return When(*(published or (None, None)), *(modified or (None, None)))


def _contradicted(tagged: Moment, changed: date | None, printed: Stamped | None) -> Dated | None:
    """What the header prints, where it is of quite another day than the metadata say.

    On the corpus a printed day before theirs is right on all seven pages: systems write the day on which
    a page was built. One after theirs is right on all seven where it is not that of the last change.
    """
    if printed is None or abs((printed.moment.date - tagged.date).days) <= 1:
        return None
    return None if printed.moment.date == changed and changed > tagged.date else _of(printed)


def _claimed(claims: Claims) -> Iterator[Claim]:
    yield from claims.property("datePublished")
    yield from claims.meta(PUBLISHED_KEYS)
    yield from claims.property("dateCreated")
    yield from claims.property("uploadDate")


def _changed(survey: Survey, claims: Claims, span: Span) -> Iterator[Claim]:
    yield from claims.property("dateModified")
    yield from claims.meta(MODIFIED_KEYS)
    yield from _marked(survey, span, _MODIFIED_PROPS)


def _first(found: Iterator[Claim], reader: DateReader) -> Dated | None:
    """The first moment; in the site's own time where another claim gives the same instant so.

    Many systems write UTC into one place and local time into another; the local day is the printed one.
    """
    dated = ((moment, claim) for claim in found if (moment := reader.tagged(claim.value)) is not None)
    first = next(dated, None)
    if first is None or not _is_utc(first[0]):
        return first
    for moment, claim in dated:
        if (local := _same_instant(first[0], moment)) is not None:
            return local, claim
    return first


def _is_utc(moment: Moment) -> bool:
    return moment.time is not None and moment.offset == timedelta(0)


def _may_be_another_day(moment: Moment) -> bool:
    """Whether a time in UTC may well be another day's in America, or in Asia and Australia."""
    return _is_utc(moment) and moment.time is not None and not _MORNING <= moment.time.hour < _EVENING


def _same_instant(utc: Moment, other: Moment) -> Moment | None:
    """The other moment if it is the same instant with an offset, or local time an offset away.

    Offsets are whole quarters of an hour, from -12 to +14 hours.
    """
    if other.time is None or other.offset == timedelta(0):
        return None
    apart = _naive(other) - _naive(utc)
    if other.offset is not None:
        return other if abs(apart - other.offset) <= _A_MINUTE else None
    offset = timedelta(minutes=15 * round(apart / timedelta(minutes=15)))
    if not offset or abs(apart - offset) > _A_MINUTE or not _WEST <= offset <= _EAST:
        return None
    return Moment(other.date, other.time, offset)


def _naive(moment: Moment) -> datetime:
    return datetime.combine(moment.date, moment.time or datetime.min.time())


def _local(tagged: Dated, survey: Survey, span: Span, reader: DateReader) -> Dated:
    """A time in UTC, or a day without a time, as the page prints it near the headline, if it does."""
    if tagged[0].time is not None and not _may_be_another_day(tagged[0]):
        return tagged
    for claim, changed in _times(survey, span, reader):
        moment = None if changed else reader.moment(claim.value)
        if moment is not None and (local := _said_closer(tagged[0], moment)) is not None:
            return local, claim
    for dated in stamped(survey, span, reader):
        if dated.stamp == "published" and (local := _printed_as(tagged[0], dated.moment)) is not None:
            return local, Claim(dated.raw, "markup", dated.path, dated.raw)
    return tagged


def _said_closer(tagged: Moment, other: Moment) -> Moment | None:
    """The other moment if it says more about the same one: the local time, or a time of the same day."""
    if tagged.time is None:
        return other if other.time is not None and other.date == tagged.date else None
    return _same_instant(tagged, other)


def _printed_as(tagged: Moment, printed: Moment) -> Moment | None:
    """What a printed date says closer; of a time in UTC also the day beside it, printed alone."""
    if printed.time is not None or tagged.time is None:
        return _said_closer(tagged, printed)
    days = (printed.date - tagged.date).days
    return printed if days == (-1 if tagged.time.hour < _MORNING else 1) else None


def _near(
    survey: Survey, claims: Claims, span: Span, reader: DateReader
) -> tuple[Dated | None, Dated | None]:
    """Published and modified by what stands around the headline, the weaker metadata and the address."""
    published, modified = None, None
    if span.headline < 0:  # it stands in an element that was left out, perhaps with the date
        published, modified = _told(skipped_dates(survey, span, reader))
    if published is None:
        published, modified = _split(_times(survey, span, reader), reader)
    if published is None:
        published, printed_change = _told(stamped(survey, span, reader))
        modified = modified or printed_change
    if published is not None:
        return corrected(published, claims.base, reader), modified
    published = _first(claims.meta(WEAK_KEYS), reader)
    return published or address_date((claims.base, *claims.metas.get("og:url", ())), reader), modified


def _elsewhere(survey: Survey, span: Span, reader: DateReader) -> tuple[Dated | None, Dated | None]:
    """Published and modified by what is left to say so, the more reliable first."""
    modified: Dated | None = None
    for published, changed in _last_resorts(survey, span, reader):
        modified = modified or changed
        if published is not None:
            return published, modified
    return None, modified


def _last_resorts(
    survey: Survey, span: Span, reader: DateReader
) -> Iterator[tuple[Dated | None, Dated | None]]:
    yield _told(told_from_now(survey, span, reader))
    yield _told(skipped_dates(survey, span, reader))
    yield _split(_times_after(survey, span, reader), reader)
    yield _told(opening(survey, span, reader))


def _split(times: Iterable[tuple[Claim, bool]], reader: DateReader) -> tuple[Dated | None, Dated | None]:
    """The first of each kind, published and changed."""
    found = list(times)
    published = _first((claim for claim, changed in found if not changed), reader)
    return published, _first((claim for claim, changed in found if changed), reader)


def _told(found: Iterable[Stamped]) -> tuple[Dated | None, Dated | None]:
    """The first of each kind."""
    first: dict[Stamp, Dated] = {}
    for dated in found:
        first.setdefault(dated.stamp, _of(dated))
    return first.get("published"), first.get("modified")


def _of(dated: Stamped) -> Dated:
    return dated.moment, Claim(dated.raw, "markup", dated.path, dated.raw)


def _marked(survey: Survey, span: Span, kinds: frozenset[str]) -> Iterator[Claim]:
    """Dates of the microdata."""
    for mention in survey.mentions:
        if mention.kind in kinds and mention.run <= span.last + NEAR:
            yield from _values(mention, "microdata", mention.kind)


def _times(survey: Survey, span: Span, reader: DateReader) -> Iterator[tuple[Claim, bool]]:
    """``<time>`` elements below the headline, then the nearest above; whether they say "updated"."""
    times = [mention for mention in survey.mentions if mention.kind in _TIMES]
    below = [mention for mention in times if span.headline < mention.run <= span.first + NEAR]
    above = [mention for mention in times if span.headline - NEAR <= mention.run <= span.headline]
    for mention in (*below, *above[::-1]):
        yield from _said(mention, reader)


def _times_after(survey: Survey, span: Span, reader: DateReader) -> Iterator[tuple[Claim, bool]]:
    """Those right after the body."""
    last = max(span.last, span.first + NEAR)
    for mention in survey.mentions:
        below = mention.kind == "time" and last < mention.run <= span.last + AFTER
        if below and not is_foreign(survey, mention):
            yield from _said(mention, reader)


def _said(mention: Mention, reader: DateReader) -> Iterator[tuple[Claim, bool]]:
    """What a ``<time>`` says, and whether it says "updated"."""
    claims = list(_values(mention, "markup", mention.kind))
    if claims:
        named = name_words(mention.node.attributes.get("class") or "")
        changed = not _MODIFIED_NAMES.isdisjoint(named) or reader.stamp(claims[-1].value) == "modified"
        yield from ((claim, changed) for claim in _as_printed(claims, reader))


def _as_printed(claims: list[Claim], reader: DateReader) -> list[Claim]:
    """The attribute of a ``<time>`` first, or its text where that is of quite another day.

    Of the corpus's pages five have such a ``<time>`` near the headline: the text has the day right on four,
    the attribute has the day of the last change or of the template.
    """
    moments = [reader.moment(claim.value) for claim in claims]
    tagged, printed = moments[0], moments[-1]
    apart = abs((tagged.date - printed.date).days) if tagged and printed else 0
    return claims[::-1] if apart > 1 else claims


def _values(mention: Mention, source: Source, path: str) -> Iterator[Claim]:
    attributes = mention.node.attributes
    said = attributes.get
    for raw in (said("datetime"), said("content"), said("title"), mention.node.text()):
        if raw and (value := " ".join(raw.split())) and len(raw) <= _LONGEST:
            yield Claim(value, source, path, raw)
