"""The entries of a live blog: elements side by side that each print a time and hold some of the body."""

import datetime as dt
import json

import pytest

import newsgrab
from extraction_pages import H1, HEADLINE, STORY, URL, decided, evidence_of, page, paragraphs, runs_with
from newsgrab.extraction.liveblog import updates
from newsgrab.model import Moment, Update

DAY = dt.date(2024, 6, 3)


def entry(number: int, *, tag: str = "div", heading: str = "", text: str = "") -> str:
    time = f'<time datetime="2024-06-03T{10 + number}:30:00+02:00">{10 + number}.30</time>'
    return f"<{tag} class=entry>{time}{heading}<p>{text or STORY[number]}</p></{tag}>"


def found(main: str, texts: tuple[str, ...] = STORY) -> tuple[Update, ...]:
    evidence = evidence_of(page(main))
    numbers = runs_with(evidence, texts)
    assert len(decided(evidence, numbers)) == len(evidence.survey.runs)
    return updates(evidence, numbers, URL)


def texts(entries: tuple[Update, ...]) -> list[list[str]]:
    return [[block.text for block in one.blocks] for one in entries]


@pytest.mark.parametrize("tag", ["div", "article", "section", "li"])
def test_each_entry_has_its_time_and_its_blocks_in_the_order_of_the_page(tag: str) -> None:
    main = f"<article>{H1}<div>{''.join(entry(number, tag=tag) for number in range(3))}</div></article>"
    entries = found(main)
    assert texts(entries) == [[text] for text in STORY[:3]]
    times = [Moment(DAY, dt.time(hour, 30), dt.timedelta(hours=2)) for hour in (10, 11, 12)]
    assert [one.published for one in entries] == times


def test_an_entry_may_have_a_headline_and_several_paragraphs() -> None:
    heading = "<h3>Both cranes stand</h3>"
    first = entry(0, heading=heading).replace("</div>", f"<p>{STORY[1]}</p></div>")
    entries = found(f"<div>{first}{entry(2)}</div>", (*STORY, "Both cranes stand"))
    assert [one.headline for one in entries] == ["Both cranes stand", None]
    assert texts(entries) == [[STORY[0], STORY[1]], [STORY[2]]]


def test_the_printed_time_counts_where_there_is_no_other() -> None:
    entries = found(
        "".join(f"<div><time>3 June 2024, {n}:30</time><p>{STORY[n]}</p></div>" for n in range(1, 4))
    )
    assert [str(one.published) for one in entries] == [f"2024-06-03T0{n}:30:00" for n in range(1, 4)]


def test_a_time_that_cannot_be_read_is_not_known() -> None:
    entries = found("".join(f"<div><time>just now</time><p>{STORY[n]}</p></div>" for n in range(3)))
    assert len(entries) == 3
    assert {one.published for one in entries} == {None}


def test_the_time_may_stand_deep_inside_the_entry() -> None:
    one = "<li><header><span><time datetime=2024-06-03>x</time></span></header><div><p>{}</p></div></li>"
    entries = found(f"<ul>{''.join(one.format(text) for text in STORY[:3])}</ul>")
    assert texts(entries) == [[text] for text in STORY[:3]]
    assert {one.published for one in entries} == {Moment(DAY)}


def test_entries_without_body_are_left_out() -> None:
    entries = found(f"<div>{entry(0)}{entry(1)}{entry(2, text='Share')}</div>")
    assert len(entries) == 2


@pytest.mark.parametrize(
    "main",
    [
        f"<article>{H1}{paragraphs()}</article>",
        f"<article>{H1}<time datetime=2024-06-03>3 June</time>{paragraphs()}</article>",
        f"<article>{H1}{entry(0)}{paragraphs(STORY[1:])}</article>",
        f"<article>{H1}<p>x</p></article>",
        "",
    ],
)
def test_without_a_series_there_are_none(main: str) -> None:
    assert found(main) == ()


TYPE = f'<script type="application/ld+json">{{{{"@type": "{{}}", "headline": "{HEADLINE}"}}}}</script>'


@pytest.mark.parametrize(("kind", "count"), [("LiveBlogPosting", 5), ("NewsArticle", 0)])
def test_only_a_page_that_calls_itself_a_live_blog_has_entries(kind: str, count: int) -> None:
    main = f"<article>{H1}<div>{''.join(entry(number) for number in range(5))}</div></article>"
    article = newsgrab.extract(page(main, head=TYPE.format(kind)), URL)
    assert len(article.updates) == count
    assert all(text in article.body for text in STORY)


def declared(*entries: object, main: str = "") -> tuple[Update, ...]:
    thing = {"@type": "LiveBlogPosting", "headline": HEADLINE, "liveBlogUpdate": list(entries)}
    head = f'<script type="application/ld+json">{json.dumps(thing)}</script>'
    main = main or paragraphs()
    return newsgrab.extract(page(f"<article>{H1}{main}</article>", head=head), URL).updates


POSTING = {
    "@type": "BlogPosting",
    "headline": "Quay &amp; cranes",
    "datePublished": "2024-06-03T10:30:00+02:00",
    "articleBody": "<p>The *first* ship is in.</p><p>It has salt.</p>",
}


def test_what_json_ld_lists_are_the_entries_where_none_are_printed() -> None:
    (update,) = declared(POSTING, {"headline": ""}, None, 7, {"articleBody": []})
    moment = Moment(date=DAY, time=dt.time(10, 30), offset=dt.timedelta(hours=2))
    assert (update.headline, update.published) == ("Quay & cranes", moment)
    assert [(block.type, block.text) for block in update.blocks] == [
        ("paragraph", "The *first* ship is in."),
        ("paragraph", "It has salt."),
    ]
    assert update.blocks[0].md == r"The \*first\* ship is in."


def test_an_entry_of_json_ld_may_say_little_or_nonsense() -> None:
    assert [
        one.headline for one in declared({"headline": "A", "datePublished": "soon"}, {"headline": ["B"]})
    ] == ["A", "B"]
    assert declared({"headline": "A", "datePublished": {"@value": 5}})[0].published is None
    assert declared({"@type": "BlogPosting"}) == ()


def test_printed_entries_count_more_and_take_the_times_they_lack() -> None:
    entries = "".join(
        f"<div><time>in the morning</time><h3>Ship {number}</h3><p>{STORY[number]}</p></div>"
        for number in range(4)
    )
    found = declared({**POSTING, "headline": "Ship 2"}, POSTING, main=entries)
    assert [one.headline for one in found] == ["Ship 0", "Ship 1", "Ship 2", "Ship 3"]
    assert [one.published is not None for one in found] == [False, False, True, False]
