"""The packs that come with newsgrab, each read once and only when asked for."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from newsgrab.rules.languages import LanguagePack
from newsgrab.rules.reading import read_pack
from newsgrab.tables import DATA, json_of, text_of

_SAME: Final = MappingProxyType({"nb": "no", "nn": "no", "iw": "he", "in": "id"})
"""Tags for what a pack covers under another one: Norwegian's two forms, withdrawn codes of ISO 639."""


@cache
def stopword_data() -> Mapping[str, Mapping[str, str]]:
    """``data/stopwords.json``: ``scripts`` (script -> codes), ``letters`` and ``words`` (code -> text)."""
    data: dict[str, dict[str, str]] = json_of("stopwords.json")
    return MappingProxyType(data)


@cache
def codes() -> tuple[str, ...]:
    """The languages there are packs for, sorted."""
    # Not glob(), which compiles an expression.
    return tuple(sorted(file.stem for file in (DATA / "languages").iterdir() if file.suffix == ".toml"))


@cache
def _shipped(code: str) -> LanguagePack:
    words = stopword_data()["words"].get(code, "")
    return read_pack(text_of(f"languages/{code}.toml"), f"{code}.toml", frozenset(words.split()))


def primary_tag(tag: str) -> str:
    """The pack's code for a BCP 47 tag: ``no`` for ``nb-NO``; ``""`` if it is no tag."""
    code = tag.strip().lower().replace("_", "-").partition("-")[0]
    return _SAME.get(code, code) if code.isascii() and code.isalpha() else ""


def pack(code: str) -> LanguagePack:
    """The pack of a language, read once.

    Args:
        code: A BCP 47 tag as pages declare it; only its first part counts.

    Returns:
        The pack; the empty one where there is none, so that a caller needs no special case.
    """
    code = primary_tag(code)
    return _shipped(code) if code in codes() else _EMPTY


_EMPTY: Final = LanguagePack()
