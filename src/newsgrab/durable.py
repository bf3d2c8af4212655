"""Files that are either there whole or not at all, whenever the power goes.

The order: write a temporary file in the same folder, fsync it, give it its name, fsync the folder.
"""

import errno
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from newsgrab.errors import DiskFull, OutputError

_TEMPORARY: Final = (".newsgrab-", ".part")  # how a temporary file's name starts and ends
_ORPHAN_AFTER_S: Final = 3600.0  # no article takes that long: the process that wrote it is dead
_NO_HARD_LINKS: Final = frozenset((errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK))


def as_output_error(path: Path | str, error: OSError) -> OutputError:
    """The error for a person: which path, and the system's word for why."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"{path}: {os.strerror(error.errno)}")
    return OutputError(f"{path}: {error.strerror or error}")


def make_folder(folder: Path) -> None:
    """The folder and its parents, each one entered durably in its own parent.

    Raises:
        OutputError: A file stands in the way, or the system refuses.
    """
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    for new in reversed(missing):
        try:
            new.mkdir()
            _sync_folder(new.parent)
        except FileExistsError as error:
            if not new.is_dir():  # else another process was quicker
                raise as_output_error(new, NotADirectoryError(errno.ENOTDIR, "Not a directory")) from error
        except OSError as error:
            raise as_output_error(new, error) from error


def write_whole(target: Path, data: bytes, *, replace: bool) -> bool:
    """Writes a file that is visible under its name only when all of it is on the disk.

    A symbolic link at ``target`` is never followed: it counts as being there, or is replaced (R26).

    Args:
        target: Its path; the folder exists.
        data: All of it.
        replace: Whether a file of that name gives way.

    Returns:
        Whether it was written: not if the name is taken and ``replace`` is false.

    Raises:
        DiskFull: No space, or over quota; nothing is visible of the file.
        OutputError: Any other refusal of the system, as above.
    """
    temporary = temporary_in(target.parent)
    try:
        try:
            _write_synced(temporary, data)
            if replace:
                temporary.replace(target)
            elif not _claim(temporary, target):
                return False
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        _sync_folder(target.parent)
    except OSError as error:
        raise as_output_error(target, error) from error
    return True


def give_name(path: Path, name: Path) -> None:
    """Gives a file a further name in the same folder, durably; nothing if that name is taken.

    Raises:
        OutputError: The system refuses.
        DiskFull: No space.
    """
    try:
        try:
            os.link(path, name, follow_symlinks=False)
        except FileExistsError:
            return
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            write_whole(name, path.read_bytes(), replace=False)
        _sync_folder(name.parent)
    except OSError as error:
        raise as_output_error(name, error) from error


def probe(folder: Path) -> None:
    """Writes and removes a file: missing rights and read-only mounts show only then.

    Raises:
        OutputError: The folder cannot be written.
    """
    temporary = temporary_in(folder)
    try:
        _write_synced(temporary, b"")
        temporary.unlink()
    except OSError as error:
        raise as_output_error(folder, error) from error


def sweep(folder: Path) -> None:
    """Removes the temporary files that killed processes left in the folder (R60)."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_TEMPORARY[0]) and entry.name.endswith(_TEMPORARY[1]):
                with suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _ORPHAN_AFTER_S:
                        Path(entry.path).unlink()


def temporary_in(folder: Path) -> Path:
    """A name in the folder for a file that is not whole yet; ``sweep`` knows it."""
    return folder / f"{_TEMPORARY[0]}{os.getpid()}-{os.urandom(4).hex()}{_TEMPORARY[1]}"


def put_in_place(part: Path, target: Path) -> None:
    """Gives a file that is whole and on the disk its name; what has the name gives way.

    Raises:
        OSError: The system refuses.
    """
    part.replace(target)
    _sync_folder(target.parent)


def _write_synced(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o666), "wb", buffering=0) as file:  # noqa: PTH123 - of a descriptor
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        os.fsync(file.fileno())


def _claim(temporary: Path, target: Path) -> bool:
    """Gives the file its name unless the name is taken; a hard link tests and sets in one step."""
    try:
        os.link(temporary, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        # FAT and some network file systems have no links: two processes may then race for one name.
        if os.path.lexists(target):
            return False
        temporary.rename(target)
    return True


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):  # Windows has no way to, and needs none
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
