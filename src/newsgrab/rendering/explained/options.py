"""What the formats of an explanation can be asked for."""

from newsgrab.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainOptions:
    """How to render; a format ignores what it has no use for.

    Attributes:
        indent: JSON over many lines, for a person.
        width: Columns of the terminal that lines of text are cut to; ``None`` cuts nothing.
        colour: Whether the lines of text are coloured.
    """

    indent: bool = False
    width: int | None = None
    colour: bool = False
