"""Scores newsgrab, and the peers that are installed, on the corpus.

    NEWSGRAB_CORPUS=.../corpus python tests/benchmarks/accuracy.py                   # newsgrab, every set
    NEWSGRAB_CORPUS=.../corpus python tests/benchmarks/accuracy.py --peers           # beside its peers
    NEWSGRAB_CORPUS=.../corpus python tests/benchmarks/accuracy.py --raise-floors    # after a gain

Of wcxb the pages of the type "article" count; the other sets are articles only. The judge was trained on
pages of these sets: figures that no page of the same site had a part in are printed by ``train.py``.
"""

import argparse
import os
import tomllib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import corpus
import peers
import scores

FLOORS = Path(__file__).with_name("floors.toml")
SLACK = 0.001
"""How far below what was measured a floor is set: a word more or less on one page of a small set."""

COLUMNS = (
    "words", "tokens", "shingles", "paragraphs", "snippets", "start", "headline", "day", "authors",
    "disclaimer",
)  # fmt: skip


def pages_of(name: str) -> list[corpus.Record]:
    """The articles of a set."""
    found = corpus.records(corpus.required(), name)
    return [record for record in found if name != "wcxb" or record.kind == "article"]


def scored(tool: str, record: corpus.Record) -> scores.Scores:
    """One page by one tool."""
    return scores.scores(record.gold, peers.asked(tool, record.path.read_bytes(), record.url))


def figures(tool: str, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """A tool's figures for some sets, in as many processes as there are cores."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return {
            name: scores.summed(pool.map(partial(scored, tool), pages_of(name), chunksize=8))
            for name in names
        }


def print_head() -> None:
    """The names of the columns."""
    print(f"{'set':34}" + " ".join(f"{column:>10}" for column in COLUMNS))


def print_row(name: str, tool: str, row: dict[str, float]) -> None:
    """The figures of one tool on one set."""
    cells = (f"{row[column]:10.4f}" if column in row else f"{'-':>10}" for column in COLUMNS)
    print(f"{name:16} {tool:16} " + " ".join(cells), flush=True)


def floors() -> dict[str, Any]:
    """The floors in the repository."""
    return tomllib.loads(FLOORS.read_text("utf-8"))


def raised(measured: dict[str, dict[str, float]], digest: str) -> str:
    """The floors as TOML, none lower than before on the same corpus."""
    before = floors() if FLOORS.exists() else {}
    old = before.get("floors", {}) if before.get("corpus") == digest else {}
    lines = [
        "# What newsgrab reaches at least on the evaluation corpus; lower figures fail where it is at hand.",
        "# Written by accuracy.py --raise-floors; floors may only rise.",
        f'corpus = "{digest}"',
    ]
    for name, row in measured.items():
        lines.append(f"\n[floors.{name}]")
        for metric in COLUMNS:
            if metric in row:
                floor = max(round(row[metric] - SLACK, 4), old.get(name, {}).get(metric, 0.0))
                lines.append(f"{metric} = {floor:.4f}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures, prints, and raises the floors if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", help="some sets, parted by commas; all where it is not given")
    parser.add_argument("--peers", action="store_true", help="the other tools too, where they are installed")
    parser.add_argument("--raise-floors", action="store_true", help="write floors.toml")
    options = parser.parse_args()
    names = options.sets.split(",") if options.sets else corpus.sets(corpus.required())
    print_head()
    for tool in peers.installed() if options.peers else ["newsgrab"]:
        measured = figures(tool, names)
        for name, row in measured.items():
            print_row(name, tool, row)
        if tool == "newsgrab" and options.raise_floors:
            FLOORS.write_text(raised(measured, corpus.digest(names)), "utf-8")


if __name__ == "__main__":
    main()
