"""How sure newsgrab is: what raises the confidence and what lowers it, and that its weights are whole."""

import json
import math
from importlib import resources

from extraction_pages import (
    H1,
    OTHERS,
    STORY,
    article_page,
    decided,
    evidence_of,
    page,
    paragraphs,
    runs_with,
)
from newsgrab.extraction.confidence import Measures, confidence, measures
from newsgrab.extraction.judgement import change


def sureness(html: bytes, score: float = 3.0, texts: tuple[str, ...] = STORY) -> float:
    evidence = evidence_of(html)
    return confidence(evidence, decided(evidence, runs_with(evidence, texts), score=score))


def test_it_grows_with_the_scores() -> None:
    scale = [sureness(article_page(), score) for score in (-2.0, 0.0, 1.0, 2.0, 4.0)]
    assert scale == sorted(set(scale))
    assert 0 < scale[0] < 0.5 < scale[-1] <= 1


def test_it_grows_with_the_length() -> None:
    short = page(f"<article>{H1}{paragraphs(STORY[:1])}</article>")
    assert sureness(short, 4.0) < sureness(article_page(), 4.0)


def test_without_a_body_there_is_none() -> None:
    assert sureness(article_page(), texts=()) == 0.0
    assert confidence(evidence_of(""), []) == 0.0
    assert measures(evidence_of(""), []) is None


def test_text_that_was_nearly_kept_is_a_doubt() -> None:
    evidence = evidence_of(article_page())
    doubtful = decided(evidence, runs_with(evidence, STORY[1:]), score=3.0)
    number = runs_with(evidence, STORY[:1])[0]
    clear = list(doubtful)
    doubtful[number] = doubtful[number]._replace(score=-0.1)
    assert confidence(evidence, doubtful) < confidence(evidence, clear)


def test_text_that_rules_took_against_the_judge_is_a_greater_one() -> None:
    evidence = evidence_of(article_page())
    judgements = decided(evidence, runs_with(evidence), score=3.0)
    before = confidence(evidence, judgements)
    change(judgements, runs_with(evidence, STORY[1:2])[0], "related", "under:related")
    assert confidence(evidence, judgements) < before


def test_headings_that_lead_to_other_stories_are_a_doubt() -> None:
    cards = "".join(f'<h3><a href="/{n}">{text}</a></h3>' for n, text in enumerate(OTHERS))
    assert sureness(article_page(after=cards)) < sureness(article_page())


def test_a_page_that_calls_itself_an_article_is_surer() -> None:
    html = article_page().replace(b"</head>", b'<meta property="og:type" content="article"></head>')
    assert sureness(html) > sureness(article_page())


def test_each_measure_has_its_weight_and_its_sign() -> None:
    data = json.loads((resources.files("newsgrab") / "data" / "confidence.json").read_text("utf-8"))
    weights = data["weights"]
    assert tuple(weights) == Measures._fields
    assert {name for name, weight in weights.items() if weight < -0.1} == {"overruled", "teasers"}
    assert all(math.isfinite(weight) for weight in weights.values())
