"""The sources of the configuration, and the flags, made what a run is to do."""

import re
from collections.abc import Iterable
from typing import Literal

import typer

from newsgrab.cli.network import NetworkFlags, fetch_options, header_fields
from newsgrab.cli.output import Output, to_files
from newsgrab.cli.selection import beginning
from newsgrab.config import Config, SourceConfig
from newsgrab.errors import BadConfig, UsageError
from newsgrab.fetching import FetchOptions
from newsgrab.pipeline import Job, Work
from newsgrab.pipeline.assignments import Assignment, Shard
from newsgrab.pipeline.containers import NAMES
from newsgrab.pipeline.searching import Search, Wanted
from newsgrab.quantities import seconds_of
from newsgrab.records import dataclass, replace
from newsgrab.rendering import FORMATS, RenderOptions
from newsgrab.store import OnConflict, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFlags(NetworkFlags):
    """The flags of ``newsgrab run`` that say how its sources are worked."""

    output: str | None
    formats: list[str] | None
    on_conflict: OnConflict
    front_matter: Literal["yaml", "toml", "none"]
    provenance: bool
    save_html: bool
    encoding: str | None
    recheck: str | None
    max_size: int


class Assigner:
    """Makes assignments, and opens each folder once."""

    def __init__(self, flags: WorkFlags, chosen: frozenset[str]) -> None:
        """Opens nothing yet.

        Args:
            flags: What holds where a source says nothing.
            chosen: The flags that the command line or the environment sets: they beat what a source says.
        """
        self._flags, self._chosen = flags, chosen
        self._outputs: dict[tuple[object, ...], Output] = {}

    def assign(self, source: SourceConfig) -> tuple[FetchOptions, Assignment]:
        """How a source is fetched, and what is done with it.

        Raises:
            BadConfig: Something of it makes no sense; file and line are named.
            OutputError: Its folder cannot be written.
        """
        try:
            return self._options(source), Assignment(
                name=source.name,
                search=_search(source),
                work=self._work(source),
                interval_s=source.interval_s,
                first_run_limit=source.first_run_limit,
                expect_new_s=source.expect_new_s,
            )
        except UsageError as error:
            raise BadConfig(f"{source.place}: sources.{source.name}: {error}") from None

    def close(self) -> None:
        """Makes what the folders know durable.

        Raises:
            StateFailed: The system refuses.
        """
        for output in self._outputs.values():
            output.destination.close()

    def _options(self, source: SourceConfig) -> FetchOptions:
        options = fetch_options(self._flags, self._flags.max_size)
        if source.delay_s is not None and "delay" not in self._chosen:
            options = replace(options, delay_s=source.delay_s)
        if source.headers and "headers" not in self._chosen:
            options = replace(options, headers=(*options.headers, *header_fields(source.headers)))
        return options

    def _work(self, source: SourceConfig) -> Work:
        flags = self._flags
        output = self._output(source)
        return Work(
            destination=output.destination,
            job=Job(
                formats=output.formats,
                rendering=RenderOptions(
                    indent=output.indent,
                    front_matter=flags.front_matter,
                    provenance=flags.provenance,
                ),
            ),
            max_bytes=flags.max_size,
            encoding=flags.encoding,
            save_html=self._save_html(source),
            recheck_s=self._recheck_s(source),
        )

    def _output(self, source: SourceConfig) -> Output:
        flags = self._flags
        place = flags.output if "output" in self._chosen else source.output or flags.output
        if place is None or place == "-":
            raise UsageError("says nothing of where its articles go: output = '/srv/news/', or -o")
        formats = (
            tuple(flags.formats or ()) if "formats" in self._chosen or not source.formats else source.formats
        )
        if unknown := [name for name in formats if name not in FORMATS]:
            why = "one file of all articles, and a run writes one of each" if unknown[0] in NAMES else "none"
            raise UsageError(f"format {unknown[0]!r} is {why}; there are {', '.join(FORMATS)}")
        on_conflict: OnConflict = flags.on_conflict
        if self._recheck_s(source) and on_conflict == "skip":
            on_conflict = "version"
        template = Template.parse(place, "unicode")
        if not template.fields:
            raise UsageError(
                f"output {place!r} is one file, and a run writes one for each article: end it on / to make it"
                " a folder, or name a field like {slug}"
            )
        key = (place, formats, on_conflict, self._save_html(source))
        if key not in self._outputs:
            save_html = self._save_html(source)
            self._outputs[key] = to_files(template, formats, on_conflict, many=True, save_html=save_html)
        return self._outputs[key]

    def _save_html(self, source: SourceConfig) -> bool:
        if source.save_html is None or "save_html" in self._chosen:
            return self._flags.save_html
        return source.save_html

    def _recheck_s(self, source: SourceConfig) -> tuple[float, ...]:
        if source.recheck_s is None or "recheck" in self._chosen:
            return recheck_times(self._flags.recheck)
        return source.recheck_s


def recheck_times(text: str | None) -> tuple[float, ...]:
    """Seconds of ``6h,24h,7d``.

    Raises:
        UsageError: Something of it is no length of time.
    """
    try:
        return tuple(seconds_of(part) for part in (text or "").split(",") if part.strip())
    except ValueError as error:
        raise UsageError(f"--recheck: {error}") from None


def shard_of(text: str | None) -> Shard:
    """The shard that ``2/5`` means.

    Raises:
        UsageError: It means none.
    """
    number, _, count = (text or "1/1").partition("/")
    if number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count):
        return Shard(int(number), int(count))
    raise UsageError(f"--shard {text!r} is no K/N like 2/5, from 1/5 to 5/5")


def chosen_sources(config: Config, names: Iterable[str]) -> list[SourceConfig]:
    """The sources of those names, or all.

    Raises:
        UsageError: There is none of a name, or none at all.
    """
    known = {source.name: source for source in config.sources}
    if config.path is None:
        raise UsageError("no configuration, so no sources: newsgrab config init writes one to begin with")
    if not known:
        raise BadConfig(f"{config.path}: no [sources.NAME] in it")
    wanted = list(dict.fromkeys(names)) or list(known)
    for name in wanted:
        if name not in known:
            raise UsageError(f"no source {name!r} in {config.path}; there are: {', '.join(known)}")
    return [known[name] for name in wanted]


def _search(source: SourceConfig) -> Search:
    try:
        since = None if source.since is None else beginning(source.since)
    except typer.BadParameter as error:
        raise UsageError(f"since: {error.message}") from None
    wanted = Wanted(
        since=since,
        match=tuple(map(re.compile, source.match)),
        reject=tuple(map(re.compile, source.reject)),
    )
    return Search(url=source.url, kind=source.kind, wanted=wanted, limit=source.limit)
