"""Pictures and embeds of the story: which they are, their addresses, captions and places."""

import time

import pytest

import newsgrab
from extraction_pages import H1, OTHERS, STORY, URL, evidence_of, page, paragraphs, runs_with
from newsgrab.extraction.composition import Composed, compose
from newsgrab.extraction.media import placed
from newsgrab.model import Embed, Image


def composed(main: str, base: str = URL) -> Composed:
    """A page whose story is body, and nothing else."""
    evidence = evidence_of(page(main), base)
    return compose(evidence, runs_with(evidence), base)


def inside(markup: str, base: str = URL) -> Composed:
    """Markup between the first two paragraphs of the story."""
    return composed(f"<article>{H1}{paragraphs(STORY[:1])}{markup}{paragraphs(STORY[1:])}</article>", base)


def image(markup: str) -> Image:
    (found,) = inside(markup).images
    return found


def addresses(markup: str, base: str = URL) -> list[str]:
    return [found.url.removeprefix("https://brenn.example") for found in inside(markup, base).images]


def embed(markup: str) -> Embed:
    (found,) = inside(markup).embeds
    return found


# ------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<img src=/a.jpg>", "/a.jpg"),
        ("<img src='a b.jpg'>", "/news/2024/a%20b.jpg"),
        ("<img src=//img.example/a.jpg>", "https://img.example/a.jpg"),
        ("<img src=/wait.gif data-src=/a.jpg>", "/a.jpg"),
        ("<img src='data:image/gif;base64,R0lG' data-original=/a.jpg>", "/a.jpg"),
        ("<img data-lazy-src=/a.jpg>", "/a.jpg"),
        ("<img src=/wait.gif data-srcset='/a.jpg 320w'>", "/a.jpg"),
        ("<picture><source srcset='/b.webp'><img src=/a.jpg></picture>", "/a.jpg"),
        ("<picture><source srcset='/a.webp 1x'><img alt=x></picture>", "/a.webp"),
        ("<a href=/gallery><img src=/a.jpg></a>", "/a.jpg"),
        ("<p><img src=/a.jpg></p>", "/a.jpg"),
        ("<figure><div><img src=/a.jpg></div></figure>", "/a.jpg"),
    ],
)
def test_a_picture_s_address_is_where_it_really_is(markup: str, address: str) -> None:
    assert addresses(markup) == [address]


@pytest.mark.parametrize(
    ("srcset", "address"),
    [
        ("/s.jpg 320w, /m.jpg 640w, /l.jpg 1280w", "/l.jpg"),
        ("/l.jpg 1280w, /s.jpg 320w", "/l.jpg"),
        ("/a.jpg, /b.jpg 2x", "/b.jpg"),
        ("/a.jpg 1.5x,/b.jpg 1x", "/a.jpg"),
        ("/a.jpg 1x, ", "/a.jpg"),
        ("/w_320,h_2/a.jpg 320w, /w_640,h_4/a.jpg 640w", "/w_640,h_4/a.jpg"),
        ("data:image/gif;base64,R0lG 2000w, /a.jpg 320w", "/a.jpg"),
        ("/a.jpg 320w 200h, /b.jpg 640w 400h", "/b.jpg"),
        ("/a.jpg wide", "/a.jpg"),
        ("/a.jpg", "/a.jpg"),
        (", ,", "/x.jpg"),
        ("", "/x.jpg"),
    ],
)
def test_of_a_srcset_the_largest_is_taken(srcset: str, address: str) -> None:
    assert addresses(f"<img src=/x.jpg srcset='{srcset}'>") == [address]


def test_a_hostile_srcset_takes_no_time() -> None:
    start = time.process_time()
    inside(f"<img src=/x.jpg srcset='{',' * 400_000}x{' ,' * 200_000}'>")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "markup",
    [
        "<img>",
        "<img src=''>",
        "<img src='data:image/gif;base64,R0lG'>",
        "<img src='blob:https://brenn.example/1'>",
        "<img src='javascript:x'>",
        "<img src=/p.gif width=1 height=1>",
        "<img src=/p.gif width=0>",
        "<img src=/p.gif height=0>",
        "<img src=/icon.png width=600 height=32>",
        "<img src=/icon.png width=16px>",
        "<noscript><img src=/a.jpg></noscript>",
    ],
)
def test_placeholders_pixels_and_icons_are_left_out(markup: str) -> None:
    assert addresses(markup) == []


def test_a_picture_shown_twice_is_listed_once() -> None:
    assert addresses("<img src=/a.jpg><img src=/a.jpg><img src=/b.jpg>") == ["/a.jpg", "/b.jpg"]


def test_without_the_page_s_address_only_absolute_ones_remain() -> None:
    assert addresses("<img src=/a.jpg><img src=https://img.example/b.jpg>", base="") == [
        "https://img.example/b.jpg"
    ]


# ----------------------------------------------------------------------------------------- what it says


def test_alternative_text_and_size_are_those_of_the_page() -> None:
    found = image("<img src=/a.jpg alt=' The  quay ' width=640 height='480px'>")
    assert (found.alt, found.width, found.height) == ("The quay", 640, 480)


@pytest.mark.parametrize("size", ["", "auto", "100%", "50 %", "12em", "-200"])
def test_what_is_no_number_of_pixels_is_no_size(size: str) -> None:
    found = image(f"<img src=/a.jpg width='{size}' alt=''>")
    assert (found.width, found.alt) == (None, None)


@pytest.mark.parametrize(
    ("figure", "caption", "credit"),
    [
        ("<figcaption>The quay.</figcaption>", "The quay.", None),
        (
            "<figcaption>The <b>quay</b>. <span class=credit>Ada Berg</span></figcaption>",
            "The quay.",
            "Ada Berg",
        ),
        ("<figcaption><span class=photo-credit>Ada Berg</span></figcaption>", None, "Ada Berg"),
        ("<p>The quay.</p><p class=image__copyright>Ada Berg / AP</p>", "The quay.", "Ada Berg / AP"),
        (
            "<figcaption>The quay. <i itemprop=copyrightHolder>Ada Berg</i></figcaption>",
            "The quay.",
            "Ada Berg",
        ),
        ("<figcaption> </figcaption>", None, None),
        ("", None, None),
    ],
)
def test_caption_and_credit_are_those_of_the_figure(
    figure: str, caption: str | None, credit: str | None
) -> None:
    found = image(f"<figure><img src=/a.jpg>{figure}</figure>")
    assert (found.caption, found.credit) == (caption, credit)


def test_a_caption_is_no_part_of_the_body() -> None:
    found = inside("<figure><img src=/a.jpg><figcaption>The quay.</figcaption></figure>")
    assert "The quay." not in found.text


# ---------------------------------------------------------------------------------------------- embeds


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<iframe src='https://www.youtube.com/embed/abc?x=1'></iframe>",
            Embed(provider="youtube", url="https://www.youtube.com/embed/abc?x=1", kind="video"),
        ),
        (
            "<iframe src='about:blank' data-src='//maps.example/x'></iframe>",
            Embed(provider="maps", url="https://maps.example/x", kind="frame"),
        ),
        (
            "<iframe src='https://www.bbc.co.uk/sounds/p1'></iframe>",
            Embed(provider="bbc", url="https://www.bbc.co.uk/sounds/p1", kind="frame"),
        ),
        (
            "<video poster=/p.jpg><source src=/v.webm><source src=/v.mp4></video>",
            Embed(provider="brenn", url="https://brenn.example/v.webm", kind="video"),
        ),
        (
            "<audio src=/a.mp3></audio>",
            Embed(provider="brenn", url="https://brenn.example/a.mp3", kind="audio"),
        ),
        (
            "<object data='https://x.example/s'></object>",
            Embed(provider="x", url="https://x.example/s", kind="frame"),
        ),
        (
            "<blockquote class=twitter-tweet><a href=/x>Port</a> <a href='https://x.com/p/1'>3/6</a></blockquote>",
            Embed(provider="x", url="https://x.com/p/1", kind="post"),
        ),
        (
            "<blockquote class=instagram-media><a href='https://instagram.com/p/X/'>x</a></blockquote>",
            Embed(provider="instagram", url="https://instagram.com/p/X/", kind="post"),
        ),
    ],
)
def test_players_frames_and_posts_are_embeds(markup: str, expected: Embed) -> None:
    assert embed(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<iframe></iframe>",
        "<iframe src=''></iframe>",
        "<iframe src='about:blank'></iframe>",
        "<iframe srcdoc='<p>x</p>'></iframe>",
        "<iframe src='javascript:false'></iframe>",
        "<video src='blob:https://brenn.example/1'></video>",
        "<video></video>",
        "<blockquote class=twitter-tweet><p>Open!</p></blockquote>",
        "<template><iframe src=/x></iframe></template>",
    ],
)
def test_what_has_no_address_is_no_embed(markup: str) -> None:
    assert inside(markup).embeds == ()


def test_a_post_and_the_frame_that_shows_it_are_one() -> None:
    url = "https://twitter.com/port/status/1"
    post = f"<blockquote class=twitter-tweet><a href='{url}'>June 3</a></blockquote>"
    assert [found.url for found in inside(f"{post}<iframe src='{url}'></iframe>").embeds] == [url]


MANY = "".join(f"<p>x y</p><img src=/{n}.jpg><iframe src=/{n}></iframe>" for n in range(4_000))


@pytest.mark.parametrize(
    "around", ["{}", "<div>{}</div>", "<figure>{}</figure>", "<div>" * 150 + "{}" + "</div>" * 150]
)
def test_thousands_of_pictures_take_a_second_not_minutes(around: str) -> None:
    start = time.process_time()
    found = inside(around.format(MANY))
    assert time.process_time() - start < 3
    assert len(found.blocks) == len(STORY) + len(found.images) + len(found.embeds)


def test_the_text_of_a_gallery_is_no_caption_of_each_of_its_pictures() -> None:
    gallery = "".join(f"<img src=/{n}.jpg><p>{text}</p>" for n, text in enumerate(STORY * 3))
    assert {picture.caption for picture in inside(f"<figure>{gallery}</figure>").images} <= {None}


# -------------------------------------------------------------------------------------- whose they are


@pytest.mark.parametrize(
    "main",
    [
        f"<article>{H1}<img src=/a.jpg>{paragraphs()}</article>",
        f"<article><header>{H1}</header><figure><img src=/a.jpg></figure><div>{paragraphs()}</div></article>",
        f"<article>{H1}{paragraphs(STORY[:3])}<div><img src=/a.jpg></div>{paragraphs(STORY[3:])}</article>",
        f"<article>{H1}{paragraphs()}<img src=/a.jpg></article>",
        f"<div>{paragraphs(STORY[:2])}<img src=/a.jpg>{paragraphs(STORY[2:])}</div>",
    ],
)
def test_pictures_between_headline_and_end_are_the_story_s(main: str) -> None:
    assert [found.url for found in composed(main).images] == ["https://brenn.example/a.jpg"]


HEADER = "<p>By Jane Roe</p><p>3 May 2024</p><p>Two minutes to read</p>"
HERO = "<figure><div><img src=/a.jpg></div><figcaption>The quay in May</figcaption></figure>"


@pytest.mark.parametrize(
    "main",
    [
        f"<article><header>{H1}{HEADER}<div>{HERO}</div></header><div>{paragraphs()}</div></article>",
        f"<article><header><p>Harbour</p>{HERO}{H1}{HEADER}</header><div>{paragraphs()}</div></article>",
        f"<article><div>{HERO}</div><div>{H1}{HEADER}</div><div>{paragraphs()}</div></article>",
    ],
)
def test_the_picture_of_the_header_is_the_story_s(main: str) -> None:
    (found,) = composed(main).images
    assert (found.url, found.caption) == ("https://brenn.example/a.jpg", "The quay in May")


@pytest.mark.parametrize("names", ["author-avatar", "teaser", "site-logo", "related-story"])
def test_a_figure_of_the_header_that_says_it_is_no_picture_of_the_story_is_none(names: str) -> None:
    header = f"<header>{H1}{HEADER}<div class={names}>{HERO}</div></header>"
    main = f"<article>{header}<div>{paragraphs()}</div></article>"
    assert composed(main).images == ()


def test_a_picture_above_the_headline_in_no_box_with_it_is_another_story_s() -> None:
    assert composed(f"<div>{HERO}</div><div>{H1}{HEADER}<div>{paragraphs()}</div></div>").images == ()


@pytest.mark.parametrize(
    "file",
    ["facebook_16.png", "icon-mail.gif", "placeholder.png", "blank.gif", "news_share.gif", "site-icon.svg"],
)
def test_buttons_and_placeholders_are_no_pictures(file: str) -> None:
    assert addresses(f"<img src=/img/{file}>") == []


@pytest.mark.parametrize(
    "file", ["printer-strike-in-brenn-harbour.jpg", "0042.jpg", "twitter-sues-harbour-of-brenn-again.jpg"]
)
def test_a_long_name_with_such_a_word_is_a_photograph(file: str) -> None:
    assert addresses(f"<img src=/img/{file}>") == [f"/img/{file}"]


@pytest.mark.parametrize(
    ("head", "path", "image"),
    [
        ("", "img", "a.jpg"),
        ("<meta property=og:image content=/img/logo.png>", "img", "a.jpg"),
        ("<meta property=og:image content=/b.jpg>", "og:image", "b.jpg"),
        ("<meta property=og:image content=/quay-facebook.jpg>", "og:image", "quay-facebook.jpg"),
    ],
)
def test_the_first_picture_leads_where_the_page_declares_none(head: str, path: str, image: str) -> None:
    main = f"<article>{H1}<img src=/a.jpg>{paragraphs()}</article>"
    metadata = newsgrab.extract(page(main, head=head), URL).metadata
    assert (metadata.image or "").rpartition("/")[2] == image
    assert dict(metadata.provenance)["image"].path == path


@pytest.mark.parametrize(
    "markup", ["<img src=/a.gif>", "<img src=/a.jpg width=80 height=80>", "<img src=/site-logo.png>"]
)
def test_a_small_picture_a_drawing_or_a_logo_does_not_lead(markup: str) -> None:
    found = newsgrab.extract(page(f"<article>{H1}{markup}{paragraphs()}</article>"), URL)
    assert len(found.images) == 1
    assert found.metadata.image is None


ADVERT = "<div><p>Advertisement</p><img src=/a.jpg></div>"
CARD = f'<div><img src=/a.jpg><h4><a href="/x">{OTHERS[0]}</a></h4></div>'


@pytest.mark.parametrize(
    "main",
    [
        f"<div><img src=/a.jpg></div><article>{H1}{paragraphs()}</article>",
        f"<article>{H1}{paragraphs(STORY[:3])}<aside>{CARD * 3}</aside>{paragraphs(STORY[3:])}</article>",
        f"<article>{H1}{paragraphs(STORY[:3])}{ADVERT}{paragraphs(STORY[3:])}</article>",
        f"<article>{H1}{paragraphs()}</article><h3>Related articles</h3>{CARD * 3}",
    ],
)
def test_pictures_of_others_are_not(main: str) -> None:
    assert composed(main).images == ()


def test_without_a_body_there_are_none() -> None:
    assert placed(evidence_of(page(f"{H1}<img src=/a.jpg>")), [], URL) == []


# ------------------------------------------------------------------------------------- where they stand


def test_pictures_and_embeds_stand_among_the_blocks_where_the_page_has_them() -> None:
    found = composed(
        f"<article>{H1}<img src=/1.jpg>{paragraphs(STORY[:1])}<iframe src=/e></iframe><img src=/2.jpg>"
        f"<ul><li>{STORY[1]}</li><li>{STORY[2]}</li></ul>{paragraphs(STORY[3:])}<img src=/3.jpg></article>"
    )
    shown = [(block.type, block.index) for block in found.blocks]
    assert shown == [
        ("image", 0),
        ("paragraph", None),
        ("embed", 0),
        ("image", 1),
        ("list", None),
        ("paragraph", None),
        ("paragraph", None),
        ("image", 2),
    ]
    assert [picture.url[-5:] for picture in found.images] == ["1.jpg", "2.jpg", "3.jpg"]
    assert found.text.split("\n\n") == [*STORY]


def test_a_picture_inside_a_list_stands_before_or_after_it() -> None:
    items = f"<ul><li>{STORY[1]}</li><li><img src=/1.jpg>{STORY[2]}</li></ul>"
    found = composed(f"<article>{H1}{paragraphs(STORY[:1])}{items}{paragraphs(STORY[3:])}</article>")
    assert sorted(block.type for block in found.blocks) == [
        "image",
        "list",
        "paragraph",
        "paragraph",
        "paragraph",
    ]
    assert [block.index for block in found.blocks if block.type == "image"] == [0]


def test_every_picture_and_embed_is_pointed_to_once() -> None:
    markup = "".join(f"<img src=/{n}.jpg><iframe src=/{n}></iframe>" for n in range(5))
    found = inside(markup)
    assert [block.index for block in found.blocks if block.type == "image"] == [*range(5)]
    assert [block.index for block in found.blocks if block.type == "embed"] == [*range(5)]
