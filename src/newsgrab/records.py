"""Frozen dataclasses that cost little to make: `dataclass`, `field` and `replace`, as those of the library.

The library writes and compiles six methods for each class and loads ``inspect`` for it: 45 ms of CPU for the
fifty classes that one page needs, of which most are then made once or never. Here the methods are the same
for all classes, and a constructor is compiled for those classes only that turn out to be made often. For
type checkers they are the library's, and so are they for its ``fields``, ``asdict`` and ``replace``.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace

__all__ = ["dataclass", "field", "replace"]

_OFTEN: Final = 200
"""Objects of a class after which its constructor is compiled: that loads the library, and takes 10 ms."""

_NONE: Final = object()


class _Field:
    """What is known of one: its default or what makes it, and whether it is shown."""

    __slots__ = ("annotation", "default", "factory", "kw_only", "shown")

    def __init__(self, default: object = _NONE, factory: Callable[[], object] | None = None) -> None:
        self.default = default
        self.factory = factory
        self.shown = True
        self.kw_only = False
        self.annotation: Any = None

    @property
    def is_needed(self) -> bool:
        return self.default is _NONE and self.factory is None


class _Standard:
    """The fields as the library describes them, made when it asks for them."""

    def __get__(self, record: object, cls: type) -> Mapping[str, Any]:
        """Of an object or of a class."""
        fields: Mapping[str, Any] = vars(_by_the_library(cls))["__dataclass_fields__"]
        return fields


def _by_the_library(cls: type) -> type:
    """A class with the same fields, as the library makes it."""
    import dataclasses  # noqa: PLC0415 - what all this is to avoid

    described = []
    for name, one in _fields_of(cls).items():
        given: dict[str, Any] = {"repr": one.shown, "kw_only": one.kw_only}
        if one.factory is not None:
            given["default_factory"] = one.factory
        elif not one.is_needed:
            given["default"] = one.default
        described.append((name, one.annotation, dataclasses.field(**given)))
    more = {"__post_init__": cls.__post_init__} if hasattr(cls, "__post_init__") else {}
    return dataclasses.make_dataclass(
        cls.__name__, described, frozen=True, eq=False, repr=False, match_args=False, namespace=more
    )


def _fields_of(cls: type) -> dict[str, _Field]:
    fields: dict[str, _Field] = cls._record_fields  # type: ignore[attr-defined]  # every record has it
    return fields


def _dataclass(*, frozen: bool, slots: bool = False, kw_only: bool = False, eq: bool = True) -> Any:  # noqa: ANN401 - a decorator
    if not frozen:
        raise TypeError("a value is frozen")

    def made(cls: type) -> type:
        fields: dict[str, _Field] = {}
        for base in cls.__mro__[:0:-1]:
            fields |= base.__dict__.get("_record_fields", {})
        inside = dict(cls.__dict__)
        own = cls.__annotations__
        for name, annotation in own.items():
            default = inside.pop(name, _NONE) if slots else inside.get(name, _NONE)
            one = default if isinstance(default, _Field) else _Field(default)
            one.annotation, one.kw_only = annotation, kw_only
            fields[name] = one
        inside |= _methods(inside, fields, eq=eq)
        if slots:
            inside["__slots__"] = tuple(own)
        inside.pop("__dict__", None)  # of the class that this one takes the place of
        inside.pop("__weakref__", None)
        new = type(cls)(cls.__name__, cls.__bases__, inside)
        new.__qualname__ = cls.__qualname__
        new.__init__ = _constructor(new, fields)  # type: ignore[misc]  # it is new
        return new

    return made


def _methods(inside: Mapping[str, Any], fields: dict[str, _Field], *, eq: bool) -> dict[str, Any]:
    """What the class has besides its own methods."""
    added: dict[str, Any] = {
        "_record_fields": fields,
        "__dataclass_fields__": _Standard(),
        "__match_args__": tuple(name for name, one in fields.items() if not one.kw_only),
        "__repr__": _telling([name for name, one in fields.items() if one.shown]),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__getstate__": _state,
        "__setstate__": _restore,
    }
    if eq:
        values = _values_of(list(fields))
        added["__eq__"] = lambda self, other: (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )
        if inside.get("__hash__") is None:
            added["__hash__"] = lambda self: hash(values(self))
    return {name: one for name, one in added.items() if name == "__hash__" or name not in inside}


def _telling(shown: list[str]) -> Callable[[object], str]:
    """A ``__repr__``; a template is as fast as code that was compiled for it."""
    values, template = _values_of(shown), ", ".join([f"{name}={{!r}}" for name in shown])
    return lambda self: f"{type(self).__qualname__}({template.format(*values(self))})"


def _values_of(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple([getattr(self, name) for name in names])


def _refuse(self: object, name: str, value: object = None) -> None:  # noqa: ARG001 - of __setattr__
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - for mistakes only

    raise FrozenInstanceError(f"cannot change field {name!r} of {type(self).__qualname__}")


def _state(self: object) -> list[object]:
    return [getattr(self, name) for name in _fields_of(type(self))]


def _restore(self: object, state: list[object]) -> None:
    for name, value in zip(_fields_of(type(self)), state, strict=True):
        object.__setattr__(self, name, value)


def _constructor(cls: type, fields: dict[str, _Field]) -> Callable[..., None]:
    """An ``__init__`` that takes its time, and puts a compiled one in its place if it is used often."""
    positional = tuple(name for name, one in fields.items() if not one.kw_only)
    steps = tuple((name, one.default, one.factory) for name, one in fields.items())
    put, is_checked, made = object.__setattr__, hasattr(cls, "__post_init__"), 0

    def construct(self: object, *args: object, **given: object) -> None:
        nonlocal made
        made += 1
        left = given | dict(zip(positional, args, strict=False)) if args else dict(given)
        if made > _OFTEN or len(left) != len(args) + len(given):
            cls.__init__ = compiled = _compiled(cls)  # type: ignore[misc]  # faster, else the same
            compiled(self, *args, **given)
            return
        for name, default, factory in steps:
            value = left.pop(name, default)
            if value is _NONE:
                if factory is None:
                    left[name] = value
                    break
                value = factory()
            put(self, name, value)
        if left:
            _compiled(cls)(self, *args, **given)  # which says what is too much or missing
        elif is_checked:
            self.__post_init__()  # type: ignore[attr-defined]  # asked above

    return construct


def _compiled(cls: type) -> Callable[..., None]:
    """The library's ``__init__``; it puts values where the class has a place for them, whatever it is."""
    compiled: Callable[..., None] = vars(_by_the_library(cls))["__init__"]
    compiled.__qualname__ = f"{cls.__qualname__}.__init__"
    return compiled


def _field(
    *,
    default: object = _NONE,
    default_factory: Callable[[], object] | None = None,
    repr: bool = True,  # noqa: A002 - as in the library
) -> Any:  # noqa: ANN401 - stands for a value of any type
    made = _Field(default, default_factory)
    made.shown = repr
    return made


def _replace(record: Any, /, **changes: object) -> Any:  # noqa: ANN401 - any record
    cls = type(record)
    for name in _fields_of(cls):
        if name not in changes:
            changes[name] = getattr(record, name)
    return cls(**changes)


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _field, _replace
