"""TOML -> `LanguagePack`: every wrong key and value is named."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, get_args

from newsgrab.dates import DateWords, date_words
from newsgrab.errors import BadConfig
from newsgrab.model.article import Direction, NoticeKind, NoticeScope
from newsgrab.patterns import regex
from newsgrab.rules.languages import COUNT, OPEN, LabelKind, LanguagePack, NoticePattern, Stamp
from newsgrab.tables import loads
from newsgrab.text import fold

# What a file may hold; another key is a slip of the pen, and named.
_KEYS: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    "": frozenset({
        "code", "name", "script", "direction", "labels", "weak", "byline", "stamps", "captions", "notice",
        "dates", "example",
    }),
    "labels": frozenset(get_args(LabelKind)),
    "weak": frozenset(get_args(LabelKind)),
    "byline": frozenset({"prefixes", "ands", "roles"}),
    "stamps": frozenset(get_args(Stamp)),
    "captions": frozenset({"prefixes"}),
    "notice": frozenset({"kind", "scope", "start", "groups"}),
})  # fmt: skip


def _inside(phrase: str) -> str:
    """Folded as it stands inside a block, so with the colon of "Correction:"."""
    return fold(f"x{phrase}x")[1:-1]


class _File:
    """One parsed file, read key by key; whatever is wrong raises `BadConfig` naming file and key."""

    def __init__(self, values: Mapping[str, Any], source: str) -> None:
        self.values = values
        self.source = source
        self.check_keys("", values)

    def wrong(self, where: str, expected: str) -> BadConfig:
        return BadConfig(f"{self.source}: {where}: {expected}")

    def check_keys(self, table: str, values: Mapping[str, Any]) -> None:
        for key in values:
            if key not in _KEYS[table]:
                raise self.wrong(f"{table}.{key}".lstrip("."), "unknown key")

    def table(self, name: str) -> Mapping[str, Any]:
        values = self.values.get(name, {})
        if not isinstance(values, dict):
            raise self.wrong(name, "a table is expected")
        self.check_keys(name, values)
        return values

    def choice(self, where: str, value: object, allowed: tuple[str, ...]) -> Any:  # noqa: ANN401 - a Literal's member
        if value not in allowed:
            raise self.wrong(where, f"one of {', '.join(allowed)} is expected, not {value!r}")
        return value

    def string(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str):
            raise self.wrong(key, "a string is expected")
        return value

    def strings(self, where: str, values: object) -> list[str]:
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.wrong(where, "a list of strings is expected")
        return values

    def phrases(self, where: str, values: object) -> tuple[str, ...]:
        """Phrases folded as whole blocks are."""
        strings = self.strings(where, values)
        return self.not_empty(where, strings, tuple(map(fold, strings)))

    def inner_phrases(self, where: str, values: object) -> tuple[str, ...]:
        """Phrases folded as they stand inside blocks."""
        strings = self.strings(where, values)
        return self.not_empty(where, strings, tuple(map(_inside, strings)))

    def not_empty(self, where: str, strings: list[str], folded: tuple[str, ...]) -> tuple[str, ...]:
        for raw, phrase in zip(strings, folded, strict=True):
            if not phrase.strip():
                raise self.wrong(where, f"nothing is left of {raw!r} when folded")
        return folded

    def by_phrase(self, name: str) -> dict[str, Any]:
        """A table of lists, turned round: phrase -> key; `OPEN` and `COUNT` stay."""
        turned: dict[str, Any] = {}
        for kind, values in self.table(name).items():
            where = f"{name}.{kind}"
            for raw, phrase in zip(values, self.phrases(where, values), strict=True):
                key = phrase
                if OPEN in raw:
                    key = OPEN.join(map(fold, raw.split(OPEN)))
                elif COUNT in raw:
                    key = _inside(raw)
                if turned.setdefault(key, kind) != kind:
                    raise self.wrong(where, f"{raw!r} is listed under {turned[key]} too")
        return turned


def _notice(file: _File, number: int, values: object) -> NoticePattern:
    where = f"notice {number}"
    if not isinstance(values, dict):
        raise file.wrong(where, "a table is expected")
    file.check_keys("notice", values)
    groups = values.get("groups")
    if not isinstance(groups, list) or not groups or not all(groups):
        raise file.wrong(where, "groups must be a list of lists of phrases")
    return NoticePattern(
        kind=file.choice(f"{where}: kind", values.get("kind"), get_args(NoticeKind)),
        groups=tuple(file.inner_phrases(f"{where}: groups", group) for group in groups),
        start=bool(values.get("start", False)),
        scope=file.choice(f"{where}: scope", values.get("scope", "article"), get_args(NoticeScope)),
    )


def _longest_first(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))


def read_pack(toml: str, source: str, stopwords: frozenset[str] = frozenset()) -> LanguagePack:
    """The pack a TOML text describes.

    Args:
        toml: The text.
        source: What to call it in errors: a file name.
        stopwords: They stand in a file of their own, because telling languages apart needs all.

    Raises:
        BadConfig: The text is no TOML, a key is unknown, or a value is not what it should be.
    """
    try:
        file = _File(loads(_without_examples(toml)), source)
    except ValueError as error:
        raise BadConfig(f"{source}: {error}") from error
    labels, byline = file.by_phrase("labels"), file.table("byline")
    captions = file.phrases("captions.prefixes", file.table("captions").get("prefixes", []))
    frames = [(*label.split(OPEN, 1), kind) for label, kind in labels.items() if OPEN in label]
    plain = {label: kind for label, kind in labels.items() if OPEN not in label}
    return LanguagePack(
        code=file.string("code"),
        name=file.string("name"),
        script=file.string("script"),
        direction=file.choice("direction", file.string("direction"), get_args(Direction)),
        labels=MappingProxyType(plain),
        weak_labels=MappingProxyType(file.by_phrase("weak")),
        label_prefixes=tuple((start, kind) for start, end, kind in frames if not end),
        label_suffixes=tuple((end, kind) for start, end, kind in frames if not start),
        label_frames=tuple((start, end, kind) for start, end, kind in frames if start and end),
        readalso=_longest_first(tuple(label for label, kind in plain.items() if kind == "readalso")),
        byline_prefixes=_longest_first(file.phrases("byline.prefixes", byline.get("prefixes", []))),
        byline_ands=frozenset(file.inner_phrases("byline.ands", byline.get("ands", []))),
        roles=frozenset(file.phrases("byline.roles", byline.get("roles", []))),
        date_prefixes=MappingProxyType(file.by_phrase("stamps")),
        caption_prefixes=_longest_first(captions),
        notices=tuple(_notice(file, n, values) for n, values in enumerate(file.values.get("notice", []), 1)),
        stopwords=stopwords,
        dates=_dates(file),
    )


def _dates(file: _File) -> DateWords:
    table = file.values.get("dates", {})
    if not isinstance(table, dict):
        raise file.wrong("dates", "a table is expected")
    try:
        return date_words(table)
    except ValueError as error:
        raise BadConfig(f"{file.source}: {error}") from error


_OTHER_TABLE: Final = regex(r"^\[(?!\[example\]\])", re.MULTILINE)


def _without_examples(toml: str) -> str:
    """The examples are for the tests and cost more than half of the parsing: 1.6 of 2.7 ms."""
    head, _, examples = toml.partition("\n[[example]]")
    behind = _OTHER_TABLE.search(examples)
    return f"{head}\n{examples[behind.start() :]}" if behind else head
