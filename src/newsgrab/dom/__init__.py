"""The parsed page: the only package that knows selectolax.

``parse`` makes a tree of the page; ``walk`` goes over it once and returns everything the rest of
extraction works on, as tuples and plain records. The tree is never changed.
"""

from newsgrab.dom.places import Places, places
from newsgrab.dom.records import Mark, Media, Mention, Run, Skipped, Survey, Zone, Zones
from newsgrab.dom.tree import Node, Tree, parse
from newsgrab.dom.walk import walk

__all__ = [
    "Mark",
    "Media",
    "Mention",
    "Node",
    "Places",
    "Run",
    "Skipped",
    "Survey",
    "Tree",
    "Zone",
    "Zones",
    "parse",
    "places",
    "walk",
]
