"""Where the configuration is."""

import os
from pathlib import Path


def place_of_config() -> Path | None:
    """Where it is by default (XDG Base Directory Specification); ``None`` without a home."""
    if (base := os.environ.get("XDG_CONFIG_HOME", "")) and Path(base).is_absolute():
        return Path(base, "newsgrab", "newsgrab.toml")
    try:
        return Path.home() / ".config" / "newsgrab" / "newsgrab.toml"
    except RuntimeError:
        return None
