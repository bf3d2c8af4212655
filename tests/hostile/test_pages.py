"""A. A page as what a parser is given (R01-R19): refused, or read right; never a hang, never a crash."""

import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from html import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest

from cases import Case, Seen, Together
from command import FAST, story
from hostile_server import in_step
from hostile_texts import hostile_texts
from loopback import Loopback, Reply, bomb, endless, head, page, raw, redirect
from sandbox import MOST_MEMORY, Sandbox

MIB: Final = 1 << 20
STORY: Final = story()
BYTES: Final = STORY.encode()
BARE: Final = (*FAST, "--no-state")
IN_STEP: Final = Path("/proc/net/tcp").exists()
"""Whether it can be seen what newsgrab has taken of what was sent (``hostile_server.in_step``)."""


def packer(name: str) -> Any:  # noqa: ANN401 - a module without types, if it is there
    """The library of a coding that Python does not bring, ``None`` without it."""
    there = find_spec(name.partition(".")[0]) and find_spec(name)
    return import_module(name) if there else None


BROTLI, ZSTD = packer("brotli"), packer("backports.zstd")

# ------------------------------------------------------------------------------------------- R01-R04


def with_article(before: str, after: str = "") -> bytes:
    """The good page with something round its article."""
    return (
        STORY.replace("<article>", f"{before}<article>").replace("</article>", f"</article>{after}").encode()
    )


def text_is_whole(seen: Seen) -> bool:
    """All sentences are there."""
    return bool(seen.article["word_count"] >= 90)


def not_half(seen: Seen) -> bool:
    """It is refused, or all of it is there."""
    return seen.code != "saved" or text_is_whole(seen)


TREES: Final = (
    Case(
        row="R01",
        name="a million nested div",
        serve=page("<div>" * 1_000_000 + STORY),
        expect="too_complex",
        most_s=12,
    ),
    Case(
        row="R01",
        name="100,000 nested div",
        serve=page("<div>" * 100_000 + STORY),
        expect="too_complex",
        most_s=12,
    ),
    *(
        Case(
            row="R01",
            name=f"100,000 nested {tag}",
            serve=page(f"<{tag}>" * 100_000 + STORY),
            expect="too_complex|saved|no_content",
            most_s=12,
            check=not_half,
        )
        for tag in ("ul", "blockquote", "span", "b", "font", "svg", "table", "select", "template")
    ),
    Case(
        row="R02",
        name="bold paragraphs that never end",
        serve=page("".join(f"<p><b id={n}>" for n in range(5000))),
        expect="too_complex",
        most_s=12,
    ),
    Case(
        row="R02",
        name="the same with other elements",
        serve=page("".join(f"<p><{'biu'[n % 3]} id={n}>" for n in range(5000))),
        expect="too_complex",
        most_s=12,
    ),
    Case(
        row="R03",
        name="100,000 attributes",
        serve=page(with_article("<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">", "</div>")),
        expect="too_complex|saved",
        most_s=12,
        check=not_half,
    ),
    Case(
        row="R03",
        name="10,000 attributes on each of 20 tags",
        serve=page(
            with_article(
                "".join("<p " + " ".join(f"a{n}" for n in range(10_000)) + ">x</p>" for _ in range(20))
            )
        ),
        expect="too_complex|saved",
        most_s=12,
        check=not_half,
    ),
    Case(
        row="R04",
        name="3,000 closed div round an article",
        serve=page(with_article("<div>" * 3000, "</div>" * 3000)),
        check=text_is_whole,
        most_s=12,
    ),
    Case(
        row="R04",
        name="20,000 closed div round an article",
        serve=page(with_article("<div>" * 20_000, "</div>" * 20_000)),
        expect="too_complex",
        most_s=12,
    ),
    Case(
        row="R04",
        name="500 closed div round an article",
        serve=page(with_article("<div>" * 500, "</div>" * 500)),
        check=text_is_whole,
    ),
)

# ------------------------------------------------------------------------------------------- R05-R09


def brotli_bomb(size: int) -> bytes:
    """Zeros without end, in brotli."""
    stream = BROTLI.Compressor(quality=3)
    return b"".join([*(stream.process(bytes(MIB)) for _ in range(size // MIB)), stream.finish()])


def zstd_bomb(size: int) -> bytes:
    """Zeros without end, in Zstandard."""
    stream = ZSTD.ZstdCompressor()
    return b"".join([*(stream.compress(bytes(MIB)) for _ in range(size // MIB)), stream.flush()])


def bombs() -> Iterator[tuple[str, bytes]]:
    """Codings and bombs of 1 GiB."""
    yield "gzip", bomb("gzip", 1024 * MIB)
    yield "deflate", bomb("deflate", 1024 * MIB)
    if BROTLI:
        yield "br", brotli_bomb(1024 * MIB)
    if ZSTD:
        yield "zstd", zstd_bomb(1024 * MIB)


def sent_most(limit: int) -> Any:  # noqa: ANN401 - a lambda with a name
    """At most so many bytes left the server; without ``in_step`` some MiB lie in the buffers of both ends."""
    return lambda seen: all(request.sent <= limit for request in seen.log)


def wide_window(log: int) -> bytes:
    """Zstandard that wants a window of so many bits."""
    stream = ZSTD.ZstdCompressor(options={ZSTD.CompressionParameter.window_log: log})
    return bytes(stream.compress(BYTES) + stream.flush())


def flood(name: str, how: Callable[[bytes, bytes, int], Reply], most: int, **fields: int) -> Case:
    """100 MB, of which at most so many bytes leave the server."""
    start = head(200, content_type="text/html", **fields)
    serve = how(b"<p>more</p>\n" * 2048, start, 100 * MIB)  # pieces of 24 KiB
    return Case(
        row="R05", name=f"100 MB, {name}", serve=serve, expect="too_large", flags=BARE, check=sent_most(most)
    )


SIZES: Final = (
    flood("declared", endless, 8 * MIB, content_length=100 * MIB),
    flood("not declared", endless, 20 * MIB),
    *(
        (
            flood("declared, in step", in_step, 128 << 10, content_length=100 * MIB),
            flood("not declared, in step", in_step, 10 * MIB + (64 << 10)),
        )
        if IN_STEP
        else ()
    ),
    *(
        Case(
            row="R06",
            name=f"{coding} bomb",
            serve=page(data, content_encoding=coding),
            expect="too_large",
            flags=BARE,
            most_s=4,
        )
        for coding, data in bombs()
    ),
    *(
        Case(
            row="R07",
            name=f"gzip {layers} times",
            serve=page(BYTES, content_encoding=", ".join(["gzip"] * layers)),
            expect="bad_encoding",
        )
        for layers in (2, 10)
    ),
    *(
        Case(
            row="R07",
            name=f"coding {coding!r}",
            serve=page(BYTES, content_encoding=coding),
            expect="bad_encoding",
        )
        for coding in ("compress", "gzip;q=1", "x", "a" * 10_000)
    ),
    Case(
        row="R08",
        name="a bomb under a redirect",
        serve={
            "/story": redirect("/next", body=bomb("gzip", 256 * MIB), content_encoding="gzip"),
            "/next": page(STORY),
        },
        flags=BARE,
    ),
    Case(
        row="R08",
        name="a bomb under a 404",
        serve=page(bomb("gzip", 256 * MIB), 404, content_encoding="gzip"),
        expect="http_404",
        flags=BARE,
    ),
    Case(
        row="R08",
        name="a bomb under a 403",
        serve=page(bomb("gzip", 256 * MIB), 403, content_encoding="gzip"),
        expect="http_403",
        flags=BARE,
    ),
    Case(
        row="R09",
        name="raw deflate",
        serve=page(zlib.compress(BYTES)[2:-4], content_encoding="deflate"),
        check=text_is_whole,
    ),
    Case(
        row="R09",
        name="two members of gzip",
        serve=page(gzip.compress(BYTES[:700]) + gzip.compress(BYTES[700:]), content_encoding="gzip"),
        check=text_is_whole,
    ),
    Case(
        row="R09",
        name="gzip and rubbish behind it",
        serve=page(gzip.compress(BYTES) + b"rubbish" * 99, content_encoding="gzip"),
        check=text_is_whole,
    ),
    *(
        (
            Case(
                row="R09",
                name="Zstandard with a window of 128 MiB",
                serve=page(wide_window(27), content_encoding="zstd"),
                expect="bad_encoding",
            ),
            Case(
                row="R09",
                name="Zstandard with a window of 8 MiB",
                serve=page(wide_window(23), content_encoding="zstd"),
                check=text_is_whole,
            ),
            Case(
                row="R09",
                name="Zstandard in two frames",
                serve=page(ZSTD.compress(BYTES[:700]) + ZSTD.compress(BYTES[700:]), content_encoding="zstd"),
                check=text_is_whole,
            ),
        )
        if ZSTD
        else ()
    ),
)

# ------------------------------------------------------------------------------------------- R10-R12

HEADLINE: Final = "The old bridge is closed"


def clean(seen: Seen) -> bool:
    """What was written is UTF-8 without NUL and without half characters."""
    written = json.dumps(seen.article, ensure_ascii=False)
    return "\0" not in written and not any("\ud800" <= char <= "\udfff" for char in written)


ODD: Final = {
    "NUL in text, tag, attribute and title": STORY.replace("bridge", "bri\0dge").replace(
        "<p>", "<p\0 cl\0ass='a\0'>"
    ),
    "half a character by reference": STORY.replace("bridge", "bridge&#xD800;&#xDFFF;&#55296;"),
    "no characters by reference": STORY.replace("bridge", "bridge&#0;&#xFFFE;&#x110000;&#x1;&#128;"),
}
INVALID: Final = {
    "U+FFFE": STORY.replace("bridge", "bridge\ufffe").encode(),
    "bytes that are no UTF-8": BYTES.replace(b"bridge", b"bri\xff\xfe\xc0\xafdge"),
    "a surrogate in UTF-8": BYTES.replace(b"bridge", b"bridge\xed\xa0\x80"),
    "an end inside a character": BYTES + b"\xe2\x82",
}


def told(name: str, text: str, charset: str, /, **says: str) -> Case:
    """A page in a charset; its ``header``, ``meta`` or ``bom`` says one. The headline shows which it took."""
    declared = f'<meta charset="{says["meta"]}">' if "meta" in says else ""
    html = STORY.replace('<meta charset="utf-8">', declared).replace("The old bridge", text)
    kind = f"text/html; charset={says['header']}" if "header" in says else "text/html"
    mark = says.get("bom", "").encode(charset)
    return Case(
        row="R11",
        name=name,
        serve=page(mark + html.encode(charset), content_type=kind),
        check=lambda seen: seen.article["headline"] == f"{text} is closed",
    )


BOM: Final = "\ufeff"
CHARSETS: Final = (
    told("the header says Latin 1, the page is UTF-8", "Café — Übergröße", "utf-8", header="iso-8859-1"),
    told("the header beats the page", "Café über", "windows-1252", header="windows-1252", meta="koi8-r"),
    told("the page speaks alone", "Мост закрыт", "windows-1251", meta="windows-1251"),
    told("a byte-order mark beats the header", "Café über", "utf-8", header="koi8-r", bom=BOM),
    told("UTF-16 by its byte-order mark", "Café über", "utf-16-le", header="utf-8", bom=BOM),
    told("UTF-16, the other way round", "Café über", "utf-16-be", bom=BOM),
    told("the page says UTF-16 in ASCII", "Cafe", "utf-8", meta="utf-16"),
    told("gb18030", "旧桥封闭一个月𠀀", "gb18030", header="gb2312"),
    told("Shift_JIS", "古い橋は閉鎖", "shift_jis", header="shift_jis"),
    told("EUC-KR", "오래된 다리", "euc-kr", meta="euc-kr"),
    told("Big5", "舊橋關閉", "big5", header="big5"),
    told("windows-1252 quotes, called Latin 1", "“Café” – it’s", "windows-1252", header="iso-8859-1"),
    told("ISO-8859-8-I", "הגשר הישן", "iso-8859-8", header="iso-8859-8-i"),
    told("windows-1256", "الجسر القديم", "windows-1256", meta="windows-1256"),
    told("nothing is said", "Café über", "utf-8"),
)

LABELS: Final = (
    "zlib",
    "rot13",
    "hex",
    "bz2",
    "idna",
    "undefined",
    "utf-7",
    "unicode_escape",
    "utf-16",
    "a" * 100_000,
    "\x00",
    "utf-8\x00",
)


def labelled(label: str) -> Case:
    """A page whose charset is no charset."""
    attack = STORY.replace("</h1>", "</h1><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4- \\x3cscript\\x3e</p>")
    head_ = STORY.replace('charset="utf-8"', f'charset="{escape(label)}"')
    body = head_.partition("</head>")[0] + "</head>" + attack.partition("</head>")[2]
    kind = f"text/html; charset={label}" if len(label) < 1000 and "\0" not in label else "text/html"
    return Case(
        row="R12",
        name=f"charset={label[:20]!a}",
        serve=page(body, content_type=kind),
        check=lambda seen: clean(seen) and "<script" not in json.dumps(seen.article),
    )


TEXTS: Final = (
    *(Case(row="R10", name=name, serve=page(html), check=clean) for name, html in ODD.items()),
    *(Case(row="R10", name=name, serve=page(data), check=clean) for name, data in INVALID.items()),
    *CHARSETS,
    *map(labelled, LABELS),
)

# ------------------------------------------------------------------------------------------- R13-R15

PNG, PDF, MP4 = (
    b"\x89PNG\r\n\x1a\n" + bytes(100),
    b"%PDF-1.7\n" + bytes(100),
    b"\0\0\0\x20ftypisom" + bytes(100),
)


def typed(name: str, body: bytes | str, kind: str | None, expect: str) -> Case:
    """Bytes under a type."""
    return Case(row="R13", name=name, serve=page(body, content_type=kind), expect=expect)


KINDS: Final = (
    *(
        Case(
            row="R13",
            name=f"{kind} of 9 MB",
            serve=(in_step if IN_STEP else endless)(
                start + bytes(16_384), head(200, content_type=kind, content_length=9 * MIB), 9 * MIB
            ),
            expect="not_html",
            check=sent_most(64 << 10 if IN_STEP else 8 * MIB),
        )
        for kind, start in (
            ("application/pdf", PDF),
            ("image/png", PNG),
            ("video/mp4", MP4),
            ("application/octet-stream", PNG),
            ("text/html", PDF),
        )
    ),
    typed("a PDF called a page", PDF, "text/html", "not_html"),
    typed("a picture without a type", PNG, None, "not_html"),
    typed("JSON", '{"headline": "a", "articleBody": "b"}', "application/json", "not_html|no_content|empty"),
    typed("plain text", "A line.\n\nAnother line.", "text/plain", "not_html|no_content"),
    typed("a page without a type", STORY, None, "saved"),
    typed("a page called text", STORY, "text/plain", "saved"),
    typed("a page called bytes", STORY, "application/octet-stream", "saved"),
    typed("a page called nonsense", STORY, "a" * 1000, "saved"),
    Case(row="R14", name="204", serve=raw(b"HTTP/1.1 204 No Content\r\n\r\n"), expect="empty"),
    Case(row="R14", name="200 and nothing", serve=page(""), expect="empty"),
    Case(row="R14", name="blanks", serve=page(" \n\t " * 1000), expect="empty|no_content"),
    Case(
        row="R14",
        name="a script alone",
        serve=page("<script>var a = 'Text of the article. ' + 'More of it.'</script>"),
        expect="no_content|empty",
    ),
    Case(
        row="R14",
        name="a shell for scripts",
        serve=page(
            '<!doctype html><title>News</title><div id="root"></div><noscript>You need to enable JavaScript '
            'to run this app.</noscript><script src="/a.js"></script>'
        ),
        expect="no_content",
    ),
    Case(
        row="R14", name="206 unasked", serve=page(STORY, 206, content_range="bytes 0-9/99"), expect="http_206"
    ),
)

_TAGS: Final = (
    *(
        "svg",
        "math",
        "template",
        "noscript",
        "select",
        "option",
        "optgroup",
        "frameset",
        "table",
        "tr",
        "td",
        "caption",
    ),
    *(
        "mi",
        "mtext",
        "annotation-xml",
        "foreignObject",
        "desc",
        "title",
        "style",
        "script",
        "textarea",
        "plaintext",
        "p",
    ),
    *(
        "b",
        "a",
        "nobr",
        "form",
        "button",
        "li",
        "dd",
        "h1",
        "ruby",
        "rt",
        "body",
        "html",
        "head",
        "image",
        "input",
        "iframe",
    ),
)


def tangle(seed: int) -> str:
    """Elements that parsers treat in a way of their own, opened and closed anyhow, round an article."""
    draw = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    pieces = []
    for _ in range(draw.randint(50, 400)):
        tag = draw.choice(_TAGS)
        close = draw.random()
        attributes = draw.choice(("", " id=a", " encoding=text/html", " hidden", " xmlns:xlink=b", "/"))
        pieces.append(
            f"</{tag}>"
            if close < 0.35
            else f"<{tag}{attributes}>" + draw.choice(("", "text", "&amp;", "<!--", "]]>", "\0"))
        )
    middle = len(pieces) // 2
    return "".join((*pieces[:middle], STORY, *pieces[middle:]))


TANGLES: Final = tuple(
    Case(
        row="R15",
        name=f"tangle {seed}",
        serve=page(tangle(seed)),
        expect="saved|no_content|empty|too_complex|soft_404|not_html|login|paywall",
    )
    for seed in range(60)
)

# ------------------------------------------------------------------------------------------- R18, R19


def with_json(value: str) -> bytes:
    """The good page with a block of JSON-LD."""
    return STORY.replace("</head>", f'<script type="application/ld+json">{value}</script></head>').encode()


def news(**facts: object) -> str:
    """JSON-LD of an article."""
    return json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **facts})


def no_date(seen: Seen) -> bool:
    """The date is that of the page's own meta tag, a day that is one, or none."""
    return seen.article["published"] in (None, "2024-02-09", "2024-02-09T10:20:00+03:00")


CLAIMS: Final = (
    Case(
        row="R18",
        name="arrays 100,000 deep",
        serve=page(with_json("[" * 100_000 + "]" * 100_000)),
        check=text_is_whole,
    ),
    Case(
        row="R18",
        name="objects 100,000 deep",
        serve=page(with_json('{"a":' * 100_000 + "1" + "}" * 100_000)),
        check=text_is_whole,
    ),
    Case(
        row="R18",
        name="a graph 50,000 deep",
        serve=page(with_json('{"@graph":[' * 50_000 + "]}" * 50_000)),
        check=text_is_whole,
    ),
    Case(
        row="R18",
        name="9 MB",
        serve=page(with_json(news(articleBody="a " * 4_500_000))),
        expect="saved|too_complex",
    ),
    Case(
        row="R18",
        name="NaN and Infinity",
        serve=page(with_json('{"@type":"NewsArticle","wordCount":NaN,"a":-Infinity}')),
        check=text_is_whole,
    ),
    Case(
        row="R18",
        name="a number of 5,000 digits",
        serve=page(with_json('{"@type":"NewsArticle","wordCount":' + "9" * 5000 + "}")),
        check=text_is_whole,
    ),
    Case(
        row="R18",
        name="a key twice",
        serve=page(with_json('{"@type":"NewsArticle","headline":"a","headline":"The old bridge is closed"}')),
        check=text_is_whole,
    ),
    *(
        Case(
            row="R18",
            name=f"headline: {json.dumps(value)[:30]}",
            serve=page(with_json(news(headline=value, author=value, image=value, datePublished=value))),
            check=lambda seen: text_is_whole(seen) and no_date(seen),
        )
        for value in ([], {}, ["a", {"b": 1}], {"@value": ["x"]}, None, 3.5, True, [[[["a"]]]])
    ),
    *(
        Case(
            row="R18",
            name=f"datePublished: {value[:30]}",
            serve=page(with_json(news(headline=HEADLINE, datePublished=value))),
            check=lambda seen: text_is_whole(seen) and no_date(seen),
        )
        for value in (
            "0000-99-99",
            "99999-01-01T00:00:00Z",
            "2024-02-30",
            "-1",
            "9" * 5000,
            "2024-02-09T99:99:99+99:99",
            "\u0662\u0660",
        )
    ),
    Case(
        row="R18",
        name="half a character",
        serve=page(with_json('{"@type":"NewsArticle","headline":"a\\ud800","author":{"name":"\\udfff"}}')),
        check=clean,
    ),
)


def slow_text(number: int, text: str) -> Case:
    """100 KB of something in every field."""
    shown = escape(text[:100_000], quote=True).replace("\0", "")
    meta = "".join(
        f'<meta name="{name}" property="{name}" content="{shown}">'
        for name in ("author", "date", "og:title", "article:published_time")
    )
    html = STORY.replace("</head>", f'{meta}<link rel="canonical" href="{shown}"></head>')
    html = html.replace("<article>", f'<article><p class="byline">By {shown}</p><time>{shown}</time>')
    return Case(
        row="R19",
        name=f"text {number}: {text[:12]!a}",
        serve=page(html),
        expect="saved|no_content|too_complex",
        most_s=20,
    )


SLOW: Final = tuple(
    slow_text(number, text) for number, text in enumerate(hostile_texts(60_000)) if number % 12 == 0
)

CASES: Final = (*TREES, *SIZES, *TEXTS, *KINDS, *TANGLES, *CLAIMS, *SLOW)
TOGETHER: Final = Together(CASES, most_s=120)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    case.judge(TOGETHER.seen(case, tmp_path_factory))


# -------------------------------------------------------------------------------------- R06, R16, R17


def _memory(box: Sandbox, replies: Sequence[tuple[str, Reply]]) -> int:
    with Loopback() as server:
        for path, reply in replies:
            server[path] = reply
        ended = box.run([server.url(path) for path, _ in replies], *BARE)
        ended.holds(60)
        return ended.memory


def test_r06_r08_bombs_take_no_memory(tmp_path: Path) -> None:
    small = [(f"/{number}", page(gzip.compress(BYTES), content_encoding="gzip")) for number in range(4)]
    quiet = _memory(Sandbox(tmp_path / "quiet"), small)
    loud = [(f"/{coding}", page(data, content_encoding=coding)) for coding, data in bombs()]
    packed = bomb("gzip", 256 * MIB)
    loud += [(f"/{code}", page(packed, code, content_encoding="gzip")) for code in (403, 404)]
    loud.append(("/302", redirect("/0", body=packed, content_encoding="gzip")))
    assert _memory(Sandbox(tmp_path / "loud"), [*small, *loud]) - quiet <= 64 * MIB


def test_r14_what_was_no_article_is_asked_for_again(tmp_path: Path) -> None:
    box = Sandbox(tmp_path)
    with Loopback() as server:
        server["/story"] = page("<title>News</title><div></div>")
        url = server.url("/story")
        ended = box.run([url], *FAST)
        ended.holds(20)
        assert ended.failures[url]["code"] == "no_content"
        server["/story"] = page(STORY)
        assert url in box.run([url], *FAST).articles


FAULTS: Final = {"faults": {"CRASH-HERE": "crash", "HANG-HERE": "hang"}}


@pytest.mark.parametrize(
    ("mark", "code", "least_s", "most_s"),
    [("CRASH-HERE", "worker_crash", 0, 15), ("HANG-HERE", "parse_timeout", 10, 20)],
)
def test_r16_r17_a_page_that_breaks_the_parser(
    tmp_path: Path, mark: str, code: str, least_s: float, most_s: float
) -> None:
    box = Sandbox(tmp_path)
    with Loopback() as server:
        server["/bad"] = page(STORY.replace("bridge", mark))
        for number in range(6):
            server[f"/good/{number}"] = page(story(f"Story {number}", f"Number {number}."))
        good = [server.url(f"/good/{number}") for number in range(3)]
        ended = box.run([good[0], server.url("/bad"), *good[1:]], *FAST, inside=FAULTS)
        ended.holds(most_s)
        assert ended.failures[server.url("/bad")]["code"] == code
        assert ended.seconds >= least_s
        assert set(ended.articles) == set(good)


def test_r16_a_page_that_breaks_it_three_times_is_left_alone(tmp_path: Path) -> None:
    box = Sandbox(tmp_path)
    with Loopback() as server:
        server["/bad"] = page(STORY.replace("bridge", "CRASH-HERE"))
        for run in range(5):
            row = box.run([server.url("/bad")], *FAST, inside=FAULTS).failures[server.url("/bad")]
            assert row["code"] == "worker_crash"
            assert row["attempts"] == int(run < 3)
        assert server.paths().count("/bad") == 3


@pytest.mark.parametrize(
    ("mark", "code"),
    [("CRASH-HERE", "worker_crash"), pytest.param("HANG-HERE", "parse_timeout", marks=pytest.mark.long)],
)
@pytest.mark.parametrize("command", ["explain", "read"])
def test_r16_r17_other_commands_survive_it_too(tmp_path: Path, command: str, mark: str, code: str) -> None:
    box = Sandbox(tmp_path)
    with Loopback() as server:
        server["/bad"] = page(STORY.replace("bridge", mark))
        words = [command, server.url("/bad"), *FAST]
        status, out, err, seconds, memory, left = box.start(words, box.environment(FAULTS), 60)
    assert (status, out, left) == (5, b"", ())
    assert f"({code})" in err
    assert "Traceback" not in err
    assert seconds < 20
    assert memory < MOST_MEMORY
