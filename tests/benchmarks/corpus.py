"""The corpus that ``NEWSGRAB_CORPUS`` names: sets of real pages with gold, one ``.tar.xz`` each."""

import hashlib
import json
import os
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class Record(NamedTuple):
    """One page: its set, its own id, address, language, kind, gold, and where its bytes are."""

    set: str
    id: str
    url: str
    lang: str
    kind: str
    gold: dict[str, Any]
    path: Path


def home() -> Path | None:
    """The folder of the corpus, if it is at hand."""
    named = os.environ.get("NEWSGRAB_CORPUS")
    return Path(named) if named and Path(named).is_dir() else None


def required() -> Path:
    """The folder of the corpus; without it the program ends with what to do."""
    if (folder := home()) is None:
        sys.exit("set NEWSGRAB_CORPUS to the folder of the corpus")
    return folder


def sets(folder: Path) -> list[str]:
    """Names of the sets in it."""
    return sorted(path.name.split(".")[0] for path in folder.glob("*.tar.xz"))


def unpacked(folder: Path, name: str) -> Path:
    """A set as files, unpacked once into the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newsgrab-corpus"
    target = cache / name
    if not (target / "gold.jsonl").exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as fresh, tarfile.open(folder / f"{name}.tar.xz") as tar:
            tar.extractall(fresh, filter="data")
            (Path(fresh) / name).replace(target)
    return target


def records(folder: Path, name: str) -> Iterator[Record]:
    """The pages of a set."""
    place = unpacked(folder, name)
    with (place / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Record(
                name,
                row["id"],
                row.get("url") or "",
                row["lang"],
                row["page_type"],
                row["gold"],
                place / row["html"],
            )


def site_of(record: Record) -> str:
    """The last three labels of a page's host; its own id where the address is unknown."""
    host = urlsplit(record.url).hostname or record.id
    return ".".join(host.split(".")[-3:])


def digest(names: Iterable[str]) -> str:
    """SHA-256 over some sets, for saying what a figure was measured on."""
    folder = required()
    total = hashlib.sha256()
    for name in names:
        total.update(hashlib.sha256((folder / f"{name}.tar.xz").read_bytes()).digest())
    return total.hexdigest()
