"""What has changed between two texts, by words."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from newsgrab.records import dataclass

_TOKEN: Final = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")
_MANY: Final = 4_000
"""Tokens from which frequent ones are passed over in looking for what is common: else it takes seconds."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of both texts.

    Attributes:
        before: It in the first one.
        after: It in the second one; where both are the same, nothing has changed here.
    """

    before: str
    after: str


def changes(before: str, after: str) -> Iterator[Change]:
    """The stretches of two texts in order, those that are the same between those that are not.

    A blank alone is no stretch that is the same: "is" and "was" on both sides of it are read as one change.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > _MANY)
    pending = Change("", "")
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        change = Change("".join(old[old_start:old_end]), "".join(new[new_start:new_end]))
        is_gap = kind == "equal" and pending.before != pending.after and not change.before.strip(" ")
        if kind == "equal" and not is_gap:
            yield from (one for one in (pending, change) if one != Change("", ""))
            pending = Change("", "")
        else:
            pending = Change(pending.before + change.before, pending.after + change.after)
    if pending != Change("", ""):
        yield pending
