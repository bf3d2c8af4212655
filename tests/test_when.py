"""When an article was published and changed: where pages say so, and what must not be taken for it."""

import datetime as dt
import time

import pytest

from newsgrab import dom
from newsgrab.extraction.address_dates import address_date
from newsgrab.extraction.byline_reading import Span
from newsgrab.extraction.date_reader import DateReader, reader
from newsgrab.extraction.headline import headline
from newsgrab.extraction.metadata import Facts, assemble
from newsgrab.extraction.names import is_furniture
from newsgrab.extraction.opening_dates import opening
from newsgrab.extraction.structured import claims
from newsgrab.model import Metadata
from newsgrab.rules import pack

URL = "https://www.harbourpost.example/news/bridge-opens"
TITLE = "Old bridge opens again after nine years"
LEAD = (
    "The mayor cut the ribbon on Monday while a brass band played and the ferries blew their horns for her."
)
MORE = "Nine years ago a barge had torn away one of its pillars, and the town was cut in two until this week."
TEXTS = (LEAD, MORE)
NOW = dt.datetime(2024, 3, 15, 12, 30, tzinfo=dt.UTC)


def page(header: str = "", after: str = "", **other: str) -> str:
    """``above`` stands above the headline, ``head`` in the head, ``lead`` in place of the first paragraph."""
    return (
        f"<html lang='{other.get('lang', 'en')}'><head>{other.get('head', '')}</head><body>"
        f"{other.get('above', '')}<article><h1>{TITLE}</h1>{header}"
        f"<div class=body><p>{other.get('lead', LEAD)}</p><p>{MORE}</p></div>{after}</article></body></html>"
    )


def of(html: str, *, base: str = URL, language: str = "en", at: dt.datetime | None = None) -> Metadata:
    survey = dom.walk(dom.parse(html.encode()), is_furniture)
    said = claims(survey, base)
    ends = (LEAD[-20:], MORE)
    kept = tuple(n for n, run in enumerate(survey.runs) if run.text.endswith(ends))
    return assemble(Facts(survey, said, headline(survey, said), kept, LEAD, language, at))


def both(found: Metadata) -> tuple[str, str]:
    return str(found.published or ""), str(found.modified or "")


def in_linked_data(day: str, changed: str = "") -> str:
    more = f', "dateModified": "{changed}"' if changed else ""
    article = f'{{"@type": "NewsArticle", "datePublished": "{day}"{more}}}'
    return f'<script type="application/ld+json">{article}</script>'


# --------------------------------------------------------------------------------------- tagged dates


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ("March 4, 2021", "2021-03-04"),
        ("4 March 2021 09:15 GMT", "2021-03-04T09:15:00+00:00"),
        ("1614849300", "2021-03-04T09:15:00+00:00"),
        ("1614849300000", "2021-03-04T09:15:00+00:00"),
        ("20210304091500", "2021-03-04T09:15:00"),
        ("4155550123", ""),
        ("three days ago", ""),
    ],
)
def test_a_tag_may_have_a_printed_date_or_a_count_of_seconds(said: str, published: str) -> None:
    assert both(of(page(head=f'<meta name="pubdate" content="{said}">'))) == (published, "")


def test_a_tag_in_the_page_s_own_language() -> None:
    html = page(head='<meta name="pubdate" content="4 März 2021">')
    assert both(of(html, language="de")) == ("2021-03-04", "")


def test_a_tag_that_says_what_it_says_in_value() -> None:
    assert both(of(page(head='<meta name="pubdate" value="2021-03-04">'))) == ("2021-03-04", "")


@pytest.mark.parametrize(
    "header",
    [
        '<abbr class="published" title="2021-03-04T09:15:00+02:00">Thursday</abbr>',
        '<p><time title="2021-03-04T09:15:00+02:00">two hours ago</time></p>',
    ],
)
def test_a_date_may_stand_in_a_title(header: str) -> None:
    assert both(of(page(header))) == ("2021-03-04T09:15:00+02:00", "")


def test_a_time_element_is_read_in_the_page_s_language() -> None:
    html = page("<time>4. März 2021, 9:15 Uhr</time>")
    assert both(of(html, language="de")) == ("2021-03-04T09:15:00", "")


def test_a_time_element_that_prints_quite_another_day() -> None:
    html = page('<time datetime="2021-03-09T10:00:00Z">Published March 4, 2021</time>')
    assert both(of(html)) == ("2021-03-04", "")


def test_a_time_element_that_says_updated() -> None:
    html = page('<time datetime="2021-03-09">Last updated March 9, 2021</time>')
    assert both(of(html)) == ("", "2021-03-09")


def test_the_nearest_of_the_times_above_the_headline() -> None:
    others = "".join(f'<p><time datetime="2021-03-0{n}">x</time> Ferry {n}</p>' for n in (7, 8))
    assert both(of(page(above=f'{others}<p><time datetime="2021-03-04">x</time></p>')))[0] == "2021-03-04"


def test_nothing_is_published_after_the_page_was_had() -> None:
    html = page(head=in_linked_data("2024-03-18"))
    assert both(of(html)) == ("2024-03-18", "")
    assert both(of(html, at=NOW)) == ("", "")


# ------------------------------------------------------------------------ tagged and printed together


@pytest.mark.parametrize(
    ("tagged", "changed", "printed", "published"),
    [
        ("2023-06-24", "", "August 25, 2021", "2021-08-25"),
        ("2023-06-24", "", "Published Aug 25, 2021", "2021-08-25"),
        ("2021-06-24", "", "August 25, 2021", "2021-08-25"),
        ("2021-06-24", "2021-08-25", "August 25, 2021", "2021-06-24"),
        ("2021-06-24", "", "Updated August 25, 2021", "2021-06-24"),
        ("2021-06-24", "", "June 24, 2021", "2021-06-24"),
        ("2021-06-24", "", "June 25, 2021", "2021-06-24"),
        ("2021-06-24", "", "Member since 2009", "2021-06-24"),
    ],
)
def test_the_day_printed_in_the_header_against_the_tagged_one(
    tagged: str, changed: str, printed: str, published: str
) -> None:
    html = page(f"<p>{printed}</p>", head=in_linked_data(tagged, changed))
    assert str(of(html).published) == published


def test_since_when_a_writer_has_been_a_member_is_no_day_of_publication() -> None:
    header = "<dl><dt>Joined</dt><dd>Nov 4, 2011</dd></dl>"
    assert str(of(page(header, head=in_linked_data("2021-06-24"))).published) == "2021-06-24"


def test_a_tagged_day_gets_the_time_printed_with_it() -> None:
    found = of(page("<p>4 March 2021, 9:15 am</p>", head=in_linked_data("2021-03-04")))
    assert both(found) == ("2021-03-04T09:15:00", "")
    assert found.published_raw == "4 March 2021, 9:15 am"
    other = page("<p>5 March 2021, 9:15 am</p>", head=in_linked_data("2021-03-04"))
    assert both(of(other)) == ("2021-03-04", "")


# -------------------------------------------------------------------------------------- printed dates


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("<p>Published 4 March 2021 Updated 5 March 2021</p>", ("2021-03-04", "2021-03-05")),
        ("<p>03.03.2021, last update: 05.03.2021</p>", ("2021-03-03", "2021-03-05")),
        ("<p>First published in March 2020. Last updated on 5 March 2021.</p>", ("", "2021-03-05")),
        ("<p>4 March 2021 - 09:15</p>", ("2021-03-04T09:15:00", "")),
        ("<p><span>4 March 2021</span><span>09:15</span></p>", ("2021-03-04T09:15:00", "")),
        ("<p>4.<b>March 2021</b> at 09:15</p>", ("2021-03-04T09:15:00", "")),
        ("<p>[16:30/28.02.2021]</p>", ("2021-02-28T16:30:00", "")),
        ("<p>Published: 4 Mar 21 08:32 CET</p>", ("2021-03-04T08:32:00+01:00", "")),
        (
            "<div><span>Nora Whitfield</span><style>.a{color:red}</style><span>Mar 4, 2021</span>7</div>",
            ("2021-03-04", ""),
        ),
    ],
)
def test_lines_of_the_header(header: str, expected: tuple[str, str]) -> None:
    html = page(header, lang="de" if "03.03" in header else "en")
    assert both(of(html, language="de" if "03.03" in header else "en")) == expected


@pytest.mark.parametrize(
    ("lang", "published"),
    [("en-GB", "2021-04-03"), ("en-US", "2021-03-04"), ("en_AU", "2021-04-03"), ("en", "")],
)
def test_the_country_tells_which_number_is_the_day(lang: str, published: str) -> None:
    assert both(of(page("<p>03/04/2021</p>", lang=lang))) == (published, "")


@pytest.mark.parametrize(
    ("above", "published"),
    [
        ('<div class="date">4 March 2021</div><p>a</p><p>b</p><p>c</p><p>d</p>', "2021-03-04"),
        ("<div>4 March 2021</div><p>a</p><p>b</p><p>c</p><p>d</p>", ""),
        (
            "<div>Published on 4 March 2021</div><p>a</p><p>b</p><p>c</p><p>d</p><p>e</p><p>f</p>",
            "2021-03-04",
        ),
        ('<div class="today date">4 March 2021</div>', ""),
        ('<div class="masthead"><div class="date">4 March 2021</div></div>', ""),
    ],
)
def test_above_the_headline(above: str, published: str) -> None:
    assert both(of(page(above=above))) == (published, "")


def test_particulars_below_the_body() -> None:
    filler = "<p>Tags</p>" * 20
    assert both(of(page(after=f"{filler}<h3>Published</h3><p>4 March 2021</p>"))) == ("2021-03-04", "")
    assert both(of(page(after=f"{filler}<h3>The storm</h3><p>4 March 2021</p>"))) == ("", "")
    assert both(of(page(after=f"{filler}<p>Copyright 2021 Harbour Post</p><p>1 January 2021</p>"))) == (
        "",
        "",
    )


# ------------------------------------------------------------------------- elements that were left out


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (page('<div class="author-box">Desk <time datetime="2021-03-04">x</time></div>'), ("2021-03-04", "")),
        (page('<div class="footer">4 March 2021</div>'), ("2021-03-04", "")),
        (page('<div class="footer"><script>/* made 4 March 2021 */</script></div>'), ("", "")),
        (page('<div class="footer">4 March 2021<br>9 March 2021</div>'), ("", "")),
        (page(above='<div class="footer">4 March 2021</div>'), ("", "")),
        (page(above='<div class="footer"><time>2021-03-04</time></div>'), ("2021-03-04", "")),
        (page(after='<div class="footer">4 March 2021</div>'), ("", "")),
        (
            page(after='<div class="footer">Updated: 5 March 2021<br>Published: 4 March 2021</div>'),
            ("2021-03-04", "2021-03-05"),
        ),
        (page(after='<div class="footer">Updated:<br>Date: 5 March 2021</div>'), ("", "")),
        (page(after='<div class="related-footer">Published: 4 March 2021</div>'), ("", "")),
    ],
)  # fmt: skip
def test_left_out_elements(html: str, expected: tuple[str, str]) -> None:
    assert both(of(html)) == expected


def test_a_headline_that_was_left_out_with_its_date() -> None:
    html = page().replace(f"<h1>{TITLE}</h1>", f'<div class="footer"><h1>{TITLE}</h1>4 March 2021</div>')
    assert both(of(html)) == ("2021-03-04", "")


# ---------------------------------------------------------------------------------- how a story begins


@pytest.mark.parametrize(
    ("lead", "published"),
    [
        ("4.3.2021 - ", "2021-03-04"),
        ("LONDON, 4 March 2021 - ", "2021-03-04"),
        ("LONDON (4 March 2021). ", "2021-03-04"),
        ("4 March 2021: ", "2021-03-04"),
        ("March 4, 2021 | ", "2021-03-04"),
        ("Press release of 4 March 2021 | ", "2021-03-04"),
        ("4 March 2021 “", "2021-03-04"),
        ("4 March 2021 was the day. ", ""),
        ("On 4 March 2021 - a Thursday - all was well. ", ""),
        ("On March 4, 2021, all was well. ", ""),
        ("The old bridge that fell in the storm of 4 March 2021 - ", ""),
        ("In 2021 - as before - all was well. ", ""),
    ],
)
def test_how_a_story_begins(lead: str, published: str) -> None:
    assert both(of(page(lead=lead + LEAD), language="de" if lead[1] == "." else "en")) == (published, "")


def test_what_is_said_elsewhere_goes_before_how_a_story_begins() -> None:
    html = page("<p>5 March 2021</p>", lead=f"LONDON, 4 March 2021 - {LEAD}")
    assert both(of(html)) == ("2021-03-05", "")


# ------------------------------------------------------------------------------- times told from now


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("<p>25 minutes ago</p>", ("2024-03-15T12:05:00+00:00", "")),
        ("<p>Published 3 hours ago | 4 min read</p>", ("2024-03-15", "")),
        ("<p>Updated 2 days ago</p>", ("", "2024-03-13")),
        ("<p>Yesterday at 10:20</p>", ("2024-03-14T10:20:00", "")),
        ("<p>3 weeks ago</p>", ("", "")),
        ("<p>The ferry that sank 2 days ago was an old one, said the mayor</p>", ("", "")),
    ],
)
def test_times_told_from_now(header: str, expected: tuple[str, str]) -> None:
    assert both(of(page(header), at=NOW)) == expected
    assert both(of(page(header))) == ("", "")
    assert both(of(page(after=header), at=NOW)) == ("", "")
    assert both(of(page(above=header), at=NOW)) == ("", "")


def test_times_told_from_now_in_other_languages() -> None:
    for language, text in (("ar", "منذ 25 دقيقة"), ("de", "vor 25 Minuten"), ("zh", "25分钟前")):
        assert str(of(page(f"<p>{text}</p>"), language=language, at=NOW).published)[:16] == "2024-03-15T12:05"


# ------------------------------------------------------------------------------------------ addresses

PLAIN = reader([pack("en")], None, None)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2021/03/04/bridge", "2021-03-04"),
        ("/2021/3/4/bridge", "2021-03-04"),
        ("/news/2021-03-04-bridge.html", "2021-03-04"),
        ("/news/20210304.html", "2021-03-04"),
        ("/2021/mar/04/bridge", "2021-03-04"),
        ("/2021/march/4/bridge", "2021-03-04"),
        ("/2021/may/04/", "2021-05-04"),
        ("/2021/10/3-questions-to-the-mayor", ""),
        ("/article-2084035/bridge", ""),
        ("/2021/bridge/04/x", ""),
        ("/2021/02/30/bridge", ""),
        ("/2021/03/bridge", ""),
    ],
)
def test_addresses(path: str, day: str) -> None:
    found = address_date(["https://harbourpost.example" + path], PLAIN)
    assert (str(found[0]) if found else "") == day


def test_the_canonical_address_helps_out() -> None:
    head = '<meta property="og:url" content="https://www.harbourpost.example/2021/03/04/bridge">'
    assert both(of(page(head=head))) == ("2021-03-04", "")


def test_folders_of_quite_another_day_beat_what_is_printed() -> None:
    html = page("<p>said on March 4, 2021 in a release</p>")
    assert both(of(html)) == ("2021-03-04", "")
    assert both(of(html, base="https://harbourpost.example/2021/03/05/x")) == ("2021-03-04", "")
    assert both(of(html, base="https://harbourpost.example/2021/apr/21/x")) == ("2021-04-21", "")
    assert both(of(html, base="https://harbourpost.example/20210421-x")) == ("2021-03-04", "")


# ------------------------------------------------------------------------------------------- the reader


def test_a_line_is_cut_before_what_says_which_date_comes_next() -> None:
    assert list(PLAIN.cut("Published 4 March 2021, updated on 5 March 2021")) == [
        "Published 4 March 2021",
        "updated on 5 March 2021",
    ]
    for whole in ("Posted by Nora on 4 March 2021", "4 March 2021", "", "updated"):
        assert list(PLAIN.cut(whole)) == [whole]


HOSTILE = (
    "1",
    "1 ",
    "2024-",
    "2024/03/",
    "/2024/mar/",
    "a",
    " ",
    "published ",
    "1.1.",
    "(",
    "4 March 2021, ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_nothing_takes_long(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    survey = dom.walk(dom.parse(f"<h1>x</h1><p>{text}</p><p>{text}</p>".encode()))
    span = Span(0, 1, 2)
    for read in (
        lambda: address_date([text], PLAIN),
        lambda: list(opening(survey, span, PLAIN)),
        lambda: (PLAIN.moment(text), PLAIN.tagged(text), PLAIN.stamp(text)),
        lambda: list(PLAIN.cut(text)),
    ):
        start = time.process_time()
        read()
        assert time.process_time() - start < 0.05
    assert isinstance(PLAIN, DateReader)
