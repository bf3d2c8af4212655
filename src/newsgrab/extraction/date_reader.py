"""How dates are read on one page: in its languages, in the order of its country, never from the future."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from newsgrab.dates import DateWords, epoch_time, parse
from newsgrab.extraction.byline_words import folded_word
from newsgrab.model import Moment
from newsgrab.named_tuples import NamedTuple
from newsgrab.patterns import regex
from newsgrab.rules import LanguagePack, Stamp

_LONGEST_STAMP: Final = 4
_MOST_TOKENS: Final = 4
_MOST_WORDS: Final = 30
DATELIKE: Final = regex(r"\d{4}|\d[./-]\d{1,2}[./-]\d{2}|\d [^\W\d_]{3,10}\.? '?\d\d(?!\d)")
"""A year, or three numbers, or two and a word: no day is printed without."""

_A_DAY: Final = timedelta(days=1)


class DateReader(NamedTuple):
    """How dates are read.

    Attributes:
        words: How the page's languages write dates, its own first.
        stamps: What stands before a date, folded -> which date it is.
        firsts: The first words of those.
        now: When the page was had, ``None`` where nobody knows.
    """

    words: tuple[DateWords, ...]
    stamps: Mapping[str, Stamp]
    firsts: frozenset[str]
    now: datetime | None

    def moment(self, text: str) -> Moment | None:
        """The date a text gives; none that is after the day on which the page was had."""
        found = parse(text, self.words)
        late = found is not None and self.now is not None and found.date > (self.now + _A_DAY).date()
        return None if late else found

    def tagged(self, text: str) -> Moment | None:
        """The date a tag gives, which may be a count of seconds."""
        return self.moment(text) or epoch_time(text)

    def told_from_now(self, text: str) -> Moment | None:
        """The time a text tells from when the page was had, like "2 hours ago"; or the date it gives."""
        return parse(text, self.words, self.now) if self.now is not None else None

    def stamp(self, text: str) -> Stamp | None:
        """Which date it is, by the words a text begins with; what follows a date belongs to the next one."""
        tokens = [folded_word(token) for token in text.split(None, _MOST_TOKENS)[:_MOST_TOKENS]]
        if self.firsts.isdisjoint(tokens):
            return None
        found = (self._stamp_at(tokens, start) for start in range(len(tokens)))
        return next((stamp for stamp in found if stamp is not None), None)

    def cut(self, text: str) -> Iterator[str]:
        """A text cut before what says which date comes next: "Published 3 May 2024 Updated 4 May 2024"."""
        words = text.split()
        tokens = list(map(folded_word, words)) if len(words) <= _MOST_WORDS else []
        start = 0
        if not self.firsts.isdisjoint(tokens):
            for at in range(1, len(words)):
                if tokens[at] in self.firsts and self._stamp_at(tokens, at):
                    before = " ".join(words[start:at])
                    if DATELIKE.search(before):
                        yield before.rstrip(" ,;")
                        start = at
        yield " ".join(words[start:]) if start else text

    def _stamp_at(self, tokens: list[str], start: int) -> Stamp | None:
        """What the longest phrase at a place says."""
        for end in range(min(len(tokens), start + _LONGEST_STAMP), start, -1):
            if (stamp := self.stamps.get(" ".join(tokens[start:end]))) is not None:
                return stamp
        return None


def reader(packs: Sequence[LanguagePack], tag: str | None, now: datetime | None) -> DateReader:
    """The reader of a page.

    Args:
        packs: Of its languages, its own first.
        tag: The language it declares; the country in it tells which number is the day (``en-GB``).
        now: When it was had, ``None`` where nobody knows.
    """
    country = (tag or "").replace("_", "-").partition("-")[2]
    return DateReader(*_vocabulary(tuple(packs), country.lower()), now)


@lru_cache(maxsize=64)
def _vocabulary(
    packs: tuple[LanguagePack, ...], country: str
) -> tuple[tuple[DateWords, ...], Mapping[str, Stamp], frozenset[str]]:
    stamps: dict[str, Stamp] = {}
    for pack in reversed(packs):
        stamps.update(pack.date_prefixes)
    firsts = frozenset(phrase.partition(" ")[0] for phrase in stamps)
    return tuple(pack.dates.of(country) for pack in packs), stamps, firsts
