"""Lists that are menus."""

from typing import Final

from newsgrab.dom.tree import COMMENT, Node, tag_ids

LINKED: Final = 0.85
"""Share of link text from which a list item counts as a link."""

(_ITEM,) = tag_ids("li")
(_LINK,) = tag_ids("a")


def is_link_list(node: Node) -> bool:
    """Whether a list is nothing but links, by its first and its last item."""
    first, last = node.first_child, node.last_child
    while first is not None and _is_blank(first):
        first = first.next
    while last is not None and _is_blank(last):
        last = last.prev
    if first is None or last is None or first.tag_id != _ITEM or not _is_link(first):
        return False
    return last.mem_id == first.mem_id or _is_link(last)


def _is_blank(node: Node) -> bool:
    return node.is_empty_text_node or node.tag_id == COMMENT


def _is_link(item: Node) -> bool:
    """Whether all text of a list item is one link's."""
    node = item
    while True:
        child = node.first_child
        while child is not None and _is_blank(child):
            child = child.next
        if child is None:
            return False
        if child.tag_id == _LINK:
            return len(child.text().strip()) >= LINKED * len(item.text().strip())
        node = child
