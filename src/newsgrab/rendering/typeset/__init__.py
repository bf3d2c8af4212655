"""An article as a page of a terminal: set in columns, lines broken, in the direction of its script."""

from newsgrab.rendering.typeset.article import typeset
from newsgrab.rendering.typeset.lines import Bidi, TypesetOptions

__all__ = ["Bidi", "TypesetOptions", "typeset"]
