"""What Typer complains of, in one line for a person."""

import re
from difflib import SequenceMatcher
from typing import Any, Final

_NO_NUMBER: Final = re.compile(r"is not a valid (?:int|float)(?:eger)?(?: range)?\b")
_NEAR: Final = 0.75
"""How alike two names are (``difflib``) of which one may be meant for the other; Typer's own bound is lower,
and makes ``--version`` of ``--json``."""


def in_one_line(complaint: Any) -> str:  # noqa: ANN401 - Typer's own click has no public types
    """The message, with what may have been meant, or with the variable whose value is wrong."""
    if variable := _variable(complaint):
        return f"{variable}: {plain(complaint.message)}"
    if hasattr(complaint, "option_name") and hasattr(complaint, "possibilities"):
        return f"no such option: {complaint.option_name}{_hint(complaint)}"
    text = plain(complaint.format_message())
    return f"{text[:1].lower()}{text[1:]}"


def plain(message: str) -> str:
    """A message without a full stop, and without the names of types."""
    return _NO_NUMBER.sub("is no number", message).rstrip(".")


def _variable(complaint: Any) -> str | None:  # noqa: ANN401 - as above
    """The environment variable that the value came from, if it came from one."""
    context, parameter = getattr(complaint, "ctx", None), getattr(complaint, "param", None)
    if context is None or parameter is None:
        return None
    source = context.get_parameter_source(parameter.name)
    is_set = source is not None and source.name == "ENVIRONMENT"
    return parameter.envvar if is_set and isinstance(parameter.envvar, str) else None


def _hint(complaint: Any) -> str:  # noqa: ANN401 - as above
    given = complaint.option_name
    near = [name for name in complaint.possibilities or () if _is_near(given, name)]
    if near:
        return f"; did you mean {near[0]}?"
    from newsgrab.pipeline.containers import NAMES  # noqa: PLC0415 - for mistakes only
    from newsgrab.rendering import FORMATS  # noqa: PLC0415 - as above

    known = {name for one in complaint.ctx.command.params for name in one.opts} if complaint.ctx else set()
    return (
        f"; did you mean -f {given[2:]}?" if given[2:] in (*FORMATS, *NAMES) and "--format" in known else ""
    )


def _is_near(given: str, name: str) -> bool:
    return name.startswith(given) or SequenceMatcher(None, given, name).ratio() >= _NEAR
