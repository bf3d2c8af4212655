"""The pages of ``fixtures/walls.toml``: those that are refused, and articles that show the same signs."""

import tomllib
from pathlib import Path
from typing import Final, NamedTuple

_FILE: Final = Path(__file__).parent.parent / "fixtures" / "walls.toml"


class Shown(NamedTuple):
    """A page: its name, its address, its source, the code it is refused with (``""`` if it is not)."""

    name: str
    url: str
    html: str
    code: str = ""


PAGES: Final = [Shown(**page) for page in tomllib.loads(_FILE.read_text("utf-8"))["page"]]
REFUSED: Final = {page.name: page for page in PAGES if page.code}
ACCEPTED: Final = {page.name: page for page in PAGES if not page.code}
