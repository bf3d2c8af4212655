"""What the words of a command line mean."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from newsgrab.errors import UsageError
from newsgrab.patterns import regex

if TYPE_CHECKING:
    from newsgrab.pipeline import Source

# Two letters at least: "C:" is a drive. "https//" lacks its colon.
_SCHEME: Final = regex(r"[A-Za-z][A-Za-z0-9+.-]+:|https?//", re.IGNORECASE)
_ARCHIVE: Final = regex(r"\.warc(?:\.gz)?$", re.IGNORECASE)
_PAGE: Final = regex(r"\.(?:x?html?|mhtml|warc(?:\.gz)?)$", re.IGNORECASE)


def source_of(word: str) -> "Source":
    """A word as an input: standard input, a file, an archive, or an address, which may be none.

    Raises:
        UsageError: The word is empty, as a variable is that nobody has set.
    """
    from newsgrab.pipeline import Source  # noqa: PLC0415 - ``is_source`` is asked before ``--help``

    if not word:
        raise UsageError("an empty word is neither an address nor a file; is a variable unset?")
    if word == "-":
        return Source(word, "stdin")
    if _exists(word):
        return Source(word, _kind_of_file(word))
    first = word.partition("/")[0]
    # "example.com/story" is an address that lacks its scheme, "story.html" a file that is not there.
    if _SCHEME.match(word) or ("." in first.strip(".") and not (first == word and _PAGE.search(word))):
        return Source(word, "url")
    return Source(word, _kind_of_file(word))


def _kind_of_file(word: str) -> Literal["archive", "file"]:
    return "archive" if ".warc" in word.lower() and _ARCHIVE.search(word) else "file"


def is_source(word: str) -> bool:
    """Whether a word is meant as an input rather than as the name of a command."""
    return word == "-" or any(mark in word for mark in "./:") or _exists(word)


def _exists(word: str) -> bool:
    try:
        return Path(word).exists()
    except (OSError, ValueError):  # too long for a path, a NUL
        return False
