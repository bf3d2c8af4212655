"""Bylines in, names out: without "By", titles, cities, dates, addresses and buttons."""

import tomllib
from pathlib import Path
from time import perf_counter

import pytest

from newsgrab import dom
from newsgrab.extraction.authors import people
from newsgrab.extraction.byline_reading import printed_part
from newsgrab.extraction.byline_words import words_of
from newsgrab.extraction.headline import headline
from newsgrab.extraction.metadata import Facts, assemble
from newsgrab.extraction.person_names import is_persons, is_team
from newsgrab.extraction.site_name import Names
from newsgrab.extraction.structured import claims
from newsgrab.model import Author, Metadata

SITE = Names(("The Harbour Post",), frozenset({"theharbourpost"}), "harbourpost")
BYLINES = tomllib.loads((Path(__file__).parent / "bylines.toml").read_text("utf-8"))
LINES = [(code, line, named) for code, lines in BYLINES.items() for line, named in lines.items()]


def shown(author: Author) -> str:
    """An author as the table writes it."""
    star = "*" if author.type == "organization" else ""
    return f"{star}{author.name}" + (f" ({author.role})" if author.role else "")


@pytest.mark.parametrize(
    ("language", "line", "named"), LINES, ids=[f"{b[0]}-{n}" for n, b in enumerate(LINES)]
)
def test_byline(language: str, line: str, named: str) -> None:
    found = people(line.replace("|||", "\n"), words_of(language, "en"), SITE)
    assert "; ".join(map(shown, found)) == named


def test_there_are_many_bylines_in_many_languages() -> None:
    assert len(LINES) >= 280
    assert len(BYLINES) >= 28


@pytest.mark.parametrize(
    ("line", "name", "part"),
    [
        ("By Nora Whitfield | 4 March 2021", "Nora Whitfield", "By Nora Whitfield"),
        ("By Nora Whitfield March 4, 2021", "Nora Whitfield", "By Nora Whitfield"),
        ("March 4, 2021 10:15 PM ET by Nora Whitfield", "Nora Whitfield", "by Nora Whitfield"),
        ("04.03.2021, 09:15 Uhr · Von Greta Lindhorst", "Greta Lindhorst", "Von Greta Lindhorst"),
        ("von Greta LindhorstVeröffentlicht am 4. März 2021", "Greta Lindhorst", "von Greta Lindhorst"),
        ("2021年3月4日 記者 松村花子", "松村花子", "記者 松村花子"),
        ("بقلم: سلمى الحوراني 12 مارس 2021", "سلمى الحوراني", "بقلم: سلمى الحوراني"),
        (
            "By Nora Whitfield for The Harbour Post",
            "Nora Whitfield",
            "By Nora Whitfield for The Harbour Post",
        ),
        ("By Nora Whitfield (Reuters)", "Nora Whitfield", "By Nora Whitfield (Reuters)"),
        ("By somebody else", "Nora Whitfield", "By somebody else"),
    ],
)
def test_the_byline_is_printed_without_its_date(line: str, name: str, part: str) -> None:
    assert printed_part(line, (name, name)) == part


def test_a_given_name_tells_a_person() -> None:
    assert all(map(is_persons, ["Nora Whitfield", "Jean-Luc Fabre", "Ludwig van der Marsh", "Олег Лесной"]))
    assert not any(map(is_persons, ["Harbour Security", "Nora", "Nora Whitfield Magazine", "Home Nora"]))


def test_a_team_is_no_person() -> None:
    assert all(map(is_team, ["Redaktion", "Harbour Staff", "the Tidal Team", "編集部"]))
    assert not any(map(is_team, ["Staff", "our engineering team", "Nora Whitfield Newsroom"]))


TITLE = "The ferry sails again after a winter in the dock"
LEAD = "The ferry that was in the dock all winter sails again, and the first passengers were on board."


def of(header: str, footer: str = "", head: str = "") -> Metadata:
    html = f"<head>{head}</head><h1>{TITLE}</h1>{header}<div><p>{LEAD}</p><p>{LEAD} More.</p></div>{footer}"
    survey = dom.walk(dom.parse(html.encode()))
    said = claims(survey, "https://www.harbourpost.example/ferry")
    kept = tuple(n for n, run in enumerate(survey.runs) if run.text.startswith(LEAD))
    return assemble(Facts(survey, said, headline(survey, said), kept, LEAD, "en"))


def names(found: Metadata) -> list[str]:
    return [author.name for author in found.authors]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("<div>Nora Whitfield</div>", ["Nora Whitfield"]),
        ("<div>Nora Whitfield and Thomas Ashby</div>", ["Nora Whitfield", "Thomas Ashby"]),
        ("<div>Nora Whitfield, Staff Writer</div>", ["Nora Whitfield"]),
        ("<div>Nora Whitfield<br>Dec 05, 2023</div>", ["Nora Whitfield"]),
        ('<div>Dec 05, 2023</div><div><a href="/x/1">Nora Whitfield</a></div>', ["Nora Whitfield"]),
        ('<div><a href="/topics/nora">Nora Whitfield</a></div>', []),
        ("<figure><figcaption>Nora Whitfield</figcaption></figure>", []),
        ('<div class="photo-caption">Nora Whitfield</div>', []),
        ("<div>Home Security</div>", []),
        ("<div>Coast Guard 5 December 2023</div>", []),
        ('<div class="card author-name">Nora Whitfield</div>', ["Nora Whitfield"]),
        ('<div class="byline">Politics · Nora Whitfield, Tom Ashby</div>', ["Nora Whitfield", "Tom Ashby"]),
        ('<div class="author"><span>Reviewed by</span> <span>Thomas Ashby</span></div>', []),
        ("<p>Written by</p><p>Edsa Whitfield</p>", ["Edsa Whitfield"]),
        ("<p>By</p><p>The Harbour Post</p>", []),
        ("<p>By</p><p>the ferry company</p>", []),
    ],
)
def test_a_line_that_is_a_name(header: str, named: list[str]) -> None:
    assert names(of(header)) == named


def test_a_signature_stands_after_the_body() -> None:
    assert names(of("", "<section><p>Nora Whitfield</p></section>")) == ["Nora Whitfield"]
    assert names(of("", "<section><p>Harbour Security</p></section>")) == []


def test_the_byline_may_stand_among_the_particulars_far_below_the_body() -> None:
    particulars = "".join(f"<p>Harbour fact {n}</p>" for n in range(6))
    assert names(of("", f"<section>{particulars}<p>Written by Nora Whitfield</p></section>")) == [
        "Nora Whitfield"
    ]
    assert names(of("", f"<section>{particulars}<p>Powered by Quiet Harbour</p></section>")) == []


def ld(author: str) -> str:
    return (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"'
        + TITLE
        + '","author":'
        + author
        + "}</script>"
    )


def test_a_site_may_be_named_after_its_writer() -> None:
    site = '<meta property="og:site_name" content="NAME"><meta name="author" content="NAME">'
    assert names(of("", head=site.replace("NAME", "Nora Whitfield"))) == ["Nora Whitfield"]
    assert names(of("", head=site.replace("NAME", "Quiet Harbour"))) == []


def test_a_team_with_the_sites_name_is_an_organisation() -> None:
    found = of("", head=ld('{"@type":"Person","name":"Harbour Post Newsroom"}'))
    assert [(author.name, author.type) for author in found.authors] == [
        ("Harbour Post Newsroom", "organization")
    ]


def test_one_author_object_may_have_several_names() -> None:
    assert names(of("", head=ld('{"@type":"Person","name":["Nora Whitfield","Tom Ashby"]}'))) == [
        "Nora Whitfield",
        "Tom Ashby",
    ]


@pytest.mark.parametrize(
    "line",
    ["a " * 50_000, "(" * 100_000, "Ann Roe " * 12_500, "By: " * 25_000, "2019" * 25_000, "김 " * 50_000],
)
def test_hostile_lines_cost_little(line: str) -> None:
    words = words_of("en")
    start = perf_counter()
    people(line, words, SITE)
    printed_part(f"Ann Roe {line}1", ("Ann Roe", "Ann Roe"))
    assert perf_counter() - start < 0.5
