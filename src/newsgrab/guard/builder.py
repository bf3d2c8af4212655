"""The stack of open elements and the list of formatting elements, kept as browsers keep them.

What the parser would add or move is counted instead of done. Where this model and the parser may differ, the
model leaves more open. Source: https://html.spec.whatwg.org/multipage/parsing.html#tree-construction.
"""

from typing import Final

from newsgrab.guard import elements as el
from newsgrab.guard.tokens import Tag, ends_itself

_CLONE: Final = 360
_CLONED_TEXT: Final = 75
"""Bytes of an element that the parser adds on its own; and for each byte of its tag's attributes, which are
copied: measured, with one letter to an attribute."""

_ROUNDS: Final = 8
_ALIKE: Final = 3
"""Rounds of the adoption agency, and like formatting elements that are remembered ("Noah's Ark")."""


class _Formatting(bytes):
    """The name of a formatting element on the stack; remembered after others closed it."""

    attributes: bytes
    open: bool


class Builder:
    """The tree builder's state.

    Attributes:
        cloned: Bytes of elements that were added without a tag of their own.
        moves: Steps of the adoption agency algorithm.
        options: Options seen.
        raw_is_markup: Whether the content of ``<style>`` and its kin may be tags here.
    """

    def __init__(self) -> None:
        """Starts with nothing open."""
        self.cloned = self.moves = self.options = 0
        self.raw_is_markup = False
        self._stack: list[bytes] = []
        self._counts = dict.fromkeys(el.COUNTED, 0)
        self._formatting: list[_Formatting | None] = []  # None is a marker
        self._dangling = False
        self._foreign = 0
        self._html_in_foreign = False

    @property
    def remembered(self) -> int:
        """How long the list of formatting elements is."""
        return len(self._formatting)

    def take(self, tag: Tag) -> int:
        """Does what a tag makes the tree builder do; returns how many elements are open then."""
        name, closing, attributes, after_text = tag
        stack = self._stack
        if self._dangling and (after_text or not (closing or name in el.BLOCKS)):
            self._reopen()
        if closing:
            if not (stack and stack[-1] == name and self._pop_quickly(name)):
                self._end(name)
        elif self._foreign:
            self._start_foreign(name, attributes)
        elif name not in el.IDLE_STARTS:
            if name in el.CAREFUL_STARTS or self._counts[b"p"]:
                self._start(name, attributes)
            else:
                stack.append(name)
        return len(stack)

    def _pop_quickly(self, name: bytes) -> bool:
        """Closes the innermost element where nothing else follows from that."""
        if name in el.PLAIN_ENDS:
            self._stack.pop()
            return True
        if name in el.FORMATTING and self._formatting and self._formatting[-1] is self._stack[-1]:
            self._stack.pop()
            self._formatting.pop()
            return True
        return False

    def _start_foreign(self, name: bytes, attributes: bytes) -> None:
        if name in el.LEAVES_FOREIGN:
            self._html_in_foreign = True
        if self._html_in_foreign or not ends_itself(attributes):
            self._push(name, attributes)

    def _start(self, name: bytes, attributes: bytes) -> None:
        if name in el.CLOSES_P and self._counts[b"p"]:
            self._close(b"p", el.END_SCOPES[b"p"])
        if name in el.CAREFUL_STARTS:
            self._close_implied(name)
        if name in el.TABLE_PARTS and not self._enter_table(name):
            return
        self._push(name, attributes)

    def _push(self, name: bytes, attributes: bytes) -> None:
        if name in el.VOID:
            return
        if self._dangling and name not in el.BLOCKS:
            self._reopen()  # what this tag has closed
        if name in el.FORMATTING:
            new = _Formatting(name)
            new.attributes, new.open = attributes, True
            self._stack.append(new)
            self._remember(new)
            return
        self._stack.append(name)
        if name in el.MARKERS:
            self._formatting.append(None)
        if name in el.COUNTED:
            self._count(name, 1)

    def _count(self, name: bytes, change: int) -> None:
        self._counts[name] += change
        if name in el.FOREIGN:
            self._foreign += change
            self._html_in_foreign = self._html_in_foreign and self._foreign > 0
        self.raw_is_markup = self._foreign > 0 or self._counts[b"select"] > 0

    def _close_implied(self, name: bytes) -> None:
        """Closes what the start of its like closes."""
        if name in el.ITEMS:
            self._close_item(el.ITEMS[name])
        elif name in el.HEADINGS:
            self._close_top(el.HEADINGS)
        elif name == b"option":
            self.options += 1
            self._close_top(el.OPTION)
        elif name == b"button":
            self._close(b"button", el.SCOPE)
        elif name == b"a" and self._formatting:
            self._close_formatting(b"a")
            self._forget(self._latest(b"a"))
        elif name == b"table" and self._stack and self._stack[-1] in el.ROWS:
            self._close(b"table", el.TABLE_BORDERS)

    def _close_top(self, names: frozenset[bytes]) -> None:
        if self._stack and self._stack[-1] in names:
            self._pop_to(len(self._stack) - 1)

    def _close_item(self, names: frozenset[bytes]) -> None:
        for index in range(len(self._stack) - 1, -1, -1):
            name = self._stack[index]
            if name in names:
                self._pop_to(index)
            if name in names or (name in el.SPECIAL and name not in el.ITEM_SKIPS):
                return

    def _enter_table(self, name: bytes) -> bool:
        """Closes what stands open in the table; ``False`` where there is no table for the part."""
        if not (self._counts[b"table"] or self._counts[b"template"]):
            return False
        holders = el.TABLE_PARTS[name]
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index] in holders:
                self._pop_to(index + 1)
                break
        if name in el.CELLS and self._stack[-1] != b"tr":
            self._stack.append(b"tr")
        return True

    def _end(self, name: bytes) -> None:
        if name in el.FORMATTING and self._latest(name):
            self._close_formatting(name)
        elif self._stack and self._stack[-1] == name:
            self._pop_to(len(self._stack) - 1)
        elif name in el.HEADINGS:
            self._close_heading()
        elif name == b"form":
            self._remove_form()
        elif name in el.TABLE_PARTS or name == b"table":
            self._close(name, el.TABLE_BORDERS)
        else:
            scope = el.SCOPE if name in el.SCOPED_ENDS else el.SPECIAL
            self._close(name, el.END_SCOPES.get(name, scope))

    def _close(self, name: bytes, border: frozenset[bytes]) -> None:
        if not self._counts.get(name, 1) or name not in self._stack:
            return
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index] == name:
                self._pop_to(index)
                return
            if self._stack[index] in border:
                return

    def _close_heading(self) -> None:
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index] in el.HEADINGS:
                self._pop_to(index)
                return
            if self._stack[index] in el.SCOPE:
                return

    def _remove_form(self) -> None:
        """The end tag of a form closes the form alone and leaves open what is in it."""
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index] == b"form":
                del self._stack[index]
                self._count(b"form", -1)
                return

    def _pop_to(self, index: int) -> None:
        for name in reversed(self._stack[index:]):
            if isinstance(name, _Formatting):
                name.open = False
                self._dangling = True
            elif name in el.MARKERS:
                self._clear_to_marker()
            if name in el.COUNTED:
                self._count(name, -1)
        del self._stack[index:]

    def _clear_to_marker(self) -> None:
        while self._formatting and self._formatting.pop() is not None:
            pass

    def _latest(self, name: bytes) -> _Formatting | None:
        for element in reversed(self._formatting):
            if element is None or element == name:
                return element
        return None

    def _forget(self, element: _Formatting | None) -> None:
        if element is not None:
            at = next(i for i in range(len(self._formatting) - 1, -1, -1) if self._formatting[i] is element)
            del self._formatting[at]

    def _remember(self, new: _Formatting) -> None:
        alike = []
        for element in reversed(self._formatting):
            if element is None:
                break
            if element == new and element.attributes == new.attributes:
                alike.append(element)
        if len(alike) >= _ALIKE:
            self._forget(alike[-1])
        self._formatting.append(new)

    def _reopen(self) -> None:
        """Adds again what was left open when the element around it was closed."""
        first = len(self._formatting)
        while first and (element := self._formatting[first - 1]) is not None and not element.open:
            first -= 1
        for element in self._formatting[first:]:
            if element is not None:
                element.open = True
                self._stack.append(element)
                self.cloned += _CLONE + _CLONED_TEXT * len(element.attributes)
        self._dangling = False

    def _close_formatting(self, name: bytes) -> None:
        """The adoption agency algorithm."""
        element = self._latest(name)
        if element is None or not element.open:
            self._forget(element)
            return
        at = len(self._stack) - 1
        while self._stack[at] is not element:
            at -= 1
        inside = self._stack[at + 1 :]
        if any(other in el.SCOPE for other in inside):
            return
        blocks = [index for index, other in enumerate(inside) if other in el.SPECIAL]
        if not blocks:
            self._forget(element)
            self._pop_to(at)
            return
        rounds = min(len(blocks), _ROUNDS)
        self.moves += rounds * (len(self._stack) + len(self._formatting))
        self.cloned += rounds * (_CLONE + _CLONED_TEXT * len(element.attributes))
        self._move_down(at, blocks[rounds - 1] + 1, finished=len(blocks) < _ROUNDS)

    def _move_down(self, at: int, length: int, *, finished: bool) -> None:
        """Moves the element at a place of the stack behind the blocks that follow it, or closes it there."""
        element = self._stack[at]
        if finished:
            self._pop_to(at + 1 + length)
        passed = self._stack[at + 1 : at + 1 + length]
        kept = [other for other in passed if other in el.SPECIAL or isinstance(other, _Formatting)]
        if finished and isinstance(element, _Formatting):
            element.open = False
            self._forget(element)
            self._stack[at:] = kept
        else:
            self._stack[at : at + 1 + length] = [*kept, element]
