"""What a run is given: inputs, what to do with them, where the articles go."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal, Protocol

from newsgrab.model import Card
from newsgrab.patterns import regex
from newsgrab.records import dataclass, field, replace
from newsgrab.shaping import check_address
from newsgrab.urls import host_of, normalise
from newsgrab.worker.making import Job

if TYPE_CHECKING:
    from newsgrab.fetching import FetchOptions
    from newsgrab.model import Recorder
    from newsgrab.state import State

_USERINFO: Final = regex(r"(?<=//)[^/?#\\]*@")


@dataclass(frozen=True, slots=True)
class Source:
    """One input.

    Attributes:
        name: The address or path as given; ``-`` for standard input; of a record in an archive its address.
        kind: What it is.
        place: Where a record stands: the path of its archive, and the byte it begins at.
        extra: A JSON object of fields that came with it and that newsgrab has none of; ``""`` is none.
    """

    name: str
    kind: Literal["url", "file", "stdin", "archive", "record"]
    place: str = ""
    extra: str = ""

    @property
    def shown(self) -> str:
        """The name for records: a user name and password in an address are left out."""
        return _USERINFO.sub("", self.name, count=1) if self.kind == "url" else self.name

    @property
    def key(self) -> str:
        """The same for two inputs that mean one page."""
        return normalise(self.name) if self.kind == "url" else f"{self.kind} {self.place or self.name}"

    @property
    def address(self) -> str:
        """The address it has, ``""`` if it is a file or standard input."""
        return self.name if self.kind in ("url", "record") else ""

    @property
    def host(self) -> str:
        """Whose patience it takes; ``""`` if nobody's."""
        return host_of(self.name) if self.kind == "url" else ""


class Placed(Protocol):
    """Where an article is."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Its files as a person can open them; none for a stream."""

    @property
    def fresh(self) -> bool:
        """Whether any was written now."""

    @property
    def moved(self) -> Mapping[str, str]:
        """Extension -> where the files of the version before are now, if it is kept."""


class Destination(Protocol):
    """Where articles go: a folder, a stream."""

    def held(self, url: str) -> tuple[str, ...]:
        """The files of an address that is to be skipped because it is there; else ``()``."""

    def standing(self, files: Mapping[str, str]) -> tuple[str, ...]:
        """The files of an article, if they are those it would have here.

        Args:
            files: Extension -> absolute path of a file it was saved to before.

        Returns:
            Their paths; ``()`` if one is missing or stands elsewhere.
        """

    def keep(self, card: Card, texts: Mapping[str, str | bytes], asked: str) -> Placed:
        """Takes the article.

        Args:
            card: Of the article.
            texts: File extension -> the article in that format; with ``Work.save_html`` also ``COMPANION``
                of ``store``, last -> the bytes of its page.
            asked: The address it was asked for by, ``""`` if it has none.

        Raises:
            OutputError: This article could not be written.
            DiskFull: Nor will any other, so the run ends; as it does at any BaseException.
        """

    def put_beside(self, card: Card, name: str, data: bytes) -> str:
        """Writes a file that belongs to an article.

        Args:
            card: Of the article, which may not be written yet.
            name: Of the file.
            data: All of it.

        Returns:
            Its path as seen from the article.

        Raises:
            OutputError, DiskFull: As ``keep``.
        """

    def once_safe(self, note: Callable[[], None]) -> None:
        """Calls it when what was kept so far cannot be lost any more: now, or, if need be, later."""


class Reading(Protocol):
    """How files and standard input are read; ``Work`` says what each means."""

    @property
    def max_bytes(self) -> int:
        """Most bytes."""

    @property
    def encoding(self) -> str | None:
        """A charset that beats what pages declare."""

    @property
    def url(self) -> str | None:
        """The address of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is done with every page, and where it goes.

    Attributes:
        destination: Where articles go.
        job: What is made of each page.
        max_bytes: Most bytes of a file or of standard input.
        encoding: A charset that beats what pages declare.
        url: The address of a page that is a file.
        save_html: Whether the page is kept beside its article.
        save_images: Whether the pictures of an article are fetched and kept beside it.
        pages: Of an article that is spread over several, whether all are fetched, or the one asked for alone.
        recheck_s: So many seconds after an article was found it is looked at again for changes.
    """

    destination: Destination
    job: Job = field(default_factory=Job)
    max_bytes: int = 10 << 20
    encoding: str | None = None
    url: str | None = None
    save_html: bool = False
    save_images: bool = False
    pages: Literal["all", "first"] = "first"
    recheck_s: tuple[float, ...] = ()

    def job_for(self, source: Source) -> Job:
        """What is made of the page of an input.

        Raises:
            Filtered: Its address tells that it is not wanted.
        """
        check_address(self.url or source.shown, self.job.selection)
        if not source.extra:
            return self.job
        return replace(self.job, rendering=replace(self.job.rendering, extra=source.extra))


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How pages are fetched.

    Attributes:
        options: For the HTTP client.
        jobs: Most pages at a time; of one host one, or two where no delay is asked for.
        ordered: Whether articles come in the order of the inputs instead of as they are done.
        state: What earlier runs learnt, and where this one's knowledge goes; ``None`` is neither.
        refresh: Whether to ask for everything anew, whatever earlier runs saw of it.
        new_only: Whether what an earlier run has saved is left out, wherever it went, and what failed
            until its time has come.
        max_age_s: What was asked for less than so many seconds ago is not asked for again.
        offline: Whether nothing at all is asked for.
        recorder: Is told of every request that is answered.
    """

    options: "FetchOptions"
    jobs: int = 8
    ordered: bool = False
    state: "State | None" = None
    refresh: bool = False
    new_only: bool = False
    max_age_s: float = 0.0
    offline: bool = False
    recorder: "Recorder | None" = None
