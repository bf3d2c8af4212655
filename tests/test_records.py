"""Our dataclasses do what those of the library do, whether their constructor was compiled yet or not."""

import copy
import dataclasses
import datetime as dt
import pickle
import subprocess
import sys
from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest

from newsgrab import records
from newsgrab.model import Author, Block, Metadata, Moment

OFTEN = 210
"""Objects after which a constructor is compiled."""


def checked(self: Any) -> None:  # noqa: ANN401 - of several classes
    if self.a < 0:
        raise ValueError(self.a)


class Plain:
    a: int
    b: str = "b"

    def double(self) -> int:
        return self.a * 2


class Nothing:
    pass


class Odd:
    a: int

    def __repr__(self) -> str:
        return "odd"

    def __eq__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 7

    @cached_property
    def many(self) -> int:
        return self.a * 3


class Apart:
    a: int


def again(cls: type) -> type:
    """A class for one decorator only: the library's changes it."""
    inside = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    return type(cls.__name__, (), inside)


def classes(dataclass: Callable[..., Any], field: Callable[..., Any]) -> list[type]:
    class Made:
        """Documented."""

        a: int
        c: dict[str, int] = field(default_factory=dict)
        d: str = field(default="d", repr=False)
        __post_init__ = checked

    plain = dataclass(frozen=True, slots=True)(again(Plain))

    class Below(plain):  # type: ignore[valid-type, misc]  # made by whichever decorator it is
        e: float = 0.5

    return [
        plain,
        dataclass(frozen=True, slots=True, kw_only=True)(Made),
        dataclass(frozen=True, slots=True, kw_only=True)(Below),
        *(dataclass(frozen=True, eq=one is not Apart)(again(one)) for one in (Nothing, Odd, Apart)),
    ]


NUMBERS = range(6)
CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}),
    ((1,), {}),
    ((1, "x"), {}),
    ((1, "x", 2), {}),
    ((1,), {"a": 1}),
    ((), {"a": 1}),
    ((), {"a": -1}),
    ((), {"a": 1, "z": 2}),
    ((), {"a": 1, "c": {"x": 1}, "d": "e"}),
    ((1,), {"e": 2.5}),
    ((), {"b": "y"}),
]


def told(cls: type, args: tuple[Any, ...], given: dict[str, Any]) -> tuple[Any, ...]:
    """All that can be seen of what a call makes."""
    try:
        made, twin = cls(*args, **given), cls(*args, **given)
    except (TypeError, ValueError) as error:
        return type(error), str(error).partition(".__init__")[2]
    names = [one.name for one in dataclasses.fields(made)]
    return (
        repr(made).rpartition(".")[2],
        [getattr(made, name) for name in names],
        (made == twin, made == 1, made == copy.deepcopy(made)),
        repr(copy.copy(made)),
        dataclasses.asdict(made),
        [(one.name, one.type, one.repr, one.kw_only) for one in dataclasses.fields(made)],
        cls.__match_args__,  # type: ignore[attr-defined]  # every dataclass has it
        getattr(cls, "__slots__", None),
        cls.__doc__ if cls.__doc__ == "Documented." else "",
        getattr(made, "many", 0),
        "c" in names or len({made, twin}),  # a dictionary has no hash
    )


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("args", "given"), CALLS)
def test_it_makes_what_the_library_makes(number: int, args: tuple[Any, ...], given: dict[str, Any]) -> None:
    ours, theirs = (classes(one.dataclass, one.field)[number] for one in (records, dataclasses))
    expected = told(theirs, args, given)
    assert told(ours, args, given) == expected
    if isinstance(expected[0], str):
        for _ in range(OFTEN):
            ours(*args, **given)
    assert told(ours, args, given) == expected


def test_a_value_can_neither_be_changed_nor_added_to() -> None:
    author = Author(name="Ada")
    with pytest.raises(dataclasses.FrozenInstanceError, match="Author"):
        author.name = "x"  # type: ignore[misc]  # what is tried
    with pytest.raises(dataclasses.FrozenInstanceError, match="Author"):
        del author.name
    with pytest.raises(AttributeError):
        object.__setattr__(author, "new", "x")


def test_replace_is_that_of_the_library() -> None:
    block = Block(type="paragraph", text="x")
    assert (
        records.replace(block, text="y")
        == dataclasses.replace(block, text="y")
        == Block(type="paragraph", text="y")
    )
    with pytest.raises(TypeError, match="colour"):
        records.replace(block, colour="red")  # type: ignore[call-arg]  # what is tried


def test_values_are_keys_and_go_through_pickle() -> None:
    block = Block(type="list", items=((Block(type="paragraph", text="x"),),))
    assert len({block, copy.deepcopy(block), Block(type="list")}) == 2
    assert pickle.loads(pickle.dumps(block)) == block  # noqa: S301 - our own


def test_they_match_by_position_where_they_are_made_so() -> None:
    match Moment(dt.date(2024, 2, 9)):
        case Moment(date, None, None):
            assert date.year == 2024
        case _:
            pytest.fail("it does not match")


def test_a_default_is_made_anew_for_each() -> None:
    made = [Metadata() for _ in range(OFTEN)]
    assert len({id(one.access) for one in made}) == OFTEN


def test_a_value_that_can_be_changed_is_refused() -> None:
    with pytest.raises(TypeError, match="frozen"):
        records.dataclass(frozen=False)


def test_the_library_is_not_loaded_for_them() -> None:
    code = "import sys, newsgrab.model; print({'dataclasses', 'inspect'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
