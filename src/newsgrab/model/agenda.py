"""Addresses on the agenda: as they were named, and what became of them."""

from typing import Literal

from newsgrab.records import dataclass

LinkVerdict = Literal["wanted", "saved", "failed", "passed"]
"""``passed``: passed over, since it was old when its source was new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An address as a source names it.

    Attributes:
        key: It normalised.
        url: As it is to be asked for.
        title: Its title there.
        published: Its date there, as text.
    """

    key: str
    url: str
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of an address.

    Attributes:
        verdict: ``saved`` or ``failed``.
        due_s: Seconds from now until it is to be asked for again; ``None`` is never.
        code: The machine code of the failure.
        message: It in words.
    """

    verdict: LinkVerdict
    due_s: float | None = None
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An address on the agenda.

    Attributes:
        verdict: What became of it the last time.
        due_s: Seconds from now until it is to be asked for again, not above 0 if now; ``None`` is never.
        tries: How often in a row it has failed.
        found_s: Seconds since it was first named or asked for.
    """

    verdict: LinkVerdict
    due_s: float | None
    tries: int
    found_s: float
