"""The evidence for each run: keys into the tables of weights."""

import json

import pytest

from extraction_pages import (
    H1,
    HEADLINE,
    OTHERS,
    STORY,
    article_page,
    evidence_of,
    links,
    page,
    paragraphs,
)
from newsgrab.extraction.cues import DENSE, KINDS, SPARSE, parts_of
from newsgrab.extraction.judge import model


def gists(html: bytes) -> dict[str, str]:
    evidence = evidence_of(html)
    return {run.text: gist for run, gist in zip(evidence.survey.runs, evidence.cues.gists, strict=True)}


# ------------------------------------------------------------------------------------- a run by itself


def shape_of(html: str) -> tuple[int, int, int, str]:
    """Kind of element, length, share of links and ending of the page's first run."""
    return parts_of(evidence_of(html).cues.shapes[0])


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<p>x</p>", "p"),
        ("<h1>x</h1>", "h1"),
        ("<h2>x</h2>", "h"),
        ("<h6>x</h6>", "h"),
        ("<ul><li>x</ul>", "li"),
        ("<table><tr><td>x</table>", "td"),
        ("<table><tr><th>x</table>", "td"),
        ("<blockquote>x</blockquote>", "q"),
        ("<nav>x</nav>", "menu"),
        ("<figure><figcaption>x</figure>", "cap"),
        ("<pre>x</pre>", "pre"),
        ("<div>x</div>", "div"),
        ("<section>x</section>", "div"),
    ],
)
def test_the_kind_of_element(html: str, kind: str) -> None:
    assert KINDS[shape_of(html)[0]] == kind


def steps(*htmls: str, part: int) -> list[object]:
    return [shape_of(html)[part] for html in htmls]


def test_longer_texts_stand_higher_on_the_scale() -> None:
    found = steps(*(f"<p>{'x' * size}</p>" for size in (1, 20, 60, 100, 200, 399, 400, 5_000)), part=1)
    assert found == sorted(found, key=str)
    assert len(set(found)) == 7
    assert found[-1] == found[-2]


def test_a_chinese_character_counts_for_two() -> None:
    assert steps("<p>" + "港" * 100, part=1) == steps("<p>" + "x" * 200, part=1)


def test_the_share_of_links() -> None:
    html = [f"<p>{'x' * (10 - n)}<a href=/>{'y' * n}</a></p>" for n in (0, 2, 5, 9, 10)]
    assert steps(*html, part=2) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("So it is.", "."),
        ("هل عاد؟", "."),
        ("“So”", "."),
        ("好。", "."),
        ("in 2024", "0"),
        ("thus:", ":"),
        ("so", "a"),
    ],
)
def test_the_ending(text: str, ending: str) -> None:
    assert steps(f"<p>{text}</p>", part=3) == [ending]


# ------------------------------------------------------------------------------------- among its kin


def test_each_run_has_a_cell_in_each_table() -> None:
    evidence = evidence_of(article_page(links()))
    assert len(evidence.cues.columns) == len(DENSE)
    assert len(evidence.cues.keys) == len(SPARSE)
    assert len(evidence.survey.runs) == len(evidence.cues.gists) == len(evidence.cues.shapes) > len(STORY)
    for (name, size), column in zip(DENSE.items(), evidence.cues.columns, strict=True):
        assert len(column) == len(evidence.survey.runs), name
        assert all(0 <= cell < size for cell in column), name


def test_a_glance_tells_prose_headings_menus_and_labels() -> None:
    html = article_page(f"<h2>What comes next</h2><p>Related articles</p>{links()}")
    found = gists(html)
    assert found[HEADLINE] == found["What comes next"] == "h"
    assert found["Related articles"] == "L"
    assert found[" ".join(OTHERS)] == "m"
    assert len({found[text] for text in STORY} & set("hLmk")) == 0


def test_keys_survive_json_for_the_weights_are_stored_in_it() -> None:
    evidence = evidence_of(article_page(f"<p>Latest news</p>{links()}<p>© 2024 | Brenn @ 12:30</p>"))
    for keys in evidence.cues.keys:
        assert keys
        for key in keys.values():
            assert tuple(json.loads(json.dumps(key))) == key


def test_a_label_a_section_and_signs_are_keys_where_there_are_any() -> None:
    evidence = evidence_of(article_page("<p>Latest news</p><p>© 2024 | Brenn</p>"))
    label, section, signs = evidence.cues.keys
    last = len(evidence.survey.runs) - 1
    assert label == {last - 1: ("latest",)}
    assert last in section
    assert last in signs
    assert 1 not in (*label, *section, *signs)


def test_the_distance_from_the_headline_is_a_cue_and_so_is_there_being_none() -> None:
    with_headline = evidence_of(page(f"<div>{H1}{paragraphs()}</div>"))
    without = evidence_of(page(f"<div>{paragraphs()}</div>", title=""))
    column = list(DENSE).index("headline")
    assert len(set(with_headline.cues.columns[column])) > 2
    gists = len(set(without.cues.gists))
    assert len(set(without.cues.columns[column])) == gists


def test_the_shipped_weights_know_the_cells_of_a_plain_article() -> None:
    # Cells of another order than the trainer's would find no weight, and nothing else would fail.
    evidence = evidence_of(article_page(f"<h3>Related articles</h3>{links()}"))
    for name, column, weights in zip(DENSE, evidence.cues.columns, model().dense, strict=True):
        assert any(weights[cell] for cell in column), name
