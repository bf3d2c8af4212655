"""The kicker printed in one element with the headline, parted from it."""

from typing import Final

from newsgrab import text
from newsgrab.dom import Run
from newsgrab.extraction.site_name import squeezed
from newsgrab.extraction.titles import Wanted, parts

_MOST: Final = 12
_SHORT: Final = 0.3
_SEAMS: Final = " :|·•/-–—〉"


def parted(run: Run, wanted: Wanted) -> tuple[str | None, str | None]:
    """Kicker and headline where one element holds both: seen by what the metadata have of it.

    Where its parts are not parted in the metadata, their wording is taken: what divides two lines or
    two sizes of type on the screen is a colon or a dash there, and nothing in the text of the page.

    Args:
        run: A heading.
        wanted: What the metadata call the headline.
    """
    pieces = _pieces(run)
    if len(pieces) < 2:  # noqa: PLR2004 - one part cannot be parted
        return None, None
    bare = squeezed(run.text)
    cuts = [("".join(pieces[:cut]), "".join(pieces[cut:])) for cut in range(1, min(len(pieces), _MOST))]
    for before, after in cuts:
        if squeezed(after) in wanted:
            return text.clean(before).strip(_SEAMS) or None, text.clean(after)
        if squeezed(before) in wanted:
            return None, text.clean(before)
    if same := wanted.get(bare):
        return None, same.value
    known = {part for claim in wanted.values() for part in parts(claim.value, colons=True)}
    for before, after in cuts:
        for shown, kicker in ((after, before), (before, "")):
            part = squeezed(shown)
            if part in known and len(part) > _SHORT * len(bare):
                return text.clean(kicker).strip(_SEAMS) or None, text.clean(shown)
    return None, None


def _pieces(run: Run) -> list[str]:
    """The texts of a heading's children, down to where there are several."""
    node = run.node
    while True:
        pieces = []
        child = node.first_child
        inner = None
        while child is not None:
            shown = child.text_content if child.is_text_node else child.text()
            if shown and " ".join(shown.split()) in run.text and shown.strip():
                pieces.append(shown)
                inner = child
            child = child.next
        if len(pieces) != 1 or inner is None or inner.is_text_node:
            return pieces
        node = inner
