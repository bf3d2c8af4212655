"""What earlier runs left of a page, and whether a run can do with that; and what this run leaves."""

import json
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrab.model import Became, Entry, KeptFile, KnownPage
from newsgrab.pipeline.attempt import Attempt
from newsgrab.pipeline.retries import due_s
from newsgrab.pipeline.values import Source, Work
from newsgrab.records import dataclass, replace
from newsgrab.rendering import FORMATS
from newsgrab.rendering.formats import json_text
from newsgrab.store import COMPANION
from newsgrab.version import VERSION
from newsgrab.worker.making import Made

if TYPE_CHECKING:
    from newsgrab.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An article that need not be made again if its page is as it was.

    Attributes:
        known: The page.
        paths: Its files where this run would put them; none if they are elsewhere.
        copied: The article read from those other files, to be put where it is wanted now.
    """

    known: KnownPage
    paths: tuple[str, ...] = ()
    copied: Made | None = None


def standing(source: Source, work: Work, state: "State") -> Standing | None:
    """What is there of an address, if all that is wanted of it is there, made as it is wanted.

    Raises:
        StateFailed: The state cannot be read.
    """
    known = state.pages.known(source.key)
    if known is None or known.recipe != recipe_of(work):
        return None
    if paths := work.destination.standing({name: file.path for name, file in known.files.items()}):
        return Standing(known=known, paths=paths)
    # Its pictures are where it is, and the fields that came with this input are not in it.
    copied = None if work.save_images or source.extra else _copied(known, work)
    return None if copied is None else Standing(known=known, copied=copied)


def note(attempt: Attempt, work: Work, state: "State") -> None:
    """Remembers what became of an address; its files are durable by now.

    Raises:
        StateFailed: The state cannot be written.
    """
    if attempt.source.kind == "url":
        _note_page(attempt, work, state)
        _note_outcome(attempt, work, state)


def note_once_safe(attempt: Attempt, work: Work, state: "State") -> None:
    """As ``note``, when the article cannot be lost any more.

    Raises:
        StateFailed: The state cannot be written, now or then.
    """
    if attempt.result.verdict == "saved":
        if attempt.made is not None and not attempt.result.paths:
            attempt.made = replace(attempt.made, texts={})  # what has no file is not asked for again
        work.destination.once_safe(partial(note, attempt, work, state))
    else:
        note(attempt, work, state)


def _note_outcome(attempt: Attempt, work: Work, state: "State") -> None:
    key, result = attempt.source.key, attempt.result
    known = state.agenda.entry(key)
    if result.verdict == "skipped" and (not result.paths or (known and known.verdict == "saved")):
        return
    if result.verdict != "failed":
        became = Became(verdict="saved", due_s=_recheck_s(known, work))
    elif result.code is None or not result.attempts:  # not asked for: it failed too often before
        return
    else:
        tries = 1 if known is None else known.tries + 1
        due = due_s(result.code, tries)
        became = Became(verdict="failed", due_s=due, code=result.code, message=result.reason)
    state.agenda.note(key, attempt.source.shown, became)


def _recheck_s(known: Entry | None, work: Work) -> float | None:
    """Seconds until an article is looked at again for changes; ``None`` if that is over."""
    age_s = 0.0 if known is None else known.found_s
    return next((after - age_s for after in sorted(work.recheck_s) if after > age_s), None)


def _note_page(attempt: Attempt, work: Work, state: "State") -> None:
    key = attempt.source.key
    if (page := attempt.page) is None:
        return
    if page.is_unchanged or attempt.result.verdict == "unchanged":
        state.pages.confirm(key, page.fetched.validators)
    elif (made := attempt.made) is not None and attempt.result.verdict in ("saved", "skipped"):
        files = {
            name: KeptFile(path=str(Path(path).absolute()), sha256=_hash(data))
            for (name, data), path in zip(attempt.texts(made).items(), attempt.result.paths, strict=False)
        }
        state.archive.keep(
            key,
            KnownPage(
                final_url=page.final_url or "",
                validators=page.fetched.validators,
                recipe=recipe_of(work),
                card=made.card,
                files=files,
            ),
            {
                name: KeptFile(path=str(Path(path).absolute()), sha256="")
                for name, path in attempt.moved.items()
            },
        )


def recipe_of(work: Work) -> str:
    """How articles are made of pages, as far as it can differ between two runs."""
    job = work.job
    rendering = replace(job.rendering, indent=False, created=None, extra="")
    made = sha256(repr((rendering, job.shape, work.save_images, work.pages, work.encoding)).encode())
    return f"{VERSION} {made.hexdigest()[:16]}"


def _copied(known: KnownPage, work: Work) -> Made | None:
    """The article as it was saved elsewhere, if nobody has touched it since."""
    texts: dict[str, str | bytes] = {}
    if not set(work.job.formats) <= set(FORMATS):  # lines of single fields are in no file
        return None
    wanted = [FORMATS[name].extension for name in work.job.formats]
    for extension in (*wanted, *([COMPANION] if work.save_html else ())):
        file = known.files.get(extension)
        data = None if file is None else _read(file)
        if data is None:
            return None
        texts[extension] = data if extension == COMPANION else data.decode()
        if extension == "json":
            texts[extension] = json_text(json.loads(data), indent=work.job.rendering.indent)
    return Made(card=known.card, texts=texts)


def _read(file: KeptFile) -> bytes | None:
    try:
        data = Path(file.path).read_bytes()
    except OSError:
        return None
    return data if _hash(data) == file.sha256 else None


def _hash(data: str | bytes) -> str:
    return sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()[:32]
