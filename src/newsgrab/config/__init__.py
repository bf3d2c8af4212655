"""``newsgrab.toml``: defaults of flags, profiles of them, and the sources of runs.

Whatever is wrong in it is named with file and line.
"""

from newsgrab.config.reading import Config, Setting, read_config
from newsgrab.config.sources import SourceConfig

__all__ = ["Config", "Setting", "SourceConfig", "read_config"]
