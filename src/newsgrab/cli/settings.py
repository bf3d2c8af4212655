"""The configuration as defaults of flags: they yield to the command line and to the environment."""

import os
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from newsgrab.cli.place import place_of_config
from newsgrab.errors import BadConfig

if TYPE_CHECKING:
    from newsgrab.config import Config, Setting

_BY_HAND: Final = ("header", "match", "reject")
"""Flags whose variables the commands read themselves."""

# Click's base of all complaints about usage; it has no public name that Typer 0.26 to 0.28 share.
_COMPLAINT: type[Any] = typer.BadParameter.__bases__[0]

_NO_DEFAULTS: Final = ("config", "profile", "version", "help")


class Settings:
    """The configuration that a line of words chooses, read when it is first needed."""

    def __init__(self) -> None:
        """Chooses the usual one, without a profile."""
        self.named: str | None = None
        self.profile: str | None = None
        self._config: Config | None = None

    @property
    def config(self) -> "Config":
        """What it says; nothing if there is none and none is named.

        Raises:
            BadConfig, MissingFile: As ``read_config``.
        """
        if self._config is None:
            from newsgrab.config import Config, read_config  # noqa: PLC0415 - TOML takes 5 ms

            path = place_of_config() if self.named is None else Path(self.named)
            is_there = path is not None and (self.named is not None or path.is_file())
            self._config = read_config(path) if path is not None and is_there else Config()
        return self._config

    @property
    def defaults(self) -> "Mapping[str, Setting]":
        """The defaults by flag, with the profile's.

        Raises:
            BadConfig, MissingFile: As ``read_config``, and if there is no such profile.
        """
        if self._config is None and self.named is None and self.profile is None:
            usual = place_of_config()
            if usual is None or not usual.is_file():
                return {}  # the usual case, for which nothing is loaded
        return self.config.settings(self.profile)


class Defaults(MutableMapping[str, Any]):
    """The configuration as the defaults of a command's parameters, by their names in Python."""

    def __init__(self, settings: Settings, parameters: Mapping[str, Any]) -> None:
        """Reads nothing yet.

        Args:
            settings: Where the defaults are.
            parameters: The command's parameters by name.
        """
        self._settings, self._parameters = settings, parameters

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - as TOML has it
        """The default of a parameter.

        Raises:
            KeyError: The configuration says nothing of it.
            BadConfig: It makes no sense; file and line are named.
        """
        parameter = self._parameters.get(name)
        flag = None if parameter is None else flag_of(parameter)
        if flag is None or flag in _NO_DEFAULTS:
            raise KeyError(name)
        if flag in _BY_HAND and os.environ.get(f"NEWSGRAB_{flag.upper()}"):
            raise KeyError(name)
        setting = self._settings.defaults[flag]
        return fitting(flag, setting, parameter)

    def __setitem__(self, name: str, value: object) -> None:
        """Not possible."""
        raise TypeError(name)

    def __delitem__(self, name: str) -> None:
        """Not possible."""
        raise TypeError(name)

    def __iter__(self) -> Iterator[str]:
        """The parameters."""
        return iter(self._parameters)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._parameters)


def flag_of(parameter: Any) -> str | None:  # noqa: ANN401 - Typer's own click has no public types
    """The name by which a configuration sets a parameter; ``None`` if it cannot."""
    flag = next((name[2:] for name in parameter.opts if name.startswith("--")), None)
    if flag is None or flag in _BY_HAND:
        return flag
    own = f"NEWSGRAB_{flag.upper().replace('-', '_')}"
    return flag if parameter.envvar == own else None  # others share the name and mean something else


def fitting(flag: str, setting: "Setting", parameter: Any) -> Any:  # noqa: ANN401 - as above
    """The value of a setting as its flag takes it.

    Raises:
        BadConfig: The flag takes no such value.
    """
    value = setting.value
    if parameter.multiple and not isinstance(value, list):
        value = [value]
    try:
        if isinstance(value, list) != parameter.multiple or isinstance(value, dict):
            raise typer.BadParameter("one value is wanted, not several")
        if parameter.is_flag != isinstance(value, bool):
            raise typer.BadParameter("true or false is wanted" if parameter.is_flag else "no true or false")
        value = [str(one) for one in value] if isinstance(value, list) else value
        parameter.type_cast_value(None, value)
    except _COMPLAINT as complaint:
        from newsgrab.cli.complaints import plain  # noqa: PLC0415 - for mistakes only

        said = plain(getattr(complaint, "message", str(complaint)))
        raise BadConfig(f"{setting.place}: {flag}: {said}") from None
    return value


def wrong_settings(settings: "Mapping[str, Setting]", flags: Mapping[str, Any]) -> Iterator[BadConfig]:
    """The settings of flags that do not exist, or with values that these do not take.

    Args:
        settings: The defaults, by flag.
        flags: All flags, with a parameter for each.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - where it is used

    for name, setting in settings.items():
        if name not in flags or name in _NO_DEFAULTS:
            near = get_close_matches(name, flags, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield BadConfig(f"{setting.place}: {name}: no such flag{hint}")
            continue
        try:
            fitting(name, setting, flags[name])
        except BadConfig as error:
            yield error
