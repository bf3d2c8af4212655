"""Whether a text can be a name, and whether a person's or an organisation's."""

from functools import cache, lru_cache
from typing import Final, Literal

from newsgrab.extraction.byline_words import Words, lists
from newsgrab.extraction.site_name import Names
from newsgrab.tables import text_of
from newsgrab.text import fold

_LONGEST_NAME: Final = 60
_MOST_WORDS: Final = 6
_DEGREE: Final = 5
_FULL: Final = range(2, 5)

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
    if is_sites(name, names) or (" " not in name and names.names_site(name)):
        return False
    return not (after and _is_degree(name))


def is_plain_name(name: str, names: Names, *, after: bool = False) -> bool:
    """The same for two to four words that begin with capitals and mean nothing else.

    Args:
        name: The text.
        names: Of the site.
        after: Whether another name stands before it.
    """
    return len(name) <= _LONGEST_NAME and not is_sites(name, names) and not (after and _is_degree(name))


def is_sites(name: str, names: Names) -> bool:
    """Whether a name is the site's, and not that of a person whose own site it is.

    Args:
        name: The text.
        names: Of the site.
    """
    return names.is_site(name) and not is_persons(name)


@lru_cache(maxsize=4096)
def is_persons(name: str) -> bool:
    """Whether a text reads like a person's full name: a known given name, and one to three words more.

    Args:
        name: The text.
    """
    words = name.split()
    if len(words) not in _FULL or fold(words[0].split("-")[0]) not in _given_names():
        return False
    particles = lists()["particles"]
    rest = [word for word in words[1:] if word not in particles]
    shaped = all(
        word[0].isupper() and word.strip(".").replace("-", "").replace("'", "").isalpha() for word in rest
    )
    return bool(rest) and shaped and words[0][0].isupper() and kind_of(name) == "person"


def is_team(name: str) -> bool:
    """Whether a text names those who make a paper, like "Newsroom" or "Post Staff".

    Args:
        name: The text.
    """
    words = fold(name).split()
    known = lists()
    is_team = bool(words[1:]) and words[-1] in known["team_words"]  # more than "Staff" alone
    if known["teams"].isdisjoint(words) and not is_team:
        return False
    capitals = any(word[0].upper() == word[0] for word in name.split())
    return capitals and not is_persons(" ".join(name.split()[:2]))


@cache
def _given_names() -> frozenset[str]:
    lines = text_of("given_names.txt").splitlines()
    return frozenset(fold(name) for line in lines if not line.startswith("#") for name in line.split())


def _is_degree(name: str) -> bool:
    return len(name) <= _DEGREE and name.isascii() and name.isupper()


def kind_of(name: str) -> Kind:
    """Whether a name is a person's or an organisation's, by its words."""
    known = lists()
    bare = fold(name)
    if bare in known["agencies"] or not known["organisations"].isdisjoint(bare.split()):
        return "organization"
    return "person"
