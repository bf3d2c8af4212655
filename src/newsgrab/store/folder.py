"""A folder of articles: names them, writes them whole, and knows which it has."""

import json
from collections.abc import Callable, Mapping
from html import escape
from itertools import count
from pathlib import Path
from typing import Final, Literal

from newsgrab.durable import give_name, make_folder, probe, sweep, write_whole
from newsgrab.model import Card
from newsgrab.records import dataclass, field
from newsgrab.store.index import PLACE, Index, Row
from newsgrab.store.template import LIMIT_BYTES, Template, cut_name
from newsgrab.urls import normalise

OnConflict = Literal["skip", "overwrite", "suffix", "version"]
"""What happens to an article that is there already: left alone, replaced, written beside, or, where its body
has changed, replaced while the one before is kept as ``NAME.v1.EXT``, ``NAME.v2.EXT`` and so on."""

COMPANION: Final = "source.html"
"""Extension of the page an article was made from, which stands beside the article under its name."""

_FILES: Final = "_files"  # as browsers name the folder of a page that they save
_HEAD_BYTES: Final = 8192  # the address stands in the first lines of every format; a headline is shorter


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an article is.

    Attributes:
        paths: Its files, as a person can open them.
        fresh: Whether any of them was written now.
        moved: Extension -> where the files of the version before are now, if there was one and it is kept.
    """

    paths: tuple[str, ...]
    fresh: bool
    moved: Mapping[str, str] = field(default_factory=dict)


class Folder:
    """Writes articles as files and never overwrites one with another."""

    def __init__(self, template: Template, extensions: tuple[str, ...], on_conflict: OnConflict) -> None:
        """Makes sure the folder can be written before anything is fetched for it.

        Args:
            template: How files are named.
            extensions: What each article is written as, without dots.
            on_conflict: What happens to an article that is there already.

        Raises:
            OutputError: The folder cannot be made or written; the message names the path.
        """
        self._template = template
        self._extensions = extensions
        self._on_conflict = on_conflict
        self._swept = {template.base}
        make_folder(template.base)
        sweep(template.base)
        probe(template.base)
        # A name without fields is one file, perhaps in a folder others share (/tmp): it needs no index.
        self._index = Index(template.base) if template.fields else None
        # What is not whole yet is there, too: so what a killed run left is found without a search.
        self._parts = (template.base / PLACE).parent if template.fields else None
        if self._parts is not None:
            sweep(self._parts)

    def held(self, url: str) -> tuple[str, ...]:
        """The files this address was saved to, if all that are wanted are still there; else ``()``.

        Always ``()`` unless articles that are there are to be skipped.
        """
        row = self._index.by_url(url) if self._index and self._on_conflict == "skip" else None
        if row is None or not all(self._is_there(row, extension) for extension in self._extensions):
            return ()
        return tuple(str(self._template.base / row.files[extension]) for extension in self._extensions)

    def standing(self, files: Mapping[str, str]) -> tuple[str, ...]:
        """The files of an article, if they are those it would have here.

        Args:
            files: Extension -> absolute path of a file it was saved to before.

        Returns:
            Their paths as a person can open them; ``()`` if one is missing or stands elsewhere.
        """
        found = []
        for extension in self._extensions:
            path = Path(files.get(extension, ""))
            here = self._inside(path)
            if here is None or not path.is_file():
                return ()
            found.append(str(here))
        return tuple(found)

    def keep(self, card: Card, texts: Mapping[str, str | bytes], asked: str) -> Kept:
        """Writes the article, unless it is there and is to be left alone.

        Args:
            card: Of the article.
            texts: Extension -> the article in that format; ``COMPANION``, which comes last -> its page.
            asked: The address it was asked for by; ``""`` for a page that has none.

        Raises:
            DiskFull: No space; a file is whole or not there.
            OutputError: Any other refusal of the system; the message names the path.
        """
        known = self._known(card, asked)
        moved = self._set_aside(known, card) if known and self._on_conflict == "version" else {}
        files: dict[str, str] = {}
        fresh = False
        for extension, text in texts.items():
            old = known.files[extension] if known and self._is_there(known, extension) else None
            if extension == COMPANION:
                name = _beside(next(iter(files.values())))
            else:
                name = self._template.path(card, extension)
            files[extension], written = self._placed(card, name, text, old)
            fresh = fresh or written
        if self._index is not None:
            was = self._index.by_url(asked) if asked else None
            others = dict(was.files) if was and was.id == card.id else {}
            row = _row_of(card, asked, others | files)
            if row != was:
                self._index.add(row)
        return Kept(tuple(str(self._template.base / path) for path in files.values()), fresh, moved)

    def put_beside(self, card: Card, name: str, data: bytes) -> str:
        """Writes a file that belongs to an article: of ``a/story.json`` into ``a/story_files/``.

        Args:
            card: Of the article, which may not be written yet.
            name: Of the file, safe and the same only for the same thing.
            data: All of it.

        Returns:
            Its path as seen from the article.

        Raises:
            DiskFull: No space; a file is whole or not there.
            OutputError: Any other refusal of the system; the message names the path.
        """
        extension = self._extensions[0]
        known = self._known(card, "") if self._on_conflict != "suffix" else None
        is_there = known is not None and self._is_there(known, extension)
        path = known.files[extension] if known and is_there else self._template.path(card, extension)
        folder, slash, file = path.rpartition("/")
        stem = file.removesuffix(f".{extension}")
        beside = f"{cut_name(stem, LIMIT_BYTES - len(_FILES))}{_FILES}/{name}"
        self._write(self._ready(f"{folder}{slash}{beside}"), data, replace=True)
        return beside

    def once_safe(self, note: Callable[[], None]) -> None:
        """Calls it: files are durable as soon as they are kept."""
        note()

    def close(self) -> None:
        """Makes the index durable.

        Raises:
            StateFailed: The system refuses.
        """
        if self._index is not None:
            self._index.close()

    def _inside(self, path: Path) -> Path | None:
        """An absolute path as one of this folder's, if it is such; ``None`` if it stands elsewhere."""
        base = self._template.base
        if self._index is None:
            target = base / self._template.literal
            return target if path == target.absolute() else None
        inside = base.absolute()
        return base / path.relative_to(inside) if path.is_relative_to(inside) else None

    def _is_there(self, row: Row, extension: str) -> bool:
        return extension in row.files and (self._template.base / row.files[extension]).is_file()

    def _known(self, card: Card, asked: str) -> Row | None:
        if self._index is None:
            return None
        known = self._index.by_article(card.id, card.url, card.sha256)
        return known or (self._index.by_url(asked) if asked and self._on_conflict == "version" else None)

    def _set_aside(self, known: Row, card: Card) -> dict[str, str]:
        """Gives the files of another version a second name, durably; they keep the first until replaced."""
        files = {ext: self._template.base / path for ext, path in known.files.items()}
        files = {ext: path for ext, path in files.items() if path.is_file()}
        if known.sha256 == card.sha256 or not files:
            return {}
        for number in count(1):
            aside = {ext: path.with_name(_versioned(path.name, number)) for ext, path in files.items()}
            if all(_holds(new, files[ext].read_bytes()) for ext, new in aside.items() if new.exists()):
                for ext, new in aside.items():
                    give_name(files[ext], new)
                return {ext: str(new) for ext, new in aside.items()}
        raise AssertionError("count() does not end")

    def _placed(self, card: Card, path: str, text: str | bytes, old: str | None) -> tuple[str, bool]:
        """Writes one file; its path inside the folder, and whether it was written."""
        if old is not None and self._on_conflict == "skip":
            return old, False
        data = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
        if old is not None and self._on_conflict in ("overwrite", "version"):
            self._write(self._ready(old), data, replace=True)
            return old, True
        for number in count(1):
            candidate = _numbered(path, number)
            target = self._ready(candidate)
            if self._write(target, data, replace=False):
                return candidate, True
            is_its = _holds(target, data) if isinstance(text, bytes) else _shows(target, card)
            if self._on_conflict != "suffix" and is_its:
                replace = self._on_conflict in ("overwrite", "version")
                if replace:
                    self._write(target, data, replace=True)
                return candidate, replace
        raise AssertionError("count() does not end")

    def _write(self, target: Path, data: bytes, *, replace: bool) -> bool:
        return write_whole(target, data, replace=replace, by=self._parts)

    def _ready(self, path: str) -> Path:
        target = self._template.base / path
        make_folder(target.parent)  # each time: somebody may remove it while we run
        if target.parent not in self._swept:
            sweep(target.parent)
            self._swept.add(target.parent)
        return target


def _row_of(card: Card, asked: str, files: Mapping[str, str]) -> Row:
    url = normalise(asked) if asked else ""
    return Row(url, card.id, normalise(card.url), card.sha256, files)


def _beside(path: str) -> str:
    """``a/story.json`` as ``a/story.source.html``."""
    folder, slash, name = path.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    return f"{folder}{slash}{stem or dot + extension}.{COMPANION}"


def _versioned(name: str, number: int) -> str:
    """``story.json`` as ``story.v1.json``, its name still short enough."""
    extension = (
        COMPANION if name.endswith(f".{COMPANION}") else name.rpartition(".")[2] if "." in name else ""
    )
    end = f".v{number}.{extension}" if extension else f".v{number}"
    stem = name.removesuffix(f".{extension}") if extension else name
    return cut_name(stem + ".x", LIMIT_BYTES - len(end) + 2)[:-2] + end


def _numbered(path: str, number: int) -> str:
    """``a/story.json`` as ``a/story-2.json``, its name still short enough."""
    if number == 1:
        return path
    folder, slash, name = path.rpartition("/")
    if name.endswith(f".{COMPANION}"):
        return f"{path.removesuffix(COMPANION)[:-1]}-{number}.{COMPANION}"
    stem, dot, extension = cut_name(name, LIMIT_BYTES - len(f"-{number}")).rpartition(".")
    if not stem:
        stem, dot, extension = extension, "", ""
    return f"{folder}{slash}{stem}-{number}{dot}{extension}"


def _shows(path: Path, card: Card) -> bool:
    """Whether the file is of this article, for files the index does not know (it may have been removed).

    Every format names the address, in double quotes as JSON, YAML and HTML write it or alone on the first
    line, before any text that could contain another one.
    """
    if not card.url or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    quoted = json.dumps(card.url, ensure_ascii=False), f'"{escape(card.url)}"'
    names = [name.encode("utf-8", "backslashreplace") for name in (*quoted, f"<{card.url}>\n")]
    return names[0] in head or names[1] in head or head.startswith(names[2])


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
