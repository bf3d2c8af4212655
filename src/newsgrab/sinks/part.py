"""A file in the making: under a name of its own beside its place, until it is whole."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from newsgrab.durable import as_output_error, make_folder, put_in_place, temporary_in


class Part:
    """The unfinished file.

    Attributes:
        path: Where it is meanwhile.
    """

    def __init__(self, name: str) -> None:
        """Sees that its folder is there.

        Args:
            name: The path of the file when it is whole.

        Raises:
            OutputError: A folder stands in its place, or the system refuses.
        """
        self._target = Path(name)
        make_folder(self._target.parent)
        if self._target.is_dir():
            raise as_output_error(name, IsADirectoryError("Is a directory"))
        self._until_done = ExitStack()
        with self.named():
            self.path = self._until_done.enter_context(temporary_in(self._target.parent))

    def finish(self) -> None:
        """Gives it its name, when it is closed and on the disk.

        Raises:
            OutputError: The system refuses.
        """
        with self.named():
            descriptor = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
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
