"""Whether a text can be a name, and whether a person's or an organisation's."""

from typing import Final, Literal

from newsgrab.extraction.byline_words import Words, lists
from newsgrab.extraction.site_name import Names
from newsgrab.text import fold

_LONGEST_NAME: Final = 60
_MOST_WORDS: Final = 6
_DEGREE: Final = 5

Kind = Literal["person", "organization"]


def is_name(name: str, words: Words, names: Names, *, after: bool = False) -> bool:
    """Whether a text can be somebody's name.

    Args:
        name: The text, freed of prefix and title.
        words: Of the page's languages.
        names: Of the site.
        after: Whether another name stands before it, as before a degree.
    """
    if not 1 < len(name) <= _LONGEST_NAME or name.count(" ") >= _MOST_WORDS or name[-1] in "!?":
        return False
    known = lists()
    bare = fold(name)
    if len(bare) < 2 or not any(map(str.isalpha, bare)):  # noqa: PLR2004 - one letter is no name
        return False
    if bare in known["agencies"]:
        return not names.is_site(name)
    if (
        bare in known["accounts"]
        or bare in known["credentials"]
        or bare in words.labels
        or bare in words.stopwords
    ):
        return False
    if names.is_site(name) or (" " not in name and names.names_site(name)):
        return False
    return not (after and _is_degree(name))


def is_plain_name(name: str, names: Names, *, after: bool = False) -> bool:
    """The same for two to four words that begin with capitals and mean nothing else.

    Args:
        name: The text.
        names: Of the site.
        after: Whether another name stands before it.
    """
    return len(name) <= _LONGEST_NAME and not names.is_site(name) and not (after and _is_degree(name))


def _is_degree(name: str) -> bool:
    return len(name) <= _DEGREE and name.isascii() and name.isupper()


def kind_of(name: str) -> Kind:
    """Whether a name is a person's or an organisation's, by its words."""
    known = lists()
    bare = fold(name)
    if bare in known["agencies"] or not known["organisations"].isdisjoint(bare.split()):
        return "organization"
    return "person"
