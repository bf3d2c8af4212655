"""Which articles are wanted, and how much of each: values in, values out."""

from newsgrab.shaping.body import DROPPABLE, KEEPABLE, Shape, shaped
from newsgrab.shaping.selection import Selection, check, check_address

__all__ = ["DROPPABLE", "KEEPABLE", "Selection", "Shape", "check", "check_address", "shaped"]
