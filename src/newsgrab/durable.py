"""Files that are either there whole or not at all, whenever the power goes.

The order: write a temporary file on the same file system, fsync it, give it its name, fsync the folder. A
temporary file is locked while somebody works on it, so that what killed processes left can be told from it.
"""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from newsgrab.errors import DiskFull, OutputError

_TEMPORARY: Final = (".newsgrab-", ".part")  # how a temporary file's name starts and ends
_ORPHAN_AFTER_S: Final = 3600.0  # where files cannot be locked: no article takes that long
_ELSEWHERE: Final = frozenset((errno.EXDEV, errno.ENOENT))
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


def write_whole(target: Path, data: bytes, *, replace: bool, by: Path | None = None) -> bool:
    """Writes a file that is visible under its name only when all of it is on the disk.

    A symbolic link at ``target`` is never followed: it counts as being there, or is replaced (R26).

    Args:
        target: Its path; the folder exists.
        data: All of it.
        replace: Whether a file of that name gives way.
        by: The folder for the file while it is not whole; by default, and where that folder is on another
            file system or gone, the one of ``target``.

    Returns:
        Whether it was written: not if the name is taken and ``replace`` is false.

    Raises:
        DiskFull: No space, or over quota; nothing is visible of the file.
        OutputError: Any other refusal of the system, as above.
    """
    try:
        if by is not None:
            try:
                return _written(target, data, by, replace=replace)
            except OSError as error:
                if error.errno not in _ELSEWHERE:
                    raise
        return _written(target, data, target.parent, replace=replace)
    except OSError as error:
        raise as_output_error(target, error) from error


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
    try:
        with temporary_in(folder) as temporary:
            _write_synced(temporary, b"")
    except OSError as error:
        raise as_output_error(folder, error) from error


def sweep(folder: Path) -> None:
    """Removes the temporary files that killed processes left in the folder (R60); never those in use."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_TEMPORARY[0]) and entry.name.endswith(_TEMPORARY[1]):
                with suppress(OSError):
                    _remove_orphan(Path(entry.path))


@contextmanager
def temporary_in(folder: Path) -> Iterator[Path]:
    """A new file in the folder for what is not whole yet; at the end it goes, unless it got another name.

    Raises:
        OSError: The system refuses.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
    while True:
        path = folder / f"{_TEMPORARY[0]}{os.getpid()}-{os.urandom(4).hex()}{_TEMPORARY[1]}"
        descriptor = os.open(path, flags, 0o666)
        is_locked = _lock(descriptor, wait=True) is True
        if not is_locked or os.fstat(descriptor).st_nlink:
            break
        os.close(descriptor)  # somebody's sweep came between the two
    if not is_locked:  # Windows gives no other name to a file that is open
        os.close(descriptor)
    try:
        yield path
    finally:
        with suppress(FileNotFoundError):
            path.unlink()
        if is_locked:
            os.close(descriptor)


def put_in_place(part: Path, target: Path) -> None:
    """Gives a file that is whole and on the disk its name; what has the name gives way.

    Raises:
        OSError: The system refuses.
    """
    part.replace(target)
    _sync_folder(target.parent)


def _written(target: Path, data: bytes, by: Path, *, replace: bool) -> bool:
    with temporary_in(by) as temporary:
        _write_synced(temporary, data)
        if replace:
            temporary.replace(target)
        elif not _claim(temporary, target):
            return False
    _sync_folder(target.parent)
    return True


def _lock(descriptor: int, *, wait: bool) -> bool | None:
    """Locks a file until it is closed, or its process dies; ``None`` where files cannot be locked."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except (ImportError, OSError):  # a network file system, mounted without locks
        return None
    return True


def _remove_orphan(path: Path) -> None:
    """Removes a temporary file if nobody works on it.

    Raises:
        OSError: The system refuses, or it is gone.
    """
    # For writing, since NFS locks by that; not waiting, should somebody have made a pipe of that name.
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    try:
        is_locked = _lock(descriptor, wait=False)
        if is_locked:  # while it is: who waits for the lock sees then that the file is gone
            path.unlink()
        is_old = time.time() - os.fstat(descriptor).st_mtime > _ORPHAN_AFTER_S
    finally:
        os.close(descriptor)
    if is_locked is None and is_old:  # Windows removes nothing that is open
        path.unlink()


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("r+b", buffering=0) as file:
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
