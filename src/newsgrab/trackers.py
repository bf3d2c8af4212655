"""Parameters of addresses that say where a reader came from, and nothing of what is read."""

from functools import cache
from urllib.parse import unquote


def untracked(query: str) -> str:
    """A query without them, its question mark before it; ``""`` where nothing is left.

    Args:
        query: Without its question mark.
    """
    names, prefixes = _trackers()
    kept = []
    for pair in query.split("&"):
        name = unquote(pair.partition("=")[0]).lower()
        if pair and name not in names and not name.startswith(prefixes):
            kept.append(pair)
    return "?" + "&".join(kept) if kept else ""


@cache
def _trackers() -> tuple[frozenset[str], tuple[str, ...]]:
    from newsgrab.tables import table  # noqa: PLC0415 - only addresses with a query need it

    known = table("trackers")
    return frozenset(known["names"]), tuple(known["prefixes"])
