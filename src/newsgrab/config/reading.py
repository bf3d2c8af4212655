"""The file read and checked."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from newsgrab.config.lines import lines_of
from newsgrab.config.sources import Blame, SourceConfig, Table, source_of
from newsgrab.errors import BadConfig, MissingFile
from newsgrab.records import dataclass, field

_LARGEST: Final = 4 << 20  # bytes; 10,000 sources have 1 MB
_TABLES: Final = ("defaults", "profiles", "sources")


@dataclass(frozen=True, slots=True)
class Setting:
    """The default of a flag.

    Attributes:
        value: As TOML has it.
        place: ``FILE:LINE``.
    """

    value: Any
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the file says.

    Attributes:
        path: The file; ``None`` if there is none.
        defaults: The name of a flag without its dashes -> its default.
        profiles: Name -> further defaults, which beat those.
        sources: What runs search, in the order of the file.
    """

    path: Path | None = None
    defaults: Mapping[str, Setting] = field(default_factory=dict)
    profiles: Mapping[str, Mapping[str, Setting]] = field(default_factory=dict)
    sources: tuple[SourceConfig, ...] = ()

    def settings(self, profile: str | None) -> Mapping[str, Setting]:
        """The defaults, those of a profile over them.

        Args:
            profile: Its name, if one is chosen.

        Raises:
            BadConfig: There is none of that name.
        """
        if profile is None:
            return self.defaults
        if profile not in self.profiles:
            known = ", ".join(self.profiles) or "none"
            raise BadConfig(f"{self.path or 'no configuration'}: no profile {profile!r}; there are: {known}")
        return {**self.defaults, **self.profiles[profile]}


def _refuse(error: BadConfig) -> None:
    raise error


def read_config(path: Path, blame: Blame = _refuse) -> Config:
    """Reads the file.

    Args:
        path: The file.
        blame: Takes whatever makes no sense in it, with file and line; by default the first is raised.

    Raises:
        MissingFile: It is not there or cannot be read.
        BadConfig: It is no TOML, or, by default, says something that makes no sense.
    """
    try:
        data = path.read_bytes()[:_LARGEST]
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise MissingFile(f"the configuration {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadConfig(f"{path}:{line}: not UTF-8") from None
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, line = _placed(error, text)
        raise BadConfig(f"{path}:{line}: {message}") from None
    return _checked(path, Table(told, (), str(path), lines_of(text)), blame)


def _placed(error: tomllib.TOMLDecodeError, text: str) -> tuple[str, int]:
    """What is wrong and in which line: ``Invalid value (at line 3, column 5)``."""
    message, _, place = str(error).partition(" (at ")
    number = place.removeprefix("line ").partition(",")[0]
    return message, int(number) if number.isdecimal() else text.count("\n") + 1


def _checked(path: Path, top: Table, blame: Blame) -> Config:
    for name in top.values:
        if name not in _TABLES:
            near = get_close_matches(name, _TABLES, n=1)
            blame(top.wrong(name, "no such table" + (f"; did you mean [{near[0]}]?" if near else "")))
    defaults, profiles, sources = (_tables(top, name, blame) for name in _TABLES)
    read = [
        source_of(name, table, blame)
        for name in sources.values
        if (table := _table(sources, name, blame)) is not None
    ]
    return Config(
        path=path,
        defaults=_settings(defaults),
        profiles={name: _settings(_tables(profiles, name, blame)) for name in profiles.values},
        sources=tuple(source for source in read if source is not None),
    )


def _tables(table: Table, name: str, blame: Blame) -> Table:
    """The table of that name; an empty one if there is none, or no such one."""
    return _table(table, name, blame) or Table({}, (), table.file, table.lines)


def _table(table: Table, name: str, blame: Blame) -> Table | None:
    try:
        return table.table(name)
    except BadConfig as error:
        blame(error)
        return None


def _settings(table: Table) -> dict[str, Setting]:
    return {name.replace("_", "-"): Setting(value, table.place(name)) for name, value in table.values.items()}
