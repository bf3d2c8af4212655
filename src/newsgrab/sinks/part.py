"""A file in the making: under a name of its own beside its place, until it is whole."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from newsgrab.durable import as_output_error, make_folder, put_in_place, temporary_in
from newsgrab.errors import OutputError


class Part:
    """The unfinished file.

    Attributes:
        path: Where it is meanwhile.
    """

    def __init__(self, name: str, *, grow: bool = False) -> None:
        """Sees that its folder is there.

        Args:
            name: The path of the file when it is whole.
            grow: Whether it is the file that is there with more in it, so that nobody else may change that.

        Raises:
            OutputError: A folder stands in its place, or the system refuses.
        """
        self._target = Path(name)
        make_folder(self._target.parent)
        if self._target.is_dir():
            raise as_output_error(name, IsADirectoryError("Is a directory"))
        self._until_done = ExitStack()
        with self.named():
            self._before = _state_of(self._target) if grow else None
            self.path = self._until_done.enter_context(temporary_in(self._target.parent))

    def finish(self) -> None:
        """Gives it its name, when it is closed and on the disk.

        Raises:
            OutputError: The system refuses, or the file that was to grow is not as it was.
        """
        with self.named():
            descriptor = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if self._before is not None and self._before != _state_of(self._target):
                raise OutputError(f"{self._target}: somebody else has written to it meanwhile; run again")
            put_in_place(self.path, self._target)
            self._until_done.close()

    def discard(self) -> None:
        """Removes it."""
        with self.named():
            self._until_done.close()

    @contextmanager
    def named(self) -> Iterator[None]:
        """Makes a refusal of the system one of newsgrab's, about the file as the user knows it.

        Raises:
            OutputError: The system refuses.
        """
        try:
            yield
        except OSError as error:
            raise as_output_error(self._target, error) from error


def _state_of(path: Path) -> tuple[int, ...]:
    """What is another when a file is: which it is, how long, since when; ``()`` if it is not there."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns)
