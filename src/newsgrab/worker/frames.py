"""What goes through the pipes: a head in JSON, and bytes.

A frame is two lengths of four bytes each, big-endian, then the head in UTF-8, then the bytes: of a
question the page, of an answer the article in each of its formats.
"""

import json
import struct
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from newsgrab import errors
from newsgrab.dates.iso import machine_time
from newsgrab.model import Card, Fates, Fetched, Link, Listing, Moment, Page, Validators
from newsgrab.named_tuples import NamedTuple
from newsgrab.records import replace
from newsgrab.rendering import RenderOptions
from newsgrab.shaping import Selection, Shape
from newsgrab.worker.making import Job, Made

LENGTHS: Final = struct.Struct(">II")
MOST_BYTES: Final = 1 << 30
"""Longest frame read; a length beyond it is no frame but a process gone mad."""

READY: Final = LENGTHS.pack(0, 0)
"""What a child writes when it has loaded everything: only then do questions take time."""

_MOMENTS: Final = ("fetched_at", "published", "modified")


class Bug(Exception):
    """An exception in the child that nobody foresaw; ``trace`` is its traceback."""

    def __init__(self, message: str, trace: str) -> None:
        """Keeps both."""
        super().__init__(message)
        self.trace = trace


def frame(head: Mapping[str, Any], body: bytes) -> bytes:
    """A frame of these two."""
    shown = json.dumps(head).encode()
    return b"".join((LENGTHS.pack(len(shown), len(body)), shown, body))


def _flat(value: Card | Fetched | RenderOptions | Selection | Shape | Validators) -> dict[str, Any]:
    """Its attributes by name, times as text; ``dataclasses.asdict`` takes ten times as long."""
    shown = {name: getattr(value, name) for name in value.__slots__}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in shown.items()}


def question(page: Page, job: Job) -> bytes:
    """The frame that asks for a page to be made."""
    wanted = {
        "formats": job.formats,
        "rendering": _flat(replace(job.rendering, created=None)),
        "selection": _flat(job.selection),
        "shape": _flat(job.shape),
        "pictures": dict(job.pictures),
    }
    return page_question(page, wanted)


class Look(NamedTuple):
    """What is to be known to say what a page names: the present, and what became of addresses before."""

    now: datetime
    fates: Mapping[str, Fates]


def listing_question(page: Page, look: Look) -> bytes:
    """The frame that asks for what a page names."""
    return page_question(page, {"now": look.now.isoformat(), "fates": dict(look.fates)})


def page_question(page: Page, wanted: Mapping[str, Any]) -> bytes:
    """The frame that asks for something about a page."""
    facts = {
        "url": page.url,
        "final_url": page.final_url,
        "encoding": page.encoding,
        "fetched": _flat(page.fetched) | {"validators": _flat(page.fetched.validators)},
    }
    return frame({**facts, **wanted}, page.body)


def asked(head: bytes, body: bytes) -> tuple[Page, Job | Look | dict[str, Any]]:
    """The page of a question, and what is wanted of it; where it is to be explained, how to tell it."""
    told = json.loads(head)
    facts = told["fetched"]
    fetched = Fetched(
        **facts
        | {
            "at": facts["at"] and datetime.fromisoformat(facts["at"]),
            "redirects": tuple(facts["redirects"]),
            "validators": Validators(**facts["validators"]),
        }
    )
    page = Page(
        url=told["url"],
        final_url=told["final_url"],
        encoding=told["encoding"],
        body=body,
        fetched=fetched,
    )
    if "tell" in told:
        return page, dict(told["tell"])
    if "now" in told:
        fates = {family: Fates(*counts) for family, counts in told["fates"].items()}
        return page, Look(datetime.fromisoformat(told["now"]), fates)
    return page, Job(
        formats=tuple(told["formats"]),
        rendering=RenderOptions(**_frozen(told["rendering"])),
        selection=Selection(**_frozen(told["selection"])),
        shape=Shape(**_frozen(told["shape"])),
        pictures=told["pictures"],
    )


def _frozen(told: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes with tuples for the lists that JSON makes of them."""
    return {name: tuple(one) if isinstance(one, list) else one for name, one in told.items()}


def answer(made: Made) -> bytes:
    """The frame that gives what was made."""
    texts = {
        extension: text if isinstance(text, bytes) else text.encode()
        for extension, text in made.texts.items()
    }
    sizes = {extension: len(text) for extension, text in texts.items()}
    head = {"card": _flat(made.card), "texts": sizes, "pictures": made.pictures}
    return frame(head, b"".join(texts.values()))


def listing_answer(listing: Listing) -> bytes:
    """The frame that gives what a page names."""
    rows = [
        (link.url, link.kind, link.found_in, link.title, _str(link.published), _str(link.modified))
        for link in listing.links
    ]
    return frame({"listing": listing.kind, "notes": listing.notes}, json.dumps(rows).encode())


def _str(moment: Moment | None) -> str | None:
    return None if moment is None else str(moment)


def failure(error: errors.NewsgrabError) -> bytes:
    """The frame that says why there is nothing."""
    return frame({"code": error.code, "message": str(error)}, b"")


def bug(message: str, trace: str) -> bytes:
    """The frame that tells of an exception that nobody foresaw."""
    return frame({"bug": message, "trace": trace}, b"")


def answered(head: bytes, body: bytes) -> Made:
    """What was made.

    Raises:
        ExtractError: What the child could not make an article of.
        Bug: It failed otherwise.
    """
    told = told_of(head)
    card = told["card"] | {
        name: told["card"][name] and datetime.fromisoformat(told["card"][name]) for name in _MOMENTS
    }
    texts, start = {}, 0
    for extension, size in told["texts"].items():
        texts[extension] = body[start : start + size].decode()
        start += size
    return Made(card=Card(**card), texts=texts, pictures=tuple(told["pictures"]))


def listing_answered(head: bytes, body: bytes) -> Listing:
    """What a page names.

    Raises:
        NewsgrabError: Why the child could not say.
        Bug: It failed otherwise.
    """
    told = told_of(head)
    links = (
        Link(
            url=url,
            kind=kind,
            found_in=found_in,
            title=title,
            published=machine_time(published or ""),
            modified=machine_time(modified or ""),
        )
        for url, kind, found_in, title, published, modified in json.loads(body)
    )
    return Listing(kind=told["listing"], links=tuple(links), notes=tuple(told["notes"]))


def told_of(head: bytes) -> dict[str, Any]:
    """The head of an answer.

    Raises:
        NewsgrabError: Why the child could not give one.
        Bug: It failed otherwise.
    """
    told: dict[str, Any] = json.loads(head)
    if "bug" in told:
        raise Bug(told["bug"], told["trace"])
    if "code" in told:
        raise errors.by_code(told["code"])(told["message"])
    return told
