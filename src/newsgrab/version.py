"""The version, in a module of its own so that ``--version`` loads nothing else."""

from typing import Final

VERSION: Final = "0.1.0"
