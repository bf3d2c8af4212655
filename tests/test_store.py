"""Files: that they are whole, known again, never overwritten, and nothing is written elsewhere."""

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, get_args

import pytest

from newsgrab.durable import sweep, temporary_in, write_whole
from newsgrab.errors import OutputError, StateFailed
from newsgrab.model import Card
from newsgrab.store import Folder, OnConflict, Template
from store_examples import card


class Open(Protocol):
    def __call__(
        self, place: Path, on_conflict: OnConflict = "skip", template: str = "{slug}.{ext}"
    ) -> Folder: ...


@pytest.fixture
def folder() -> Iterator[Open]:
    """Opens folders, and closes them in the end."""
    with ExitStack() as stack:

        def opened(place: Path, on_conflict: OnConflict = "skip", template: str = "{slug}.{ext}") -> Folder:
            store = Folder(Template.parse(f"{place}/{template}"), ("json",), on_conflict)
            stack.callback(store.close)
            return store

        yield opened


def texts(of: Card) -> dict[str, str]:
    return {"json": json.dumps({"url": of.url, "headline": of.headline}, ensure_ascii=False)}


class TestNothingEscapes:
    def test_a_link_in_the_way_is_not_followed(self, folder: Open, tmp_path: Path) -> None:
        outside = tmp_path / "outside.txt"
        outside.write_text("precious")
        for number, policy in enumerate(get_args(OnConflict)):
            place = tmp_path / str(number)
            place.mkdir()
            (place / "the-old-bridge.json").symlink_to(outside)
            kept = folder(place, policy).keep(card(), texts(card()), "")
            assert kept.paths == (str(place / "the-old-bridge-2.json"),)
        assert outside.read_text() == "precious"

    def test_paths_that_somebody_put_into_the_index_lead_nowhere(self, folder: Open, tmp_path: Path) -> None:
        outside = tmp_path / "outside.json"
        outside.write_text("precious")
        place = tmp_path / "out"
        with_row(place, {"json": "../outside.json"})
        store = folder(place, "overwrite")
        store.keep(card(), texts(card()), "https://news.example/a")
        assert outside.read_text() == "precious"
        assert (place / "the-old-bridge.json").exists()


def with_row(place: Path, files: object, url: str = "https://news.example/a") -> Path:
    index = place / ".newsgrab" / "index.jsonl"
    index.parent.mkdir(parents=True)
    row = {"url": url, "id": "0123456789abcdef", "final_url": url, "sha256": "Text.", "files": files}
    index.write_text(json.dumps(row) + "\n")
    return index


class TestTwins:
    def test_two_articles_of_one_name_are_two_files(self, folder: Open, tmp_path: Path) -> None:
        store = folder(tmp_path)
        one, other = card(), card(url="https://news.example/b", id="b" * 16, sha256="Other.")
        assert store.keep(one, texts(one), one.url).paths == (str(tmp_path / "the-old-bridge.json"),)
        assert store.keep(other, texts(other), other.url).paths == (str(tmp_path / "the-old-bridge-2.json"),)

    def test_pages_that_all_claim_one_canonical_address_are_kept_apart(
        self, folder: Open, tmp_path: Path
    ) -> None:
        store = folder(tmp_path)
        for number in range(3):
            of = card(f"Story {number}", f"https://news.example/{number}", sha256=f"Text {number}.")
            assert store.keep(of, texts(of), of.url).fresh

    def test_one_article_under_two_addresses_is_one_file(self, folder: Open, tmp_path: Path) -> None:
        store = folder(tmp_path)
        one, mobile = card(), card(url="https://m.news.example/a")
        store.keep(one, texts(one), one.url)
        assert store.keep(mobile, texts(mobile), mobile.url).fresh is False

    def test_a_suffix_still_fits(self, folder: Open, tmp_path: Path) -> None:
        store = folder(tmp_path, "suffix")
        for _ in range(12):
            store.keep(card("漢" * 500), texts(card()), "")
        names = [path.name for path in tmp_path.iterdir()]
        assert max(len(name.encode()) for name in names) <= 200
        assert sum(name.endswith(".json") for name in names) == 12

    def test_a_page_without_address_is_known_by_its_text(self, folder: Open, tmp_path: Path) -> None:
        for fresh in (True, False):
            of = card(url="")
            assert folder(tmp_path).keep(of, texts(of), "").fresh is fresh


class TestIndex:
    def test_is_right_again_in_the_next_run(self, folder: Open, tmp_path: Path) -> None:
        first = folder(tmp_path)
        first.keep(card(), texts(card()), "https://news.example/a?utm_source=feed")
        assert folder(tmp_path).held("https://news.example/a#top") == (str(tmp_path / "the-old-bridge.json"),)
        assert folder(tmp_path).held("https://news.example/b") == ()
        assert folder(tmp_path, "overwrite").held("https://news.example/a") == ()

    def test_a_torn_last_line_is_passed_over_and_not_continued(self, folder: Open, tmp_path: Path) -> None:
        index = with_row(tmp_path, {"json": "the-old-bridge.json"})
        (tmp_path / "the-old-bridge.json").write_text("{}")
        with index.open("a") as lines:
            lines.write('{"url": "https://news.example/torn", "id"')
        store = folder(tmp_path)
        assert store.held("https://news.example/a")
        other = card("Other", "https://news.example/b", id="b" * 16)
        store.keep(other, texts(other), other.url)
        assert folder(tmp_path).held("https://news.example/b")
        assert len(index.read_text().splitlines()) == 3

    @pytest.mark.parametrize(
        "line",
        [
            b"\xff\xfe\0\n",
            b"[]\n",
            b"null\n",
            b"{}\n",
            b'{"url": 1, "files": 2}\n',
            b"[" * 100_000 + b"\n",
            b"\n",
        ],
    )
    def test_other_lines_are_passed_over(self, folder: Open, tmp_path: Path, line: bytes) -> None:
        index = with_row(tmp_path, {"json": "the-old-bridge.json"})
        (tmp_path / "the-old-bridge.json").write_text("{}")
        index.write_bytes(line + index.read_bytes() + line)
        assert folder(tmp_path).held("https://news.example/a")

    def test_knows_no_password(self, folder: Open, tmp_path: Path) -> None:
        store = folder(tmp_path)
        store.keep(card(), texts(card()), "https://ann:secret@news.example/a")
        assert "secret" not in (tmp_path / ".newsgrab" / "index.jsonl").read_text()
        assert store.held("https://news.example/a")

    def test_that_cannot_be_read_stops_the_run(self, folder: Open, tmp_path: Path) -> None:
        (tmp_path / ".newsgrab" / "index.jsonl").mkdir(parents=True)
        with pytest.raises(StateFailed, match=re.escape("index.jsonl: Is a directory")):
            folder(tmp_path)


class TestWhole:
    def test_nothing_but_the_article_is_left(self, folder: Open, tmp_path: Path) -> None:
        store = folder(tmp_path, template="story.json")
        store.keep(card(), texts(card()), "")
        assert [path.name for path in tmp_path.iterdir()] == ["story.json"]
        assert json.loads((tmp_path / "story.json").read_text())["headline"] == "The old bridge"

    def test_remains_of_killed_runs_are_swept_up_at_the_next_start(
        self, folder: Open, tmp_path: Path
    ) -> None:
        folder(tmp_path)
        orphan = tmp_path / ".newsgrab" / ".newsgrab-1-aa.part"
        orphan.touch()
        folder(tmp_path)
        assert not orphan.exists()

    def test_remains_of_earlier_versions_are_swept_up_where_articles_go(
        self, folder: Open, tmp_path: Path
    ) -> None:
        orphan = tmp_path / ".newsgrab-1-aa.part"
        orphan.touch()
        folder(tmp_path).keep(card(), texts(card()), "")
        assert not orphan.exists()

    def test_what_a_run_beside_is_writing_is_left_alone(self, folder: Open, tmp_path: Path) -> None:
        with temporary_in(tmp_path) as temporary:
            os.utime(temporary, (0, 0))
            folder(tmp_path).keep(card(), texts(card()), "")
            assert temporary.exists()
        assert not temporary.exists()

    def test_sweeps_take_nothing_from_those_who_write(self, tmp_path: Path) -> None:
        with ProcessPoolExecutor(4) as pool:
            sweeps = [pool.submit(swept_often, tmp_path) for _ in range(2)]
            writes = [pool.submit(written_often, tmp_path, number) for number in range(2)]
            for each in (*writes, *sweeps):
                each.result()
        assert len(list(tmp_path.glob("*.txt"))) == 600
        assert list(tmp_path.glob(".*")) == []

    def test_a_folder_that_is_removed_just_then_is_made_again(self, folder: Open, tmp_path: Path) -> None:
        place = tmp_path / "gone" / "story.json"  # as if it had gone since it was made
        assert folder(tmp_path)._write(place, b"all of it", replace=False)
        assert place.read_bytes() == b"all of it"

    def test_a_folder_of_another_file_system_is_no_obstacle(self, tmp_path: Path) -> None:
        elsewhere = Path("/dev/shm")  # noqa: S108 - another file system, where there is one
        if not elsewhere.is_dir() or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("there is no other file system to write to")
        for replace in (True, False):
            target = tmp_path / f"{replace}.txt"
            assert write_whole(target, b"all of it", replace=replace, by=elsewhere)
            assert target.read_bytes() == b"all of it"
        assert write_whole(tmp_path / "gone.txt", b"all of it", replace=True, by=tmp_path / "gone")

    def test_a_file_where_a_folder_should_be(self, folder: Open, tmp_path: Path) -> None:
        (tmp_path / "news.example").write_text("in the way")
        store = folder(tmp_path, template="{host}/{slug}.json")
        with pytest.raises(OutputError, match=re.escape(f"{tmp_path}/news.example: Not a directory")):
            store.keep(card(), texts(card()), "")

    def test_half_characters_are_written_as_what_they_are(self, folder: Open, tmp_path: Path) -> None:
        folder(tmp_path).keep(card(), {"json": "half \ud800"}, "")
        assert (tmp_path / "the-old-bridge.json").read_text() == "half \\ud800"

    def test_two_processes_never_take_one_name(self, folder: Open, tmp_path: Path) -> None:
        stores = [folder(tmp_path) for _ in range(4)]
        ones = [card(url=f"https://news.example/{n}", id=f"{n:016}", sha256=f"Text {n}.") for n in range(4)]
        paths = [store.keep(one, texts(one), one.url).paths for store, one in zip(stores, ones, strict=True)]
        assert len(set(paths)) == 4


def swept_often(folder: Path) -> None:
    for _ in range(3_000):
        sweep(folder)


def written_often(folder: Path, number: int) -> None:
    for turn in range(300):
        assert write_whole(folder / f"{number}-{turn}.txt", b"all of it", replace=turn % 2 == 0)
