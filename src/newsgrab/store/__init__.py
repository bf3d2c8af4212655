"""One file an article: where it goes, how it gets there whole, and which articles are there already.

``Template`` makes paths of articles, ``Folder`` writes them and remembers them. Nothing that comes
from a page can name a folder outside.
"""

from newsgrab.store.folder import COMPANION, Folder, Kept, OnConflict
from newsgrab.store.styles import Style
from newsgrab.store.template import DEFAULT_NAME, FIELDS, Template

__all__ = ["COMPANION", "DEFAULT_NAME", "FIELDS", "Folder", "Kept", "OnConflict", "Style", "Template"]
