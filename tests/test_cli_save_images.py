"""``--save-images``: the pictures beside their article, fetched as politely and safely as the page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from command import FAST, Done, newsgrab, story
from loopback import Loopback, drip, endless, head, page, raw, redirect, robots, status

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(600)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(600)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OTHER = "127.0.0.2"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(("127.0.0.1", OTHER)) as running:
        running["/lead.jpg"] = page(JPEG, content_type="image/jpeg")
        yield running


def illustrated(*urls: str, lead: str = "/lead.jpg") -> str:
    """A page with a lead image, and a picture after each of its first paragraphs."""
    html = story().replace("<head>", f'<head><meta property="og:image" content="{lead}">', 1)
    for url in urls:
        figure = f'<figure><img src="{url}" width="640" height="480" alt="A bridge"></figure>\n'
        html = html.replace("</p>\n<p>", f"</p >\n{figure}<p>", 1)
    return html


def got(server: Loopback, out: Path, *words: str | Path) -> Done:
    return newsgrab("get", server.url("/a"), "--save-images", "-o", f"{out}/{{slug}}.json", *FAST, *words)


def article_in(out: Path) -> dict[str, Any]:
    (file,) = out.glob("*.json")
    article: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return article


def saved(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*_files/*")}


def test_the_pictures_stand_beside_the_article_which_says_where(server: Loopback, out: Path) -> None:
    server["/a"] = page(illustrated("/inside.png", "/inside.png"))
    server["/inside.png"] = page(PNG, content_type="image/png")
    done = got(server, out)
    assert (done.status, done.err) == (0, "")
    article = article_in(out)
    lead, inside = article["image_file"], article["images"][0]["file"]
    assert lead.startswith("the-old-bridge-is-closed_files/lead-")
    assert lead.endswith(".jpg")
    assert inside.startswith("the-old-bridge-is-closed_files/inside-")
    assert saved(out) == {lead: JPEG, inside: PNG}
    assert article["extraction"]["warnings"] == []
    assert server.paths() == ["/robots.txt", "/a", "/lead.jpg", "/inside.png"]


def test_without_the_flag_nothing_is_fetched_and_the_fields_are_empty(server: Loopback, out: Path) -> None:
    server["/a"] = page(illustrated("/inside.png"))
    done = newsgrab("get", server.url("/a"), "-o", f"{out}/{{slug}}.json", *FAST)
    assert done.status == 0
    assert (article_in(out)["image_file"], article_in(out)["images"][0]["file"]) == (None, None)
    assert server.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize("name", ["{headline}", "a (b) [c] #1 100% d?", "قصة/{headline}: x"])
def test_markdown_shows_the_saved_picture(server: Loopback, out: Path, name: str) -> None:
    server["/a"] = page(illustrated("/inside.png"))
    server["/inside.png"] = page(PNG)
    flags = ("--save-images", "-o", f"{out}/{name}.{{ext}}", "-f", "md", "-f", "json", *FAST)
    assert newsgrab("get", server.url("/a"), *flags).status == 0
    (file,) = out.rglob("*.md")
    tokens = MarkdownIt().parse(file.read_text("utf-8").split("---\n", 2)[2])
    images = [child for token in tokens for child in token.children or () if child.type == "image"]
    (source,) = [unquote(str(image.attrs["src"])) for image in images]
    assert (file.parent / source).read_bytes() == PNG


@pytest.mark.parametrize(
    ("body", "extension"),
    [
        (JPEG, "jpg"),
        (PNG, "png"),
        (b"GIF89a" + bytes(99), "gif"),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(99), "webp"),
        (b"\0\0\0\x20ftypavif" + bytes(99), "avif"),
    ],
)
def test_the_bytes_say_what_a_picture_is_not_the_server(
    server: Loopback, out: Path, body: bytes, extension: str
) -> None:
    server["/a"] = page(illustrated(lead="/x.php.exe?size=2"))
    server["/x.php.exe?size=2"] = page(body, content_type="application/x-msdownload")
    assert got(server, out).status == 0
    (name,) = saved(out)
    assert name.rpartition(".")[2] == extension
    assert ".exe" not in name


REFUSED = {
    "SVG": page(SVG, content_type="image/svg+xml"),
    "SVG under another name": page(SVG, content_type="image/png"),
    "a page": page(story()),
    "a page under another name": page(story(), content_type="image/jpeg"),
    "a PDF": page(b"%PDF-1.7" + bytes(99), content_type="application/pdf"),
    "nothing": page(b"", content_type="image/png"),
    "gone": status(404),
    "too much": endless(JPEG, head(content_type="image/jpeg"), limit=1 << 30),
    "half of it": raw(head(content_type="image/jpeg", content_length=9000), JPEG),
    "elsewhere": redirect("file:///etc/passwd"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_picture_that_cannot_be_had_costs_the_article_nothing(
    server: Loopback, out: Path, what: str
) -> None:
    server["/a"] = page(illustrated("/b.jpg"))
    server["/b.jpg"] = REFUSED[what]
    done = got(server, out, "-v", "--max-size", "1M")
    assert done.status == 0
    (line,) = [line for line in done.err.splitlines() if " picture " in line]
    assert line.startswith(f"newsgrab: picture {server.url('/b.jpg')}: ")
    article = article_in(out)
    assert article["images"][0]["file"] is None
    assert article["extraction"]["warnings"] == ["images_missing"]
    assert list(saved(out)) == [article["image_file"]]


def test_quietly_unless_asked(server: Loopback, out: Path) -> None:
    server["/a"] = page(illustrated("/b.jpg"))
    done = got(server, out)
    assert (done.status, done.err) == (0, "")
    assert article_in(out)["extraction"]["warnings"] == ["images_missing"]


def test_robots_of_the_host_of_a_picture_is_obeyed(server: Loopback, out: Path) -> None:
    server["/a"] = page(illustrated(lead=server.url("/x.jpg", OTHER)))
    server[OTHER, "/robots.txt"] = robots("User-agent: *\nDisallow: /x\n")
    assert got(server, out).status == 0
    assert server.paths(OTHER) == ["/robots.txt"]


def test_a_picture_on_a_private_address_is_refused(server: Loopback, tmp_path: Path, out: Path) -> None:
    (tmp_path / "story.html").write_text(illustrated(lead=server.url("/lead.jpg")))
    flags = ("--save-images", "-v", "-o", f"{out}/{{slug}}.json")
    done = newsgrab("get", tmp_path / "story.html", *flags)
    assert done.status == 0
    assert "--allow-private" in done.err
    assert article_in(out)["image_file"] is None
    assert server.log == []
    assert newsgrab("get", tmp_path / "story.html", *flags, *FAST, "--on-conflict", "overwrite").status == 0
    assert article_in(out)["image_file"] is not None


def test_secrets_go_to_the_origin_asked_and_to_no_other(server: Loopback, out: Path, tmp_path: Path) -> None:
    (tmp_path / "cookies.txt").write_text(
        f"127.0.0.1\tFALSE\t/\tFALSE\t0\ta\t1\n{OTHER}\tFALSE\t/\tFALSE\t0\tb\t2\n"
    )
    server["/a"] = page(illustrated("/own.jpg", lead=f"http://ann:pw@{OTHER}:{server.port}/other.jpg"))
    server["/own.jpg"] = server["/other.jpg"] = page(JPEG)
    secrets = ("-H", "X-Api-Key: hunter2", "-b", tmp_path / "cookies.txt")
    assert got(server, out, *secrets).status == 0
    seen = {request.path: request.headers for request in server.log}
    assert (seen["/own.jpg"]["x-api-key"], seen["/own.jpg"]["cookie"]) == ("hunter2", "a=1")
    assert not {"x-api-key", "cookie", "authorization"} & set(seen["/other.jpg"])


def test_a_page_elsewhere_cannot_have_the_first_host_asked_in_the_users_name(
    server: Loopback, out: Path
) -> None:
    server["/a"] = redirect(server.url("/b", OTHER))
    server["/b"] = page(illustrated(lead=server.url("/logout?x.jpg")))
    assert got(server, out, "-H", "X-Api-Key: hunter2").status == 0
    (asked,) = [request for request in server.log if request.path.startswith("/logout")]
    assert "x-api-key" not in asked.headers


def test_there_is_a_pause_between_two_pictures(server: Loopback, out: Path) -> None:
    server["/a"] = page(illustrated("/lead.jpg?2"))
    server["/lead.jpg?2"] = page(JPEG)
    flags = ("--save-images", "-o", f"{out}/", "--allow-private", "--delay", "0.4")
    assert newsgrab("get", server.url("/a"), *flags).status == 0
    assert server.paths() == ["/robots.txt", "/a", "/lead.jpg", "/lead.jpg?2"]
    for before, after in zip(server.log, server.log[1:], strict=False):
        assert after.started - before.ended >= 0.39


def test_pictures_that_never_end_are_given_up_after_three(server: Loopback, out: Path) -> None:
    names = [f"/{number}.jpg" for number in range(5)]
    server["/a"] = page(illustrated(*names, lead="/5.jpg"))
    for name in (*names, "/5.jpg"):
        server[name] = drip(JPEG, 0.3, after=head(content_type="image/jpeg"))
    done = got(server, out, "--timeout", "1s", "-v")
    assert done.status == 0
    assert len([path for path in server.paths() if path.endswith(".jpg")]) == 3
    assert done.err.count("not tried, since others failed") == 3


@pytest.mark.parametrize(
    "path",
    [
        "/..%2f..%2fetc%2fpasswd.jpg",
        "/.htaccess",
        "/-rf.jpg",
        "/CON.jpg",
        "/%00%0a%1b[2J.jpg",
        "/" + "x" * 900,
        "/",
        "/%D8%AC%D8%B3%D8%B1.jpg",
        "/a%5Cb:c*.jpg",
        "/%e2%80%aegpj.exe",
    ],
)
def test_no_name_leads_out_of_the_folder_or_surprises_a_system(
    server: Loopback, out: Path, path: str
) -> None:
    server["/a"] = page(illustrated(lead=server.url(path, OTHER)))
    server[OTHER, path] = page(JPEG)
    assert got(server, out).status == 0
    (name,) = saved(out)
    folder, file = name.split("/")
    assert folder == "the-old-bridge-is-closed_files"
    assert file[0] not in ".-"
    assert len(file.encode()) <= 80
    assert file.endswith(".jpg")
    assert all(char.isalnum() or char in "-_." for char in file)


def test_two_articles_of_one_name_keep_their_own_pictures(server: Loopback, out: Path) -> None:
    server["/a"] = page(illustrated())
    server["/b"] = page(
        story(more="b").replace("<head>", '<head><meta property="og:image" content="/b/lead.jpg">')
    )
    server["/b/lead.jpg"] = page(JPEG + b"b")
    flags = ("--save-images", "-o", f"{out}/{{slug}}.json", "--ordered", *FAST)
    for _ in range(2):
        assert newsgrab("get", server.url("/a"), server.url("/b"), *flags).status == 0
        leads = [json.loads(file.read_text("utf-8"))["image_file"] for file in sorted(out.glob("*.json"))]
        assert [saved(out)[lead] for lead in leads] == [JPEG + b"b", JPEG]
    assert server.paths().count("/lead.jpg") == 1  # what is there is left alone


def test_they_are_in_the_web_archive_too(server: Loopback, out: Path, tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="needs the package warcio")
    server["/a"] = page(illustrated())
    assert got(server, out, "--warc", tmp_path / "a.warc").status == 0
    assert JPEG in (tmp_path / "a.warc").read_bytes()


@pytest.mark.parametrize("words", [(), ("-o", "-"), ("-o", "{ext}/{slug}.{ext}")])
def test_there_has_to_be_one_place_beside_the_article(server: Loopback, words: tuple[str, ...]) -> None:
    done = newsgrab("get", server.url("/a"), "--save-images", *words, *FAST)
    assert (done.status, done.out) == (2, b"")
    assert "--save-images" in done.complaint
    assert server.log == []
