"""Which articles are wanted, and which of their fields: -F, -p, --require, --since and their kin."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from command import FAST, Done, newsgrab, story
from loopback import Loopback, page, status

RICH = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Two\\ways</title>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Two\\\\ways over the river",
 "author": [{"@type": "Person", "name": "Ann Example"}, {"@type": "Person", "name": "Ben Sample"}],
 "datePublished": "2024-02-09T10:20:00+03:00", "keywords": ["ferry", "bridge"]}</script></head>
<body><main><article><h1>Two\\ways over the river</h1>
<p>The council of the river town said on Monday that the
<a href="/bridge">old bridge (1901)</a> is closed.</p>
<p>Engineers found cracks in two of its pillars when they looked at them after the flood in spring.</p>
<blockquote><p>We shall take the ferry, as our grandparents did, said the baker of the market.</p>
</blockquote>
<ul><li>Buses take the northern road from six in the morning.</li>
<li>The ferry carries people on foot and bicycles.</li></ul>
<table><tr><th>Line</th><th>Every</th></tr><tr><td>Ferry</td><td>20 minutes</td></tr>
<tr><td>Bus to the northern road</td><td>half an hour, until midnight</td></tr>
<tr><td>Bus to the station and the hospital</td><td>an hour, on Sundays two</td></tr></table>
<figure><img src="/bridge.jpg" width="800" height="600" alt="A bridge">
<figcaption>The bridge in spring, seen from the market.</figcaption></figure>
<p>Shopkeepers near the market fear that visitors will stay away, but the mayor promised them help.</p>
<p>When all is done, the bridge will be a little wider, with a path for bicycles on its eastern side.</p>
<p class="note">Disclaimer: the views expressed in this article are those of the author and do not
necessarily reflect the position of the newspaper.</p></article></main></body></html>"""
URL = "https://news.example/2024/two-ways"


def extract(*words: str, html: str = RICH) -> Done:
    return newsgrab("extract", "--url", URL, *words, stdin=html)


def shown(*words: str, html: str = RICH) -> str:
    done = extract(*words, html=html)
    assert (done.status, done.err) == (0, "")
    return done.out.decode()


def article(*words: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(shown(*words))
    return value


class TestFields:
    @pytest.mark.parametrize(
        ("fields", "line"),
        [
            ("headline", "Two\\ways over the river"),
            ("fetch.status", ""),
            ("authors", "Ann Example, Ben Sample"),
            ("authors.1.name", "Ben Sample"),
            ("authors.7.name", ""),
            ("author", "Ann Example"),
            ("authors.type", "person, person"),
            ("tags", "ferry, bridge"),
            ("fetch.via", "file"),
            ("access.declared_free", ""),
            ("authors.0", "Ann Example"),
            ("images.width", "800"),
            ("access", '{"declared_free": null, "observed": "full"}'),
            ("host,published", "news.example\t2024-02-09T10:20:00+03:00"),
            # As jq writes TSV: several values are one line whatever is in them.
            ("headline,kicker,language", "Two\\\\ways over the river\t\ten-GB"),
        ],
    )
    def test_are_lines(self, fields: str, line: str) -> None:
        assert shown("-F", fields) == f"{line}\n"

    def test_the_flag_repeats(self) -> None:
        assert shown("-F", "host", "--field", "language, headline").count("\t") == 2

    def test_one_alone_keeps_its_lines_and_several_escape_them(self) -> None:
        body = article()["body"]
        assert "\n\n" in body
        assert shown("-F", "body") == f"{body}\n"
        assert shown("-F", "body,host") == body.replace("\n", "\\n") + "\tnews.example\n"
        assert shown("-F", "body,host", "--raw") == f"{body}\tnews.example\n"

    def test_with_json_they_make_an_object(self) -> None:
        assert article("-F", "headline,authors.name,kicker", "-f", "json") == {
            "headline": "Two\\ways over the river",
            "authors.name": ["Ann Example", "Ben Sample"],
            "kicker": None,
        }

    def test_in_an_array(self, tmp_path: Path) -> None:
        for number in range(2):
            (tmp_path / f"{number}.html").write_text(story(f"Bridge {number}"))
        done = newsgrab("extract", *sorted(tmp_path.iterdir()), "--array", "-F", "headline")
        assert json.loads(done.out) == [{"headline": "Bridge 0"}, {"headline": "Bridge 1"}]

    def test_in_files(self, out: Path) -> None:
        assert extract("-F", "host", "-f", "json", "-o", f"{out}/{{slug}}.json").status == 0
        assert json.loads((out / "two-ways-over-the-river.json").read_text()) == {"host": "news.example"}

    def test_what_a_page_says_cannot_drive_a_terminal(self) -> None:
        html = RICH.replace("Two\\\\ways", "Two \\u001b[2J\\u202eways").replace("Two\\ways", "Two ways")
        assert not re.search("[\x1b\x9b\u202e]", shown("-F", "provenance.headline.raw", html=html))
        assert not re.search("[\x1b\x9b\u202e]", shown("-p", "{provenance.headline.raw}", html=html))


class TestTemplates:
    @pytest.mark.parametrize(
        ("template", "line"),
        [
            ("{published:%d.%m.%Y %H:%M %z} {headline:.8}", "09.02.2024 10:20 +0300 Two\\ways"),
            ("{published} {modified|never}", "2024-02-09T10:20:00+03:00 never"),
            ("{kicker|-:<4}|{kicker}|{host:>13}|", "-   ||news.example|".replace("|news", "| news")),
            (r"{host}\t{language}\n{{x}}\\", "news.example\ten-GB\n{x}\\"),
            ("{extraction.kept_blocks:03d} {authors.name} {author}", None),
        ],
    )
    def test_are_filled(self, template: str, line: str | None) -> None:
        if line is None:
            assert re.fullmatch(r"\d{3} Ann Example, Ben Sample Ann Example\n", shown("-p", template))
        else:
            assert shown("-p", template) == f"{line}\n"

    def test_a_line_an_article(self, tmp_path: Path) -> None:
        for number in range(2):
            (tmp_path / f"{number}.html").write_text(story(f"Bridge {number}"))
        done = newsgrab("extract", *sorted(tmp_path.iterdir()), "-p", "{headline}")
        assert done.out == b"Bridge 0\nBridge 1\n"


class TestMistakes:
    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            (("-F", "headlin"), "an article has no field 'headlin'; did you mean headline?"),
            (("-F", "fetch.stats"), "did you mean fetch.status?"),
            (("-F", "qqqq"), "newsgrab schema lists the fields"),
            (("-F", "headline.x"), "an article has no field 'headline.x'"),
            (("--require", "bodi"), "did you mean body?"),
            (("-p", "{headline"), "the template '{headline' is broken"),
            (("-p", "{titel}"), "an article has no field 'titel'"),
            (("-p", "{headline:d}"), "the template's {headline:d} does not work"),
            (("-p", "{headline!r}"), "templates have no conversions"),
            (("-p", "{headline}", "-F", "host"), "-F and -p each say what is printed"),
            (("-p", "{headline}", "-f", "json"), "-p prints lines to standard output"),
            (("-F", "host", "-f", "md"), "-F makes lines or, with -f json, objects"),
            (("-F", "host", "-o", "x/"), "for files of these fields add -f json"),
            (("--raw",), "--raw is about what -F and -p print"),
            (("--drop", "tabels"), "--drop knows no 'tabels'; did you mean tables?"),
            (("--keep", "zzz"), "there are disclaimer, notices, captions, embeds"),
            (("--keep", "embeds", "--drop", "embeds"), "embeds: either to keep or to drop"),
            (("--since", "soon"), "'soon' is no time like"),
            (("--since", "2026-13"), "'2026-13' is no time"),
            (("--since", "today", "--until", "2d"), "nothing is both so new and so old"),
            (("--match", "("), "--match '(' is no regular expression"),
            (("--limit", "0"), "0 is not in the range"),
        ],
    )
    def test_is_one_line_and_status_2(self, words: tuple[str, ...], complaint: str) -> None:
        done = extract(*words)
        assert (done.status, done.out) == (2, b"")
        assert complaint in done.complaint


class TestParts:
    def test_dropped_ones_are_nowhere(self) -> None:
        full, bare = article(), article("--drop", "tables,images,links,notices")
        assert "20 minutes" in full["body"]
        assert full["links"]
        assert full["images"]
        assert full["disclaimer"]
        assert "20 minutes" not in json.dumps(bare)
        assert (bare["links"], bare["images"], bare["image"], bare["disclaimer"]) == ([], [], None, None)
        assert "bridge)" not in "".join(block.get("md", "") for block in bare["blocks"])
        assert "old bridge (1901)" in bare["body"]
        assert {block["type"] for block in bare["blocks"]} == {"paragraph", "quote", "list"}
        assert bare["word_count"] < full["word_count"]
        assert bare["fingerprint"] == full["fingerprint"]

    def test_links_leave_their_words(self) -> None:
        text = shown("-f", "md", "--front-matter", "none", "--drop", "links")
        assert text.count("](") == 1  # the picture
        assert "the old bridge (1901) is closed" in MarkdownIt().render(text)

    def test_kept_ones_are_in_the_body(self) -> None:
        full, kept = article(), article("--keep", "disclaimer,captions")
        assert full["disclaimer"] not in full["body"]
        assert kept["body"].endswith(full["disclaimer"])
        assert kept["disclaimer"] == full["disclaimer"]
        assert "seen from the market" in kept["body"]
        assert "seen from the market" not in full["body"]

    def test_nothing_asked_changes_nothing(self) -> None:
        assert article("--drop", "embeds") == article()


class TestFrontMatter:
    def test_toml_says_the_same(self) -> None:
        text = shown("-f", "md", "--front-matter", "toml")
        matter = tomllib.loads(text.split("+++")[1])
        assert (matter["title"], matter["author"]) == (
            "Two\\ways over the river",
            ["Ann Example", "Ben Sample"],
        )
        assert matter["published"].isoformat() == "2024-02-09T10:20:00+03:00"
        assert "modified" not in matter

    def test_none(self) -> None:
        assert shown("-f", "md", "--front-matter", "none").startswith("# Two")


class TestSelection:
    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (("--require", "headline,published,authors"), 0),
            (("--require", "kicker"), 5),
            (("--require", "tags.0,authors.1.name"), 0),
            (("--require", "authors.2"), 5),
            (("--min-words", "60"), 0),
            (("--min-words", "6000"), 6),
            (("--lang", "en"), 0),
            (("--lang", "ar,en-gb"), 0),
            (("--lang", "en-US"), 6),
            (("--lang", "e"), 6),
            (("--since", "2024-02-09T07:20Z", "--until", "2024-02-09T07:20Z"), 0),
            (("--since", "2024-02-09T07:21Z"), 6),
            (("--since", "2d"), 6),
            (("--until", "yesterday"), 0),
            (("--since", "2024-02-08", "--until", "2024-02-10"), 0),
            (("--until", "2024-02-07"), 6),
            (("--match", "/2024/"), 0),
            (("--match", "^http:"), 6),
            (("--reject", "two-w"), 6),
            (("--reject", "three"), 0),
        ],
    )
    def test_by_its_status(self, words: tuple[str, ...], code: int) -> None:
        done = extract(*words)
        assert done.status == code, done.err
        assert bool(done.out) == (code == 0)
        assert (
            done.err == ""
            if code == 0
            else done.complaint.endswith("(require_unmet)" if code == 5 else "(filtered)")
        )

    def test_what_a_page_does_not_say_rules_nothing_out(self) -> None:
        html = story().replace("article:published_time", "x")
        assert extract("--since", "2d", html=html).status == 0
        assert extract("--since", "2d", "--require", "published", html=html).status == 5

    @pytest.fixture
    def server(self) -> Iterator[Loopback]:
        with Loopback() as server:
            for number, lang in enumerate(("en", "fr", "en", "fr", "en")):
                server[f"/{number}"] = page(story(f"Bridge {number}", f"Number {number}.", lang))
            server["/down"] = status(404)
            yield server

    def test_left_out_is_not_failed(self, server: Loopback, tmp_path: Path) -> None:
        urls = [server.url(f"/{number}") for number in range(4)]
        words = ("--min-words", "50", *FAST, "-e", tmp_path / "errors.jsonl")
        done = newsgrab("get", *urls, "--require", "headline", "--match", "/[02]$", *words)
        assert (done.status, done.err, len(done.articles)) == (0, "", 2)
        assert (tmp_path / "errors.jsonl").read_text() == ""

    def test_what_is_rejected_is_not_even_asked_for(self, server: Loopback) -> None:
        newsgrab("get", server.url("/0"), server.url("/1"), "--reject", "1$", *FAST)
        assert "/1" not in server.paths()

    def test_all_left_out_is_status_6_and_a_failure_beside_it_is_its_own(self, server: Loopback) -> None:
        urls = [server.url("/1"), server.url("/3")]
        done = newsgrab("get", *urls, "--since", "1d", *FAST)
        assert (done.status, done.out) == (6, b"")
        assert newsgrab("get", *urls, server.url("/down"), "--since", "1d", *FAST).status == 4
        done = newsgrab("get", server.url("/0"), server.url("/down"), *urls, "--reject", "[13]$", *FAST)
        assert done.status == 3
        assert "1 saved, 2 filtered, 1 failed" in done.err

    def test_verbose_names_each(self, server: Loopback) -> None:
        done = newsgrab("get", "-v", server.url("/0"), server.url("/1"), "--reject", "1$", *FAST)
        assert f"{server.url('/1')}: its address fits --reject (filtered)" in done.err

    @pytest.mark.parametrize("count", [1, 2])
    def test_a_limit_counts_what_is_written(self, server: Loopback, count: int) -> None:
        urls = [server.url("/down"), *(server.url(f"/{number}") for number in range(5))]
        done = newsgrab("get", "-q", *urls, "--limit", str(count), "--ordered", *FAST)
        assert [article["headline"] for article in done.articles] == [f"Bridge {n}" for n in range(count)]

    def test_a_limit_on_files(self, tmp_path: Path) -> None:
        for number in range(3):
            (tmp_path / f"{number}.html").write_text(story(f"Bridge {number}"))
        done = newsgrab("extract", *sorted(tmp_path.iterdir()), "--limit", "2", "-F", "headline")
        assert (done.status, done.out) == (0, b"Bridge 0\nBridge 1\n")


class TestFileNames:
    @pytest.mark.parametrize(
        ("headline", "style", "name"),
        [
            ("Straße über den Fluß: Ærø", "ascii", "strasse-ueber-den-fluss-aeroe"),
            ("الجسر القديم مغلق", "unicode", "الجسر-القديم-مغلق"),
            ("الجسر القديم مغلق", "ascii", "two-ways"),
            ("Ärger", "windows", "ärger"),
        ],
    )
    def test_have_a_style(self, headline: str, style: str, name: str, out: Path) -> None:
        words = ("--url", URL, "--filenames", style, "-o", f"{out}/{{slug}}.md")
        name = name.replace("ueber", "uber").replace("aeroe", "aeroe")
        assert newsgrab("extract", *words, stdin=story(headline)).status == 0
        assert [path.name for path in out.glob("*.md")] == [f"{name}.md"]

    def test_of_windows_make_the_template_itself_safe(self, out: Path) -> None:
        words = ("--url", URL, "--filenames", "windows", "-o", f"{out}/{{published:%H:%M}} {{slug}}.md")
        assert newsgrab("extract", *words, stdin=story("x" * 300)).status == 0
        (path,) = out.glob("*.md")
        assert path.name.startswith("10-20 xxx")
        assert len(path.name) == 120

    def test_have_defaults_of_one_s_own(self, out: Path) -> None:
        words = (
            "--url",
            URL,
            "-o",
            f"{out}/{{section|no section}}/{{modified|../x:%Y}}-{{author|nobody}}.md",
        )
        assert newsgrab("extract", *words, stdin=story()).status == 0
        (path,) = out.glob("*/*.md")
        assert path.relative_to(out) == Path("no section/2024-nobody.md")
