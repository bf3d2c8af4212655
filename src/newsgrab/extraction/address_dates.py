"""The day that an address gives, as in ``/2016/05/24/`` or ``/2016/may/24/``."""

from collections.abc import Iterable, Iterator
from typing import Final

from newsgrab.extraction.date_reader import DateReader
from newsgrab.extraction.structured import Claim
from newsgrab.model import Moment
from newsgrab.patterns import regex

_NUMBERS: Final = regex(
    r"(?<=[/_-])(199\d|20[0-4]\d)([/-]?)(0[1-9]|1[0-2]|[1-9](?=[/-]))\2"
    r"((?:0[1-9]|[12]\d|3[01])(?=[/_.-]|\Z)|(?<=[/-])[1-9](?=[/_.]|\Z))"
)
_NAMED: Final = regex(r"(?<=/)(199\d|20[0-4]\d)/([^\W\d_]{3,12})/(\d\d?)(?=/)")
_FOLDERS: Final = regex(r"/\d{4}/[^/]{1,12}/\d\d?/")
_FAR: Final = 2
"""Days between what a site prints and what it has in its addresses."""

Dated = tuple[Moment, Claim]


def address_date(addresses: Iterable[str], reader: DateReader) -> Dated | None:
    """The day in the first address that has one.

    Args:
        addresses: Of the page, the one asked for first.
        reader: Of the page.
    """
    for value, raw in (dated for address in addresses for dated in _values(address)):
        moment = reader.moment(value)
        if moment is not None:
            return moment, Claim(value, "url", "path", raw)
    return None


def corrected(printed: Dated, base: str, reader: DateReader) -> Dated:
    """A printed date, or that of the address where its folders are of quite another day.

    On all five pages of the corpus where they are, what is printed near the headline is the day of what
    the story is about, or another story's.

    Args:
        printed: The date printed near the headline.
        base: The page's address.
        reader: Of the page.
    """
    if not _FOLDERS.search(base):
        return printed
    addressed = address_date((base,), reader)
    if addressed is None or abs((addressed[0].date - printed[0].date).days) <= _FAR:
        return printed
    return addressed


def _values(base: str) -> Iterator[tuple[str, str]]:
    """Dates as the reader takes them, and as they stand in the address."""
    if found := _NUMBERS.search(base):
        year, _, month, day = found.groups()
        yield f"{year}-{month:0>2}-{day:0>2}", found[0]
    if found := _NAMED.search(base):
        year, month, day = found.groups()
        yield f"{day} {month} {year}", found[0]
