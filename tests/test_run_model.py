"""Runs, deaths and a site that lives, in any order, against a model of what has to come of it (F13)."""

import json
import signal
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from command import story
from loopback import Loopback, page, raw, status
from newsroom import Newsroom
from test_crashes import FATAL, POINTS

DAY_S = 86_400


class Runs(RuleBasedStateMachine):
    """Whatever happens on the way: each article that was published ends up exactly once."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.published = 0
        self.broken: set[str] = set()

    @initialize()
    def open(self) -> None:
        self.server = self.stack.enter_context(Loopback())
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.room = Newsroom(self.server, Path(folder))
        self.room.publish("/first")

    @rule(count=st.integers(1, 4))
    def publish(self, count: int) -> None:
        for _ in range(count):
            self.published += 1
            self.room.publish(f"/{self.published}")

    @rule(data=st.data(), how=st.sampled_from([status(503), status(500), raw()]))
    def break_one(self, data: st.DataObject, how: object) -> None:
        path = data.draw(st.sampled_from(self.room.paths))
        self.server[path] = how  # type: ignore[assignment]  # a reply
        self.broken.add(path)

    @precondition(lambda self: self.broken)
    @rule()
    def mend_all(self) -> None:
        for path in self.broken:
            self.server[path] = page(story(f"Story {path}", more=f"This is about {path}."))
        self.broken.clear()

    @rule(tag=st.sampled_from([None, '"a"']))
    def change_the_feed(self, tag: str | None) -> None:
        self.room.feed(None if tag is None else f'"{len(self.room.paths)}"')

    @rule(hours=st.sampled_from([1, 30]))
    def pass_time(self, hours: int) -> None:
        if self.room.state.exists() and self.room.rows("PRAGMA user_version") != [(0,)]:
            self.room.pass_time(hours * 3_600)

    @rule()
    def run(self) -> None:
        assert self.room.run("--max-fail", "100").status == 0

    @rule(point=st.sampled_from(POINTS), when=st.sampled_from(["before", "after"]), count=st.integers(1, 4))
    def die(self, point: str, when: str, count: int) -> None:
        hook = self.room.folder / "hook"
        hook.mkdir(exist_ok=True)
        (hook / "sitecustomize.py").write_text(FATAL.format(point=point, when=when, count=count))
        done = self.room.run("--max-fail", "100", env={"PYTHONPATH": str(hook)})
        assert done.status in (0, -signal.SIGKILL)

    @invariant()
    def nothing_is_there_twice_or_in_part(self) -> None:
        if hasattr(self, "room"):
            found = Counter(json.loads(file.read_bytes())["requested_url"] for file in self.room.files())
            assert max(found.values(), default=1) == 1

    def teardown(self) -> None:
        try:
            if hasattr(self, "room"):
                self.mend_all()
                self.room.feed()
                for _ in range(2):
                    self.run()
                    self.room.pass_time(40 * DAY_S)
                self.run()
                assert self.room.saved() == sorted(self.room.paths)
        finally:
            self.stack.close()


def check(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Runs,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_f13_each_article_ends_up_exactly_once() -> None:
    check(examples=4, steps=12)


@pytest.mark.long
def test_f13_each_article_ends_up_exactly_once_however_often_it_is_tried() -> None:
    check(examples=100, steps=20)
