"""Feeds, sitemaps and section pages as sites write them, in words of our own."""

from collections.abc import Callable
from typing import Final

HOST: Final = "https://www.harbour.example"

RSS_091: Final = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
  "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Harbour</title><link>https://www.harbour.example/</link>
<item><title>Caf\xe9 on the quay opens</title><link>https://www.harbour.example/2024/03/12/cafe-on-the-quay</link></item>
<item><title>Ferry&nbsp;is late</title><link>https://www.harbour.example/2024/03/11/ferry-is-late</link></item>
</channel></rss>""".encode("latin-1")

RSS_2: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour</title><link>https://www.harbour.example/</link>
<atom:link href="https://www.harbour.example/feed" rel="self" type="application/rss+xml"/>
<lastBuildDate>Tue, 12 Mar 2024 11:00:00 +0000</lastBuildDate>
<item><title><![CDATA[Bread & butter: a <b>baker</b> speaks]]></title>
<link>https://www.harbour.example/2024/03/12/a-baker-speaks?utm_source=rss&amp;utm_medium=feed</link>
<guid isPermaLink="false">https://www.harbour.example/?p=101</guid>
<pubDate>Tue, 12 Mar 2024 10:20:00 +0300</pubDate>
<media:content url="https://img.harbour.example/1.jpg"><media:title>A loaf</media:title></media:content>
<content:encoded><![CDATA[<p>Read <a href="https://elsewhere.example/">this</a>.</p>]]></content:encoded></item>
<item><title>Rents rise again, says the council&amp;#8217;s report</title>
<guid>https://www.harbour.example/2024/03/11/rents-rise-again</guid>
<dc:date>2024-03-11T08:00:00Z</dc:date></item>
</channel></rss>"""

RDF: Final = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:d="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://www.harbour.example/"><title>Harbour</title><items><rdf:Seq>
<rdf:li rdf:resource="https://www.harbour.example/news/17"/></rdf:Seq></items></channel>
<item rdf:about="https://www.harbour.example/news/17"><title>The lighthouse is sold</title>
<link>https://www.harbour.example/news/17</link><d:date>2024-03-12T10:20:00+03:00</d:date></item>
<item rdf:about="https://www.harbour.example/news/18"><title>Nobody buys the mill</title></item>
</rdf:RDF>"""

ATOM: Final = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://www.harbour.example/news/">
<title>Harbour</title><link rel="self" href="/atom.xml"/><link href="https://www.harbour.example/"/>
<entry><title type="html">Fog &amp;amp; frost</title><id>tag:harbour.example,2024:1</id>
<link rel="self" type="application/atom+xml" href="entry/1.atom"/>
<link rel="replies" href="fog-and-frost/comments"/>
<link rel="alternate" type="application/json" href="fog-and-frost.json"/>
<link rel="alternate" type="text/html" href="fog-and-frost"/>
<published>2024-03-12T10:20:00+03:00</published><updated>2024-03-12T12:00:00+03:00</updated>
<source><title>Another paper</title><link href="https://another.example/"/></source></entry>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Snow on the <em>pier</em></div></title>
<link href="/news/snow-on-the-pier"/><updated>2024-03-11T00:00:00Z</updated></entry>
</feed>"""

JSON_FEED: Final = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour",
"items": [
 {"id": "1", "url": "https://www.harbour.example/boats/1001", "title": "A boat comes home",
  "date_published": "2024-03-12T10:20:00+03:00", "date_modified": "2024-03-12T11:00:00+03:00",
  "authors": [{"name": "Imogen Stath"}]},
 {"id": "https://www.harbour.example/boats/1002", "content_text": "x"},
 {"id": "3", "content_text": "nowhere"}
]}"""

NEWS_SITEMAP: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://www.harbour.example/news/old-story-of-the-mill</loc>
<n:news><n:publication><n:name>Harbour</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2024-03-10</n:publication_date><n:title>The mill &amp; the river</n:title></n:news></url>
<url><loc> https://www.harbour.example/news/new-story-of-the-mill </loc>
<image:image><image:loc>https://img.harbour.example/1.jpg</image:loc></image:image>
<lastmod>2024-03-12T09:00:00Z</lastmod></url>
<url><loc>https://www.harbour.example/</loc></url>
<url><loc>https://www.harbour.example/tag/mill</loc><lastmod>2024-03-12</lastmod></url>
</urlset>"""

PREFIXED_SITEMAP: Final = b"""<ns0:urlset xmlns:ns0="http://www.sitemaps.org/schemas/sitemap/0.9">
<ns0:url><ns0:loc>https://www.harbour.example/news/a-bridge-of-wood</ns0:loc></ns0:url></ns0:urlset>"""

INDEX: Final = b"""<?xml version="1.0"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://www.harbour.example/sitemap-2023.xml</loc><lastmod>2023-12-31</lastmod></sitemap>
<sitemap><loc>https://www.harbour.example/sitemap-2024.xml.gz</loc><lastmod>2024-03-12</lastmod></sitemap>
</sitemapindex>"""


def rss(*items: str, root: str = '<rss version="2.0">') -> bytes:
    """A feed of these items, each the inside of one."""
    inside = "\n".join(f"<item>{item}</item>" for item in items)
    return f"{root}<channel><title>Harbour</title>\n{inside}\n</channel></rss>".encode()


def story_url(number: int) -> str:
    """One of any number of addresses."""
    return f"{HOST}/news/2024/03/12/story-number-{number}-of-the-harbour"


def item(number: int, more: str = "") -> str:
    """The inside of an item."""
    return f"<title>Story {number}</title><link>{story_url(number)}</link>{more}"


def urlset(urls: list[str], lastmod: Callable[[int], str] | None = None) -> bytes:
    """A sitemap of these addresses."""
    rows = (
        f"<url><loc>{url}</loc>{f'<lastmod>{lastmod(number)}</lastmod>' if lastmod else ''}</url>"
        for number, url in enumerate(urls)
    )
    return f'<?xml version="1.0"?>\n<urlset>{"".join(rows)}</urlset>'.encode()


def index(urls: list[str], lastmod: Callable[[int], str] | None = None) -> bytes:
    """An index of these sitemaps."""
    rows = "".join(
        f"<sitemap><loc>{url}</loc>{f'<lastmod>{lastmod(number)}</lastmod>' if lastmod else ''}</sitemap>"
        for number, url in enumerate(urls)
    )
    return f"<sitemapindex>{rows}</sitemapindex>".encode()


def front_page(stories: list[tuple[str, str]], feed: str = "") -> str:
    """A front page: menu, stories as cards, footer."""
    declared = f'<link rel="alternate" type="application/rss+xml" href="{feed}">' if feed else ""
    cards = "".join(
        f'<div class="card"><a href="{url}"><img src="/x.jpg" alt=""></a><h3><a href="{url}">{title}</a></h3>'
        f'<a href="{url}#comments">12 comments</a></div>'
        for url, title in stories
    )
    return (
        f"<!doctype html><html><head><title>Harbour</title>{declared}</head><body>"
        '<nav><a href="/">Home</a><a href="/news">News</a><a href="/sport">Sport</a>'
        '<a href="/tag/rents">Rents</a></nav>'
        '<div class="menu"><a href="/culture">Culture</a><a href="/local/">Local</a></div>'
        f"<main>{cards}</main>"
        '<footer><a href="/about">About</a><a href="/privacy-policy">Privacy</a>'
        '<a href="mailto:a@b.example">Mail</a>'
        '<a href="https://elsewhere.example/2024/03/12/a-story-of-somebody-else">A story of somebody else</a>'
        '<a href="/2024/annual-report.pdf">Report</a></footer></body></html>'
    )
