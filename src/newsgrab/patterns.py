"""Regular expressions that are compiled when they are first used, not when their module is loaded.

A page needs one in five of those there are, and to compile all of them takes 50 ms of CPU time, a sixth of
what ``newsgrab extract`` took to read one page (November 2026).
"""

import re
from typing import Any, AnyStr, cast


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As ``re.compile``, later; an expression that is broken is found by its first use.

    Args:
        source: The expression.
        flags: As for ``re.compile``.
    """
    return cast("re.Pattern[AnyStr]", Later(source, flags))


class Later:
    """Stands for an expression, and has its methods for its own once one of them was asked for."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        """Compiles nothing yet."""
        self.pattern = source
        self._flags = flags

    def compiled(self) -> re.Pattern[Any]:
        """The expression itself."""
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - methods and attributes of ``re.Pattern``
        """A method or attribute of the expression, which is compiled for the first of them."""
        if name.startswith("__"):  # what copies and pickles things asks for what no expression has
            raise AttributeError(name)
        made = self.compiled()
        for method in ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"):
            setattr(self, method, getattr(made, method))
        return getattr(made, name)
