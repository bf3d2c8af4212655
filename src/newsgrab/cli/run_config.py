"""The work of ``newsgrab config``."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from newsgrab.cli.place import place_of_config
from newsgrab.cli.settings import Settings, wrong_settings
from newsgrab.cli.streams import write_out
from newsgrab.config import Config, read_config
from newsgrab.durable import make_folder, write_whole
from newsgrab.errors import BadConfig, ExitStatus, NewsgrabError, UsageError
from newsgrab.report import say, wants_colour
from newsgrab.store import Template


def print_path(named: str | None) -> int:
    """Prints the place, and returns the exit status."""
    write_out(f"{_place(named)}\n")
    return 0


def print_config(named: str | None, profile: str | None) -> int:
    """Prints defaults and sources as JSON, headers left out, and returns the exit status."""
    config = _checked(named)
    defaults = config.settings(profile)
    shown = {
        "path": None if config.path is None else str(config.path),
        "defaults": {name: "…" if name == "header" else one.value for name, one in defaults.items()},
        "profiles": list(config.profiles),
        "sources": {
            source.name: {
                key: value for key, value in _told(asdict(source)).items() if value not in (None, (), "")
            }
            for source in config.sources
        },
    }
    write_out(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
    return 0


def write_first(named: str | None) -> int:
    """Writes the file, and returns the exit status.

    Raises:
        UsageError: There is one.
        OutputError: It cannot be written.
    """
    path = _place(named)
    make_folder(path.parent)
    text = files("newsgrab").joinpath("data", "newsgrab.toml").read_bytes()
    if not write_whole(path, text, replace=False):
        raise UsageError(f"{path} is there already; nothing was written")
    write_out(f"{path}\n")
    return 0


def check(named: str | None) -> int:
    """Checks the file, says all that is wrong with it, and returns the exit status.

    Raises:
        BadConfig: It is no TOML.
    """
    path = _place(named)
    wrong: list[BadConfig] = []
    config = read_config(path, wrong.append)
    wrong += _wrong_beyond(config)
    for error in wrong:
        say(str(error), colour=wants_colour("auto"))
    if wrong:
        return ExitStatus.USAGE
    write_out(f"{path}: {len(config.sources)} sources, nothing wrong\n")
    return 0


def _place(named: str | None) -> Path:
    path = place_of_config() if named is None else Path(named)
    if path is None:
        raise UsageError("no home for a configuration: name a file with --config")
    return path


def _checked(named: str | None) -> Config:
    """The configuration.

    Raises:
        BadConfig: Something is wrong with it.
    """
    settings = Settings()
    settings.named = named
    config = settings.config
    for error in _wrong_beyond(config):
        raise error
    return config


def _wrong_beyond(config: Config) -> Iterator[BadConfig]:
    """What is wrong for reasons that the file's reader does not know: flags and names of files."""
    from newsgrab.cli.app import all_flags  # noqa: PLC0415 - it imports this package's commands

    flags = all_flags()
    for group in (config.defaults, *config.profiles.values()):
        yield from wrong_settings(group, flags)
    for source in config.sources:
        try:
            if source.output is not None:
                Template.parse(source.output)
        except NewsgrabError as error:
            yield BadConfig(f"{source.place}: {error}")


def _told(source: dict[str, Any]) -> dict[str, Any]:
    return source | {"headers": None, "name": None, "place": None}
