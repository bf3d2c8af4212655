"""Accuracy on real pages does not fall: measured where the evaluation corpus is at hand."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import accuracy
import corpus


@pytest.mark.skipif(corpus.home() is None, reason="NEWSGRAB_CORPUS does not name the evaluation corpus")
def test_no_figure_is_below_its_floor() -> None:
    known = accuracy.floors()
    names = list(known["floors"])
    if corpus.digest(names) != known["corpus"]:
        pytest.skip("NEWSGRAB_CORPUS names another corpus than the floors were measured on")
    measured = accuracy.figures("newsgrab", names)
    low = {
        f"{name}.{metric}": (round(measured[name].get(metric, 0.0), 4), floor)
        for name, row in known["floors"].items()
        for metric, floor in row.items()
        if measured[name].get(metric, 0.0) < floor
    }
    assert low == {}
