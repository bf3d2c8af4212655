"""`NamedTuple`, used as that of the library, for a third of what it costs to make a class.

The library checks every annotation and compiles a constructor for each class: 7 ms of CPU for the fifty
classes that one page needs, of which most are then made once or never. Here a class has a constructor that
serves all, and one of its own from when it turns out to be made often. For type checkers it is the library's.
"""

import collections
import sys
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING or sys.version_info >= (3, 14):  # where annotations are not at hand when a class is made
    from typing import NamedTuple

__all__ = ["NamedTuple"]

_OFTEN: Final = 200
"""Objects of a class after which its constructor is compiled."""

_MADE_FOR_ALL: Final = (
    "_fields",
    "_field_defaults",
    "_make",
    "_replace",
    "_asdict",
    "__getnewargs__",
    "__slots__",
)


class _Maker(type):
    """Makes subclasses of ``tuple`` out of annotations."""

    def __new__(cls, name: str, bases: tuple[type, ...], inside: dict[str, Any]) -> Any:  # noqa: ANN401 - no _Maker
        """The class, which is none of these."""
        if not bases:
            return super().__new__(cls, name, bases, inside)
        if set(_MADE_FOR_ALL) & set(inside) or len(bases) > 1:
            raise TypeError(f"{name} has what every NamedTuple has, or another base")
        fields = tuple(inside.get("__annotations__", ()))
        defaults = {field: inside.pop(field) for field in fields if field in inside}
        places = {field: _place(number, "") for number, field in enumerate(fields)}
        new = type(name, (tuple,), _METHODS | inside | places | {
            "__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields
        })  # fmt: skip
        new.__new__ = _constructor(new, fields, defaults)  # type: ignore[method-assign, assignment]  # it is new
        return new


def _constructor(
    made: type, fields: tuple[str, ...], defaults: dict[str, object]
) -> Callable[..., tuple[object, ...]]:
    count, known, times = len(fields), set(fields), 0
    new: Callable[..., tuple[object, ...]] = tuple.__new__

    def construct(cls: type, *args: object, **given: object) -> tuple[object, ...]:
        nonlocal times
        times += 1
        if times > _OFTEN:
            made.__new__ = _compiled(made, fields, defaults)  # type: ignore[method-assign]  # faster, else the same
        if len(args) == count and not given:
            return new(cls, args)
        values = defaults | dict(zip(fields, args, strict=False)) | given
        if values.keys() != known or len(args) > count or given.keys() & set(fields[: len(args)]):
            compiled: Callable[..., tuple[object, ...]] = _compiled(made, fields, defaults)
            return compiled(cls, *args, **given)  # it says what is wrong
        return new(cls, map(values.__getitem__, fields))

    return construct


def _compiled(made: type, fields: tuple[str, ...], defaults: Mapping[str, object]) -> Callable[..., Any]:
    return collections.namedtuple(made.__name__, fields, defaults=tuple(defaults.values())).__new__  # noqa: PYI024 - only its constructor


def _make(cls: type, values: Iterable[object]) -> tuple[object, ...]:
    """A new one of a sequence."""
    made: tuple[object, ...] = tuple.__new__(cls, values)
    if len(made) != len(cls._fields):  # type: ignore[attr-defined]  # every one has it
        raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")  # type: ignore[attr-defined]  # as above
    return made


def _replace(self: Any, /, **changes: object) -> Any:  # noqa: ANN401 - any named tuple
    """A new one with other values for some fields."""
    made = self._make(map(changes.pop, self._fields, self))
    if changes:
        raise ValueError(f"Got unexpected field names: {list(changes)!r}")
    return made


def _asdict(self: Any) -> dict[str, object]:  # noqa: ANN401 - as above
    """Its values by name."""
    return dict(zip(self._fields, self, strict=True))


def _repr(self: Any) -> str:  # noqa: ANN401 - as above
    shown = ", ".join([f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True)])
    return f"{type(self).__name__}({shown})"


def _arguments(self: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(self)


# Of C, where there is one; the library takes this way, too.
_place: Final[Callable[[int, str], Any]] = getattr(
    collections, "_tuplegetter", lambda number, doc: property(itemgetter(number), doc=doc)
)

_METHODS: Final = {
    "_make": classmethod(_make),
    "_replace": _replace,
    "_asdict": _asdict,
    "__repr__": _repr,
    "__getnewargs__": _arguments,
}

if not TYPE_CHECKING and sys.version_info < (3, 14):
    NamedTuple = _Maker("NamedTuple", (), {})
