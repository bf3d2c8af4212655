"""The flags that say which articles are wanted and how much of each; see ``choosing``."""

from typing import Annotated, Literal

from newsgrab.cli.flags import flag

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
Require = Annotated[
    list[str] | None,
    flag("--require", metavar="FIELD,...", says="An article without these fields fails (status 5)."),
]
MinWords = Annotated[int, flag("--min-words", metavar="N", min=0, says="Leave out shorter articles.")]
Since = Annotated[
    str | None,
    flag("--since", metavar="TIME", says="Leave out what is older than 2026-03-01, 2d, yesterday."),
]
Until = Annotated[str | None, flag("--until", metavar="TIME", says="Leave out what is newer.")]
Lang = Annotated[
    list[str] | None,
    flag("--lang", metavar="CODE,...", says="Leave out other languages; en is also en-GB."),
]
Match = Annotated[
    str | None,
    flag("--match", metavar="REGEX", says="Only addresses (of files: names) that contain this."),
]
Reject = Annotated[
    str | None,
    flag("--reject", metavar="REGEX", says="No addresses that contain this; they are not fetched."),
]
Limit = Annotated[
    int | None, flag("--limit", metavar="N", min=1, says="Stop when so many articles are written.")
]
Filenames = Annotated[
    Literal["unicode", "ascii", "windows"],
    flag("--filenames", says="What names of files are made of; unicode keeps every script."),
]
