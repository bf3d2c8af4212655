"""Whether an article is one of those that are wanted."""

import datetime as dt
import re

from newsgrab.errors import Filtered, RequireUnmet
from newsgrab.model import Article, Moment
from newsgrab.model.paths import is_there, value_at
from newsgrab.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an article has to be like.

    What a page does not say cannot rule it out: an article without a date passes ``since``. Where that is not
    wanted, ``require`` asks for the date.

    Attributes:
        require: Fields that have to be there, as in ``model.paths``.
        min_words: Fewest words of the body.
        since: Earliest moment of publication, ISO 8601 with offset; ``""`` is any.
        until: Latest moment, likewise.
        languages: BCP 47; ``en`` is ``en-GB`` too. None is any.
        match: Patterns one of which is found in the address; none allows every address.
        reject: Patterns none of which is.
    """

    require: tuple[str, ...] = ()
    min_words: int = 0
    since: str = ""
    until: str = ""
    languages: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()


def check_address(address: str, selection: Selection) -> None:
    """Refuses an input by its address, before anything is fetched.

    Raises:
        Filtered: It is not wanted.
    """
    if selection.match and not any(re.search(pattern, address) for pattern in selection.match):
        raise Filtered("its address does not fit --match")
    if any(re.search(pattern, address) for pattern in selection.reject):
        raise Filtered("its address fits --reject")


def check(article: Article, selection: Selection) -> None:
    """Refuses an article that is not wanted.

    Raises:
        Filtered: It is too short, too old, too new, or in another language.
        RequireUnmet: A field that has to be there is not.
    """
    if article.word_count < selection.min_words:
        raise Filtered(f"{article.word_count} words; --min-words wants {selection.min_words}")
    _check_language(article.metadata.language, selection.languages)
    if (published := article.metadata.published) is not None:
        first, last = _span(published)
        if selection.since and last < dt.datetime.fromisoformat(selection.since):
            raise Filtered(f"published {published}, before --since")
        if selection.until and first > dt.datetime.fromisoformat(selection.until):
            raise Filtered(f"published {published}, after --until")
    if selection.require:
        shown = article.to_dict()
        if missing := [path for path in selection.require if not is_there(value_at(shown, path))]:
            raise RequireUnmet(f"the page does not say: {', '.join(missing)}")


def _check_language(language: str | None, wanted: tuple[str, ...]) -> None:
    if not wanted or language is None:
        return
    told = f"{language.lower()}-"
    if not any(told.startswith(f"{tag.lower()}-") for tag in wanted):
        raise Filtered(f"in {language}, not in {' or '.join(wanted)}")


def _span(moment: Moment) -> tuple[dt.datetime, dt.datetime]:
    """The first and last moment that a time may mean: of a day all of it, without an offset in UTC."""
    zone = dt.timezone(moment.offset) if moment.offset is not None else dt.UTC
    if moment.time is not None:
        at = dt.datetime.combine(moment.date, moment.time, zone)
        return at, at
    return (
        dt.datetime.combine(moment.date, dt.time.min, zone),
        dt.datetime.combine(moment.date, dt.time.max, zone),
    )
