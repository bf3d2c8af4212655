"""One input worked: the page read, the article extracted, rendered and kept, or a failure named."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from newsgrab import errors
from newsgrab.model import Fetched, Outcome, Page, Verdict
from newsgrab.patterns import regex
from newsgrab.pipeline.values import Reading, Source, Work
from newsgrab.records import replace
from newsgrab.text import shown_size
from newsgrab.worker.making import Made

_LIST = regex(rb"(?:\xef\xbb\xbf)?\s*(?:#[^\n]*\n\s*)*(?:https?://\S+\s|\{\"url\":)")
_HEAD: Final = 1024
"""Bytes; where a page shows in the first of them that it is one."""


def read_page(source: Source, reading: Reading) -> Page:
    """The page of a file or of standard input.

    Raises:
        UsageError: The file is missing, unreadable or a folder; standard input is empty or closed; it has
            addresses or records in it and no page.
        TooLarge: It is larger than ``reading.max_bytes``.
    """
    limit = reading.max_bytes
    body = _read_stdin(limit) if source.kind == "stdin" else _read_file(source.name, limit)
    head = body[:_HEAD]
    if b"<" not in head and _LIST.match(head):
        raise errors.UsageError(f"addresses and no page; newsgrab get -i {source.name} fetches them")
    url = reading.url
    return Page(url=url, final_url=url, body=body, encoding=reading.encoding, fetched=Fetched(via="file"))


def _read_file(name: str, max_bytes: int) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return _bounded(file.read(max_bytes + 1), max_bytes)
    except IsADirectoryError:
        raise errors.IsDirectory("a folder, not a file") from None
    except OSError as error:
        raise errors.MissingFile(error.strerror or str(error)) from error
    except ValueError as error:  # a NUL in the name
        raise errors.MissingFile(str(error)) from error


def _read_stdin(max_bytes: int) -> bytes:
    if sys.stdin is None:
        raise errors.UsageError("closed")
    body = _bounded(sys.stdin.buffer.read(max_bytes + 1), max_bytes)
    if not body.strip():
        raise errors.UsageError("nothing to read")
    return body


def _bounded(body: bytes, max_bytes: int) -> bytes:
    if len(body) > max_bytes:
        raise errors.TooLarge(f"larger than {shown_size(max_bytes)}; --max-size to allow more")
    return body


class Attempt:
    """Makes a result of whatever happens inside its ``with``, which may be entered again.

    This is the one place where an unexpected exception is not let through: it becomes a failed outcome
    with the code ``internal``. Pages are hostile, and the other 9,999 of a batch must not be lost to a
    bug that one of them finds. ``-v`` shows its traceback.

    Attributes:
        source: The input.
        made: What its page gave, if it has given anything.
        page: The page without its bytes, if it was had.
        moved: Extension -> where the files of the version before are now.
        result: What became of it.
    """

    def __init__(self, source: Source) -> None:
        """Starts the clock."""
        self.source = source
        self._started = time.monotonic()
        self._before: tuple[tuple[str, ...], str] = ((), "")
        self.made: Made | None = None
        self.page: Page | None = None
        self.moved: Mapping[str, str] = {}
        self._beside: Mapping[str, bytes] = {}
        self.result: Outcome

    def expect(self, paths: tuple[str, ...], digest: str) -> None:
        """Knows what was there before: files, and the digest of the article in them."""
        self._before = (paths, digest)

    def take(self, made: Made, page: Page, work: Work) -> None:
        """Has what the page gave, and the page itself where that is wanted."""
        paths, digest = self._before
        if paths and made.card.digest == digest:
            self.confirm(page)
            self.leave(paths, "unchanged")
            return
        self.made = made
        self.page = replace(page, body=b"")
        if work.save_html:
            from newsgrab.store import COMPANION  # noqa: PLC0415 - start light

            self._beside = {COMPANION: page.body}

    def take_copy(self, copied: Made) -> None:
        """Has an article that was made in an earlier run."""
        self.made = copied

    def confirm(self, page: Page) -> None:
        """Its server says that the page is as it was."""
        self.page = replace(page, body=b"")

    def texts(self, made: Made) -> Mapping[str, str | bytes]:
        """All that is kept of what was made, by extension."""
        return {**made.texts, **self._beside}

    def keep(self, work: Work) -> None:
        """Takes what was made to where it belongs, if anything was."""
        if self.made is None:
            return
        card, texts = self.made.card, self.texts(self.made)
        placed = work.destination.keep(card, texts, self.source.address)
        self.moved = placed.moved
        if placed.fresh:
            self.result = self._outcome(verdict="saved", paths=placed.paths, http_status=card.http_status)
        else:
            self.skip(placed.paths)

    def skip(self, paths: tuple[str, ...], reason: str = "already there") -> None:
        """Nothing was to be done."""
        self.result = self._outcome(verdict="skipped", reason=reason, paths=paths)

    def leave(self, paths: tuple[str, ...], reason: str) -> None:
        """The page is as it was, and so are its files."""
        self.result = self._outcome(verdict="unchanged", reason=reason, paths=paths)

    def finish(self, reason: str, *, unchanged: bool) -> None:
        """It is done, and there is no article to keep."""
        self.result = self._outcome(verdict="unchanged" if unchanged else "saved", reason=reason)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Makes the outcome of an error."""
        # A full disk concerns all that follows; so do BaseExceptions: Ctrl-C, the cancelling of a task,
        # a destination that nobody reads any more.
        if not isinstance(error, Exception) or isinstance(error, errors.DiskFull):
            return False
        self.made = self.page = None
        self.result = self._failed(error)
        return True

    def _failed(self, error: Exception) -> Outcome:
        http_status = error.http_status if isinstance(error, errors.HttpStatus) else None
        if isinstance(error, errors.NewsgrabError):
            failure = self._outcome(verdict="failed", reason=str(error), http_status=http_status)
            attempts = getattr(error, "attempts", 1)  # only what was retried says how often
            return replace(failure, code=error.code, status=int(error.status), attempts=attempts)
        import logging  # noqa: PLC0415 - 5 ms, for bugs only
        import traceback  # noqa: PLC0415 - as above

        from newsgrab.worker.frames import Bug  # noqa: PLC0415 - as above

        if isinstance(error, Bug):
            what, trace = str(error), error.trace
        else:
            what, trace = f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error))
        logging.getLogger("newsgrab").debug("internal error at %s\n%s", self.source.shown, trace)
        reason = f"internal error: {what}; -v shows the traceback"
        failure = self._outcome(verdict="failed", reason=reason)
        return replace(failure, code="internal", status=int(errors.ExitStatus.INTERNAL))

    def _outcome(
        self,
        *,
        verdict: Verdict,
        reason: str = "",
        paths: tuple[str, ...] = (),
        http_status: int | None = None,
    ) -> Outcome:
        return Outcome(
            url=self.source.shown,
            verdict=verdict,
            reason=reason,
            paths=paths,
            http_status=http_status,
            elapsed_s=time.monotonic() - self._started,
            extra=self.source.extra,
        )
