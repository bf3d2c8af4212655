"""Fetches pages: the order of work, hop by hop and attempt by attempt."""

import datetime as dt
from collections.abc import Awaitable, Callable
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from newsgrab import robots, urls
from newsgrab.errors import HttpStatus
from newsgrab.fetching.content import read_beginning, read_listing, read_page, skim
from newsgrab.fetching.decoding import accepted
from newsgrab.fetching.errand import Errand
from newsgrab.fetching.failures import Closed, Stale, status_error
from newsgrab.fetching.hosts import Hosts
from newsgrab.fetching.jar import Jar
from newsgrab.fetching.options import FetchOptions
from newsgrab.fetching.permission import Permissions, forbidden
from newsgrab.fetching.redirects import STATUSES, next_address
from newsgrab.fetching.refusal import refused
from newsgrab.fetching.visit import CONDITIONS, Kind, Visit
from newsgrab.model import NOT_MODIFIED, Fetched, HostMemory, Known, Page, Recorder, Validators
from newsgrab.records import dataclass, replace

if TYPE_CHECKING:
    from newsgrab.fetching.client import Answer, HostClient
    from newsgrab.fetching.transport import Wire

_T = TypeVar("_T")

_ACCEPT: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_ACCEPT_IMAGE: Final = "image/avif,image/webp,image/png,image/jpeg,image/gif,image/*;q=0.5"
_SUCCESS: Final = range(200, 300)
_PARTIAL: Final = 206  # an answer to a request for a part, which is never made here
_ROBOTS_HOPS: Final = 5  # RFC 9309 section 2.3.1.2: at least five
_TOO_MANY: Final = 429
_SERVER_ERRORS: Final = range(500, 1000)


@dataclass(frozen=True, slots=True)
class _Hop:
    """A redirect: its ``Location``, ``""`` if it has none."""

    location: str


@dataclass(frozen=True, slots=True)
class _Got:
    """A page's bytes, and how they came."""

    body: bytes
    fetched: Fetched


async def _hop(answer: "Answer") -> _Hop:
    await skim(answer)
    return _Hop(answer.headers.get("location", ""))


class Fetcher:
    """Fetches pages politely and within bounds; safe to use for many addresses at once.

    Each host has one queue and its own few connections; robots.txt is kept, as long as this lives::

        async with Fetcher(FetchOptions(contact="desk@example.com")) as fetcher:
            pages = await asyncio.gather(*map(fetcher.fetch, addresses))
    """

    def __init__(
        self,
        options: FetchOptions | None = None,
        memory: HostMemory | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        """Opens nothing yet.

        Args:
            options: How pages are fetched.
            memory: What is remembered of hosts between runs; without one, nothing is.
            recorder: Is told of every request that is answered, those for robots.txt among them.
        """
        self.options = options or FetchOptions()
        self._recorder = recorder
        self._jar = None if self.options.cookies is None else Jar(self.options.cookies)
        self._hosts = Hosts(
            self._open_client,
            # On one connection of HTTP/2 an answer that makes no sense would take the other along.
            width=1 if self.options.delay_s > 0 or self.options.http2 else 2,
            patience=self.options.retries,
            memory=memory,
        )
        self._permissions = Permissions(
            self._read_robots,
            total_timeout_s=self.options.total_timeout_s,
            retries=self.options.retries,
            memory=memory,
        )

    async def __aenter__(self) -> Self:
        """Ready."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes all connections."""
        await self._permissions.aclose()
        await self._hosts.aclose()

    async def fetch(self, url: str, *, accept: Kind = "page", known: Known | None = None) -> Page:
        """One page, after redirects.

        Args:
            url: Its http or https address; a user name and password in it are sent to its origin only.
            accept: ``any`` also takes what is no page, like images; ``listing`` is for feeds and sitemaps,
                packed or not, of which it gives the first 50 MiB (``Fetched.cut`` says if there is more).
            known: The page as it was had before: it is asked for only if it has changed; where it
                has not, the page given has the status 304 and no body.

        Raises:
            BadUrl: It is no such address.
            FetchError: It could not be had; which subclass says why.
            PolicyError: robots.txt, the kind of its network address, or its size is against it.
            NotHtml: It is a PDF, an image, an archive or the like; or no image where one is wanted.
        """
        errand = Errand(self.options.total_timeout_s, self.options.retries)
        return await self._fetched_by(Visit(urls.check(url), errand, accept, known))

    async def fetch_picture(self, url: str, shown_on: str) -> Page:
        """A picture, after redirects.

        Args:
            url: Its http or https address.
            shown_on: The page that names it: the user's secrets go to the origin of that page only, and
                nowhere if it is ``""``.

        Raises:
            NewsgrabError: As ``fetch``.
            NotHtml: It is no picture of a kind that is kept.
        """
        errand = Errand(self.options.total_timeout_s, self.options.retries)
        return await self._fetched_by(Visit(urls.check(url), errand, "image", shown_on=shown_on))

    async def _fetched_by(self, visit: Visit) -> Page:
        return await visit.errand.persist(lambda: self._page(visit))

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of an address's origin names, as it names them.

        Raises:
            BadUrl: It is no http or https address.
            FetchError: The file could not be had.
            PolicyError: It cannot be read, or the kind of its network address is against it.
        """
        errand = Errand(self.options.total_timeout_s, self.options.retries)
        try:
            return (await self._permissions.rules_for(urls.check(url), errand)).sitemaps()
        except Closed as closed:
            raise closed.error.with_traceback(None) from None

    def leave(self, url: str) -> None:
        """Leaves the host of a page alone for some minutes, since that turned out to be a challenge."""
        self._hosts.leave(url)

    async def _page(self, visit: Visit) -> Page:
        got, passed = await self._follow(
            visit.url,
            lambda address: self._ask_page(address, visit),
            most=self.options.max_redirects,
            downgrade=self.options.allow_downgrade,
        )
        spent_s = round(visit.errand.spent_s, 3)
        fetched = replace(got.fetched, redirects=tuple(passed[:-1]), elapsed_s=spent_s)
        return Page(url=visit.url, final_url=passed[-1], body=got.body, fetched=fetched)

    async def _follow(
        self, url: str, ask: Callable[[str], Awaitable[_T | _Hop]], *, most: int, downgrade: bool
    ) -> tuple[_T, list[str]]:
        """What stands at the end of the redirects, and the addresses passed, that one included."""
        passed = [url]
        while True:
            got = await ask(passed[-1])
            if not isinstance(got, _Hop):
                return got, passed
            passed.append(next_address(passed, got.location, most=most, downgrade=downgrade))

    async def _ask_page(self, url: str, visit: Visit) -> _Got | _Hop:
        try:
            return await self._ask_once(url, visit, visit.conditions(url))
        except HttpStatus as error:
            # Not modified since nothing was said: a broken cache. It is asked once more, past all caches.
            if error.http_status != NOT_MODIFIED or not visit.ask_in_full():
                raise
        return await self._ask_once(url, visit, {"cache-control": "no-cache"})

    async def _ask_once(self, url: str, visit: Visit, more: dict[str, str]) -> _Got | _Hop:
        delay_s = self.options.delay_s
        if self.options.robots == "respect":
            rules = await self._permissions.rules_for(url, visit.errand)
            if not rules.allows(url, self.options.product):
                raise forbidden(url)
            delay_s = max(delay_s, rules.delay_s(self.options.product))

        async def read(answer: "Answer") -> _Got | _Hop:
            if self._jar is not None:
                self._jar.learn(url, answer.set_cookies)
            if answer.status in STATUSES:
                return await _hop(answer)
            if answer.status == NOT_MODIFIED and more.keys() & CONDITIONS:
                return _Got(b"", self._fetched(answer))
            if answer.status not in _SUCCESS or answer.status == _PARTIAL:
                raise await refused(answer, url)
            if visit.kind == "listing":
                body, cut = await read_listing(answer)
                return _Got(body, replace(self._fetched(answer), cut=cut))
            body = await read_page(answer, url, self.options.max_bytes, kind=visit.kind)
            return _Got(body, self._fetched(answer))

        return await self._request(url, self._fields_for(url, visit) | more, delay_s, (visit.errand, read))

    def _fields_for(self, url: str, visit: Visit) -> dict[str, str]:
        fields = self._headers | ({"accept": _ACCEPT_IMAGE} if visit.kind == "image" else {})
        fields |= visit.secrets(url, self.options.headers, self.options.logins)
        if self._jar is not None and "cookie" not in fields and (cookies := visit.cookies(url, self._jar)):
            fields["cookie"] = cookies
        return fields

    async def _read_robots(self, url: str, errand: Errand) -> tuple[int, bytes]:
        async def read(answer: "Answer") -> tuple[int, bytes] | _Hop:
            if answer.status in STATUSES:
                return await _hop(answer)
            if answer.status == _TOO_MANY or answer.status in _SERVER_ERRORS:
                await skim(answer)
                raise status_error(url, answer.status, answer.headers)
            return answer.status, await read_beginning(answer, robots.MAX_BYTES + 1)

        got, _ = await self._follow(
            url,
            lambda address: self._request(address, self._headers, self.options.delay_s, (errand, read)),
            most=max(_ROBOTS_HOPS, self.options.max_redirects),
            downgrade=True,
        )
        return got

    async def _request(
        self,
        url: str,
        headers: dict[str, str],
        delay_s: float,
        work: tuple[Errand, Callable[["Answer"], Awaitable[_T]]],
    ) -> _T:
        """One request in its host's turn, timed; repeated, in its turn again, where a connection was stale.

        That is an attempt, too, and no later one is made over a connection that was kept: so there are never
        more requests than attempts are allowed, but for the second one where only one is.
        """
        errand, read = work
        while True:
            try:
                async with (
                    self._hosts.turn(url, delay_s) as client,
                    errand.clock(url),
                    client.ask(url, headers, fresh=errand.attempts > 1) as answer,
                ):
                    return await read(answer)
            except Stale:
                errand.note_repeat()

    @cached_property
    def _headers(self) -> dict[str, str]:
        return {"user-agent": self.options.agent, "accept": _ACCEPT, "accept-encoding": accepted()}

    @cached_property
    def _wire(self) -> "Wire":
        from newsgrab.fetching.transport import Wire  # noqa: PLC0415 - loads the HTTP library: 75 ms

        return Wire(self.options, self._recorder)

    def _open_client(self) -> "HostClient":
        from newsgrab.fetching.client import HostClient  # noqa: PLC0415 - as above

        return HostClient(self._wire)

    def _fetched(self, answer: "Answer") -> Fetched:
        return Fetched(
            at=dt.datetime.now(dt.UTC),
            status=answer.status,
            via="http",
            content_type=answer.headers.get("content-type"),
            validators=Validators(
                etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified")
            ),
            robots="allowed" if self.options.robots == "respect" else "ignored",
            open_ended=answer.open_ended,
        )
