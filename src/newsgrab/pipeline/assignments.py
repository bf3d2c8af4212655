"""What a run is to do: its sources, its share of their articles; and how each source fared."""

from collections import Counter
from typing import Literal
from zlib import crc32

from newsgrab.pipeline.searching import Search
from newsgrab.pipeline.values import Work
from newsgrab.records import dataclass
from newsgrab.urls import host_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A source, and what is done with what it names.

    Attributes:
        name: Its name.
        search: How it is searched.
        work: What is done with its articles.
        interval_s: It is searched at most every so many seconds.
        first_run_limit: So many links are taken when it is new, the others are passed over for good.
        expect_new_s: After so many seconds without anything new something is wrong.
    """

    name: str
    search: Search
    work: Work
    interval_s: float = 0.0
    first_run_limit: int | None = None
    expect_new_s: float | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several machines that share the work: each has the hosts whose hash falls to it.

    Attributes:
        number: Which one, from 1.
        count: How many there are.
    """

    number: int = 1
    count: int = 1

    def has(self, url: str) -> bool:
        """Whether an address falls to this one; all of a host go to one machine, which keeps to its pace."""
        return crc32(host_of(url).encode()) % self.count == self.number - 1


class Tally:
    """How a source fared in one run; counted up as the run goes on.

    Attributes:
        assignment: The source.
        verdict: Whether it could be read, was as before (304), failed, or waits for its interval to pass.
        code: The machine code of its failure.
        message: It in words.
        failures: In how many runs in a row it has failed.
        named: How many addresses it named.
        new: How many of these were new.
        notes: What was wrong with some part of it.
        counts: Verdict -> how many of its articles have it.
        codes: The machine codes of those that failed, with how many there were of each.
        stale_s: Seconds since it last named something new, where that is longer than expected.
    """

    def __init__(self, assignment: Assignment) -> None:
        """Nothing has happened yet."""
        self.assignment = assignment
        self.verdict: Literal["read", "unchanged", "failed", "waiting"] = "waiting"
        self.code: str | None = None
        self.message = ""
        self.failures = 0
        self.named = 0
        self.new = 0
        self.notes: tuple[str, ...] = ()
        self.counts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.stale_s: float | None = None
