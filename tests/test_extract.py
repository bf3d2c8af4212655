"""The library: ``newsgrab.extract``, what it takes, what it gives, what it raises."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

import newsgrab
from extraction_pages import (
    ARABIC,
    DISCLAIMER,
    H1,
    HEADLINE,
    OTHERS,
    STORY,
    URL,
    article_page,
    body_of,
    links,
    page,
    paragraphs,
)
from newsgrab.errors import EmptyPage, ExtractError, NoContent, NotHtml, TooComplex, UsageError
from newsgrab.extraction import extract_page
from newsgrab.model import Fetched, Page

ARABIC_PAGE = page(
    f"<article><h1>عودة ميناء برين إلى العمل</h1>{paragraphs(ARABIC)}</article>", title=""
).decode()


XHTML = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>{HEADLINE}</title>
<script type="text/javascript">//<![CDATA[
if (a<b) render("<p>x</p>");
//]]></script></head>
<body><div>{H1}{paragraphs()}<br/><hr/></div></body></html>
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


# ------------------------------------------------------------------------------------------ what goes in


def test_bytes_and_text_give_the_same_article() -> None:
    html = article_page(links())
    assert newsgrab.extract(html, URL) == newsgrab.extract(html.decode(), URL)


def test_without_an_address_there_is_an_article_all_the_same() -> None:
    article = newsgrab.extract(article_page())
    assert (article.url, article.requested_url, article.host) == ("", "", "")
    assert article.body == "\n\n".join(STORY)


def test_the_address_names_the_article_and_its_host() -> None:
    article = newsgrab.extract(article_page(), "https://www.Brenn.example/news/1")
    assert (article.url, article.host) == ("https://www.Brenn.example/news/1", "brenn.example")
    assert article.id == newsgrab.extract(article_page(), "https://www.brenn.example/news/1?utm_source=x").id
    assert article.id != newsgrab.extract(article_page(), "https://www.brenn.example/news/2").id


def test_articles_without_an_address_are_told_apart_by_their_text() -> None:
    one, other = (newsgrab.extract(html) for html in (article_page(), article_page(f"<p>{ARABIC[0]}</p>")))
    assert one.id == newsgrab.extract(article_page()).id != other.id


def test_relative_links_and_pictures_are_those_of_the_address() -> None:
    main = f"<article>{H1}<img src=/a.jpg><p>{STORY[0]} <a href=quay>More</a></p>{paragraphs(STORY[1:])}"
    article = newsgrab.extract(page(main), URL)
    assert [link.url for link in article.links] == ["https://brenn.example/news/2024/quay"]
    assert [picture.url for picture in article.images] == ["https://brenn.example/a.jpg"]


def test_relative_links_and_pictures_are_those_of_the_base_element() -> None:
    main = f"<article>{H1}<img src=a.jpg><p>{STORY[0]} <a href=quay>More</a></p>{paragraphs(STORY[1:])}"
    article = newsgrab.extract(page(main, head="<base href='/static/'>"), URL)
    assert [link.url for link in article.links] == ["https://brenn.example/static/quay"]
    assert [picture.url for picture in article.images] == ["https://brenn.example/static/a.jpg"]
    assert article.url == URL


@pytest.mark.parametrize("url", ["", "not an address", "file:///x.html", "https://[::1", "x" * 10_000])
def test_an_odd_address_is_kept_and_nothing_is_joined_with_it(url: str) -> None:
    article = newsgrab.extract(article_page(f"<p>{STORY[0]} <a href=/x>More</a> and more.</p>"), url)
    assert article.url == url
    assert article.links == ()


# --------------------------------------------------------------------------------------------- charsets


MOSTLY_ASCII = pytest.mark.xfail(reason="charset knows UTF-16 without a mark only where most is ASCII")


@pytest.mark.parametrize(
    "name",
    [
        "utf-8",
        "utf-16",
        pytest.param("utf-16-le", marks=MOSTLY_ASCII),
        pytest.param("utf-16-be", marks=MOSTLY_ASCII),
        "windows-1256",
        "iso-8859-6",
    ],
)
def test_pages_are_read_in_their_own_charset(name: str) -> None:
    declared = ARABIC_PAGE.replace('charset="utf-8"', f'charset="{name}"')
    assert body_of(declared.encode(name, "xmlcharrefreplace")) == [*ARABIC]


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_byte_order_mark(name: str) -> None:
    assert body_of(article_page().decode().encode(name)) == [*STORY]


def test_a_charset_that_is_said_beats_the_declared_one() -> None:
    declared = ARABIC_PAGE.replace('charset="utf-8"', 'charset="iso-8859-1"').encode("windows-1256")
    article = newsgrab.extract(declared, encoding="windows-1256")
    assert article.charset == "windows-1256"
    assert article.body == "\n\n".join(ARABIC)


def test_a_charset_nobody_knows_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UsageError, match="utf-99"):
        newsgrab.extract(article_page(), encoding="utf-99")


def test_a_guessed_charset_is_a_warning() -> None:
    undeclared = ARABIC_PAGE.replace('<meta charset="utf-8">', "").encode("windows-1256")
    article = newsgrab.extract(undeclared)
    assert article.body == "\n\n".join(ARABIC)
    assert "charset_guessed" in article.trace.warnings
    assert newsgrab.extract(article_page()).trace.warnings == ()


def test_what_a_text_declares_does_not_matter_for_it_is_read_already() -> None:
    declared = ARABIC_PAGE.replace('charset="utf-8"', 'charset="windows-1252"')
    assert body_of(declared) == body_of("\ufeff" + declared) == [*ARABIC]


def test_half_characters_in_a_text_are_no_error() -> None:
    assert body_of(article_page(f"<p>{STORY[0]} \ud83d</p>".encode("utf-8", "replace").decode()))[
        -1
    ].endswith("?")
    assert newsgrab.extract(article_page().decode() + "\ud83d").body


# --------------------------------------------------------------------------------------- odd documents


@pytest.mark.parametrize(
    "html",
    [
        article_page(),
        H1 + paragraphs(),
        "\n".join(f"<p>{text}" for text in (HEADLINE, *STORY)),
        XHTML,
        f"<html><body><article>{H1}{paragraphs()}</article></body></html><!-- served by 7 -->\n</div></p>",
        f"<!-- x --><head><title>{HEADLINE}</title></head><body>{H1}{paragraphs()}",
        page("<div>" * 150 + H1 + paragraphs() + "</div>" * 150),
        page(f"<article>{H1}{paragraphs()}</article><iframe></iframe><noscript><p>x</noscript>"),
        page(f"<article>{H1}{paragraphs()}<template><p>{OTHERS[0]}</p></template></article>"),
    ],
)
def test_the_story_is_found_in_odd_documents(html: str | bytes) -> None:
    body = body_of(html)
    assert [text for text in body if text != HEADLINE] == [*STORY]


def test_three_hundred_nested_elements_lose_no_word() -> None:
    html = page("<div>" * 300 + H1 + paragraphs() + "</div>" * 300)
    assert " ".join(body_of(html)).endswith(" ".join(STORY))


def test_a_paragraph_of_a_hundred_kilobytes_is_one() -> None:
    text = " ".join(f"In the year {year} it was said again: {STORY[year % 5]}" for year in range(1000))
    assert len(text) > 100_000
    assert body_of(page(f"<article>{H1}<p>{text}</p></article>")) == [text]


@pytest.mark.parametrize(
    "html",
    [
        f"<title>{HEADLINE}</title>",
        f"<html><head><title>{HEADLINE}</title></head><frameset><frame src=a><frame src=b></frameset></html>",
        f"<title>{HEADLINE}</title><body><div id=app></div><script>render()</script>",
        page(H1),
        page(f"{H1}{links()}"),
    ],
)
def test_a_headline_without_a_body_is_an_article_with_a_warning(html: str | bytes) -> None:
    article = newsgrab.extract(html, URL)
    assert (article.metadata.headline, article.body, article.blocks) == (HEADLINE, "", ())
    assert article.trace.warnings == ("no_body",)
    assert article.trace.confidence == 0


# -------------------------------------------------------------------------------------- what is no article


@pytest.mark.parametrize(
    ("html", "error"),
    [
        (b"", EmptyPage),
        ("", EmptyPage),
        (b" \r\n\t", EmptyPage),
        (b"\xef\xbb\xbf", NoContent),
        (b"word", NoContent),
        ("<html><body></body></html>", NoContent),
        ("<body><img src=x>", NoContent),
        ("<script>x()</script>", NoContent),
        (page(links(), title=""), NoContent),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", NotHtml),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NotHtml),
        (bytes(range(256)) * 40, NotHtml),
        ("<div>" * 100_000 + "x", TooComplex),
    ],
)
def test_where_there_is_nothing_to_return_an_error_says_why(
    html: bytes | str, error: type[ExtractError]
) -> None:
    with pytest.raises(error) as raised:
        newsgrab.extract(html, URL)
    assert raised.type is error
    message = str(raised.value)
    assert message
    assert "\n" not in message


FRONT = page(
    f"<main>{''.join(f'<div><h2>{text}</h2>{links()}</div>' for text in OTHERS)}</main>",
    title="Brenn Courier",
)


def test_the_library_returns_what_the_command_line_refuses() -> None:
    with pytest.raises(NoContent):
        extract_page(Page(url="https://brenn.example/", final_url="https://brenn.example/", body=FRONT))
    assert newsgrab.extract(FRONT, "https://brenn.example/").trace.confidence < 0.5


# --------------------------------------------------------------------------------------- what comes out


def test_headline_body_and_disclaimer_each_in_its_field() -> None:
    html = article_page(f"<p>{DISCLAIMER}</p><h3>Latest news</h3>{links()}")
    article = newsgrab.extract(html, URL)
    assert article.metadata.headline == HEADLINE
    assert article.body == "\n\n".join(STORY)
    assert article.disclaimer == DISCLAIMER


def test_notices_of_other_scopes_are_not_the_disclaimer() -> None:
    article = newsgrab.extract(article_page(after=f"<footer><p>{DISCLAIMER}</p></footer>"), URL)
    assert article.disclaimer is None
    assert [(notice.kind, notice.scope) for notice in article.notices] == [("disclaimer", "site")]


def test_blocks_are_counted_as_kept_and_removed() -> None:
    trace = newsgrab.extract(article_page(f"<h3>Latest news</h3>{links()}"), URL).trace
    assert (trace.kept_blocks, trace.removed_blocks) == (len(STORY), 3)
    assert trace.rule is None
    assert 0 < trace.confidence <= 1


def test_words_and_bytes_are_counted() -> None:
    html = article_page()
    article = newsgrab.extract(html, URL)
    assert article.word_count == len(" ".join(STORY).split())
    assert article.size == len(html)


def test_language_and_direction_are_the_body_s() -> None:
    metadata = newsgrab.extract(ARABIC_PAGE.replace('lang="en"', 'lang="en-US"')).metadata
    assert (metadata.language, metadata.direction) == ("ar", "rtl")
    metadata = newsgrab.extract(article_page().replace(b'lang="en"', b'lang="en-GB"')).metadata
    assert (metadata.language, metadata.direction) == ("en-GB", "ltr")


def test_how_the_page_was_had_is_passed_through() -> None:
    fetched = Fetched(status=200, via="http", content_type="text/html; charset=utf-8", redirects=(URL,))
    asked = "https://brenn.example/old"
    article = extract_page(Page(url=asked, final_url=URL, body=article_page(), fetched=fetched))
    assert (article.requested_url, article.url, article.fetched) == (asked, URL, fetched)


def test_the_charset_of_the_header_is_used() -> None:
    declared = ARABIC_PAGE.replace('<meta charset="utf-8">', '<meta property="og:type" content="article">')
    undeclared = declared.encode("windows-1256")
    given = Page(url=URL, final_url=URL, body=undeclared)
    article = extract_page(replace(given, fetched=Fetched(content_type="text/html; charset=windows-1256")))
    assert (article.charset, article.trace.warnings) == ("windows-1256", ())


def test_to_dict_is_the_json_object_of_the_contract() -> None:
    shown = newsgrab.extract(article_page(), URL).to_dict()
    assert shown["schema"] == "newsgrab.article/1"
    assert (shown["headline"], shown["body"], shown["disclaimer"]) == (HEADLINE, "\n\n".join(STORY), None)
    assert shown["blocks"][0] == {"type": "paragraph", "text": STORY[0], "md": STORY[0]}
    assert "provenance" not in shown
    assert json.loads(json.dumps(shown)) == shown


def test_to_dict_says_where_fields_come_from_if_asked() -> None:
    provenance = newsgrab.extract(article_page(), URL).to_dict(provenance=True)["provenance"]
    assert provenance["headline"] == {"source": "markup", "path": "h1", "raw": HEADLINE}


# ---------------------------------------------------------------------------------------- public names


def test_every_public_name_is_there() -> None:
    for name in newsgrab.__all__:
        assert getattr(newsgrab, name) is not None
    assert newsgrab.errors.NoContent is NoContent
    assert newsgrab.extract.__module__ == "newsgrab.extraction"


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scrape'"):
        newsgrab.scrape  # noqa: B018 - it is the access that raises


def test_importing_newsgrab_loads_nothing_of_it() -> None:
    code = "import sys, newsgrab; print([name for name in sys.modules if name.startswith('newsgrab.')])"
    assert run(code) == "['newsgrab.version']"


def test_extracting_loads_neither_network_nor_database_nor_screen() -> None:
    heavy = {"httpx", "httpcore", "asyncio", "socket", "ssl", "sqlite3", "rich", "typer"}
    code = f"import sys, newsgrab; newsgrab.extract({article_page()!r}); print({heavy!r} & set(sys.modules))"
    assert run(code) == "set()"
