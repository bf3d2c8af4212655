"""The pages an article is spread over."""

import time

import pytest

import newsgrab
from extraction_pages import H1, URL, page, paragraphs

OTHER = "https://brenn.example/news/2024/"


def parts(after: str, url: str | None = URL, head: str = "") -> list[str]:
    main = f"<article>{H1}{paragraphs()}</article>{after}"
    found: list[str] = newsgrab.extract(page(main, head=head), url).to_dict()["parts"]
    return found


def pager(*hrefs: str) -> str:
    links = "".join(f"<a href='{href}'>{number}</a> " for number, href in enumerate(hrefs, 2))
    return f"<div class=pagination><span>1</span> {links}</div>"


@pytest.mark.parametrize(
    ("url", "second", "third"),
    [
        (URL, f"{URL}/2", f"{URL}/3"),
        (URL, f"{URL}/2/", f"{URL}/3/"),
        (URL, f"{URL}/page/2", f"{URL}/page/3"),
        (URL, f"{URL}/seite-2", f"{URL}/seite-3"),
        (URL, f"{URL}-2", f"{URL}-3"),
        (URL, f"{URL}?page=2", f"{URL}?page=3"),
        (f"{URL}?id=7001", f"{URL}?id=7001&p=2", f"{URL}?id=7001&p=3"),
        (f"{URL}.html", f"{URL}_2.html", f"{URL}_3.html"),
        (f"{URL}.html", f"{URL}.html?p=2", f"{URL}.html?p=3"),
        (f"{URL}/", f"{URL}/2/", f"{URL}/3/"),
    ],
)
def test_a_printed_pager_names_the_pages(url: str, second: str, third: str) -> None:
    assert parts(pager(second, third), url) == [url, second, third]


def test_a_later_page_knows_the_others() -> None:
    links = f"<p><a href='{URL}/1'>1</a> 2 <a href='{URL}/3'>3</a> <a rel=next href='{URL}/3'>Next</a></p>"
    assert parts(links, f"{URL}/2") == [f"{URL}/1", f"{URL}/2", f"{URL}/3"]


def test_a_list_of_links_may_be_the_pager_and_so_may_the_head() -> None:
    items = f"<ul><li><a href='{URL}/2'>2</a></li><li><a href='{URL}/3'>3</a></li></ul>"
    assert parts(items) == [URL, f"{URL}/2", f"{URL}/3"]
    assert parts("", head=f"<link rel=next href='{URL}/2'>") == [URL, f"{URL}/2"]


@pytest.mark.parametrize(
    "after",
    [
        f"<p><a rel=next href='{OTHER}ferry'>Next: the ferry</a> of 2024</p>",  # the next article
        f"<p><a href='{OTHER}ferry-2'>2</a></p>",
        f"<p><a href='{URL}/2'>14 comments</a></p>",
        f"<p><a href='{URL}/3'>2</a></p>",
        f"<p><a href='{URL}#2'>2</a> notes</p>",
        "<p><a href='https://elsewhere.example/news/2024/harbour/2'>2</a></p>",
        f"<p><a href='{URL}?share=facebook&n=1'>9</a></p>",
        f"{'<p>Fish</p>' * 20}<p><a href='{URL}/2'>2</a></p>",
        "<p><a>2</a> <a href='javascript:go(2)'>2</a></p>",
    ],
)
def test_what_is_no_pager_names_none(after: str) -> None:
    assert parts(after) == []


def test_the_next_article_of_the_head_is_no_page() -> None:
    assert parts("", head=f"<link rel=next href='{OTHER}ferry'><link rel=prev href='{OTHER}bridge'>") == []
    assert parts(pager("/2"), None) == []


def test_that_there_are_more_pages_is_a_warning() -> None:
    main = f"<article>{H1}{paragraphs()}</article>{pager(f'{URL}/2')}"
    assert "more_pages" in newsgrab.extract(page(main), URL).trace.warnings


def test_a_hostile_pager_takes_no_time() -> None:
    start = time.process_time()
    parts(pager(*[f"{URL}/{'-1' * 2_000}"] * 300) * 30, URL + "/1-1" * 500)
    assert time.process_time() - start < 1
