"""Everything about the article that is not its body, each field with where it came from."""

import json
from datetime import date, time, timedelta

import pytest

from newsgrab import dom
from newsgrab.extraction.deck import dateline
from newsgrab.extraction.headline import headline
from newsgrab.extraction.metadata import Facts, assemble
from newsgrab.extraction.structured import claims
from newsgrab.model import Metadata, Moment

URL = "https://www.harbourpost.example/2021/03/04/bridge-opens"
TITLE = "Old bridge opens again after nine years"
LEAD = (
    "The mayor cut the ribbon on Monday morning while a brass band played and the ferries blew their horns."
)
MORE = "Nine years ago a barge had torn away one of its pillars, and the town was cut in two until now."


def of(
    head: str = "", header: str = "", after: str = "", *, base: str = URL, language: str = "en"
) -> Metadata:
    """The metadata of a page whose body is ``LEAD`` and ``MORE``."""
    html = (
        f"<html><head>{head}</head><body><article><h1>{TITLE}</h1>{header}"
        f"<div class=body><p>{LEAD}</p><p>{MORE}</p></div>{after}</article></body></html>"
    )
    survey = dom.walk(dom.parse(html.encode()))
    said = claims(survey, base)
    kept = tuple(n for n, run in enumerate(survey.runs) if run.text in (LEAD, MORE))
    title = headline(survey, said)
    return assemble(Facts(survey, said, title, kept, f"{LEAD}\n\n{MORE}", language))


def meta(**contents: str) -> str:
    return "".join(
        f'<meta property="{key.replace("__", ":")}" content="{value}">' for key, value in contents.items()
    )


def ld(**more: object) -> str:
    script = json.dumps({"@type": "NewsArticle", "headline": TITLE, **more})
    return f'<script type="application/ld+json">{script}</script>'


def names(found: Metadata) -> list[str]:
    return [author.name for author in found.authors]


# ------------------------------------------------------------------------------------------- writers

WRITTEN = {
    "JSON-LD": (ld(author={"@type": "Person", "name": "Nora Whitfield"}), ""),
    "JSON-LD, a list": (ld(author=[{"name": "Nora Whitfield"}]), ""),
    "JSON-LD, a name": (ld(author="By Nora Whitfield"), ""),
    "JSON-LD, the creator": (ld(creator={"name": "Nora Whitfield"}), ""),
    "meta author": ('<meta name="author" content="Nora Whitfield">', ""),
    "article:author": (meta(article__author="Nora Whitfield"), ""),
    "parsely": ('<meta name="parsely-author" content="Nora Whitfield">', ""),
    "sailthru": ('<meta name="sailthru.author" content="Nora Whitfield">', ""),
    "byl": ('<meta name="byl" content="By Nora Whitfield">', ""),
    "dc.creator, family name first": ('<meta name="dc.creator" content="Whitfield, Nora">', ""),
    "microdata": ("", '<span itemprop="author"><span itemprop="name">Nora Whitfield</span></span>'),
    "microdata in content": ("", '<div itemprop="author" content="Nora Whitfield">x</div>'),
    "rel=author": ("", '<p>Posted on Monday <a rel="author" href="/nora">Nora Whitfield</a></p>'),
    "a link to a writer's page": ("", '<p><a href="/authors/nora">Nora Whitfield</a></p>'),
    "a class": ("", '<div class="article-byline">Nora Whitfield</div>'),
    "a class in camel case": ("", '<div class="storyAuthor">Nora Whitfield</div>'),
    "a class around it": ("", '<div class="author"><div><span>Nora Whitfield</span></div></div>'),
    "a prefix": ("", "<p>By Nora Whitfield</p>"),
    "a prefix in an element of its own": ("", "<div><span>By</span><a href=/x>Nora Whitfield</a></div>"),
    "a prefix after the date": ("", "<p>March 4, 2021 By Nora Whitfield</p>"),
    "a name and a date": ("", "<div>Nora Whitfield | March 4, 2021</div>"),
}


@pytest.mark.parametrize(("head", "header"), WRITTEN.values(), ids=WRITTEN)
def test_a_writer_is_found_wherever_pages_name_one(head: str, header: str) -> None:
    assert names(of(head, header)) == ["Nora Whitfield"]


NOT_WRITTEN = {
    "nobody": ("", ""),
    "the site": (meta(og__site_name="The Harbour Post", author="The Harbour Post"), ""),
    "the site as organisation": (
        ld(
            author={"@type": "Organization", "name": "The Harbour Post"},
            publisher={"name": "The Harbour Post"},
        ),
        "",
    ),
    "the site as printed": (meta(og__site_name="The Harbour Post"), "<p>By The Harbour Post</p>"),
    "the site's host": (meta(author="harbourpost.example"), ""),
    "an address": (meta(article__author="https://social.example/harbourpost"), ""),
    "an account": (meta(author="admin"), ""),
    "a job title": ("", '<p class="byline">Senior Reporter</p>'),
    "a date": ("", '<p class="byline">March 4, 2021</p>'),
    "a photographer": ("", "<p>Photographs by Nora Whitfield</p>"),
    "somebody in a caption": ("", '<figure><span itemprop="author">Nora Whitfield</span></figure>'),
    "a commenter": ("", '<div class="comment"><span class="author">Nora Whitfield</span></div>'),
    "a writer of another story": (
        "",
        '<div class="related"><p class="author">Nora Whitfield</p></div>',
    ),
    "a sentence that begins with By": ("", f"<p>By the time the first cars rolled over it, {MORE}</p>"),
    "JSON-LD without a name": (ld(author=[{"@type": "Person", "name": ""}, None, 3, {"@id": "#gone"}]), ""),
}


@pytest.mark.parametrize(("head", "header"), NOT_WRITTEN.values(), ids=NOT_WRITTEN)
def test_nobody_is_named_where_the_page_names_nobody(head: str, header: str) -> None:
    assert of(head, header).authors == ()


def test_references_into_the_graph_are_followed() -> None:
    graph = {
        "@graph": [
            {"@type": "NewsArticle", "headline": TITLE, "author": [{"@id": "#n"}, {"@id": "#t"}]},
            {"@type": "Person", "@id": "#n", "name": "Nora Whitfield", "url": "/staff/nora"},
            {"@type": "Person", "@id": "#t", "name": "Tom Ashby", "jobTitle": "Correspondent"},
        ]
    }
    found = of(f'<script type="application/ld+json">{json.dumps(graph)}</script>')
    assert names(found) == ["Nora Whitfield", "Tom Ashby"]
    assert found.authors[0].url == "https://www.harbourpost.example/staff/nora"
    assert found.authors[1].role == "Correspondent"


def test_an_organisation_is_named_as_one() -> None:
    found = of(ld(author={"@type": "Organization", "name": "Coastal Press Agency"}))
    assert [(author.name, author.type) for author in found.authors] == [
        ("Coastal Press Agency", "organization")
    ]


def test_a_person_is_preferred_to_the_publisher() -> None:
    found = of(meta(author="Tidal Media Group"), '<p class="byline">By Nora Whitfield</p>')
    assert names(found) == ["Nora Whitfield"]


def test_a_printed_name_is_preferred_to_an_account() -> None:
    found = of(meta(author="nwhit21"), '<p class="byline">By Nora Whitfield</p>')
    assert names(found) == ["Nora Whitfield"]


def test_the_byline_is_kept_as_printed() -> None:
    found = of(ld(author={"name": "Nora Whitfield"}), "<p>By Nora Whitfield, Staff Writer</p>")
    assert found.byline == "By Nora Whitfield, Staff Writer"


def test_a_writer_links_to_her_page() -> None:
    found = of("", '<p class="byline">By <a href="/authors/nora">Nora Whitfield</a></p>')
    assert found.authors[0].url == "https://www.harbourpost.example/authors/nora"


def test_a_byline_may_stand_after_the_body() -> None:
    assert names(of(after='<p class="author">Nora Whitfield</p>')) == ["Nora Whitfield"]


# ------------------------------------------------------------------------------------------- times


def at(moment: Moment | None) -> str | None:
    return None if moment is None else str(moment)


@pytest.mark.parametrize(
    ("head", "header", "found"),
    [
        (ld(datePublished="2021-03-04T09:15:00+02:00"), "", "2021-03-04T09:15:00+02:00"),
        (ld(datePublished="2021-03-04"), "", "2021-03-04"),
        (meta(article__published_time="2021-03-04T09:15:00Z"), "", "2021-03-04T09:15:00+00:00"),
        ('<meta itemprop="datePublished" content="2021-03-04">', "", "2021-03-04"),
        ('<meta name="parsely-pub-date" content="2021-03-04T07:15:00Z">', "", "2021-03-04T07:15:00+00:00"),
        ("", '<span itemprop="datePublished" content="2021-03-04">x</span>', "2021-03-04"),
        ("", '<time datetime="2021-03-04T09:15">this morning</time>', "2021-03-04T09:15:00"),
        ("", "<time>2021-03-04</time>", "2021-03-04"),
    ],
)
def test_published(head: str, header: str, found: str) -> None:
    assert at(of(head, header, base="https://harbourpost.example/bridge").published) == found


def test_the_address_gives_the_day_where_nothing_else_does() -> None:
    found = of()
    assert found.published == Moment(date(2021, 3, 4))
    assert dict(found.provenance)["published"].source == "url"


def test_the_site_s_own_time_is_preferred_to_the_same_instant_in_utc() -> None:
    head = ld(datePublished="2021-03-03T23:15:00Z") + meta(
        article__published_time="2021-03-04T01:15:00+02:00"
    )
    assert of(head).published == Moment(date(2021, 3, 4), time(1, 15), timedelta(hours=2))


@pytest.mark.parametrize(
    ("utc", "printed", "found"),
    [
        ("2021-03-05T03:28:00Z", "March 4, 2021, 10:28 p.m.", "2021-03-04T22:28:00-05:00"),
        ("2021-03-05T03:28:00Z", "Published: March 4, 2021", "2021-03-04"),
        ("2021-03-03T22:15:00Z", "4 March 2021", "2021-03-04"),
        ("2021-03-04T12:00:00Z", "5 March 2021", "2021-03-04T12:00:00+00:00"),
        ("2021-03-05T03:28:00Z", "Updated March 4, 2021", "2021-03-05T03:28:00+00:00"),
        ("2021-03-05T03:28:00Z", "March 1, 2021", "2021-03-01"),
        ("2021-03-05T03:28:00-05:00", "March 4, 2021", "2021-03-05T03:28:00-05:00"),
    ],
)
def test_the_printed_day_is_preferred_to_that_of_the_time_in_utc(utc: str, printed: str, found: str) -> None:
    assert at(of(ld(datePublished=utc), f"<p>{printed}</p>").published) == found


@pytest.mark.parametrize(
    ("header", "published", "modified"),
    [
        ("<p>March 4, 2021</p>", "2021-03-04", None),
        ("<p>Published on March 4, 2021 | Updated on March 5, 2021</p>", "2021-03-04", "2021-03-05"),
        ("<p><span>Updated</span> <span>March 5, 2021</span></p>", None, "2021-03-05"),
        ('<p class="last-modified">March 5, 2021</p>', None, "2021-03-05"),
        ('<time class="updated" datetime="2021-03-05">x</time>', None, "2021-03-05"),
        ("<p>By Nora Whitfield</p><p>4 March 2021, 09:15</p>", "2021-03-04T09:15:00", None),
        (
            "<p>He was born on March 4, 1991, and grew up in the old part of the town by the river.</p>",
            None,
            None,
        ),
        ("<p>5 comments, 2021 readers</p>", None, None),
    ],
)
def test_printed_dates(header: str, published: str | None, modified: str | None) -> None:
    found = of("", header, base="https://harbourpost.example/bridge")
    assert (at(found.published), at(found.modified)) == (published, modified)


def test_what_is_printed_is_preferred_to_weak_metadata() -> None:
    found = of('<meta name="dc.date" content="2021-03-09">', "<p>March 4, 2021</p>")
    assert at(found.published) == "2021-03-04"


@pytest.mark.parametrize(
    "said",
    [
        "0000-99-99",
        "99999-01-01",
        "2021-13-45T99:99:99Z",
        "1821-03-04",
        "yesterday",
        "",
        "20",
        "2021-03-04T09:15:00+99:99",
    ],
)
def test_what_is_no_time_is_none(said: str) -> None:
    found = of(ld(datePublished=said, dateModified=said), base="https://harbourpost.example/bridge")
    assert at(found.published) in (None, "2021-03-04T09:15:00")
    assert found.modified is None or at(found.modified) == "2021-03-04T09:15:00"


def test_the_date_of_another_story_is_not_this_one_s() -> None:
    after = '<aside><time datetime="2019-01-01">then</time></aside>' * 3
    filler = "".join(f"<p>{MORE}</p>" for _ in range(8))
    assert of(after=filler + after, base="https://harbourpost.example/bridge").published is None


def test_modified() -> None:
    found = of(ld(dateModified="2021-03-05T10:00:00+02:00"))
    assert at(found.modified) == "2021-03-05T10:00:00+02:00"
    assert found.modified_raw == "2021-03-05T10:00:00+02:00"


def test_raw_is_what_stands_in_the_page() -> None:
    assert of(ld(datePublished=" 2021-03-04 ")).published_raw == " 2021-03-04 "


# ------------------------------------------------------------------------------------------- the rest


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<link rel="canonical" href="https://harbourpost.example/a">', "https://harbourpost.example/a"),
        ('<link rel="canonical" href="/a#top">', "https://www.harbourpost.example/a"),
        (meta(og__url="https://m.harbourpost.example/a"), "https://m.harbourpost.example/a"),
        ('<link rel="canonical" href="https://elsewhere.example.org/a">', None),
        ('<link rel="canonical" href="/">', None),
        ('<link rel="canonical" href="javascript:x()">', None),
        ('<link rel="canonical" href="/">' + meta(og__url="/a"), "https://www.harbourpost.example/a"),
        ("", None),
    ],
)
def test_canonical_url(head: str, found: str | None) -> None:
    assert of(head).canonical_url == found


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (meta(og__site_name="The Harbour Post"), "The Harbour Post"),
        (ld(publisher={"name": "The Harbour Post"}), "The Harbour Post"),
        (f"<title>{TITLE} | City | The Harbour Post</title>", "The Harbour Post"),
        ("<title>Something else</title>", None),
    ],
)
def test_site_name(head: str, found: str | None) -> None:
    assert of(head).site_name == found


def test_sections_and_tags() -> None:
    found = of(ld(articleSection=["City", "Traffic"], keywords="Bridge, Harbour, bridge"))
    assert found.sections == ("City", "Traffic")
    assert found.tags == ("Bridge", "Harbour")


def test_tags_of_meta_and_links() -> None:
    assert of(meta(article__tag="Bridge") + meta(article__tag="Harbour")).tags == ("Bridge", "Harbour")
    assert of('<meta name="news_keywords" content="جسر، مرفأ">').tags == ("جسر", "مرفأ")
    assert of(after='<p><a rel="tag" href=/t/1>Bridge</a> <a rel="tag" href=/t/2>Harbour</a></p>').tags == (
        "Bridge",
        "Harbour",
    )


def test_the_image_is_absolute() -> None:
    assert of(meta(og__image="/i/bridge.jpg")).image == "https://www.harbourpost.example/i/bridge.jpg"
    assert of(ld(image=[{"url": "https://i.example/1.jpg"}])).image == "https://i.example/1.jpg"
    assert of(meta(og__image="data:image/gif;base64,xx")).image is None


@pytest.mark.parametrize(
    ("head", "free"),
    [
        (ld(isAccessibleForFree=True), True),
        (ld(isAccessibleForFree=False), False),
        (ld(isAccessibleForFree="False"), False),
        (ld(isAccessibleForFree="https://schema.org/True"), True),
        (meta(article__content_tier="free"), True),
        (meta(article__content_tier="locked"), False),
        (meta(article__content_tier="metered"), None),
        ("", None),
    ],
)
def test_access(head: str, free: bool | None) -> None:  # noqa: FBT001 - a column of the table
    assert of(head).access.declared_free is free


@pytest.mark.parametrize(
    ("head", "base", "kind"),
    [
        (ld(), URL, "article"),
        (ld(**{"@type": "LiveBlogPosting"}), URL, "liveblog"),
        (ld(**{"@type": "OpinionNewsArticle"}), URL, "opinion"),
        (ld(**{"@type": "ReportageNewsArticle"}), URL, "article"),
        (ld(articleSection="Opinion"), URL, "opinion"),
        (ld(), "https://harbourpost.example/opinion/bridge", "opinion"),
        (ld(), "https://harbourpost.example/commentisfree/2021/bridge", "opinion"),
        (ld(), "https://harbourpost.example/press-releases/bridge", "press_release"),
        (ld(), "https://harbourpost.example/opinions-differ-on-bridge", "article"),
        (meta(og__type="article"), URL, "article"),
        (meta(og__type="video.other"), URL, "video"),
        ('<script type="application/ld+json">{"@type": "VideoObject"}</script>', URL, "video"),
        ("", URL, "unknown"),
    ],
)
def test_type(head: str, base: str, kind: str) -> None:
    assert of(head, base=base).type == kind


def test_description_is_the_meta_tag() -> None:
    assert (
        of(meta(og__description="Short") + '<meta name="description" content="Long">').description == "Long"
    )


DEK = "A barge, nine years of ferries and one ribbon: how the town got its bridge back"


@pytest.mark.parametrize(
    ("head", "header", "found"),
    [
        ("", f'<p class="standfirst">{DEK}</p>', DEK),
        ("", f'<h2 class="article-subtitle">{DEK}</h2>', DEK),
        (meta(og__description=DEK), f"<h2>{DEK}</h2>", DEK),
        (ld(alternativeHeadline=DEK), f"<h2>{DEK}</h2>", DEK),
        (meta(og__description=DEK), "", None),
        ("", f"<p>{DEK}</p>", None),
        ("", f'<figcaption class="summary caption">{DEK}</figcaption>', None),
        ("", '<p class="standfirst">Short</p>', None),
        ("", f'<p class="standfirst">{TITLE}</p>', None),
    ],
)
def test_dek(head: str, header: str, found: str | None) -> None:
    assert of(head, header).dek == found


def test_the_kicker_stands_above_the_headline() -> None:
    html = f'<article><p class="kicker">Traffic</p><h1>{TITLE}</h1><p>{LEAD}</p></article>'
    survey = dom.walk(dom.parse(html.encode()))
    said = claims(survey, URL)
    facts = Facts(survey, said, headline(survey, said), (2,), LEAD, "en")
    assert assemble(facts).kicker == "Traffic"


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        ("HARBOURTON, March 4 — The old bridge", "HARBOURTON, March 4"),
        ("HARBOURTON (CPA) — The old bridge", "HARBOURTON (CPA)"),
        ("NEW HARBOURTON, Coastland (CPA) - The old bridge", "NEW HARBOURTON, Coastland (CPA)"),
        ("HARBOURTON -- The old bridge", "HARBOURTON"),
        ("Hafenburg (dpa) – Die alte Brücke", "Hafenburg (dpa)"),
        ("ПОРТОГРАД, 4 мар — Старый мост", "ПОРТОГРАД, 4 мар"),
        ("القاهرة - افتتح الجسر القديم", "القاهرة"),
        ("القاهرة (رويترز) - افتتح الجسر القديم", "القاهرة (رويترز)"),
        ("The old bridge — closed since the flood — opens", None),
        ("NASA - the agency - said", None),
        ("Nobody - not even the mayor - knew", None),
        ("The old bridge opens again", None),
        ("I — we — all of us", None),
        ("", None),
    ],
)
def test_dateline(lead: str, found: str | None) -> None:
    assert dateline(lead) == found


def test_each_field_says_where_it_came_from() -> None:
    head = ld(author={"name": "Nora Whitfield"}, datePublished="2021-03-04") + meta(
        og__image="/i.jpg", description="D"
    )
    found = {name: (p.source, p.path, p.raw) for name, p in of(head).provenance}
    assert found == {
        "headline": ("markup", "h1", TITLE),
        "authors": ("json-ld", "author", "Nora Whitfield"),
        "published": ("json-ld", "datePublished", "2021-03-04"),
        "image": ("meta", "og:image", "/i.jpg"),
        "description": ("meta", "description", "D"),
    }


def test_an_empty_page_has_empty_metadata() -> None:
    survey = dom.walk(dom.parse(b""))
    said = claims(survey, "")
    assert headline(survey, said) is None
    assert assemble(Facts(survey, said, None, (), "", None)) == Metadata()


@pytest.mark.parametrize(
    "junk",
    [
        "a " * 50_000,
        "1" * 100_000,
        "<" * 50_000,
        '"' * 50_000,
        " " * 100_000,
        "By " * 30_000,
        "@" * 50_000,
        "2021-" * 20_000,
    ],
    ids=lambda junk: repr(junk[:5]),
)
def test_no_field_takes_long(junk: str) -> None:
    from time import process_time  # noqa: PLC0415 - `time` is the class here

    value = junk.replace("<", "&lt;").replace('"', "&quot;")
    keys = (
        "author",
        "article:published_time",
        "keywords",
        "og:url",
        "og:image",
        "description",
        "og:site_name",
    )
    head = "".join(f'<meta name="{key}" content="{value}">' for key in keys)
    body = f"<h1>{TITLE}</h1><p class=byline>{value}</p><time>{value}</time><p>{LEAD}"
    html = f"{head}<link rel=canonical href='{value}'>{body}"
    survey = dom.walk(dom.parse(html.encode()))
    said = claims(survey, URL)
    start = process_time()
    assemble(Facts(survey, said, headline(survey, said), (len(survey.runs) - 1,), LEAD, "en"))
    assert process_time() - start < 0.3
