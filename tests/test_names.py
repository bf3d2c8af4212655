"""What the class, id and role of an element say of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrab.extraction.names import is_furniture, is_post, is_wall, name_words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("article-body", ("article", "body", "articlebody")),
        ("articleBody", ("article", "body", "articlebody")),
        ("ArticleBody", ("article", "body", "articlebody")),
        ("article_body--wide", ("article", "body", "wide", "articlebody", "bodywide")),
        ("post-1234 h3", ("post", "h", "posth")),
        ("HTMLContent", ("html", "content", "htmlcontent")),
        ("body body", ("body", "bodybody")),
        ("", ()),
        ("42 --", ()),
    ],
)
def test_words_are_parted_at_hyphens_and_humps_and_neighbours_joined(
    names: str, words: tuple[str, ...]
) -> None:
    assert name_words(names) == words


@given(st.text(max_size=60))
def test_words_are_letters_each_once(names: str) -> None:
    words = name_words(names)
    assert len(set(words)) == len(words)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)


@pytest.mark.parametrize(
    "names",
    ["site-footer", "footer", "siteHeader", "nav-bar", "navbar", "cookie-banner", "mega-menu", "login form"],
)
def test_menus_footers_and_pop_ups_are_furniture(names: str) -> None:
    assert is_furniture(names)


@pytest.mark.parametrize(
    "names", ["article-body", "entry-content", "story", "headline", "footerless", "menus", "", "content main"]
)
def test_other_elements_are_not(names: str) -> None:
    assert not is_furniture(names)


@pytest.mark.parametrize("names", ["entry-footer", "articleFooter", "post-footer clear", "story-footer"])
def test_the_foot_of_an_article_is_not_the_foot_of_the_page(names: str) -> None:
    assert is_furniture("footer")
    assert not is_furniture(names)


@pytest.mark.parametrize(
    ("names", "wall"), [("paywall", True), ("c-paywall__box", True), ("wallpaper", False)]
)
def test_walls(names: str, wall: object) -> None:
    assert is_wall(names) is wall


@pytest.mark.parametrize(
    ("names", "post"),
    [("twitter-tweet", True), ("instagram-media x", True), ("quote", False), ("tweet", False)],
)
def test_posts_of_social_networks(names: str, post: object) -> None:
    assert is_post(names) is post
