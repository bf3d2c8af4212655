"""The flags that say which articles are wanted and how much of each; see ``choosing``."""

from typing import Annotated, Any, Final, Literal

import typer

from newsgrab.cli.flag_values import format_told
from newsgrab.cli.flags import flag, is_chosen, is_said

Field = Annotated[
    list[str] | None,
    flag(
        "--field",
        "-F",
        metavar="NAME,...",
        says="Only these fields, like headline,fetch.status: as text, or with -f json as an object of them.",
    ),
]
Print = Annotated[
    str | None,
    flag(
        "--print",
        "-p",
        metavar="TEMPLATE",
        says="A line of one's own, like '{published:%Y-%m-%d} {headline|untitled}'.",
    ),
]
Raw = Annotated[
    bool, flag("--raw", says="Leave tabs, line ends and control characters in what -F and -p print.")
]
Keep = Annotated[
    list[str] | None,
    flag(
        "--keep",
        metavar="PART,...",
        says="Take into the body what has fields of its own: disclaimer, notices, captions, embeds.",
    ),
]
Drop = Annotated[
    list[str] | None,
    flag("--drop", metavar="PART,...", says="Leave out tables, links, images, embeds or notices."),
]
Pages = Annotated[
    Literal["all", "first"],
    flag(
        "--pages",
        says="Of an article on several pages join all, or take the one asked for.",
    ),
]
Require = Annotated[
    list[str] | None,
    flag("--require", metavar="FIELD,...", says="An article without these fields fails (status 5)."),
]
MinWords = Annotated[int, flag("--min-words", metavar="N", min=0, says="Leave out shorter articles.")]
Lang = Annotated[
    list[str] | None,
    flag("--lang", metavar="CODE,...", says="Leave out other languages; en is also en-GB."),
]
Filenames = Annotated[
    Literal["unicode", "ascii", "windows"],
    flag("--filenames", says="What names of files are made of; unicode keeps every script."),
]

_OF_WHOLE_ARTICLES: Final[dict[str, Any]] = {
    "output": None, "formats": None, "array": False, "save_html": False, "save_images": False
}  # fmt: skip


def told_by_name(context: typer.Context, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, without a format that was set once for all where ``-o`` names a file of another.

    Args:
        context: Of the command.
        given: The values of its parameters.
    """
    if not given["formats"] or not given["output"]:
        return given
    if not is_said(context, "output") or is_said(context, "formats"):
        return given
    return given | {"formats": None} if format_told(given["output"]) else given


def agreed(context: typer.Context, given: dict[str, Any]) -> dict[str, Any]:
    """What was given; what is set once for all yields to what is said.

    What a configuration says of whole articles yields to ``-F`` and ``-p``; see also ``told_by_name``.

    Args:
        context: Of the command.
        given: The values of its parameters.
    """
    given = told_by_name(context, given)
    if not (given["template"] or given["fields"]) or is_chosen(context, "output"):
        return given
    kept = {name: none for name, none in _OF_WHOLE_ARTICLES.items() if name in given}
    return given | {name: none for name, none in kept.items() if not is_chosen(context, name)}
