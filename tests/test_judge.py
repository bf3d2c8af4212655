"""The judge of runs: sums of weights, first run by run, then by neighbours."""

from typing import Any

import pytest

from extraction_pages import (
    STORY,
    article_page,
    evidence_of,
    links,
    page,
    paragraphs,
    run_of,
    runs_with,
)
from newsgrab.extraction.boilerplate import scored
from newsgrab.extraction.context import CELLS, DOUBTFUL, doubts
from newsgrab.extraction.cues import DENSE, SPARSE
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.judge import (
    LINKS_ONLY,
    PARTS,
    Judge,
    judge,
    model,
    read,
)

NOTHING: dict[str, Any] = {
    "bias": 0.0,
    "dense": {},
    "sparse": {},
    "words": {"own": {}, "zone": {}, "branch": {}},
    "second_bias": 0.0,
    "second": [],
}


def alone(evidence: Evidence, **weights: object) -> list[float]:
    """The first pass with these weights and no others."""
    return Judge(read(NOTHING | weights)).alone(evidence.survey, evidence.layout, evidence.cues)


def together(evidence: Evidence, scores: list[float], **weights: object) -> list[float]:
    """The second pass with these weights and no others."""
    return Judge(read(NOTHING | weights)).together(evidence.survey, evidence.layout, evidence.cues, scores)


def words(**tables: dict[str, float]) -> dict[str, dict[str, float]]:
    return {"own": {}, "zone": {}, "branch": {}} | tables


# ------------------------------------------------------------------------------------ with known weights


def test_without_any_cue_a_run_scores_the_bias() -> None:
    assert set(alone(evidence_of(article_page()), bias=-1.5)) == {-1.5}


def test_a_run_scores_the_sum_of_what_its_keys_weigh() -> None:
    evidence = evidence_of(article_page())
    number = run_of(evidence, STORY[2])
    cells = dict(zip(DENSE, (column[number] for column in evidence.cues.columns), strict=True))
    dense = {
        name: [[cells[name], weight]] for name, weight in (("shape", 0.5), ("near", 0.25), ("share", -2.0))
    }
    assert alone(evidence, bias=1.0, dense=dense)[number] == pytest.approx(1.0 + 0.5 + 0.25 - 2.0)


def test_a_key_weighs_for_those_that_have_it() -> None:
    evidence = evidence_of(article_page("<p>Latest news</p>"))
    number = run_of(evidence, "Latest news")
    scores = alone(evidence, sparse={"label": [["latest", -9.0]]})
    assert scores[number] == -9.0
    assert {score for n, score in enumerate(scores) if n != number} == {0.0}


def test_words_of_an_element_s_own_names_weigh_each_time() -> None:
    evidence = evidence_of(page(f'<div><p class="photo-note">{STORY[0]}</p>{paragraphs(STORY[1:])}</div>'))
    scores = alone(evidence, words=words(own={"photo": -1.0, "note": -0.5, "photonote": 0.25}))
    assert scores[0] == pytest.approx(-1.25)
    assert set(scores[1:]) == {0.0}


def test_names_of_the_zone_weigh_for_all_its_runs() -> None:
    evidence = evidence_of(
        page(f"<div class=story>{paragraphs()}</div><div class=other><p>x</p><p>y</p></div>")
    )
    assert alone(evidence, words=words(zone={"story": 2.0})) == [2.0] * len(STORY) + [0.0] * 2


def test_names_between_a_zone_and_the_core_s_line_weigh_for_what_is_in_it() -> None:
    box = "<aside class=promo><div class=inner><p>x</p><p>y</p></div></aside>"
    evidence = evidence_of(page(f"<div>{paragraphs()}{box}</div>"))
    scores = alone(evidence, words=words(branch={"promo": -1.0, "inner": -0.5, "aside": -0.25, "div": -9.0}))
    assert scores == [0.0] * len(STORY) + [-1.75] * 2


def test_a_run_that_is_all_links_is_not_weighed() -> None:
    evidence = evidence_of(article_page(links()))
    assert alone(evidence, bias=9.0) == [9.0] * (1 + len(STORY)) + [LINKS_ONLY]


def test_the_second_pass_asks_about_doubtful_runs_only() -> None:
    evidence = evidence_of(article_page())
    low, high = DOUBTFUL
    scores = [low - 0.1, low + 0.1, 0.0, high - 0.1, high + 0.1, *[9.0] * (len(STORY) - 4)]
    found = together(evidence, scores, second_bias=3.0)
    assert found == [scores[0], 3.0, 3.0, 3.0, *scores[4:]]


def test_the_second_pass_sums_the_cells_of_a_run_s_features() -> None:
    evidence = evidence_of(article_page())
    scores = [5.0, 5.0, 0.5, *[5.0] * (len(STORY) - 2)]
    ((number, steps),) = doubts(evidence.survey, evidence.layout, evidence.cues, scores)
    tables: list[list[int]] = []
    for cells in CELLS:
        table = empty(cells)
        at = 0
        for column, width in cells:
            at = at * width + steps[column]
        table[at] = PARTS
        tables.append(table)
    assert together(evidence, scores, second=[bytes(table).hex() for table in tables])[number] == len(CELLS)


def empty(cells: tuple[tuple[int, int], ...]) -> list[int]:
    size = 1
    for _, width in cells:
        size *= width
    return [0] * size


# ------------------------------------------------------------------------------- with the shipped weights


def test_the_shipped_weights_have_words_and_tables() -> None:
    assert model() is model()
    assert judge() is judge()
    assert len(model().dense) == len(DENSE)
    assert len(model().sparse) == len(SPARSE)
    assert list(map(len, model().second)) == list(map(len, map(empty, CELLS)))
    assert all(map(any, model().second))
    assert min(map(len, (model().own, model().zone, model().branch))) > 100


def test_scores_do_not_depend_on_the_pages_before() -> None:
    first = evidence_of(article_page())
    before = scored(first)
    scored(evidence_of(page(f"<div class=promo>{links()}{paragraphs()}</div>")))
    assert scored(first) == before


def test_prose_in_the_middle_of_the_page_is_more_likely_than_what_stands_round_it() -> None:
    around = f"<div class=menu-like><p>Home</p><p>Sport</p></div>{links()}"
    evidence = evidence_of(
        article_page(before=around, after=f"<div class=share>{links()}<p>Imprint</p></div>")
    )
    scores = scored(evidence)
    story = set(runs_with(evidence))
    assert min(scores[n] for n in story) > 0
    assert max(score for n, score in enumerate(scores) if n not in story) < min(scores[n] for n in story)
