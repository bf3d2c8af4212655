"""A case of the suite as data, and how many of them are run at once.

A case is a row (``R41``), a name, and what a server does; expected is a code, or an article. Cases with the
same flags share one run of newsgrab: each has a host of its own, and after each comes a good page, on the
same host where that one is still to be asked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from command import FAST, story
from hostile_server import HostileServer, OnConnect
from loopback import Reply, Request, page, status
from sandbox import Ended, Sandbox

GOOD: Final = "127.0.0.99"
SAVED: Final = "saved"
STUBBORN: Final = ("--allow-private", "--delay", "0")
"""For a server on loopback that is asked again."""

HASTY: Final = (*FAST, "--timeout", "3s", "--connect-timeout", "2s")
"""For one that never gets done."""


@dataclass(frozen=True, repr=False)
class Seen:
    """What became of a case.

    Attributes:
        code: The code it failed with, or ``saved``.
        message: What it was told to have failed with.
        article: The article, if any.
        log: What the case's host was asked, in order.
        knocks: How many connections it got.
        good: Whether the page after it was saved.
        ended: The whole run.
    """

    code: str
    message: str
    article: Mapping[str, Any]
    log: Sequence[Request]
    knocks: int
    good: bool
    ended: Ended

    def asked(self, path: str) -> list[Request]:
        """The requests for one path."""
        return [request for request in self.log if request.path == path]


Check = Callable[[Seen], object]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Case:
    """One case.

    Attributes:
        row: Its row in docs/hostile.md.
        name: What is hostile about it.
        serve: The reply at ``path``, or the replies by path.
        expect: A code, several parted by ``|``, or ``saved``.
        flags: Flags of the run.
        says: Part of the message.
        most_requests: For ``path``.
        most_knocks: Connections of its host.
        most_s: Seconds from the first request of its host to the end of the last one.
        check: Anything else; raises or gives False where it does not hold.
        on_connect: What is done with a connection before anything is read from it.
        same_host: Whether the good page stands on the same host.
        path: What is asked for.
        scheme: As what.
    """

    row: str
    name: str
    serve: Reply | Mapping[str, Reply] = field(default_factory=lambda: status(404))
    expect: str = SAVED
    flags: tuple[str, ...] = FAST
    says: str = ""
    most_requests: int = 1
    most_knocks: int | None = None
    most_s: float | None = None
    check: Check | None = None
    on_connect: OnConnect | None = None
    same_host: bool = True
    path: str = "/story"
    scheme: str = "http"

    def __repr__(self) -> str:
        """The name of its test."""
        return f"{self.row} {self.name}"

    def judge(self, seen: Seen) -> None:
        """Checks what is expected of it."""
        assert seen.code in self.expect.split("|"), f"{seen.code}: {seen.message}\n{seen.ended.err}"
        assert self.says in seen.message
        assert seen.good, f"the good page after it is missing\n{seen.ended.err}"
        assert len(seen.asked(self.path)) <= self.most_requests, [request.path for request in seen.log]
        assert self.most_knocks is None or seen.knocks <= self.most_knocks, seen.knocks
        if self.most_s is not None and seen.log:
            assert seen.log[-1].ended - seen.log[0].started <= self.most_s
        assert self.check is None or self.check(seen) is not False, str(seen.article or seen.message)


@contextmanager
def staged(cases: Sequence[Case]) -> Iterator[tuple[HostileServer, list[tuple[Case, str, str]]]]:
    """A server with all cases: each with the address to ask and that of the good page after it."""
    hosts = [f"127.9.{number // 200}.{number % 200 + 1}" for number in range(len(cases))]
    with HostileServer((GOOD, *hosts)) as server:
        addresses = []
        for number, (case, host) in enumerate(zip(cases, hosts, strict=True)):
            replies = case.serve if isinstance(case.serve, Mapping) else {case.path: case.serve}
            for path, reply in replies.items():
                server[host, path] = reply
            if case.on_connect is not None:
                server.on_connect[host] = case.on_connect
            good = (host if case.same_host else GOOD, f"/good/{number}")
            server[good] = page(story(f"The good page number {number}", f"Number {number}."))
            asked = server.url(case.path, host).replace("http", case.scheme, 1)
            addresses.append((case, asked, server.url(good[1], good[0])))
        yield server, addresses


def run_together(cases: Sequence[Case], box: Sandbox, *, most_s: float, **more: Any) -> dict[Case, Seen]:  # noqa: ANN401 - as Sandbox.run
    """Runs newsgrab once for these cases, which have the same flags, and checks what holds for every run."""
    with staged(cases) as (server, addresses):
        urls = [address for _, hostile, good in addresses for address in (hostile, good)]
        ended = box.run(urls, *cases[0].flags, "-j", "32", most_s=most_s + 60, **more)
        ended.holds(most_s)
        return {
            case: Seen(
                ended.failures[hostile]["code"] if hostile in ended.failures else SAVED,
                ended.failures.get(hostile, {}).get("message", ""),
                ended.articles.get(hostile, {}),
                [request for request in server.log if f"//{request.host}:" in hostile],
                sum(count for host, count in server.knocks.items() if f"//{host}:" in hostile),
                good in ended.articles,
                ended,
            )
            for case, hostile, good in addresses
        }


class Together:
    """Cases, those with the same flags in one run, each run made when its first case is asked about."""

    def __init__(
        self, cases: Sequence[Case], *, most_s: float, inside: Mapping[str, Any] | None = None
    ) -> None:
        """Runs nothing yet.

        Args:
            cases: The cases.
            most_s: How long a run may take.
            inside: As for ``Sandbox.run``.
        """
        self._groups: dict[tuple[str, ...], list[Case]] = {}
        for case in cases:
            self._groups.setdefault(case.flags, []).append(case)
        self._most_s = most_s
        self._inside = inside
        self._seen: dict[Case, Seen] = {}
        self._broken: dict[tuple[str, ...], AssertionError] = {}

    def seen(self, case: Case, folders: pytest.TempPathFactory) -> Seen:
        """What became of it."""
        if case.flags in self._broken:
            raise self._broken[case.flags]
        if case not in self._seen:
            box = Sandbox(folders.mktemp("box"))
            group = self._groups[case.flags]
            try:
                self._seen |= run_together(group, box, most_s=self._most_s, inside=self._inside)
            except AssertionError as error:  # not made again for each of its cases
                self._broken[case.flags] = error
                raise
        return self._seen[case]
