"""Language packs: what is known of one language."""

from collections.abc import Mapping
from typing import Final, Literal

from newsgrab.dates import DateWords
from newsgrab.model.article import Direction, NoticeKind, NoticeScope
from newsgrab.records import dataclass, field

Stamp = Literal["published", "modified"]
LabelKind = Literal[
    "latest",  # heading over the newest of the whole site
    "related",  # heading over stories on the same subject, or that "you may also like"
    "readalso",  # opens one link, often between two paragraphs of a body
    "mostread",
    "share",
    "tags",
    "comments",
    "newsletter",
    "ad",
    "follow",  # the site's accounts elsewhere
    "subscribe",  # accounts and subscriptions of the site itself
    "credit",  # "image source", on a line of its own
    "author",  # opens a box about the writer
    "reading",  # reading time, listening, size of type
    "more",  # leads to the rest of this text or list, or to the next
    "site",  # about the site itself: contact, terms, privacy
]

OPEN: Final = "*"
"""What stands in a label for any words."""

COUNT: Final = "#"
"""What stands in a label for a number, as in "# min read"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePattern:
    """One way a notice is worded.

    Attributes:
        kind: What the notice is.
        groups: Folded alternatives. One of each group stands in the block, in this order and not far
            behind the one before (`newsgrab.rules.matching.REACH`).
        start: Whether the first group must open the block.
        scope: What it is about: this article, readers' comments, or the whole site.
    """

    kind: NoticeKind
    groups: tuple[tuple[str, ...], ...]
    start: bool = False
    scope: NoticeScope = "article"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # read once, so identity is equality
class LanguagePack:
    """The words of one language that tell what a block is; every phrase is folded.

    Attributes:
        code: BCP 47 primary tag; ``""`` for the empty pack.
        name: The language's English name.
        script: ISO 15924 code.
        direction: Which way it is written.
        labels: A whole short block -> what kind of label it is (`LabelKind`).
        weak_labels: The same for words that are labels only over links or among buttons, because
            they stand alone in articles too ("Print", "Source").
        label_prefixes: Labels with an open end, as (start, kind): "more from" of "More from *".
        label_suffixes: Labels with an open start, as (end, kind).
        label_frames: Labels with an open middle, as (start, end, kind).
        readalso: The labels of that kind, which also open lines of more words.
        byline_prefixes: What opens a byline, longest first.
        byline_ands: What stands between two names.
        roles: Job titles; they are no part of a name.
        date_prefixes: What stands before a date -> which date it is.
        caption_prefixes: What opens a credit or caption, longest first.
        notices: Disclaimers, corrections and their like.
        stopwords: The commonest function words.
        dates: How dates are printed.
    """

    code: str = ""
    name: str = ""
    script: str = "Zyyy"
    direction: Direction = "ltr"
    labels: Mapping[str, str] = field(default_factory=dict)
    weak_labels: Mapping[str, str] = field(default_factory=dict)
    label_prefixes: tuple[tuple[str, str], ...] = ()
    label_suffixes: tuple[tuple[str, str], ...] = ()
    label_frames: tuple[tuple[str, str, str], ...] = ()
    readalso: tuple[str, ...] = ()
    byline_prefixes: tuple[str, ...] = ()
    byline_ands: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    date_prefixes: Mapping[str, Stamp] = field(default_factory=dict)
    caption_prefixes: tuple[str, ...] = ()
    notices: tuple[NoticePattern, ...] = ()
    stopwords: frozenset[str] = frozenset()
    dates: DateWords = field(default_factory=DateWords)
