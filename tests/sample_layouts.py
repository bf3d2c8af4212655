"""One article in the layouts a news site may have: what must come out is the same each time.

Each layout is a function from the article to the page's bytes. Round the article stands what such
pages have: a menu, a ticker, a share bar, links to other articles under the label, a footer.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

SITE: Final = "موج الشاطئ"
URL: Final = "https://mawj.example/news/2031"
PUBLISHED: Final = "2024-02-09T18:05:00+03:00"

OTHERS: Final = (
    "افتتاح سوق السمك الجديد الأسبوع المقبل",
    "ارتفاع طفيف في أسعار الخضار قبل العيد",
    "منتخب الجامعات يعود بثلاث ميداليات",
    "عاصفة رملية تؤخر الرحلات الصباحية",
)
"""Headlines of other articles on the page; nothing of them may be in the output."""

MENU: Final = ("الرئيسية", "أخبار", "اقتصاد", "رياضة", "ثقافة", "اتصل بنا")


@dataclass(frozen=True)
class Story:
    """An article as a scraper of its site would give it.

    Attributes:
        headline: Its title.
        body: Paragraphs, and sub-headings marked as such.
        disclaimer: The sentence about authors' opinions that follows.
        label: The title of the box with other articles that follows that.
    """

    headline: str
    body: tuple[tuple[str, str], ...]
    disclaimer: str
    label: str

    @property
    def text(self) -> str:
        return "\n\n".join(text for _, text in self.body)


def story_of(scraped: str) -> Story:
    """Reads a scraper's output: headline, headline again, body, disclaimer, label, parted by blank lines.

    A sub-heading is a line of at most eight words that does not end like a sentence.
    """
    headline, again, *body, disclaimer, label = [
        part.strip() for part in scraped.split("\n\n") if part.strip()
    ]
    if again != headline:
        raise ValueError("the headline should stand there twice")
    kinds = ["p" if len(text.split()) > 8 or text[-1] in ".؟!:" else "h" for text in body]
    return Story(headline, tuple(zip(kinds, body, strict=True)), disclaimer, label)


# ----------------------------------------------------------------------------------------- pieces


def links(tag: str = "li") -> str:
    return "\n".join(f'<{tag}><a href="/news/{n}">{text}</a></{tag}>' for n, text in enumerate(OTHERS, 1900))


def paragraphs(story: Story, heading: str = "h3", paragraph: str = "p") -> str:
    tags = {"h": heading, "p": paragraph}
    return "\n".join(f"<{tags[kind]}>{escape(text)}</{tags[kind]}>" for kind, text in story.body)


def with_json_ld(html: bytes, story: Story) -> bytes:
    """The same page with the article's facts as JSON-LD, in ASCII to suit any charset."""
    claims = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": PUBLISHED,
        "inLanguage": "ar",
        "mainEntityOfPage": URL,
        "publisher": {"@type": "Organization", "name": SITE},
    }
    script = f'<script type="application/ld+json">{json.dumps(claims)}</script>\n'
    return html.replace(b"</head>", script.encode("ascii") + b"</head>")


SHARE: Final = '<div class="s"><a href="#f">فيسبوك</a> <a href="#t">تويتر</a> <a href="#w">واتساب</a></div>'
MENU_HTML: Final = (
    "<ul>" + "".join(f'<li><a href="/{n}">{text}</a></li>' for n, text in enumerate(MENU)) + "</ul>"
)
SIDE: Final = f'<div class="side"><h4>الأكثر قراءة</h4><ul>{links()}</ul></div>'
FOOT: Final = f'<div class="foot"><p>جميع الحقوق محفوظة © {SITE} 2024</p><a href="/about">من نحن</a></div>'


def page(story: Story, main: str, *, top: str = "", attributes: str = 'dir="rtl" lang="ar"') -> bytes:
    return f"""<!DOCTYPE html>
<html {attributes}>
<head>
<meta charset="utf-8">
<title>{escape(story.headline)} - {SITE}</title>
<meta property="og:site_name" content="{SITE}">
<link rel="canonical" href="{URL}">
<script>var page = {{"id": 2031}};</script>
</head>
<body>
{top or f'<div class="logo"><a href="/">{SITE}</a></div>{MENU_HTML}'}
{main}
{FOOT}
</body>
</html>
""".encode()


def h1(story: Story) -> str:
    return f"<h1>{escape(story.headline)}</h1>"


def styled_disclaimer(story: Story) -> str:
    return f'<div style="border:1px solid #ccc;padding:8px">{escape(story.disclaimer)}</div>'


def labelled(story: Story, tag: str = "h3") -> str:
    return f"<{tag}>{story.label}</{tag}>\n<ul>\n{links()}\n</ul>"


def after(story: Story, label: str) -> str:
    """What follows the body where nothing else is said: share bar, disclaimer, label."""
    return f"{SHARE}\n{styled_disclaimer(story)}\n{label}"


# ---------------------------------------------------------------------------------------- layouts

Layout = Callable[[Story], bytes]


def semantic_theme(story: Story) -> bytes:
    """Classes as in the widespread Arabic newspaper themes."""
    main = f"""<main id="main-content"><article id="the-post" class="container-wrapper post-content">
<header class="entry-header-outer"><nav id="breadcrumb"><a href="/">الرئيسية</a></nav>
<h1 class="post-title entry-title">{escape(story.headline)}</h1>
<div id="single-post-meta"><span class="date meta-item">9 فبراير 2024</span>
<span class="meta-comment"><a href="#respond">0</a></span></div></header>
<div class="entry-content entry clearfix">
{paragraphs(story)}
</div>
<div class="post-bottom-meta">{SHARE}</div>
<div class="post-footer"><p>{escape(story.disclaimer)}</p></div>
</article>
<div id="related-posts" class="container-wrapper"><div class="mag-box-title"><h3>{story.label}</h3></div>
<div class="related-posts-list">{links("div")}</div></div></main><aside class="sidebar">{SIDE}</aside>"""
    return page(story, main)


def no_classes(story: Story) -> bytes:
    """Bare paragraphs beside everything else, in one div."""
    main = f"<div>{h1(story)}\n{paragraphs(story)}\n{after(story, labelled(story))}</div>{SIDE}"
    return page(story, main)


def label_inside_body(story: Story) -> bytes:
    inside = f"{paragraphs(story)}\n<p>{escape(story.disclaimer)}</p>\n{labelled(story)}"
    main = f'<article>{h1(story)}<div class="entry-content">{inside}</div>{SHARE}</article>'
    return page(story, main)


def label_in_a_div(story: Story) -> bytes:
    box = f'<div class="w"><div class="w-title">{story.label}</div>{links("div")}</div>'
    body = f'<div class="post-body">{paragraphs(story)}</div>'
    main = f'<div class="post">{h1(story)}{body}{after(story, box)}</div>'
    return page(story, main)


def label_as_h1(story: Story) -> bytes:
    main = f"<div>{h1(story)}{paragraphs(story)}{after(story, labelled(story, 'h1'))}</div>"
    return page(story, main)


def bare_label(story: Story) -> bytes:
    """The list under the label is loaded later, so the label stands alone."""
    label = f'<p>{story.label}</p>\n<div data-src="/api/latest"></div>'
    main = f"<div>{h1(story)}{paragraphs(story)}{after(story, label)}</div>"
    return page(story, main)


def several_h1(story: Story) -> bytes:
    ticker = "".join(f'<a href="/n">{escape(text)}</a> ' for text in (OTHERS[0], story.headline, OTHERS[1]))
    top = f'<h1><a href="/">{SITE}</a></h1>{MENU_HTML}<div class="ticker"><b>عاجل</b> {ticker}</div>'
    main = f"<section>{h1(story)}{paragraphs(story)}{after(story, labelled(story, 'h1'))}</section>"
    return page(story, main, top=top)


def bare_text(story: Story) -> bytes:
    """No paragraph element at all: text and line breaks; the sub-heading is bold."""
    marked = (
        f"<h4>{escape(text)}</h4>" if kind == "h" else f"{escape(text)}<br><br>" for kind, text in story.body
    )
    text = "\n".join(marked)
    main = f'<div class="d">{h1(story)}<div class="t">{text}</div>{after(story, labelled(story))}</div>'
    return page(story, main)


def nested_divs(story: Story) -> bytes:
    marked = (
        f"<h2>{escape(t)}</h2>" if kind == "h" else f"<div><div>{escape(t)}</div></div>"
        for kind, t in story.body
    )
    text = "\n".join(marked)
    main = (
        f"<div><div>{h1(story)}</div><div><div>{text}</div></div>{after(story, labelled(story, 'h4'))}</div>"
    )
    return page(story, main)


def layout_table(story: Story) -> bytes:
    main = f"""<table width="960"><tr><td width="180">{MENU_HTML}</td><td width="600">
<table><tr><td>{h1(story)}</td></tr><tr><td>{paragraphs(story)}</td></tr><tr><td>{SHARE}</td></tr>
<tr><td>{escape(story.disclaimer)}</td></tr><tr><td><b>{story.label}</b><br>{links("div")}</td></tr></table>
</td><td width="180">{SIDE}</td></tr></table>"""
    return page(story, main, attributes='dir="rtl"')


def windows_1256(story: Story) -> bytes:
    text = no_classes(story).decode().replace('charset="utf-8"', 'charset="windows-1256"')
    return text.replace("<!DOCTYPE html>\n", "").encode("windows-1256", "xmlcharrefreplace")


def disclaimer_last_in_body(story: Story) -> bytes:
    body = f"{paragraphs(story, 'h2')}\n<p><strong>{escape(story.disclaimer)}</strong></p>"
    aside = f"<aside>{labelled(story)}</aside>"
    main = f'<article>{h1(story)}<div class="content">{body}</div>{SHARE}</article>{aside}'
    return page(story, main)


def disclaimer_by_class(story: Story) -> bytes:
    foot = f'<footer><div class="disclaimer"><small>{escape(story.disclaimer)}</small></div></footer>'
    box = f"<section>{labelled(story)}</section>"
    main = f"<article>{h1(story)}<div>{paragraphs(story)}</div>{foot}</article>{box}"
    return page(story, main)


def body_in_two(story: Story) -> bytes:
    middle = len(story.body) // 2
    halves = (Story(story.headline, part, "", "") for part in (story.body[:middle], story.body[middle:]))
    advert = '<div class="ad"><span>إعلان</span><img src="/ads/1.gif" alt=""></div>'
    text = advert.join(f'<div class="article-text">{paragraphs(half)}</div>' for half in halves)
    main = f'<div class="article">{h1(story)}{text}{after(story, labelled(story))}</div>'
    return page(story, main)


def amp(story: Story) -> bytes:
    main = f"""<amp-sidebar id="sidebar" layout="nodisplay">{MENU_HTML}</amp-sidebar>
<article class="amp-wp-article"><header class="amp-wp-article-header">
<h1 class="amp-wp-title">{escape(story.headline)}</h1>
<div class="amp-wp-meta"><time datetime="{PUBLISHED}">منذ 5 أيام</time></div></header>
<div class="amp-wp-article-content">{paragraphs(story)}</div>
<footer class="amp-wp-article-footer"><p>{escape(story.disclaimer)}</p></footer></article>
<div class="amp-related"><h3>{story.label}</h3>{links("div")}</div>"""
    return page(story, main, attributes='amp dir="rtl" lang="ar"')


def no_h1(story: Story) -> bytes:
    """The headline is only in the title, with the site's name behind it."""
    main = f'<div id="c"><div class="b">{paragraphs(story)}</div>{after(story, labelled(story))}</div>'
    return page(story, main, attributes='lang="en-US"')


def _named(layouts: Iterable[Layout]) -> dict[str, Layout]:
    return {layout.__name__: layout for layout in layouts}


LAYOUTS: Final = _named(
    (
        semantic_theme,
        no_classes,
        label_inside_body,
        label_in_a_div,
        label_as_h1,
        bare_label,
        several_h1,
        bare_text,
        nested_divs,
        layout_table,
        windows_1256,
        disclaimer_last_in_body,
        disclaimer_by_class,
        body_in_two,
        amp,
        no_h1,
    )
)
