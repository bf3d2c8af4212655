"""Our named tuples do what those of the library do, whether their constructor was compiled yet or not."""

import copy
import pickle
import typing
from collections.abc import Callable
from typing import Any

import pytest

from newsgrab import named_tuples
from newsgrab.dom import Run

OFTEN = 210
"""Objects after which a constructor is compiled."""


def made_of(base: Any) -> Any:  # noqa: ANN401 - a class that type checkers cannot know
    class Made(base):  # type: ignore[misc]  # as above
        """Documented."""

        a: int
        b: str
        c: tuple[int, ...] = ()
        d: float | None = None

        @property
        def double(self) -> int:
            doubled: int = self.a * 2
            return doubled

        def plus(self, more: int) -> int:
            added: int = self.a + more
            return added

    return Made


USES: list[Callable[[Any], object]] = [
    lambda made: made(1, "b"),
    lambda made: made(1, "b", (1,), 2.0),
    lambda made: made(b="b", a=1, d=0.5),
    lambda made: made(1, b="b"),
    lambda made: made(1),
    lambda made: made(),
    lambda made: made(1, "b", (), 2.0, 3),
    lambda made: made(1, "b", a=2),
    lambda made: made(1, "b", z=2),
    lambda made: made(1, z=2),
    lambda made: made._make([1, "b", (), None]),
    lambda made: made._make([1]),
    lambda made: made(1, "b")._replace(b="c", d=1.0),
    lambda made: made(1, "b")._replace(z="c"),
    lambda made: made(1, "b")._asdict(),
    lambda made: (made(1, "b").double, made(1, "b").plus(2), made(1, "b").c, made(1, "b")[1]),
    lambda made: (made(1, "b") == (1, "b", (), None), len({made(1, "b"), made(1, "b")})),
    lambda made: (copy.copy(made(1, "b")), copy.deepcopy(made(1, "b")), [*made(1, "b")]),
    lambda made: (made._fields, made._field_defaults, made.__match_args__, made.__mro__[1:], made.__doc__),
    lambda made: hasattr(made(1, "b"), "__dict__"),
]


def told(use: Callable[[Any], object], made: Any) -> str:  # noqa: ANN401 - as above
    try:
        return repr(use(made))
    except (TypeError, ValueError) as error:
        return f"{type(error).__name__} {str(error).rpartition('Made.')[2]}"


@pytest.mark.parametrize("number", range(len(USES)))
def test_it_makes_what_the_library_makes(number: int) -> None:
    use, ours = USES[number], made_of(named_tuples.NamedTuple)
    expected = told(use, made_of(typing.NamedTuple))
    assert told(use, ours) == expected
    for each in range(OFTEN):
        assert ours(each, "b", d=0.5) == (each, "b", (), 0.5)
    assert told(use, ours) == expected


def test_values_go_through_pickle() -> None:
    run = Run("text", "p", "", 0, 0, 0, (), (), None)  # type: ignore[arg-type]  # a node cannot be pickled
    assert pickle.loads(pickle.dumps(run)) == run  # noqa: S301 - our own


def test_what_every_one_has_cannot_be_written_anew() -> None:
    with pytest.raises(TypeError, match="every NamedTuple"):
        made_of(type("Odd", (named_tuples.NamedTuple,), {"_make": None}))
