"""Lists that are menus."""

from typing import Final

from newsgrab.dom.tree import COMMENT, TEXT, Node, tag_ids

LINKED: Final = 0.85
"""Share of link text from which a list item counts as a link."""

_BLANK: Final = frozenset({TEXT, COMMENT})
(_ITEM,) = tag_ids("li")
(_LINK,) = tag_ids("a")


def is_link_list(node: Node) -> bool | None:
    """Whether a list is nothing but links, by its first and its last item; ``None`` if it is empty."""
    first, last = node.first_child, node.last_child
    while first is not None and first.tag_id in _BLANK:
        first = first.next
    while last is not None and last.tag_id in _BLANK:
        last = last.prev
    if first is None or last is None:
        return None
    if first.tag_id != _ITEM or not _is_link(first):
        return False
    return last.mem_id == first.mem_id or _is_link(last)


def _is_link(item: Node) -> bool:
    """Whether all text of a list item is one link's."""
    node = item
    while True:
        child = node.first_child
        while child is not None and child.tag_id in _BLANK:
            child = child.next
        if child is None:
            return False
        if child.tag_id == _LINK:
            return len(child.text().strip()) >= LINKED * len(item.text().strip())
        node = child
